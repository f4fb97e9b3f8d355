package scale

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
)

// cycle is how much of the interval IOS waits before it asks a silent peer, periodic: 97 to 98 %, 97.5 % in the middle.
const cycle = 0.975

// perSecond is the formula of docs/keepalive.md: ISAKMP packets per second, both directions, of peers that are silent
// but for their answers. On-demand it holds for peers to which traffic leaves all the time and from which none comes.
func perSecond(peers int, k config.Keepalive) float64 {
	every := k.Interval.Seconds()
	if k.Periodic {
		every *= cycle
	}
	return 2 * float64(peers) / every
}

// traffic is which way packets go through each tunnel, one a second.
type traffic struct{ out, in bool }

// count runs peers for a time and returns the ISAKMP packets per second.
func count(t *testing.T, peers int, k config.Keepalive, of traffic, edit func(*net)) float64 {
	n := newNet(t, 19, k)
	if edit != nil {
		edit(n)
	}
	n.connectAll(0, peers, k.Interval)
	n.pass(peers, k.Interval, of) // the first cycle is not like the others
	n.packets = 0
	const cycles = 40
	n.pass(peers, cycles*k.Interval, of)
	return float64(n.packets) / (cycles * k.Interval).Seconds()
}

// pass lets time pass with a packet a second through each tunnel.
func (n *net) pass(peers int, d time.Duration, of traffic) {
	for end := n.now.Add(d); n.now.Before(end); n.run(time.Second) {
		for i := range peers {
			pair := n.pair(i)
			if of.out {
				n.toRouter(func(out *ike.Out) { n.router.Sending(n.now, pair, out) })
			}
			if of.in {
				n.toRouter(func(out *ike.Out) { n.router.Heard(n.now, pair, out) })
			}
		}
	}
}

// What docs/keepalive.md says about packets per second is what is counted.
func TestPacketsPerSecond(t *testing.T) {
	onDemand, slow := tens, tens
	onDemand.Periodic = false
	slow.Interval = 60 * time.Second
	bothAsk := func(n *net) { n.keepalive, n.ownClocks = &tens, true }
	none := func(int, config.Keepalive) float64 { return 0 }
	for _, c := range []struct {
		name string
		k    config.Keepalive
		of   traffic
		edit func(*net)
		want func(int, config.Keepalive) float64
	}{
		{"periodic, no traffic", tens, traffic{}, nil, perSecond},
		{"periodic, no traffic, every 60 s", slow, traffic{}, nil, perSecond},
		{"periodic, no traffic, both ends ask", tens, traffic{}, bothAsk, perSecond},
		{"periodic, traffic out", tens, traffic{out: true}, nil, perSecond},
		{"periodic, traffic in", tens, traffic{in: true}, nil, none},
		{"on-demand, no traffic", onDemand, traffic{}, nil, none},
		{"on-demand, traffic out", onDemand, traffic{out: true}, nil, perSecond},
		{"on-demand, traffic both ways", onDemand, traffic{out: true, in: true}, nil, none},
	} {
		for _, peers := range []int{1, 10, 100} {
			t.Run(fmt.Sprint(c.name, ", ", peers), func(t *testing.T) {
				got, want := count(t, peers, c.k, c.of, c.edit), c.want(peers, c.k)
				if math.Abs(got-want) > 0.03*want {
					t.Errorf("%.4f packets per second, want %.4f", got, want)
				}
			})
		}
	}
}

// The size of the packets is what docs/keepalive.md says.
func TestPacketSize(t *testing.T) {
	n := newNet(t, 19, tens)
	n.connectAll(0, 1, time.Second)
	asked := 0
	n.lose = func(d ike.Datagram) bool {
		if asked++; len(d.Data) != 92 {
			t.Errorf("a packet of %d bytes, want 92", len(d.Data))
		}
		return false
	}
	if n.run(time.Minute); asked < 10 {
		t.Errorf("%d packets in a minute", asked)
	}
}

// The table of docs/keepalive.md is the formula.
func TestTableOfPackets(t *testing.T) {
	text, err := os.ReadFile("../docs/keepalive.md")
	if err != nil {
		t.Fatal(err)
	}
	row := regexp.MustCompile(`(?m)^\| ([0-9,]+) \| ([0-9.,]+) \| ([0-9.,]+) \| 0 \| ([0-9.,]+) \|$`)
	rows := row.FindAllStringSubmatch(string(text), -1)
	if len(rows) != 4 {
		t.Fatalf("%d rows for 1, 100, 1,000 and 10,000 peers", len(rows))
	}
	minute, onDemand := tens, tens
	minute.Interval, onDemand.Periodic = time.Minute, false
	for _, r := range rows {
		peers := int(number(t, r[1]))
		for i, k := range []config.Keepalive{tens, minute, onDemand} {
			if got, want := number(t, r[2+i]), perSecond(peers, k); math.Abs(got-want) > 0.01*want {
				t.Errorf("%d peers: the page says %v packets per second, want %.3f", peers, got, want)
			}
		}
	}
}

func number(t *testing.T, s string) float64 {
	f, err := strconv.ParseFloat(strings.ReplaceAll(s, ",", ""), 64)
	if err != nil {
		t.Fatal(err)
	}
	return f
}
