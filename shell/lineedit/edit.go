package lineedit

import "slices"

// A lineEdit is the editing of a line as far as it goes beyond the line and its cursor: what was asked for, history,
// cuts. The cuts outlive the line.
type lineEdit struct {
	help     bool // `?` is answered
	complete bool // and Tab
	request  LineRequest

	line   text // as readline's buffer holds it
	before text // the same before the key
	key    key  // what accept left to apply

	ring      killRing
	yanked    bool // the last key pasted
	pasteable bool // the key before it did

	recalled int    // index in request.History; its length stands for the line being typed
	draft    []rune // that line, while an older one is shown
}

func (e *lineEdit) beginLine(r LineRequest) {
	if r.Secret {
		r.History = nil
	}
	e.request = r
	e.line, e.before, e.draft, e.recalled, e.yanked = text{}, text{}, nil, len(r.History), false
}

// initialText is the text to start with, as much of it as is printable and fits.
func (e *lineEdit) initialText() []rune {
	var out []rune
	for _, r := range e.request.Initial {
		if key(r).isPrintable() && len(out) < MaxLine {
			out = append(out, r)
		}
	}
	return out
}

// acceptKey takes note of a key. If readline's buffer handles it as IOS does, it returns the character to give it;
// otherwise the key is left for apply.
func (e *lineEdit) acceptKey(k key) (rune, bool) {
	e.before, e.key = e.line, k
	e.pasteable, e.yanked = e.yanked, false
	c, quoted := k.literalRune()
	switch {
	case quoted && key(c).isPrintable(), k.isPrintable() && !(k == '?' && e.asksHelp()):
		if !quoted {
			c = rune(k)
		}
		e.key = keyUnknown
		return c, len(e.line.runes) < MaxLine
	case k == keyTab && e.request.NoHelp:
		e.key = keyLiteral + '\t'
		return 0, false
	case e.request.NoEditing && !slices.Contains(withoutEditing, k):
		e.key = keyUnknown
		return 0, false
	}
	return rune(k), slices.Contains(native, k)
}

// native are the keys that readline's buffer handles as IOS does, besides printable characters.
var native = []key{keyHome, keyLeft, keyEnd, keyRight, keyBackspace}

// withoutEditing are the keys that are left after `terminal no editing`.
var withoutEditing = []key{'?', keyBackspace, keyKillToStart, keyKillWordLeft, keyRedraw, keyNone}

func (e *lineEdit) asksHelp() bool { return e.help && !e.request.Secret && !e.request.NoHelp }

func (e *lineEdit) asksCompletion() bool { return e.complete && !e.request.Secret }

// applyKey changes the line as the key says and reports whether it could.
func (e *lineEdit) applyKey(k key, t *text) bool {
	if c, ok := k.literalRune(); ok {
		return t.insertRunes([]rune{c})
	}
	act, ok := actions[k]
	return ok && act(e, t)
}

var actions = map[key]func(*lineEdit, *text) bool{
	keyUp:            (*lineEdit).recallOlder,
	keyDown:          (*lineEdit).recallNewer,
	keyDelete:        func(_ *lineEdit, t *text) bool { return t.deleteRight() },
	keyKillToEnd:     func(e *lineEdit, t *text) bool { return e.killRange(t, t.pos, len(t.runes)) },
	keyKillToStart:   func(e *lineEdit, t *text) bool { return e.killRange(t, 0, t.pos) },
	keyKillWordLeft:  func(e *lineEdit, t *text) bool { return e.killRange(t, t.wordStart(), t.pos) },
	keyKillWordRight: func(e *lineEdit, t *text) bool { return e.killRange(t, t.pos, t.wordEnd()) },
	keyWordLeft:      func(_ *lineEdit, t *text) bool { return t.moveTo(t.wordStart()) },
	keyWordRight:     func(_ *lineEdit, t *text) bool { return t.moveTo(t.wordEnd()) },
	keyTranspose:     func(_ *lineEdit, t *text) bool { return t.transposeRunes() },
	keyCapitalise:    func(_ *lineEdit, t *text) bool { return t.capitaliseWord() },
	keyUpperCase:     func(_ *lineEdit, t *text) bool { return t.upperCase() },
	keyLowerCase:     func(_ *lineEdit, t *text) bool { return t.lowerCase() },
	keyYank:          (*lineEdit).yankLatest,
	keyYankOlder:     (*lineEdit).yankOlder,
}

// killRange cuts [from, to). What is cut from a password is not kept: it could be pasted into the next line.
func (e *lineEdit) killRange(t *text, from, to int) bool {
	cut := t.cutRange(from, to)
	if e.request.Secret {
		return len(cut) > 0
	}
	return e.ring.addCut(cut)
}

func (e *lineEdit) yankLatest(t *text) bool {
	e.yanked = e.ring.yankLatest(t)
	return e.yanked
}

func (e *lineEdit) yankOlder(t *text) bool {
	e.yanked = e.pasteable
	return e.pasteable && e.ring.yankOlder(t)
}

// recallOlder recalls the line before the one shown, and recallNewer the one after it, the line being typed last.
func (e *lineEdit) recallOlder(t *text) bool {
	if e.recalled == 0 {
		return false
	}
	if e.recalled == len(e.request.History) {
		e.draft = slices.Clone(t.runes)
	}
	e.recalled--
	e.showRecalled(t, []rune(e.request.History[e.recalled]))
	return true
}

func (e *lineEdit) recallNewer(t *text) bool {
	if e.recalled == len(e.request.History) {
		return false
	}
	e.recalled++
	if e.recalled == len(e.request.History) {
		e.showRecalled(t, e.draft)
	} else {
		e.showRecalled(t, []rune(e.request.History[e.recalled]))
	}
	return true
}

func (e *lineEdit) showRecalled(t *text, line []rune) {
	t.runes = slices.Clone(line[:min(len(line), MaxLine)])
	t.pos = len(t.runes)
}
