package grade

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// mostPoints is as many as a check may be worth, or a hint cost.
const mostPoints = 1000

func (r *assignmentReader) readCheck(n *yaml.Node) Check {
	c := Check{Points: 1, Place: r.place(n)}
	q := Question{}
	seen := r.readKeys(n, "a check",
		r.textKey("title", &c.Title),
		r.numberKey("points", 0, mostPoints, &c.Points),
		key{"given", func(n *yaml.Node) {
			r.each(n, "given", func(n *yaml.Node) { c.Given = append(c.Given, r.readStep(n)) })
		}},
		key{"meanwhile", func(n *yaml.Node) {
			r.each(n, "meanwhile", func(n *yaml.Node) { c.Meanwhile = append(c.Meanwhile, r.readStep(n)) })
		}},
		r.clauseKey("expect", &c.Expect), r.spanKey("within", &c.Within), r.spanKey("for", &c.For), r.spanKey("at", &c.At),
		r.clauseKey("until", &c.Until), r.clauseKey("never", &c.Never), r.clauseKey("while", &c.While),
		r.textKey("advice", &c.Advice),
		r.textKey("question", &q.Key), r.textKey("text", &q.Text),
		r.textsKey("choices", &q.Choices), r.textsKey("accept", &q.Accept),
		key{"number", func(n *yaml.Node) { q.Number = r.readRange(n) }})
	switch {
	case !seen["title"]:
		r.failAt(n.Line, "a check needs a title: the objective, as a beginner understands it")
	case r.titles[c.Title]:
		r.failAt(n.Line, "two checks have the title %q", c.Title)
	}
	r.titles[c.Title] = true
	if seen["question"] {
		c.Question = &q
		r.checkQuestion(n, seen, &q)
		return c
	}
	r.checkForm(n, seen)
	return c
}

// checkQuestion sees that a question can be answered.
func (r *assignmentReader) checkQuestion(n *yaml.Node, seen map[string]bool, q *Question) {
	for _, name := range []string{"given", "meanwhile", "expect", "within", "for", "at", "until", "never", "while"} {
		if seen[name] {
			r.failAt(n.Line, "a question has no key %s: it is answered in words", name)
		}
	}
	switch {
	case strings.ContainsAny(q.Key, " \t\n:"):
		r.failAt(n.Line, "the key %q of a question is not one word", q.Key)
	case r.questions[q.Key] != nil:
		r.failAt(n.Line, "two questions have the key %q", q.Key)
	case !seen["text"]:
		r.failAt(n.Line, "a question needs a text")
	case seen["accept"] == seen["number"]:
		r.failAt(n.Line, "a question needs accept, with texts that are right, or number, with a number such as 12..14")
	}
	for _, right := range q.Accept {
		if len(q.Choices) > 0 && !isAmong(right, q.Choices) {
			r.failAt(n.Line, "accept has %q, which is none of the choices", right)
		}
	}
	r.questions[q.Key] = q
}

// checkForm sees that the words about time go together.
func (r *assignmentReader) checkForm(n *yaml.Node, seen map[string]bool) {
	count := func(names ...string) (n int) {
		for _, name := range names {
			if seen[name] {
				n++
			}
		}
		return n
	}
	switch {
	case count("text", "choices", "accept", "number") > 0:
		r.failAt(n.Line, "text, choices, accept and number belong to a check with the key question")
	case count("expect", "never") != 1:
		r.failAt(n.Line, "a check needs one of expect, never, question")
	case seen["never"] && count("within", "at", "until") > 0:
		r.failAt(n.Line, "never goes with for or while, not with within, at or until")
	case seen["never"] && count("for", "while") == 0:
		r.failAt(n.Line, "never needs for, with how long it is watched, or while, with a condition")
	case seen["while"] && !seen["never"]:
		r.failAt(n.Line, "while goes with never; with expect there is until")
	case seen["at"] && count("within", "for", "until") > 0:
		r.failAt(n.Line, "at is one instant, and goes with none of within, for, until")
	case seen["until"] && seen["for"]:
		r.failAt(n.Line, "for and until both say how long; give one of them")
	}
}

func (r *reader) clauseKey(name string, to *Clause) key {
	return key{name, func(n *yaml.Node) { *to = Clause{r.words(n, name), r.place(n)} }}
}

// readStep reads what is done: `wait 10s`, `10s`, `type ROUTER: command`, or a lab command. Without quotes the last but
// one is a key with a value for YAML.
func (r *assignmentReader) readStep(n *yaml.Node) Step {
	text := ""
	if n.Kind == yaml.MappingNode && len(n.Content) == 2 && strings.HasPrefix(n.Content[0].Value, "type ") &&
		n.Content[1].Kind == yaml.ScalarNode {
		text = n.Content[0].Value + ": " + n.Content[1].Value
	} else {
		text = r.words(n, "a step")
	}
	s := Step{Text: strings.TrimSpace(text), Place: r.place(n)}
	words := strings.Fields(text)
	switch {
	case len(words) == 0:
	case words[0] == "type":
		name, line, ok := strings.Cut(strings.TrimSpace(strings.TrimPrefix(s.Text, "type")), ":")
		if !ok {
			r.failAt(n.Line, "%q is not `type ROUTER: command`", firstOf(s.Text))
		}
		s.Router, s.Line = r.findRouter(strings.TrimSpace(name), n.Line), strings.TrimSpace(line)
	case words[0] == "wait" || len(words) == 1:
		wait, err := time.ParseDuration(words[len(words)-1])
		if s.Waits = err == nil && wait >= 0 && wait <= mostSpan && len(words) <= 2; s.Waits {
			s.Wait = wait
		} else if words[0] == "wait" {
			r.failAt(n.Line, "%q is not `wait TIME`, such as wait 10s", firstOf(s.Text))
		}
	case words[0] == "until":
		r.readUntil(n, &s, words[1:])
	case slices.Contains(notSteps, words[0]):
		r.failAt(n.Line, "%s has no place among steps: it steers what an onlooker sees", words[0])
	}
	return s
}

// notSteps are lab commands that do nothing to the lab, or take it elsewhere.
var notSteps = []string{"pause", "resume", "speed", "step", "checkpoint", "checkpoints", "back", "branch", "record", "capture", "connect",
	"exit", "tasks", "hint", "answer", "grade"}

// defaultPatience is how long a step waits that does not say so.
const defaultPatience = time.Hour

// readUntil reads CONDITION [within TIME].
func (r *assignmentReader) readUntil(n *yaml.Node, s *Step, words []string) {
	s.Wait = defaultPatience
	if count := len(words); count > 2 && words[count-2] == "within" {
		wait, err := time.ParseDuration(words[count-1])
		if err != nil || wait < 0 || wait > mostSpan {
			r.failAt(n.Line, "%q is not a time such as 20s, at most 168h", words[count-1])
		}
		s.Wait, words = wait, words[:count-2]
	}
	if s.Until = strings.Join(words, " "); s.Until == "" {
		r.failAt(n.Line, "%q is not `until CONDITION [within TIME]`", firstOf(s.Text))
	}
}

// readRange reads a number, or two with .. between them; each may have the unit s.
func (r *reader) readRange(n *yaml.Node) *Range {
	text := r.words(n, "number")
	least, most, isRange := strings.Cut(text, "..")
	if !isRange {
		most = least
	}
	a, ok := readNumber(least)
	b, ok2 := readNumber(most)
	if !ok || !ok2 || a > b {
		r.failAt(n.Line, "%q is not a number or two, the lower first, such as 12..14", firstOf(text))
	}
	return &Range{a, b}
}

// readNumber reads a number, perhaps with the unit s.
func readNumber(text string) (float64, bool) {
	text = strings.TrimSpace(strings.ToLower(text))
	for _, unit := range []string{"seconds", "second", "sec", "s"} {
		if cut, ok := strings.CutSuffix(text, unit); ok {
			text = strings.TrimSpace(cut)
			break
		}
	}
	n, err := strconv.ParseFloat(text, 64)
	return n, err == nil && n == n && n <= 1e15 && n >= -1e15 && !strings.ContainsAny(text, "xp_")
}
