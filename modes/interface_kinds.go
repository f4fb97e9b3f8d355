package modes

import (
	"cmp"
	"slices"
	"strings"

	"ruthere/debuglog"
	"ruthere/parser"
)

// hardwareKinds are the kinds of interfaces that are there only if the router has such hardware.
var hardwareKinds = []string{"Ethernet", "FastEthernet", "GigabitEthernet", "TenGigabitEthernet", "Serial", "Async", "ATM", "BRI"}

// An interfaceKind is one that needs no hardware: a line makes it.
type interfaceKind struct{ name, text string }

// interfaceKinds are those that a console of each platform lists and makes: a 2811, an IOSv, a CSR 1000V. A file
// may have any other, so that it loads wherever it comes from.
var interfaceKinds = map[debuglog.Release][]interfaceKind{
	debuglog.IOS124: append([]interfaceKind{{"BVI", "Bridge-Group Virtual Interface"}, {"Group-Async", "Async Group interface"},
		{"MFR", "Multilink Frame Relay bundle interface"}, {"Vlan", "Catalyst Vlans"}}, everywhere...),
	debuglog.IOS15: append([]interfaceKind{{"BVI", "Bridge-Group Virtual Interface"},
		{"MFR", "Multilink Frame Relay bundle interface"}}, everywhere...),
	debuglog.IOSXE: append([]interfaceKind{{"BDI", "Bridge-Domain interface"}, {"VirtualPortGroup", "Virtual Port Group"},
		{"Vlan", "Catalyst Vlans"}}, everywhere...),
}

// everywhere are the kinds that all of them have.
var everywhere = []interfaceKind{{"Dialer", "Dialer interface"}, {"Loopback", "Loopback interface"},
	{"Multilink", "Multilink-group interface"}, {"Null", "Null interface"}, {"Port-channel", "Ethernet Channel of interfaces"},
	{"Tunnel", "Tunnel interface"}, {"Virtual-PPP", "Virtual PPP interface"}, {"Virtual-Template", "Virtual Template interface"}}

// kindOfInterface is the name of an interface without its number.
func kindOfInterface(name string) string { return strings.TrimRight(name, "0123456789/.:") }

// IsMade says whether a line makes an interface of that name on some platform, without hardware for it, and takes it away.
func IsMade(name string) bool {
	return MakesInterface(debuglog.IOS124, name) || MakesInterface(debuglog.IOS15, name) || MakesInterface(debuglog.IOSXE, name)
}

// MakesInterface says whether a console of the release makes an interface of that name without hardware for it.
func MakesInterface(r debuglog.Release, name string) bool {
	return slices.ContainsFunc(interfaceKinds[r], func(k interfaceKind) bool { return k.name == kindOfInterface(name) })
}

// HasInterfaceKind says whether the release's platform has interfaces of that kind, be it with other modules
// in its slots. Virtual-Access ones it makes itself.
func HasInterfaceKind(r debuglog.Release, name string) bool {
	kind := kindOfInterface(name)
	if kind == "TenGigabitEthernet" && r != debuglog.IOSXE {
		return false
	}
	return slices.Contains(hardwareKinds, kind) || kind == "Virtual-Access" || MakesInterface(r, name)
}

// withKinds has the kinds that a list of interfaces shows be those that the router has.
func (s *Session) withKinds(h parser.Help, text string) parser.Help {
	h.Rows = slices.DeleteFunc(h.Rows, func(r parser.Row) bool { return s.lacksKind(r.Item) })
	h.Names = slices.DeleteFunc(h.Names, s.lacksKind)
	if !slices.ContainsFunc(h.Rows, func(r parser.Row) bool { return r.Item == "Loopback" }) {
		return h
	}
	for _, k := range interfaceKinds[s.box.Release()] {
		if !slices.ContainsFunc(h.Rows, func(r parser.Row) bool { return r.Item == k.name }) {
			h.Rows = append(h.Rows, parser.Row{Item: k.name, Text: k.text})
		}
	}
	if s.Configuring() && len(strings.Fields(text)) == 1 { // `interface ?`: those cannot be made
		h.Rows = slices.DeleteFunc(h.Rows, func(r parser.Row) bool { return r.Item == "Virtual-Access" })
	}
	slices.SortStableFunc(h.Rows, func(a, b parser.Row) int {
		return cmp.Or(compareBool(a.Text == "", b.Text == ""), cmp.Compare(a.Item, b.Item)) // <cr> says nothing, and is last
	})
	return h
}

// compareBool orders what is not before what is.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return 1
}

// lacksKind says whether a word is a kind of interface that the router cannot have.
func (s *Session) lacksKind(word string) bool {
	if !slices.Contains(parser.InterfaceKinds(), word) {
		return false
	}
	if !HasInterfaceKind(s.box.Release(), word) {
		return !s.hasHardware(word)
	}
	if !slices.Contains(hardwareKinds, word) || s.box.CanHave(word+"9/9/9") { // any interface may be there
		return false
	}
	return !s.hasHardware(word)
}

func (s *Session) hasHardware(kind string) bool {
	return slices.ContainsFunc(s.box.Interfaces(), func(i InterfaceStatus) bool { return kindOfInterface(i.Name) == kind })
}
