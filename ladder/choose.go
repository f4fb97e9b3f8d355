package ladder

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// choose leaves what the options ask for, in the order of time.
func (s Story) choose(o Options) (Story, error) {
	for _, name := range o.Between {
		if s.find(name) < 0 {
			var names []string
			for _, p := range s.Participants {
				names = append(names, p.Name)
			}
			return s, fmt.Errorf("nobody here is called %q; there is %s", name, strings.Join(names, ", "))
		}
	}
	ofAnyKind := o
	ofAnyKind.Kinds = nil
	items := slices.DeleteFunc(slices.Clone(s.Items), func(i Item) bool { return !s.wants(i, ofAnyKind) })
	parts := slices.DeleteFunc(slices.Clone(s.Participants), func(p Participant) bool {
		if o.Between != nil {
			return !named(o.Between, p.Name)
		}
		return !takesPart(items, p.Name)
	})
	items = slices.DeleteFunc(items, func(i Item) bool { return !s.wants(i, o) })
	sortByTime(items)
	s.Items, s.Participants = items, parts
	return s, nil
}

// sortByTime sorts items by their instants; one without stays behind the one that it was behind.
func sortByTime(items []Item) {
	var last time.Time
	type placed struct {
		at time.Time
		Item
	}
	all := make([]placed, 0, len(items))
	for _, i := range items {
		if at := i.instant(); !at.IsZero() {
			last = at
		}
		all = append(all, placed{last, i})
	}
	slices.SortStableFunc(all, func(a, b placed) int { return a.at.Compare(b.at) })
	for i, one := range all {
		items[i] = one.Item
	}
}

// find is the place of a participant, -1 for none; upper and lower case are one.
func (s Story) find(name string) int {
	return slices.IndexFunc(s.Participants, func(p Participant) bool { return strings.EqualFold(p.Name, name) })
}

func named(names []string, name string) bool {
	return slices.ContainsFunc(names, func(n string) bool { return strings.EqualFold(n, name) })
}

// wants says whether an item is asked for, and can be drawn at all.
func (s Story) wants(i Item, o Options) bool {
	at := i.instant()
	switch {
	case !at.IsZero() && !o.From.IsZero() && at.Before(o.From), !at.IsZero() && !o.Until.IsZero() && at.After(o.Until):
		return false
	}
	switch i := i.(type) {
	case Message:
		return s.find(i.From) >= 0 && s.find(i.To) >= 0 && i.From != i.To && wantsKind(o, i.Kind) &&
			(o.Between == nil || named(o.Between, i.From) && named(o.Between, i.To))
	case Note:
		return wantsKind(o, i.Kind) && (o.Between == nil || i.Of == "" || named(o.Between, i.Of) && (i.With == "" || named(o.Between, i.With)))
	}
	return false
}

func wantsKind(o Options, k Kind) bool { return o.Kinds == nil || slices.Contains(o.Kinds, k) }

// takesPart says whether anything is sent, received or noted at a participant.
func takesPart(items []Item, name string) bool {
	return slices.ContainsFunc(items, func(i Item) bool {
		switch i := i.(type) {
		case Message:
			return i.From == name || i.To == name
		case Note:
			return i.Of == name && i.Kind != KindLog
		}
		return false
	})
}
