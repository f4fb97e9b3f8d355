package lab

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/event"
	"ruthere/router"
)

// gatewaysLab is two routers of a group, and a third that says nothing, on one subnet.
const gatewaysLab = `
seed: gateways
routers:
  - name: R1
    ios: 15
    interfaces: [GigabitEthernet0/0]
    config: |
      interface GigabitEthernet0/0
       ip address 192.0.2.2 255.255.255.0
       standby version VERSION
       standby 7 ip 192.0.2.1
       standby 7 priority 110
       standby 7 preempt
       standby 7 authentication SECRET
  - name: R2
    ios: 15
    interfaces: [GigabitEthernet0/0]
    config: |
      interface GigabitEthernet0/0
       ip address 192.0.2.3 255.255.255.0
       standby version VERSION
       standby 7 ip
       standby 7 preempt
       standby 7 authentication SECRET
  - name: R3
    ios: 15
    interfaces: [GigabitEthernet0/0]
    config: |
      interface GigabitEthernet0/0
       ip address 192.0.2.9 255.255.255.0
links:
  - {name: lan, ends: ["R1:GigabitEthernet0/0", "R2:GigabitEthernet0/0", "R3:GigabitEthernet0/0"], delay: 1ms}
`

// gateways is that lab, and what its groups are.
type gateways struct {
	*Lab
	states map[string]event.State

	open        bool      // R2 hears what R1 says, and both are on
	wasActive   int       // how many were when they were counted last
	since       time.Time // when that became so
	opened      time.Time // when R2 began to hear R1
	started     time.Time // when R1 was switched on
	quarrelled  time.Duration
	unattended  time.Duration
	deaf, alone bool // R1 is not heard by R2; R1 is on
}

// look notes for how long there have been two active routers though one hears the other, or none though R1 is on. What is so now began
// when it was looked last: it is looked before anything changes, and after.
func (g *gateways) look() {
	now := g.Now()
	active := len(g.active())
	if g.wasActive == 2 && g.open {
		g.quarrelled = max(g.quarrelled, now.Sub(latest(g.since, g.opened)))
	}
	if g.wasActive == 0 && g.alone {
		g.unattended = max(g.unattended, now.Sub(latest(g.since, g.started)))
	}
	if active != g.wasActive {
		g.wasActive, g.since = active, now
	}
	on := g.Running("R1")
	if on && !g.alone {
		g.started = now
	}
	g.alone = on
	open := on && g.Running("R2") && !g.deaf
	if open && !g.open {
		g.opened = now
	}
	g.open = open
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// What look may find. The active router speaks every three seconds, and who hears one that goes before it yields at once. Alone a router
// needs two seconds for its link, and two hold times and a half second from there.
const (
	longestQuarrel    = 3*time.Second + 100*time.Millisecond
	longestUnattended = 23 * time.Second
)

func newGateways(t *testing.T, version, secret string) *gateways {
	t.Helper()
	text := strings.NewReplacer("VERSION", version, "SECRET", secret).Replace(gatewaysLab)
	topology, err := ParseTopology("gateways.yaml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	g := &gateways{states: map[string]event.State{}}
	g.Lab, err = New(topology, Options{Event: func(e event.Stamped) {
		switch change := e.Event.(type) {
		case event.HSRP:
			g.states[e.Router] = change.State
		case event.Router:
			delete(g.states, e.Router)
		}
		if g.Lab != nil {
			g.look()
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	g.since, g.started, g.opened = g.Now(), g.Now(), g.Now()
	g.look()
	return g
}

func (g *gateways) pass(t *testing.T, d time.Duration) {
	t.Helper()
	if err := g.Advance(g.Now().Add(d)); err != nil {
		t.Fatal(err)
	}
	g.look()
}

// types types lines at the console of a router.
func (g *gateways) types(t *testing.T, name string, lines ...string) {
	t.Helper()
	if err := g.Do(name, router.Attach{Terminal: Console, Kind: config.LineConsole}); err != nil {
		t.Fatal(err)
	}
	for _, line := range lines {
		if err := g.Type(name, line); err != nil {
			t.Fatal(err)
		}
	}
}

// active lists who is active now.
func (g *gateways) active() (names []string) {
	for _, name := range []string{"R1", "R2"} {
		if g.states[name] == "active" {
			names = append(names, name)
		}
	}
	return names
}

// settleTime is within what one router is active, and no other, after the last disturbance: a boot takes five seconds, a link two, and
// Listen and Speak a hold time each. settled is less than what passes then.
const settleTime = 35 * time.Second

// subnetHours is how many hours to run.
func subnetHours(t *testing.T) int {
	text := os.Getenv("RUTHERE_HSRP")
	switch {
	case text == "" && (testing.Short() || underRace):
		return 20
	case text == "":
		return 200
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("RUTHERE_HSRP is %q, and should be a number of hours", text)
	}
	return n
}

// Through an hour of cuts, crashes and boots there is one active router whenever nothing has been wrong for a while, and the third
// router's packets to the virtual address go to it. There are never two for longer than a hello time while one hears the other, nor none
// for longer than the timers say while one is well. RUTHERE_HSRP says how many hours.
func TestOneActiveRouter(t *testing.T) {
	wholeOnly(t)
	disturbances := 0
	var quarrelled, unattended time.Duration
	for seed := range subnetHours(t) {
		g := newGateways(t, []string{"1", "2"}[seed%2], []string{"cisco", "md5 key-string k"}[seed/2%2])
		chance := rand.New(rand.NewPCG(uint64(seed), 7))
		for end := g.Now().Add(time.Hour); g.Now().Before(end); {
			for range chance.IntN(4) {
				g.look()
				disturb(t, g, chance)
				g.look()
				disturbances++
				g.pass(t, time.Duration(chance.Int64N(int64(20*time.Second))))
			}
			g.look()
			g.RestoreAll()
			g.deaf = false
			g.look()
			for _, name := range []string{"R1", "R2"} {
				_ = g.Boot(name) // it may be on
			}
			g.pass(t, settleTime)
			if active := g.active(); !slices.Equal(active, []string{"R1"}) { // who goes before, and preempts
				t.Fatalf("seed %d, %v: active is %v", seed, g.Now(), active)
			}
			w := g.wires[0]
			to, ok := w.receiverOf(2, 0, netip.MustParseAddr("192.0.2.1"))
			if !ok || w.ends[to].nodeName() != "R1" {
				t.Fatalf("seed %d, %v: packets to the virtual address go to end %d", seed, g.Now(), to)
			}
			if g.quarrelled > longestQuarrel || g.unattended > longestUnattended {
				t.Fatalf("seed %d, before %v: two were active for %v, none for %v", seed, g.Now(), g.quarrelled, g.unattended)
			}
		}
		quarrelled, unattended = max(quarrelled, g.quarrelled), max(unattended, g.unattended)
	}
	t.Logf("%d disturbances; two were active for %v at most, none for %v", disturbances, quarrelled, unattended)
}

// disturb cuts a way, or has a router crash or boot.
func disturb(t *testing.T, g *gateways, chance *rand.Rand) {
	t.Helper()
	names := []string{"R1", "R2", "R3"}
	name := names[chance.IntN(2)]
	switch chance.IntN(6) {
	case 0:
		_ = g.Crash(name)
	case 1:
		_ = g.Boot(name)
	case 2: // one way is cut, and the other no longer
		g.RestoreAll()
		g.deaf = name == "R1"
		if err := g.Cut(name, map[string]string{"R1": "R2", "R2": "R1"}[name], true); err != nil {
			t.Fatal(err)
		}
	default:
		chance.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
		oneWay := chance.IntN(2) == 0
		if err := g.Cut(names[0], names[1], oneWay); err != nil {
			t.Fatal(err)
		}
		g.deaf = g.deaf || names[0] == "R1" && names[1] == "R2" || !oneWay && names[0] == "R2" && names[1] == "R1"
	}
}

// A wireCase is what a group says, and as what Wireshark has it.
type wireCase struct {
	version, secret string
	field           string // of Wireshark
	to, mac         string // where messages go
	virtual         string // hardware address
	active          string // state
}

// Wireshark reads what the routers of a group say: the right addresses of both kinds, TTL, digests, ARP. It remarks nothing, but for
// version 2's TTL of 1, which it holds against the group 224.0.0.102 whoever sends there: it knows of that of version 1 only.
func TestFramesOfHSRP(t *testing.T) {
	wholeOnly(t)
	needTshark(t)
	for _, one := range []wireCase{
		{"1", "eight888", "hsrp", "224.0.0.2", "01:00:5e:00:00:02", "00:00:0c:07:ac:07", "16"},
		{"1", "md5 key-string secret", "hsrp", "224.0.0.2", "01:00:5e:00:00:02", "00:00:0c:07:ac:07", "16"},
		{"2", "eight888", "hsrp2", "224.0.0.102", "01:00:5e:00:00:66", "00:00:0c:9f:f0:07", "6"},
		{"2", "md5 key-string secret", "hsrp2", "224.0.0.102", "01:00:5e:00:00:66", "00:00:0c:9f:f0:07", "6"},
	} {
		g := newGateways(t, one.version, one.secret)
		folder := t.TempDir()
		file, recorder := captureTo(t, folder)
		if err := g.CaptureFrames("", recorder, ""); err != nil {
			t.Fatal(err)
		}
		g.pass(t, time.Minute)
		g.types(t, "R3", "enable", "ping 192.0.2.1")
		g.pass(t, 10*time.Second)
		if err := g.Crash("R1"); err != nil {
			t.Fatal(err)
		}
		g.pass(t, 30*time.Second)
		if err := g.StopCaptures(); err != nil {
			t.Fatal(err)
		}
		one.check(t, tshark(t, folder, file, "", "_ws.expert.message", "eth.src", "eth.dst", "ip.dst", "ip.ttl", one.field+".state",
			one.field+".virt_ip", "udp.dstport", "icmp.type", "arp.src.hw_mac", "arp.src.proto_ipv4", "arp.dst.proto_ipv4", "arp.isgratuitous"))
	}
}

func (one wireCase) check(t *testing.T, frames [][]string) {
	var active, others, echoes, announced int
	for _, f := range frames {
		remark, source, target, state := f[0], f[1], f[2], f[5]
		if remark != "" && (one.version == "1" || !strings.HasPrefix(remark, `"Time To Live" != 255`)) {
			t.Errorf("%+v: %v", one, f)
		}
		isActive := state == one.active
		switch {
		case state != "":
			if target != one.mac || f[3] != one.to || f[4] != "1" || f[7] != "1985" || isActive != (source == one.virtual) ||
				isActive && f[6] != "192.0.2.1" {
				t.Errorf("%+v: %v", one, f)
			}
			if isActive {
				active++
			} else {
				others++
			}
		case f[8] == "8" && target == one.virtual:
			echoes++
		case f[9] != "":
			announced++
			want := []string{one.virtual, "192.0.2.1", "192.0.2.1", "True"}
			if !slices.Equal(fixed(f[9:]), want) || source != one.virtual || target != "ff:ff:ff:ff:ff:ff" {
				t.Errorf("%+v: gratuitous ARP %v", one, f)
			}
		}
	}
	if active < 15 || others < 10 || echoes != 5 || announced != 2 {
		t.Errorf("%+v: %d messages of active routers, %d of others, %d echoes to the virtual address, %d announcements", one, active, others,
			echoes, announced)
	}
}

// fixed has the words of newer versions of tshark for what is so.
func fixed(row []string) []string {
	for i, word := range row {
		if word == "1" {
			row[i] = "True"
		}
	}
	return row
}

// Two routers that say of one address that it is theirs hear of each other; and what is heard with a wrong secret is logged.
func TestQuarrels(t *testing.T) {
	for _, one := range []struct{ line, router, want string }{
		{"standby 7 authentication other", "R2", "%HSRP-4-BADAUTH: Bad authentication from 192.0.2.2, group 7, remote state Active"},
		{"standby 7 ip 192.0.2.77", "R2", "%HSRP-4-DIFFVIP1: GigabitEthernet0/0 Grp 7 active routers virtual IP address 192.0.2.1 " +
			"is different to the locally configured address 192.0.2.77"},
		{"standby 8 ip 192.0.2.1", "R1", "%IP-4-DUPADDR: Duplicate address 192.0.2.1 on GigabitEthernet0/0, sourced by 0000.0c07.ac08"},
	} {
		var said []string
		g := newGateways(t, "1", "cisco")
		g.options.Event = func(e event.Stamped) {
			if line, is := e.Event.(event.Log); is && line.Facility != "" {
				said = append(said, fmt.Sprintf("%s %s", e.Router, strings.TrimSuffix(line.Text, "\n")))
			}
		}
		g.pass(t, time.Minute)
		g.types(t, "R2", "enable", "configure terminal", "interface GigabitEthernet0/0", one.line)
		g.pass(t, time.Minute)
		if !slices.Contains(said, one.router+" "+one.want) {
			t.Errorf("%s: not said by %s: %s\n%s", one.line, one.router, one.want, strings.Join(said, "\n"))
		}
	}
}
