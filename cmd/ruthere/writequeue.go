package main

import (
	"errors"
	"io"
	"sync"
	"time"
)

// A writeQueue writes to something that may not take it: a pipe whose reader has stopped reading. One that falls
// too far behind is written to no more.
type writeQueue struct {
	blocks chan []byte
	ended  chan struct{}
	mu     sync.Mutex
	err    error // the first
}

// queuedBlocks is how far a reader may fall behind, in packets.
const queuedBlocks = 1 << 14

// queueCloseTime is how long the program's end may wait for a reader.
const queueCloseTime = 500 * time.Millisecond

func queueWrites(to io.WriteCloser) *writeQueue {
	q := &writeQueue{blocks: make(chan []byte, queuedBlocks), ended: make(chan struct{})}
	go func() {
		defer close(q.ended)
		for b := range q.blocks {
			if _, err := to.Write(b); err != nil {
				q.fail(err)
			}
		}
		if err := to.Close(); err != nil {
			q.fail(err)
		}
	}()
	return q
}

func (q *writeQueue) fail(err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.err == nil {
		q.err = err
	}
}

func (q *writeQueue) failure() error {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.err
}

// Write fails with what a write before has failed with.
func (q *writeQueue) Write(b []byte) (int, error) {
	if err := q.failure(); err != nil {
		return 0, err
	}
	select {
	case q.blocks <- append([]byte(nil), b...):
		return len(b), nil
	default:
		return 0, errors.New("its reader has fallen too far behind")
	}
}

// Close waits, not for ever, until all was written.
func (q *writeQueue) Close() error {
	close(q.blocks)
	select {
	case <-q.ended:
		return q.failure()
	case <-time.After(queueCloseTime):
		return errors.New("its reader did not take all of it")
	}
}
