package lab

import (
	"crypto/sha256"
	"flag"
	"fmt"
	"hash"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/router"
)

// ring is a topology of routers in a circle, each with a tunnel to both neighbours, watched
// by periodic dead peer detection.
func ring(size int) *Topology {
	t := &Topology{Seed: "ring", Clock: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)}
	addr := func(link, end int) string { return fmt.Sprintf("10.%d.%d.%d", link/64, link%64*4, end) }
	for i := range size {
		before := (i + size - 1) % size
		t.Routers = append(t.Routers, Router{Name: fmt.Sprintf("R%d", i), Release: debuglog.IOS15, HasConfig: true,
			Interfaces: []string{"GigabitEthernet0/0", "GigabitEthernet0/1"}, Config: fmt.Sprintf(`hostname R%[1]d
crypto isakmp policy 10
 encr aes
 authentication pre-share
 group 19
crypto isakmp key ring address 0.0.0.0
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto map NEXT 10 ipsec-isakmp
 set peer %[3]s
 set transform-set T
 match address NEXT
crypto map BEFORE 10 ipsec-isakmp
 set peer %[4]s
 set transform-set T
 match address BEFORE
interface GigabitEthernet0/0
 ip address %[2]s 255.255.255.252
 crypto map NEXT
interface GigabitEthernet0/1
 ip address %[5]s 255.255.255.252
 crypto map BEFORE
ip access-list extended NEXT
 permit icmp host %[2]s host %[3]s
ip access-list extended BEFORE
 permit icmp host %[5]s host %[4]s
line con 0
 exec-timeout 0 0
end
`, i, addr(i, 1), addr(i, 2), addr(before, 1), addr(before, 2))})
		t.Links = append(t.Links, Link{Name: fmt.Sprintf("L%d", i), Delay: time.Millisecond, Ends: []End{
			{Node: fmt.Sprintf("R%d", i), Interface: "GigabitEthernet0/0"},
			{Node: fmt.Sprintf("R%d", (i+1)%size), Interface: "GigabitEthernet0/1"}}})
	}
	return t
}

// startRing builds a ring and brings its tunnels up: every router pings the next one. All that
// the consoles show and the wires carry goes into the digest, if there is one.
func startRing(tb testing.TB, size int, digest hash.Hash) *Lab {
	tb.Helper()
	o := Options{}
	if digest != nil {
		o.Terminal = func(name string, out router.TerminalOutput) {
			switch out := out.(type) {
			case router.TerminalText:
				fmt.Fprintln(digest, name, out.Text)
			case router.TerminalLog:
				fmt.Fprintln(digest, name, out.Text)
			}
		}
	}
	l, err := New(ring(size), o)
	if err != nil {
		tb.Fatal(err)
	}
	if digest != nil {
		if err := l.Capture(digest, ""); err != nil {
			tb.Fatal(err)
		}
	}
	for i := range size {
		name := fmt.Sprintf("R%d", i)
		if err := l.Do(name, router.Attach{Terminal: Console, Kind: "con"}); err != nil {
			tb.Fatal(err)
		}
		for _, line := range []string{"", "enable", fmt.Sprintf("ping 10.%d.%d.2 repeat 3", i/64, i%64*4)} {
			if err := l.Type(name, line); err != nil {
				tb.Fatal(err)
			}
		}
	}
	if err := l.Advance(l.Now().Add(10 * time.Second)); err != nil {
		tb.Fatal(err)
	}
	for i, m := range l.machines {
		if n := len(m.box.Engine().SAs(l.Now())); n < 2 {
			tb.Fatalf("R%d has %d tunnels", i, n)
		}
	}
	return l
}

// BenchmarkRing lets an hour pass in rings of routers that watch their neighbours. What an
// event costs (a packet that arrives, a timer that fires) does not depend on the size.
func BenchmarkRing(b *testing.B) {
	for _, size := range []int{50, 200, 1000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			l := startRing(b, size, nil)
			events := 0
			b.ResetTimer()
			for range b.N {
				if _, err := l.runUntil(l.Now().Add(time.Hour), func() bool { events++; return false }); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(events), "ns/event")
			b.ReportMetric(float64(events)/float64(b.N), "events/hour")
		})
	}
}

var ringSize = flag.Int("lab.ring", 24, "routers in the ring that is run twice; 1000 take a minute")

// The same ring gives the same bytes: all that consoles show, all that wires carry.
func TestRingsRepeat(t *testing.T) {
	var sums [2]string
	for i := range sums {
		digest := sha256.New()
		l := startRing(t, *ringSize, digest)
		if err := l.Cut("R3", "R4", false); err != nil {
			t.Fatal(err)
		}
		if err := l.Advance(l.Now().Add(20 * time.Minute)); err != nil {
			t.Fatal(err)
		}
		sums[i] = fmt.Sprintf("%x", digest.Sum(nil))
	}
	if sums[0] != sums[1] {
		t.Errorf("two runs differ: %s, %s", sums[0], sums[1])
	}
}

// BenchmarkStart reads nothing and boots a ring of routers, up to their first prompts: what a lab needs before
// somebody can type.
func BenchmarkStart(b *testing.B) {
	for _, size := range []int{50, 1000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			topology := ring(size)
			for range b.N {
				l, err := New(topology, Options{})
				if err != nil {
					b.Fatal(err)
				}
				for _, name := range l.Routers() {
					if err := l.Do(name, router.Attach{Terminal: Console, Kind: "con", Standby: true}); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(size), "us/router")
		})
	}
}
