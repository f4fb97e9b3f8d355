package ipsec

import "fmt"

// Sizes of the replay window, in packets, as `crypto ipsec security-association replay window-size` takes them.
const (
	DefaultReplayWindow = 64
	MaxReplayWindow     = 1024
)

// A replayWindow remembers which of the newest sequence numbers arrived, RFC 4303 section 3.4.3. As in RFC 6479, it is
// a ring of words with one word to spare, so that moving on clears words and never shifts bits. The zero value checks
// nothing.
type replayWindow struct {
	size  uint32 // packets, a multiple of 64
	top   uint32 // the highest number seen
	words []uint64
}

func newReplayWindow(size int) (replayWindow, error) {
	if size == 0 {
		return replayWindow{}, nil
	}
	if size < 64 || size > MaxReplayWindow || size&(size-1) != 0 {
		return replayWindow{}, fmt.Errorf("cannot use replay window of %d packets: want 64, 128, 256, 512 or 1024", size)
	}
	return replayWindow{size: uint32(size), words: make([]uint64, size/64+1)}, nil
}

// wouldAccept tells whether a packet with this number is neither a repetition nor too old. Zero is never sent.
func (w *replayWindow) wouldAccept(sequence uint32) bool {
	switch {
	case w.size == 0:
		return true
	case sequence == 0:
		return false
	case sequence > w.top:
		return true
	case w.top-sequence >= w.size:
		return false
	}
	word, bit := w.bitPosition(sequence)
	return *word&bit == 0
}

// markReceived records a number that accepts has let in, once the packet has proved authentic.
func (w *replayWindow) markReceived(sequence uint32) {
	if sequence > w.top {
		w.advanceTo(sequence)
	}
	if w.size > 0 {
		word, bit := w.bitPosition(sequence)
		*word |= bit
	}
}

// advanceTo moves the top, clearing the words that it enters.
func (w *replayWindow) advanceTo(top uint32) {
	entered := min(top/64-w.top/64, uint32(len(w.words)))
	for i := range entered {
		w.words[(w.top/64+1+i)%uint32(len(w.words))] = 0
	}
	w.top = top
}

func (w *replayWindow) bitPosition(sequence uint32) (word *uint64, bit uint64) {
	return &w.words[sequence/64%uint32(len(w.words))], 1 << (sequence % 64)
}
