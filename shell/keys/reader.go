package keys

import "strings"

// A Reader reads lines and keys from a terminal at the far end of a connection, which shows what it is sent and no
// more: bytes in, echo and what was read out. What is typed before it is asked for waits.
type Reader struct {
	Write    func(text string) // shows something; "\n" is a line end
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
	shown    Text // what of it is on the screen
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

// AskLine asks for a line.
func (r *Reader) AskLine(q Request) {
	r.edit.Help, r.edit.Complete = r.Help != nil, r.Complete != nil
	r.edit.Begin(q)
	r.text, r.shown, r.wants = Text{}, Text{}, aLine
	r.Write(q.Prompt)
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

// Log shows a line between what is being typed; redraw has prompt and line shown again after it.
func (r *Reader) Log(line string, redraw bool) {
	if r.wants == aLine {
		r.Write("\n")
	}
	r.Write(line + "\n")
	if r.wants == aLine && redraw {
		r.redraw()
	}
}

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
		if k == CtrlZ {
			r.Write("^Z")
		}
		r.Write("\n")
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
		r.Write("\n")
		r.redraw()
	case r.edit.Key == Tab:
		done = r.complete()
	case r.edit.Key == '?':
		r.Write("?\n" + r.Help(r.text.LeftOfCursor()))
		r.redraw()
	default:
		done = r.edit.Apply(r.edit.Key, &r.text)
	}
	if !done {
		r.Write("\a")
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
	r.Write("\n")
	r.redraw()
	return unique
}

// redraw shows prompt and line on a new row.
func (r *Reader) redraw() {
	r.Write(r.edit.Request.Prompt)
	r.shown = Text{}
	r.show()
}

// show brings the row from what it shows to what it should: it goes back to where they begin to differ, and writes on.
func (r *Reader) show() {
	r.edit.Line = r.text.Clone()
	if r.edit.Request.Secret || r.text.EqualTo(r.shown) {
		return
	}
	have, want := r.shown, r.text
	same := 0
	for same < min(len(have.Runes), len(want.Runes)) && have.Runes[same] == want.Runes[same] {
		same++
	}
	var b strings.Builder
	at := have.Pos
	goTo := func(pos int) {
		if pos < at {
			b.WriteString(strings.Repeat("\b", at-pos))
		} else {
			b.WriteString(string(want.Runes[at:pos]))
		}
		at = pos
	}
	if same < max(len(have.Runes), len(want.Runes)) {
		goTo(min(at, same))
		goTo(len(want.Runes))
		if gone := len(have.Runes) - len(want.Runes); gone > 0 {
			b.WriteString(strings.Repeat(" ", gone) + strings.Repeat("\b", gone))
		}
	}
	goTo(want.Pos)
	r.Write(b.String())
	r.shown = want.Clone()
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
