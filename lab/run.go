package lab

import (
	"slices"

	"ruthere/journal"
)

// A Run is a lab's life up to an instant, as a value: what it was made of, and what entered it. Any number of labs can
// be built that have lived through it.
type Run struct {
	topology *Topology
	virtual  bool
	instant
}

// Run is the lab's life so far.
func (l *Lab) Run() Run { return Run{l.line.topology, l.options.Virtual, l.here()} }

// NewRun is the run of a lab that was only just switched on.
func NewRun(t *Topology) Run { return Run{t, true, instant{at: t.Clock, after: journal.All}} }

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
	return Run{t, f.Virtual, to}, nil
}

// Topology is what the run began with.
func (r Run) Topology() *Topology { return r.topology }

// Entries are what entered, in order.
func (r Run) Entries() []journal.Entry { return slices.Clone(r.entries) }
