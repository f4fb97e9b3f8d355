package lineedit

import (
	"slices"
	"unicode"
)

// A text is a line and its cursor: 0 <= pos <= len(runes). Its methods are the editing keys of IOS; each reports
// whether it changed anything. A word is a run of non-blanks, so that 10.0.0.1 is one.
type text struct {
	runes []rune
	pos   int
}

func (t text) clone() text { return text{slices.Clone(t.runes), t.pos} }

func (t text) equalTo(u text) bool { return t.pos == u.pos && slices.Equal(t.runes, u.runes) }

func (t text) leftOfCursor() string { return string(t.runes[:t.pos]) }

// insertRunes puts s at the cursor, if the line has room for all of it.
func (t *text) insertRunes(s []rune) bool {
	if len(s) == 0 || len(t.runes)+len(s) > MaxLine {
		return false
	}
	t.runes = slices.Insert(t.runes, t.pos, s...)
	t.pos += len(s)
	return true
}

// replaceLeft puts s in the place of all that stands left of the cursor.
func (t *text) replaceLeft(s []rune) bool {
	if len(t.runes)-t.pos+len(s) > MaxLine {
		return false
	}
	t.runes = slices.Concat(s, t.runes[t.pos:])
	t.pos = len(s)
	return true
}

// cutRange removes [from, to), leaves the cursor at from, and returns what was there.
func (t *text) cutRange(from, to int) []rune {
	gone := slices.Clone(t.runes[from:to])
	t.runes = slices.Delete(t.runes, from, to)
	t.pos = from
	return gone
}

func (t *text) deleteRight() bool {
	return t.pos < len(t.runes) && len(t.cutRange(t.pos, t.pos+1)) > 0
}

// transposeRunes swaps the characters around the cursor and moves on; at the end of the line, the last two.
func (t *text) transposeRunes() bool {
	at := min(t.pos, len(t.runes)-1)
	if at < 1 {
		return false
	}
	t.runes[at-1], t.runes[at] = t.runes[at], t.runes[at-1]
	t.pos = at + 1
	return true
}

// wordStart is the start of the word left of the cursor.
func (t *text) wordStart() int {
	i := t.pos
	for i > 0 && t.runes[i-1] == ' ' {
		i--
	}
	for i > 0 && t.runes[i-1] != ' ' {
		i--
	}
	return i
}

// wordEnd is the end of the word at or right of the cursor.
func (t *text) wordEnd() int {
	i := t.pos
	for i < len(t.runes) && t.runes[i] == ' ' {
		i++
	}
	for i < len(t.runes) && t.runes[i] != ' ' {
		i++
	}
	return i
}

func (t *text) moveTo(pos int) bool {
	moved := pos != t.pos
	t.pos = pos
	return moved
}

// changeCase maps the letters from the cursor to the end of the word and moves there.
func (t *text) changeCase(first, rest func(rune) rune) bool {
	end, change := t.wordEnd(), first
	for i := t.pos; i < end; i++ {
		if t.runes[i] == ' ' {
			continue
		}
		t.runes[i] = change(t.runes[i])
		change = rest
	}
	return t.moveTo(end)
}

func (t *text) capitaliseWord() bool { return t.changeCase(unicode.ToUpper, unicode.ToLower) }
func (t *text) upperCase() bool      { return t.changeCase(unicode.ToUpper, unicode.ToUpper) }
func (t *text) lowerCase() bool      { return t.changeCase(unicode.ToLower, unicode.ToLower) }

// killRingSize is the number of cuts that Esc-Y can go back through.
const killRingSize = 10

// A killRing keeps the last cuts, the latest first, and which of them was pasted last.
type killRing struct {
	cuts   [][]rune
	pasted int // index of the last paste
}

// addCut keeps a cut and reports whether there was anything to cut.
func (k *killRing) addCut(cut []rune) bool {
	if len(cut) == 0 {
		return false
	}
	k.cuts = slices.Insert(k.cuts, 0, cut)
	k.cuts = k.cuts[:min(len(k.cuts), killRingSize)]
	return true
}

// yankLatest pastes the latest cut.
func (k *killRing) yankLatest(t *text) bool {
	k.pasted = 0
	return len(k.cuts) > 0 && t.insertRunes(k.cuts[0])
}

// yankOlder puts the next older cut in the place of the one just pasted, the latest again after the oldest.
func (k *killRing) yankOlder(t *text) bool {
	if len(k.cuts) < 2 {
		return false
	}
	older, changed := (k.pasted+1)%len(k.cuts), t.clone()
	changed.cutRange(changed.pos-len(k.cuts[k.pasted]), changed.pos)
	if !changed.insertRunes(k.cuts[older]) {
		return false
	}
	k.pasted, *t = older, changed
	return true
}
