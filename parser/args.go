package parser

import (
	"net/netip"
	"time"
)

// Args holds the values of one line by name. An argument name:TYPE is recorded
// under its name; a keyword that stands in a choice or an option is recorded
// as true under its own word (or under label, when written label=word).
// Keywords every line of the syntax must have are not recorded, and neither is
// one that shares its word with an argument (`[name name:WORD]`): the argument
// speaks for both.
//
//	<lo-hi>      int             A.B.C.D      netip.Addr
//	WORD, LINE   string          A.B.C.D/nn   netip.Prefix
//	REGEXP       string          hh:mm:ss     time.Duration since midnight
//	HOST         string          MONTH        time.Month
//	INTERFACE    string, in full: GigabitEthernet0/0
//	name:TYPE... []string, []netip.Addr, or []any for the other types
type Args map[string]any

// Has reports whether the keyword was typed or the argument given.
func (a Args) Has(name string) bool {
	v, ok := a[name]
	if b, isBool := v.(bool); isBool {
		return b
	}
	return ok
}

// Int returns the number under name, or 0.
func (a Args) Int(name string) int { return valueOf[int](a, name) }

// Str returns the string under name, or "".
func (a Args) Str(name string) string { return valueOf[string](a, name) }

// Addr returns the address under name, or the zero Addr.
func (a Args) Addr(name string) netip.Addr { return valueOf[netip.Addr](a, name) }

// Prefix returns the prefix under name as typed, host bits included, or the zero Prefix.
func (a Args) Prefix(name string) netip.Prefix { return valueOf[netip.Prefix](a, name) }

// Duration returns the time of day under name, counted from midnight, or 0.
func (a Args) Duration(name string) time.Duration { return valueOf[time.Duration](a, name) }

// Month returns the month under name, or 0.
func (a Args) Month(name string) time.Month { return valueOf[time.Month](a, name) }

// List returns the words of name:WORD... (or HOST..., INTERFACE...), or nil.
func (a Args) List(name string) []string { return valueOf[[]string](a, name) }

// Addrs returns the addresses of name:A.B.C.D..., or nil.
func (a Args) Addrs(name string) []netip.Addr { return valueOf[[]netip.Addr](a, name) }

func valueOf[T any](a Args, name string) T {
	v, _ := a[name].(T)
	return v
}

// addValue records value, or appends it when the argument is a list.
func (a Args) addValue(t *token, value any) {
	if !t.list {
		a[t.name] = value
		return
	}
	switch v := value.(type) {
	case string:
		a[t.name] = append(a.List(t.name), v)
	case netip.Addr:
		a[t.name] = append(a.Addrs(t.name), v)
	default:
		a[t.name] = append(valueOf[[]any](a, t.name), v)
	}
}

// listElements is the inverse of addValue for lists.
func listElements(list any) []any {
	var all []any
	switch list := list.(type) {
	case []string:
		for _, v := range list {
			all = append(all, v)
		}
	case []netip.Addr:
		for _, v := range list {
			all = append(all, v)
		}
	case []any:
		all = list
	}
	return all
}
