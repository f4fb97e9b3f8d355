package config

import (
	"net/netip"
	"testing"
)

// An entry takes the ICMP messages it names or numbers, and no others.
func TestEntriesTakeTheMessagesTheyName(t *testing.T) {
	for _, c := range []struct {
		options    string
		kind, code uint8
		want       bool
	}{
		{"", 3, 4, true}, {"log", 8, 0, true}, {"packet-too-big", 3, 4, true}, {"packet-too-big log", 3, 1, false},
		{"unreachable", 3, 13, true}, {"3 99", 3, 99, true}, {"3 99", 3, 1, false}, {"3 99", 8, 99, false},
		{"200", 200, 7, true}, {"200 log", 201, 7, false}, {"traceroute", 30, 0, true},
		{"time-range echo", 3, 1, true}, // the name of a range, not of a message
	} {
		e := Entry{Permit: true, Protocol: 1, Src: Any, Dst: Any, Options: c.options}
		if got := e.optionsMatch(Flow{Protocol: 1, ICMPType: c.kind, ICMPCode: c.code}); got != c.want {
			t.Errorf("%q takes type %d code %d: %v, want %v", c.options, c.kind, c.code, got, c.want)
		}
	}
}

// What an entry matches is a prefix only where it is one of IPv4 addresses.
func TestMatchesThatArePrefixes(t *testing.T) {
	for _, c := range []struct {
		name string
		of   Match
		want string // "" = none
	}{
		{"a network", PrefixMatch(netip.MustParsePrefix("10.1.2.0/24")), "10.1.2.0/24"},
		{"a host", HostMatch(netip.MustParseAddr("10.1.2.3")), "10.1.2.3/32"},
		{"anything", Any, "0.0.0.0/0"},
		{"holes", Match{Addr: netip.MustParseAddr("10.0.0.1"), Wildcard: netip.MustParseAddr("0.255.0.0")}, ""},
		{"a group", Match{Group: "SERVERS"}, ""},
		{"nothing, of a remark", Match{}, ""},
		{"an address of IPv6", Match{Addr: netip.MustParseAddr("2001:db8::1"), Wildcard: netip.MustParseAddr("0.0.0.0")}, ""},
	} {
		p, ok := c.of.Prefix()
		if got := p.String(); ok != (c.want != "") || ok && got != c.want {
			t.Errorf("%s: %s, %v", c.name, got, ok)
		}
	}
}
