package nat

import (
	"net/netip"
	"slices"
	"strconv"
	"time"

	"ruthere/config"
	"ruthere/deadline"
	"ruthere/packet"
)

// mostTranslations bounds a Table, whatever `ip nat translation max-entries` says.
const mostTranslations = 16384

// A Translation ties an end inside to the one that the outside sees in its place. The ports are 0 where a protocol has
// none; of ICMP they are the identifiers of echoes.
type Translation struct {
	Protocol      uint8          // 0: all of a host's
	Local, Global netip.AddrPort // the end inside, as it is and as it is seen
	Outside       netip.AddrPort // the only one that it is for; invalid: it is for anybody
	Static        bool           // it stands in the configuration and never ends
	Mapping       int            // number of the mapping that it follows from; 0 = a static one
	Created, Used time.Time
	Until         time.Time     // when it ends if nothing uses it; zero: never
	Holds         time.Duration // how long it is kept from its last use; 0 = for ever
	Number        int           // of all that there ever were
	Children      int           // translations that follow from this one

	parent *Translation
	phase  phase
	place  int32
}

// A phase is how far a TCP connection is, as who stands between can see it.
type phase uint8

const (
	opening phase = iota
	open
	closing
)

// Rank is the order of those that end at once.
func (t *Translation) Rank() uint64 { return uint64(t.Number) }

// Place is where a queue notes where it stands.
func (t *Translation) Place() *int32 { return &t.place }

// Extended says whether it is about ports.
func (t *Translation) Extended() bool { return t.Protocol != 0 }

// ProtocolName is a protocol as rows of translations call it: by its number if it has no name there, --- for all of a host's.
func ProtocolName(protocol uint8) string {
	switch protocol {
	case 0:
		return "---"
	case packet.ProtocolTCP:
		return "tcp"
	case packet.ProtocolUDP:
		return "udp"
	case packet.ProtocolICMP:
		return "icmp"
	}
	return strconv.Itoa(int(protocol))
}

// A flow is an end inside, as it is or as it is seen, and one outside; the zero end stands for anybody.
type flow struct {
	protocol        uint8
	inside, outside netip.AddrPort
}

// An end is one that is given out to somebody.
type end struct {
	protocol uint8
	netip.AddrPort
}

// A lease is who has an end, and in how many translations.
type lease struct {
	holder netip.AddrPort // the end inside
	count  int
}

// A mapping is one of the configuration's, with its number.
type mapping struct {
	config.NATMapping
	number int
}

// Counts are what `show ip nat statistics` tells.
type Counts struct {
	Hits, Misses, Expired uint64 // packets with and without a translation; translations that ended
	Failed                uint64 // packets for which none could be made
	Peak                  int    // the most translations that there were at a time
	PeakAt                time.Time
}

// A Table has the translations of one router. The zero Table translates nothing; Follow gives it a configuration.
type Table struct {
	// LeastEcho is the least identifier of an echo that is given out. 0 keeps those that are free, whatever they are.
	LeastEcho uint16
	// Busy says whether the router itself uses a port of an interface's address; nil: none.
	Busy func(protocol uint8, port uint16) bool
	// Met hears of each entry of an access list that a packet meets; nil: nobody does.
	Met func(list string, sequence int)

	Counts Counts

	config    *config.Config
	maps      []routeMap
	mappings  []mapping
	last      int // number given to a mapping
	all       []*Translation
	static    int // of all
	made      int // translations, ever
	out, in   map[flow]*Translation
	leases    map[end]*lease
	deadlines deadline.Queue[*Translation]
}

// All are the translations that hold, the oldest first. They must not be changed.
func (t *Table) All() []*Translation { return t.all }

// Taken says whether an end that the outside sees is somebody's inside.
func (t *Table) Taken(protocol uint8, global netip.AddrPort) bool {
	return t.leases[end{protocol, global}] != nil
}

// References counts the translations that follow from a mapping.
func (t *Table) References(m config.NATMapping) (number, count int) {
	for _, have := range t.mappings {
		if have.NATMapping == m {
			number = have.number
		}
	}
	for _, tr := range t.all {
		if number != 0 && tr.Mapping == number {
			count++
		}
	}
	return number, count
}

// Deadline is when Expire has something to do next.
func (t *Table) Deadline() (at time.Time, ok bool) {
	_, at, ok = t.deadlines.First()
	return at, ok
}

// Expire ends the translations whose time is over, and returns them.
func (t *Table) Expire(now time.Time) (ended []*Translation) {
	for {
		tr, at, ok := t.deadlines.First()
		if !ok || at.After(now) {
			return ended
		}
		if tr.Children > 0 { // it lives as long as they do
			tr.Until = now.Add(max(tr.Holds, time.Second))
			t.deadlines.Set(tr, tr.Until)
			continue
		}
		t.Counts.Expired++
		t.remove(tr)
		ended = append(ended, tr)
	}
}

// Clear ends all translations that are not static.
func (t *Table) Clear() { t.removeAll(func(tr *Translation) bool { return !tr.Static }) }

// ClearCounts sets what is counted to zero.
func (t *Table) ClearCounts() { t.Counts = Counts{} }

func (t *Table) removeAll(is func(*Translation) bool) {
	for _, tr := range slices.Backward(slices.Clone(t.all)) { // children before their parents
		if is(tr) {
			t.remove(tr)
		}
	}
}

// add puts a translation in; nil if there is no room for it.
func (t *Table) add(now time.Time, tr Translation) *Translation {
	t.makeMaps()
	if !tr.Static && !t.hasRoom() || t.in[flow{tr.Protocol, tr.Global, tr.Outside}] != nil {
		return nil
	}
	if tr.Static {
		t.static++
	}
	t.made++
	tr.Number, tr.Created, tr.Used = t.made, now, now
	n := &tr
	t.all = append(t.all, n)
	t.out[flow{n.Protocol, n.Local, n.Outside}], t.in[flow{n.Protocol, n.Global, n.Outside}] = n, n
	e := end{n.Protocol, n.Global}
	if t.leases[e] == nil {
		t.leases[e] = &lease{holder: n.Local}
	}
	t.leases[e].count++
	if n.parent != nil {
		n.parent.Children++
	}
	if len(t.all) > t.Counts.Peak {
		t.Counts.Peak, t.Counts.PeakAt = len(t.all), now
	}
	return n
}

func (t *Table) makeMaps() {
	if t.out == nil {
		t.out, t.in, t.leases = map[flow]*Translation{}, map[flow]*Translation{}, map[end]*lease{}
	}
}

func (t *Table) hasRoom() bool {
	most := t.config.NAT.Most
	return len(t.all) < mostTranslations && (most == 0 || len(t.all)-t.static < most)
}

func (t *Table) remove(tr *Translation) {
	at, ok := slices.BinarySearchFunc(t.all, tr.Number, func(have *Translation, number int) int { return have.Number - number })
	if !ok {
		return
	}
	if t.all = slices.Delete(t.all, at, at+1); tr.Static {
		t.static--
	}
	delete(t.out, flow{tr.Protocol, tr.Local, tr.Outside})
	delete(t.in, flow{tr.Protocol, tr.Global, tr.Outside})
	e := end{tr.Protocol, tr.Global}
	if l := t.leases[e]; l != nil {
		if l.count--; l.count == 0 {
			delete(t.leases, e)
		}
	}
	if tr.parent != nil {
		tr.parent.Children--
	}
	t.deadlines.Remove(tr)
}
