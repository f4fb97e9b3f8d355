package mutation

import (
	"net/netip"
	"strings"

	"ruthere/parser"
)

// A field is where a word stands in a line.
type field struct{ start, end int }

func fieldsOf(line string) (all []field) {
	start := -1
	for i := 0; i <= len(line); i++ {
		blank := i == len(line) || line[i] == ' ' || line[i] == '\t'
		switch {
		case blank && start >= 0:
			all = append(all, field{start, i})
			start = -1
		case !blank && start < 0:
			start = i
		}
	}
	return all
}

// A wordKind is how a word can be changed.
type wordKind int

const (
	nameWord wordKind = iota
	keyword
	numberWord
	addressWord
	prefixWord
	interfaceWord
)

func (w words) kindOf(f field, text string) wordKind {
	switch {
	case isNumber(text):
		return numberWord
	case isAddress(text):
		return addressWord
	case isPrefix(text):
		return prefixWord
	}
	if len(w.keywordsLike(f, text)) > 0 {
		return keyword
	}
	if _, ok := parser.ParseInterface(text); ok && strings.ContainsAny(text, "0123456789") {
		return interfaceWord
	}
	return nameWord
}

func isNumber(text string) bool {
	return text != "" && len(text) <= 10 && strings.Trim(text, "0123456789") == ""
}

func isAddress(text string) bool {
	a, err := netip.ParseAddr(text)
	return err == nil && a.Is4()
}

func isPrefix(text string) bool {
	p, err := netip.ParsePrefix(text)
	return err == nil && p.Addr().Is4()
}

// isInterfaceKind says whether a word is an interface's name without its number.
func isInterfaceKind(text string) bool {
	_, with := parser.ParseInterface(text + "0/0")
	_, or := parser.ParseInterface(text + "0")
	_, alone := parser.ParseInterface(text)
	return (with || or) && !alone
}

// rowsAt are what the grammar has where a word stands.
func (w words) rowsAt(f field) []parser.Row {
	if w.mode == nil {
		return nil
	}
	return w.mode.Help(strings.TrimLeft(w.line[:f.start], " \t"), highestLevel).Rows
}

// inRest says whether a word begins an argument that takes the rest of the line.
func (w words) inRest(f field) bool {
	rows := w.rowsAt(f)
	return len(rows) > 0 && rows[0].Item == "LINE"
}

// keywordsAt are the keywords that may stand where a word does.
func (w words) keywordsAt(f field) (list []string) {
	for _, row := range w.rowsAt(f) {
		if row.Item == strings.ToLower(row.Item) && !strings.ContainsAny(row.Item, "<> ") && !isNumber(row.Item) {
			list = append(list, row.Item)
		}
	}
	return list
}

// keywordsLike are those that the word is, or abbreviates.
func (w words) keywordsLike(f field, text string) (list []string) {
	for _, one := range w.keywordsAt(f) {
		if strings.HasPrefix(one, strings.ToLower(text)) {
			list = append(list, one)
		}
	}
	return list
}
