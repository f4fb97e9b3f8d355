package fault

import (
	"strconv"
	"strings"
	"time"
	"unicode"
)

// MaxLength is how long a sentence may be, in bytes.
const MaxLength = 1024

// A word is one word of a sentence. A quoted one is always a name.
type word struct {
	text   string
	column int // counted from 1
	quoted bool
}

// cutWords cuts a sentence at its blanks. Names in double quotes are written as in Go.
func cutWords(text string) ([]word, error) {
	var words []word
	for at := 0; at < len(text); {
		r := rune(text[at])
		if unicode.IsSpace(r) {
			at++
			continue
		}
		if r == '"' {
			quoted, err := strconv.QuotedPrefix(text[at:])
			if err != nil {
				return nil, &Error{at + 1, text[at:], "a name with a quote at its end"}
			}
			name, _ := strconv.Unquote(quoted) // QuotedPrefix has checked it
			words = append(words, word{name, at + 1, true})
			at += len(quoted)
			continue
		}
		end := at
		for end < len(text) && !unicode.IsSpace(rune(text[end])) && text[end] != '"' {
			end++
		}
		words = append(words, word{text[at:end], at + 1, false})
		at = end
	}
	return words, nil
}

// A reader goes through the words of a sentence. It keeps the first error.
type reader struct {
	words []word
	err   error
}

func (r *reader) ended() bool { return len(r.words) == 0 || r.err != nil }

// fail says that the next word should be something else.
func (r *reader) fail(want string) {
	if r.err != nil {
		return
	}
	if len(r.words) == 0 {
		r.err = &Error{0, "", want}
		return
	}
	r.err = &Error{r.words[0].column, r.words[0].text, want}
}

func (r *reader) skip() word {
	w := r.words[0]
	r.words = r.words[1:]
	return w
}

// peeks says whether the next words are these, in any case.
func (r *reader) peeks(words ...string) bool {
	if r.err != nil || len(r.words) < len(words) {
		return false
	}
	for i, w := range words {
		if r.words[i].quoted || !strings.EqualFold(r.words[i].text, w) {
			return false
		}
	}
	return true
}

// takes takes the next words if they are these.
func (r *reader) takes(words ...string) bool {
	if !r.peeks(words...) {
		return false
	}
	r.words = r.words[len(words):]
	return true
}

// expects takes a word that must be there.
func (r *reader) expects(w string) {
	if !r.takes(w) {
		r.fail(w)
	}
}

// name takes a name, which is no word of the grammar unless it is quoted.
func (r *reader) name(want string) string {
	if r.ended() || !r.words[0].quoted && isReserved(r.words[0].text) {
		r.fail(want)
		return ""
	}
	return r.skip().text
}

func isReserved(text string) bool {
	for _, w := range reserved {
		if strings.EqualFold(w, text) {
			return true
		}
	}
	return false
}

// number takes a whole number from least to most, decimal or hexadecimal.
func (r *reader) number(want string, least, most int64) int64 {
	if !r.ended() && !r.words[0].quoted {
		if n, err := strconv.ParseInt(r.words[0].text, 0, 64); err == nil && least <= n && n <= most {
			r.skip()
			return n
		}
	}
	r.fail(want)
	return 0
}

func (r *reader) peeksNumber() bool {
	if r.ended() || r.words[0].quoted {
		return false
	}
	_, err := strconv.ParseInt(r.words[0].text, 0, 64)
	return err == nil
}

// time takes a duration of at least nothing.
func (r *reader) time(want string) time.Duration {
	if d, ok := r.peeksTime(); ok && d >= 0 {
		r.skip()
		return d
	}
	r.fail(want)
	return 0
}

func (r *reader) peeksTime() (time.Duration, bool) {
	if r.ended() || r.words[0].quoted {
		return 0, false
	}
	d, err := time.ParseDuration(r.words[0].text)
	return d, err == nil
}

// percent takes a share: 10, 10% or 10 percent. bare says that the word percent may be missing.
func (r *reader) percent(bare bool) float64 {
	const want = "a percentage from 0 to 100"
	if r.ended() || r.words[0].quoted {
		r.fail(want)
		return 0
	}
	text, sign := strings.CutSuffix(r.words[0].text, "%")
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(0 <= n && n <= 100) {
		r.fail(want)
		return 0
	}
	r.skip()
	if !sign && !r.takes("percent") && !bare {
		r.fail("percent")
	}
	return n + 0 // no negative zero
}
