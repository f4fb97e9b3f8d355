package lab

import (
	"errors"
	"fmt"
	"strings"

	"ruthere/lab/expression"
	"ruthere/modes"
	"ruthere/outline"
	"ruthere/router"
)

// Facts about what a router would show: a line of its configuration, a status.

// readConfigFact reads LINE, or the lines that it stands under and LINE.
func readConfigFact(r *conditionReader, words []word) (clause, error) {
	m, err := r.lab.findMachine(words[0].text)
	if err != nil {
		return nil, err
	}
	var path []string
	for _, w := range words[1:] {
		if !w.quoted {
			return nil, fmt.Errorf("%s stands without quotes; a condition is config ROUTER \"LINE\", or \"PARENT\" \"LINE\"", w.text)
		}
		path = append(path, strings.Join(strings.Fields(w.text), " "))
	}
	what := fmt.Sprintf("config %s \"%s\"", m.Name, strings.Join(path, `" "`))
	return fact{
		func(*Lab) bool { _, is := m.configLine(path); return is },
		func(*Lab) string {
			near, is := m.configLine(path)
			switch {
			case is:
				return what + " is there"
			case near == "":
				return what + " is not there"
			}
			return what + " is not there; there is " + near
		},
	}, nil
}

// configLine looks a line of the running-config up, under its parents. Near is what there is instead: the line that
// begins with as many of the same words.
func (m *machine) configLine(path []string) (near string, is bool) {
	block := m.runningLines()
	for depth, text := range path {
		var found *outline.Line
		best := 0
		near = ""
		for _, l := range block {
			line := strings.Join(strings.Fields(l.Text), " ")
			if line == text || withoutNumber(line) == text {
				found = l
				break
			}
			if n := wordsInCommon(line, text); n > best {
				best, near = n, fmt.Sprintf("%q", line)
			}
		}
		if found == nil {
			if depth > 0 && near == "" {
				near = fmt.Sprintf("%q without such a line", path[depth-1])
			}
			return near, false
		}
		block = found.Block
	}
	return "", true
}

// withoutNumber is an entry of an access list without the number that some releases print before it.
func withoutNumber(line string) string {
	number, entry, _ := strings.Cut(line, " ")
	if strings.Trim(number, "0123456789") != "" || !strings.HasPrefix(entry, "permit ") && !strings.HasPrefix(entry, "deny ") {
		return line
	}
	return entry
}

// wordsInCommon is with how many of the same words two lines begin.
func wordsInCommon(a, b string) (n int) {
	one, other := strings.Fields(a), strings.Fields(b)
	for n < len(one) && n < len(other) && one[n] == other[n] {
		n++
	}
	return n
}

// runningLines are those of the router's running-config, none without power. A configuration is sealed once it is the
// router's, so they are read once for each.
func (m *machine) runningLines() []*outline.Line {
	r, ok := m.box.(*router.Router)
	if !ok {
		return nil
	}
	if m.lines.of != r.Config() {
		m.lines.of, m.lines.list = r.Config(), outline.Parse(m.runningConfig())
	}
	return m.lines.list
}

// runningConfig is the router's, "" without power.
func (m *machine) runningConfig() string {
	if r, ok := m.box.(*router.Router); ok {
		return r.RunningConfig()
	}
	return ""
}

// statusHead is what every status has besides its list, for expressions.
type statusHead struct {
	Schema  int           `json:"schema"`
	Router  string        `json:"router"`
	Release string        `json:"release"`
	Time    modes.Instant `json:"time"`
	Command string        `json:"command"`
}

// status is what a show command of the router says of now.
func (m *machine) status(l *Lab, command string) (expression.Named, error) {
	r, ok := m.box.(*router.Router)
	if !ok {
		return expression.Named{}, fmt.Errorf("%s is switched off", m.Name)
	}
	s, err := r.StatusOf(l.now, command)
	return expression.Named{Fields: statusHead{s.Schema, s.Router, s.Release, s.Time, s.Command}, Name: s.Name, List: s.List}, err
}

func readShowFact(r *conditionReader, words []word) (clause, error) {
	m, err := r.lab.findMachine(words[0].text)
	if err != nil {
		return nil, err
	}
	command := words[1].text
	sample, err := m.status(r.lab, command)
	if err != nil && r.lasting && !errors.Is(err, modes.ErrNoStatus) { // there is nothing to ask about, such as a VRF
		return fact{func(*Lab) bool { return false }, func(*Lab) string { return m.Name + ": " + inOneLine(err) }}, nil
	} else if err != nil {
		return nil, err
	}
	e, err := expression.Compile(words[2].text, sample)
	if err != nil {
		return nil, err
	}
	what := fmt.Sprintf("%s %q %s", m.Name, command, words[2].text)
	ask := func(l *Lab) (is bool, why string) {
		s, err := m.status(l, command)
		if err != nil {
			return false, inOneLine(err)
		}
		if is, err = e.Holds(s); err != nil {
			return false, inOneLine(err)
		}
		return is, describeStatus(s)
	}
	return fact{
		func(l *Lab) bool { is, _ := ask(l); return is },
		func(l *Lab) string {
			is, why := ask(l)
			return fmt.Sprintf("%s is %v: %s", what, is, why)
		},
	}, nil
}

func inOneLine(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

// mostShown is as much of a status as a person reads in a sentence, in bytes.
const mostShown = 300

// describeStatus is the list of a status, cut short.
func describeStatus(s expression.Named) string {
	data, err := s.ListJSON()
	if err != nil {
		return err.Error()
	}
	text := s.Name + " is " + string(data)
	if len(text) > mostShown {
		text = strings.ToValidUTF8(text[:mostShown], "") + "..."
	}
	return text
}
