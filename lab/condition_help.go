package lab

import (
	"slices"
	"strings"
)

// expectCondition lists what the word after these may become in a condition: for `?` and Tab after until.
func (l *Lab) expectCondition(words []string, last string) (rows [][2]string) {
	for _, row := range l.nextInCondition(words) {
		_, standsForAnother := placeholders[row[0]]
		if standsForAnother && last != "" || strings.HasPrefix(strings.ToLower(row[0]), strings.ToLower(last)) {
			rows = append(rows, row)
		}
	}
	return rows
}

func (l *Lab) nextInCondition(words []string) (rows [][2]string) {
	from := 0
	for i, w := range words {
		if slices.Contains([]string{"and", "or", "not", "(", ")"}, w) {
			from = i + 1
		}
	}
	if at := slices.Index(words, "within"); at >= 0 {
		if at == len(words)-1 {
			return [][2]string{{"TIME", placeholders["TIME"]}}
		}
		return [][2]string{{"<cr>", ""}}
	}
	words = words[from:]
	if len(words) == 0 {
		rows = append(rows, [2]string{"15:47:35", "a time of day, or a date and a time"})
		for _, k := range factKinds {
			rows = append(rows, [2]string{k.name, k.help})
		}
		return append(rows, [2]string{"not", "the contrary of what follows"}, [2]string{"(", "a condition in parentheses"})
	}
	kind := slices.IndexFunc(factKinds, func(k factKind) bool { return k.name == words[0] })
	if kind >= 0 {
		k := factKinds[kind]
		if tokens := strings.Fields(k.arguments); len(words) <= len(tokens) {
			rows = l.argumentRows(tokens[len(words)-1])
		}
		if len(words)-1 < k.least {
			return rows
		}
	}
	return append(rows, [2]string{"and", "and something else"}, [2]string{"or", "or something else"},
		[2]string{"within", "how long to wait"}, [2]string{"<cr>", ""})
}

// argumentRows lists what an argument of a fact may be.
func (l *Lab) argumentRows(argument string) (rows [][2]string) {
	switch argument = strings.Trim(argument, "[]"); {
	case strings.Contains(argument, "|"):
		for _, word := range strings.Split(argument, "|") {
			rows = append(rows, l.argumentRows(word)...)
		}
		return rows
	case argument == "ROUTER", argument == "HOST":
		return l.wordsFor(&command{}, argument)
	case argument == "PEER", argument == "FROM", argument == "TO":
		return l.wordsFor(&command{}, "NODE")
	case argument == "STATE":
		return [][2]string{{"MM_NO_STATE", ""}, {"MM_SA_SETUP", ""}, {"MM_KEY_EXCH", ""}, {"MM_KEY_AUTH", ""}, {"QM_IDLE", ""}}
	case argument == "STATUS":
		for _, word := range sessionWords {
			rows = append(rows, [2]string{word, ""})
		}
		return rows
	}
	return [][2]string{{argument, placeholders[argument]}}
}
