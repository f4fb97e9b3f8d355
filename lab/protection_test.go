package lab

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/event"
	"ruthere/modes"
	"ruthere/packet"
)

// protections are the kinds of protected tunnels, as lines of both ends.
var protections = []struct{ name, mode, set string }{
	{"static VTI", "tunnel mode ipsec ipv4", ""},
	{"GRE, transport mode", "tunnel mode gre ip", "mode transport"},
	{"GRE, tunnel mode", "tunnel mode gre ip", "mode tunnel"},
	{"IPIP, transport mode", "tunnel mode ipip", "mode transport"},
}

// An echoing is a lab with a protected tunnel, the echoes that Inside sends to Server through it, and how many of them were answered.
type echoing struct {
	*Lab
	sent, answered int
}

// newEchoing is the lab of scripts/vti-15.yaml with another kind of tunnel. Nothing of it may pass the provider in clear.
func newEchoing(t *testing.T, mode, set string, seed int, lines string) *echoing {
	t.Helper()
	text := strings.ReplaceAll(shipped(t, "vti-15.yaml"), "tunnel mode ipsec ipv4", mode)
	text = strings.ReplaceAll(text, "esp-aes 256 esp-sha-hmac\n", "esp-aes 256 esp-sha-hmac\n       "+set+"\n")
	text = strings.ReplaceAll(text, "crypto isakmp keepalive 10 periodic\n", "crypto isakmp keepalive 10 periodic\n"+lines)
	text = strings.Replace(text, "seed: vti", fmt.Sprintf("seed: vti%d", seed), 1)
	topology, err := ParseTopology("vti-15.yaml", []byte(text), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	e := &echoing{}
	e.Lab, err = New(topology, Options{Packets: true, Event: func(s event.Stamped) {
		p, is := s.Event.(event.Packet)
		switch {
		case !is || p.State != event.Sent:
		case p.To == "Provider" && (p.Src.IsPrivate() || p.Protocol == packet.ProtocolGRE || p.Protocol == packet.ProtocolIPinIP):
			t.Errorf("%s: protocol %d passes in clear, from %s to %s", mode, p.Protocol, p.Src, p.Dst)
		case p.To == "Inside" && p.Protocol == packet.ProtocolICMP:
			e.answered++
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	attachConsole(t, e.Lab, "West")
	say(t, e.Lab, "West", "enable")
	attachConsole(t, e.Lab, "East")
	say(t, e.Lab, "East", "enable")
	advance(t, e.Lab, 10*time.Second)
	return e
}

// echo sends an echo each interval for a while.
func (e *echoing) echo(t *testing.T, d, interval time.Duration) {
	t.Helper()
	node, err := e.findNode("Inside")
	if err != nil {
		t.Fatal(err)
	}
	inside := node.(*host)
	for end := e.Now().Add(d); e.Now().Before(end); advance(t, e.Lab, interval) {
		e.sent++
		e.withinStep(func() {
			inside.sendICMP(netip.MustParseAddr("192.168.2.10"), packet.ICMP{Type: packet.ICMPEcho, ID: 9, Data: make([]byte, hostPingData)})
		})
	}
}

// lineProtocol says whether a router's tunnel is up.
func lineProtocol(t *testing.T, l *Lab, name string) bool {
	t.Helper()
	return linestate(t, l, name) == modes.LinestateUp
}

// linestate is what a router makes of its tunnel.
func linestate(t *testing.T, l *Lab, name string) modes.Linestate {
	t.Helper()
	m, err := l.findMachine(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, i := range m.box.Interfaces() {
		if i.Name == "Tunnel0" && i.Protocol == (i.Linestate == modes.LinestateUp) {
			return i.Linestate
		}
	}
	t.Fatalf("%s: the line protocol is not what it is judged to be", name)
	return 0
}

// Phase 1 and IPsec SAs are renewed under a running ping, and none of its packets is lost; nor does the line protocol change.
func TestProtectedTunnelsRekeyWithoutLoss(t *testing.T) {
	wholeOnly(t)
	for n, p := range protections {
		e := newEchoing(t, p.mode, p.set, n, "      crypto ipsec security-association lifetime seconds 120\n"+
			"      crypto isakmp policy 10\n       lifetime 300\n")
		e.echo(t, 15*time.Minute, 500*time.Millisecond)
		advance(t, e.Lab, time.Second)
		if e.sent != e.answered {
			t.Errorf("%s: of %d echoes %d were answered", p.name, e.sent, e.answered)
		}
	}
}

// The line protocol of a static VTI is down within interval + 5 x retry after its peer fell silent, at both ends, whenever that was; and
// up again soon after the way is open.
func TestStaticVTIFollowsItsPeer(t *testing.T) {
	wholeOnly(t)
	const interval, retry, spread = 10 * time.Second, 2 * time.Second, time.Second
	random := rand.New(rand.NewPCG(13, 1))
	e := newEchoing(t, protections[0].mode, "", 0, "")
	for n := range 20 {
		e.echo(t, time.Duration(random.IntN(60_000))*time.Millisecond, time.Second)
		for _, name := range []string{"West", "East"} {
			if !lineProtocol(t, e.Lab, name) {
				t.Fatalf("round %d: %s is down", n, name)
			}
		}
		if err := e.Cut("Provider", "East", false); err != nil {
			t.Fatal(err)
		}
		advance(t, e.Lab, interval+5*retry+spread)
		for _, name := range []string{"West", "East"} {
			if lineProtocol(t, e.Lab, name) {
				t.Errorf("round %d: %s is still up", n, name)
			}
		}
		advance(t, e.Lab, time.Duration(random.IntN(200_000))*time.Millisecond)
		e.HealAll()
		advance(t, e.Lab, 45*time.Second)
	}
}

// Whatever happens, the line protocol of a static VTI is that of its SAs at every instant; and when everything is well again it comes
// back by itself.
func TestStaticVTIThroughChaos(t *testing.T) {
	wholeOnly(t)
	type step struct {
		name string
		do   func(*testing.T, *Lab)
	}
	typed := func(name string, lines ...string) step {
		return step{name + ": " + strings.Join(lines, ", "), func(t *testing.T, l *Lab) { say(t, l, name, lines...) }}
	}
	var steps []step
	for _, name := range []string{"West", "East"} {
		steps = append(steps, typed(name, "clear crypto sa"), typed(name, "clear crypto session"), typed(name, "clear crypto isakmp"),
			typed(name, "configure terminal", "interface Tunnel0", "shutdown", "end"),
			typed(name, "configure terminal", "interface Tunnel0", "no shutdown", "end"),
			typed(name, "configure terminal", "interface GigabitEthernet0/0", "shutdown", "end"),
			typed(name, "configure terminal", "interface GigabitEthernet0/0", "no shutdown", "end"),
			typed(name, "configure terminal", "crypto isakmp key wrong address 0.0.0.0 0.0.0.0", "no crypto isakmp enable", "end"),
			typed(name, "configure terminal", "crypto isakmp enable", "end"),
			typed(name, "configure terminal", "interface Tunnel0", "no tunnel protection ipsec profile VTI", "end"),
			typed(name, "configure terminal", "interface Tunnel0", "tunnel protection ipsec profile VTI", "end"))
	}
	steps = append(steps, step{"cut", func(_ *testing.T, l *Lab) { _ = l.Cut("Provider", "East", false) }},
		step{"cut one way", func(_ *testing.T, l *Lab) { _ = l.Cut("Provider", "East", true) }},
		step{"heal", func(_ *testing.T, l *Lab) { l.HealAll() }}, step{"heal", func(_ *testing.T, l *Lab) { l.HealAll() }})
	for seed := range 8 {
		random := rand.New(rand.NewPCG(uint64(seed), 13))
		e := newEchoing(t, protections[0].mode, "", seed, "      crypto ipsec security-association lifetime seconds 120\n")
		var done []string
		for range 60 {
			s := steps[random.IntN(len(steps))]
			done = append(done, s.name)
			s.do(t, e.Lab)
			for range 3 {
				advance(t, e.Lab, time.Duration(random.IntN(20_000))*time.Millisecond)
				for _, name := range []string{"West", "East"} {
					state, has := linestate(t, e.Lab, name), tunnelHasSAs(t, e.Lab, name)
					if state == modes.LinestateUp && !has || state == modes.LinestateProtection && has {
						t.Fatalf("seed %d: %s: linestate %v, SAs %v\n%s", seed, name, state, has, strings.Join(done, "\n"))
					}
				}
			}
		}
		e.HealAll()
		for _, name := range []string{"West", "East"} {
			say(t, e.Lab, name, "configure terminal", "crypto isakmp enable", "interface GigabitEthernet0/0", "no shutdown",
				"interface Tunnel0", "no shutdown", "tunnel protection ipsec profile VTI", "end")
		}
		advance(t, e.Lab, 90*time.Second)
		e.sent, e.answered = 0, 0
		e.echo(t, 2*time.Second, 200*time.Millisecond)
		if e.answered != e.sent {
			t.Errorf("seed %d: at the end %d of %d echoes were answered, after\n%s", seed, e.answered, e.sent, strings.Join(done, "\n"))
		}
	}
}

// tunnelHasSAs says whether a router's engine has IPsec SAs for its tunnel, and their interface would let them work.
func tunnelHasSAs(t *testing.T, l *Lab, name string) bool {
	t.Helper()
	m, err := l.findMachine(name)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range m.box.Engine().ProtectedInterfaces(l.Now()) {
		for _, f := range p.Flows {
			if len(f.Pairs) > 0 {
				return true
			}
		}
	}
	return false
}
