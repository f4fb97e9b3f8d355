package parser

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// The checks of Compile: what they let through can be printed and read back.

// checkNames lets an argument speak for the keyword of the same word.
func checkNames(tokens []*token) error {
	arguments := map[string]bool{}
	for _, t := range tokens {
		if t.typ != nil {
			arguments[t.name] = true
		}
	}
	for _, t := range tokens {
		if t.typ != nil || !arguments[t.name] {
			continue
		}
		if t.name != t.word {
			return fmt.Errorf("label %q is also an argument", t.name)
		}
		t.name = ""
	}
	return nil
}

// checkMarks refuses alternatives and options that would leave no trace in Args.
func checkMarks(n *node) error {
	if n.kind == choice || n.kind == optional || n.kind == anyOrder {
		for _, kid := range n.kids {
			if leavesNoTrace(kid) {
				return fmt.Errorf("Args cannot tell whether %s was chosen", kid)
			}
		}
	}
	for _, kid := range n.kids {
		if err := checkMarks(kid); err != nil {
			return err
		}
	}
	return nil
}

// leavesNoTrace reports whether n can be gone through without recording anything.
func leavesNoTrace(n *node) bool {
	switch n.kind {
	case leaf:
		return n.tok.name == ""
	case sequence:
		return !slices.ContainsFunc(n.kids, func(kid *node) bool { return !leavesNoTrace(kid) })
	case choice:
		return slices.ContainsFunc(n.kids, leavesNoTrace)
	}
	return true
}

func canBeEmpty(n *node) bool {
	switch n.kind {
	case leaf:
		return false
	case sequence:
		return !slices.ContainsFunc(n.kids, func(kid *node) bool { return !canBeEmpty(kid) })
	case choice:
		return slices.ContainsFunc(n.kids, canBeEmpty)
	}
	return true
}

// String names the first word of the part, for errors.
func (n *node) String() string {
	for n.kind != leaf {
		n = n.kids[0]
	}
	return fmt.Sprintf("the part beginning with %q", n.tok.helpKey())
}

// checkOrder refuses an argument that a line could give twice, and anything
// after an argument that takes the rest of the line.
func (g *graph) checkOrder() error {
	var errs []error
	for from := range g.tokens {
		t := g.tokens[from]
		if t.typ == nil {
			continue
		}
		if takesRest(t.typ) && len(g.follow[from]) > 0 {
			errs = append(errs, fmt.Errorf("nothing can follow %q, which takes the rest of the line", t.name))
		}
		for to := range g.reachableFrom(int32(from)) {
			if g.tokens[to].typ != nil && g.tokens[to].name == t.name && int(to) != from {
				errs = append(errs, fmt.Errorf("argument %q could be given twice", t.name))
			}
		}
	}
	if len(errs) > 0 {
		return errs[0]
	}
	return nil
}

// checkSize keeps to the bits a link has for any-order alternatives.
func (g *graph) checkSize() error {
	if g.bits > 64 {
		return fmt.Errorf("%d alternatives in any-order groups, at most 64 are possible", g.bits)
	}
	return nil
}

func (g *graph) reachableFrom(from int32) map[int32]bool {
	seen := map[int32]bool{}
	todo := []int32{from}
	for len(todo) > 0 {
		p := todo[0]
		todo = todo[1:]
		for _, l := range g.follow[p] {
			if !seen[l.to] {
				seen[l.to] = true
				todo = append(todo, l.to)
			}
		}
	}
	return seen
}

// explainTokens gives each token its help text.
func (g *graph) explainTokens(help map[string]string) error {
	used := map[string]bool{}
	var errs []error
	for at, t := range g.tokens {
		for _, key := range t.explainFrom(help, g.tokensBefore(int32(at))...) {
			used[key] = true
		}
		if _, lists := t.typ.(Lister); t.text == "" && !lists {
			errs = append(errs, fmt.Errorf("no help for %q", t.helpKey()))
		}
	}
	for key := range help {
		if !used[key] {
			errs = append(errs, fmt.Errorf("help for %q, which is not in the syntax", key))
		}
	}
	slices.SortFunc(errs, func(a, b error) int { return strings.Compare(a.Error(), b.Error()) })
	return errors.Join(errs...)
}

// explainFrom takes the token's text from help: under its word or name, or, which wins, under
// that with one of the words before it. It returns the keys that were there.
func (t *token) explainFrom(help map[string]string, before ...*token) (used []string) {
	keys := []string{t.helpKey()}
	if t.name != "" && t.name != t.helpKey() {
		keys = append(keys, t.name)
	}
	for _, b := range before {
		keys = append(keys, b.helpKey()+"/"+t.helpKey())
	}
	for _, key := range keys {
		if text, ok := help[key]; ok {
			t.text = text
			used = append(used, key)
		}
	}
	return used
}

// tokensBefore returns the tokens that can stand right before the one at index at.
func (g *graph) tokensBefore(at int32) []*token {
	var all []*token
	for p, links := range g.follow {
		if slices.ContainsFunc(links, func(l link) bool { return l.to == at }) {
			all = append(all, g.tokens[p])
		}
	}
	return all
}
