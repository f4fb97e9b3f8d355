package ntp

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// measuredPeer is one that answers, of a stratum, offset and distance in milliseconds.
func measuredPeer(stratum uint8, offset, distance int) *association {
	a := newAssociation(clientOf(fmt.Sprintf("10.0.0.%d", stratum)), 4, start)
	a.reach, a.message = 0377, Message{Version: 4, Mode: Server, Stratum: stratum}
	a.measured = filter{offset: time.Duration(offset) * time.Millisecond, delay: time.Duration(2*distance) * time.Millisecond, at: start}
	return a
}

// marks of the verdicts, as in `show ntp associations`; ! is who is rejected.
func marksOf(all []*association) (text string) {
	for _, a := range all {
		text += string("!x-+*"[a.verdict])
	}
	return text
}

func TestChoice(t *testing.T) {
	prefer := func(a *association) *association { a.Prefer = true; return a }
	local := func(a *association) *association { a.local = true; return a }
	silent := func(a *association) *association { a.reach = 0; return a }
	steady := func(a *association) *association { a.measured.jitter = 20 * time.Millisecond; return a }
	for _, c := range []struct {
		name string
		all  []*association
		want string
	}{
		{"nobody", nil, ""},
		{"one", []*association{measuredPeer(2, 0, 10)}, "*"},
		{"silent", []*association{silent(measuredPeer(2, 0, 10))}, "!"},
		{"too far away", []*association{measuredPeer(2, 0, 1100)}, "!"},
		{"not synchronised", []*association{measuredPeer(StratumUnknown, 0, 10)}, "!"},
		{"lower stratum", []*association{measuredPeer(3, 0, 10), measuredPeer(2, 0, 10)}, "+*"},
		{"shorter way", []*association{measuredPeer(2, 0, 30), measuredPeer(2, 0, 10)}, "+*"},
		{"preferred", []*association{measuredPeer(2, 0, 10), prefer(measuredPeer(5, 0, 10))}, "+*"},
		{"preferred and silent", []*association{measuredPeer(2, 0, 10), silent(prefer(measuredPeer(2, 0, 10)))}, "*!"},
		{"preferred and wrong", []*association{measuredPeer(2, 0, 10), measuredPeer(2, 1, 10), prefer(measuredPeer(2, 900, 10))}, "*+x"},
		{"two that contradict", []*association{measuredPeer(2, 0, 10), measuredPeer(2, 100, 10)}, "xx"},
		{"one of three is wrong", []*association{measuredPeer(2, 0, 10), measuredPeer(1, 500, 10), measuredPeer(2, 2, 12)}, "*x+"},
		{"two of four are wrong", []*association{measuredPeer(2, 0, 10), measuredPeer(2, 500, 10), measuredPeer(2, 0, 10),
			measuredPeer(2, 500, 10)}, "xxxx"},
		{"four of one opinion and one further off", []*association{measuredPeer(2, 0, 50), measuredPeer(2, 1, 50), measuredPeer(2, 0, 50),
			measuredPeer(2, 40, 50)}, "*++-"},
		{"further off by less than they jitter", []*association{steady(measuredPeer(2, 0, 50)), steady(measuredPeer(2, 1, 50)),
			steady(measuredPeer(2, 0, 50)), steady(measuredPeer(2, 8, 50))}, "*+++"},
		{"our own clock alone", []*association{local(measuredPeer(7, 0, 0))}, "*"},
		{"our own clock and a better one", []*association{local(measuredPeer(7, 0, 0)), measuredPeer(3, 5000, 10)}, "!*"},
		{"our own clock and a worse one", []*association{local(measuredPeer(2, 0, 0)), measuredPeer(3, 5000, 10)}, "*!"},
	} {
		chosen(c.all, nil, start)
		if got := marksOf(c.all); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// Who was followed is followed on while nobody has a better stratum.
func TestChoiceIsSteady(t *testing.T) {
	old, near, better := measuredPeer(2, 0, 30), measuredPeer(2, 0, 10), measuredPeer(1, 0, 30)
	if best := chosen([]*association{old, near}, old, start); best != old {
		t.Error("a shorter way is enough to change")
	}
	if best := chosen([]*association{old, near, better}, old, start); best != better {
		t.Error("a better stratum is not")
	}
}

// While most of the servers are right within what they say, nobody who is further off is followed, whatever the others say.
func TestMajorityWins(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for range 3000 {
		var all []*association
		right := 2 + r.IntN(4)
		wrong := r.IntN(right)
		for range right {
			distance := 5 + r.IntN(100)
			all = append(all, measuredPeer(uint8(1+r.IntN(5)), r.IntN(2*distance)-distance, distance))
		}
		for range wrong {
			all = append(all, measuredPeer(uint8(1+r.IntN(5)), r.IntN(100_000)-50_000, 5+r.IntN(100)))
		}
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		best := chosen(all, nil, start)
		if best != nil && best.measured.offset.Abs() > 250*time.Millisecond {
			t.Fatalf("%s wins against %d that are right: %s", best.measured.offset, right, marksOf(all))
		}
		if best != nil && strings.Count(marksOf(all), "*") != 1 {
			t.Fatalf("marks %s", marksOf(all))
		}
	}
}

// Of the last eight samples the one that was quickest on its way counts.
func TestFilter(t *testing.T) {
	ms := time.Millisecond
	const empty = maxDispersion - maxDispersion>>stages
	sample := func(offset, delay int) Sample {
		return Sample{Offset: time.Duration(offset) * ms, Delay: time.Duration(delay) * ms, Dispersion: ms}
	}
	none := Sample{Dispersion: maxDispersion}
	for _, c := range []struct {
		name                      string
		samples                   []Sample
		offset, delay, dispersion time.Duration
		news                      bool
	}{
		{"none", []Sample{none}, 0, 0, empty, false},
		{"one", []Sample{sample(7, 20)}, 7 * ms, 20 * ms, 7938 * ms, true},
		{"four", []Sample{sample(7, 20), sample(7, 20), sample(7, 20), sample(7, 20)}, 7 * ms, 20 * ms, 938438 * time.Microsecond, true},
		{"the quickest is the newest", []Sample{sample(9, 40), sample(7, 20)}, 7 * ms, 20 * ms, 3938250 * time.Microsecond, true},
		{"the quickest is older", []Sample{sample(7, 20), sample(9, 40)}, 7 * ms, 20 * ms, 3938250 * time.Microsecond, false},
		{"nothing came", []Sample{sample(7, 20), none}, 7 * ms, 20 * ms, 7938 * ms, false},
		{"long ago", []Sample{sample(7, 20), none, none, none, none, none, none, none, none}, 7 * ms, 20 * ms, empty, false},
	} {
		f := newFilter(4)
		last := start
		for i, s := range c.samples {
			last = start.Add(time.Duration(i) * time.Microsecond)
			f.add(last, s, 0)
		}
		news := f.at.Equal(last)
		if f.offset != c.offset || f.delay != c.delay || (f.dispersion-c.dispersion).Abs() > ms || news != c.news {
			t.Errorf("%s: offset %s, delay %s, dispersion %s, news %t", c.name, f.offset, f.delay, f.dispersion, news)
		}
	}
}

// What becomes of an offset: nothing, a step, or little steps.
func TestCorrections(t *testing.T) {
	const far, near = time.Second, 100 * time.Millisecond
	for _, c := range []struct {
		name           string
		state          LoopState
		offset, since  time.Duration
		panics         bool
		want           correction
		becomes        LoopState
		afterwardsPoll int8
	}{
		{"first and far", NeverSet, far, 0, false, stepClock, Normal, LeastPoll},
		{"first and near", NeverSet, -near, 0, false, slewClock, Normal, 8},
		{"far all of a sudden", Normal, -far, time.Minute, false, ignoreOffset, Spike, 8},
		{"still far", Spike, far, 10 * time.Minute, false, ignoreOffset, Spike, 8},
		{"far for a quarter of an hour", Spike, far, 15 * time.Minute, false, stepClock, Normal, LeastPoll},
		{"near again", Spike, near, 10 * time.Minute, false, slewClock, Normal, 8},
		{"too far", NeverSet, 1001 * time.Second, 0, true, ignoreOffset, NeverSet, 8},
		{"nobody minds", NeverSet, 1001 * time.Second, 0, false, stepClock, Normal, LeastPoll},
	} {
		d := discipline{state: c.state, poll: 8}
		if got := d.correct(c.offset, time.Millisecond, c.since, c.panics); got != c.want || d.state != c.becomes || d.poll != c.afterwardsPoll {
			t.Errorf("%s: %d, %+v", c.name, got, d)
		}
	}
}
