package parser

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// A Row is one line of help.
type Row struct{ Item, Text string }

// Help is the answer to a question mark: Rows of what may come next; or Names,
// if the mark was glued to a word; or the Failure to understand the line.
type Help struct {
	Title   string // heads the rows of an empty line, and those after a Heading's words
	Rows    []Row
	Names   []string
	Failure string
}

const (
	carriageReturn = "<cr>"
	unrecognized   = "% Unrecognized command"
)

// Help explains what may stand where line ends, for privilege level. line is
// what was typed before the question mark.
func (g *Grammar) Help(line string, level int) Help {
	q := g.parseQuestion(line, level)
	if q.failure != accepted {
		return failedHelp(q.failure, line)
	}
	rows := q.helpRows()
	if q.word == "" {
		if len(rows) == 0 {
			return failedHelp(Invalid, line)
		}
		return Help{Title: g.headings[q.path], Rows: rows}
	}
	var names []string
	for _, r := range rows {
		names = append(names, r.Item)
	}
	if len(names) == 0 {
		return failedHelp(Invalid, line)
	}
	return Help{Names: names}
}

func failedHelp(kind Kind, line string) Help {
	if kind == Ambiguous {
		return Help{Failure: ambiguousText(line)}
	}
	return Help{Failure: unrecognized}
}

// A question is a line cut where its last, unfinished word begins.
type question struct {
	word    string // "" after a blank
	at      int    // where word begins
	state   *state // before word
	path    string // the words before it in full, arguments as their types
	rest    *edge  // an argument that has taken everything, word included
	pending *candidate
	line    string
	failure Kind
}

func (g *Grammar) parseQuestion(line string, level int) question {
	at := len(line)
	for at > 0 && !isBlank(line[at-1]) {
		at--
	}
	q := g.questionAt(line, at, level)
	pipe := strings.LastIndexByte(line[at:], '|')
	for _, cut := range []int{at + pipe, at + pipe + 1} {
		if pipe < 0 || q.isAnswered() {
			break
		}
		if glued := g.questionAt(line, cut, level); glued.isAnswered() {
			return glued
		}
	}
	return q
}

func (q *question) isAnswered() bool { return q.failure == accepted && len(q.helpRows()) > 0 }

func (g *Grammar) questionAt(line string, at, level int) question {
	m := matcher{g: g, line: line[:at], exploring: true, budget: maxSteps}
	m.steps, m.candidates = m.stepSpace[:0], m.candidateSpace[:0]
	q := question{word: line[at:], at: at, line: line}
	q.failure = m.walkLine(g.rootState(level), 0).kind
	q.state, q.pending, q.path = m.end, m.pending, pathOf(m.steps)
	if n := len(m.steps); n > 0 && m.steps[n-1].edge.token.typ != nil && takesRest(m.steps[n-1].edge.token.typ) {
		q.rest = m.steps[n-1].edge
	}
	return q
}

func pathOf(steps []matchStep) string {
	var words []string
	for _, s := range steps {
		if t := s.edge.token; t.typ == nil {
			words = append(words, t.word)
		} else {
			words = append(words, t.typ.Name())
		}
	}
	return strings.Join(words, " ")
}

// allHidden says whether nothing that may follow is shown.
func (s *state) allHidden() bool {
	isShown := func(e *edge) bool { return !e.hidden }
	return !s.shown && !slices.ContainsFunc(s.keywords, isShown) && !slices.ContainsFunc(s.args, isShown)
}

// helpRows lists what may stand in place of the word: all, or what begins with it.
func (q *question) helpRows() []Row {
	switch {
	case q.pending != nil:
		return q.pendingRows()
	case q.rest != nil && q.rest.token.typ == Type(interfaceListType{}):
		return []Row{{",", "comma"}, {"-", "hyphen"}, {Item: carriageReturn}}
	case q.rest != nil:
		rows := []Row{{q.rest.token.typ.Name(), q.rest.token.text}}
		return append(rows, Row{Item: carriageReturn})
	}
	var rows []Row
	// Who has typed the words of a hidden command is told how it goes on.
	hidden := q.word == "" && q.state.allHidden()
	for _, e := range q.state.keywords {
		if e.hidden == hidden && strings.HasPrefix(e.token.fold, foldCase(q.word)) {
			rows = append(rows, Row{e.token.word, e.token.text})
		}
	}
	for _, e := range q.state.args {
		if e.hidden == hidden {
			rows = append(rows, argumentRows(e.token, q.word)...)
		}
	}
	slices.SortStableFunc(rows, func(a, b Row) int { return cmp.Compare(a.Item, b.Item) })
	rows = slices.CompactFunc(rows, func(a, b Row) bool { return a.Item == b.Item })
	if q.state.shown && q.word == "" {
		rows = append(rows, Row{Item: carriageReturn})
	}
	return rows
}

// pendingRows is the help within an interface's name of two words.
func (q *question) pendingRows() []Row {
	if q.word != "" && !isDigit(q.word[0]) {
		return nil
	}
	at := q.pending.at
	return []Row{interfaceType{}.numberRow(q.line[at:wordEnd(q.line, at)])}
}

func argumentRows(t *token, word string) []Row {
	lister, lists := t.typ.(Lister)
	switch {
	case lists:
		return listedRows(t, lister, word)
	case word == "" || takesRest(t.typ) || couldAccept(t.typ, word):
		return []Row{{t.typ.Name(), t.text}}
	}
	return nil
}

// listedRows are the values that begin with word; those that say nothing are explained as the argument is.
func listedRows(argument *token, lister Lister, word string) []Row {
	t := argument.typ
	var rows []Row
	for _, r := range lister.Rows() {
		if strings.HasPrefix(foldCase(r.Item), foldCase(word)) {
			r.Text = cmp.Or(r.Text, argument.text)
			rows = append(rows, r)
		}
	}
	if i, ok := t.(interfaceType); ok && len(rows) == 0 && couldAccept(t, word) {
		rows = append(rows, i.numberRow(word))
	}
	return rows
}

// Format lays the help out for a terminal of width columns, 0 for no bound. Lists
// end with a blank line, failures do not.
func (h Help) Format(width int) []string {
	var lines []string
	switch {
	case h.Failure != "":
		return []string{h.Failure}
	case len(h.Names) > 0:
		lines = nameLines(h.Names, width)
	default:
		lines = rowLines(h.Rows, width)
		if h.Title != "" {
			lines = append([]string{h.Title}, lines...)
		}
	}
	return append(lines, "")
}

// rowLines sets items and texts in two columns; no line reaches the last column
// of the terminal.
func rowLines(rows []Row, width int) []string {
	column := 0
	for _, r := range rows {
		if r.Text != "" {
			column = max(column, 2+len(r.Item)+2)
		}
	}
	room := math.MaxInt
	if width > 0 {
		room = max(width-1-column, 1)
	}
	var lines []string
	for _, r := range rows {
		line := "  " + r.Item
		for _, text := range wrapText(r.Text, room) {
			lines = append(lines, padTo(line, column)+text)
			line = ""
		}
		if r.Text == "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func padTo(line string, column int) string {
	return line + strings.Repeat(" ", max(column-len(line), 0))
}

// wrapText breaks text between words into parts of at most width bytes, where words
// allow.
func wrapText(text string, width int) []string {
	var parts []string
	for len(strings.TrimRight(text, " ")) > width {
		cut := strings.LastIndexByte(text[:width+1], ' ')
		if cut <= 0 { // a word too long for the column
			if cut = strings.IndexByte(text[1:], ' ') + 1; cut == 0 {
				break
			}
		}
		parts = append(parts, strings.TrimRight(text[:cut], " "))
		text = strings.TrimLeft(text[cut:], " ")
	}
	if text != "" {
		parts = append(parts, text)
	}
	return parts
}

// nameLines sets names in as many aligned columns as fit, row by row.
func nameLines(names []string, width int) []string {
	for columns := len(names); ; columns-- {
		widths := make([]int, columns)
		total := 0
		for i, name := range names {
			widths[i%columns] = max(widths[i%columns], len(name)+2)
		}
		for _, w := range widths {
			total += w
		}
		if columns > 1 && width > 0 && total >= width {
			continue
		}
		lines := make([]string, (len(names)+columns-1)/columns)
		for i, name := range names {
			lines[i/columns] += padTo(name, widths[i%columns])
		}
		return lines
	}
}
