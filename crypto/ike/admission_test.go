package ike

import (
	"encoding/binary"
	"net/netip"
	"slices"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// A flood of first messages, each with a cookie and a source of its own, makes no more
// SAs than the limit, is logged once, and is over when the SAs it left have gone; then a
// tunnel comes up, and one that was up before never noticed.
func TestFloodOfFirstMessages(t *testing.T) {
	const limit = 10
	for _, release := range releases {
		n := newNet(t, release, func(_, right *config.Config) { right.ISAKMP.InNegotiationLimit = limit })
		n.trigger(0)
		right := n.rigs[1]
		first := slices.Clone(n.rigs[0].sent[0].Data)
		flood := func() {
			for i := range uint64(1000) {
				binary.BigEndian.PutUint64(first, 1<<40+i)
				from := netip.AddrPortFrom(netip.AddrFrom4([4]byte{172, 16, byte(i >> 8), byte(i)}), Port)
				out := Out{Events: true}
				right.engine.Receive(n.now, Datagram{Local: endpoint(rightAddr), Remote: from, Data: first}, &out)
				n.follow(right, &out)
			}
		}
		flood()
		if got := len(right.engine.sas); got != 1+limit { // the tunnel's own and those of the flood
			t.Errorf("%v: %d SAs after the flood, want %d", release, got, 1+limit)
		}
		if got := count(right.lines,
			"%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from 172.16.0.10 to 10.2.80.209 due to"); got != 1 {
			t.Errorf("%v: the refusal was said %d times, want once", release, got)
		}
		n.talk(0, 30*time.Second)
		n.run(3 * time.Minute)
		if right.engine.allUnfinished() != 0 || len(right.engine.sas) != 1 {
			t.Errorf("%v: %d unfinished SAs of %d are left of the flood", release, right.engine.allUnfinished(), len(right.engine.sas))
		}
		n.clear(0, func(e *Engine, out *Out) { e.ClearSession(n.now, Filter{}, out) })
		n.trigger(0)
		if !n.rigs[0].up() || !right.up() {
			t.Errorf("%v: no tunnel after the flood", release)
		}
	}
}

// A flood of first messages of aggressive mode is bounded as one of main mode is, whatever it costs to answer them: those in a name
// that has a key, from anywhere, have a quarter of the room, and those without one are not answered.
func TestFloodInOneName(t *testing.T) {
	const limit = 100
	for _, release := range releases {
		n := newNet(t, release, func(left, right *config.Config) {
			aggressively(left, right)
			right.ISAKMP.InNegotiationLimit = limit
			right.ISAKMP.Keys = append(right.ISAKMP.Keys, config.PreSharedKey{Key: "kd94j1ksldz", Host: "other.lab.example"})
		})
		n.drop = func(Datagram) bool { return true }
		n.trigger(0)
		right := n.rigs[1]
		first, err := isakmp.ParseMessage(n.rigs[0].sent[0].Data)
		if err != nil {
			t.Fatal(err)
		}
		flood := func(name string, from byte) (answered int) {
			replace(&first, isakmp.PayloadID, isakmp.FQDNIdentification(name, 0, 0))
			data, before := first.Append(nil), len(right.sent)
			for i := range uint64(1000) {
				binary.BigEndian.PutUint64(data, 1<<40+i)
				n.forge(right, netip.AddrFrom4([4]byte{172, from, byte(i >> 8), byte(i)}), data)
			}
			return len(right.sent) - before
		}
		if got := flood("stranger.example", 16); got != 0 || len(right.engine.sas) != maxStrangers {
			t.Errorf("%v: %d answers to strangers, %d SAs", release, got, len(right.engine.sas))
		}
		if got := flood(spoke, 17); got != limit/4 {
			t.Errorf("%v: %d answers in the name of one peer, want %d", release, got, limit/4)
		}
		if got := flood("other.lab.example", 18); got != limit/4 {
			t.Errorf("%v: %d answers in the name of another, want %d", release, got, limit/4)
		}
		n.run(4 * time.Minute)
		n.drop = func(Datagram) bool { return false }
		n.call()
		n.mirrored()
		if e := right.engine; len(e.sas) != 1 || e.allUnfinished() != 0 || len(e.claims) != 0 {
			t.Errorf("%v: the flood left %d SAs, %d of them unfinished, and %d names", release, len(e.sas), e.allUnfinished(), len(e.claims))
		}
	}
}

// Few exchanges of keys for first messages are under way at a time, however many come; when one is done there is room again.
func TestFewOpeningsAtATime(t *testing.T) {
	n := newNet(t, debuglog.IOS15, aggressively)
	n.drop = func(Datagram) bool { return true }
	n.trigger(0)
	first, right := slices.Clone(n.rigs[0].sent[0].Data), n.rigs[1].engine
	var jobs []Job
	come := func(i uint64) {
		binary.BigEndian.PutUint64(first, 1<<40+i)
		var out Out
		from := netip.AddrPortFrom(netip.AddrFrom4([4]byte{172, 16, byte(i >> 8), byte(i)}), Port)
		right.Receive(n.now, Datagram{Local: endpoint(rightAddr), Remote: from, Data: slices.Clone(first)}, &out)
		for _, item := range out.Items {
			if j, ok := item.(Job); ok {
				jobs = append(jobs, j)
			}
		}
	}
	for i := range uint64(100) {
		come(i)
	}
	if len(jobs) != maxOpenings {
		t.Errorf("%d jobs for a hundred first messages, want %d", len(jobs), maxOpenings)
	}
	right.Answer(n.now, jobs[0].Compute(), &Out{})
	come(100)
	if len(jobs) != maxOpenings+1 {
		t.Errorf("%d jobs when one is done, want one more", len(jobs))
	}
	for _, j := range jobs[1:] {
		right.Answer(n.now, j.Compute(), &Out{})
	}
	if right.openings != 0 {
		t.Errorf("%d are counted when all is done", right.openings)
	}
}

// The limit is 1000 unless configured.
func TestDefaultAdmissionLimit(t *testing.T) {
	e := New(debuglog.IOS15, config.New(), streams(1))
	e.unfinished[keyed] = config.DefaultInNegotiationLimit - 1
	if !e.admitSA(applicant{datagram: Datagram{Local: endpoint(rightAddr), Remote: endpoint(leftAddr)}, exchange: isakmp.MainMode}, &Out{}) {
		t.Error("the thousandth negotiation was refused")
	}
	e.unfinished[keyed]++
	if e.admitSA(applicant{datagram: Datagram{Local: endpoint(rightAddr), Remote: endpoint(leftAddr)}, exchange: isakmp.MainMode}, &Out{}) {
		t.Error("one more was let in")
	}
}
