package keys

// MaxLine is the number of characters a line holds, as on IOS; further keys ring the bell.
const MaxLine = 254

// A Request says how one line is to be read.
type Request struct {
	Prompt    string
	Secret    bool     // a password: nothing is echoed; no help, completion or history
	History   []string // oldest first; Ctrl-P and the up arrow start at the last
	Initial   string   // text to start with, the cursor after it
	NoHelp    bool     // text of a banner or a key: `?` and Tab are characters
	NoEditing bool     // `terminal no editing`: only Backspace, Ctrl-U, Ctrl-W, Ctrl-R and the keys that end a line
}
