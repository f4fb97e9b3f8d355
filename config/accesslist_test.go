package config

import "testing"

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

// A remark has no addresses, and no prefixes.
func TestARemarkHasNoPrefix(t *testing.T) {
	if p, ok := (Entry{Remark: "the branch"}).Src.Prefix(); ok {
		t.Errorf("a remark matches %v", p)
	}
}
