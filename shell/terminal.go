package shell

import (
	"net/netip"

	"ruthere/modes"
)

// A Terminal is one terminal of the router.
type Terminal struct {
	id     int
	kind   string
	number int
	from   netip.Addr
	box    modes.Box
	out    Output
}

// NewTerminal makes terminal id, on line kind ("con" or "vty") number. From is the
// client's address, if it came over the network. Height 0 means no paging, width 0
// no bound.
func NewTerminal(id int, kind string, number int, from netip.Addr, height, width int, box modes.Box, out Output) *Terminal {
	return &Terminal{id: id, kind: kind, number: number, from: from, box: box, out: out}
}

// Start shows the banner, asks for a login if the line wants one, or the first line.
func (t *Terminal) Start() {}

// Line takes a line that was asked for, or one typed ahead.
func (t *Terminal) Line(text string, end End) {}

// Key takes a single key, for a pager or a confirmation.
func (t *Terminal) Key(k byte) {}

// Interrupt is Ctrl-^: a running job finishes early.
func (t *Terminal) Interrupt() {}

// Help is the answer to `?` after text, "\n" line ends.
func (t *Terminal) Help(text string) string { return "" }

// Complete is the answer to Tab after text.
func (t *Terminal) Complete(text string) (string, bool) { return text, false }

// Log shows a log line.
func (t *Terminal) Log(line string) {}

// Resize tells the size of the window.
func (t *Terminal) Resize(width, height int) {}

// Hangup tells that the user is gone.
func (t *Terminal) Hangup() {}

// Status tells who uses the terminal.
func (t *Terminal) Status() modes.TerminalStatus { return modes.TerminalStatus{} }

// Prompt is what a line is asked for with.
func (t *Terminal) Prompt() string { return "" }
