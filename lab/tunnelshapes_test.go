package lab

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/packet"
	"ruthere/router"
)

// A tunnelShape is a way in which people write tunnels under IPsec, and what has to come of it: scripts/tunnel-*.yaml.
type tunnelShape struct {
	name     string
	tunnels  []string            // ROUTER TUNNEL: their line protocols are up
	sessions map[string][]string // by router: lines of show crypto session
	pings    [][2]string         // who reaches whom through the tunnels
	outside  []string            // links on which nothing but IKE and ESP may be
	cut      []string            // A B: what is lost then
	down     []string            // of the tunnels: those whose line protocol goes down with it
	stays    bool                // traffic finds another way; else it is lost until the link is back
	cutAfter []string            // A B: what is cut besides, and then nothing is left
	probes   bool                // routers ping each other outside besides
}

const (
	anyFlow   = "IPSEC FLOW: permit ip 0.0.0.0/0.0.0.0 0.0.0.0/0.0.0.0"
	westward  = "IPSEC FLOW: permit 47 host 198.51.100.2 host 192.0.2.2"
	eastward  = "IPSEC FLOW: permit 47 host 192.0.2.2 host 198.51.100.2"
	upAndBusy = "Session status: UP-ACTIVE"
)

var tunnelShapes = []tunnelShape{
	{name: "vti", tunnels: []string{"Branch Tunnel0", "HQ Tunnel12"},
		sessions: map[string][]string{"Branch": {"Interface: Tunnel0", upAndBusy, anyFlow},
			"HQ": {"Interface: Tunnel12", upAndBusy, anyFlow}},
		pings: [][2]string{{"PC", "Server"}, {"Server", "PC"}}, outside: []string{"access", "backbone"}, cut: []string{"Internet HQ"},
		down: []string{"Branch Tunnel0", "HQ Tunnel12"}},
	{name: "gre", tunnels: []string{"Branch Tunnel0", "HQ Tunnel12"},
		sessions: map[string][]string{"Branch": {"Interface: Tunnel0", upAndBusy, eastward}, "HQ": {"Interface: Tunnel12", upAndBusy, westward}},
		pings:    [][2]string{{"PC", "Server"}, {"Server", "PC"}}, outside: []string{"access", "backbone"}, cut: []string{"Internet HQ"}},
	{name: "dual-hub", tunnels: []string{"Spoke Tunnel1", "Spoke Tunnel2", "Hub1 Tunnel12", "Hub2 Tunnel12"},
		sessions: map[string][]string{"Spoke": {"Interface: Tunnel1", "Interface: Tunnel2", "Peer: 198.51.100.2 port 500",
			"Peer: 203.0.113.2 port 500", anyFlow}, "Hub1": {"Interface: Tunnel12", upAndBusy}, "Hub2": {"Interface: Tunnel12", upAndBusy}},
		pings: [][2]string{{"PC", "Server"}}, outside: []string{"access", "hub1", "hub2"}, cut: []string{"Internet Hub1"},
		down: []string{"Spoke Tunnel1", "Hub1 Tunnel12"}, stays: true, cutAfter: []string{"Internet Hub2"}},
	{name: "vrf", tunnels: []string{"West Tunnel10", "East Tunnel10"},
		sessions: map[string][]string{"West": {"Interface: Tunnel10", "Profile: ACME-EAST", upAndBusy, anyFlow},
			"East": {"Interface: Tunnel10", "Profile: ACME-WEST", upAndBusy, anyFlow}},
		pings: [][2]string{{"PC", "Server"}}, outside: []string{"access", "backbone"}, cut: []string{"Internet East"},
		down: []string{"West Tunnel10", "East Tunnel10"}},
	{name: "keepalive", tunnels: []string{"Branch Tunnel0", "HQ Tunnel12"},
		sessions: map[string][]string{"Branch": {"Interface: GigabitEthernet0/0", upAndBusy, eastward},
			"HQ": {"Interface: GigabitEthernet0/0", upAndBusy, westward}},
		pings: [][2]string{{"PC", "Server"}, {"Server", "PC"}}, outside: []string{"access", "backbone"}, cut: []string{"Internet HQ"},
		down: []string{"Branch Tunnel0", "HQ Tunnel12"}, stays: true, cutAfter: []string{"Branch HQ"}},
	{name: "shared", tunnels: []string{"West Tunnel1", "West Tunnel2", "East Tunnel1", "East Tunnel2"},
		sessions: map[string][]string{"West": {"Interface: Tunnel1", upAndBusy, eastward},
			"East": {"Interface: Tunnel1", upAndBusy, westward}},
		pings: [][2]string{{"RedPC", "RedServer"}, {"BluePC", "BlueServer"}}, outside: []string{"access", "backbone"},
		cut: []string{"Internet East"}},
	{name: "tracking", tunnels: []string{"Branch Tunnel1", "Branch Tunnel2", "HQ Tunnel121", "HQ Tunnel122"},
		sessions: map[string][]string{"Branch": {"Interface: Tunnel1", "Interface: Tunnel2", upAndBusy, anyFlow}},
		pings:    [][2]string{{"PC", "Server"}}, probes: true, outside: []string{"access1", "access2", "backbone1", "backbone2"},
		cut: []string{"First HQ"}, down: []string{"Branch Tunnel1", "HQ Tunnel121"}, stays: true, cutAfter: []string{"Second HQ"}},
	{name: "loopback", tunnels: []string{"Branch Tunnel0", "HQ Tunnel12"},
		sessions: map[string][]string{"Branch": {"Interface: Tunnel0", "Peer: 203.0.113.129 port 500", upAndBusy, anyFlow}},
		pings:    [][2]string{{"PC", "Server"}}, outside: []string{"access1", "access2", "exchange", "backbone"},
		cut: []string{"First HQ"}, down: []string{"Branch Tunnel0", "HQ Tunnel12"}},
}

// A shapeRun is a lab of a shape that runs.
type shapeRun struct {
	*Lab
	t       *testing.T
	shape   tunnelShape
	screens map[string]*strings.Builder
	clear   []string // packets on a link outside that are neither IKE nor ESP
}

func startShape(t *testing.T, shape tunnelShape, release string) *shapeRun {
	t.Helper()
	name := "tunnel-" + shape.name + ".yaml"
	topology, err := ParseTopology(name, []byte(strings.ReplaceAll(shipped(t, name), `ios: "15"`, `ios: "`+release+`"`)), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	r := &shapeRun{t: t, shape: shape, screens: map[string]*strings.Builder{}}
	r.Lab, err = New(topology, Options{Packets: true, Event: r.hear, Terminal: func(name string, out router.TerminalOutput) {
		if text, ok := out.(router.TerminalText); ok {
			r.screens[name].WriteString(text.Text)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range r.Routers() {
		r.screens[name] = &strings.Builder{}
		attachConsole(t, r.Lab, name)
		say(t, r.Lab, name, "enable")
	}
	return r
}

// hear looks at what is on the links outside.
func (r *shapeRun) hear(e event.Stamped) {
	p, is := e.Event.(event.Packet)
	switch {
	case !is || p.State != event.Sent || !slices.Contains(r.shape.outside, p.Link):
		return
	case p.Protocol == packet.ProtocolESP, p.Protocol == packet.ProtocolUDP && p.DstPort == 500:
		return
	case r.shape.probes && p.Protocol == packet.ProtocolICMP && !p.Src.IsPrivate() && !p.Dst.IsPrivate():
		return
	}
	r.clear = append(r.clear, fmt.Sprintf("%s: %v > %v, protocol %d", p.Link, p.Src, p.Dst, p.Protocol))
}

// waitFor lets time pass until something is so.
func (r *shapeRun) waitFor(within time.Duration, format string, args ...any) {
	r.t.Helper()
	text := fmt.Sprintf(format, args...)
	c, err := r.ParseCondition(text)
	if err != nil {
		r.t.Fatal(err)
	}
	from := r.Now()
	if c.holds(r.Lab) {
		return
	}
	if ok, err := r.RunUntil(from.Add(within), func() bool { return c.holds(r.Lab) }); err != nil || !ok {
		r.t.Fatalf("%s: not within %v from %s (%v): %s", text, within, from.Format(time.TimeOnly), err, c.lastSeen(r.Lab))
	}
}

// show is what a router shows.
func (r *shapeRun) show(name, command string) string {
	r.t.Helper()
	r.screens[name].Reset()
	say(r.t, r.Lab, name, "terminal length 0", command)
	advance(r.t, r.Lab, time.Second)
	return r.screens[name].String()
}

// isWhole has all tunnels up, with SAs, and traffic through them.
func (r *shapeRun) isWhole(within time.Duration) {
	r.t.Helper()
	for _, tunnel := range r.shape.tunnels {
		r.waitFor(within, "interface %s up", tunnel)
	}
	for _, ping := range r.shape.pings {
		r.waitFor(within, "ping %s %s", ping[0], ping[1])
	}
	for name, lines := range r.shape.sessions {
		got := r.show(name, "show crypto session")
		for _, line := range lines {
			if !strings.Contains(got, line) {
				r.t.Errorf("%s has no %q:\n%s", name, line, got)
			}
		}
	}
}

func (r *shapeRun) cutAll(links []string) {
	for _, link := range links {
		a, b, _ := strings.Cut(link, " ")
		if err := r.Cut(a, b, false); err != nil {
			r.t.Fatal(err)
		}
	}
}

// deathWithin is when a peer is taken for dead and the tunnels' ends know: 10 s without a word, five times 5 s.
const deathWithin = 60 * time.Second

// Eight shapes of tunnels, in each release: they come up, nothing of them is in clear outside, a link that is cut takes down what it
// should, and when it is back all is as before.
func TestTunnelShapes(t *testing.T) {
	wholeOnly(t)
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		for _, shape := range tunnelShapes {
			t.Run(fmt.Sprintf("%s %s", shape.name, release), func(t *testing.T) {
				r := startShape(t, shape, release.Mark())
				r.isWhole(40 * time.Second)
				r.cutAll(shape.cut)
				for _, tunnel := range shape.tunnels {
					if slices.Contains(shape.down, tunnel) {
						r.waitFor(deathWithin, "interface %s down", tunnel)
					}
				}
				advance(t, r.Lab, 20*time.Second)
				for _, tunnel := range shape.tunnels {
					if !slices.Contains(shape.down, tunnel) {
						r.waitFor(0, "interface %s up", tunnel)
					}
				}
				if shape.stays {
					r.waitFor(10*time.Second, "ping %s %s", shape.pings[0][0], shape.pings[0][1])
				}
				r.cutAll(shape.cutAfter)
				advance(t, r.Lab, deathWithin)
				r.RestoreAll()
				r.isWhole(2 * time.Minute)
				if len(r.clear) > 0 {
					t.Errorf("%d packets in clear, the first is %s", len(r.clear), r.clear[0])
				}
			})
		}
	}
}
