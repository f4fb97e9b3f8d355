package topologies

import (
	"bytes"
	"fmt"
	"io/fs"
	"strings"

	"gopkg.in/yaml.v3"

	"ruthere/lab"
)

// A Format is a program's way of writing labs.
type Format uint8

const (
	Own Format = iota
	Containerlab
	CML
)

func (f Format) String() string {
	return [...]string{"ruthere", "containerlab", "CML"}[f]
}

// A Problem is something of another program's lab that is not the same here.
type Problem struct {
	File string
	Line int
	Text string
}

func (p Problem) String() string { return fmt.Sprintf("%s: line %d: %s", p.File, p.Line, p.Text) }

// Read reads a topology in whichever format it is. Name is the file's, for error messages; the
// configurations that it names are read from files, relative to it. An error means that
// there is no lab to start: it gives file and line.
func Read(name string, text []byte, files fs.FS) (*lab.Topology, Format, []Problem, error) {
	format := formatOf(text)
	if format == Own {
		t, err := lab.ParseTopology(name, text, files)
		return t, Own, nil, err
	}
	read := map[string]string{}
	s := &sketch{file: name, text: strings.Split(string(text), "\n"), files: lab.RememberFiles(files, read)}
	if format == Containerlab {
		s.readContainerlab(text)
	} else {
		s.readCML(text)
	}
	t := s.buildTopology()
	if s.err != nil {
		return nil, format, nil, s.err
	}
	t.Origin = lab.Origin{Name: name, Text: strings.TrimLeft(string(text), "\n"), Files: read}
	return t, format, s.problems, nil
}

// formatOf tells the formats apart by the keys at the top of the file. What is no YAML at all
// is left to the reader of our own format, which says so.
func formatOf(text []byte) Format {
	var keys map[string]yaml.Node
	if yaml.NewDecoder(bytes.NewReader(text)).Decode(&keys) != nil {
		return Own
	}
	nodes := keys["nodes"]
	switch topology := keys["topology"]; {
	case topology.Kind == yaml.MappingNode:
		return Containerlab
	case nodes.Kind == yaml.SequenceNode:
		return CML
	}
	return Own
}

// A scalar is a value of a file, and where it stands. What is no single value reads as none.
type scalar struct {
	value string
	line  int // 0: it is not there
}

func (s *scalar) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode && n.Tag != "!!null" {
		s.value, s.line = n.Value, n.Line
	}
	return nil
}

// orElse is the scalar, or another one if it is not there.
func (s scalar) orElse(other scalar) scalar {
	if s.line == 0 {
		return other
	}
	return s
}
