package config

import "slices"

// An edition marks the large parts of a configuration that may be edited in place: those
// that carry the configuration's own. A clone shares the others with its original, and
// copies one when it is first asked for by its name. So a typed line costs what it changes,
// however long the configuration is.
type edition struct{ _ byte } // of some size, so that no two have one address

// newEdition begins an edition of a clone; what the original has made so far is shared
// from now on.
func (c *Config) newEdition(original *Config) {
	if original.edition != nil {
		original.edition = new(edition)
	}
	c.edition = new(edition)
}

// Seal ends the editing of a configuration: from here on it is only read, and what is asked
// for by name is not copied any more.
func (c *Config) Seal() { c.edition = nil }

// editable is the element of a list that a command may edit: a copy in its place if it is
// shared.
func editable[K comparable, T any](c *Config, list []*T, x *index[K, T], key func(*T) K, e *T, of func(*T) **edition,
	clone func(*T) *T) *T {
	if e == nil || c.edition == nil || *of(e) == c.edition {
		return e
	}
	held := x.isCurrent(list)
	copied := clone(e)
	*of(copied) = c.edition
	list[slices.Index(list, e)] = copied
	if held {
		x.noteAdded(list, key(copied), copied)
	}
	return copied
}

// Changed leaves out what two lists share at their beginnings and ends: old is what was
// there before, now what stands in its place.
func Changed[T comparable](before, after []T) (old, now []T) {
	for len(before) > 0 && len(after) > 0 && before[0] == after[0] {
		before, after = before[1:], after[1:]
	}
	for len(before) > 0 && len(after) > 0 && before[len(before)-1] == after[len(after)-1] {
		before, after = before[:len(before)-1], after[:len(after)-1]
	}
	return before, after
}
