package main

import (
	"bytes"
	"errors"
	"testing"
	"time"
)

// blocked is a pipe that nobody reads until it is let go.
type blocked struct {
	bytes.Buffer
	let    chan struct{}
	closed bool
}

func (b *blocked) Write(data []byte) (int, error) {
	<-b.let
	return b.Buffer.Write(data)
}

func (b *blocked) Close() error { b.closed = true; return nil }

// A reader who does not read stops nobody: writing goes on until the queue is full and fails then, at once; and the end
// does not wait for ever.
func TestReaderWhoDoesNotRead(t *testing.T) {
	pipe := &blocked{let: make(chan struct{})}
	q := queueWrites(pipe)
	began, taken := time.Now(), 0
	var err error
	for ; err == nil; taken++ {
		_, err = q.Write([]byte{1})
	}
	if taken < queuedBlocks || taken > queuedBlocks+2 {
		t.Errorf("%d packets were taken", taken)
	}
	if q.Close() == nil {
		t.Error("all was written, it says")
	}
	if took := time.Since(began); took > 10*queueCloseTime {
		t.Errorf("it took %v", took)
	}
	close(pipe.let)
	if <-q.ended; pipe.Len() != taken-1 || !pipe.closed {
		t.Errorf("%d of %d packets were written in the end", pipe.Len(), taken-1)
	}
}

// One who is slow gets all of it, in order.
func TestReaderWhoReads(t *testing.T) {
	pipe := &blocked{let: make(chan struct{})}
	q := queueWrites(pipe)
	for i := range 100 {
		if _, err := q.Write([]byte{byte(i)}); err != nil {
			t.Fatal(err)
		}
	}
	close(pipe.let)
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	for i, c := range pipe.Bytes() {
		if int(c) != i {
			t.Fatalf("byte %d is %d", i, c)
		}
	}
}

type brokenPipe struct{}

func (brokenPipe) Write([]byte) (int, error) { return 0, errors.New("broken pipe") }
func (brokenPipe) Close() error              { return nil }

// A reader who is gone is told of, by a write after that and at the end.
func TestReaderWhoIsGone(t *testing.T) {
	q := queueWrites(brokenPipe{})
	_, err := q.Write([]byte{1})
	for deadline := time.Now().Add(5 * time.Second); err == nil && time.Now().Before(deadline); {
		_, err = q.Write([]byte{1})
	}
	if err == nil || q.Close() == nil {
		t.Errorf("nothing is said: %v", err)
	}
}
