package shell

import (
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
)

// Where the caret stands: below the first character that nothing at that place can take.
// All but the host names are from recordings of routers.
func TestCarets(t *testing.T) {
	for _, c := range []struct {
		before []string
		prompt string
		line   string
		offset int
	}{
		{nil, "Router>", "show foooooooo", 7},
		{[]string{"enable"}, "Router#", "show ip interface brioef | include x", 21},
		{append(configuring[:2:2], "interface gi0/0"), "Router(config-if)#", "ip ospf area 1", 9},
		{[]string{"enable"}, "Router#", "show run | hostname", 11},
		{append(configuring[:2:2], "interface gi0/0"), "Router(config-if)#", "ip address 10.2.2.1 255.355.255.252", 26},
		{nil, "Router>", "show ip route 5.18.144.189/32", 26},
		{nil, "Router>", "show ip route 94.251.41.120 /32", 28},
		{configuring, "Router(config)#", "logging 0255.255.1", 8},
		{configuring, "Router(config)#", "do sh int br", 11},
		{configuring, "Router(config)#", "no logging 0255.255.1", 11},
	} {
		b := newRig(t, debuglog.IOS15)
		b.typing(c.before...)
		check(t, b, []string{c.line}, c.prompt+c.line+"\n"+strings.Repeat(" ", len(c.prompt)+c.offset)+
			"^\n% Invalid input detected at '^' marker.\n\n"+c.prompt)
	}
}

// The line above the list of each mode's commands.
func TestHeadings(t *testing.T) {
	for _, c := range [][2]string{
		{"", "Exec commands:"}, {"!", "Configure commands:"}, {"interface gi0/0", "Interface configuration commands:"},
		{"line con 0", "Line configuration commands:"}, {"router ospf 1", "Router configuration commands:"},
		{"ip access-list extended X", "Ext Access List configuration commands:"}, {"ip access-list standard X",
			"Standard Access List configuration commands:"},
		{"crypto isakmp policy 1", "ISAKMP commands:"}, {"crypto map M 1 ipsec-isakmp", "Crypto Map configuration commands:"},
		{"crypto ipsec transform-set T esp-aes", "Crypto transform configuration commands:"},
		{"crypto isakmp profile P", "Crypto ISAKMP Profile Commands are:"}, {"crypto keyring K", "Crypto Keyring commands:"},
	} {
		b := newRig(t, debuglog.IOS15)
		b.typing("enable")
		if c[0] != "" {
			b.typing("configure terminal", c[0])
		}
		if got, _, _ := strings.Cut(b.term.Help(""), "\n"); got != c[1] {
			t.Errorf("%s is headed %q, want %q", b.term.Prompt(), got, c[1])
		}
	}
}

// A range begins with a kind of interface, and goes on with what joins two.
func TestRangeHelp(t *testing.T) {
	b := newRig(t, debuglog.IOS15)
	b.typing(configuring...)
	if got := b.term.Help("interface range "); !strings.Contains(got, "  GigabitEthernet") || strings.Contains(got, "LINE") {
		t.Errorf("kinds:\n%s", got)
	}
	if got, want := b.term.Help("interface range gi0/0 "), "  ,  comma\n  -  hyphen\n  <cr>\n\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if got, want := b.term.Help("interface range gig"), "GigabitEthernet  \n\n"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

// A name is looked up wherever a host is asked for, and not again at once.
func TestLookups(t *testing.T) {
	const asking = "Translating \"foo\"...domain server (255.255.255.255)"
	b := newRig(t, debuglog.IOS15)
	b.typing("enable")
	check(t, b, []string{"ping", "", "foo"}, "Router#ping\nProtocol [ip]: \nTarget IP address: foo\n"+asking)
	b.screen.Reset()
	b.answer(netip.MustParseAddr("10.0.0.9"))
	if got, want := b.screen.String(), " [OK]\n\nRepeat count [5]: "; got != want {
		t.Errorf("after the answer %q, want %q", got, want)
	}

	b = newRig(t, debuglog.IOS15)
	b.typing("enable", "configure terminal", "crypto map M 1 ipsec-isakmp")
	check(t, b, []string{"set peer foo"}, "Router(config-crypto-map)#set peer foo\n"+asking)
	b.answer(netip.MustParseAddr("10.0.0.9"))
	if diff := cmp.Diff("10.0.0.9", b.config.MapEntry("M", 1).Peers[0].Addr.String()); diff != "" {
		t.Error(diff)
	}
	b.typing("end")
	b.unknown = map[string]bool{"foo": true}
	check(t, b, []string{"foo", "ping foo", "traceroute foo"}, "Router#foo\n% Bad IP address or host name\n"+
		"% Unknown command or computer name, or unable to find computer address\n"+
		"Router#ping foo\n% Unrecognized host or address, or protocol not running.\n\nRouter#traceroute foo\n"+
		"% Unrecognized host or address.\nRouter#")
}
