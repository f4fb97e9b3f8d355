package lab

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruthere/event"
	"ruthere/packet"
)

// shortLives has the IPsec SAs of scripts/gre-crypto-map.yaml live as short as they may: then a few minutes see many rekeyings.
var shortLives = strings.NewReplacer("group 14\n", "group 14\n       lifetime PHASE1\n",
	" set transform-set HOSTS\n", " set transform-set HOSTS\n       set security-association lifetime seconds 120\n",
	" set transform-set NETS\n", " set transform-set NETS\n       set security-association lifetime seconds 120\n")

// A greLab is that lab with short lives, and counts what its wires carry.
type greLab struct {
	*Lab
	asked, answered map[string]int           // echoes, by the host that asks
	renewed         map[event.Role]int       // IPsec SAs beyond the first, by the role of West
	began           map[event.Role]int       // phase 1, likewise
	unprotected     map[uint8]int            // packets at the ISP that are neither ESP nor IKE, by protocol
	peers           map[string][2]netip.Addr // who asks whom, by the name of who asks
}

func newGRELab(t *testing.T, seed, phase1 int) *greLab {
	t.Helper()
	text := shortLives.Replace(shipped(t, "gre-crypto-map.yaml"))
	text = strings.ReplaceAll(text, "PHASE1", strconv.Itoa(phase1))
	text = strings.Replace(text, "seed: old-style", fmt.Sprintf("seed: old-style-%d", seed), 1)
	text = strings.ReplaceAll(text, "delay: 2ms", fmt.Sprintf("delay: %dms", 1+seed%40))
	topology, err := ParseTopology("gre-crypto-map.yaml", []byte(text), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	g := &greLab{asked: map[string]int{}, answered: map[string]int{}, renewed: map[event.Role]int{}, began: map[event.Role]int{},
		unprotected: map[uint8]int{}, peers: map[string][2]netip.Addr{}}
	for from, to := range map[string][2]string{"PC2": {"192.168.2.10", "192.168.1.10"}, "PC1": {"192.168.1.10", "192.168.3.10"}} {
		g.peers[from] = [2]netip.Addr{netip.MustParseAddr(to[0]), netip.MustParseAddr(to[1])}
	}
	if g.Lab, err = New(topology, Options{Packets: true, Event: g.note}); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"West", "East", "North"} {
		attachConsole(t, g.Lab, name)
	}
	advance(t, g.Lab, 8*time.Second)
	return g
}

func (g *greLab) note(e event.Stamped) {
	switch is := e.Event.(type) {
	case event.IPsecSA:
		if e.Router == "West" && is.State == event.Up {
			g.renewed[is.Role]++
		}
	case event.ISAKMPSA:
		if e.Router == "West" && is.State == event.Up {
			g.began[is.Role]++
		}
	case event.Packet:
		if is.State != event.Sent {
			return
		}
		if is.To == "ISP" && is.Protocol != packet.ProtocolESP && is.Protocol != packet.ProtocolUDP {
			g.unprotected[is.Protocol]++
		}
		if who, asks := g.peers[is.To]; asks && is.Src == who[1] && is.Protocol == packet.ProtocolICMP {
			g.answered[is.To]++
		}
	}
}

// ask has PC2 ask PC1, and PC1 ask PC3, for a while, at random instants that are no further apart than a time.
func (g *greLab) ask(t *testing.T, random *rand.Rand, d, apart time.Duration) {
	t.Helper()
	for end := g.Now().Add(d); g.Now().Before(end); {
		for _, name := range []string{"PC1", "PC2"} {
			node, err := g.findNode(name)
			if err != nil {
				t.Fatal(err)
			}
			g.withinStep(func() {
				node.(*host).sendICMP(g.peers[name][1], packet.ICMP{Type: packet.ICMPEcho, ID: 9, Data: make([]byte, hostPingData)})
			})
			g.asked[name]++
			advance(t, g.Lab, time.Duration(random.Int64N(int64(apart))))
		}
	}
	advance(t, g.Lab, time.Second) // what is under way
}

// wantNoLoss brings the tunnels up, and has nothing lost for a while of which somebody makes SAs again and again.
func (g *greLab) wantNoLoss(t *testing.T, random *rand.Rand, d, apart time.Duration, faults ...string) {
	t.Helper()
	g.ask(t, random, 100*time.Millisecond, 100*time.Millisecond) // asks for the SAs, and is lost
	advance(t, g.Lab, 5*time.Second)
	clear(g.asked)
	clear(g.answered)
	for _, sentence := range faults {
		if _, err := g.Fault(sentence); err != nil {
			t.Fatal(err)
		}
	}
	g.ask(t, random, d, apart)
	for _, name := range []string{"PC1", "PC2"} {
		if g.answered[name] != g.asked[name] {
			t.Errorf("%s asked %d times, and was answered %d times", name, g.asked[name], g.answered[name])
		}
	}
	if len(g.unprotected) > 0 {
		t.Errorf("packets in clear, by protocol: %v", g.unprotected)
	}
}

// rekeySeeds is how many labs run, without RUTHERE_REKEYS.
const rekeySeeds = 2

// Rekeying of both phases by either side loses no packet of GRE in a crypto map, in either mode.
func TestRekeyingLosesNothing(t *testing.T) {
	wholeOnly(t)
	seeds := rekeySeeds
	if n, err := strconv.Atoi(os.Getenv("RUTHERE_REKEYS")); err == nil {
		seeds = n
	}
	renewed, began := map[event.Role]int{}, map[event.Role]int{}
	for seed := range seeds {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			g := newGRELab(t, seed, 60)
			g.wantNoLoss(t, rand.New(rand.NewPCG(uint64(seed), 47)), 4*time.Minute, 80*time.Millisecond)
			for _, role := range []event.Role{event.Initiator, event.Responder} {
				renewed[role] += g.renewed[role]
				began[role] += g.began[role]
			}
		})
	}
	t.Logf("by West's role, IPsec SAs: %v, ISAKMP SAs: %v", renewed, began)
	for _, role := range []event.Role{event.Initiator, event.Responder} {
		if renewed[role] < 2*seeds || began[role] < 2*seeds { // one was the first
			t.Errorf("West was hardly ever %s", role)
		}
	}
}

// Nor does it lose any while a message of the rekeying is lost once: the old SAs live until it was sent again.
func TestRekeyingWithLostMessages(t *testing.T) {
	wholeOnly(t)
	for _, c := range []struct {
		message string
		phase1  int // seconds; a quick mode ends with the phase 1 under which it began
	}{
		{"quick mode message 1", 86400}, {"quick mode message 2", 86400}, {"quick mode message 3", 86400}, {"main mode message 1", 60},
		{"main mode message 3", 60}, {"main mode message 6", 60},
	} {
		t.Run(c.message, func(t *testing.T) {
			newGRELab(t, 1, c.phase1).wantNoLoss(t, rand.New(rand.NewPCG(1, 48)), 140*time.Second, 400*time.Millisecond,
				"drop "+c.message+" from West once", "drop "+c.message+" to West once")
		})
	}
}
