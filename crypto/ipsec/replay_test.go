package ipsec_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"testing"

	"ruthere/crypto/ipsec"
)

// nullSA has the cheapest transform that authenticates.
func nullSA(t *testing.T) *ipsec.SA {
	t.Helper()
	return newSA(t, ipsec.Transform{Cipher: ipsec.Null, Auth: ipsec.HMACMD5})
}

// replayed opens an authentic packet with the given number, at least 1, and tells whether the window refused it.
func replayed(t *testing.T, in, out *ipsec.SA, sequence uint32) bool {
	t.Helper()
	out.SetSequence(sequence - 1)
	_, _, err := in.Open(seal(t, out, nil))
	if err != nil && !errors.Is(err, ipsec.ErrReplay) {
		t.Fatalf("number %d: %v", sequence, err)
	}
	return err != nil
}

func TestReplayWindow(t *testing.T) {
	in, out := nullSA(t), nullSA(t)
	refused := uint64(0)
	for _, tt := range []struct {
		sequence uint32
		refused  bool
		because  string
	}{
		{1, false, "the first"},
		{1, true, "a repetition"},
		{3, false, "one was lost"},
		{2, false, "or only late"},
		{2, true, "but once"},
		{65, false, "the window is now 2 to 65"},
		{1, true, "left of it"},
		{2, true, "seen"},
		{4, false, "the oldest not seen"},
		{66, false, "the window is now 3 to 66"},
		{1000, false, "a jump over more than the window"},
		{936, true, "left of 937 to 1000"},
		{937, false, "the oldest"},
		{937, true, "seen"},
		{999, false, "inside"},
		{66, true, "long gone"},
		{math.MaxUint32 - 64, false, "nearly the last"},
		{math.MaxUint32, false, "the very last"},
		{math.MaxUint32, true, "nothing comes after"},
		{math.MaxUint32 - 63, false, "the oldest"},
		{math.MaxUint32 - 64, true, "left of it"},
		{5, true, "numbers do not wrap"},
	} {
		if tt.refused {
			refused++
		}
		if got := replayed(t, in, out, tt.sequence); got != tt.refused {
			t.Errorf("number %d: refused is %v, want %v: %s", tt.sequence, got, tt.refused, tt.because)
		}
	}
	if in.ReplayErrors != refused || in.Errors != refused || in.VerifyErrors != 0 {
		t.Errorf("counters %+v, want %d replay errors", in.Counters, refused)
	}
	if in.LastSequence() != math.MaxUint32 {
		t.Errorf("last sequence %d", in.LastSequence())
	}
}

// Against a window that is a plain set, for every size.
func TestReplayWindowRandom(t *testing.T) {
	for _, size := range []int{64, 128, 256, 512, 1024} {
		r := rand.New(rand.NewPCG(uint64(size), 6479))
		in, out := nullSA(t), nullSA(t)
		if err := in.SetReplayWindow(size); err != nil {
			t.Fatal(err)
		}
		if in.ReplayWindow() != size {
			t.Errorf("window is %d, want %d", in.ReplayWindow(), size)
		}
		seen := map[uint32]bool{}
		top := uint32(0)
		for range 5000 {
			sequence := uint32(max(1, int(top)+r.IntN(size+size/2)-size-size/4))
			if r.IntN(200) == 0 {
				sequence = top + uint32(r.IntN(3*size)) + 1
			}
			want := seen[sequence] || (top >= sequence && top-sequence >= uint32(size))
			if got := replayed(t, in, out, sequence); got != want {
				t.Fatalf("window %d, top %d, number %d: refused is %v", size, top, sequence, got)
			}
			seen[sequence] = true
			top = max(top, sequence)
		}
	}
}

func TestReplaySequenceZeroIsNeverSent(t *testing.T) {
	in := newSA(t, ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1})
	in.ConnID = 7
	text := make([]byte, 16) // padding of length 0
	_, _, err := in.Open(sealText(t, 0, text))
	wantError(t, "number 0", err, ipsec.ErrReplay)
	var replay *ipsec.ReplayError
	if !errors.As(err, &replay) || *replay != (ipsec.ReplayError{ConnID: 7, Sequence: 0}) {
		t.Errorf("error is %#v", err)
	}
}

func TestReplayDetectionOff(t *testing.T) {
	in, out := nullSA(t), nullSA(t)
	if err := in.SetReplayWindow(0); err != nil {
		t.Fatal(err)
	}
	for _, sequence := range []uint32{5, 5, 1000, 1, math.MaxUint32, 1} {
		if replayed(t, in, out, sequence) {
			t.Errorf("number %d refused", sequence)
		}
	}
}

// RFC 4303 section 3.4.3: no replay detection without integrity, or one forged number would stop all others.
func TestNoReplayDetectionWithoutIntegrity(t *testing.T) {
	transform := ipsec.Transform{Cipher: ipsec.AES}
	in, out := newSA(t, transform), newSA(t, transform)
	if err := in.SetReplayWindow(1024); err != nil || in.ReplayWindow() != 0 {
		t.Errorf("window %d, error %v", in.ReplayWindow(), err)
	}
	for range 2 {
		if replayed(t, in, out, 9) {
			t.Error("refused")
		}
	}
}

func TestReplayWindowSizes(t *testing.T) {
	in := nullSA(t)
	for _, size := range []int{-64, 1, 63, 65, 96, 2048} {
		if in.SetReplayWindow(size) == nil {
			t.Errorf("size %d: no error", size)
		}
	}
	if in.ReplayWindow() != ipsec.DefaultReplayWindow {
		t.Errorf("a refused size changed the window to %d", in.ReplayWindow())
	}
}
