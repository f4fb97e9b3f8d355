package parser

// A graph says which token of a syntax may follow which: the syntax as an
// automaton with one position per token.
type graph struct {
	tokens []*token
	first  []link   // tokens a line may begin with
	follow [][]link // by position
	accept []bool   // by position: the line may end after it
	bits   uint     // alternatives of any-order groups so far
}

// A link leads to a position. If bit is not 0, it enters an alternative of an
// any-order group, which a line may do once: bit marks it as used.
type link struct {
	to  int32
	bit uint64
}

// A fragment is what the rest of the syntax needs to know of a part.
type fragment struct {
	first []link
	last  []int32
	empty bool // the part may be left out
}

func (g *graph) buildFrom(root *node) {
	g.follow = make([][]link, len(g.tokens))
	g.accept = make([]bool, len(g.tokens))
	f := g.fragmentOf(root)
	g.first = f.first
	for _, p := range f.last {
		g.accept[p] = true
	}
}

func (g *graph) fragmentOf(n *node) fragment {
	switch n.kind {
	case leaf:
		self := []link{{to: n.at}}
		if n.tok.list {
			g.connectLinks([]int32{n.at}, self)
		}
		return fragment{first: self, last: []int32{n.at}}
	case sequence:
		return g.sequenceFragment(n.kids)
	case choice:
		var f fragment
		for _, kid := range n.kids {
			k := g.fragmentOf(kid)
			f.first = append(f.first, k.first...)
			f.last = append(f.last, k.last...)
			f.empty = f.empty || k.empty
		}
		return f
	case optional:
		f := g.fragmentOf(n.kids[0])
		f.empty = true
		return f
	}
	return g.anyOrderFragment(n.kids)
}

func (g *graph) sequenceFragment(kids []*node) fragment {
	f := fragment{empty: true}
	for _, kid := range kids {
		k := g.fragmentOf(kid)
		g.connectLinks(f.last, k.first)
		if f.empty {
			f.first = append(f.first, k.first...)
		}
		if k.empty {
			f.last = append(f.last, k.last...)
		} else {
			f.last = k.last
		}
		f.empty = f.empty && k.empty
	}
	return f
}

func (g *graph) anyOrderFragment(kids []*node) fragment {
	f := fragment{empty: true}
	lasts := make([][]int32, len(kids))
	firsts := make([][]link, len(kids))
	for i, kid := range kids {
		k := g.fragmentOf(kid)
		bit := uint64(1) << g.bits
		g.bits++
		for _, l := range k.first {
			firsts[i] = append(firsts[i], link{l.to, l.bit | bit})
		}
		lasts[i] = k.last
		f.first = append(f.first, firsts[i]...)
		f.last = append(f.last, k.last...)
	}
	for i := range kids {
		for j := range kids {
			if i != j {
				g.connectLinks(lasts[i], firsts[j])
			}
		}
	}
	return f
}

func (g *graph) connectLinks(from []int32, to []link) {
	for _, p := range from {
		g.follow[p] = append(g.follow[p], to...)
	}
}

// nextLinks returns the links out of a position; start is the position before the first.
func (g *graph) nextLinks(p int32) []link {
	if p == start {
		return g.first
	}
	return g.follow[p]
}

const start int32 = -1
