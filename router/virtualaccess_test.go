package router

import (
	"fmt"
	"io"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
)

const templateText = `hostname Hub
crypto isakmp policy 10
 encr aes
 authentication pre-share
 group 19
crypto keyring K
 pre-shared-key address 0.0.0.0 0.0.0.0 key Azulejo27
crypto isakmp keepalive 10 periodic
crypto isakmp profile DVTI
 keyring K
 match identity address 0.0.0.0
 virtual-template 1
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto ipsec profile P
 set transform-set T
interface Loopback0
 ip address 10.99.0.1 255.255.255.255
interface FastEthernet0/1
 ip address 192.168.1.1 255.255.255.0
interface FastEthernet0/0
 ip address 192.0.2.1 255.255.255.0
interface Virtual-Template1 type tunnel
 ip unnumbered Loopback0
 tunnel mode ipsec ipv4
 tunnel protection ipsec profile P
ip route 172.16.0.0 255.240.0.0 192.0.2.254
`

// newCloned brings up n static VTIs to a hub that knows none of them.
func newCloned(tb testing.TB, release debuglog.Release, n int) *spokes {
	s := &spokes{n: n}
	others := streams(map[string]*rand.ChaCha8{})
	s.far = newOtherRig(tb, debuglog.IOS15, spokesText(n, "ipsec ipv4", false),
		func(purpose string) io.Reader { return others("far " + purpose) })
	s.hub = newRig(tb, release, templateText)
	for _, end := range []*rig{s.hub, s.far} {
		end.do(LinkChange{Interface: "FastEthernet0/0", Up: true})
		end.do(LinkChange{Interface: "FastEthernet0/1", Up: true})
		end.typed(0, "enable")
	}
	s.pass(20 * time.Second)
	return s
}

// clones are the numbers of the interfaces that the hub has cloned. Whatever there is of one agrees: in force but not typed, up, with one
// pair of SAs of its own peer.
func (s *spokes) clones(tb testing.TB) (numbers []int) {
	tb.Helper()
	r := s.hub.router
	peers := map[string]bool{}
	for _, i := range r.config.Interfaces {
		if !config.IsVirtualAccess(i.Name) {
			continue
		}
		var number int
		_, _ = fmt.Sscanf(i.Name, "Virtual-Access%d", &number)
		numbers = append(numbers, number)
		entries := r.tunnelMaps.EntriesOf(i.Name)
		if !r.isUp(i) || len(entries) != 1 || !r.engine.IsTunnelUp(entries[0]) || i.CryptoMap != i.Name+"-head-0" ||
			peers[i.Tunnel.Destination] || entries[0].Peers[0].String() != i.Tunnel.Destination || r.typed.Interface(i.Name) != nil {
			tb.Errorf("%s to %s: up is %v, entries %v", i.Name, i.Tunnel.Destination, r.isUp(i), entries)
		}
		peers[i.Tunnel.Destination] = true
	}
	if pairs := r.engine.IPsec.Len(); pairs != len(numbers) {
		tb.Errorf("%d interfaces, %d pairs of SAs", len(numbers), pairs)
	}
	sessions := r.engine.Sessions(s.hub.now, ike.Filter{})
	if len(sessions) != len(numbers) {
		tb.Errorf("%d interfaces, %d sessions", len(numbers), len(sessions))
	}
	return numbers
}

// firstNumbers are the numbers from 1 to n.
func firstNumbers(n int) (list []int) {
	for i := range n {
		list = append(list, i+1)
	}
	return list
}

// Spokes come and go as they like: each that is there has one interface, the numbers are the lowest that there are, and when all have
// fallen silent nothing is left.
func TestClonesFollowTheirPeers(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		const n = 20
		s := newCloned(t, release, n)
		if got := s.clones(t); !slices.Equal(got, firstNumbers(n)) {
			t.Fatalf("%v: %v are there", release, got)
		}
		random := rand.New(rand.NewPCG(1, uint64(release)))
		for range 10 {
			gone := map[int]bool{}
			for range 1 + random.IntN(5) {
				peer := 1 + random.IntN(n)
				gone[peer] = true
				s.far.typed(0, "configure terminal", fmt.Sprintf("interface Tunnel%d", peer-1), "shutdown", "end")
			}
			s.pass(2 * time.Second)
			if got := s.clones(t); len(got) != n-len(gone) {
				t.Fatalf("%v: after %d have gone %v are there", release, len(gone), got)
			}
			for peer := range n { // in their order
				if gone[peer+1] {
					s.far.typed(0, "configure terminal", fmt.Sprintf("interface Tunnel%d", peer), "no shutdown", "end")
				}
			}
			s.pass(5 * time.Second)
			if got := s.clones(t); !slices.Equal(got, firstNumbers(n)) {
				t.Fatalf("%v: after all have come back %v are there", release, got)
			}
		}
		s.far = newRig(t, debuglog.IOS15, "")
		s.far.now = s.hub.now
		s.pass(25 * time.Second)
		if got := s.clones(t); len(got) > 0 {
			t.Errorf("%v: of dead peers %v are left", release, got)
		}
		r := s.hub.router
		for name := range r.traffic {
			if config.IsVirtualAccess(name) {
				t.Errorf("%v: the counters of %s are left", release, name)
			}
		}
		for name := range r.tunnels {
			if config.IsVirtualAccess(name) {
				t.Errorf("%v: the state of %s is left", release, name)
			}
		}
	}
}

// What a peer's interface has counted is that peer's: the next one of its number begins at nothing.
func TestClonesCountForTheirPeer(t *testing.T) {
	s := newCloned(t, debuglog.IOS15, 2)
	s.hub.typed(0, "configure terminal", "ip route 10.128.0.0 255.255.255.0 Virtual-Access1",
		"ip route 10.128.1.0 255.255.255.0 Virtual-Access2", "end")
	counted := func(number int) uint64 { return s.hub.router.countersOf(config.VirtualAccessName(number)).outPackets }
	for range 3 {
		s.hub.do(PacketIn{Interface: "FastEthernet0/1", Data: datagram("192.168.1.10", "10.128.0.9").Append(nil)})
	}
	s.hub.do(PacketIn{Interface: "FastEthernet0/1", Data: datagram("192.168.1.10", "10.128.1.9").Append(nil)})
	s.pass(time.Second)
	if counted(1) != 3 || counted(2) != 1 {
		t.Errorf("counted %d and %d", counted(1), counted(2))
	}
	s.hub.typed(0, "clear crypto session")
	s.pass(35 * time.Second)
	if s.hub.router.config.Interface("Virtual-Access1") == nil || counted(1) > 0 {
		t.Errorf("the next of its number has counted %d", counted(1))
	}
}

// What a template says is for who comes later; without it nothing stays that was cloned from it. Nothing of a clone can be typed.
func TestTemplatesChange(t *testing.T) {
	s := newCloned(t, debuglog.IOS15, 2)
	mtu := func(name string) int { return s.hub.router.config.Interface(name).IPMTU }
	s.hub.typed(0, "configure terminal", "interface Virtual-Template1", "ip mtu 1300", "end")
	s.far.typed(0, "configure terminal", "interface Tunnel0", "shutdown", "end")
	s.pass(time.Second)
	s.far.typed(0, "configure terminal", "interface Tunnel0", "no shutdown", "end")
	s.pass(5 * time.Second)
	for _, name := range []string{"Virtual-Access1", "Virtual-Access2"} {
		later := s.hub.router.config.Interface(name).Tunnel.Destination == "172.16.0.1"
		if want := map[bool]int{true: 1300}[later]; mtu(name) != want {
			t.Errorf("%s, cloned later: %v, has an MTU of %d, want %d", name, later, mtu(name), want)
		}
	}
	if out := s.hub.typed(0, "show running-config"); strings.Contains(out, "Virtual-Access") {
		t.Errorf("the running-config has\n%s", out)
	}
	s.hub.typed(0, "configure terminal", "no interface Virtual-Template1", "end")
	s.pass(time.Second)
	if got := s.clones(t); len(got) > 0 || s.hub.router.engine.Established() > 0 {
		t.Errorf("without the template %v are there", got)
	}
	s.hub.typed(0, "configure terminal", "interface Virtual-Template1 type tunnel", "ip unnumbered Loopback0", "tunnel mode ipsec ipv4",
		"tunnel protection ipsec profile P", "end")
	s.pass(70 * time.Second)
	if got := s.clones(t); !slices.Equal(got, firstNumbers(2)) {
		t.Errorf("with a new template %v are there", got)
	}
}

// The tunnel is in the VRF of the template, whatever else is outside; and a packet that its peer sends is taken there.
func TestClonesInAVRF(t *testing.T) {
	s := newCloned(t, debuglog.IOS15, 1)
	s.far.typed(0, "configure terminal", "ip route 10.99.0.1 255.255.255.255 Tunnel0", "end")
	s.hub.typed(0, "configure terminal", "ip vrf RED", "exit", "interface Loopback1", "ip vrf forwarding RED",
		"ip address 10.99.0.1 255.255.255.255", "interface Virtual-Template1", "ip vrf forwarding RED", "ip unnumbered Loopback1",
		"ip route vrf RED 10.0.0.0 255.255.255.0 Virtual-Access1", "end", "clear crypto session")
	s.pass(35 * time.Second)
	if out := s.hub.typed(0, "ping vrf RED 10.0.0.2 timeout 0"); strings.Contains(out, "%") {
		t.Fatalf("no ping:\n%s", out)
	}
	s.pass(2 * time.Second)
	i := s.hub.router.config.Interface("Virtual-Access1")
	if i == nil || i.VRF != "RED" {
		t.Fatalf("the interface is %v", i)
	}
	if c := s.hub.router.countersOf(i.Name); c.outPackets < 5 || c.inPackets != c.outPackets {
		t.Errorf("%d packets left, %d came", c.outPackets, c.inPackets)
	}
	status := s.hub.router.engine.Sessions(s.hub.now, ike.Filter{IVRF: "RED"})
	if len(status) != 1 || status[0].Peer.Addr() != netip.MustParseAddr("172.16.0.1") || status[0].Flows[0].InsideVRF != "RED" {
		t.Errorf("sessions of the VRF: %+v", status)
	}
}

// What it costs that a peer comes, beside many; and how much memory one of them takes, with its ISAKMP SA, IPsec SAs and dead peer
// detection.
func BenchmarkClones(b *testing.B) {
	for _, n := range []int{10, 1000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			empty := heapInUse()
			s := newCloned(b, debuglog.IOS15, n)
			if got := len(s.clones(b)); got != n {
				b.Fatalf("%d of %d came", got, n)
			}
			s.forget()
			perClone := float64(heapInUse()-empty) / float64(n)
			r := s.hub.router
			for b.Loop() {
				r.putInForce(r.derive(r.typed))
			}
			b.ReportMetric(perClone, "B/clone")
		})
	}
}
