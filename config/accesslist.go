package config

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"strconv"
	"strings"
)

// An AccessList is a numbered or named list of entries, tried in order; what meets
// none is denied.
type AccessList struct {
	Name     string
	Extended bool
	Entries  []Entry // by sequence number, ascending

	edition *edition
	known   map[Entry]bool // the entries without their numbers
	counted int            // how many entries there were when known was made; another number, and it does not hold
}

// An Entry is one permit, deny or remark.
type Entry struct {
	Sequence int
	Permit   bool
	Remark   string // set: the entry is a comment and matches nothing
	Protocol int    // IP protocol number; AnyProtocol for `ip`
	Src, Dst Match
	Service  string // object-group of services in place of a protocol; it matches nothing
	Dynamic  string // set: the entry waits for users to log in to the list of this name, which nobody does; with its time-out
	Evaluate string // set: the entry stands for a reflexive list, which is always empty here
	Options  string // log, established and the like, as printed; "" for none
}

// AnyProtocol is the `ip` of an extended entry.
const AnyProtocol = -1

const (
	protocolICMP = 1
	protocolIGMP = 2
)

// anyMessage are the words that can be first after the addresses of an entry that asks for no kind of message.
var anyMessage = []string{"reflect", "time-range", "log", "log-input"}

// A Match is one side of an entry: addresses whose bits agree where Wildcard has
// zeros, and ports.
type Match struct {
	Addr     netip.Addr
	Wildcard netip.Addr
	Group    string // object-group of networks in place of Addr; it matches nothing
	Port     PortMatch
}

// PortMatch is `eq`, `neq`, `lt`, `gt` or `range`; the zero value takes any port.
type PortMatch struct {
	Op       string
	From, To uint16
	Others   [9]uint16 // `eq` takes up to ten ports: those after From,
	More     int       // as many as More says
}

// Any matches every address.
var Any = Match{Addr: netip.AddrFrom4([4]byte{}), Wildcard: netip.AddrFrom4([4]byte{255, 255, 255, 255})}

// HostMatch matches one address.
func HostMatch(a netip.Addr) Match { return Match{Addr: a, Wildcard: netip.AddrFrom4([4]byte{})} }

// PrefixMatch matches the addresses of a prefix.
func PrefixMatch(p netip.Prefix) Match {
	wildcard := ^uint32(0) >> p.Bits()
	if p.Bits() == 32 {
		wildcard = 0
	}
	return Match{Addr: p.Masked().Addr(), Wildcard: netip.AddrFrom4([4]byte(binary.BigEndian.AppendUint32(nil, wildcard)))}
}

// Flow is what an access list looks at in a packet. Ports are 0 where the protocol
// has none.
type Flow struct {
	Src, Dst           netip.Addr
	Protocol           uint8
	SrcPort, DstPort   uint16
	ICMPType, ICMPCode uint8 // of ICMP only
	Established        bool  // TCP with ACK or RST set
}

// Reverse is the flow of the answer.
func (f Flow) Reverse() Flow {
	f.Src, f.Dst, f.SrcPort, f.DstPort = f.Dst, f.Src, f.DstPort, f.SrcPort
	return f
}

// AccessList returns the list of that name or number, or nil.
func (c *Config) AccessList(name string) *AccessList {
	l := c.index.lists.findEntry(c.AccessLists, nameOfList, name)
	return editable(c, c.AccessLists, &c.index.lists, nameOfList, l, func(l *AccessList) **edition { return &l.edition }, (*AccessList).clone)
}

// AddAccessList returns the list of that name, made if there was none.
func (c *Config) AddAccessList(name string, extended bool) *AccessList {
	if l := c.AccessList(name); l != nil {
		return l
	}
	c.index.lists.buildIndex(c.AccessLists, nameOfList)
	l := &AccessList{Name: name, Extended: extended, edition: c.edition}
	c.AccessLists = append(c.AccessLists, l)
	c.index.lists.noteAdded(c.AccessLists, name, l)
	return l
}

// RemoveAccessList removes the list of that name, if it exists.
func (c *Config) RemoveAccessList(name string) {
	c.AccessLists = slices.DeleteFunc(c.AccessLists, func(l *AccessList) bool { return l.Name == name })
}

func (l *AccessList) clone() *AccessList {
	m := *l
	m.Entries, m.known = slices.Clone(l.Entries), nil
	return &m
}

// Numbered says whether the list is printed as `access-list N ...` lines.
func (l *AccessList) Numbered() bool {
	_, err := strconv.Atoi(l.Name)
	return err == nil
}

// MaxSequence is the greatest number that an entry may have.
const MaxSequence = 2147483647

// NextSequence is the number of an entry that is added without one; it may be more than MaxSequence.
func (l *AccessList) NextSequence() int {
	if n := len(l.Entries); n > 0 {
		return l.Entries[n-1].Sequence + 10
	}
	return 10
}

// Add puts an entry at its sequence number, or with Sequence 0 ten after the last.
// An entry equal to one that is there already changes nothing, a remark only if it stands beside it; ok is false when the
// number is taken by another.
func (l *AccessList) Add(e Entry) (ok bool) {
	if l.known == nil || l.counted != len(l.Entries) {
		l.known = make(map[Entry]bool, len(l.Entries))
		for _, have := range l.Entries {
			have.Sequence = 0
			l.known[have] = true
		}
		l.counted = len(l.Entries)
	}
	bare := e
	bare.Sequence = 0
	if l.known[bare] && e.Remark == "" {
		return true
	}
	if e.Sequence == 0 {
		e.Sequence = l.NextSequence()
	}
	at, taken := slices.BinarySearchFunc(l.Entries, e, func(a, b Entry) int { return a.Sequence - b.Sequence })
	if taken {
		return false
	}
	for _, beside := range l.Entries[max(at-1, 0):min(at+1, len(l.Entries))] {
		if e.Remark != "" && beside.Remark == e.Remark { // in a row they are one
			return true
		}
	}
	l.Entries = slices.Insert(l.Entries, at, e)
	l.known[bare], l.counted = true, len(l.Entries)
	return true
}

// mergeRemarks makes one of equal remarks in a row, which a device takes for one.
func (l *AccessList) mergeRemarks() {
	l.Entries = slices.CompactFunc(l.Entries, func(a, b Entry) bool { return a.Remark != "" && a.Remark == b.Remark })
}

// RemoveNumber takes out the entry of a sequence number.
func (l *AccessList) RemoveNumber(sequence int) {
	l.Entries = slices.DeleteFunc(l.Entries, func(e Entry) bool { return e.Sequence == sequence })
	l.mergeRemarks()
}

// Remove takes out the entry equal to e but for its number.
func (l *AccessList) Remove(e Entry) {
	l.Entries = slices.DeleteFunc(l.Entries, func(have Entry) bool {
		e.Sequence = have.Sequence
		return have == e
	})
	l.mergeRemarks()
}

// Lookup returns the first entry the flow meets.
func (l *AccessList) Lookup(f Flow) (Entry, bool) {
	for _, e := range l.Entries {
		if e.matchesFlow(f, l.Extended) {
			return e, true
		}
	}
	return Entry{}, false
}

func (e Entry) matchesFlow(f Flow, extended bool) bool {
	if e.Remark != "" || e.Evaluate != "" || e.Dynamic != "" || e.Service != "" || !e.Src.containsAddress(f.Src, f.SrcPort) {
		return false
	}
	if !extended {
		return true
	}
	return (e.Protocol == AnyProtocol || e.Protocol == int(f.Protocol)) && e.Dst.containsAddress(f.Dst, f.DstPort) && e.optionsMatch(f)
}

// optionsMatch says whether the flow is what the words after the addresses ask for.
// Fragments other than the first never get as far as an access list.
func (e Entry) optionsMatch(f Flow) bool {
	words := strings.Fields(e.Options)
	for _, word := range words {
		switch {
		case word == "fragments", word == "dscp", word == "precedence", word == "tos", word == "option", word == "ttl",
			word == "established" && !f.Established:
			return false
		}
	}
	switch e.Protocol {
	case protocolICMP:
		return icmpMatches(words, f)
	case protocolIGMP: // a flow does not tell the kind of its messages
		return len(words) == 0 || slices.Contains(anyMessage, words[0])
	}
	return true
}

// Logs says whether matches are to be logged, and with the interface they came in by.
func (e Entry) Logs() (log, input bool) {
	words := strings.Fields(e.Options)
	input = slices.Contains(words, "log-input")
	return input || slices.Contains(words, "log"), input
}

func (m Match) containsAddress(a netip.Addr, port uint16) bool {
	if !a.Is4() || !m.Addr.Is4() {
		return false
	}
	have, want, wild := a.As4(), m.Addr.As4(), m.Wildcard.As4()
	for i := range have {
		if (have[i]^want[i])&^wild[i] != 0 {
			return false
		}
	}
	return m.Port.containsPort(port)
}

func (p PortMatch) containsPort(port uint16) bool {
	switch p.Op {
	case "eq":
		return port == p.From || slices.Contains(p.Others[:p.More], port)
	case "neq":
		return port != p.From
	case "lt":
		return port < p.From
	case "gt":
		return port > p.From
	case "range":
		return p.From <= port && port <= p.To
	}
	return true
}

// Prefix is the match as a prefix, which is how IKE writes it into an ID payload.
// A wildcard with holes has none, nor has what matches no addresses of IPv4, as that of a remark: ok is false.
func (m Match) Prefix() (p netip.Prefix, ok bool) {
	if m.Group != "" || !m.Addr.Is4() || !m.Wildcard.Is4() {
		return netip.Prefix{}, false
	}
	wild := m.Wildcard.As4()
	bits := 0
	for i := range 32 {
		if wild[i/8]>>(7-i%8)&1 == 1 {
			break
		}
		bits++
	}
	for i := bits; i < 32; i++ {
		if wild[i/8]>>(7-i%8)&1 == 0 {
			return netip.Prefix{}, false
		}
	}
	return netip.PrefixFrom(m.Addr, bits).Masked(), true
}
