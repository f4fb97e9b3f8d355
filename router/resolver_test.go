package router

import (
	"slices"
	"testing"
	"time"

	"golang.org/x/net/dns/dnsmessage"

	"ruthere/packet"
)

// A word that is no command is looked up for as long as the device waits: three tries of
// three seconds for each name server.
func TestLookupTakesItsTime(t *testing.T) {
	for _, c := range []struct {
		servers string
		waits   time.Duration
		asks    string
	}{
		{"", 9 * time.Second, " (255.255.255.255)"},
		{"ip name-server 10.0.0.1 10.0.0.2", 18 * time.Second, " (10.0.0.1) (10.0.0.2)"},
	} {
		b := newPacketRig(t, "hostname R1\n"+c.servers+"\nend\n")
		b.screen.Reset()
		began := b.now
		b.typed("xyzzy")
		if took := b.now.Sub(began); took != c.waits {
			t.Errorf("%q: the answer took %v, want %v", c.servers, took, c.waits)
		}
		want := "Translating \"xyzzy\"...domain server" + c.asks + "\n% Unknown command or computer name, or unable to find computer address\n\n"
		if got := b.screen.String(); got != want {
			t.Errorf("%q: screen\n%s\nwant\n%s", c.servers, got, want)
		}
	}
}

// A name without a dot is asked for in each domain of the router, then as it is.
func TestLookupTriesTheDomains(t *testing.T) {
	for _, c := range []struct {
		config, typed string
		asked         []string
	}{
		{"", "xyzzy", []string{"xyzzy."}},
		{"ip domain name lab.example\n", "xyzzy", []string{"xyzzy.lab.example.", "xyzzy."}},
		{"ip domain name lab.example\nip domain list a.example\nip domain list b.example\n", "xyzzy", []string{"xyzzy.a.example.",
			"xyzzy.b.example.", "xyzzy."}},
		{"ip domain name lab.example\n", "x.y", []string{"x.y."}},
	} {
		b := newPacketRig(t, "hostname R1\n"+c.config+"ip name-server 10.0.0.1\ninterface GigabitEthernet0/0\n"+
			" ip address 10.0.0.9 255.255.255.0\nend\n")
		var asked []string
		var out Out
		b.router.Step(b.now, Typed{Terminal: 0, Text: c.typed}, &out)
		for n := 0; n < len(out.Items); n++ {
			sent, ok := out.Items[n].(PacketOut)
			if !ok {
				continue
			}
			name, reply := notThere(t, sent.Data)
			asked = append(asked, name)
			b.router.Step(b.now, PacketIn{Interface: "GigabitEthernet0/0", Data: reply}, &out)
		}
		if !slices.Equal(asked, c.asked) {
			t.Errorf("%q: asked for %q, want %q", c.config, asked, c.asked)
		}
	}
}

// notThere is a name server's answer that there is no such name, and the name.
func notThere(t *testing.T, question []byte) (name string, reply []byte) {
	t.Helper()
	p, err := packet.ParseIPv4(question)
	if err != nil {
		t.Fatal(err)
	}
	u, err := packet.ParseUDP(p.Payload, p.Src, p.Dst)
	if err != nil {
		t.Fatal(err)
	}
	var m dnsmessage.Message
	if err := m.Unpack(u.Payload); err != nil {
		t.Fatal(err)
	}
	m.Response, m.RCode = true, dnsmessage.RCodeNameError
	data, err := m.Pack()
	if err != nil {
		t.Fatal(err)
	}
	back := packet.UDP{SrcPort: u.DstPort, DstPort: u.SrcPort, Payload: data}
	answer := packet.IPv4{Src: p.Dst, Dst: p.Src, TTL: 64, Protocol: packet.ProtocolUDP, Payload: back.Append(nil, p.Dst, p.Src)}
	return m.Questions[0].Name.String(), answer.Append(nil)
}
