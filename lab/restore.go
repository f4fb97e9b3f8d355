package lab

import (
	"io"
	"time"

	"ruthere/event"
	"ruthere/journal"
	"ruthere/router"
)

// restore takes the lab to an instant of its timeline, or of another one of the same topology. Nothing is undone:
// the lab is built anew in its place, and what entered it enters again, while nobody looks.
func (l *Lab) restore(to instant) ([]*Screen, error) {
	before := *l
	shown := &screens{}
	*l = Lab{hand: hand{rerun: true}}
	err := l.build(before.line.topology, before.options.muted(shown))
	if err == nil {
		err = l.rerun(to, shown)
	}
	if err != nil {
		*l = before
		return nil, err
	}
	common := commonEntries(before.line.entries, to.entries)
	l.options, l.line, l.recordings = before.options, before.line, before.recordings
	l.hand = hand{rate: before.hand.rate, requests: before.hand.requests}
	l.line.entries = to.entries
	l.cutRecord(common)
	return *shown, nil
}

// Continue builds a lab that has lived through a run, and goes on from its end. Consoles that were opened in it
// are open; [Options].Restored is told what they show.
func Continue(name string, f *journal.File, read TopologyReader, o Options) (*Lab, error) {
	r, err := ReadRun(name, f, read)
	if err != nil {
		return nil, err
	}
	return r.Build(o)
}

// rerun has all entries enter, each at its time, and goes on to the instant.
func (l *Lab) rerun(to instant, shown *screens) error {
	for _, e := range to.entries {
		if err := l.goTo(e.At, e.After); err != nil {
			return err
		}
		if e.Input != nil {
			shown.takeInput(e.Who, e.Input)
		}
		_, _ = l.apply(e) // what was refused is refused again
	}
	return l.goTo(to.at, to.after)
}

// commonEntries is how many entries two runs of the same lab begin with alike.
func commonEntries(a, b []journal.Entry) int {
	n := 0
	for n < len(a) && n < len(b) && (&a[n] == &b[n] || sameEntry(a[n], b[n])) {
		n++
	}
	return n
}

func sameEntry(a, b journal.Entry) bool {
	one, err := journal.Line(a, time.Time{})
	other, failed := journal.Line(b, time.Time{})
	return err == nil && failed == nil && string(one) == string(other)
}

// muted are options of a lab that does the same and that nobody hears; what terminals show is collected.
func (o Options) muted(shown *screens) Options {
	m := Options{Terminal: shown.takeOutput, Virtual: o.Virtual, Packets: o.Packets, Transitions: o.Transitions, Bounds: o.Bounds}
	if o.Refused != nil {
		m.Refused = func(RefusedLine) {}
	}
	if o.Event != nil {
		m.Event = func(event.Stamped) {}
	}
	if o.Connect != nil {
		m.Connect = func(string) {}
	}
	if o.Exit != nil {
		m.Exit = func() {}
	}
	if o.CreateCapture != nil { // capture exists, and nobody gives it
		m.CreateCapture = forgetCapture
	}
	if o.CreatePicture != nil { // nothing is drawn again
		m.CreatePicture = func(string) (io.WriteCloser, error) { return nil, nil }
	}
	if o.OpenRecord != nil {
		m.OpenRecord = func(string) (RecordFile, error) { return nil, nil }
	}
	return m
}

// A Screen is what a terminal of a router shows when its lab has gone back.
type Screen struct {
	Router   string
	Terminal int
	Shown    []router.TerminalOutput // the last of it; what was typed is among it
	Ready    *router.TerminalReady   // what it asks for; nil: nothing
}

// screenLength is how many pieces of output a Screen holds.
const screenLength = 60

// screens collect what terminals show while a run is done again.
type screens []*Screen

func (s *screens) of(name string, terminal int) *Screen {
	for _, one := range *s {
		if one.Router == name && one.Terminal == terminal {
			return one
		}
	}
	one := &Screen{Router: name, Terminal: terminal}
	*s = append(*s, one)
	return one
}

func (s *screens) takeOutput(name string, out router.TerminalOutput) {
	one := s.of(name, out.TerminalID())
	if ready, ok := out.(router.TerminalReady); ok {
		one.Ready = &ready
		return
	}
	one.add(out)
}

func (one *Screen) add(out router.TerminalOutput) {
	if one.Shown = append(one.Shown, out); len(one.Shown) > screenLength {
		one.Shown = one.Shown[1:]
	}
}

// takeInput notes what is typed as it stands on the screen.
func (s *screens) takeInput(name string, in router.Input) {
	switch in := in.(type) {
	case router.Key:
		s.of(name, in.Terminal).Ready = nil
	case router.Typed:
		one := s.of(name, in.Terminal)
		if one.Ready == nil {
			return
		}
		text := one.Ready.Request.Prompt
		if !one.Ready.Request.Secret {
			text += in.Text
		}
		one.Ready = nil
		one.add(router.TerminalText{Terminal: in.Terminal, Text: text + "\n"})
	}
}
