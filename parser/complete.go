package parser

import "strings"

// Complete finishes the last word of line if exactly one keyword continues it
// (or it is one already) and puts a blank after. If there is nothing to
// complete, ok is false and completed is line unchanged.
func (g *Grammar) Complete(line string, level int) (completed string, ok bool) {
	q := g.parseQuestion(line, level)
	if q.word == "" || q.failure != accepted || q.state == nil || q.rest != nil {
		return line, false
	}
	words := q.possibleWords()
	for _, w := range words {
		if foldCase(w) == foldCase(q.word) {
			words = []string{w}
		}
	}
	if len(words) != 1 {
		return line, false
	}
	return line[:q.at] + words[0] + " ", true
}

// possibleWords lists the visible words that begin with the unfinished one.
func (q *question) possibleWords() []string {
	var words []string
	for _, e := range q.state.keywords {
		if !e.hidden && strings.HasPrefix(e.token.fold, foldCase(q.word)) {
			words = append(words, e.token.word)
		}
	}
	for _, e := range q.state.args {
		if lister, ok := e.token.typ.(Lister); ok && !e.hidden {
			for _, r := range lister.Rows() {
				if strings.HasPrefix(foldCase(r.Item), foldCase(q.word)) {
					words = append(words, r.Item)
				}
			}
		}
	}
	return words
}
