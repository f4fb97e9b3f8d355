package lab

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/event"
	"ruthere/packet"
	"ruthere/router"
)

var tunnelSeeds = flag.Int("tunnel.seeds", 12, "how many runs of random changes to protected tunnels there are, a release each in turn")

// pairOfRouters are two routers with two ways each to be the end of a tunnel: the interface outside, and a loopback.
const pairOfRouters = `
seed: SEED
clock: 2026-03-10T09:00:00Z
routers:
ROUTERS
links:
  - {name: wire, ends: ["A:FastEthernet0/0", "B:FastEthernet0/0"], delay: 5ms}
`

const oneOfTwo = `  - name: NAME
    ios: "RELEASE"
    config: |
      hostname NAME
      ip vrf RED
       rd 1:1
      crypto isakmp keepalive 10 2 periodic
      interface Loopback0
       ip address 10.0.0.OWN 255.255.255.255
      interface FastEthernet0/0
       ip address 192.0.2.OWN 255.255.255.252
      ip route 10.0.0.OTHER 255.255.255.255 192.0.2.OTHER
      line con 0
       exec-timeout 0 0
      end
`

// wholeTunnels are the lines by which both routers have both tunnels, whatever was typed before.
const wholeTunnels = `configure terminal
crypto isakmp enable
crypto isakmp policy 10
encr aes
authentication pre-share
group 2
exit
crypto isakmp key k address 192.0.2.OTHER
crypto isakmp key k address 10.0.0.OTHER
crypto ipsec transform-set TS esp-aes esp-sha-hmac
mode transport
exit
crypto ipsec transform-set T3 esp-3des esp-md5-hmac
exit
crypto ipsec profile P
set transform-set TS
no set pfs
no responder-only
exit
crypto ipsec profile Q
set transform-set T3
exit
interface FastEthernet0/0
ip address 192.0.2.OWN 255.255.255.252
no shutdown
exit
ip route 10.0.0.OTHER 255.255.255.255 192.0.2.OTHER
interface Tunnel0
no ip vrf forwarding
ip address 10.9.0.OWN 255.255.255.252
tunnel source FastEthernet0/0
tunnel destination 192.0.2.OTHER
no tunnel vrf
no tunnel key
no keepalive
tunnel mode ipsec ipv4
tunnel protection ipsec profile P
no shutdown
interface Tunnel1
no ip vrf forwarding
ip address 10.9.1.OWN 255.255.255.252
tunnel source Loopback0
tunnel destination 10.0.0.OTHER
no tunnel vrf
no keepalive
tunnel mode gre ip
tunnel key 1
tunnel protection ipsec profile Q
no shutdown
end`

// changesOfTunnels are what somebody types into the middle of that; TUNNEL is one of the two.
var changesOfTunnels = []string{"interface TUNNEL\ntunnel mode gre ip", "interface TUNNEL\ntunnel mode ipsec ipv4",
	"interface TUNNEL\ntunnel mode ipip",
	"interface TUNNEL\ntunnel protection ipsec profile P", "interface TUNNEL\ntunnel protection ipsec profile Q",
	"interface TUNNEL\ntunnel protection ipsec profile P shared", "interface TUNNEL\nno tunnel protection ipsec profile P",
	"interface TUNNEL\ntunnel source Loopback0", "interface TUNNEL\ntunnel source FastEthernet0/0", "interface TUNNEL\nno tunnel source",
	"interface TUNNEL\ntunnel destination 10.0.0.OTHER", "interface TUNNEL\ntunnel destination 192.0.2.OTHER",
	"interface TUNNEL\nno tunnel destination", "interface TUNNEL\ntunnel destination 192.0.2.OWN", "interface TUNNEL\nshutdown",
	"interface TUNNEL\nno shutdown", "interface TUNNEL\ntunnel key 7", "interface TUNNEL\ntunnel vrf RED", "interface TUNNEL\nno tunnel vrf",
	"interface TUNNEL\nip vrf forwarding RED", "interface TUNNEL\nkeepalive 2 2", "no interface TUNNEL",
	"crypto ipsec profile P\nset pfs group2",
	"crypto ipsec profile P\nset transform-set T3", "crypto ipsec profile P\nresponder-only", "no crypto ipsec profile Q",
	"no crypto ipsec transform-set TS", "crypto ipsec transform-set T3 esp-des esp-sha-hmac", "no crypto isakmp enable",
	"no crypto isakmp key k address 192.0.2.OTHER", "crypto isakmp policy 10\nencr 3des", "interface FastEthernet0/0\nshutdown",
	"interface FastEthernet0/0\nno shutdown", "interface FastEthernet0/0\nno ip address",
	"no ip route 10.0.0.OTHER 255.255.255.255 192.0.2.OTHER",
	"do clear crypto session", "do clear crypto sa", "do clear crypto isakmp"}

// A changer types at two routers.
type changer struct {
	*Lab
	t      *testing.T
	chance *rand.Rand
	clear  []string // packets of a tunnel that are on the wire and not protected
	told   []string
	output strings.Builder
}

var ownAndOther = map[string]*strings.Replacer{"A": strings.NewReplacer("OWN", "1", "OTHER", "2"),
	"B": strings.NewReplacer("OWN", "2", "OTHER", "1")}

func newChanger(t *testing.T, seed int) *changer {
	t.Helper()
	var routers strings.Builder
	for _, name := range []string{"A", "B"} {
		one := strings.NewReplacer("NAME", name, "RELEASE", []string{"12.4", "15", "xe"}[seed%3]).Replace(oneOfTwo)
		routers.WriteString(ownAndOther[name].Replace(one))
	}
	text := strings.NewReplacer("SEED", fmt.Sprintf("tunnels %d", seed), "ROUTERS\n", routers.String()).Replace(pairOfRouters)
	topology, err := ParseTopology("pair.yaml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	c := &changer{t: t, chance: rand.New(rand.NewPCG(uint64(seed), 7))}
	c.Lab, err = New(topology, Options{Packets: true, Event: c.hear, Terminal: func(_ string, out router.TerminalOutput) {
		switch out := out.(type) {
		case router.TerminalText:
			c.output.WriteString(out.Text)
		case router.TerminalLog:
			c.output.WriteString(out.Text + "\n")
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range c.Routers() {
		attachConsole(t, c.Lab, name)
		say(t, c.Lab, name, "enable", "terminal length 0")
		c.typeAt(name, wholeTunnels)
	}
	return c
}

// bareGRE is the most that an answer to a keepalive has, which its router forwards as any other packet: IP, GRE, a key.
const bareGRE = 28

// hear notes what leaves a router in clear whose tunnels are all protected.
func (c *changer) hear(e event.Stamped) {
	p, is := e.Event.(event.Packet)
	if !is || p.State != event.Sent || p.Protocol != packet.ProtocolGRE && p.Protocol != packet.ProtocolIPinIP {
		return
	}
	if p.Length > bareGRE && !c.sendsInClear(p.From) {
		c.clear = append(c.clear, fmt.Sprintf("%s: %v > %v, protocol %d", e.At.Format(time.TimeOnly), p.Src, p.Dst, p.Protocol))
	}
}

// sendsInClear says whether a router has a tunnel without protection.
func (c *changer) sendsInClear(name string) bool {
	for _, block := range strings.Split(c.RunningConfig(name), "\ninterface ") {
		if strings.HasPrefix(block, "Tunnel") && !strings.Contains(block, "\n tunnel protection") {
			return true
		}
	}
	return false
}

func (c *changer) typeAt(name, lines string) {
	c.t.Helper()
	say(c.t, c.Lab, name, strings.Split(ownAndOther[name].Replace(lines), "\n")...)
}

// change does one thing, at one router, and lets some time pass.
func (c *changer) change() {
	name := []string{"A", "B"}[c.chance.IntN(2)]
	switch n := c.chance.IntN(len(changesOfTunnels) + 2); {
	case n < len(changesOfTunnels):
		lines := strings.ReplaceAll(changesOfTunnels[n], "TUNNEL", fmt.Sprintf("Tunnel%d", c.chance.IntN(2)))
		c.told = append(c.told, c.Now().Format(time.TimeOnly)+" "+name+": "+strings.ReplaceAll(lines, "\n", "; "))
		c.typeAt(name, "configure terminal\n"+lines+"\nend")
	case n == len(changesOfTunnels):
		c.told = append(c.told, c.Now().Format(time.TimeOnly)+" cut")
		if err := c.Cut("A", "B", false); err != nil {
			c.t.Fatal(err)
		}
	default:
		c.told = append(c.told, c.Now().Format(time.TimeOnly)+" restore")
		c.RestoreAll()
	}
	advance(c.t, c.Lab, time.Duration(c.chance.IntN(40_000))*time.Millisecond)
}

// isWhole says what is missing a while after all is as it should be: "" for nothing.
func (c *changer) isWhole() string {
	c.t.Helper()
	for _, text := range []string{"interface A Tunnel0 up and interface B Tunnel0 up and interface A Tunnel1 up and interface B Tunnel1 up",
		"ping A 10.9.0.2", "ping A 10.9.1.2", "ping B 10.9.0.1", "ping B 10.9.1.1"} {
		condition, err := c.ParseCondition(text)
		if err != nil {
			c.t.Fatal(err)
		}
		if ok, err := c.RunUntil(c.Now().Add(150*time.Second), func() bool { return condition.holds(c.Lab) }); err != nil || !ok {
			return fmt.Sprintf("%s: %v, %s", text, err, condition.lastSeen(c.Lab))
		}
	}
	return ""
}

// Whatever is typed into protected tunnels, and whatever happens to the wire meanwhile: when all is typed as it was, they are up again
// within two minutes and a half, and nothing has left in clear that was to be protected.
func TestTunnelsComeBackFromChanges(t *testing.T) {
	wholeOnly(t)
	for seed := range *tunnelSeeds {
		c := newChanger(t, seed)
		advance(t, c.Lab, 10*time.Second)
		problem := c.isWhole()
		for range 12 {
			if problem == "" {
				c.change()
			}
		}
		if problem == "" {
			c.RestoreAll()
			c.output.Reset()
			for _, name := range c.Routers() {
				c.typeAt(name, wholeTunnels)
			}
			advance(t, c.Lab, time.Second)
			problem = c.isWhole()
		}
		if problem != "" || len(c.clear) > 0 {
			for _, name := range c.Routers() {
				say(t, c.Lab, name, "show crypto session", "show ip interface brief", "show crypto isakmp sa", "show crypto map")
			}
			advance(t, c.Lab, time.Second)
			t.Fatalf("seed %d: %s\nin clear: %q\n%s\n%s", seed, problem, slices.Compact(c.clear), strings.Join(c.told, "\n"), c.output.String())
		}
	}
}
