package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"ruthere/event"
)

// eventsFlag is the flag of those commands that can write down what changes.
func eventsFlag(f *flags) *string {
	return f.String("events", "", "write what changes to `FILE`, a line of JSON an event; - is standard output, and nothing else")
}

// standardOutput stands for it where a file is named.
const standardOutput = "-"

// refuseEventsBesideConsole refuses events on a standard output that is a console.
func (f *flags) refuseEventsBesideConsole(events string) error {
	if events == standardOutput {
		return f.usageError("--events -: standard output is the console; name a file")
	}
	return nil
}

// An eventLog writes events to a file as lines of JSON. A nil one takes none.
type eventLog struct {
	out   *bufio.Writer
	file  io.Closer
	line  []byte
	err   error
	queue chan event.Stamped // of one that is live
	end   chan struct{}
	ended chan struct{}
}

// openEvents opens the file that events are written to; nil if name is "". They are written when the log is closed, or before.
func openEvents(name string) (*eventLog, error) {
	switch name {
	case "":
		return nil, nil
	case standardOutput:
		return &eventLog{out: bufio.NewWriter(os.Stdout), file: io.NopCloser(nil)}, nil
	}
	file, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &eventLog{out: bufio.NewWriter(file), file: file}, nil
}

// queuedEvents is how many events wait while the file takes none; what comes then is left out, and the numbers of
// those that follow tell.
const queuedEvents = 100_000

// openLiveEvents is openEvents for what happens in real time: each event is written soon, and who tells of it never waits.
func openLiveEvents(name string) (*eventLog, error) {
	l, err := openEvents(name)
	if l != nil {
		l.queue, l.end, l.ended = make(chan event.Stamped, queuedEvents), make(chan struct{}), make(chan struct{})
		go l.writeQueue()
	}
	return l, err
}

// listener takes events; nil if there is no log.
func (l *eventLog) listener() func(event.Stamped) {
	switch {
	case l == nil:
		return nil
	case l.queue == nil:
		return l.write
	}
	return func(e event.Stamped) {
		select {
		case l.queue <- e:
		default:
		}
	}
}

func (l *eventLog) write(e event.Stamped) {
	if l.err != nil {
		return
	}
	if l.line, l.err = e.AppendJSON(l.line[:0]); l.err == nil {
		_, l.err = l.out.Write(append(l.line, '\n'))
	}
}

func (l *eventLog) flush() {
	if l.err == nil {
		l.err = l.out.Flush()
	}
}

// writeQueue writes what comes until the end, and then what is left.
func (l *eventLog) writeQueue() {
	defer close(l.ended)
	for ended := false; ; {
		select {
		case e := <-l.queue:
			l.write(e)
			continue
		default:
		}
		l.flush()
		if ended {
			return
		}
		select {
		case e := <-l.queue:
			l.write(e)
		case <-l.end:
			ended = true
		}
	}
}

// close writes what is left, and tells why something could not be written. A reader that takes nothing is left behind.
func (l *eventLog) close() error {
	if l == nil {
		return nil
	}
	if l.queue != nil {
		close(l.end)
		select {
		case <-l.ended:
		case <-time.After(stopTime):
			return errors.New("cannot write events: their reader takes none")
		}
	}
	if l.flush(); l.err != nil {
		l.err = fmt.Errorf("cannot write events: %w", l.err)
	}
	return errors.Join(l.err, l.file.Close())
}
