package keys

import "slices"

// An Edit is the editing of a line as far as it goes beyond the line and its cursor: what was asked for, history,
// cuts. The cuts outlive the line.
type Edit struct {
	Help     bool // `?` is answered
	Complete bool // and Tab
	Request  Request

	Line   Text // as the buffer holds it
	Before Text // the same before the key
	Key    Key  // what Accept left to apply

	ring      killRing
	yanked    bool // the last key pasted
	pasteable bool // the key before it did

	recalled int    // index in request.History; its length stands for the line being typed
	draft    []rune // that line, while an older one is shown
}

// Begin begins a line.
func (e *Edit) Begin(r Request) {
	if r.Secret {
		r.History = nil
	}
	e.Request = r
	e.Line, e.Before, e.draft, e.recalled, e.yanked = Text{}, Text{}, nil, len(r.History), false
}

// InitialText is the text to start with, as much of it as is printable and fits.
func (e *Edit) InitialText() []rune {
	var out []rune
	for _, r := range e.Request.Initial {
		if Key(r).IsPrintable() && len(out) < MaxLine {
			out = append(out, r)
		}
	}
	return out
}

// Accept takes note of a key. If a simple buffer handles it as IOS does, such as readline's, it returns the character to give it;
// otherwise the key is left for Apply.
func (e *Edit) Accept(k Key) (rune, bool) {
	e.Before, e.Key = e.Line, k
	e.pasteable, e.yanked = e.yanked, false
	c, quoted := k.literalRune()
	switch {
	case quoted && Key(c).IsPrintable(), k.IsPrintable() && !(k == '?' && e.asksHelp()):
		if !quoted {
			c = rune(k)
		}
		e.Key = Unknown
		return c, len(e.Line.Runes) < MaxLine
	case k == Tab && e.Request.NoHelp:
		e.Key = literal + '\t'
		return 0, false
	case e.Request.NoEditing && !slices.Contains(withoutEditing, k):
		e.Key = Unknown
		return 0, false
	}
	return rune(k), slices.Contains(native, k)
}

// native are the keys that a simple buffer handles as IOS does, besides printable characters.
var native = []Key{Home, Left, End, Right, Backspace}

// withoutEditing are the keys that are left after `terminal no editing`.
var withoutEditing = []Key{'?', Backspace, KillToStart, KillWordLeft, Redraw, None}

func (e *Edit) asksHelp() bool { return e.Help && !e.Request.Secret && !e.Request.NoHelp }

// AsksCompletion says whether Tab is answered.
func (e *Edit) AsksCompletion() bool { return e.Complete && !e.Request.Secret }

// Apply changes the line as the key says and reports whether it could.
func (e *Edit) Apply(k Key, t *Text) bool {
	if c, ok := k.literalRune(); ok {
		return t.InsertRunes([]rune{c})
	}
	act, ok := actions[k]
	return ok && act(e, t)
}

var actions = map[Key]func(*Edit, *Text) bool{
	Up:            (*Edit).recallOlder,
	Down:          (*Edit).recallNewer,
	Delete:        func(_ *Edit, t *Text) bool { return t.deleteRight() },
	KillToEnd:     func(e *Edit, t *Text) bool { return e.killRange(t, t.Pos, len(t.Runes)) },
	KillToStart:   func(e *Edit, t *Text) bool { return e.killRange(t, 0, t.Pos) },
	KillWordLeft:  func(e *Edit, t *Text) bool { return e.killRange(t, t.wordStart(), t.Pos) },
	KillWordRight: func(e *Edit, t *Text) bool { return e.killRange(t, t.Pos, t.wordEnd()) },
	WordLeft:      func(_ *Edit, t *Text) bool { return t.moveTo(t.wordStart()) },
	WordRight:     func(_ *Edit, t *Text) bool { return t.moveTo(t.wordEnd()) },
	Transpose:     func(_ *Edit, t *Text) bool { return t.transposeRunes() },
	Capitalise:    func(_ *Edit, t *Text) bool { return t.capitaliseWord() },
	UpperCase:     func(_ *Edit, t *Text) bool { return t.upperCase() },
	LowerCase:     func(_ *Edit, t *Text) bool { return t.lowerCase() },
	Yank:          (*Edit).yankLatest,
	YankOlder:     (*Edit).yankOlder,
}

// killRange cuts [from, to). What is cut from a password is not kept: it could be pasted into the next line.
func (e *Edit) killRange(t *Text, from, to int) bool {
	cut := t.CutRange(from, to)
	if e.Request.Secret {
		return len(cut) > 0
	}
	return e.ring.addCut(cut)
}

func (e *Edit) yankLatest(t *Text) bool {
	e.yanked = e.ring.yankLatest(t)
	return e.yanked
}

func (e *Edit) yankOlder(t *Text) bool {
	e.yanked = e.pasteable
	return e.pasteable && e.ring.yankOlder(t)
}

// recallOlder recalls the line before the one shown, and recallNewer the one after it, the line being typed last.
func (e *Edit) recallOlder(t *Text) bool {
	if e.recalled == 0 {
		return false
	}
	if e.recalled == len(e.Request.History) {
		e.draft = slices.Clone(t.Runes)
	}
	e.recalled--
	e.showRecalled(t, []rune(e.Request.History[e.recalled]))
	return true
}

func (e *Edit) recallNewer(t *Text) bool {
	if e.recalled == len(e.Request.History) {
		return false
	}
	e.recalled++
	if e.recalled == len(e.Request.History) {
		e.showRecalled(t, e.draft)
	} else {
		e.showRecalled(t, []rune(e.Request.History[e.recalled]))
	}
	return true
}

func (e *Edit) showRecalled(t *Text, line []rune) {
	t.Runes = slices.Clone(line[:min(len(line), MaxLine)])
	t.Pos = len(t.Runes)
}
