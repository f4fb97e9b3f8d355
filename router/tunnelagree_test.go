package router

import (
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/packet"
)

// agreeing is a router with a tunnel, what depends on it, and a far end that answers keepalives or does not.
type agreeing struct {
	*rig
	release debuglog.Release
	answers bool
	told    string // of the tunnel's line protocol, last
}

const agreeingConfig = routedConfig + `interface Loopback0
 ip address 10.50.0.1 255.255.255.255
interface Tunnel0
 ip address 10.99.0.1 255.255.255.0
 tunnel source FastEthernet0/0
 tunnel destination 10.0.1.2
track 1 interface Tunnel0 line-protocol
track 2 interface FastEthernet0/1 line-protocol
track 3 ip route 10.2.0.0 255.255.0.0 reachability
ip route 10.88.0.0 255.255.0.0 Tunnel0
ip route 10.2.9.9 255.255.255.255 Null0 track 2
router rip
 network 10.0.0.0
`

// agreeingChanges are typed below the tunnel; each may undo another one.
var agreeingChanges = [][]string{
	{"tunnel destination 10.0.1.2"}, {"tunnel destination 10.0.1.2"}, {"no tunnel destination"}, {"tunnel destination 10.2.9.9"},
	{"shutdown"}, {"no shutdown"}, {"no shutdown"}, {"tunnel source 192.168.1.1"}, {"tunnel source FastEthernet0/0"},
	{"tunnel source Loopback0"}, {"tunnel mode ipsec ipv4"}, {"tunnel mode gre ip"}, {"tunnel mode gre ip"}, {"tunnel mode ipip"},
	{"keepalive 1 2"}, {"keepalive 1 1"}, {"no keepalive"}, {"ip unnumbered Loopback0"}, {"ip address 10.99.0.1 255.255.255.0"},
	{"tunnel key 5"}, {"no tunnel key"}, {"tunnel vrf RED"}, {"no tunnel vrf"},
	{"exit", "interface FastEthernet0/0", "shutdown"}, {"exit", "interface FastEthernet0/0", "no shutdown"},
	{"exit", "interface FastEthernet0/1", "shutdown"}, {"exit", "interface FastEthernet0/1", "no shutdown"},
	{"exit", "interface Loopback0", "shutdown"}, {"exit", "interface Loopback0", "no shutdown"},
	{"exit", "no ip route 0.0.0.0 0.0.0.0 10.0.1.2"}, {"exit", "ip route 0.0.0.0 0.0.0.0 10.0.1.2"},
	{"exit", "ip route 10.0.1.2 255.255.255.255 Tunnel0 track 1"}, {"exit", "ip route 10.0.1.2 255.255.255.255 Tunnel0"},
	{"exit", "no ip route 10.0.1.2 255.255.255.255 Tunnel0"}, {"exit", "no ip route 10.0.1.2 255.255.255.255 Tunnel0"},
	{"exit", "no interface Tunnel0", "interface Tunnel0", "ip address 10.99.0.1 255.255.255.0"},
}

// mending undoes them all.
var mending = []string{"configure terminal", "interface FastEthernet0/0", "no shutdown", "interface FastEthernet0/1", "no shutdown",
	"interface Loopback0", "no shutdown", "interface Tunnel0", "no shutdown", "tunnel source FastEthernet0/0",
	"tunnel destination 10.0.1.2", "tunnel mode gre ip", "no tunnel vrf", "exit", "ip route 0.0.0.0 0.0.0.0 10.0.1.2",
	"ip route 10.88.0.0 255.255.0.0 Tunnel0", "no ip route 10.0.1.2 255.255.255.255 Tunnel0", "end"}

func newAgreeing(t *testing.T, release debuglog.Release) *agreeing {
	b := newRig(t, release, "ip vrf RED\n"+agreeingConfig)
	for _, name := range []string{"FastEthernet0/0", "FastEthernet0/1"} {
		b.do(LinkChange{Interface: name, Up: true})
	}
	b.pass(5 * time.Second)
	b.typed(0, "enable", "terminal length 0")
	return &agreeing{rig: b, release: release}
}

// wait lets time pass; meanwhile the far end answers, if it does.
func (a *agreeing) wait(d time.Duration) {
	for end := a.now.Add(d); a.now.Before(end); {
		a.sent = nil
		a.pass(min(200*time.Millisecond, end.Sub(a.now)))
		for _, sent := range a.sent {
			outer, err := packet.ParseIPv4(sent.Data)
			if err != nil || outer.Protocol != packet.ProtocolGRE || !a.answers {
				continue
			}
			if g, err := packet.ParseGRE(outer.Payload); err == nil && g.Protocol == packet.EtherTypeIPv4 {
				a.do(PacketIn{Interface: sent.Interface, Data: g.Payload})
			}
		}
	}
	const line = "Line protocol on Interface Tunnel0, changed state to "
	for _, l := range a.said() {
		if _, state, ok := strings.Cut(l, line); ok {
			a.told = state
		}
	}
}

var tunnelLine = regexp.MustCompile(`(?m)^Tu(?:nnel)?0 .*$`)

// check asks all commands and returns whether the tunnel is up, or what disagrees.
func (a *agreeing) check() (up bool, disagrees string) {
	first := a.typed(0, "show interfaces Tunnel0")
	up = strings.Contains(first, "line protocol is up")
	borrows := strings.Contains(first, "unnumbered")
	is := map[bool]string{true: "up", false: "down"}[up]
	link := "up"
	if strings.Contains(first, "administratively down") {
		link = "administratively down"
	}
	a.typed(0, "show clock")
	for _, c := range []struct {
		command, want string
		found         bool
	}{
		{"show ip interface Tunnel0", "Tunnel0 is " + link + ", line protocol is " + is, true},
		{"show protocols", "Tunnel0 is " + link + ", line protocol is " + is, true},
		{"show ip route 10.99.0.7", "directly connected, via Tunnel0", up && !borrows},
		{"show ip route 10.88.0.1", "directly connected, via Tunnel0", up},
		{"show ip route static", " is directly connected, Tunnel0\n", up},
		{"show ip protocols", "    Tunnel0 ", up && !borrows},
		{"show track 1", "Line protocol is " + strings.ToUpper(is[:1]) + is[1:], true},
		{"show interfaces Tunnel0 | json", `"line_protocol": "` + is, true},
	} {
		got := a.typed(0, c.command)
		if strings.Contains(got, "delayed") { // what is tracked is looked at once a second
			continue
		}
		if strings.Contains(got, c.want) != c.found {
			return up, strconv.Quote(c.want) + " should be there: " + strconv.FormatBool(c.found) + "\n" + got
		}
	}
	brief := regexp.MustCompile(` ` + link + ` +` + is + ` *$`)
	for _, command := range []string{"show ip interface brief", "show interfaces description"} {
		got := a.typed(0, command)
		line := strings.Replace(tunnelLine.FindString(got), "admin down", "administratively down", 1)
		if !brief.MatchString(line) {
			return up, got
		}
	}
	if line := "Tunnel linestate evaluation " + is; a.release != debuglog.IOS124 && !strings.Contains(first, line) {
		return up, first
	}
	return up, ""
}

// At every instant of random changes of interfaces, links, routes, tracks and keepalives all commands say the same of a tunnel, and
// what the log said last is so once all is told. RUTHERE_AGREEING says how many walks there are.
func TestTunnelCommandsAgree(t *testing.T) {
	walks, err := strconv.Atoi(os.Getenv("RUTHERE_AGREEING"))
	if err != nil {
		walks = 4
	}
	seen := map[bool]int{}
	releases := []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE}
	for seed := range uint64(walks) {
		a := newAgreeing(t, releases[seed%3])
		random := rand.New(rand.NewPCG(seed, 1))
		for step := range 40 {
			var did []string
			switch n := random.IntN(len(agreeingChanges) + 6); {
			case step%5 == 4:
				did = mending
				a.do(LinkChange{Interface: "FastEthernet0/0", Up: true})
				a.typed(0, did...)
				a.wait(5 * time.Second)
			case n < len(agreeingChanges):
				did = agreeingChanges[n]
				a.typed(0, slices.Concat([]string{"configure terminal", "interface Tunnel0"}, did, []string{"end"})...)
			case n < len(agreeingChanges)+4:
				n -= len(agreeingChanges)
				a.do(LinkChange{Interface: []string{"FastEthernet0/0", "FastEthernet0/1"}[n%2], Up: n/2 == 0})
			default:
				a.answers = !a.answers
			}
			for range 2 {
				a.wait(time.Duration(random.IntN(1500)) * time.Millisecond)
				up, disagrees := a.check()
				if disagrees != "" {
					t.Fatalf("seed %d, step %d, after %q: up is %v, but %s", seed, step, did, up, disagrees)
				}
				seen[up]++
			}
			if step%8 == 7 {
				a.answers = true
				a.wait(70 * time.Second)
				up, disagrees := a.check()
				if told := a.told == "up"; disagrees != "" || a.told != "" && told != up {
					t.Fatalf("seed %d, step %d: up is %v, told %q; %s", seed, step, up, a.told, disagrees)
				}
			}
		}
	}
	if least := walks * 10; seen[true] < least || seen[false] < least {
		t.Errorf("the tunnel was nearly always one thing: %v", seen)
	}
}
