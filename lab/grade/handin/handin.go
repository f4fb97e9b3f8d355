// Package handin reads what students hand in: it says which file is which part of an answer to a graded lab.
package handin

import (
	"errors"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gopkg.in/yaml.v3"

	"ruthere/journal"
	"ruthere/lab"
	"ruthere/lab/grade"
	"ruthere/outline"
	"ruthere/plaintext"
)

// A File is one that was handed in. Name may have folders before it, parted by /.
type File struct{ Name, Text string }

// Most is as many bytes as a file may have that is handed in; MostFiles as many files as an answer.
const (
	Most      = 4 << 20
	MostFiles = 64
)

// Wanted says what an answer may be made of, for whom nothing of theirs was found.
const Wanted = "an answer is ROUTER.cfg of each router that was changed, or a .transcript, or a .run, and answers.yaml"

// A Kind is what a file is, by its name.
type Kind int

const (
	Unknown Kind = iota
	Configuration
	Transcript
	Run
	Replies
)

// KindOf says what a file is, by its name.
func KindOf(name string) Kind {
	base := strings.ToLower(path.Base(name))
	switch {
	case strings.HasPrefix(base, "."): // what systems hide: .DS_Store, ._Router.cfg
		return Unknown
	case base == "answers.yaml" || base == "answers.yml":
		return Replies
	case strings.HasSuffix(base, ".transcript"):
		return Transcript
	case strings.HasSuffix(base, ".run"):
		return Run
	case routerOf(base) != "":
		return Configuration
	}
	return Unknown
}

// configurationSuffixes stand behind a router's name; the last is what IOS proposes where it copies to a server.
var configurationSuffixes = []string{".cfg", ".conf", ".txt", "-confg"}

// namedBehind is what stands between: the second suffix that Windows hides, the number of a browser, what was printed.
var namedBehind = regexp.MustCompile(`(?i)(?:\.cfg|\.conf|\.txt|-confg| ?\(\d+\)| - copy|` +
	`[-_. ](?:running|startup)(?:[-_ ]?config)?|[-_ ]config)$`)

// routerOf is what stands before them; "": it is no configuration.
func routerOf(base string) string {
	for _, suffix := range configurationSuffixes {
		if n := len(base) - len(suffix); n > 0 && strings.EqualFold(base[n:], suffix) {
			return base[:n]
		}
	}
	return ""
}

// routerNamed is the router of an assignment that a configuration is called after, nil if there is none: by its whole name, or
// else by what is left of it without all that is usual behind.
func routerNamed(a *grade.Assignment, name string) *lab.Router {
	name = routerOf(path.Base(name))
	for more := name != ""; more; {
		for i := range a.Topology.Routers {
			if strings.EqualFold(a.Topology.Routers[i].Name, name) {
				return &a.Topology.Routers[i]
			}
		}
		shorter := namedBehind.ReplaceAllString(name, "")
		name, more = shorter, shorter != name
	}
	return nil
}

// Belongs says whether a file is by its name a part of an answer to this assignment: a text that is called after no router of it
// may be anything.
func Belongs(a *grade.Assignment, name string) bool {
	kind := KindOf(name)
	return kind != Unknown && (kind != Configuration || routerNamed(a, name) != nil)
}

// Read makes an answer of files, in their order. What cannot be used of them is a problem of the answer.
func Read(a *grade.Assignment, student string, files []File) (answer grade.Answer, problems []grade.Problem) {
	r := reader{assignment: a, answer: grade.Answer{Student: student}}
	for _, f := range files {
		r.take(f)
	}
	switch {
	case r.answer.Record != nil && len(r.answer.Startup)+r.scripts > 0:
		r.complain(r.answer.Record.Name, "a run is the whole answer: configurations and transcripts beside it are not used")
		r.answer.Startup, r.answer.Transcript = nil, nil
	case r.used == 0:
		r.complain("", "there is nothing here to grade: "+Wanted)
	}
	return r.answer, r.problems
}

type reader struct {
	assignment *grade.Assignment
	answer     grade.Answer
	problems   []grade.Problem
	used       int // files that are part of an answer by their names
	scripts    int // transcripts
}

func (r *reader) complain(place, text string) {
	r.problems = append(r.problems, grade.Problem{Place: place, Text: text})
}

func (r *reader) take(f File) {
	var err error
	f.Text = plaintext.Decode(f.Text)
	switch KindOf(f.Name) {
	case Configuration:
		err = r.takeConfiguration(f)
	case Transcript:
		err = r.takeTranscript(f)
	case Run:
		err = r.takeRun(f)
	case Replies:
		err = r.takeReplies(f)
	default:
		return
	}
	if r.used++; err != nil {
		r.complain(f.Name, err.Error())
	}
}

func (r *reader) takeConfiguration(f File) error {
	one := routerNamed(r.assignment, f.Name)
	switch {
	case one == nil:
		var names []string
		for _, router := range r.assignment.Topology.Routers {
			names = append(names, router.Name+".cfg")
		}
		return fmt.Errorf("there is no router %s in this lab; configurations are called %s",
			routerOf(path.Base(f.Name)), strings.Join(names, ", "))
	case slices.ContainsFunc(r.answer.Startup, func(c grade.Configuration) bool { return c.Router == one.Name }):
		return errors.New("this is a second configuration of " + one.Name + "; it is not used")
	case !utf8.ValidString(f.Text) || strings.Contains(f.Text, "\x00"):
		return errors.New("this is no text")
	}
	r.answer.Startup = append(r.answer.Startup, grade.Configuration{Router: one.Name, Text: outline.Printed(f.Text),
		Source: lab.Source{File: f.Name, Line: 1, Column: 1}})
	return nil
}

func (r *reader) takeTranscript(f File) error {
	if r.scripts++; r.scripts > 1 {
		return errors.New("this is a second transcript; it is not typed")
	}
	r.answer.Transcript = &grade.Script{Name: f.Name, Text: f.Text}
	return nil
}

func (r *reader) takeRun(f File) error {
	if r.answer.Record != nil {
		return errors.New("this is a second run; it is not used")
	}
	if !journal.IsRun([]byte(f.Text)) {
		return errors.New("this is no run; --record and the lab command record write some")
	}
	run, err := journal.Parse(f.Name, []byte(f.Text))
	if err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), f.Name+":"))
	}
	r.answer.Record = &grade.Record{Name: f.Name, File: run}
	return nil
}

// mostReplies is as many answers to questions as are read.
const mostReplies = 1000

// takeReplies reads a mapping of questions' keys to what is answered.
func (r *reader) takeReplies(f File) error {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(f.Text), &doc); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return errors.New("nothing is answered")
	}
	m := doc.Content[0]
	if m.Kind != yaml.MappingNode || len(m.Content) > 2*mostReplies {
		return errors.New("answers are lines such as encryption: 3des")
	}
	for i := 0; i < len(m.Content); i += 2 {
		key, value := m.Content[i], m.Content[i+1]
		if key.Kind != yaml.ScalarNode || value.Kind != yaml.ScalarNode {
			return fmt.Errorf("line %d: an answer is one word or text, such as encryption: 3des", key.Line)
		}
		r.answer.Replies = append(r.answer.Replies, grade.Reply{Key: key.Value, Text: value.Value})
	}
	return nil
}
