package lineedit

import "slices"

// An edit is the editing of a line as far as it goes beyond the line and its cursor: what was asked for, history,
// cuts. The cuts outlive the line.
type edit struct {
	help     bool // there is somebody to answer `?`
	complete bool // and Tab
	request  Request

	line   text // as readline's buffer holds it
	before text // the same before the key
	key    key  // what accept left to apply

	ring      killRing
	yanked    bool // the last key pasted
	pasteable bool // the key before it did

	recalled int    // index in request.History; its length stands for the line being typed
	draft    []rune // that line, while an older one is shown
}

func (e *edit) begin(r Request) {
	if r.Secret {
		r.History = nil
	}
	e.request = r
	e.line, e.before, e.draft, e.recalled, e.yanked = text{}, text{}, nil, len(r.History), false
}

// initial is the text to start with, as much of it as is printable and fits.
func (e *edit) initial() []rune {
	var out []rune
	for _, r := range e.request.Initial {
		if key(r).printable() && len(out) < MaxLine {
			out = append(out, r)
		}
	}
	return out
}

// accept takes note of a key. If readline's buffer handles it as IOS does, it returns the character to give it;
// otherwise the key is left for apply.
func (e *edit) accept(k key) (rune, bool) {
	e.before, e.key = e.line, k
	e.pasteable, e.yanked = e.yanked, false
	c, quoted := k.literal()
	switch {
	case quoted && key(c).printable(), k.printable() && !(k == '?' && e.asksHelp()):
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

func (e *edit) asksHelp() bool { return e.help && !e.request.Secret && !e.request.NoHelp }

func (e *edit) asksCompletion() bool { return e.complete && !e.request.Secret }

// apply changes the line as the key says and reports whether it could.
func (e *edit) apply(k key, t *text) bool {
	if c, ok := k.literal(); ok {
		return t.insert([]rune{c})
	}
	act, ok := actions[k]
	return ok && act(e, t)
}

var actions = map[key]func(*edit, *text) bool{
	keyUp:            (*edit).older,
	keyDown:          (*edit).newer,
	keyDelete:        func(_ *edit, t *text) bool { return t.deleteRight() },
	keyKillToEnd:     func(e *edit, t *text) bool { return e.kill(t, t.pos, len(t.runes)) },
	keyKillToStart:   func(e *edit, t *text) bool { return e.kill(t, 0, t.pos) },
	keyKillWordLeft:  func(e *edit, t *text) bool { return e.kill(t, t.wordStart(), t.pos) },
	keyKillWordRight: func(e *edit, t *text) bool { return e.kill(t, t.pos, t.wordEnd()) },
	keyWordLeft:      func(_ *edit, t *text) bool { return t.moveTo(t.wordStart()) },
	keyWordRight:     func(_ *edit, t *text) bool { return t.moveTo(t.wordEnd()) },
	keyTranspose:     func(_ *edit, t *text) bool { return t.transpose() },
	keyCapitalise:    func(_ *edit, t *text) bool { return t.capitalise() },
	keyUpperCase:     func(_ *edit, t *text) bool { return t.upperCase() },
	keyLowerCase:     func(_ *edit, t *text) bool { return t.lowerCase() },
	keyYank:          (*edit).yank,
	keyYankOlder:     (*edit).yankOlder,
}

// kill cuts [from, to). What is cut from a password is not kept: it could be pasted into the next line.
func (e *edit) kill(t *text, from, to int) bool {
	cut := t.cut(from, to)
	if e.request.Secret {
		return len(cut) > 0
	}
	return e.ring.add(cut)
}

func (e *edit) yank(t *text) bool {
	e.yanked = e.ring.yank(t)
	return e.yanked
}

func (e *edit) yankOlder(t *text) bool {
	e.yanked = e.pasteable
	return e.pasteable && e.ring.yankOlder(t)
}

// older recalls the line before the one shown, and newer the one after it, the line being typed last.
func (e *edit) older(t *text) bool {
	if e.recalled == 0 {
		return false
	}
	if e.recalled == len(e.request.History) {
		e.draft = slices.Clone(t.runes)
	}
	e.recalled--
	e.recall(t, []rune(e.request.History[e.recalled]))
	return true
}

func (e *edit) newer(t *text) bool {
	if e.recalled == len(e.request.History) {
		return false
	}
	e.recalled++
	if e.recalled == len(e.request.History) {
		e.recall(t, e.draft)
	} else {
		e.recall(t, []rune(e.request.History[e.recalled]))
	}
	return true
}

func (e *edit) recall(t *text, line []rune) {
	t.runes = slices.Clone(line[:min(len(line), MaxLine)])
	t.pos = len(t.runes)
}
