package live

import (
	"fmt"
	"time"

	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/files"
	"ruthere/journal"
	"ruthere/modes"
	"ruthere/router"
)

// PlayOptions are who looks on while a run is done again. All may be nil.
type PlayOptions struct {
	Event  func(event.Stamped)
	Input  func(at time.Time, in router.Input)
	Output func(at time.Time, o router.Output)
}

// Play does the run of a router on a host again, without the host: no socket, no clock. What goes into the
// router is what was written down; what comes out is what came out then.
func Play(f *journal.File, o PlayOptions) error {
	p := &playing{options: o, file: f, kept: files.New(0, 0, nil), stored: map[int]files.Change{}}
	var err error
	if p.seed, err = parseSeed(f.Start.Seed); err != nil {
		return err
	}
	if p.release, err = releaseNamed(f.Start.IOS); err != nil {
		return err
	}
	for _, one := range f.Start.Kept {
		stored, err := storedFile(one)
		if err != nil {
			return err
		}
		p.kept.Insert(stored)
	}
	for p.next < len(f.Entries) {
		e := f.Entries[p.next]
		p.next++
		if e.Input == nil {
			continue
		}
		if err := p.take(e); err != nil {
			return fmt.Errorf("line %d: %w", e.Line, err)
		}
	}
	return nil
}

func releaseNamed(text string) (debuglog.Release, error) {
	for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		if r.String() == text {
			return r, nil
		}
	}
	return 0, fmt.Errorf("there is no release %q", text)
}

// A playing is a run being done again.
type playing struct {
	options PlayOptions
	file    *journal.File
	next    int // of the entries
	seed    seed
	release debuglog.Release
	boots   int
	router  *router.Router
	at      time.Time
	told    uint64
	kept    *files.Store
	stored  map[int]files.Change // what the router wants kept, by the number of the answer
	jobs    map[uint64]router.Job
}

// take has an entry enter.
func (p *playing) take(e journal.Entry) error {
	p.at = e.At
	in := e.Input
	if boot, ok := in.(journal.Boot); ok {
		p.boot(boot)
		return nil
	}
	if p.router == nil {
		return fmt.Errorf("the router has not booted")
	}
	switch one := in.(type) {
	case journal.Usage:
		return fmt.Errorf("the router does not ask for the use of its machine here")
	case router.JobDone:
		job, known := p.jobs[one.ID]
		if !known {
			return fmt.Errorf("nothing with the number %d is being computed", one.ID)
		}
		delete(p.jobs, one.ID)
		in = router.JobDone{Answer: job.Compute()}
	case router.Kept:
		if change, ok := p.stored[one.ID]; ok && one.Failed == "" {
			p.kept.Follow(change)
		}
		delete(p.stored, one.ID)
	}
	if p.options.Input != nil {
		p.options.Input(p.at, in)
	}
	var out router.Out
	p.router.Step(p.at, in, &out)
	p.carryOut(&out)
	return nil
}

func (p *playing) boot(b journal.Boot) {
	p.boots++
	p.jobs, p.stored = map[uint64]router.Job{}, map[int]files.Change{}
	p.router = router.New(router.Options{
		Release: p.release, Random: p.seed.streams(p.boots),
		Clock: p.at, AnyInterface: true, Files: p.kept.All(),
		Events: p.options.Event != nil, HostTCP: true,
		Usage: p.usage, Reason: b.Reason, Private: b.Private, Register: b.Register,
	})
	var out router.Out
	p.router.Boot(p.at, &out)
	p.carryOut(&out)
}

// usage is what the router was told of its machine at this place.
func (p *playing) usage() modes.Usage {
	if p.next < len(p.file.Entries) {
		if u, ok := p.file.Entries[p.next].Input.(journal.Usage); ok {
			p.next++
			return u.Usage
		}
	}
	return modes.Usage{}
}

func (p *playing) carryOut(out *router.Out) {
	for _, o := range out.Items {
		switch o := o.(type) {
		case router.Job:
			p.jobs[o.ID] = o
		case router.StoreFile:
			p.stored[o.ID] = files.Change{File: o.File}
		case router.RemoveFile:
			p.stored[o.ID] = files.Change{File: o.File, Gone: true}
		case router.Event:
			if p.options.Event != nil {
				p.told++
				p.options.Event(event.Stamped{Number: p.told, At: p.at, Router: p.router.Hostname(), Event: o.Event})
			}
		}
		if p.options.Output != nil {
			p.options.Output(p.at, o)
		}
	}
}
