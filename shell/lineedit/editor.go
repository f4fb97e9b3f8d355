package lineedit

import (
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/chzyer/readline"

	"ruthere/shell/keys"
)

// An editor is the LineEditor of a terminal. readline runs the loop of keys and holds the line; edit says what keys do.
//
// One key passes like this, all on readline's goroutine: source.Read gives it, filter renames it, readline's buffer
// acts on it, Paint shows the buffer, OnChange does what readline's buffer cannot and permits the next key.
type editor struct {
	stream  io.ReadWriter
	hooks   Hooks
	source  *source
	painter *painter
	rl      *readline.Instance

	// These belong to ReadLine until the first key is permitted, to readline's goroutine until the line ends, and to
	// ReadLine again.
	edit     keys.Edit
	end      EndKey
	starting bool // readline is about to show the line for the first time

	lost   atomic.Bool // the input ended
	closed atomic.Bool
	mu     sync.Mutex
	active bool // readline is reading a line
}

// New makes the LineEditor of a terminal whose bytes come and go unchanged through stream: a tty in raw mode, an
// SSH channel, a telnet connection with its options taken out. Close closes stream if it is an io.Closer; a Read that
// this does not interrupt keeps its goroutine until it returns.
func New(stream io.ReadWriter, width, height int, hooks Hooks) (LineEditor, error) {
	e := &editor{
		stream:  stream,
		hooks:   hooks,
		edit:    keys.Edit{Help: hooks.Help != nil, Complete: hooks.Complete != nil},
		source:  newSource(hooks.Interrupt),
		painter: &painter{Painter: keys.NewPainter(stream, "\r\n", width)},
	}
	rl, err := readline.NewEx(&readline.Config{
		Stdin:                  e.source,
		Stdout:                 io.Discard,
		Stderr:                 io.Discard,
		Painter:                e,
		Listener:               e,
		FuncFilterInputRune:    e.filterKey,
		FuncGetWidth:           func() int { return 1 << 20 }, // wrapping and 0 columns are the painter's
		FuncOnWidthChanged:     func(func()) {},               // its own would catch SIGWINCH for the whole process
		FuncIsTerminal:         func() bool { return true },
		FuncMakeRaw:            func() error { return nil },
		FuncExitRaw:            func() error { return nil },
		HistoryLimit:           -1,
		DisableAutoSaveHistory: true,
	})
	if err != nil {
		return nil, err
	}
	e.rl = rl
	go e.source.readStream(stream)
	return e, nil
}

func (e *editor) ReadLine(r LineRequest) (Line, error) {
	if !e.beginRead() {
		return Line{}, io.EOF
	}
	defer e.endRead()
	e.edit.Begin(r)
	e.end = Return
	if err := e.painter.beginLine(r); err != nil {
		return Line{}, fmt.Errorf("cannot show the prompt: %w", err)
	}
	typed, err := e.rl.ReadlineWithDefault(string(e.edit.InitialText()))
	if e.lost.Load() || err != nil {
		return Line{}, io.EOF
	}
	return Line{Text: typed, End: e.end}, nil
}

// beginRead reports whether readline may be called.
func (e *editor) beginRead() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.lost.Load() || e.closed.Load() {
		return false
	}
	e.active = true
	return true
}

// endRead ends a call of readline. If Close came meanwhile, it left winding readline down to us.
func (e *editor) endRead() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.active = false
	if e.closed.Load() {
		e.windDown()
	}
}

// windDown ends readline's goroutines; e.mu is held and the source is closed. readline's own Close would wait for a
// pending read and races with its start; a last Readline that meets the end of the input ends them all the same.
func (e *editor) windDown() {
	if !e.lost.Load() {
		_, _ = e.rl.Readline()
	}
	e.rl.Config.Stdin.Close()
}

func (e *editor) ReadKey() (byte, error) { return e.source.readKey(false) }

func (e *editor) ReadRawKey() (byte, error) { return e.source.readKey(true) }

func (e *editor) UnreadKey(b byte) { e.source.unreadKey(b) }

func (e *editor) Write(b []byte) (int, error) {
	if err := e.painter.printOutput(b); err != nil {
		return 0, err
	}
	return len(b), nil
}

// Async, ShowHeld and Resize cannot tell of a terminal that is gone; reading from it will.

func (e *editor) Async(line string, synchronous bool) { _ = e.painter.printLog(line, synchronous) }

func (e *editor) ShowHeld() { _ = e.painter.showHeld() }

func (e *editor) Resize(width, _ int) { _ = e.painter.setWidth(width) }

func (e *editor) Close() error {
	if e.closed.Swap(true) {
		return nil
	}
	e.source.Close()
	var err error
	if c, ok := e.stream.(io.Closer); ok {
		err = c.Close() // before anything that might wait for a blocked write
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.active {
		e.windDown()
	}
	return err
}

// Paint is readline's painter: it is called with the line whenever it may have changed. What it returns goes nowhere.
func (e *editor) Paint(line []rune, pos int) []rune {
	if e.closed.Load() || e.lost.Load() {
		return nil
	}
	e.edit.Line = keys.Text{Runes: slices.Clone(line), Pos: pos}
	_ = e.painter.showLine(e.edit.Line)
	if e.starting {
		e.starting = false
		e.source.permitKey()
	}
	return nil
}

// filterKey is called by readline with each key before it acts on it. It lets through the keys which readline's
// buffer handles as IOS does; for the others readline gets BEL, on which it does nothing but call OnChange.
func (e *editor) filterKey(r rune) (rune, bool) {
	switch k := keys.Key(r); k {
	case 0: // not a key: the end of the input
		e.lost.Store(true)
		return 0, true
	case keys.Return:
		return e.finishLine(Return, "")
	case keys.CtrlC:
		return e.finishLine(CtrlC, "")
	case keys.CtrlZ:
		return e.finishLine(CtrlZ, "^Z")
	default:
		if r, ok := e.edit.Accept(k); ok {
			return r, true
		}
		return readline.CharBell, true
	}
}

// finishLine ends the line with whatever it holds; to readline every end is Return.
func (e *editor) finishLine(end EndKey, echo string) (rune, bool) {
	e.end = end
	_ = e.painter.finishLine(echo)
	return readline.CharEnter, true
}

// OnChange is called by readline after each key.
func (e *editor) OnChange(line []rune, pos int, r rune) ([]rune, int, bool) {
	switch r {
	case 0: // the line begins; Paint comes next
		e.starting = true
		return nil, 0, false
	case readline.CharEnter: // it has ended, and the next may have begun
		return nil, 0, false
	}
	defer e.source.permitKey()
	changed := keys.Text{Runes: line, Pos: pos}
	if r == readline.CharBell {
		e.applyKey(&changed)
	} else if changed.EqualTo(e.edit.Before) {
		_ = e.painter.ringBell()
	}
	return changed.Runes, changed.Pos, r == readline.CharBell
}

// applyKey does what a key does that readline's buffer does not know.
func (e *editor) applyKey(t *keys.Text) {
	done := true
	switch k := e.edit.Key; k {
	case keys.None:
	case keys.Redraw:
		_ = e.painter.repaintBelow(t.Clone())
	case keys.Tab:
		e.answerTab(t)
	case '?':
		e.answerHelp(t)
	default:
		done = e.edit.Apply(k, t)
	}
	if !done {
		_ = e.painter.ringBell()
	}
}

// answerHelp answers `?`, which is shown but does not become part of the line.
func (e *editor) answerHelp(t *keys.Text) {
	_ = e.painter.suspendLine('?')
	answer := e.hooks.Help(t.LeftOfCursor())
	if e.closed.Load() {
		return
	}
	_ = e.painter.printOutput([]byte(answer))
	_ = e.painter.resumeLine(t.Clone())
}

// answerTab answers Tab. The old row stays on the screen even if nothing was completed.
func (e *editor) answerTab(t *keys.Text) {
	unique := false
	if e.edit.AsksCompletion() {
		var completed string
		completed, unique = e.hooks.Complete(t.LeftOfCursor())
		unique = unique && t.ReplaceLeft([]rune(completed))
	}
	if !unique {
		_ = e.painter.ringBell()
	}
	if e.edit.AsksCompletion() {
		_ = e.painter.repaintBelow(t.Clone())
	}
}
