package parser

import (
	"slices"
	"sort"
	"strings"
)

// A Match is a line understood.
type Match struct {
	Tag    any // as given to Add
	Args   Args
	Syntax *Syntax
	// Secrets are where in the line its secret arguments stand, from left to right.
	Secrets []Secret
}

// Match finds the command that line is, among those of privilege level and
// below. Keywords may be shortened as far as the alternatives at their place
// allow; leading blanks are skipped. The error is an *Error.
func (g *Grammar) Match(line string, level int) (Match, error) {
	m := matcher{g: g, line: line, budget: maxSteps}
	m.steps, m.candidates = m.stepSpace[:0], m.candidateSpace[:0]
	if o := m.walkLine(g.rootState(level), 0); o.kind != accepted {
		return Match{}, &Error{Kind: o.kind, Offset: o.offset, Line: line}
	}
	e := &g.entries[m.end.accepts]
	args, secrets := m.argsOf(e.syntax, m.end.accepts)
	return Match{Tag: e.tag, Args: args, Syntax: e.syntax, Secrets: secrets}, nil
}

// A matcher walks one line through the states of a grammar. When a word has
// several meanings it tries each with the rest of the line.
type matcher struct {
	g          *Grammar
	line       string
	steps      []matchStep // the edges taken so far
	candidates []candidate // a stack: what the words under trial could mean
	end        *state      // where the line led
	budget     int

	// For help: any state will do at the end of the line, not only one where a
	// command is complete.
	exploring bool
	pending   *candidate // the line ended within an argument of two words

	stepSpace      [16]matchStep
	candidateSpace [8]candidate
}

// maxSteps bounds the tries for a line that means too much.
const maxSteps = 1 << 13

type matchStep struct {
	edge    *edge
	value   any
	at, end int // of the word or words in the line
}

// A span is how an argument type judges the words at some place of the line.
type span struct {
	value   any
	end     int  // where it ends or, if refused, the first offending byte
	verdict Kind // Incomplete: the line ends within it
}

// A candidate is one meaning of a word.
type candidate struct {
	edge *edge
	at   int
	span
}

type outcome struct {
	kind   Kind
	offset int
}

// walkLine matches the line from pos on. If it is accepted, steps and end are what
// led there; if not, steps is as before.
func (m *matcher) walkLine(st *state, pos int) outcome {
	at := skipBlanks(m.line, pos)
	if at == len(m.line) {
		m.end = st
		if st.accepts >= 0 || m.exploring {
			return outcome{kind: accepted}
		}
		return outcome{Incomplete, at}
	}
	if m.budget--; m.budget < 0 {
		return outcome{Ambiguous, at}
	}
	base := len(m.candidates)
	reach := m.pushMeanings(st, pos, at)
	all := m.candidates[base:]
	o := m.chooseMeaning(all, reach)
	m.candidates = m.candidates[:base]
	return o
}

// chooseMeaning tries the meanings of a word. An address, a number or a free name is
// preferred to abbreviated keywords; a host name quarrels with them.
func (m *matcher) chooseMeaning(all []candidate, reach int) outcome {
	if len(all) == 1 {
		return m.tryMeaning(&all[0])
	}
	t := tally{furthest: reach}
	for _, want := range []rank{rankExact, rankName} {
		for i := range all {
			if all[i].edge.rank != want {
				continue
			}
			o := m.tryMeaning(&all[i])
			if o.kind == accepted {
				return o
			}
			// The last number and free name of a line that wants more are no two abbreviations.
			if o.kind != Incomplete || t.incomplete == 0 {
				t.addOutcome(o)
			}
		}
	}
	rivals, last := 0, false
	for i := range all {
		if all[i].edge.rank == rankKeyword || all[i].edge.rank == rankHost {
			rivals++
			last = skipBlanks(m.line, all[i].end) == len(m.line)
		}
	}
	if rivals > 1 && last {
		if t.incomplete > 0 {
			return outcome{Incomplete, len(m.line)}
		}
		return outcome{Ambiguous, all[0].at}
	}
	return m.tryRivals(all, t)
}

// tryRivals lets the rest of the line decide between abbreviations. If it could follow more
// than one, words that it spells in full decide: u all is undebug all, and no host named all.
func (m *matcher) tryRivals(all []candidate, t tally) outcome {
	base := len(m.steps)
	var won []matchStep
	var end *state
	var pending *candidate
	most, drawn := 0, false
	for i := range all {
		if r := all[i].edge.rank; r != rankKeyword && r != rankHost {
			continue
		}
		o := m.tryMeaning(&all[i])
		if o.kind != accepted {
			t.addOutcome(o)
			continue
		}
		full := m.spelledInFull(m.steps[base:])
		if drawn = won != nil && full == most; won == nil || full > most {
			won, end, pending, most = slices.Clone(m.steps[base:]), m.end, m.pending, full
		}
		m.steps = m.steps[:base]
	}
	if drawn {
		return outcome{Ambiguous, all[0].at}
	}
	if won == nil {
		return t.finalOutcome(len(m.line))
	}
	m.steps, m.end, m.pending = append(m.steps, won...), end, pending
	return outcome{kind: accepted}
}

// spelledInFull counts the keywords that are not abbreviated.
func (m *matcher) spelledInFull(steps []matchStep) (count int) {
	for _, s := range steps {
		if s.edge.token.typ == nil && s.end-s.at == len(s.edge.token.word) {
			count++
		}
	}
	return count
}

// tryMeaning follows one meaning to the end of the line.
func (m *matcher) tryMeaning(c *candidate) outcome {
	if c.verdict == Incomplete && m.exploring {
		waiting := *c
		m.pending, m.end = &waiting, nil
		return outcome{kind: accepted}
	}
	if c.verdict != accepted {
		return outcome{c.verdict, c.end}
	}
	m.steps = append(m.steps, matchStep{c.edge, c.value, c.at, c.end})
	o := m.walkLine(m.g.nextState(c.edge), c.end)
	if o.kind != accepted {
		m.steps = m.steps[:len(m.steps)-1]
	}
	return o
}

// A tally sums up how the meanings of a word failed.
type tally struct{ furthest, incomplete, ambiguous int }

func (t *tally) addOutcome(o outcome) {
	switch o.kind {
	case Incomplete:
		t.incomplete++
	case Ambiguous:
		t.ambiguous++
	case Invalid:
		t.furthest = max(t.furthest, o.offset)
	}
}

func (t *tally) finalOutcome(end int) outcome {
	switch {
	case t.ambiguous > 0 || t.incomplete > 1:
		return outcome{Ambiguous, end}
	case t.incomplete == 1:
		return outcome{Incomplete, end}
	}
	return outcome{Invalid, t.furthest}
}

// pushMeanings pushes what the word at line[at:] can mean in st, and returns where
// the caret stands if it means nothing.
func (m *matcher) pushMeanings(st *state, pos, at int) (reach int) {
	if st.pipe != nil && m.line[at] == '|' {
		m.pushCandidate(candidate{st.pipe, at, span{end: at + 1}})
		return at
	}
	base := len(m.candidates)
	end := wordEnd(m.line, at)
	if cut := strings.IndexByte(m.line[at:end], '|'); cut > 0 {
		// run|include is three words where run may be followed by a pipe.
		m.pushWordMeanings(st, pos, at, at+cut)
		kept := m.candidates[:base]
		for _, c := range m.candidates[base:] {
			if c.verdict == accepted && m.g.nextState(c.edge).pipe != nil && c.end == at+cut {
				kept = append(kept, c)
			}
		}
		if m.candidates = kept; len(kept) > base {
			return at
		}
	}
	return m.pushWordMeanings(st, pos, at, end)
}

func (m *matcher) pushWordMeanings(st *state, pos, at, end int) (reach int) {
	base := len(m.candidates)
	exact, reach := m.pushKeywords(st, at, end)
	if exact {
		return at
	}
	reach += at
	abbreviates := len(m.candidates) > base
	for _, e := range st.args {
		if h, ok := e.token.typ.(hostType); ok && h.yields && abbreviates {
			continue
		}
		s := m.matchArgument(e.token.typ, pos, at, end)
		if s.verdict == Invalid {
			reach = max(reach, s.end)
			continue
		}
		m.pushCandidate(candidate{e, at, s})
	}
	return reach
}

// pushKeywords pushes the keyword spelt line[at:end] or, if there is none, those it
// abbreviates; hidden ones only for want of visible ones. reach counts the
// letters that some keyword shares.
func (m *matcher) pushKeywords(st *state, at, end int) (exact bool, reach int) {
	word := foldCase(m.line[at:end])
	all := st.keywords
	i := searchKeyword(all, word)
	if i < len(all) && all[i].token.fold == word {
		m.pushCandidate(candidate{all[i], at, span{end: end}})
		return true, 0
	}
	matches := all[i:]
	for n, e := range matches {
		if !strings.HasPrefix(e.token.fold, word) {
			matches = matches[:n]
			break
		}
	}
	shown := slices.ContainsFunc(matches, func(e *edge) bool { return !e.hidden })
	for _, e := range matches {
		if e.hidden != shown {
			m.pushCandidate(candidate{e, at, span{end: end}})
		}
	}
	for _, e := range all[max(i-1, 0):min(i+1, len(all))] {
		reach = max(reach, commonPrefix(word, e.token.fold))
	}
	return false, reach
}

// searchKeyword returns the index of the first keyword not less than word.
func searchKeyword(all []*edge, word string) int {
	return sort.Search(len(all), func(i int) bool { return all[i].token.fold >= word })
}

func (m *matcher) pushCandidate(c candidate) { m.candidates = append(m.candidates, c) }

// matchArgument asks a type about the word line[at:end]; pos is where the word
// before it ended.
func (m *matcher) matchArgument(t Type, pos, at, end int) span {
	switch t := t.(type) {
	case lineType, interfaceListType:
		return span{value: m.line[at:], end: len(m.line)}
	case regexpType:
		return span{value: m.line[min(pos+1, at):], end: len(m.line)}
	case interfaceType:
		return t.spanIn(m.line, at, end)
	}
	value, reach, ok := t.Accept(m.line[at:end])
	if !ok {
		reach = min(max(reach, 0), end-at)
		return span{end: at + reach, verdict: Invalid}
	}
	return span{value: value, end: end}
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' }

func skipBlanks(line string, pos int) int {
	for pos < len(line) && isBlank(line[pos]) {
		pos++
	}
	return pos
}

func wordEnd(line string, pos int) int {
	for pos < len(line) && !isBlank(line[pos]) {
		pos++
	}
	return pos
}
