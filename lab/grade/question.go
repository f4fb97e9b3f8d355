package grade

import (
	"slices"
	"strings"
)

// plain is a text without case and blanks.
func plain(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), "")) }

// isAmong says whether a text is one of some, whatever its case and blanks.
func isAmong(text string, list []string) bool {
	return slices.ContainsFunc(list, func(one string) bool { return plain(one) == plain(text) })
}

// separators stand between several choices of a reply.
var separators = strings.NewReplacer(" and ", "+", ",", "+")

// isChoice says whether a reply is made of the question's choices.
func (q *Question) isChoice(reply string) bool {
	if len(q.Choices) == 0 {
		return true
	}
	parts := []string{reply}
	if q.Several {
		parts = strings.Split(separators.Replace(reply), "+")
	}
	return !slices.ContainsFunc(parts, func(one string) bool { return !isAmong(one, q.Choices) })
}

// isRight says whether a reply is right.
func (q *Question) isRight(reply string) bool {
	if q.Number == nil {
		return isAmong(reply, q.Accept)
	}
	n, ok := readNumber(reply)
	return ok && n >= q.Number.Least && n <= q.Number.Most
}
