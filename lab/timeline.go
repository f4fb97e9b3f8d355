package lab

import (
	"io"
	"slices"
	"strings"
	"time"

	"ruthere/journal"
	"ruthere/router"
)

// A timeline is the run of a lab so far: what it is made of, and what has entered it. All that is so
// in the lab follows from that, so any of its instants can be had again.
type timeline struct {
	topology *Topology
	branch   string // what this course of things is called
	entries  []journal.Entry
	moments  []moment // that have names, oldest first
	book     *book    // where it is written down; nil: nowhere
}

// mainBranch is what a run is called that has no branches yet.
const mainBranch = "main"

// An instant is a place in a run: after so many of the entries, and when.
type instant struct {
	entries []journal.Entry
	at      time.Time
	after   int // events of it that have happened, or journal.All
}

// enter writes down what enters the lab from outside. It is the only way in: what a router's user types, what is
// done to the lab. What follows from another input, such as a lab command typed at a router, follows again. Leave is
// to be called when the lab has worked on it.
func (l *Lab) enter(who string, in router.Input, command string) (leave func()) {
	l.entering++
	leave = func() { l.entering-- }
	if l.depth > 0 || l.entering > 1 || l.hand.rerun {
		return leave
	}
	e := journal.Entry{At: l.now, After: l.position(), Who: who, Input: in, Command: command}
	l.line.entries = append(l.line.entries, e)
	l.writeEntry(e)
	return leave
}

// position is how many events of this instant have happened, or All if none is left.
func (l *Lab) position() int {
	if at, _, ok := l.nextDue(); ok && !at.After(l.now) {
		return l.done
	}
	return journal.All
}

// here is the place that the run has reached.
func (l *Lab) here() instant {
	return instant{slices.Clip(l.line.entries), l.now, l.position()}
}

// goTo lets time pass up to an instant and so many of its events.
func (l *Lab) goTo(at time.Time, after int) error {
	for {
		due, _, ok := l.nextDue()
		if !ok || due.After(at) {
			break
		}
		if after != journal.All && !due.Before(at) || !l.now.Before(at) {
			done := 0
			if l.now.Equal(at) {
				done = l.done
			}
			if after != journal.All && done >= after {
				break
			}
		}
		if _, err := l.happen(at, true); err != nil {
			return err
		}
	}
	l.setNow(at)
	return nil
}

// apply has an entry enter the lab again, when its time has come. What the lab answers to a command is returned.
func (l *Lab) apply(e journal.Entry) (output string, err error) {
	switch {
	case e.Input != nil:
		return "", l.Do(e.Who, e.Input)
	case e.Command != "":
		return l.Command(e.Command)
	}
	return "", nil
}

// A RecordFile is where a run is written down. Going back cuts off what has not happened then.
type RecordFile interface {
	io.Writer
	io.Seeker
	Truncate(size int64) error
}

// A book is the record of a run in a file.
type book struct {
	file   RecordFile
	ends   []int64 // of the file, after the head and after each entry
	last   time.Time
	failed bool
}

// WriteRun writes the run down: what it is made of and all that entered so far now, and what enters later as it
// does. Program is the build that runs it. Errors of the file come as notices, once.
func (l *Lab) WriteRun(f RecordFile, program string) error {
	origin, err := l.line.topology.origin()
	if err != nil {
		return err
	}
	head, err := (&journal.File{Kind: journal.Lab, Program: program, Virtual: l.options.Virtual,
		Name: origin.Name, Topology: origin.Text, Files: origin.Files}).Head()
	if err != nil {
		return err
	}
	l.EndRun()
	b := &book{file: f}
	if err := b.write(head); err != nil {
		return err
	}
	l.line.book = b
	for _, e := range l.line.entries {
		l.writeEntry(e)
	}
	return nil
}

// EndRun writes down how far the run has come, and no more from then on.
func (l *Lab) EndRun() {
	if l.line.book != nil {
		l.writeEntry(journal.Entry{At: l.now, After: l.position()})
		l.line.book = nil
	}
}

func (b *book) write(data []byte) error {
	n, err := b.file.Write(data)
	end := int64(n)
	if len(b.ends) > 0 {
		end += b.ends[len(b.ends)-1]
	}
	b.ends = append(b.ends, end)
	return err
}

func (l *Lab) writeEntry(e journal.Entry) {
	b := l.line.book
	if b == nil {
		return
	}
	data, err := journal.Line(e, b.last)
	if err == nil {
		b.last = e.At
		err = b.write(data)
	}
	l.tellRecord(err)
}

func (l *Lab) tellRecord(err error) {
	if b := l.line.book; err != nil && !b.failed {
		b.failed = true
		l.options.Notice("the record is not whole: " + strings.TrimSpace(err.Error()))
	}
}

// cutRecord makes the record that of the entries that are left: the first so many are those that it has.
func (l *Lab) cutRecord(common int) {
	b := l.line.book
	if b == nil {
		return
	}
	size := b.ends[min(common, len(b.ends)-1)]
	b.ends = b.ends[:min(common+1, len(b.ends))]
	err := b.file.Truncate(size)
	if err == nil {
		_, err = b.file.Seek(size, io.SeekStart)
	}
	l.tellRecord(err)
	b.last = time.Time{}
	if common > 0 {
		b.last = l.line.entries[common-1].At
	}
	for _, e := range l.line.entries[common:] {
		l.writeEntry(e)
	}
}
