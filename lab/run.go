package lab

import (
	"slices"
	"time"

	"ruthere/journal"
)

// A Run is a lab's life up to an instant, as a value: what it was made of, and what entered it. Any number of labs can
// be built that have lived through it.
type Run struct {
	topology *Topology
	instant
}

// Run is the lab's life so far.
func (l *Lab) Run() Run { return Run{l.line.topology, l.here()} }

// NewRun is the run of a lab that was only just switched on.
func NewRun(t *Topology) Run { return Run{t, instant{at: t.Clock, after: journal.All}} }

// ReadRun is a run that was written down, up to its end. Read reads its topology; nil is [ParseTopology].
func ReadRun(name string, f *journal.File, read TopologyReader) (Run, error) {
	t, err := readRecorded(name, f, ReplayOptions{ReadTopology: read})
	if err != nil {
		return Run{}, err
	}
	to := instant{at: t.Clock, after: journal.All}
	for _, e := range f.Entries {
		if to.at, to.after = e.At, e.After; e.Input != nil || e.Command != "" {
			to.entries = append(to.entries, e)
			to.after = journal.All
		}
	}
	return Run{t, to}, nil
}

// Topology is what the run began with.
func (r Run) Topology() *Topology { return r.topology }

// Start is when the lab was switched on, and End when the run has got to.
func (r Run) Start() time.Time { return r.topology.Clock }
func (r Run) End() time.Time   { return r.at }

// In is the run with its inputs entering a lab that is made of something else.
func (r Run) In(t *Topology) Run {
	r.topology = t
	return r
}

// Keep is the run with those of its entries only that are wanted.
func (r Run) Keep(wanted func(journal.Entry) bool) Run {
	r.entries = slices.DeleteFunc(slices.Clone(r.entries), func(e journal.Entry) bool { return !wanted(e) })
	return r
}

// Build makes a lab that has lived through the run. Nobody hears what happened until then.
func (r Run) Build(o Options) (*Lab, error) {
	l := &Lab{options: o.withDefaults(), line: timeline{topology: r.topology, branch: mainBranch}, hand: hand{rate: RealTime}}
	shown, err := l.restore(r.instant)
	if err != nil {
		return nil, err
	}
	if o.Restored != nil {
		o.Restored(shown)
	}
	return l, nil
}

// Remembered is what commands of the topology have the lab remember, oldest first.
func (l *Lab) Remembered() []any { return slices.Clone(l.kept) }
