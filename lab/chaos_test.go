package lab

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/lab/fault"
	"ruthere/router"
)

// Chaos: an hour of everything that the grammar of faults can say, with clears, crashes and short
// lifetimes, between two or five routers. After the last fault traffic has to pass again, and when
// all is cleared nothing may be left. A seed makes the hour; run one again with -chaos.seed.

var chaosSeed = flag.Int("chaos.seed", -1, "the one hour of chaos to run, by its number; it is told what happens")

const (
	chaosHour   = time.Hour
	chaosInCI   = 20 // hours, without RUTHERE_CHAOS
	chaosRouter = 5  // routers of every second hour; of the others 2

	// resumeTime is within what traffic passes after the last fault. The longest way back: a main mode
	// that nobody answers any more is given up after six times ten seconds, what waited for it is asked
	// for again after thirty, a dead peer found out after a DPD interval and five retries (20 s), a router
	// boots in five and has its links two later; and a second main mode may have begun just before.
	resumeTime = 2*(6*10+30)*time.Second + 20*time.Second + 7*time.Second

	// idleTime is after what an SA that was cleared is purged, with its nodes, and ARP and timers are done.
	idleTime = 5 * time.Minute
)

// chaosHours is how many to run.
func chaosHours(t *testing.T) int {
	text := os.Getenv("RUTHERE_CHAOS")
	switch {
	case text == "" && underRace:
		return chaosInCI / 10
	case text == "":
		return chaosInCI
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("RUTHERE_CHAOS is %q, and should be a number of hours", text)
	}
	return n
}

func TestChaos(t *testing.T) {
	if *chaosSeed >= 0 {
		runChaos(t, *chaosSeed)
		return
	}
	if testing.Short() {
		t.Skip("hours of chaos")
	}
	var all tally
	for seed := range chaosHours(t) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) { all.add(runChaos(t, seed)) })
	}
	t.Log(all.String())
}

// chaos is an hour of it.
type chaos struct {
	*rand.Rand
	t      *testing.T
	lab    *Lab
	seed   int
	size   int
	story  []string // what was done, for a seed that fails
	start  time.Time
	healed time.Time // of the last fault
	names  fault.Names
	count  tally
	heard  func(event.Stamped) // nil, or hears all
}

// A tally is what many hours came to.
type tally struct {
	hours, faults, hits int
	verbs               map[fault.Verb]int // hits by verb
	tunnels, dead       int                // ISAKMP SAs that came up, peers that were given up
	cleared, shut       int                // ISAKMP SAs by an operator, interfaces
	boots, turns        int                // of routers; of maps to another peer
	longest             time.Duration      // until traffic passed again
}

func (a *tally) add(b tally) {
	a.hours, a.faults, a.hits, a.tunnels, a.dead = a.hours+b.hours, a.faults+b.faults, a.hits+b.hits, a.tunnels+b.tunnels, a.dead+b.dead
	a.cleared, a.shut, a.boots, a.turns = a.cleared+b.cleared, a.shut+b.shut, a.boots+b.boots, a.turns+b.turns
	a.longest = max(a.longest, b.longest)
	if a.verbs == nil {
		a.verbs = map[fault.Verb]int{}
	}
	for _, v := range fault.Verbs() {
		a.verbs[v] += b.verbs[v]
	}
}

func (a *tally) String() string {
	text := fmt.Sprintf("%d hours: %d faults struck %d times, %d ISAKMP SAs came up, %d peers were given up, "+
		"%d ISAKMP SAs were cleared, %d interfaces shut, %d boots, %d turns to another peer; traffic passed within %v;",
		a.hours, a.faults, a.hits, a.tunnels, a.dead, a.cleared, a.shut, a.boots, a.turns, a.longest)
	for _, v := range fault.Verbs() {
		text += fmt.Sprintf(" %s %d", v, a.verbs[v])
	}
	return text
}

func (c *chaos) hear(s event.Stamped) {
	if c.heard != nil {
		c.heard(s)
	}
	switch e := s.Event.(type) {
	case event.Fault:
		if e.State == event.Hit {
			c.count.hits++
			if f := c.lab.faultNamed(e.Name); f != nil {
				c.count.verbs[f.Verb]++
			}
		}
	case event.ISAKMPSA:
		switch {
		case e.State == event.Up:
			c.count.tunnels++
		case e.Reason == event.Operator:
			c.count.cleared++
		}
	case event.Interface:
		if e.State == event.AdminDown {
			c.count.shut++
		}
	case event.Peer:
		c.count.turns++
	case event.Router:
		if e.State == event.Booted {
			c.count.boots++
		}
	case event.DPD:
		if e.State == event.Dead {
			c.count.dead++
		}
	}
}

func (c *chaos) tell(format string, args ...any) {
	c.story = append(c.story, fmt.Sprintf("%8v ", c.lab.now.Sub(c.start).Round(time.Millisecond))+fmt.Sprintf(format, args...))
}

// chaosKeepalive is how a router watches its peers.
func chaosKeepalive(seed, router int) string {
	return []string{"10 periodic", "10 3 periodic", "10"}[(seed/3+router)%3]
}

// hasSecondPeer says whether every crypto map entry has another peer, which is not there: then the map
// turns to it when the first does not answer, and back when that one does not, and packets are held meanwhile.
func hasSecondPeer(seed int) bool { return seed%5 == 4 }

// chaosTopology is a hub R1 and its spokes on one segment, each with a host behind it.
func chaosTopology(seed, size int) *Topology {
	releases := []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE}
	t := &Topology{Seed: "chaos " + strconv.Itoa(seed), Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC),
		Computing: Computing(1 + seed/2%2)}
	wan := Link{Name: "wan", Delay: 5 * time.Millisecond}
	second := ""
	if hasSecondPeer(seed) {
		second = " set peer 10.0.0.99\n"
	}
	for i := range size {
		name := fmt.Sprintf("R%d", i+1)
		var peers strings.Builder
		for j := range size {
			if j == i || i > 0 && j > 0 {
				continue
			}
			fmt.Fprintf(&peers, "crypto map VPN %[1]d ipsec-isakmp\n set peer 10.0.0.%[1]d\n%[3]s set transform-set T\n match address TO%[1]d\n"+
				"ip access-list extended TO%[1]d\n permit ip 192.168.%[2]d.0 0.0.0.255 192.168.%[1]d.0 0.0.0.255\n"+
				"ip route 192.168.%[1]d.0 255.255.255.0 10.0.0.%[1]d\n", j+1, i+1, second)
		}
		t.Routers = append(t.Routers, Router{Name: name, Release: releases[(seed+i)%3], HasConfig: true,
			Interfaces: []string{"FastEthernet0/0", "FastEthernet0/1"}, Config: fmt.Sprintf(`hostname %[1]s
crypto isakmp policy 10
 encr aes
 authentication pre-share
 group 2
 lifetime 600
crypto isakmp key chaos address 10.0.0.0 255.255.255.0
crypto isakmp keepalive %[3]s
crypto ipsec security-association lifetime seconds 240
crypto ipsec transform-set T esp-aes esp-sha-hmac
%[4]sinterface FastEthernet0/0
 ip address 10.0.0.%[2]d 255.255.255.0
 crypto map VPN
interface FastEthernet0/1
 ip address 192.168.%[2]d.1 255.255.255.0
line con 0
 exec-timeout 0 0
 privilege level 15
end
`, name, i+1, chaosKeepalive(seed, i), peers.String())})
		t.Hosts = append(t.Hosts, Host{Name: fmt.Sprintf("H%d", i+1), Address: netip.MustParsePrefix(fmt.Sprintf("192.168.%d.10/24", i+1)),
			Gateway: netip.MustParseAddr(fmt.Sprintf("192.168.%d.1", i+1))})
		wan.Ends = append(wan.Ends, End{name, "FastEthernet0/0"})
		t.Links = append(t.Links, Link{Name: "lan" + name, Delay: time.Millisecond,
			Ends: []End{{name, "FastEthernet0/1"}, {fmt.Sprintf("H%d", i+1), ""}}})
	}
	t.Links = append(t.Links, wan)
	return t
}

func newChaos(t *testing.T, seed int) *chaos {
	c := &chaos{t: t, seed: seed, size: 2, Rand: rand.New(rand.NewPCG(uint64(seed), 0)),
		count: tally{hours: 1, verbs: map[fault.Verb]int{}}}
	if seed%2 == 1 {
		c.size = chaosRouter
	}
	c.names = fault.Names{Links: []string{"wan", "lanR1"}, Interfaces: []string{"Fa0/0", "Fa0/1"}}
	for i := range c.size {
		c.names.Routers = append(c.names.Routers, fmt.Sprintf("R%d", i+1))
	}
	c.names.Nodes = append(append(c.names.Nodes, c.names.Routers...), "H1", "H2")
	return c
}

func (c *chaos) begin() {
	var err error
	if c.lab, err = New(chaosTopology(c.seed, c.size), Options{Event: c.hear}); err != nil {
		c.t.Fatal(err)
	}
	c.start = c.lab.now
	for _, name := range c.names.Routers {
		attachConsole(c.t, c.lab, name)
		_ = c.lab.Do(name, router.Key{Terminal: Console, Key: '\r'})
	}
	c.pass(10 * time.Second)
}

// storm is more than may happen between two things that are done, half a minute apart at most.
const storm = 200_000

func (c *chaos) pass(d time.Duration) {
	events := 0
	stormy, err := c.lab.runUntil(c.lab.now.Add(d), func() bool { events++; return events > storm })
	if err != nil {
		c.t.Fatal(err)
	}
	if stormy {
		table, _ := c.lab.Command("faults")
		c.t.Fatalf("%d things happen in %v; there are the faults\n%s", events, d, table)
	}
}

// sendTraffic has each spoke's host and the hub's ping each other, who is not at it still.
func (c *chaos) sendTraffic() {
	for i := 1; i < c.size; i++ {
		_ = c.lab.Ping(fmt.Sprintf("H%d", i+1), "H1") // an error: it still pings
	}
	_ = c.lab.Ping("H1", fmt.Sprintf("H%d", 2+c.IntN(c.size-1)))
}

// act does one thing that goes wrong, or that an operator does about it.
func (c *chaos) act() {
	name := c.names.Routers[c.IntN(c.size)]
	switch n := c.IntN(22); {
	case n >= 20:
		lines := chaosChanges[c.IntN(len(chaosChanges))]
		c.tell("%s: %s", name, strings.Join(lines, ", "))
		c.configure(name, lines...)
	case n < 12:
		s := fault.Sample(c.Rand, c.names)
		got, err := c.lab.addFault(s)
		c.count.faults++
		c.tell("%v: %s %v", s, got, err)
	case n < 14:
		if len(c.lab.faults) > 0 {
			f := c.lab.faults[c.IntN(len(c.lab.faults))]
			c.tell("heal %s", f.Name)
			if err := c.lab.Heal(f.Name); err != nil {
				c.t.Fatal(err)
			}
		}
	case n < 18:
		line := []string{"clear crypto sa", "clear crypto isakmp", "clear crypto session"}[c.IntN(3)]
		c.tell("%s: %s", name, line)
		_ = c.lab.Type(name, line) // an error: it is switched off
	default:
		c.tell("crash or boot of %s", name)
		if c.lab.Crash(name) != nil {
			_ = c.lab.Boot(name) // an error: it boots already
		}
	}
}

// chaosChanges are what an operator changes in the configuration, and back.
var chaosChanges = [][]string{
	{"interface FastEthernet0/0", "shutdown"}, {"interface FastEthernet0/0", "no shutdown"},
	{"interface FastEthernet0/0", "no crypto map VPN"}, {"interface FastEthernet0/0", "crypto map VPN"},
	{"crypto isakmp keepalive 20 3 periodic"}, {"crypto isakmp keepalive 10"}, {"no crypto isakmp keepalive"},
	{"no crypto isakmp enable"}, {"crypto isakmp enable"}, {"crypto map VPN 1 ipsec-isakmp", "set pfs group2"},
	{"crypto map VPN 1 ipsec-isakmp", "no set pfs"},
}

func (c *chaos) configure(router string, lines ...string) {
	for _, line := range append(append([]string{"configure terminal"}, lines...), "end") {
		_ = c.lab.Type(router, line) // an error: it is switched off
	}
}

// reconfigure undoes all that was changed in configurations.
func (c *chaos) reconfigure() {
	for i, name := range c.names.Routers {
		c.configure(name, "crypto isakmp enable", "crypto isakmp keepalive "+chaosKeepalive(c.seed, i),
			"interface FastEthernet0/0", "no shutdown", "crypto map VPN")
		for j := range c.size {
			if (i == 0) != (j == 0) {
				c.configure(name, fmt.Sprintf("crypto map VPN %d ipsec-isakmp", j+1), "no set pfs")
			}
		}
	}
}

func (c *chaos) run() {
	for end := c.start.Add(chaosHour); c.lab.now.Before(end); {
		c.sendTraffic()
		c.act()
		c.pass(time.Duration(1+c.IntN(30_000)) * time.Millisecond)
	}
	c.lab.HealAll()
	c.healed = c.lab.now
	for _, m := range c.lab.machines {
		if m.box == nil && m.reboot.IsZero() {
			if err := c.lab.Boot(m.Name); err != nil {
				c.t.Fatal(err)
			}
		}
	}
	c.pass(20 * time.Second) // who boots, boots
	c.reconfigure()
	c.tell("all is healed")
}

// mayTake is within what traffic passes again: a second peer that is not there is given up before, once.
func (c *chaos) mayTake() time.Duration {
	if hasSecondPeer(c.seed) {
		return resumeTime + (6*10+30)*time.Second
	}
	return resumeTime
}

// resume waits until the host of every spoke is answered, each ping of five, and says how long it took.
func (c *chaos) resume() (took time.Duration, ok bool) {
	from := c.healed
	for i := 1; i < c.size; i++ {
		h := c.lab.hosts[i]
		for answered := false; !answered; {
			if c.lab.now.Sub(from) > c.mayTake() {
				c.tell("%s is not answered", h.Name)
				return c.lab.now.Sub(from), false
			}
			if !h.pinging {
				h.last = ""
				_ = c.lab.Ping(h.Name, "H1")
			}
			c.pass(time.Second)
			answered = strings.Contains(h.last, "5 answered")
		}
	}
	return c.lab.now.Sub(from), true
}

// wiresAreNormal says whether no fault has left anything on a wire.
func (c *chaos) wiresAreNormal() bool {
	for _, w := range c.lab.wires {
		for _, row := range w.ways {
			for _, d := range row {
				if d != w.normal {
					return false
				}
			}
		}
	}
	return true
}

// clearAll clears all SAs, and lets what is left of them run out.
func (c *chaos) clearAll() {
	c.pass(time.Minute)
	for range 2 { // the second time what began between the first and the last router
		for _, name := range c.names.Routers {
			if err := c.lab.Type(name, "clear crypto session"); err != nil {
				c.t.Fatal(err)
			}
		}
		c.pass(time.Second)
	}
	c.pass(idleTime)
}

// census counts what the lab and its routers hold.
func (c *chaos) census() map[string]int {
	counts := map[string]int{"packets under way": len(c.lab.underway), "faults": len(c.lab.faults), "steps": c.lab.depth,
		"after": len(c.lab.after)}
	for _, m := range c.lab.machines {
		var all []ike.Count
		if r, ok := m.box.(*router.Router); ok {
			all = r.Census()
		}
		all = append(all, ike.Count{Name: "waiting inputs", N: len(m.waiting) + len(m.answers) + len(m.answered) + len(m.leaving)})
		for _, one := range all {
			counts[m.Name+" "+one.Name] = one.N
		}
	}
	return counts
}

// The same number gives the same hour, to the last event.
func TestChaosRepeats(t *testing.T) {
	if testing.Short() {
		t.Skip("hours of chaos")
	}
	for seed := range 4 {
		var sums [2][sha256.Size]byte
		for i := range sums {
			digest := sha256.New()
			c := newChaos(t, seed)
			c.heard = func(s event.Stamped) { fmt.Fprintln(digest, s) }
			c.begin()
			c.run()
			sums[i] = [sha256.Size]byte(digest.Sum(nil))
		}
		if sums[0] != sums[1] {
			t.Errorf("hour %d differs when it is run again", seed)
		}
	}
}

// runChaos is an hour: it fails with what was done in it.
func runChaos(t *testing.T, seed int) tally {
	fresh := newChaos(t, seed)
	fresh.begin()
	fresh.reconfigure()
	fresh.healed = fresh.lab.now
	fresh.sendTraffic()
	if took, ok := fresh.resume(); !ok {
		t.Fatalf("without a fault traffic does not pass in %v", took)
	}
	fresh.clearAll()

	c := newChaos(t, seed)
	var told []event.Stamped
	c.heard = func(s event.Stamped) { told = append(told, s) }
	defer func() {
		if t.Failed() || *chaosSeed >= 0 {
			t.Logf("go test ./lab -run TestChaos -chaos.seed %d\n%s", seed, strings.Join(c.story, "\n"))
		}
	}()
	c.begin()
	c.run()
	if !c.wiresAreNormal() {
		t.Error("wires are not as they were, though all is healed")
	}
	took, ok := c.resume()
	if !ok {
		t.Errorf("traffic does not pass %v after the last fault", took)
	}
	c.tell("traffic passes after %v", took)
	c.count.longest = took
	c.clearAll()
	want := fresh.census()
	for name, n := range c.census() {
		if n != want[name] {
			t.Errorf("%s: %d are left, and without chaos %d", name, n, want[name])
		}
	}
	checkOrder(t, told)
	return c.count
}
