package router

import (
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
)

// A spokes is a hub with many protected tunnels, and one router in place of all who are at their far ends, on a wire between them.
type spokes struct {
	hub, far *rig
	n        int
}

// newSpokes brings up n tunnels of a mode, each with a network behind it: 10.128.0.0/24 and so on.
func newSpokes(tb testing.TB, n int, mode string) *spokes {
	s := &spokes{n: n}
	others := streams(map[string]*rand.ChaCha8{})
	s.far = newOtherRig(tb, debuglog.IOS15, spokesText(n, mode, false), func(purpose string) io.Reader { return others("far " + purpose) })
	s.hub = newRig(tb, debuglog.IOS15, spokesText(n, mode, true))
	for _, end := range []*rig{s.hub, s.far} {
		end.do(LinkChange{Interface: "FastEthernet0/0", Up: true})
		end.do(LinkChange{Interface: "FastEthernet0/1", Up: true})
	}
	s.pass(20 * time.Second)
	for i := range n {
		name := fmt.Sprintf("Tunnel%d", i)
		if entry := s.hub.router.tunnelMaps.EntryOf(name); entry == nil || !s.hub.router.engine.IsTunnelUp(entry) {
			tb.Fatalf("%s of %d has no SAs", name, n)
		}
	}
	return s
}

// spokesText is the configuration of the hub, or of those at the far ends, which have an address each.
func spokesText(n int, mode string, hub bool) string {
	var text strings.Builder
	text.WriteString(`crypto isakmp policy 10
 encr aes
 authentication pre-share
 group 19
crypto isakmp key Azulejo27 address 0.0.0.0 0.0.0.0
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto ipsec profile P
 set transform-set T
interface FastEthernet0/1
 ip address 192.168.1.1 255.255.255.0
interface FastEthernet0/0
`)
	if hub {
		text.WriteString(" ip address 192.0.2.1 255.255.255.0\nip route 172.16.0.0 255.240.0.0 192.0.2.254\n")
	} else {
		text.WriteString(" ip address 192.0.2.254 255.255.255.0\n")
	}
	for i := range n {
		far := fmt.Sprintf("172.16.%d.%d", i/250, 1+i%250)
		source, destination, own := "FastEthernet0/0", far, 1
		if !hub {
			source, destination, own = fmt.Sprintf("Loopback%d", i), "192.0.2.1", 2
			fmt.Fprintf(&text, "interface Loopback%d\n ip address %s 255.255.255.255\n", i, far)
		}
		fmt.Fprintf(&text, "interface Tunnel%d\n ip address 10.%d.%d.%d 255.255.255.252\n tunnel source %s\n tunnel mode %s\n"+
			" tunnel destination %s\n tunnel protection ipsec profile P\n", i, i/256, i%256, own, source, mode, destination)
		if hub {
			fmt.Fprintf(&text, "ip route 10.%d.%d.0 255.255.255.0 Tunnel%d\n", 128+i/256, i%256, i)
		}
	}
	return text.String()
}

// pass lets time pass at both ends, with what they send to each other.
func (s *spokes) pass(d time.Duration) {
	for end := s.hub.now.Add(d); s.hub.now.Before(end); {
		s.hub.do(Tick{})
		s.far.do(Tick{})
		for s.exchange() {
		}
		next := end
		for _, r := range []*rig{s.hub, s.far} {
			if at, _, ok := r.router.Deadline(); ok && at.Before(next) {
				next = at
			}
		}
		if next.After(s.hub.now) {
			s.hub.now, s.far.now = next, next
		}
	}
}

// exchange carries what each has sent to the other, and computes what they want computed; false if there was nothing.
func (s *spokes) exchange() (any bool) {
	for _, way := range [][2]*rig{{s.hub, s.far}, {s.far, s.hub}} {
		jobs, sent := way[0].jobs, way[0].sent
		way[0].jobs, way[0].sent = nil, nil
		for _, job := range jobs {
			way[0].do(JobDone{Answer: job.Compute()})
		}
		for _, p := range sent {
			if p.Interface == "FastEthernet0/0" {
				way[1].do(PacketIn{Interface: p.Interface, Data: p.Data})
			}
		}
		any = any || len(jobs)+len(sent) > 0
	}
	return any
}

// forget drops the far ends, so that what is measured is the hub.
func (s *spokes) forget() { s.far = nil }

// A packet into a protected tunnel, and one out of it, beside many others; next to the same in clear (BenchmarkPacketBesideTunnels).
func BenchmarkPacketBesideProtectedTunnels(b *testing.B) {
	for _, mode := range []string{"ipsec ipv4", "gre ip"} {
		for _, n := range tunnelNumbers {
			s := newSpokes(b, n, mode)
			var into [][]byte
			for i := range n {
				into = append(into, datagram("192.168.1.10", fmt.Sprintf("10.%d.%d.9", 128+i/256, i%256)).Append(nil))
			}
			b.Run(fmt.Sprintf("%s/into/%d", mode, n), func(b *testing.B) { passPackets(b, s.hub, "FastEthernet0/1", into) })
		}
	}
}

// What a change of a route costs beside protected tunnels, and how much memory one of them takes: configuration, route, ISAKMP SA, IPsec
// SAs and dead peer detection together.
func BenchmarkRouteChangeBesideProtectedTunnels(b *testing.B) {
	for _, n := range tunnelNumbers {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			empty := heapInUse()
			s := newSpokes(b, n, "ipsec ipv4")
			s.forget()
			perTunnel := float64(heapInUse()-empty) / float64(n)
			for b.Loop() {
				s.hub.router.changeRoutes(func() {})
				s.hub.router.judgeTunnels()
			}
			b.ReportMetric(perTunnel, "B/tunnel")
		})
	}
}

// A hundred tunnels come up, their peers fall silent, and all line protocols are down within interval and five retries; then all come
// back.
func TestManyProtectedTunnelsDieAndReturn(t *testing.T) {
	const n = 100
	s := newSpokes(t, n, "ipsec ipv4")
	up := func() (up int) {
		for _, i := range s.hub.router.config.Interfaces {
			if i.IsProtected() && s.hub.router.isUp(i) {
				up++
			}
		}
		return up
	}
	if got := up(); got != n {
		t.Fatalf("%d of %d are up", got, n)
	}
	far := s.far
	s.far = newRig(t, debuglog.IOS15, "")
	s.far.now = s.hub.now
	s.pass(21 * time.Second)
	if got := up(); got != 0 {
		t.Errorf("%d of %d are still up", got, n)
	}
	far.now, s.far = s.hub.now, far
	s.pass(90 * time.Second)
	if got := up(); got != n {
		t.Errorf("%d of %d came back", got, n)
	}
}
