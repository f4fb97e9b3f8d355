package ike

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// counted are the counts of an SA's errors, in the order of the log. Release 12.4 does not give the number
// of a missing answer to a probe.
func (b *rig) counted() (counts, reasons []string) {
	for _, line := range b.lines {
		if _, reason, ok := strings.Cut(line, "incrementing error counter on sa: "); ok {
			counts, reasons = append(counts, fmt.Sprint(len(counts)+1)), append(reasons, reason)
		}
		if _, rest, ok := strings.Cut(line, "incrementing error counter on sa, attempt "); ok {
			n, reason, _ := strings.Cut(rest, " of 5: ")
			counts, reasons = append(counts, n), append(reasons, reason)
		}
	}
	return counts, reasons
}

// A quick mode that nobody answers and probes that nobody answers count on one counter of the SA, which
// dies when it is full: before the quick mode has been repeated five times.
func TestQuickModeAndProbesShareACounter(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, _ *config.Config) {
			left.ISAKMP.Keepalive = &config.Keepalive{Interval: 10 * time.Second, Retry: 12 * time.Second, Periodic: true}
		})
		n.trigger(0)
		left := n.rigs[0]
		left.lines, left.let = nil, nil
		n.drop = func(Datagram) bool { return true }
		n.clear(0, func(e *Engine, out *Out) {
			for _, pair := range e.IPsec.Pairs() {
				e.IPsec.Remove(pair)
			}
		})
		n.trigger(0)
		n.run(50 * time.Second)
		counts, reasons := left.counted()
		if fmt.Sprint(counts) != "[1 2 3 4 5]" || !slices.Contains(reasons, "PEERS_ALIVE_TIMER") ||
			!slices.Contains(reasons, "retransmit phase 2") {
			t.Errorf("%v: counted %v for %v", release, counts, reasons)
		}
		if repeats := count(left.lines, "incrementing error counter on node"); repeats == 0 || repeats >= maxRetransmissions {
			t.Errorf("%v: quick mode was repeated %d times", release, repeats)
		}
		left.said(t, `deleting SA reason "Death by retransmission P2" state (I) QM_IDLE`)
	}
}

// An answer to a probe sets the counter back: the next silence counts from one.
func TestAnswerSetsTheCounterBack(t *testing.T) {
	n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
		left.ISAKMP.Keepalive = &config.Keepalive{Interval: 10 * time.Second, Retry: 2 * time.Second, Periodic: true}
		right.ISAKMP.Keepalive = nil
	})
	n.trigger(0)
	for _, silence := range []time.Duration{15 * time.Second, 12 * time.Second} {
		n.drop = func(Datagram) bool { return true }
		n.run(silence)
		n.drop = func(Datagram) bool { return false }
		n.run(4 * time.Second)
	}
	if counts, _ := n.rigs[0].counted(); fmt.Sprint(counts) != "[1 2 3 1 2 3]" {
		t.Errorf("two silences counted %v", counts)
	}
}

// Garbage in the peer's name counts once for each message of our own, however much of it comes: main
// mode waits on, and the right message completes it.
func TestGarbageCountsOnceForEachMessage(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		var message5 *Datagram
		n.drop = func(d Datagram) bool {
			h, _ := isakmp.ParseHeader(d.Data)
			if message5 == nil && h.Flags&isakmp.FlagEncryption != 0 {
				message5 = &d
				return true
			}
			return false
		}
		n.trigger(0)
		right := n.rigs[1]
		for i := range 50 {
			garbage := slices.Clone(message5.Data)
			for at := isakmp.HeaderLen; at < len(garbage); at++ {
				garbage[at] ^= byte(i + at + 1)
			}
			n.forge(right, leftAddr, garbage)
		}
		if counts, reasons := right.counted(); fmt.Sprint(counts, reasons) != "[1] [reset_retransmission]" {
			t.Errorf("%v: fifty forged messages counted %v for %v", release, counts, reasons)
		}
		n.deliver(*message5)
		n.run(time.Second)
		if !n.rigs[0].up() || !right.up() {
			t.Errorf("%v: no tunnel after garbage", release)
		}
	}
}

// Message 6 is repeated for a peer that lost it, by an SA that is established: its counter stays where it is.
func TestMessage6IsRepeatedUncounted(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, right *config.Config) { left.ISAKMP.Keepalive, right.ISAKMP.Keepalive = nil, nil })
		n.trigger(0)
		right := n.rigs[1]
		message5, message6, sent := n.rigs[0].sent[2], right.sent[2], len(right.sent)
		n.drop = func(d Datagram) bool { return d.Local.Addr() == rightAddr }
		n.deliver(message5)
		n.run(2 * time.Minute)
		if len(right.sent) != sent+1 || !slices.Equal(right.sent[sent].Data, message6.Data) {
			t.Errorf("%v: %d datagrams left, want message 6 once more", release, len(right.sent)-sent)
		}
		if counts, reasons := right.counted(); len(counts) > 0 {
			t.Errorf("%v: counted %v for %v", release, counts, reasons)
		}
		if !right.up() {
			t.Errorf("%v: the SA went", release)
		}
	}
}

// `no crypto isakmp enable` ends the ISAKMP SAs, by DELETEs that the peer hears, and answers nobody; the
// IPsec SAs, which IKE only made, carry on, and what is enabled again negotiates anew.
func TestISAKMPSwitchedOff(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.trigger(0)
		n.reconfigure(0, func(c *config.Config) { c.ISAKMP.Enabled = false })
		for i, b := range n.rigs {
			if slices.ContainsFunc(b.engine.SAs(n.now), func(s SAStatus) bool { return !s.Deleted }) || b.engine.IPsec.Len() != 1 {
				t.Errorf("%v: rig %d has %d pairs and %+v", release, i, b.engine.IPsec.Len(), b.engine.SAs(n.now))
			}
		}
		n.rigs[0].said(t, "%CRYPTO-6-ISAKMP_ON_OFF: ISAKMP is OFF")
		sent := len(n.rigs[0].sent)
		n.forge(n.rigs[0], rightAddr, firstMessage(isakmp.Cookie{9}))
		if len(n.rigs[0].sent) != sent {
			t.Errorf("%v: a first message was answered", release)
		}
		n.reconfigure(0, func(c *config.Config) { c.ISAKMP.Enabled = true })
		n.rigs[0].said(t, "ISAKMP is OFF", "ISAKMP is ON")
		if n.trigger(0); !n.rigs[0].up() || !n.rigs[1].up() {
			t.Errorf("%v: enabled again, and no tunnel comes up", release)
		}
	}
}
