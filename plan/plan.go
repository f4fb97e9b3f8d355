package plan

import (
	"fmt"
	"io"
	"strings"
	"time"

	"ruthere/dpd"
)

// Ranges of a Plan.
const (
	MostPeers  = 1_000_000
	MostGap    = 24 * time.Hour
	LeastGap   = time.Millisecond
	packetSize = 120 // bytes of an R_U_THERE or its answer with AES and SHA, UDP and IPv4 headers included
)

// A Plan is some peers that are watched alike.
type Plan struct {
	Peers int
	dpd.Watch
}

// Check says what is out of range, as the command would.
func (p Plan) Check() error {
	switch {
	case p.Peers < 1 || p.Peers > MostPeers:
		return fmt.Errorf("%d peers: 1 to %d", p.Peers, MostPeers)
	case p.Interval == 0:
		return fmt.Errorf("an interval is missing: %v to %v", dpd.MinInterval, dpd.MaxInterval)
	case p.Gap != 0 && (p.Gap < LeastGap || p.Gap > MostGap):
		return fmt.Errorf("traffic every %v: %v to %v", p.Gap, LeastGap, MostGap)
	}
	return p.Config.Check()
}

// Lines are the lines of configuration.
func (p Plan) Lines() []string {
	line := fmt.Sprintf("crypto isakmp keepalive %d", p.Interval/time.Second)
	if p.Retry != 0 && p.Retry != dpd.DefaultRetry {
		line += fmt.Sprintf(" %d", p.Retry/time.Second)
	}
	if p.Periodic {
		line += " periodic"
	}
	return []string{line}
}

// A Report is what a Plan comes to. Times are in seconds.
type Report struct {
	Peers         int      `json:"peers"`
	Mode          string   `json:"mode"` // periodic or on-demand
	Interval      float64  `json:"interval_seconds"`
	Retry         float64  `json:"retry_seconds"`
	Gap           float64  `json:"traffic_every_seconds,omitempty"`
	Noticed       bool     `json:"noticed"` // a death is, ever
	Best          float64  `json:"detection_best_seconds,omitempty"`
	Mean          float64  `json:"detection_mean_seconds,omitempty"`
	Worst         float64  `json:"detection_worst_seconds,omitempty"`
	Packets       float64  `json:"packets_per_second"` // both ways, of all living peers
	Bits          float64  `json:"bits_per_second"`
	Processor     float64  `json:"processor_seconds_per_second"` // of this machine
	PerQuestion   float64  `json:"processor_microseconds_per_question"`
	MeasuredPeers int      `json:"measured_with_peers"`
	Lines         []string `json:"configuration"`
}

// Report puts together what is computed and what was measured.
func (p Plan) Report(m Measurement) Report {
	if p.Retry == 0 {
		p.Retry = dpd.DefaultRetry
	}
	e := p.Estimate()
	r := Report{Peers: p.Peers, Mode: "on-demand", Interval: p.Interval.Seconds(), Retry: p.Retry.Seconds(), Gap: p.Gap.Seconds(),
		Noticed: !e.Never, Best: e.Best.Seconds(), Mean: e.Mean.Seconds(), Worst: e.Worst.Seconds(), Lines: p.Lines()}
	if p.Periodic {
		r.Mode = "periodic"
	}
	questions := e.Questions * float64(p.Peers)
	r.Packets, r.Bits = 2*questions, 2*questions*packetSize*8
	r.Processor, r.PerQuestion = questions*m.PerQuestion.Seconds(), float64(m.PerQuestion)/float64(time.Microsecond)
	r.MeasuredPeers = m.Peers
	return r
}

// Print writes a report for people.
func (r Report) Print(w io.Writer) {
	peers := countPeers(r.Peers)
	traffic := "no traffic"
	if r.Gap > 0 {
		traffic = fmt.Sprintf("a packet to each every %s, which it answers", seconds(r.Gap))
	}
	fmt.Fprintf(w, "%s, %s, interval %s, retry %s, %s\n\n", peers, r.Mode, seconds(r.Interval), seconds(r.Retry), traffic)
	if r.Noticed {
		fmt.Fprintf(w, "A peer that dies is declared dead after\n")
		fmt.Fprintf(w, "  at the earliest   %10s\n  on average        %10s\n  at the latest     %10s\n\n", seconds(r.Best), seconds(r.Mean),
			seconds(r.Worst))
	} else {
		fmt.Fprintf(w, "A peer that dies is never declared dead: on-demand, nobody asks unless there is traffic to send.\n\n")
	}
	fmt.Fprintf(w, "Living peers cost\n")
	fmt.Fprintf(w, "  packets           %10.2f   a second, questions and answers\n", r.Packets)
	fmt.Fprintf(w, "  on the wire       %10.2f   kbit/s\n", r.Bits/1000)
	fmt.Fprintf(w, "  processor         %10.4f %% of one core of this machine\n", 100*r.Processor)
	fmt.Fprintf(w, "                               (%.1f us a question, measured just now with %s)\n\n",
		r.PerQuestion, countPeers(r.MeasuredPeers))
	fmt.Fprintf(w, "%s\n", strings.Join(r.Lines, "\n"))
}

// seconds prints at most two digits behind the point.
func seconds(s float64) string {
	return strings.TrimRight(strings.TrimRight(fmt.Sprintf("%.2f", s), "0"), ".") + " s"
}

// countPeers says how many peers there are.
func countPeers(n int) string {
	if n == 1 {
		return "1 peer"
	}
	return fmt.Sprintf("%d peers", n)
}
