package config

import (
	"cmp"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// A RouteMapEntry is one sequence of a route map, with what policy routing asks of packets and does with them.
type RouteMapEntry struct {
	Map           string
	Permit        bool
	Sequence      int
	Description   string
	Matches, Sets []string // as they were typed, without their first word

	Lists     []string // access lists, one of which has to permit a packet; none: any packet
	Lengths   [2]int   // of a packet, in bytes, header included; zero: any
	AsksOther bool     // it asks for what no packet has, so none matches

	Verified          []VerifiedHop // by their numbers
	NextHops          []netip.Addr
	Recursive         netip.Addr
	Interfaces        []string
	DefaultHops       []netip.Addr
	DefaultInterfaces []string
}

// A VerifiedHop is a next hop that is used while a tracked object is up: `set ip next-hop verify-availability A N track T`.
type VerifiedHop struct {
	Hop           netip.Addr
	Number, Track int
}

// RouteMaps are the route maps of the configuration, which keeps their lines as they were typed: by name, each by sequence.
func (c *Config) RouteMaps() map[string][]RouteMapEntry {
	maps := map[string][]RouteMapEntry{}
	for l := range c.Inert.All() {
		words := strings.Fields(l.Text)
		if len(words) != 4 || words[0] != "route-map" {
			continue
		}
		e := RouteMapEntry{Map: words[1], Permit: words[2] == "permit"}
		e.Sequence, _ = strconv.Atoi(words[3])
		if l.Block != nil {
			for inner := range l.Block.All() {
				e.read(inner.Text)
			}
		}
		maps[e.Map] = append(maps[e.Map], e)
	}
	for _, entries := range maps {
		slices.SortStableFunc(entries, func(a, b RouteMapEntry) int { return cmp.Compare(a.Sequence, b.Sequence) })
	}
	return maps
}

// RouteMapNames are the names of route maps, each once, in the order in which they were typed.
func (c *Config) RouteMapNames() (names []string) {
	for l := range c.Inert.All() {
		if words := strings.Fields(l.Text); len(words) == 4 && words[0] == "route-map" && !slices.Contains(names, words[1]) {
			names = append(names, words[1])
		}
	}
	return names
}

// read takes in a line below a route map.
func (e *RouteMapEntry) read(line string) {
	word, rest, _ := strings.Cut(line, " ")
	switch word {
	case "description":
		e.Description = rest
	case "match":
		e.Matches = append(e.Matches, rest)
		e.readMatch(rest)
	case "set":
		e.Sets = append(e.Sets, rest)
		e.readSet(rest)
	}
}

func (e *RouteMapEntry) readMatch(text string) {
	words := strings.Fields(text)
	switch {
	case strings.HasPrefix(text, "ip address prefix-list"):
		e.AsksOther = true
	case strings.HasPrefix(text, "ip address "):
		e.Lists = append(e.Lists, words[2:]...)
	case words[0] == "length" && len(words) == 3:
		e.Lengths[0], _ = strconv.Atoi(words[1])
		e.Lengths[1], _ = strconv.Atoi(words[2])
	default:
		e.AsksOther = true
	}
}

func (e *RouteMapEntry) readSet(text string) {
	after := func(keywords string) ([]string, bool) {
		rest, ok := strings.CutPrefix(text, keywords+" ")
		return strings.Fields(rest), ok
	}
	if words, ok := after("ip next-hop verify-availability"); ok && len(words) == 4 {
		hop, err := netip.ParseAddr(words[0])
		number, err2 := strconv.Atoi(words[1])
		track, err3 := strconv.Atoi(words[3])
		if err == nil && err2 == nil && err3 == nil {
			e.Verified = append(e.Verified, VerifiedHop{hop, number, track})
			slices.SortStableFunc(e.Verified, func(a, b VerifiedHop) int { return cmp.Compare(a.Number, b.Number) })
		}
	} else if words, ok := after("ip next-hop recursive"); ok {
		e.Recursive, _ = netip.ParseAddr(words[0])
	} else if words, ok := after("ip next-hop"); ok {
		e.NextHops = append(e.NextHops, addresses(words)...)
	} else if words, ok := after("ip default next-hop"); ok {
		e.DefaultHops = append(e.DefaultHops, addresses(words)...)
	} else if words, ok := after("interface"); ok {
		e.Interfaces = append(e.Interfaces, words...)
	} else if words, ok := after("default interface"); ok {
		e.DefaultInterfaces = append(e.DefaultInterfaces, words...)
	}
}

// addresses are those words that are addresses.
func addresses(words []string) (list []netip.Addr) {
	for _, w := range words {
		if a, err := netip.ParseAddr(w); err == nil {
			list = append(list, a)
		}
	}
	return list
}

// LocalPolicy is the route map of the router's own packets; "" if there is none.
func (c *Config) LocalPolicy() string { return c.Inert.restOf("ip local policy route-map ") }

// Policy is the route map of the packets that come in by the interface; "" if there is none.
func (i *Interface) Policy() string { return i.Inert.restOf("ip policy route-map ") }

// restOf is what follows the beginning of the first line that has it.
func (n *Inert) restOf(beginning string) string {
	for l := range n.All() {
		if rest, ok := strings.CutPrefix(l.Text, beginning); ok {
			return rest
		}
	}
	return ""
}

// RouteMapsTrack says whether a next hop of a route map depends on a tracked object.
func (c *Config) RouteMapsTrack(number int) bool {
	for _, entries := range c.RouteMaps() {
		for _, e := range entries {
			if slices.ContainsFunc(e.Verified, func(v VerifiedHop) bool { return v.Track == number }) {
				return true
			}
		}
	}
	return false
}
