package keys

import "strings"

// A Reader reads lines and keys from a terminal at the far end of a connection, which shows what it is sent and no
// more: bytes in, echo and what was read out. All that the terminal shows goes by it, so that output, what is typed and what is logged
// meanwhile keep out of each other's way. What is typed before it is asked for waits.
type Reader struct {
	Send     func(text string) // sends to the terminal; "\n" is a line end
	Help     func(line string) string
	Complete func(line string) (string, bool)
	// Line and Key take what was asked for. They may ask for more at once.
	Line func(text string, end Key) // Return, CtrlC or CtrlZ
	Key  func(byte)

	ends     LineEnds
	decoder  Decoder
	sequence SequenceSkipper
	edit     Edit
	text     Text // the line
	painter  *Painter
	ahead    []byte
	wants    wanted
	pumping  bool
}

type wanted int

const (
	nothing wanted = iota
	aLine
	aKey
)

// typeAhead is how many bytes may wait to be asked for.
const typeAhead = 4096

// paint is the reader's painter.
func (r *Reader) paint() *Painter {
	if r.painter == nil {
		r.painter = NewPainter(sender(r.Send), "\n", 0)
	}
	return r.painter
}

// A sender is a function as an io.Writer.
type sender func(text string)

func (s sender) Write(b []byte) (int, error) {
	s(string(b))
	return len(b), nil
}

// Write shows output; "\n" is a line end.
func (r *Reader) Write(text string) { _ = r.paint().PrintOutput([]byte(text)) }

// AskLine asks for a line.
func (r *Reader) AskLine(q Request) {
	r.edit.Help, r.edit.Complete = r.Help != nil, r.Complete != nil
	r.edit.Begin(q)
	r.text, r.wants = Text{}, aLine
	_ = r.paint().BeginLine(q.Prompt, q.Secret)
	r.text.InsertRunes(r.edit.InitialText())
	r.show()
}

// AskKey asks for a single key.
func (r *Reader) AskKey(prompt string) {
	r.wants = aKey
	r.Write(prompt)
}

// Stop asks for nothing any more.
func (r *Reader) Stop() { r.wants, r.ahead = nothing, nil }

// Feed takes what was typed.
func (r *Reader) Feed(b []byte) {
	b = r.ends.Fold(b)
	r.ahead = append(r.ahead, b[:min(len(b), typeAhead-len(r.ahead))]...)
	r.Pump()
}

// Interrupted says whether the escape character is among bytes, which stops what is running at once.
func Interrupted(b []byte) bool { return strings.IndexByte(string(b), RS) >= 0 }

// Log shows a line of the log, as Painter.PrintLog.
func (r *Reader) Log(line string, synchronous bool) { _ = r.paint().PrintLog(line, synchronous) }

// Pump works on what is waiting as long as something is asked for. Feed does it too; after a question that nobody's
// typing has brought, its asker calls it once it is ready for the answer.
func (r *Reader) Pump() {
	if r.pumping {
		return
	}
	r.pumping = true
	defer func() { r.pumping = false }()
	for len(r.ahead) > 0 && r.wants != nothing {
		b := r.ahead[0]
		r.ahead = r.ahead[1:]
		switch {
		case r.sequence.Skips(b):
		case r.wants == aKey:
			if b == ESC {
				r.sequence = SequenceBegun
			}
			r.wants = nothing
			r.Key(b)
		default:
			if k, ok := r.decoder.Feed(b); ok {
				r.take(k)
			}
		}
	}
}

// take does what a key says.
func (r *Reader) take(k Key) {
	switch k {
	case Return, CtrlC, CtrlZ:
		r.wants = nothing
		_ = r.paint().FinishLine(map[Key]string{CtrlZ: "^Z"}[k])
		r.Line(string(r.text.Runes), k)
		return
	}
	c, simple := r.edit.Accept(k)
	done := true
	switch {
	case simple:
		done = r.text.typeRune(c)
	case r.edit.Key == None:
	case r.edit.Key == Redraw:
		_ = r.paint().RepaintBelow(r.text.Clone())
	case r.edit.Key == Tab:
		done = r.complete()
	case r.edit.Key == '?':
		_ = r.paint().SuspendLine('?')
		r.Write(r.Help(r.text.LeftOfCursor()))
		_ = r.paint().ResumeLine(r.text.Clone())
	default:
		done = r.edit.Apply(r.edit.Key, &r.text)
	}
	if !done {
		_ = r.paint().RingBell()
	}
	r.show()
}

// complete answers Tab. The old row stays on the screen even if nothing was completed.
func (r *Reader) complete() bool {
	if !r.edit.AsksCompletion() {
		return false
	}
	completed, unique := r.Complete(r.text.LeftOfCursor())
	unique = unique && r.text.ReplaceLeft([]rune(completed))
	_ = r.paint().RepaintBelow(r.text.Clone())
	return unique
}

// show brings the row from what it shows to what it should.
func (r *Reader) show() {
	r.edit.Line = r.text.Clone()
	_ = r.paint().ShowLine(r.edit.Line)
}

// typeRune does what a printable character or one of the simple keys does.
func (t *Text) typeRune(c rune) bool {
	switch Key(c) {
	case Home:
		return t.moveTo(0)
	case End:
		return t.moveTo(len(t.Runes))
	case Left:
		return t.moveTo(max(t.Pos-1, 0))
	case Right:
		return t.moveTo(min(t.Pos+1, len(t.Runes)))
	case Backspace:
		if t.Pos == 0 {
			return false
		}
		t.CutRange(t.Pos-1, t.Pos)
		return true
	}
	return t.InsertRunes([]rune{c})
}
