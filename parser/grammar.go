package parser

import (
	"cmp"
	"encoding/binary"
	"slices"
	"sync"
	"sync/atomic"
)

// maxLevel is the highest privilege level.
const maxLevel = 15

// A Grammar is the commands of one mode. Add them first; after that it may be
// used by several goroutines.
//
// It is the union of its syntaxes' graphs, made deterministic as lines need it:
// a state is everywhere the words so far can have led, in whichever syntax, and
// has one edge per keyword and type of argument. So a word costs one search
// among the keywords of a state, however many syntaxes there are.
type Grammar struct {
	headings map[string]string // by the words before the question mark
	entries  []entry
	keeps    func(mark string) bool // nil: marks mean nothing

	mu         sync.Mutex
	roots      [maxLevel + 1]atomic.Pointer[state]
	states     map[string]*state
	restricted map[string]*Grammar // by name
}

type entry struct {
	syntax *Syntax
	tag    any
	level  int
	hidden bool
}

// NewGrammar returns an empty grammar. Its title heads the help of an empty
// line, such as `Exec commands:`.
func NewGrammar(title string) *Grammar {
	return &Grammar{headings: map[string]string{"": title}, states: map[string]*state{}}
}

// Heading puts a line above the help of what may follow these keywords, given
// in full: the rows of `ip ?` may have one of their own.
func (g *Grammar) Heading(keywords, title string) { g.headings[keywords] = title }

// Add makes s a command from privilege level (0 to 15) upwards. A hidden one
// matches, but help and completion do not show it, and its keywords do not make
// abbreviations of visible ones ambiguous. Of two syntaxes for the same line,
// the one added first is matched, and its help shown.
func (g *Grammar) Add(s *Syntax, tag any, level int, hidden bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.entries = append(g.entries, entry{s, tag, level, hidden})
	g.forgetStates()
}

// forgetStates drops the states made so far.
func (g *Grammar) forgetStates() {
	clear(g.states)
	for i := range g.roots {
		g.roots[i].Store(nil)
	}
}

// A position is a position of one syntax of the grammar, and which alternatives of
// its any-order groups were used on the way there.
type position struct {
	entry, at int32
	used      uint64
}

func comparePositions(a, b position) int {
	return cmp.Or(cmp.Compare(a.entry, b.entry), cmp.Compare(a.at, b.at), cmp.Compare(a.used, b.used))
}

// A state is all the positions the words so far can have led to.
type state struct {
	keywords []*edge // sorted by fold
	args     []*edge // sorted by rank
	pipe     *edge   // the keyword |, if it may stand here
	accepts  int32   // the entry whose line may end here, -1 if none
	shown    bool    // a visible line may end here
}

// An edge is a keyword or an argument that may come next.
type edge struct {
	token  *token // of the first visible syntax that has it
	rank   rank
	hidden bool
	to     []position
	next   atomic.Pointer[state]
}

// rootState returns the state before the first word, with the syntaxes of level.
func (g *Grammar) rootState(level int) *state {
	level = min(max(level, 0), maxLevel)
	if s := g.roots[level].Load(); s != nil {
		return s
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	var positions []position
	for i := range g.entries {
		if g.entries[i].level <= level {
			positions = append(positions, position{entry: int32(i), at: start})
		}
	}
	s := g.stateFor(positions)
	g.roots[level].Store(s)
	return s
}

// nextState returns the state after an edge.
func (g *Grammar) nextState(e *edge) *state {
	if s := e.next.Load(); s != nil {
		return s
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	s := g.stateFor(e.to)
	e.next.Store(s)
	return s
}

// maxStates bounds what a stream of odd lines can make a grammar remember.
const maxStates = 1 << 16

// stateFor returns the state of these sorted positions, made once.
func (g *Grammar) stateFor(positions []position) *state {
	key := make([]byte, 0, 16*len(positions))
	for _, p := range positions {
		key = binary.LittleEndian.AppendUint32(key, uint32(p.entry))
		key = binary.LittleEndian.AppendUint32(key, uint32(p.at))
		key = binary.LittleEndian.AppendUint64(key, p.used)
	}
	if s := g.states[string(key)]; s != nil {
		return s
	}
	if len(g.states) >= maxStates {
		g.forgetStates()
	}
	s := g.expandState(positions)
	g.states[string(key)] = s
	return s
}

// expandState merges what may follow each of the positions.
func (g *Grammar) expandState(positions []position) *state {
	s := &state{accepts: -1}
	keywords := map[string]*edge{}
	for _, p := range positions {
		e := &g.entries[p.entry]
		if p.at != start && e.syntax.mayEnd(p.at) {
			if s.accepts < 0 {
				s.accepts = p.entry
			}
			s.shown = s.shown || !e.hidden
		}
		for _, l := range e.syntax.nextLinks(p.at) {
			if p.used&l.bit != 0 {
				continue
			}
			t := e.syntax.tokenAt(l.to)
			if !g.offers(t) {
				continue
			}
			into := s.edgeFor(t, keywords)
			if into.hidden && !e.hidden {
				into.token, into.hidden = t, false
			}
			into.to = append(into.to, position{p.entry, l.to, p.used | l.bit})
		}
	}
	for _, into := range keywords {
		s.keywords = append(s.keywords, into)
	}
	slices.SortFunc(s.keywords, func(a, b *edge) int { return cmp.Compare(a.token.fold, b.token.fold) })
	slices.SortStableFunc(s.args, func(a, b *edge) int { return cmp.Compare(a.rank, b.rank) })
	for _, edges := range [][]*edge{s.keywords, s.args} {
		for _, into := range edges {
			slices.SortFunc(into.to, comparePositions)
			into.to = slices.Compact(into.to)
		}
	}
	s.pipe = keywords["|"]
	return s
}

// edgeFor returns the edge that tokens like t share.
func (s *state) edgeFor(t *token, keywords map[string]*edge) *edge {
	if t.typ == nil {
		e := keywords[t.fold]
		if e == nil {
			e = &edge{token: t, hidden: true}
			keywords[t.fold] = e
		}
		return e
	}
	for _, e := range s.args {
		if sameType(e.token.typ, t.typ) {
			return e
		}
	}
	e := &edge{token: t, hidden: true, rank: rankOf(t.typ)}
	s.args = append(s.args, e)
	return e
}
