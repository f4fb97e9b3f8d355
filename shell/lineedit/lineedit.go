// Package lineedit reads command lines from one terminal the way a Cisco router does.
//
// A LineEditor owns a byte stream: the console's tty in raw mode, a pseudo terminal, an SSH channel, a telnet
// connection (New), or a pipe (NewPlain). It takes keys, gives whole lines, and is the only writer to the
// terminal: command output, the echo of keys and log lines that arrive while the user types meet in one
// painter, which knows what is on the screen.
//
//	keys -> source -> readline's line buffer -> painter -> screen
//
// github.com/chzyer/readline holds the line and moves the cursor. It never sees the terminal: its input is one
// decoded key at a time, and only while a line is edited, so that nothing typed ahead is lost to a pager or a
// running command; its output is thrown away, and the painter sends the difference between what the screen
// shows and what it should show. An empty line shows exactly the prompt, because clients match on it.
//
// One goroutine at a time calls ReadLine, ReadKey or ReadRawKey. Write, Async, Resize and Close may be called from any.
package lineedit

import "ruthere/shell/keys"

// LineEditor reads lines from one terminal.
type LineEditor interface {
	// ReadLine shows the prompt, unless it stands on the screen already, and edits until the line is complete.
	// It returns io.EOF when the terminal hung up or the editor was closed, and another error when the prompt could
	// not be written; either way the terminal is gone.
	ReadLine(LineRequest) (Line, error)
	// ReadKey reads one key without echo: for a pager, a running command, "Press RETURN". Return is '\r'
	// whatever the terminal sends for it; an arrow or function key is a single 0x1b. It may be called from
	// within Hooks.Help. It returns io.EOF when the terminal hung up or the editor was closed.
	ReadKey() (byte, error)
	// ReadRawKey is ReadKey for a program at the far end of a connection that edits lines itself: an arrow or function key is
	// all of its bytes.
	ReadRawKey() (byte, error)
	// UnreadKey gives back what ReadRawKey gave: it is read again, by whoever reads next.
	UnreadKey(byte)
	// Write prints command output; on a terminal each LF becomes CR LF.
	Write([]byte) (int, error)
	// Async prints a log line, which may arrive while a line is edited; one that ends in a line end is followed by
	// an empty row. Without synchronous it is put on a new row and typing goes on after it, though never over it.
	// With synchronous (`logging synchronous`) prompt and line are drawn again below it; while a command runs it
	// waits for the next prompt, with at most 20 others, the IOS default.
	Async(text string, synchronous bool)
	// ShowHeld prints the log lines that wait for the next prompt, because none will come soon: nobody is logged in any more.
	ShowHeld()
	// Resize tells the size of the terminal in columns and rows, as after `terminal width` or a window change.
	// Width 0 or 512 means that long lines do not scroll. The height is not used: paging is the caller's.
	Resize(width, height int)
	// Close ends a waiting ReadLine or ReadKey and closes the stream if it is an io.Closer. It does not wait for
	// a stream that cannot be interrupted.
	Close() error
}

// A LineRequest says how one line is to be read.
type LineRequest = keys.Request

// A Line is what was read. Text is what the line held when it ended, for every End.
type Line struct {
	Text string
	End  EndKey
}

// EndKey is the key that ended a line.
type EndKey int

// The ends of a line. After CtrlZ the line is run and configuration mode is left; after CtrlC the line is dropped.
const (
	Return EndKey = iota
	CtrlZ
	CtrlC
)

// String returns the key's name.
func (e EndKey) String() string {
	switch e {
	case CtrlZ:
		return "Ctrl-Z"
	case CtrlC:
		return "Ctrl-C"
	}
	return "Return"
}

// Hooks connect the keys of a LineEditor with a command language. Each may be nil.
type Hooks struct {
	// Help answers `?`. It gets the text left of the cursor and returns what to print; then prompt and line are
	// drawn again. To page, it may print with Write and ask with ReadKey itself and return what is left over.
	Help func(line string) string
	// Complete answers Tab. It gets the text left of the cursor and returns what should stand there, blank after
	// the word included; false means that there is no single completion.
	Complete func(line string) (string, bool)
	// Interrupt is called as soon as Ctrl-^ (0x1e) arrives, while a command runs too, from the goroutine that reads
	// the stream: it must not block. ReadKey returns the key as well; ReadLine ignores it.
	Interrupt func()
}
