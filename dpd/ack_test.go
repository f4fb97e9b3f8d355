package dpd_test

import (
	"math"
	"testing"

	"ruthere/dpd"
)

func TestAckBeforeAnyProbe(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 100, nil)
	wantVerdict(t, "nothing was asked", m.Ack(at(5), 100), dpd.Unexpected)
	wantDeadline(t, "no sign of life", m, at(10))
}

func TestAckOfCurrentProbe(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 100, nil)
	runSilent(m, at(14)) // a probe and two repeats, all with number 100
	wantVerdict(t, "answers any of them", m.Ack(at(15), 100), dpd.Current)
	wantDeadline(t, "a sign of life", m, at(25))
	wantVerdict(t, "the answer to a repeat, or a replay", m.Ack(at(16), 100), dpd.Stale)
	wantDeadline(t, "no sign of life", m, at(25))
}

func TestAckWithWrongNumberDoesNotCount(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 100, nil)
	m.Expire(at(10))
	m.Ack(at(10.1), 100)
	m.Expire(at(20.1)) // asks with 101
	for _, tt := range []struct {
		because  string
		sequence uint32
		want     dpd.AckVerdict
	}{
		{"the number before", 100, dpd.Stale},
		{"a number to come", 102, dpd.Unexpected},
		{"far ahead", 100 + 1<<31, dpd.Unexpected},
		{"before the first", 99, dpd.Unexpected},
	} {
		wantVerdict(t, tt.because, m.Ack(at(21), tt.sequence), tt.want)
		if !m.Probing() {
			t.Errorf("%s: ended the series", tt.because)
		}
	}
	wantDeadline(t, "the retry timer never stopped", m, at(22.1))
	wantVerdict(t, "the right one still counts", m.Ack(at(22), 101), dpd.Current)
}

// ESP from the peer may overtake its answer. The answer is genuine all the same, but only once.
func TestAckAfterOtherSignOfLife(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, 0, nil)
	m.Expire(at(10))
	m.Heard(at(10.1))
	wantVerdict(t, "first answer", m.Ack(at(10.2), 0), dpd.Current)
	wantDeadline(t, "a sign of life", m, at(20.2))
	wantVerdict(t, "second answer", m.Ack(at(10.3), 0), dpd.Stale)
}

func TestSequenceWraps(t *testing.T) {
	m := dpd.New(periodic(10, 2), epoch, math.MaxUint32, nil)
	m.Expire(at(10))
	wantVerdict(t, "before the wrap", m.Ack(at(10), math.MaxUint32), dpd.Current)
	m.Expire(at(20))
	if m.Sequence() != 0 {
		t.Fatalf("sequence is %d, want 0", m.Sequence())
	}
	wantVerdict(t, "an old number", m.Ack(at(20), math.MaxUint32), dpd.Stale)
	wantVerdict(t, "after the wrap", m.Ack(at(20), 0), dpd.Current)
}
