package config

import (
	"cmp"
	"iter"
	"slices"
	"strings"
)

// Inert holds accepted lines that mean nothing here, in the order they are printed:
// by their places, and within one place as they were typed. The zero value is empty.
type Inert struct {
	places []inertPlace          // ascending by number
	byKey  map[string]*InertLine // nil: there is none yet
	puts   int                   // since there is none
}

// searches is how many lines are looked for one by one before an index is made.
const searches = 16

type inertPlace struct {
	number int
	lines  []*InertLine
	shared bool // with another copy: to be copied before lines are added or taken away
}

// own makes a place's list of lines its own.
func (p *inertPlace) own() {
	if p.shared {
		p.lines, p.shared = slices.Clone(p.lines), false
	}
}

// An InertLine is one of them.
type InertLine struct {
	Key     string // what it is about: a line of the same key replaces it; "" if any number may be alike
	Text    string // as it is printed
	Command int    // which command of its mode it is, as package modes numbers them
	Block   *Inert // the lines of the mode it opens; nil if it opens none
}

// Get returns the line about key, or nil.
func (n *Inert) Get(key string) *InertLine {
	if n.byKey != nil {
		return n.byKey[key]
	}
	for l := range n.All() {
		if l.Key == key {
			return l
		}
	}
	return nil
}

// Put keeps a line: where one of its key stands, else after the others of its place.
// A block that is there stays.
func (n *Inert) Put(place int, l InertLine) *InertLine {
	if n.puts++; n.byKey == nil && n.puts > searches {
		n.byKey = map[string]*InertLine{}
		for have := range n.All() {
			n.byKey[have.Key] = have
		}
	}
	if have := n.Get(l.Key); have != nil && l.Key != "" {
		changed := *have
		changed.Text = l.Text
		return n.replace(have, &changed)
	}
	at, found := n.findPlace(place)
	if !found {
		n.places = slices.Insert(n.places, at, inertPlace{number: place})
	}
	n.places[at].own()
	n.places[at].lines = append(n.places[at].lines, &l)
	if n.byKey != nil {
		n.byKey[l.Key] = &l
	}
	return &l
}

// Editable returns the line about key, or nil, with a block that may be edited.
func (n *Inert) Editable(key string) *InertLine {
	have := n.Get(key)
	if have == nil || have.Block == nil {
		return have
	}
	changed := *have
	block := have.Block.Clone()
	changed.Block = &block
	return n.replace(have, &changed)
}

// replace puts a changed line in the place of one that other copies may have too.
func (n *Inert) replace(have, changed *InertLine) *InertLine {
	for i := range n.places {
		if k := slices.Index(n.places[i].lines, have); k >= 0 {
			n.places[i].own()
			n.places[i].lines[k] = changed
			break
		}
	}
	if n.byKey != nil {
		delete(n.byKey, have.Key)
		n.byKey[changed.Key] = changed
	}
	return changed
}

// Rewrite puts in the place of each line what change makes of it.
func (n *Inert) Rewrite(change func(InertLine) InertLine) {
	for _, l := range slices.Collect(n.All()) {
		if changed := change(*l); changed != *l {
			n.replace(l, &changed)
		}
	}
}

// Remove drops the line about key and reports whether there was one.
func (n *Inert) Remove(key string) bool {
	if n.byKey != nil && n.byKey[key] == nil {
		return false
	}
	return n.removeLines(func(l *InertLine) bool { return l.Key == key })
}

// RemoveAll drops every line whose key begins with these words.
func (n *Inert) RemoveAll(words string) bool {
	return n.removeLines(func(l *InertLine) bool { return l.Key == words || strings.HasPrefix(l.Key, words+" ") })
}

func (n *Inert) removeLines(is func(*InertLine) bool) (removed bool) {
	for i := range n.places {
		before := len(n.places[i].lines)
		if !slices.ContainsFunc(n.places[i].lines, is) {
			continue
		}
		n.places[i].own()
		n.places[i].lines = slices.DeleteFunc(n.places[i].lines, is)
		removed = removed || len(n.places[i].lines) < before
	}
	if removed {
		n.byKey, n.puts = nil, 0
	}
	return removed
}

// All goes through the lines in their order.
func (n *Inert) All() iter.Seq[*InertLine] {
	return func(yield func(*InertLine) bool) {
		for _, p := range n.places {
			for _, l := range p.lines {
				if !yield(l) {
					return
				}
			}
		}
	}
}

// At are the lines of one place.
func (n *Inert) At(place int) []*InertLine {
	at, found := n.findPlace(place)
	if !found {
		return nil
	}
	return n.places[at].lines
}

func (n *Inert) findPlace(place int) (at int, found bool) {
	return slices.BinarySearchFunc(n.places, place, func(p inertPlace, number int) int { return cmp.Compare(p.number, number) })
}

// Texts are the lines without their blocks.
func (n *Inert) Texts() (texts []string) {
	for l := range n.All() {
		texts = append(texts, l.Text)
	}
	return texts
}

// Clone returns a copy: editing either leaves the other as it was. They share what is not
// edited.
func (n *Inert) Clone() Inert {
	for i := range n.places {
		n.places[i].shared = true
	}
	return Inert{places: slices.Clone(n.places)}
}
