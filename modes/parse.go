package modes

import (
	"crypto/sha256"
	"encoding/binary"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
)

// A Reading is what became of a configuration's text.
type Reading struct {
	Config     *config.Config
	Taken      []Taken     // the lines that were taken, in order
	Complaints []Complaint // those that were refused, in order
}

// Read types a text into a configuration, as a router does at boot, where all hardware that
// the text names exists. No router is needed. Base is left as it was.
func (l *Language) Read(base *config.Config, text string) Reading {
	draft, taken, complaints := readConfig(&reader{language: l, config: base}, base, text)
	draft.Seal()
	return Reading{draft, taken, complaints}
}

// A reader is the device of a configuration that is only read: what commands ask of a device
// while one is loaded, and no more.
type reader struct {
	Device   // nil: nobody asks for anything else
	language *Language
	config   *config.Config
	salts    uint64 // drawn so far
}

func (r *reader) Config() *config.Config    { return r.config }
func (r *reader) Loading() bool             { return true }
func (r *reader) Language() *Language       { return r.language }
func (r *reader) Release() debuglog.Release { return r.language.Release }
func (r *reader) Lab() LabControl           { return nil }
func (r *reader) CanHave(string) bool       { return true }

// Salt is another one for each secret of a text, and the same for equal texts: what is only read is
// for looking at and comparing.
func (r *reader) Salt(n int) []byte {
	r.salts++
	sum := sha256.Sum256(binary.BigEndian.AppendUint64(nil, r.salts))
	return sum[:n]
}

// Now is always the same instant, so that equal texts give equal configurations.
func (r *reader) Now() time.Time { return time.Time{} }
