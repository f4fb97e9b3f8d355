package grade

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"

	"gopkg.in/yaml.v3"

	"ruthere/lab"
)

// ErrUngraded is the error of a lab that has no tasks.
var ErrUngraded = errors.New("this lab has no tasks, so there is nothing to grade")

// Read reads a graded lab. Name is the file's, for errors, which give the line; files, which may be nil, are what it
// names: configurations and transcripts, relative to it. Every key is known or an error. The error of a lab without
// tasks is [ErrUngraded].
func Read(name string, data []byte, files fs.FS) (*Assignment, error) {
	topology, err := lab.ParseTopology(name, data, files)
	if err != nil {
		return nil, err
	}
	a, err := ReadTasks(name, data, files, topology)
	if err != nil {
		return nil, err
	}
	return a, nil
}

// ReadTasks reads what a lab's file has besides its topology, as [Read] does, and gives the topology the lab commands of the
// tasks.
func ReadTasks(name string, data []byte, files fs.FS, topology *lab.Topology) (*Assignment, error) {
	return readTasks(name, data, files, topology, nil)
}

func readTasks(name string, data []byte, files fs.FS, topology *lab.Topology, met func(string, []key)) (*Assignment, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("%s: %s", name, strings.TrimPrefix(err.Error(), "yaml: "))
	}
	if len(doc.Content) == 0 {
		return nil, ErrUngraded
	}
	if topology.Origin.Files != nil { // a run that is written down holds what the lab is read from, solutions too
		files = lab.RememberFiles(files, topology.Origin.Files)
	}
	r := &assignmentReader{reader: reader{name: name, text: strings.Split(string(data), "\n"), met: met}, files: files,
		a: &Assignment{Name: name, Topology: topology, Pass: 100}, titles: map[string]bool{}, questions: map[string]*Question{}}
	r.read(doc.Content[0])
	if r.err != nil {
		return nil, r.err
	}
	if len(r.a.Tasks) == 0 {
		return nil, ErrUngraded
	}
	topology.Commands = r.a.Commands()
	return r.a, nil
}

// An assignmentReader reads one assignment.
type assignmentReader struct {
	reader
	files     fs.FS
	a         *Assignment
	titles    map[string]bool // of checks
	questions map[string]*Question
}

// topologyKeys are those of a lab's file that say what it is made of: package lab reads them.
var topologyKeys = []string{"seed", "clock", "computing", "routers", "hosts", "translators", "links", "faults"}

func (r *assignmentReader) read(n *yaml.Node) {
	keys := []key{
		r.textKey("title", &r.a.Title),
		r.numberKey("minutes", 1, 600, &r.a.Minutes),
		r.textsKey("needs", &r.a.Needs),
		r.textKey("story", &r.a.Story),
		r.numberKey("pass", 1, 100, &r.a.Pass),
		{"tasks", func(n *yaml.Node) { r.each(n, "tasks", r.readTask) }},
		{"solution", func(n *yaml.Node) { r.a.Solution = r.readSolution(n, false) }},
		{"others", func(n *yaml.Node) {
			r.each(n, "others", func(n *yaml.Node) { r.a.Others = append(r.a.Others, r.readSolution(n, true)) })
		}},
		{"harmless", func(n *yaml.Node) { r.each(n, "harmless", r.readHarmless) }},
		r.textKey("after", &r.a.After),
	}
	for _, name := range topologyKeys {
		keys = append(keys, key{name, func(*yaml.Node) {}})
	}
	r.readKeys(n, "a lab", keys...)
	r.checkReplies(r.a.Solution)
	for _, one := range r.a.Others {
		r.checkReplies(one)
	}
}

func (r *assignmentReader) readTask(n *yaml.Node) {
	t := Task{Place: r.place(n)}
	seen := r.readKeys(n, "a task",
		r.textKey("title", &t.Title),
		r.textKey("text", &t.Text),
		key{"hints", func(n *yaml.Node) {
			r.each(n, "hints", func(n *yaml.Node) { t.Hints = append(t.Hints, r.readHint(n)) })
		}},
		key{"checks", func(n *yaml.Node) {
			r.each(n, "checks", func(n *yaml.Node) { t.Checks = append(t.Checks, r.readCheck(n)) })
		}})
	if !seen["title"] {
		r.failAt(n.Line, "a task needs a title")
	}
	r.a.Tasks = append(r.a.Tasks, t)
}

// readHint reads a text, or a text and what it costs.
func (r *assignmentReader) readHint(n *yaml.Node) (h Hint) {
	if n.Kind == yaml.ScalarNode {
		return Hint{Text: r.words(n, "a hint")}
	}
	seen := r.readKeys(n, "a hint", r.textKey("text", &h.Text), r.numberKey("costs", 0, mostPoints, &h.Costs))
	if !seen["text"] {
		r.failAt(n.Line, "a hint needs a text")
	}
	return h
}

func (r *assignmentReader) readSolution(n *yaml.Node, named bool) (s Solution) {
	s.Place = r.place(n)
	keys := []key{
		{"routers", func(n *yaml.Node) { s.Routers = r.readConfigurations(n) }},
		{"transcript", func(n *yaml.Node) { s.Transcript = r.readScript(n) }},
		{"answers", func(n *yaml.Node) { s.Replies = r.readReplies(n) }},
	}
	what := "a solution"
	if named {
		what = "another solution"
		keys = append(keys, r.textKey("name", &s.Name))
	}
	if seen := r.readKeys(n, what, keys...); named && !seen["name"] {
		r.failAt(n.Line, "another solution needs a name, which says how it differs")
	}
	return s
}

// readConfigurations reads a mapping of routers' names to lines.
func (r *assignmentReader) readConfigurations(n *yaml.Node) (list []Configuration) {
	if !r.isKind(n, yaml.MappingNode, "routers has routers' names and their lines") {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i], n.Content[i+1]
		router := r.findRouter(name.Value, name.Line)
		text := r.words(value, "the configuration of "+router)
		list = append(list, Configuration{router, text, lab.SourceOfBlock(r.name, r.reader.text, value.Line, text)})
	}
	return list
}

// findRouter is a router's name as the topology has it.
func (r *assignmentReader) findRouter(name string, line int) string {
	var names []string
	for _, one := range r.a.Topology.Routers {
		if strings.EqualFold(one.Name, name) {
			return one.Name
		}
		names = append(names, one.Name)
	}
	r.failAt(line, "there is no router %q here; there is %s", name, strings.Join(names, ", "))
	return name
}

func (r *assignmentReader) readScript(n *yaml.Node) *Script {
	file := r.words(n, "transcript")
	if r.err != nil {
		return nil
	}
	if r.files == nil {
		r.failAt(n.Line, "transcript %s: no files can be read here", file)
		return nil
	}
	name := path.Join(path.Dir(r.name), file)
	text, err := fs.ReadFile(r.files, name)
	if err != nil {
		r.failAt(n.Line, "%v", err)
	}
	return &Script{name, string(text)}
}

func (r *assignmentReader) readReplies(n *yaml.Node) (list []Reply) {
	if !r.isKind(n, yaml.MappingNode, "answers has the keys of questions and what is answered") {
		return nil
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		list = append(list, Reply{n.Content[i].Value, r.words(n.Content[i+1], "the answer to "+n.Content[i].Value)})
	}
	return list
}

// checkReplies sees that a solution answers questions that there are, with what is among the choices.
func (r *assignmentReader) checkReplies(s Solution) {
	for _, one := range s.Replies {
		if r.questions[one.Key] == nil {
			r.failAt(s.Place.Line, "the solution answers %q, and no question has that key", one.Key)
		}
	}
}

func (r *assignmentReader) readHarmless(n *yaml.Node) {
	h := Harmless{Place: r.place(n)}
	seen := r.readKeys(n, "a harmless change", r.textKey("router", &h.Router), r.textKey("line", &h.Line),
		r.textKey("change", &h.Change), r.textKey("because", &h.Because))
	for _, name := range []string{"router", "line", "because"} {
		if !seen[name] {
			r.failAt(n.Line, "a harmless change needs the key %s", name)
		}
	}
	if seen["router"] {
		h.Router = r.findRouter(h.Router, n.Line)
	}
	r.a.Harmless = append(r.a.Harmless, h)
}
