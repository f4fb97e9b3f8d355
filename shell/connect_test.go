package shell

import (
	"net/netip"
	"testing"

	"ruthere/debuglog"
)

// A word that is no command is a host to look up: in pieces, as the name servers are asked.
func TestNameLookup(t *testing.T) {
	const asked = "Router>xyzzy\nTranslating \"xyzzy\"...domain server (255.255.255.255)"
	for _, c := range []struct {
		name string
		then func(*rig)
		want string
	}{
		{"while it lasts", func(*rig) {}, asked},
		{"nobody knows it", func(b *rig) { b.answer(netip.Addr{}) }, asked +
			"\n% Unknown command or computer name, or unable to find computer address\n\nRouter>"},
		{"Ctrl-^", func(b *rig) { b.term.Interrupt() }, asked + " % Name lookup aborted\nRouter>"},
		{"its host refuses", func(b *rig) { b.answer(netip.MustParseAddr("192.168.2.9")) },
			asked + " [OK]\n\nTrying xyzzy (192.168.2.9) ... \n% Connection refused by remote host\n\nRouter>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newRig(t, debuglog.IOS15)
			b.screen.Reset()
			b.screen.WriteString("Router>")
			b.typing("xyzzy")
			c.then(b)
			if got := b.screen.String(); got != c.want || b.asked != "xyzzy" {
				t.Errorf("screen, having asked for %q:\n%s\nwant:\n%s", b.asked, got, c.want)
			}
		})
	}
	b := newRig(t, debuglog.IOS15)
	b.typing("ping xyzzy")
	b.answer(netip.MustParseAddr("192.168.2.9"))
	if b.runner == nil {
		t.Error("no ping after the name was found")
	}
}

func TestConnections(t *testing.T) {
	const unknown = "% Invalid input detected at '^' marker.\n\n"
	host := []string{"enable", "configure terminal", "ip host peer1 192.168.2.9", "end"}
	transcripts(t, []transcript{
		{"a name of the configuration", host, []string{"peer1"}, "Router#peer1\nTrying peer1 (192.168.2.9) ... \n" +
			"% Connection refused by remote host\n\nRouter#"},
		{"telnet", nil, []string{"telnet 10.1.1.9"}, "Router>telnet 10.1.1.9\nTrying 10.1.1.9 ... \n" +
			"% Connection refused by remote host\n\nRouter>"},
		{"connect to a port", host, []string{"connect peer1 2001"}, "Router#connect peer1 2001\n" +
			"Trying peer1 (192.168.2.9), 2001 ... \n% Connection refused by remote host\n\nRouter#"},
		{"ssh wants a user", nil, []string{"ssh 10.1.1.9", "ssh -l admin 10.1.1.9"},
			"Router>ssh 10.1.1.9\n% No user specified nor available for SSH client\nRouter>ssh -l admin 10.1.1.9\n" +
				"% Connection refused by remote host\n\nRouter>"},
		{"no lookup", []string{"enable", "configure terminal", "no ip domain lookup", "end"}, []string{"telnet xyzzy", "ping xyzzy"},
			"Router#telnet xyzzy\n% Bad IP address or host name\n% Unknown command or computer name, or unable to find computer address\n" +
				"Router#ping xyzzy\n% Unrecognized host or address, or protocol not running.\n\nRouter#"},
		{"transport preferred none", []string{"terminal transport preferred none"}, []string{"xyzzy", "shox"}, "Router>xyzzy\n" +
			"       ^\n" + unknown + "Router>shox\n          ^\n" + unknown + "Router>"},
		{"two words are never looked up", nil, []string{"xyzzy 1"}, "Router>xyzzy 1\n       ^\n" + unknown + "Router>"},
		{"nor what can be no name", nil, []string{"x=y"}, "Router>x=y\n       ^\n" + unknown + "Router>"},
	})
}
