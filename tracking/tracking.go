// Package tracking is `track`: what is known of interfaces, routes and probes in, states of objects out, with their delays.
// It knows no clock: whoever uses it says what time it is, and asks when it has to be asked again.
package tracking

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
)

// A World is what objects are about.
type World interface {
	LineProtocol(iface string) bool
	Routing(iface string) bool
	Operation(number int) (ok, reachable bool)                      // of its last result
	Route(vrf string, prefix netip.Prefix) (metric int, found bool) // exactly that prefix
}

// A Table is the objects of a router. The zero value has none.
type Table struct {
	objects []*object // by number
	poll    time.Duration
}

type object struct {
	config.TrackedObject
	up       bool
	changes  int
	changed  time.Time // when its state was last another one
	due      time.Time // when it will be, after its delay; zero: it stays
	settled  time.Time // before which it does not change again
	polled   time.Time // when its route was last looked for
	lastSeen bool      // what was found then
}

// A Change is an object whose state is another one.
type Change struct {
	Object config.TrackedObject
	Up     bool
	Number int // which change of the object it is, from 1
}

// interval is the least time between two changes of an object: what it lets happen may change it back, as the route that
// a track of itself takes away. It is the interval at which the device looks at interfaces.
const interval = time.Second

// Follow takes over the objects of a configuration. One that watches what it did keeps its state; poll is how often routes
// are looked for.
func (t *Table) Follow(now time.Time, objects []config.TrackedObject, poll time.Duration) {
	before := t.objects
	t.objects, t.poll = nil, poll
	for _, o := range objects {
		at := slices.IndexFunc(before, func(have *object) bool { return have.SameSubject(o) })
		if at >= 0 {
			before[at].TrackedObject = o
			t.objects = append(t.objects, before[at])
			continue
		}
		t.objects = append(t.objects, &object{TrackedObject: o, up: o.StartsUp, changed: now})
	}
	slices.SortStableFunc(t.objects, func(a, b *object) int { return cmp.Compare(a.Number, b.Number) })
}

// Look says which objects change now: each once at most. Nothing has changed until Make is called with them.
func (t *Table) Look(now time.Time, w World) (changes []Change) {
	for _, o := range t.objects {
		if t.find(now, o, w) == o.up {
			o.due = time.Time{}
			continue
		}
		if now.Before(o.settled) {
			o.due = o.settled
			continue
		}
		delay := o.DownAfter
		if !o.up {
			delay = o.UpAfter
		}
		if o.due.IsZero() {
			o.due = now.Add(delay)
		}
		if !o.due.After(now) {
			changes = append(changes, Change{o.TrackedObject, !o.up, o.changes + 1})
		}
	}
	return changes
}

// Make carries out what Look has found.
func (t *Table) Make(now time.Time, changes []Change) {
	for _, c := range changes {
		if o := t.object(c.Object.Number); o != nil {
			o.up, o.changes, o.changed, o.due, o.settled = c.Up, c.Number, now, time.Time{}, now.Add(interval)
		}
	}
}

// Deadline is when Look is to be called next if nothing happens meanwhile.
func (t *Table) Deadline() (at time.Time, ok bool) {
	sooner := func(when time.Time) {
		if !when.IsZero() && (!ok || when.Before(at)) {
			at, ok = when, true
		}
	}
	for _, o := range t.objects {
		sooner(o.due)
		if o.looksForRoutes() {
			if o.polled.IsZero() {
				sooner(o.changed)
			} else {
				sooner(o.polled.Add(t.poll))
			}
		}
	}
	return at, ok
}

func (o *object) looksForRoutes() bool {
	return o.Kind == config.TrackRoute || o.Kind == config.TrackMetric
}

func (t *Table) object(number int) *object {
	at, found := slices.BinarySearchFunc(t.objects, number, func(o *object, n int) int { return cmp.Compare(o.Number, n) })
	if !found {
		return nil
	}
	return t.objects[at]
}

// IsEmpty says whether there are no objects.
func (t *Table) IsEmpty() bool { return len(t.objects) == 0 }

// State is whether an object is up; known is false if there is none of that number.
func (t *Table) State(number int) (up, known bool) {
	o := t.object(number)
	if o == nil {
		return false, false
	}
	return o.up, true
}

// A Status is an object as it is shown.
type Status struct {
	config.TrackedObject
	Up      bool
	Changes int
	Changed time.Time
	Due     time.Time // when it will change, after its delay; zero: it stays
	Found   int       // what a threshold is held against: the sum of weights, or the percentage
}

// Statuses are all objects, by number.
func (t *Table) Statuses() (all []Status) {
	for _, o := range t.objects {
		all = append(all, Status{o.TrackedObject, o.up, o.changes, o.changed, o.due, t.share(o)})
	}
	return all
}
