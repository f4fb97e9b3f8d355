package live

import (
	"bufio"
	"fmt"

	"time"

	"ruthere/files"
	"ruthere/journal"
	"ruthere/modes"
	"ruthere/router"
)

// A record is where a run is written down. A nil one takes nothing.
type record struct {
	out  *bufio.Writer
	last time.Time
	fail func(error)
}

// recordedAs is what the router of a run is called there.
const recordedAs = "router"

// openRecord begins the record of a run with what the router is made of.
func (r *Driver) openRecord() {
	if r.options.Record == nil {
		return
	}
	r.record = &record{out: bufio.NewWriterSize(r.options.Record, 1<<16)}
	r.record.fail = func(err error) {
		r.record = nil
		r.options.Notice("the record is not whole: " + err.Error())
	}
	start := journal.Start{Seed: r.seed.String(), IOS: r.options.Release.String()}
	for _, f := range r.options.NVRAM.Files() {
		start.Kept = append(start.Kept, journal.StoredFile{System: f.System.String(), Path: f.Path, Folder: f.Folder,
			Written: f.Written, Data: f.Data})
	}
	head, err := (&journal.File{Kind: journal.Router, Program: r.options.Program, Start: start}).Head()
	if err == nil {
		_, err = r.record.out.Write(head)
	}
	if err != nil {
		r.record.fail(err)
	}
}

// write writes an input down; nil is the end of the run.
func (r *record) write(now time.Time, in router.Input) {
	if r == nil {
		return
	}
	line, err := journal.Line(journal.Entry{At: now, After: journal.All, Who: recordedAs, Input: in}, r.last)
	if err == nil {
		_, err = r.out.Write(line)
	}
	if err != nil {
		r.fail(err)
	}
	r.last = now
}

func (r *record) flush() {
	if r == nil {
		return
	}
	if err := r.out.Flush(); err != nil {
		r.fail(err)
	}
}

// recordedUsage is what the router is told of its machine, which cannot be found out again.
func (r *Driver) recordedUsage() modes.Usage {
	u := r.usage.currentUsage()
	r.record.write(r.at, journal.Usage{Usage: u})
	return u
}

// storedFile is a file of a record.
func storedFile(f journal.StoredFile) (files.File, error) {
	for _, system := range []files.System{files.NVRAM, files.Flash} {
		if system.String() == f.System {
			return files.File{System: system, Path: f.Path, Folder: f.Folder, Written: f.Written, Data: f.Data}, nil
		}
	}
	return files.File{}, fmt.Errorf("there is no memory %q", f.System)
}

// endRecord writes down how far the run came.
func (r *Driver) endRecord() {
	r.record.write(r.clock.now(), nil)
	r.record.flush()
}
