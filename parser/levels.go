package parser

import "strings"

// WithLevels returns a grammar of the same commands, each from the privilege level that
// level gives for its tag. Commands added later to either are not in the other.
func (g *Grammar) WithLevels(level func(tag any) int) *Grammar {
	moved := &Grammar{headings: g.headings, keeps: g.keeps, states: map[string]*state{}}
	for _, e := range g.entries {
		e.level = level(e.tag)
		moved.entries = append(moved.entries, e)
	}
	return moved
}

// Expand spells out the keywords of a line that begins some command of whatever level;
// arguments stay as they are. If none begins thus, ok is false and reach is the first
// byte that does not fit.
func (g *Grammar) Expand(line string) (full string, reach int, ok bool) {
	var m matcher
	walk := func(exploring bool) outcome {
		m = matcher{g: g, line: line, exploring: exploring, budget: maxSteps}
		m.steps, m.candidates = m.stepSpace[:0], m.candidateSpace[:0]
		return m.walkLine(g.rootState(maxLevel), 0)
	}
	// A whole command means what it does when it is typed.
	if walk(false).kind != accepted {
		if o := walk(true); o.kind != accepted {
			return "", o.offset, false
		}
	}
	words := strings.Fields(line)
	for i, s := range m.steps {
		if s.edge.token.typ == nil && i < len(words) {
			words[i] = s.edge.token.word
		}
	}
	return strings.Join(words, " "), len(line), true
}
