package keys

import (
	"slices"
	"unicode"
)

// A Text is a line and its cursor: 0 <= Pos <= len(Runes). Its methods are the editing keys of IOS; each reports
// whether it changed anything. A word is a run of non-blanks, so that 10.0.0.1 is one.
type Text struct {
	Runes []rune
	Pos   int
}

// Clone is a copy.
func (t Text) Clone() Text { return Text{slices.Clone(t.Runes), t.Pos} }

// EqualTo compares lines and cursors.
func (t Text) EqualTo(u Text) bool { return t.Pos == u.Pos && slices.Equal(t.Runes, u.Runes) }

// LeftOfCursor is the part that help and completion are asked for.
func (t Text) LeftOfCursor() string { return string(t.Runes[:t.Pos]) }

// InsertRunes puts s at the cursor, if the line has room for all of it.
func (t *Text) InsertRunes(s []rune) bool {
	if len(s) == 0 || len(t.Runes)+len(s) > MaxLine {
		return false
	}
	t.Runes = slices.Insert(t.Runes, t.Pos, s...)
	t.Pos += len(s)
	return true
}

// ReplaceLeft puts s in the place of all that stands left of the cursor.
func (t *Text) ReplaceLeft(s []rune) bool {
	if len(t.Runes)-t.Pos+len(s) > MaxLine {
		return false
	}
	t.Runes = slices.Concat(s, t.Runes[t.Pos:])
	t.Pos = len(s)
	return true
}

// CutRange removes [from, to), leaves the cursor at from, and returns what was there.
func (t *Text) CutRange(from, to int) []rune {
	gone := slices.Clone(t.Runes[from:to])
	t.Runes = slices.Delete(t.Runes, from, to)
	t.Pos = from
	return gone
}

func (t *Text) deleteRight() bool {
	return t.Pos < len(t.Runes) && len(t.CutRange(t.Pos, t.Pos+1)) > 0
}

// transposeRunes swaps the characters around the cursor and moves on; at the end of the line, the last two.
func (t *Text) transposeRunes() bool {
	at := min(t.Pos, len(t.Runes)-1)
	if at < 1 {
		return false
	}
	t.Runes[at-1], t.Runes[at] = t.Runes[at], t.Runes[at-1]
	t.Pos = at + 1
	return true
}

// wordStart is the start of the word left of the cursor.
func (t *Text) wordStart() int {
	i := t.Pos
	for i > 0 && t.Runes[i-1] == ' ' {
		i--
	}
	for i > 0 && t.Runes[i-1] != ' ' {
		i--
	}
	return i
}

// wordEnd is the end of the word at or right of the cursor.
func (t *Text) wordEnd() int {
	i := t.Pos
	for i < len(t.Runes) && t.Runes[i] == ' ' {
		i++
	}
	for i < len(t.Runes) && t.Runes[i] != ' ' {
		i++
	}
	return i
}

func (t *Text) moveTo(pos int) bool {
	moved := pos != t.Pos
	t.Pos = pos
	return moved
}

// changeCase maps the letters from the cursor to the end of the word and moves there.
func (t *Text) changeCase(first, rest func(rune) rune) bool {
	end, change := t.wordEnd(), first
	for i := t.Pos; i < end; i++ {
		if t.Runes[i] == ' ' {
			continue
		}
		t.Runes[i] = change(t.Runes[i])
		change = rest
	}
	return t.moveTo(end)
}

func (t *Text) capitaliseWord() bool { return t.changeCase(unicode.ToUpper, unicode.ToLower) }
func (t *Text) upperCase() bool      { return t.changeCase(unicode.ToUpper, unicode.ToUpper) }
func (t *Text) lowerCase() bool      { return t.changeCase(unicode.ToLower, unicode.ToLower) }

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
func (k *killRing) yankLatest(t *Text) bool {
	k.pasted = 0
	return len(k.cuts) > 0 && t.InsertRunes(k.cuts[0])
}

// yankOlder puts the next older cut in the place of the one just pasted, the latest again after the oldest.
func (k *killRing) yankOlder(t *Text) bool {
	if len(k.cuts) < 2 {
		return false
	}
	older, changed := (k.pasted+1)%len(k.cuts), t.Clone()
	changed.CutRange(changed.Pos-len(k.cuts[k.pasted]), changed.Pos)
	if !changed.InsertRunes(k.cuts[older]) {
		return false
	}
	k.pasted, *t = older, changed
	return true
}
