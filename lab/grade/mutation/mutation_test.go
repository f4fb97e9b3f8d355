package mutation

import (
	"flag"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"

	"ruthere/debuglog"
)

// rewrite writes what comes into testdata. Commit the difference only if you can say why each changed line is right.
var rewrite = flag.Bool("rewrite", false, "rewrite the lists in testdata")

var office = Place{
	Router:     "Router",
	Release:    debuglog.IOS124,
	Before:     "hostname Router\ninterface FastEthernet0/0\n ip address 10.0.0.1 255.255.255.0\nend\n",
	Interfaces: []string{"FastEthernet0/0", "FastEthernet0/1"},
	Addresses:  []netip.Addr{netip.MustParseAddr("10.0.0.1"), netip.MustParseAddr("10.0.0.2"), netip.MustParseAddr("192.168.1.10")},
}

// Every change to the lines of a tunnel, of every class that lines have: what stands in testdata, to be read.
func TestEveryChange(t *testing.T) {
	for name, make := range map[string]func(text string) []Change{
		"tunnel.cfg": func(text string) []Change { return OfConfiguration(text, office) },
		"tunnel.transcript": func(text string) []Change {
			return OfTranscript(text, func(name string) (Place, bool) { return office, name == "Router" })
		},
	} {
		text, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, c := range make(string(text)) {
			b.WriteString(c.Old + " | " + c.String() + "\n")
		}
		golden := "testdata/" + name + ".golden"
		if *rewrite {
			if err := os.WriteFile(golden, []byte(b.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if b.String() != string(want) {
			t.Errorf("%s: the changes are not those of %s:\n%s", name, golden, b.String())
		}
	}
}

// Changes are of the text as it is read, not as it is indented; none is there twice, and none is nothing. The same text has
// the same ones.
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
	if !slices.EqualFunc(OfConfiguration(text, office), OfConfiguration(text, office), func(a, b Change) bool {
		return a.String() == b.String() && slices.Equal(a.Lines, b.Lines)
	}) {
		t.Error("it is not the same again")
	}
}

// A transcript that has one line changed has all others as they were, answers of the routers among them.
func TestTranscriptKeepsTheRest(t *testing.T) {
	text := "Router>enable\nRouter#configure terminal\nEnter configuration commands, one per line.  End with CNTL/Z.\n" +
		"Router(config)#hostname R9^Z\nRouter#show clock\n*00:00:03.003 UTC Fri Mar 1 2002\n"
	for _, c := range OfTranscript(text, func(string) (Place, bool) { return office, true }) {
		before, after := strings.Split(text, "\n"), c.Lines
		if c.Class == Drop {
			after = slices.Insert(slices.Clone(after), c.Line-1, before[c.Line-1])
		}
		after = slices.Clone(after)
		after[c.Line-1] = before[c.Line-1]
		if got := strings.Join(after, "\n") + "\n"; got != text {
			t.Errorf("%s of %q: %s", c, c.Old, got)
		}
	}
}

func TestOfReply(t *testing.T) {
	for _, c := range []struct {
		text, choices, want string
	}{
		{"3des", "des 3des aes", "des aes"},
		{"13", "", "12 14 130 1"},
		{"13 s", "", "12 s|14 s|130 s|1 s"},
		{"Peer", "", "PeerX"},
		{"0", "", "-1 1"},
	} {
		want := strings.FieldsFunc(c.want, func(r rune) bool { return r == '|' || r == ' ' && !strings.Contains(c.want, "|") })
		if got := OfReply(c.text, strings.Fields(c.choices)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", c.text, got, want)
		}
	}
}

// Masks of subnets and of access lists are told from addresses.
func TestMaskLength(t *testing.T) {
	for text, want := range map[string]int{"255.255.255.0": 24, "255.255.255.255": 32, "0.0.0.255": 24, "0.0.0.3": 30, "0.255.255.255": 8,
		"0.0.0.0": 0, "255.255.254.0": 23, "10.0.0.1": -1, "255.0.255.0": -1, "192.168.1.0": -1, "0.0.0.5": -1} {
		a := netip.MustParseAddr(text)
		length, wildcard, ok := maskLength(a)
		if !ok {
			length = -1
		}
		if length != want {
			t.Errorf("%s: %d, want %d", text, length, want)
		}
		if ok && maskOf(length, wildcard) != a {
			t.Errorf("%s: back it is %s", text, maskOf(length, wildcard))
		}
	}
}
