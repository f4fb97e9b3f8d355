package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"ruthere/journal"
	"ruthere/lab"
	"ruthere/router"
)

// settling is how long a lab has run when the first line of an answer is typed, and the first check begins: interfaces are
// up by then.
const settling = 10 * time.Second

// bounds are how long the life of a lab may be that an answer makes.
var bounds = lab.Bounds{Time: 2 * mostSpan, Events: 3_000_000}

// untouched is the run of the lab that nobody has touched.
func (a *Assignment) untouched() lab.Run { return lab.NewRun(a.Topology) }

// prepare makes a run of an answer. Where it has to, it leaves out what cannot be used, and tells.
func (a *Assignment) prepare(answer Answer) (*paper, error) {
	p := &paper{assignment: a, replies: slices.Clone(answer.Replies), hints: slices.Clone(answer.Hints)}
	switch {
	case answer.Run != nil: // what is to be graded may be made of something else than what was worked in
		p.run = answer.Run.In(a.Topology)
	case answer.Record != nil:
		p.readRecord(answer.Record)
	default:
		if err := p.build(answer); err != nil {
			return nil, err
		}
	}
	l, err := p.run.Build(lab.Options{Virtual: true, Refused: func(lab.RefusedLine) {}, Bounds: bounds})
	if err != nil {
		p.tell("", "its run cannot be done again: %v", err)
		p.run = a.untouched()
		return p, nil
	}
	p.readRemembered(l)
	return p, nil
}

func (p *paper) tell(place, format string, args ...any) {
	p.problems = append(p.problems, Problem{place, fmt.Sprintf(format, args...)})
}

// readRecord takes a run that was written down; it is done again in our lab, whatever lab it says it was.
func (p *paper) readRecord(r *Record) {
	mine := p.assignment.Topology
	same := false
	read := func(name string, text []byte, _ fs.FS) (*lab.Topology, error) {
		same = strings.TrimSpace(string(text)) == strings.TrimSpace(mine.Origin.Text)
		return mine, nil
	}
	run, err := lab.ReadRun(r.Name, r.File, read)
	if err != nil {
		p.tell(r.Name, "%v", err)
		p.run = p.assignment.untouched()
		return
	}
	if !same {
		p.tell(r.Name, "the run was recorded in another lab, or another version of this one; its inputs are graded in this one")
	}
	p.run = run.In(mine).Keep(func(e journal.Entry) bool {
		if e.Input == nil || isUsers(e.Input) {
			return true
		}
		p.tell(fmt.Sprintf("%s:%d", r.Name, e.Line), "this is nothing that a user does, and is left out")
		return false
	})
}

// isUsers says whether an input of a router is what a user does at a terminal. A record may hold others, packets among them:
// in a lab they come from the lab.
func isUsers(in router.Input) bool {
	switch in.(type) {
	case router.Attach, router.Detach, router.Typed, router.Key, router.UserActive, router.Interrupt, router.Resize:
		return true
	}
	return false
}

// build makes a lab with the configurations of an answer and types what it says.
func (p *paper) build(answer Answer) error {
	topology := p.withStartup(answer.Startup)
	l, err := lab.New(topology, lab.Options{Virtual: true, Bounds: bounds, Refused: func(line lab.RefusedLine) {
		if slices.ContainsFunc(answer.Startup, func(c Configuration) bool { return strings.EqualFold(c.Router, line.Router) }) {
			p.tell(line.Source.Place(line.Line, line.Column), "%s refuses %q: %s", line.Router, strings.TrimSpace(line.Shown),
				oneLine(line.Reason()))
		}
	}})
	if err != nil {
		return fmt.Errorf("%s: %w", p.assignment.Name, err)
	}
	if err := l.Advance(topology.Clock.Add(settling)); err != nil {
		return err
	}
	for _, c := range answer.Typed {
		p.typeAt(l, c)
	}
	p.run = l.Run()
	if answer.Transcript != nil {
		p.playScript(answer.Transcript)
	}
	return nil
}

// oneLine is a text of several lines as one.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// withStartup is the topology with other startup configurations.
func (p *paper) withStartup(list []Configuration) *lab.Topology {
	t := *p.assignment.Topology
	t.Routers = slices.Clone(t.Routers)
	for _, c := range list {
		at := slices.IndexFunc(t.Routers, func(r lab.Router) bool { return strings.EqualFold(r.Name, c.Router) })
		if at < 0 {
			p.tell(c.Source.File, "there is no router %q in this lab", c.Router)
			continue
		}
		t.Routers[at].Config, t.Routers[at].HasConfig, t.Routers[at].Source = c.Text, true, c.Source
	}
	return &t
}

// typeAt types lines in configuration mode. What a router says of a line is told.
func (p *paper) typeAt(l *lab.Lab, c Configuration) {
	lines := []string{"configure terminal"}
	lines = append(lines, strings.Split(strings.TrimRight(c.Text, "\n"), "\n")...)
	typed, err := l.Operate(c.Router, append(lines, "end")...)
	if err != nil {
		p.tell(c.Source.File, "%v", err)
	}
	for i, one := range typed {
		if said := strings.TrimSpace(one.Shown); i > 0 && isRefusal(said) {
			p.tell(c.Source.Place(i, 1), "%s says of %q: %s", c.Router, strings.TrimSpace(one.Line), oneLine(said))
		}
	}
}

// isRefusal says whether what a router shows after a line is more than a note.
func isRefusal(said string) bool {
	_, text, ok := strings.Cut(said, "% ")
	return ok && !strings.HasPrefix(text, "NOTE") && !strings.HasPrefix(text, "Warning")
}

// playScript types a transcript.
func (p *paper) playScript(s *Script) {
	start := p.run
	r, err := lab.ReplayWith(s.Name, s.Text, nil, lab.ReplayOptions{Start: &start, Bounds: bounds, AnyPrompt: true})
	if err != nil {
		var refused lab.RefusedLines
		if !errors.As(err, &refused) {
			p.tell("", "%v; what comes before is graded", err)
		}
	}
	if r.Run != nil {
		p.run = *r.Run
	}
}
