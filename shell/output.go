package shell

// An Output takes what a Terminal shows, in order.
type Output interface {
	Text(terminal int, s string) // command output, "\n" line ends
	Log(terminal int, s string, synchronous bool)
	Ready(terminal int, r InputRequest) // wants a line, or a key, now
	Closed(terminal int)                // the login has ended
}

// An InputRequest is what a Terminal wants typed.
type InputRequest struct {
	Prompt  string
	Secret  bool     // no echo
	History []string // lines that the arrow keys recall, oldest first
	Key     bool     // wants single keys: the pager, a [confirm], Press RETURN
	Literal bool     // `?` and Tab are characters: an answer, the text of a banner
	Raw     bool     // with Key: every byte is one, parts of an arrow key too, for a program at the far end of a connection

	NoEditing bool // `terminal no editing`
	// Screen is the size of the screen as the terminal's settings have it; nil says
	// nothing of it.
	Screen *Size
}

// A Size is that of a screen: 0 rows is one that output is never paged for, 0 columns
// one without an edge.
type Size struct{ Rows, Columns int }

// End is the key that ended a line.
type End int

// The ends of a line. After CtrlZ the line is run and configuration mode is left;
// after CtrlC the line is dropped.
const (
	Return End = iota
	CtrlZ
	CtrlC
)
