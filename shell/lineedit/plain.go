package lineedit

import (
	"bufio"
	"fmt"
	"io"
	"sync/atomic"

	"ruthere/shell/keys"
)

// A plainEditor takes lines from a pipe. It has no keys to decode and no cursor to move, and reads only when asked.
type plainEditor struct {
	in      *bufio.Reader
	closer  io.Closer // of the input; may be nil
	ends    keys.LineEnds
	hooks   Hooks
	painter *painter
	closed  atomic.Bool
}

// NewPlain makes the LineEditor of a pipe: prompts are printed, each line taken is echoed as a router would, and
// what is written keeps its LF. A last line without line end counts.
//
// `?` acts at once, as on a router: help is printed, then prompt and line again without the `?`, and more text goes
// on after it. A line end directly after the `?` drops the line, as a person would with Ctrl-U, so that the line
// `show ?` in a script asks for help and runs nothing. Tab is a blank. Of the editing keys only Backspace, Ctrl-U,
// Ctrl-V, Ctrl-C and Ctrl-Z mean anything; other control characters are ignored.
//
// Close closes r if it is an io.Closer; a Read that this does not interrupt holds ReadLine until it returns.
func NewPlain(r io.Reader, w io.Writer, hooks Hooks) LineEditor {
	closer, _ := r.(io.Closer)
	return &plainEditor{
		in:      bufio.NewReader(r),
		closer:  closer,
		hooks:   hooks,
		painter: &painter{Painter: keys.NewPainter(w, "\n", 0)},
	}
}

func (e *plainEditor) ReadLine(r LineRequest) (Line, error) {
	t := keys.Text{}
	t.InsertRunes((&keys.Edit{Request: r}).InitialText())
	asked := false // `?` was the last character
	if err := e.painter.beginLine(r); err != nil {
		return Line{}, fmt.Errorf("cannot show the prompt: %w", err)
	}
	for {
		b, err := e.ReadKey()
		if err == io.EOF && len(t.Runes) > 0 && !asked && !e.closed.Load() {
			b, err = '\r', nil
		}
		if err != nil {
			return Line{}, err
		}
		if end, ok := lineEnd(b); ok {
			_ = e.painter.showLine(t.Clone())
			_ = e.painter.finishLine(map[EndKey]string{CtrlZ: "^Z"}[end])
			if !asked || end != Return {
				return Line{Text: string(t.Runes), End: end}, nil
			}
			t, asked = keys.Text{}, false
			_ = e.painter.beginLine(r)
			continue
		}
		if asked = b == '?' && e.hooks.Help != nil && !r.Secret && !r.NoHelp; asked {
			e.answerHelp(t)
		} else if !e.takeByte(b, &t, r.NoHelp) {
			_ = e.painter.ringBell()
		}
	}
}

func lineEnd(b byte) (EndKey, bool) {
	switch b {
	case '\r':
		return Return, true
	case keys.SUB:
		return CtrlZ, true
	case keys.ETX:
		return CtrlC, true
	}
	return 0, false
}

// takeByte does what a character does to the line, and reports false if the line is full.
func (e *plainEditor) takeByte(b byte, t *keys.Text, verbatim bool) bool {
	switch {
	case keys.Key(b).IsPrintable(), b == '\t' && verbatim:
		return t.InsertRunes([]rune{rune(b)})
	case b == '\t':
		return t.InsertRunes([]rune{' '})
	case b == '\b' || b == keys.DEL:
		t.CutRange(max(0, t.Pos-1), t.Pos)
	case keys.ControlKeys[b] == keys.KillToStart:
		t.CutRange(0, t.Pos)
	case b == keys.SYN:
		if next, err := e.in.Peek(1); err == nil && keys.Key(next[0]).IsPrintable() {
			_, _ = e.in.Discard(1)
			return t.InsertRunes([]rune{rune(next[0])})
		}
	}
	return true
}

func (e *plainEditor) answerHelp(t keys.Text) {
	_ = e.painter.showLine(t.Clone())
	_ = e.painter.suspendLine('?')
	_ = e.painter.printOutput([]byte(e.hooks.Help(t.LeftOfCursor())))
	_ = e.painter.resumeLine(t.Clone())
}

// ReadKey reads the next character; every line end is a CR.
func (e *plainEditor) ReadKey() (byte, error) {
	for {
		b, err := e.in.ReadByte()
		if err != nil {
			if e.closed.Load() {
				err = io.EOF
			}
			return 0, err
		}
		if b == keys.RS && e.hooks.Interrupt != nil {
			e.hooks.Interrupt()
		}
		if key := e.ends.Fold([]byte{b}); len(key) > 0 {
			return key[0], nil
		}
	}
}

// ReadRawKey is ReadKey: a pipe has no keys of several characters.
func (e *plainEditor) ReadRawKey() (byte, error) { return e.ReadKey() }

// UnreadKey gives back the key that was read last.
func (e *plainEditor) UnreadKey(byte) { _ = e.in.UnreadByte() } // which can be done once after each read

func (e *plainEditor) Write(b []byte) (int, error) {
	if err := e.painter.printOutput(b); err != nil {
		return 0, err
	}
	return len(b), nil
}

func (e *plainEditor) Async(line string, synchronous bool) { _ = e.painter.printLog(line, synchronous) }

func (e *plainEditor) ShowHeld() { _ = e.painter.showHeld() }

// Resize does nothing: a pipe has no size.
func (e *plainEditor) Resize(int, int) {}

func (e *plainEditor) Close() error {
	if e.closed.Swap(true) || e.closer == nil {
		return nil
	}
	return e.closer.Close()
}
