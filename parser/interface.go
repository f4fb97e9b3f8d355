package parser

import (
	"strconv"
	"strings"
)

// interfaceType reads an interface's name, as one word (Gi0/0) or two
// (gigabitEthernet 0/0). Its value is the name in full: GigabitEthernet0/0.
type interfaceType struct{}

// interfaceFamilies are the types of interface, in help's order. A family with
// slots is numbered slot/port; the others carry one number up to limit.
var interfaceFamilies = []struct {
	name, text string
	slots      bool
	limit      int
}{
	{"Async", "Async interface", true, 0},
	{"BVI", "Bridge-Group Virtual Interface", false, 9999},
	{"Dialer", "Dialer interface", false, 255},
	{"Ethernet", "IEEE 802.3", true, 0},
	{"FastEthernet", "FastEthernet IEEE 802.3", true, 0},
	{"GigabitEthernet", "GigabitEthernet IEEE 802.3z", true, 0},
	{"Loopback", "Loopback interface", false, 2147483647},
	{"Multilink", "Multilink-group interface", false, 2147483647},
	{"Null", "Null interface", false, 0},
	{"Port-channel", "Ethernet Channel of interfaces", false, 512},
	{"Serial", "Serial", true, 0},
	{"TenGigabitEthernet", "Ten Gigabit Ethernet", true, 0},
	{"Tunnel", "Tunnel interface", false, 2147483647},
	{"Virtual-Access", "Virtual Access interface", false, 2147483647},
	{"Virtual-PPP", "Virtual PPP interface", false, 2147483647},
	{"Virtual-Template", "Virtual Template interface", false, 4095},
	{"Vlan", "Catalyst Vlans", false, 4094},
	{"AppGigabitEthernet", "App-hosting Gigabit Ethernet", true, 0},
	{"ATM", "ATM interface", true, 0},
	{"BDI", "Bridge-Domain interface", false, 16000},
	{"BRI", "ISDN Basic Rate Interface", true, 0},
	{"Cellular", "Cellular WAN interface", true, 0},
	{"Dot11Radio", "Dot11 interface", true, 0},
	{"Embedded-Service-Engine", "Embedded Service Engine", true, 0},
	{"FortyGigabitEthernet", "Forty Gigabit Ethernet", true, 0},
	{"Group-Async", "Async Group interface", false, 255},
	{"HundredGigE", "Hundred Gigabit Ethernet", true, 0},
	{"MFR", "Multilink Frame Relay bundle interface", false, 2147483647},
	{"NVI", "NAT virtual interface", false, 0},
	{"Service-Engine", "Service Engine", true, 0},
	{"VirtualPortGroup", "Virtual Port Group", false, 31},
	{"Wlan-GigabitEthernet", "WLAN Gigabit Ethernet", true, 0},
	{"wlan-ap", "WLAN access point", false, 0},
}

// usualFamilies is how many of the types are offered by help and may be shortened; the
// others, which few routers have, must be spelt in full.
var usualFamilies = len(interfaceFamilies) - 16

// InterfaceKinds are the names of all types of interface, in full.
func InterfaceKinds() (names []string) {
	for _, f := range interfaceFamilies {
		names = append(names, f.name)
	}
	return names
}

const maxSlots = 4 // slot/subslot/port and one to spare

// ParseInterface returns the full name of the interface that text names, in any
// of the forms a line may use: `gi 0/0`, `Gi0/0`, `GigabitEthernet 0/0`.
func ParseInterface(text string) (name string, ok bool) {
	start := skipBlanks(text, 0)
	s := interfaceType{}.spanIn(text, start, wordEnd(text, start))
	if s.verdict != accepted || skipBlanks(text, s.end) < len(text) {
		return "", false
	}
	return s.value.(string), true
}

func (interfaceType) Name() string { return "INTERFACE" }

func (t interfaceType) Accept(word string) (any, int, bool) {
	s := t.spanIn(word, 0, len(word))
	return s.value, s.end, s.verdict == accepted
}

func (t interfaceType) Print(value any) string {
	s, _ := value.(string)
	name, ok := ParseInterface(s)
	if !ok || name != s {
		return ""
	}
	return name
}

// Rows lists the families.
func (interfaceType) Rows() []Row {
	var rows []Row
	for _, f := range interfaceFamilies[:usualFamilies] {
		rows = append(rows, Row{f.name, f.text})
	}
	return rows
}

// numberRow is the help after a family's word.
func (interfaceType) numberRow(word string) Row {
	letters := word[:familyEnd(word)]
	text := "Interface number"
	if i, _, verdict := familyOf(letters); verdict == accepted {
		text = interfaceFamilies[i].name + " interface number"
	}
	return Row{"<0-9>", text}
}

// spanIn reads the name that starts with the word line[start:end].
func (interfaceType) spanIn(line string, start, end int) span {
	word := line[start:end]
	n := familyEnd(word)
	family, reach, verdict := familyOf(word[:n])
	if verdict != accepted {
		return span{verdict: verdict, end: start + reach}
	}
	at := start + n
	if at == end {
		if at = skipBlanks(line, end); at == len(line) {
			return span{verdict: Incomplete, end: end}
		}
		end = wordEnd(line, at)
	}
	number, reach, ok := unitNumber(family, line[at:end])
	if !ok {
		return span{verdict: Invalid, end: at + reach}
	}
	return span{value: interfaceFamilies[family].name + number, end: at + reach}
}

// familyEnd is where the letters of word end and its number begins.
func familyEnd(word string) int {
	if rest, radio := strings.CutPrefix(foldCase(word), "dot11"); radio && rest != "" { // the one name with digits
		return len(word) - len(rest) + familyEnd(rest)
	}
	if i := strings.IndexAny(word, "0123456789"); i >= 0 {
		return i
	}
	return len(word)
}

// familyOf finds the family that letters abbreviate.
func familyOf(letters string) (family, reach int, verdict Kind) {
	letters = foldCase(letters)
	matches := 0
	for i := range interfaceFamilies {
		name := foldCase(interfaceFamilies[i].name)
		n := commonPrefix(letters, name)
		if i < usualFamilies {
			reach = max(reach, n)
		}
		switch {
		case n < len(letters) || n == 0:
			continue
		case n == len(name):
			return i, n, accepted
		case i >= usualFamilies:
			continue
		}
		family = i
		matches++
	}
	switch matches {
	case 0:
		return 0, reach, Invalid
	case 1:
		return family, reach, accepted
	}
	return 0, reach, Ambiguous
}

// unitNumber reads 0, 0/1, 0/1/2 and a sub-interface's .10 after any of them. A
// pipe may follow at once.
func unitNumber(family int, word string) (number string, reach int, ok bool) {
	f := interfaceFamilies[family]
	limit := rangeType{0, 4294967295}
	if !f.slots {
		limit.hi = f.limit
	}
	var b strings.Builder
	for at, slot := 0, 1; ; slot++ {
		digits := 0
		for at+digits < len(word) && isDigit(word[at+digits]) {
			digits++
		}
		value, n := limit.scanNumber(word[at : at+digits])
		if digits == 0 || n < digits {
			return "", at + n, false
		}
		b.WriteString(strconv.Itoa(value))
		at += digits
		switch {
		case at == len(word) || word[at] == '|':
			return b.String(), at, true
		case word[at] == '/' && f.slots && slot < maxSlots && limit.lo == 0:
		case word[at] == '.' && limit.lo == 0:
			limit = rangeType{1, 4294967295} // a sub-interface ends the name
		default:
			return "", at, false
		}
		b.WriteByte(word[at])
		at++
	}
}
