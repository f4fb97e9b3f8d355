package journal

import (
	"bytes"
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// A Kind is what a run is one of.
type Kind string

const (
	Lab    Kind = "lab"    // several routers, in time of their own
	Router Kind = "router" // one, on a host
)

// A File is a run as it is written down.
type File struct {
	Kind    Kind
	Program string // the build that wrote it
	// Name and Topology are the lab's file; Files are those that it names, by name.
	Virtual        bool // its time was its own: nobody waited for it
	Name, Topology string
	TopologyLine   int // where the topology's first line stands in the file; 0: not line by line
	TopologyIndent int // by how many columns it is moved to the right there
	Files          map[string]string
	Start          Start
	Entries        []Entry
}

// A Start is what a live router was made of.
type Start struct {
	Seed string       `yaml:"seed"` // of all randomness, in hexadecimal digits
	IOS  string       `yaml:"ios"`
	Kept []StoredFile `yaml:"kept,omitempty"`
}

// A StoredFile is what lay in NVRAM or flash memory.
type StoredFile struct {
	System  string    `yaml:"system"`
	Path    string    `yaml:"path"`
	Folder  bool      `yaml:"folder,omitempty"`
	Written time.Time `yaml:"written,omitempty"`
	Data    string    `yaml:"data,omitempty"`
}

// head is the part of the file that is YAML to the last.
type head struct {
	Run      Kind              `yaml:"run"`
	Program  string            `yaml:"program"`
	Lab      string            `yaml:"lab,omitempty"`
	Virtual  bool              `yaml:"virtual,omitempty"`
	Topology yaml.Node         `yaml:"topology,omitempty"`
	Files    map[string]string `yaml:"files,omitempty"`
	Router   *Start            `yaml:"router,omitempty"`
	Inputs   yaml.Node         `yaml:"inputs,omitempty"`
}

const opening = "# A run: what it was made of, and what entered it, when. ruthere play FILE runs it again. It holds secrets.\n"

// indent stands before each input.
const indent = "  "

// Head is everything but the entries, which are to follow as Line writes them.
func (f *File) Head() ([]byte, error) {
	h := head{Run: f.Kind, Program: f.Program, Lab: f.Name, Virtual: f.Virtual, Files: f.Files}
	if f.Kind == Router {
		h.Router = &f.Start
	} else {
		h.Topology = yaml.Node{Kind: yaml.ScalarNode, Tag: "!!str", Value: strings.TrimLeft(f.Topology, "\n"), Style: yaml.LiteralStyle}
	}
	var b bytes.Buffer
	b.WriteString(opening)
	e := yaml.NewEncoder(&b)
	e.SetIndent(len(indent))
	if err := e.Encode(h); err != nil {
		return nil, err
	}
	text := strings.TrimSuffix(b.String(), "inputs: null\n")
	return []byte(text + "inputs: |\n"), nil
}

// Line is an entry as it stands in the file, after one of the instant before.
func Line(e Entry, before time.Time) ([]byte, error) { return Append([]byte(indent), e, before) }

// IsRun says whether a text looks like a run that was written down.
func IsRun(text []byte) bool {
	for line := range bytes.Lines(text) {
		if len(bytes.TrimSpace(line)) > 0 && line[0] != '#' {
			return bytes.HasPrefix(line, []byte("run: "))
		}
	}
	return false
}

// maxEntries bounds how many inputs a run may have.
const maxEntries = 10_000_000

// Parse reads a run. Name is the file's, for error messages, which give the line.
func Parse(name string, text []byte) (*File, error) {
	var h head
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&h); err != nil {
		return nil, fmt.Errorf("%s: %s", name, strings.ReplaceAll(strings.TrimPrefix(err.Error(), "yaml: "), "\n", " "))
	}
	f := &File{Kind: h.Run, Program: h.Program, Name: h.Lab, Virtual: h.Virtual, Files: h.Files}
	switch {
	case h.Run == Lab && h.Topology.Value != "" && h.Router == nil:
		f.Topology = h.Topology.Value
		f.TopologyLine, f.TopologyIndent = blockOf(text, &h.Topology)
	case h.Run == Router && h.Router != nil && h.Topology.Kind == 0:
		f.Start = *h.Router
	case h.Run == Lab:
		return nil, fmt.Errorf("%s: a run of a lab needs its topology", name)
	case h.Run == Router:
		return nil, fmt.Errorf("%s: a run of a router needs the key router", name)
	default:
		return nil, fmt.Errorf("%s: line 1: run %q is none of lab, router", name, h.Run)
	}
	first, _ := blockOf(text, &h.Inputs)
	return f, f.parseEntries(name, h.Inputs.Value, first)
}

// blockOf is where the first line of a block of text stands, and how far to the right; 0 if it is no block.
func blockOf(text []byte, n *yaml.Node) (line, indent int) {
	if n.Style != yaml.LiteralStyle {
		return 0, 0
	}
	lines := bytes.Split(text, []byte("\n"))
	for i, one := range lines[min(n.Line, len(lines)):] {
		if trimmed := bytes.TrimLeft(one, " "); len(trimmed) > 0 {
			first := strings.SplitN(n.Value, "\n", i+2)[i]
			return n.Line + 1, len(one) - len(trimmed) - (len(first) - len(strings.TrimLeft(first, " ")))
		}
	}
	return n.Line + 1, 0
}

func (f *File) parseEntries(name, text string, first int) error {
	var before time.Time
	number := first
	for line := range strings.Lines(text) {
		at := fmt.Sprintf("%s:%d", name, number)
		if first == 0 {
			at = name
		}
		if trimmed := strings.TrimSpace(line); trimmed != "" && trimmed[0] != '#' {
			e, err := parseLine(trimmed, before)
			switch {
			case err != nil:
				return fmt.Errorf("%s: %w", at, err)
			case len(f.Entries) == maxEntries:
				return fmt.Errorf("%s: a run has at most %d inputs", at, maxEntries)
			}
			e.Line = number
			f.Entries = append(f.Entries, e)
			before = e.At
		}
		number++
	}
	return nil
}
