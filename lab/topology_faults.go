package lab

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"ruthere/lab/fault"
)

// A faultEntry is a sentence, or a sentence and when it strikes:
//
//	faults:
//	  - drop main mode message 3 from R1 twice as lost-three
//	  - at: 10s
//	    fault: cut R1 R2 for 30s
type faultEntry struct {
	at, sentence located[string]
	column       int // of the sentence's first letter, from 1; 0: it is not written in one piece
}

func (e *faultEntry) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return e.readSentence(n)
	}
	if n.Kind != yaml.MappingNode {
		return fmt.Errorf("line %d: a fault is a sentence, or has the keys at and fault", n.Line)
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		var err error
		switch key, value := n.Content[i], n.Content[i+1]; key.Value {
		case "at":
			err = value.Decode(&e.at)
		case "fault":
			err = e.readSentence(value)
		default:
			err = fmt.Errorf("line %d: unknown key %q: a fault has the keys at and fault", key.Line, key.Value)
		}
		if err != nil {
			return err
		}
	}
	if e.sentence.line == 0 {
		return fmt.Errorf("line %d: there is no key fault, with a sentence", n.Line)
	}
	return nil
}

func (e *faultEntry) readSentence(n *yaml.Node) error {
	switch n.Style {
	case 0:
		e.column = n.Column
	case yaml.SingleQuotedStyle, yaml.DoubleQuotedStyle:
		e.column = n.Column + 1
	}
	return n.Decode(&e.sentence)
}

func (p *topologyReader) readFaults(entries []faultEntry) (faults []TimedFault) {
	for _, e := range entries {
		one := TimedFault{Source: Source{File: p.name, Line: e.sentence.line, Column: e.column}}
		if e.at.value != "" {
			var err error
			if one.At, err = time.ParseDuration(e.at.value); err != nil || one.At < 0 {
				p.failAt(e.at.line, "at %q is not a time after the start such as 10s", e.at.value)
			}
		}
		var err error
		var wrong *fault.Error
		if one.Sentence, err = fault.Parse(e.sentence.value); errors.As(err, &wrong) {
			place := fmt.Sprintf("line %d", e.sentence.line)
			if e.column > 0 {
				if wrong.Column == 0 {
					wrong.Column = len(strings.TrimRight(e.sentence.value, " ")) + 1
				}
				place += fmt.Sprintf(", column %d", e.column+wrong.Column-1)
			}
			p.fail(fmt.Errorf("%s: %s: %s", p.name, place, wrong.Problem()))
		}
		faults = append(faults, one)
	}
	return faults
}

// fail keeps an error that says itself where it is.
func (p *topologyReader) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

// prepareFaults finds all that the faults of a topology name, and their names: before anything starts.
func (l *Lab) prepareFaults(t *Topology) (list []*activeFault, err error) {
	names := map[string]bool{}
	for _, one := range t.Faults {
		f, err := l.prepareFault(one.Sentence)
		if err == nil && one.Sentence.Name != "" && names[strings.ToLower(f.Name)] {
			err = fmt.Errorf("there is another fault %s", f.Name)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", one.Source.Place(1, 1), err)
		}
		names[strings.ToLower(f.Name)] = true
		list = append(list, f)
	}
	return list, nil
}

// startFaults has the manners of the routers and the faults of the topology strike, each at its time.
func (l *Lab) startFaults(t *Topology, prepared []*activeFault) error {
	for i, f := range prepared {
		s := t.Faults[i].Sentence
		if t.Faults[i].At == 0 {
			if _, err := l.addFault(s); err != nil {
				return fmt.Errorf("%s: %w", t.Faults[i].Source.Place(1, 1), err)
			}
			continue
		}
		l.doAt(l.now.Add(t.Faults[i].At), "the fault "+f.Name, func() {
			if _, err := l.addFault(s); err != nil {
				l.options.Notice(err.Error())
			}
		})
	}
	return nil
}
