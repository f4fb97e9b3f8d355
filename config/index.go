package config

import "slices"

// An index finds the elements of a list by key without going through it. Only what adds
// elements writes it, so that a configuration at rest may be read from several sides. It
// holds as long as nothing else changed the list; where it does not, readers go through
// the list instead, and the next addition makes it anew.
type index[K comparable, T any] struct {
	of          map[K]*T
	size        int
	first, last *T
}

func (x *index[K, T]) isCurrent(list []*T) bool {
	return x.of != nil && x.size == len(list) && (x.size == 0 || x.first == list[0] && x.last == list[x.size-1])
}

// findEntry returns the element of a key, or nil.
func (x *index[K, T]) findEntry(list []*T, key func(*T) K, want K) *T {
	if x.isCurrent(list) {
		return x.of[want]
	}
	for _, e := range list {
		if key(e) == want {
			return e
		}
	}
	return nil
}

// buildIndex makes the index hold for the list.
func (x *index[K, T]) buildIndex(list []*T, key func(*T) K) {
	if x.isCurrent(list) {
		return
	}
	x.of = make(map[K]*T, len(list))
	for i := len(list) - 1; i >= 0; i-- { // of equals, the first is found
		x.of[key(list[i])] = list[i]
	}
	x.noteLength(list)
}

// noteAdded tells of an element that list now has besides those it had.
func (x *index[K, T]) noteAdded(list []*T, key K, e *T) {
	x.of[key] = e
	x.noteLength(list)
}

func (x *index[K, T]) noteLength(list []*T) {
	if x.size = len(list); x.size > 0 {
		x.first, x.last = list[0], list[x.size-1]
	}
}

// indexes are those of a configuration.
type indexes struct {
	interfaces index[string, Interface]
	lists      index[string, AccessList]
	entries    index[mapEntryKey, CryptoMapEntry]
	templates  index[mapEntryKey, CryptoMapEntry]
	routes     map[routeKey]int // where in Routes; as many as there are, or it does not hold
}

type mapEntryKey struct {
	name     string
	sequence int
}

func keyOfEntry(e *CryptoMapEntry) mapEntryKey { return mapEntryKey{e.Map, e.Sequence} }
func nameOfInterface(i *Interface) string      { return i.Name }
func nameOfList(l *AccessList) string          { return l.Name }

// WithMaps is the configuration with other interfaces and crypto maps, not to be changed, for what is in force but was not typed.
func (c *Config) WithMaps(interfaces []*Interface, entries []*CryptoMapEntry) *Config {
	d := *c
	d.Interfaces, d.CryptoMaps = interfaces, entries
	d.index.interfaces, d.index.entries, d.edition = index[string, Interface]{}, index[mapEntryKey, CryptoMapEntry]{}, nil
	d.index.interfaces.buildIndex(d.Interfaces, nameOfInterface)
	d.index.entries.buildIndex(d.CryptoMaps, keyOfEntry)
	return &d
}

// Indexed returns the configuration itself, not to be changed, with indexes of all lists, for
// those who go through all of it.
func (c *Config) Indexed() *Config {
	d := *c
	d.index, d.edition = indexes{}, nil
	d.index.interfaces.buildIndex(d.Interfaces, nameOfInterface)
	d.index.lists.buildIndex(d.AccessLists, nameOfList)
	d.index.entries.buildIndex(d.CryptoMaps, keyOfEntry)
	return &d
}

type routeKey struct {
	vrf     string
	to, via string
	iface   string
}

func keyOfRoute(r Route) routeKey {
	return routeKey{r.VRF, r.Prefix.String(), r.NextHop.String(), r.Interface}
}

// AddRoute adds a static route, in place of one to the same prefix by the same way.
func (c *Config) AddRoute(r Route) {
	if c.index.routes == nil || len(c.index.routes) != len(c.Routes) {
		c.index.routes = make(map[routeKey]int, len(c.Routes))
		for i, have := range c.Routes {
			c.index.routes[keyOfRoute(have)] = i
		}
	}
	key := keyOfRoute(r)
	if at, found := c.index.routes[key]; found && at < len(c.Routes) && keyOfRoute(c.Routes[at]) == key {
		c.Routes = slices.Clone(c.Routes)
		c.Routes[at] = r
		return
	}
	c.index.routes[key] = len(c.Routes)
	c.Routes = append(c.Routes, r)
}
