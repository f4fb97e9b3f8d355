package outline

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func text(lines ...string) string { return strings.Join(lines, "\n") + "\n" }

func TestDifferences(t *testing.T) {
	for _, c := range []struct {
		name          string
		first, second string
		want          []string
	}{
		{"the same, whatever separates it", text("!", "a", " b", "!", "c", "end"), text("a", "   b", "c"), nil},
		{"a line for another", text("x", "hostname Test4", "y"), text("x", "hostname Router", "y"), []string{"+hostname Router",
			"-hostname Test4"}},
		{"inside a block", text("interface Gi0/1", " shutdown", "z"), text("interface Gi0/1", " description NEW", "z"),
			[]string{"interface Gi0/1", " +description NEW", " -shutdown"}},
		{"two modes down", text("vrf definition A", " address-family ipv4", " exit-address-family"), text("vrf definition A",
			" address-family ipv4", "  route-target import 1:1", " exit-address-family"),
			[]string{"vrf definition A", "  address-family ipv4"[1:], "  +route-target import 1:1"}},
		{"a block that came", text("a"), text("a", "router ospf 1", " network 1"), []string{"+router ospf 1", " +network 1"}},
		{"order counts in access lists", text("ip access-list extended X", " permit ip any any", " deny ip any any"),
			text("ip access-list extended X", " deny ip any any", " permit ip any any"),
			[]string{"ip access-list extended X", " -permit ip any any", " +permit ip any any"}},
		{"order does not count elsewhere", text("a", "b"), text("b", "a"), nil},
		{"a banner is one line", text("banner motd ^C", " one", "^C"), text("banner motd ^C", " two", "^C"),
			[]string{"+banner motd ^C", "+ two", "+^C", "-banner motd ^C", "- one", "-^C"}},
	} {
		if diff := cmp.Diff(c.want, Differences(Parse(c.first), Parse(c.second))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestCommands(t *testing.T) {
	for _, c := range []struct {
		name     string
		from, to string
		want     []string
	}{
		{"nothing to do", text("a", " b"), text("a", " b"), nil},
		{"gone and come", text("hostname A", "ntp server 1"), text("hostname B"), []string{"no ntp server 1", "no hostname A", "hostname B"}},
		{"what uses goes before what is used", text("crypto map M 1", "interface Gi0/0", " crypto map M"), text("interface Gi0/0"),
			[]string{"interface Gi0/0", " no crypto map M", "no crypto map M 1"}},
		{"a no line takes the line away", text("interface Gi0/0", " ip address 1"), text("interface Gi0/0", " no ip address"),
			[]string{"interface Gi0/0", " no ip address"}},
		{"a no line that goes", text("no ip cef"), "", []string{"default ip cef"}},
		{"entries are added at the end", text("ip access-list extended X", " permit 1", " permit 3"),
			text("ip access-list extended X", " permit 1", " permit 2", " permit 3"),
			[]string{"ip access-list extended X", " no permit 3", "ip access-list extended X", " permit 2", " permit 3"}},
		{"a numbered list goes as a whole", text("access-list 1 permit a", "access-list 1 permit b"),
			text("access-list 1 permit b"), []string{"no access-list 1", "access-list 1 permit b"}},
		{"a numbered list grows", text("access-list 1 permit a"), text("access-list 1 permit a", "access-list 1 permit b"),
			[]string{"access-list 1 permit b"}},
	} {
		var got []string
		for _, command := range Commands(Parse(c.from), Parse(c.to), 0) {
			got = append(got, command.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

// No text differs from itself, and nothing has to be done to keep it.
func FuzzOutline(f *testing.F) {
	f.Add("a\n b\n  c\nbanner motd ^C\nx\n^C\n", "a\n c\naccess-list 1 permit any\n")
	f.Fuzz(func(t *testing.T, first, second string) {
		a, b := Parse(first), Parse(second)
		if d := Differences(a, a); len(d) > 0 {
			t.Errorf("%q differs from itself: %q", first, d)
		}
		for force := range 4 {
			if c := Commands(a, a, force); len(c) > 0 {
				t.Errorf("%q takes %v to stay as it is", first, c)
			}
			Commands(a, b, force)
		}
		Differences(a, b)
	})
}
