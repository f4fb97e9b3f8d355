package lab

import (
	"fmt"
	"net/netip"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/event"
	"ruthere/packet"
)

// The table in docs/high-availability.md is what runs of scripts/ha.yaml come to: go test ./lab -run TestAvailabilityTable -rewrite
// writes it anew.

const availabilityPage = "../docs/high-availability.md"

// keepalives are the lines that all three routers of the lab are given.
var keepalives = []string{"crypto isakmp keepalive 10 5 periodic", "crypto isakmp keepalive 10 periodic",
	"crypto isakmp keepalive 10 5", "crypto isakmp keepalive 10", "no crypto isakmp keepalive",
	"crypto isakmp keepalive 10 periodic\n      crypto isakmp invalid-spi-recovery"}

// losses are how the active gateway is lost: its power, or by lines at its console.
var losses = []struct {
	title string
	lines []string
}{
	{"loses its power", nil},
	{"is shut down outside", []string{"configure terminal", "interface GigabitEthernet0/0", "shutdown", "end"}},
}

// speakers are whose packets find out.
var speakers = []struct{ title, host, to string }{
	{"the far end asks", "Server", "192.168.1.10"},
	{"the inside asks", "Inside", "192.168.2.10"},
}

const (
	askingInterval = 100 * time.Millisecond // between two echoes: how exactly the end of an outage is known
	outageLimit    = 3 * time.Minute
	phases         = 4 // instants of a keepalive interval at which the gateway is lost
)

// An outage is how long no echo was answered.
type outage struct {
	lab      *Lab
	host     *host
	answered time.Time // last
}

// measureOutage has a host ask ten times a second, loses the active gateway, and says how long no echo was answered; ok is false if
// none is within outageLimit.
func measureOutage(t *testing.T, keepalive string, loss, speaker, phase int) (d time.Duration, ok bool) {
	t.Helper()
	text := strings.ReplaceAll(shipped(t, "ha.yaml"), "crypto isakmp keepalive 10 periodic", keepalive)
	topology, err := ParseTopology("ha.yaml", []byte(text), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	o := &outage{}
	who, to := speakers[speaker], netip.MustParseAddr(speakers[speaker].to)
	o.lab, err = New(topology, Options{Packets: true, Event: func(e event.Stamped) {
		if p, is := e.Event.(event.Packet); is && o.host != nil && p.Src == to && p.Dst == o.host.Address.Addr() && p.To == who.host {
			o.answered = e.At
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	node, err := o.lab.findNode(who.host)
	if err != nil {
		t.Fatal(err)
	}
	o.host = node.(*host)
	attachConsole(t, o.lab, "GW1")
	say(t, o.lab, "GW1", "enable")
	advance(t, o.lab, 50*time.Second) // both gateways know each other
	o.ask(t, to, 10*time.Second+time.Duration(phase)*10*time.Second/phases, nil)
	if o.answered.Before(o.lab.Now().Add(-time.Second)) {
		t.Fatalf("%s, %s: no tunnel before the loss", keepalive, who.title)
	}
	if lines := losses[loss].lines; lines != nil {
		say(t, o.lab, "GW1", lines...)
	} else if err := o.lab.Crash("GW1"); err != nil {
		t.Fatal(err)
	}
	lost := o.lab.Now()
	o.ask(t, to, time.Second, nil) // what was under way
	before := o.answered
	o.ask(t, to, outageLimit, func() bool { return o.answered.After(before) })
	return o.answered.Sub(lost), o.answered.After(before)
}

// ask sends echoes for a while, or until something is so.
func (o *outage) ask(t *testing.T, to netip.Addr, d time.Duration, enough func() bool) {
	t.Helper()
	for end := o.lab.Now().Add(d); o.lab.Now().Before(end) && (enough == nil || !enough()); {
		o.lab.withinStep(func() {
			o.host.sendICMP(to, packet.ICMP{Type: packet.ICMPEcho, ID: 9, Data: make([]byte, hostPingData)})
		})
		advance(t, o.lab, askingInterval)
	}
}

// TestAvailabilityTable measures every keepalive with every loss, and compares with the page.
func TestAvailabilityTable(t *testing.T) {
	wholeOnly(t)
	var b strings.Builder
	b.WriteString("| keepalive of all three | the active gateway | who asks | at best | on average | at worst |\n|---|---|---|---|---|---|\n")
	for _, line := range keepalives {
		for at, loss := range losses {
			for speaker, who := range speakers {
				var all []time.Duration
				never := 0
				for phase := range phases {
					if d, ok := measureOutage(t, line, at, speaker, phase); ok {
						all = append(all, d)
					} else {
						never++
					}
				}
				words := strings.NewReplacer("crypto isakmp ", "", "\n      ", "`, `").Replace(line)
				fmt.Fprintf(&b, "| `%s` | %s | %s | %s |\n", words, loss.title, who.title, spread(all, never))
			}
		}
	}
	page, err := os.ReadFile(availabilityPage)
	if err != nil {
		t.Fatal(err)
	}
	const begin, end = "<!-- measured: go test ./lab -run TestAvailabilityTable -rewrite -->\n", "<!-- end -->\n"
	head, rest, found := strings.Cut(string(page), begin)
	old, tail, closed := strings.Cut(rest, end)
	if !found || !closed {
		t.Fatalf("%s has no table between %q and %q", availabilityPage, begin, end)
	}
	switch {
	case old == b.String():
	case *rewrite:
		if err := os.WriteFile(availabilityPage, []byte(head+begin+b.String()+end+tail), 0o644); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s says\n%sand runs come to\n%s", availabilityPage, old, b.String())
	}
}

// spread is the least, the mean and the most of some times, for a row of the table.
func spread(all []time.Duration, never int) string {
	if len(all) == 0 {
		return "more than 3 min | |"
	}
	var sum time.Duration
	for _, d := range all {
		sum += d
	}
	most := fmt.Sprintf("%.1f s", slices.Max(all).Seconds())
	if never > 0 {
		most = "more than 3 min"
	}
	return fmt.Sprintf("%.1f s | %.1f s | %s", slices.Min(all).Seconds(), (sum / time.Duration(len(all))).Seconds(), most)
}
