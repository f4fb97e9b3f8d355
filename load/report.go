package load

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"ruthere/event"
)

// A Report is what was measured. Times are seconds.
type Report struct {
	Peers      int            `json:"peers"`
	Attempts   int            `json:"attempts"`           // peers that fell silent and began anew count twice
	Up         int            `json:"up"`                 // attempts that led to a tunnel
	Refused    map[string]int `json:"refused,omitempty"`  // attempts that did not, by reason
	Seconds    float64        `json:"seconds"`            // from the first beginning to the end of the last first attempt
	PerSecond  float64        `json:"tunnels_per_second"` // over these seconds
	Median     float64        `json:"p50"`                // of how long a tunnel took
	P90        float64        `json:"p90"`
	P99        float64        `json:"p99"`
	Longest    float64        `json:"max"`
	Fell       int            `json:"fell_silent"`
	Asked      int            `json:"dpd_asked"`           // R_U_THERE of ours, first ones
	AskedAgain int            `json:"dpd_asked_again"`     // the gateway had not answered in time
	Answered   int            `json:"dpd_answered"`        // R_U_THERE_ACK
	Dead       int            `json:"gateway_called_dead"` // by how many peers
	Rekeyed    int            `json:"rekeyed"`             // tunnels that had new keys while they were held
	Deleted    int            `json:"deleted_by_gateway"`  // IPsec SAs
	Gateway    *Process       `json:"gateway,omitempty"`
}

// A Process is what the gateway's process spent while the load was on.
type Process struct {
	Processor float64 `json:"processor_seconds"`
	PerTunnel float64 `json:"processor_ms_per_tunnel"` // while the tunnels came up
	Memory    int     `json:"memory_bytes_per_tunnel"` // by which the resident set had grown when all were up
}

// A ledger counts what happens to all peers.
type ledger struct {
	mu     sync.Mutex
	counts Report
	took   []time.Duration
	first  int // tunnels of first attempts
	ended  time.Time
}

func newLedger(peers int) *ledger {
	return &ledger{counts: Report{Peers: peers, Refused: map[string]int{}}}
}

func (l *ledger) noteBegin() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts.Attempts++
}

func (l *ledger) noteDeath() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.counts.Fell++
}

// closeFirst ends the count of first attempts, and is how many tunnels have come of them.
func (l *ledger) closeFirst() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.first = len(l.took)
	return l.first
}

// noteOutcome takes how an attempt ended.
func (l *ledger) noteOutcome(p *peer) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if p.up {
		l.counts.Up++
		return
	}
	why := p.failure
	if p.said != 0 {
		why += fmt.Sprintf(" (the gateway said %s)", p.said)
	}
	l.counts.Refused[why]++
}

// note takes what changes at a peer.
func (l *ledger) note(p *peer, at time.Time, e event.Event) {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch e := e.(type) {
	case event.ISAKMPSA:
		if e.State == event.Failed {
			p.fail("phase 1", e.Reason)
		}
	case event.IPsecSA:
		l.noteTunnel(p, at, e)
	case event.DPD:
		switch e.State {
		case event.Asked:
			l.counts.Asked++
		case event.AskedAgain:
			l.counts.AskedAgain++
		case event.Answered:
			l.counts.Answered++
		case event.Dead:
			l.counts.Dead++
		}
	}
}

func (l *ledger) noteTunnel(p *peer, at time.Time, e event.IPsecSA) {
	switch {
	case e.State == event.Failed:
		p.fail("phase 2", e.Reason)
	case e.State == event.Up && p.up:
		l.counts.Rekeyed++
	case e.State == event.Up:
		p.up = true
		l.took = append(l.took, at.Sub(p.began))
	case e.State == event.Down && e.Reason == event.DeletedByPeer:
		l.counts.Deleted++
	}
}

// fail ends an attempt that has not led to a tunnel.
func (p *peer) fail(phase string, why event.Reason) {
	if p.up || p.over {
		return
	}
	p.over, p.failure = true, fmt.Sprintf("%s: %s", phase, cmp.Or(why, "failed"))
}

// report is what was counted.
func (l *ledger) report(began time.Time) Report {
	l.mu.Lock()
	defer l.mu.Unlock()
	r := l.counts
	r.Seconds = l.ended.Sub(began).Seconds()
	if r.Seconds > 0 {
		r.PerSecond = float64(l.first) / r.Seconds
	}
	slices.Sort(l.took)
	r.Median, r.P90, r.P99, r.Longest = l.part(0.5), l.part(0.9), l.part(0.99), l.part(1)
	return r
}

// part is the time within which a part of the tunnels came up.
func (l *ledger) part(of float64) float64 {
	if len(l.took) == 0 {
		return 0
	}
	return l.took[min(int(of*float64(len(l.took))), len(l.took)-1)].Seconds()
}

// Print writes the report for people.
func (r Report) Print(w io.Writer) {
	fmt.Fprintf(w, "%d of %d attempts led to a tunnel; the first one of each peer took %.1f s together, %.1f tunnels a second\n",
		r.Up, r.Attempts, r.Seconds, r.PerSecond)
	if r.Up > 0 {
		fmt.Fprintf(w, "a tunnel took %.0f ms (median), 90%% at most %.0f ms, 99%% %.0f ms, the slowest %.0f ms\n",
			1000*r.Median, 1000*r.P90, 1000*r.P99, 1000*r.Longest)
	}
	for _, why := range slices.SortedFunc(maps.Keys(r.Refused), func(a, b string) int {
		return cmp.Or(cmp.Compare(r.Refused[b], r.Refused[a]), cmp.Compare(a, b))
	}) {
		fmt.Fprintf(w, "%6d refused or failed, %s\n", r.Refused[why], why)
	}
	if r.Asked > 0 {
		fmt.Fprintf(w, "%d R_U_THERE, %d answered, %d repeated for want of an answer, %d peers called the gateway dead\n",
			r.Asked, r.Answered, r.AskedAgain, r.Dead)
	}
	if r.Fell+r.Rekeyed+r.Deleted > 0 {
		fmt.Fprintf(w, "%d peers fell silent and began anew, %d tunnels were rekeyed, %d SAs were deleted by the gateway\n",
			r.Fell, r.Rekeyed, r.Deleted)
	}
	if g := r.Gateway; g != nil {
		fmt.Fprintf(w, "the gateway spent %.2f s of processor time, %.2f ms and %d bytes of memory a tunnel\n",
			g.Processor, g.PerTunnel, g.Memory)
	}
}
