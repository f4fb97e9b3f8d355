package ntp

import (
	"cmp"
	"slices"
	"time"
)

// A Verdict is what the choice among peers makes of one.
type Verdict uint8

const (
	Rejected    Verdict = iota // unreachable, not synchronised, too far away
	Falseticker                // its time contradicts that of most others
	Outlyer                    // right, and further off than others
	Candidate                  // would do
	SystemPeer                 // is followed
)

// enough peers are kept, however far apart they are (NMIN of RFC 5905 appendix A.1.1).
const enough = 3

// chosen sorts out whom to believe and returns whom to follow, nil for nobody; each gets its Verdict. Who was followed so far is
// followed on while nobody is better by a stratum.
func chosen(all []*association, former *association, now time.Time) *association {
	fit := candidates(all, now)
	survivors := truechimers(fit, now)
	survivors = cluster(survivors, now)
	if len(survivors) == 0 {
		return nil
	}
	best := survivors[0]
	if slices.Contains(survivors, former) && former.message.Stratum <= best.message.Stratum {
		best = former
	}
	if at := slices.IndexFunc(survivors, func(a *association) bool { return a.Prefer }); at >= 0 {
		best = survivors[at]
	}
	best.verdict = SystemPeer
	return best
}

// candidates are those who may be followed. A clock of our own counts against those above its stratum, and not beside those below it:
// it would outvote them, or they it.
func candidates(all []*association, now time.Time) (fit []*association) {
	var local *association
	for _, a := range all {
		if a.verdict = Rejected; !a.isFit(now) {
			continue
		}
		if fit = append(fit, a); a.local {
			local = a
		}
	}
	if local == nil {
		return fit
	}
	others := slices.DeleteFunc(slices.Clone(fit), func(a *association) bool { return a.local || a.message.Stratum > local.message.Stratum })
	if len(others) == 0 {
		return []*association{local}
	}
	return others
}

// An edge is the lower end, the middle or the upper end of the interval in which a peer says that the time lies.
type edge struct {
	at   time.Duration
	kind int // -1, 0, 1
}

// truechimers are the largest number of peers whose intervals have an instant in common, if they are a majority
// (RFC 5905 section 11.2.1).
func truechimers(fit []*association, now time.Time) (survivors []*association) {
	var edges []edge
	for _, a := range fit {
		o, d := a.measured.offset, a.distance(now)
		edges = append(edges, edge{o - d, -1}, edge{o, 0}, edge{o + d, 1})
	}
	slices.SortStableFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.at, b.at), cmp.Compare(a.kind, b.kind)) })
	low, high, ok := intersection(edges, len(fit))
	for _, a := range fit {
		if a.verdict = Falseticker; ok && a.measured.offset >= low && a.measured.offset <= high {
			survivors = append(survivors, a)
		}
	}
	return survivors
}

// intersection allows for more and more falsetickers, less than half of n, until the others agree.
func intersection(edges []edge, n int) (low, high time.Duration, ok bool) {
	for allow := 0; 2*allow < n; allow++ {
		var outside, above int
		low, outside = boundary(edges, n-allow, 1)
		high, above = boundary(edges, n-allow, -1)
		if outside+above <= allow && low <= high {
			return low, high, true
		}
	}
	return 0, 0, false
}

// boundary is where want intervals overlap first, from below (direction 1) or from above (-1), and how many middles lie outside.
func boundary(edges []edge, want, direction int) (at time.Duration, outside int) {
	overlapping := 0
	for i := range edges {
		e := edges[i]
		if direction < 0 {
			e = edges[len(edges)-1-i]
		}
		if overlapping -= e.kind * direction; overlapping >= want {
			return e.at, outside
		}
		if e.kind == 0 {
			outside++
		}
	}
	return time.Duration(direction) << 62, outside // they never do
}

// cluster leaves out, while there are enough, who is further from the others than anybody jitters (RFC 5905 section 11.2.2). The
// best comes first.
func cluster(survivors []*association, now time.Time) []*association {
	merit := func(a *association) time.Duration {
		return time.Duration(a.message.Stratum)*maxDistance + a.distance(now)
	}
	slices.SortStableFunc(survivors, func(a, b *association) int { return cmp.Compare(merit(a), merit(b)) })
	for _, a := range survivors {
		a.verdict = Candidate
	}
	for len(survivors) > enough {
		worst, most, least := 0, time.Duration(-1), time.Duration(1<<62)
		for i, a := range survivors {
			least = min(least, a.measured.jitter)
			if d := spread(survivors, a); d >= most {
				worst, most = i, d
			}
		}
		if most < least || survivors[worst].Prefer {
			break
		}
		survivors[worst].verdict = Outlyer
		survivors = slices.Delete(survivors, worst, worst+1)
	}
	return survivors
}

// spread is the root mean square of the distances of a peer's offset from those of others.
func spread(others []*association, of *association) time.Duration {
	samples := []Sample{{Offset: of.measured.offset}}
	for _, a := range others {
		if a != of {
			samples = append(samples, Sample{Offset: a.measured.offset})
		}
	}
	return jitterOf(samples)
}
