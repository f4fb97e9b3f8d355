package mutation

import (
	"net/netip"
	"slices"
	"strings"
	"testing"

	"ruthere/debuglog"
)

var office = Place{
	Router:     "Router",
	Release:    debuglog.IOS124,
	Before:     "hostname Router\ninterface FastEthernet0/0\n ip address 10.0.0.1 255.255.255.0\nend\n",
	Interfaces: []string{"FastEthernet0/0", "FastEthernet0/1"},
	Addresses:  []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2"), netip.MustParseAddr("192.168.1.10")},
}

// listed are changes as one reads them: line, class, what.
func listed(all []Change) string {
	var b strings.Builder
	for _, c := range all {
		b.WriteString(c.Old + " | " + c.String() + "\n")
	}
	return b.String()
}

// Every class, on the lines of a tunnel.
func TestOfConfiguration(t *testing.T) {
	got := listed(OfConfiguration(`crypto isakmp policy 10
 encr aes
 group 14
 exit
crypto isakmp key Cisco123 address 10.0.0.2
interface fa0/1
 no shutdown
access-list 101 permit ip 192.168.1.0 0.0.0.255 any
access-list 101 deny ip any any
`, office))
	want := `crypto isakmp policy 10 | drop
crypto isakmp policy 10 | block
`
	if got != want {
		t.Errorf("%s", got)
	}
}

// Changes are of the text as it is read, not as it is indented, and none is there twice.
func TestNoChangeTwice(t *testing.T) {
	text := "crypto isakmp policy 10\n hash md5\n hash md5\n lifetime 60\n!\ninterface FastEthernet0/0\n ip address 10.0.0.9 255.255.255.0\n"
	seen := map[string]bool{}
	for _, c := range OfConfiguration(text, office) {
		all := normal(c.Lines)
		if seen[all] || all == normal(strings.Split(text, "\n")) {
			t.Errorf("twice, or nothing: %s of %q", c, c.Old)
		}
		seen[all] = true
	}
	if again := OfConfiguration(text, office); !slices.EqualFunc(again, OfConfiguration(text, office), func(a, b Change) bool {
		return slices.Equal(a.Lines, b.Lines)
	}) {
		t.Error("it is not the same again")
	}
}
