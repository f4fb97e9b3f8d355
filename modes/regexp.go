package modes

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"unicode/utf8"
)

// A regularExpression is one as the device writes it, and says whether a line matches:
// `_` is any kind of separator or itself, \1 what the first parentheses held, and braces are
// characters.
type regularExpression func(line string) bool

var errExpression = Refuse("% Failed to compile regular expression")

// backReference + n stands for \n until the expression is parsed.
const backReference = 0xE000

func compileExpression(text string) (regularExpression, error) {
	rewritten, refers, ok := rewriteExpression(text)
	if !ok {
		return nil, errExpression
	}
	if !refers {
		re, err := regexp.Compile(rewritten)
		if err != nil {
			return nil, errExpression
		}
		return re.MatchString, nil
	}
	tree, err := syntax.Parse(rewritten, syntax.Perl)
	if err != nil {
		return nil, errExpression
	}
	return func(line string) bool { return (&backtracker{line: line, budget: maxBacktracking}).search(tree) }, nil
}

// separator is what `_` stands for, the character itself included: `include QM_IDLE` finds what
// it says (a device's own output of `| include X_by_q` shows it).
const separator = `(?:^|$|[ ,{}()_])`

// rewriteExpression puts a device's expression in Go's words, and says whether it has
// back references. It is not ok if it has what only Go's have: (?flags).
func rewriteExpression(text string) (rewritten string, refers, ok bool) {
	var b strings.Builder
	inClass := false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case c == '\\' && i+1 < len(text):
			i++
			if n := text[i]; '1' <= n && n <= '9' && !inClass {
				b.WriteRune(backReference + rune(n-'0'))
				refers = true
			} else {
				b.WriteString(regexp.QuoteMeta(text[i : i+1]))
			}
			continue
		case c == '_' && !inClass:
			b.WriteString(separator)
			continue
		case c == '(' && !inClass && strings.HasPrefix(text[i:], "(?"):
			return "", false, false
		case c == '{' || c == '}':
			b.WriteByte('\\')
		case c == '[':
			inClass = true
		case c == ']':
			inClass = false
		}
		b.WriteByte(text[i])
	}
	return b.String(), refers, true
}

// maxBacktracking bounds the tries for one line: an expression can be made to need more
// than there is time for.
const maxBacktracking = 1 << 18

// A backtracker matches expressions with back references, which Go's own do not have.
type backtracker struct {
	line   string
	groups [10]struct{ from, to int } // to is 0 while nothing was held
	budget int
}

func (b *backtracker) search(re *syntax.Regexp) bool {
	for at := 0; at <= len(b.line); at++ {
		if b.match(re, at, func(int) bool { return true }) {
			return true
		}
	}
	return false
}

// match says whether re matches at a place of the line such that what follows, asked of
// by next, does too.
func (b *backtracker) match(re *syntax.Regexp, at int, next func(at int) bool) bool {
	if b.budget--; b.budget < 0 {
		return false
	}
	switch re.Op {
	case syntax.OpEmptyMatch:
		return next(at)
	case syntax.OpLiteral:
		return b.literal(re, at, next)
	case syntax.OpCharClass, syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		r, size := utf8.DecodeRuneInString(b.line[at:])
		return size > 0 && (re.Op != syntax.OpCharClass || inRanges(re.Rune, r)) && next(at+size)
	case syntax.OpBeginText, syntax.OpBeginLine:
		return at == 0 && next(at)
	case syntax.OpEndText, syntax.OpEndLine:
		return at == len(b.line) && next(at)
	case syntax.OpCapture:
		return b.capture(re, at, next)
	case syntax.OpConcat:
		return b.concat(re.Sub, at, next)
	case syntax.OpAlternate:
		for _, sub := range re.Sub {
			if b.match(sub, at, next) {
				return true
			}
		}
		return false
	case syntax.OpQuest:
		return b.match(re.Sub[0], at, next) || next(at)
	case syntax.OpStar:
		return b.star(re.Sub[0], at, next)
	case syntax.OpPlus:
		return b.match(re.Sub[0], at, func(end int) bool { return b.star(re.Sub[0], end, next) })
	}
	return false
}

func (b *backtracker) concat(subs []*syntax.Regexp, at int, next func(int) bool) bool {
	if len(subs) == 0 {
		return next(at)
	}
	return b.match(subs[0], at, func(end int) bool { return b.concat(subs[1:], end, next) })
}

func (b *backtracker) star(re *syntax.Regexp, at int, next func(int) bool) bool {
	more := func(end int) bool { return end > at && b.star(re, end, next) }
	return b.match(re, at, more) || next(at)
}

func (b *backtracker) capture(re *syntax.Regexp, at int, next func(int) bool) bool {
	if re.Cap >= len(b.groups) {
		return b.match(re.Sub[0], at, next)
	}
	before := b.groups[re.Cap]
	held := b.match(re.Sub[0], at, func(end int) bool {
		outer := b.groups[re.Cap]
		b.groups[re.Cap].from, b.groups[re.Cap].to = at, end
		if next(end) {
			return true
		}
		b.groups[re.Cap] = outer
		return false
	})
	if !held {
		b.groups[re.Cap] = before
	}
	return held
}

// literal matches characters, back references among them.
func (b *backtracker) literal(re *syntax.Regexp, at int, next func(int) bool) bool {
	for _, want := range re.Rune {
		if n := want - backReference; n >= 1 && n <= 9 {
			held := b.line[b.groups[n].from:b.groups[n].to]
			if !strings.HasPrefix(b.line[at:], held) {
				return false
			}
			at += len(held)
			continue
		}
		r, size := utf8.DecodeRuneInString(b.line[at:])
		if size == 0 || r != want {
			return false
		}
		at += size
	}
	return next(at)
}

// inRanges says whether r lies in a class, given as pairs of first and last.
func inRanges(pairs []rune, r rune) bool {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] <= r && r <= pairs[i+1] {
			return true
		}
	}
	return false
}
