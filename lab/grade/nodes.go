package grade

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"
)

// A reader reads the keys of a graded lab from YAML. It keeps the first error, which names file, line and word, and what
// would be right.
type reader struct {
	name string
	text []string // the file's lines
	err  error
	met  func(what string, keys []key) // told of each mapping; nil: nobody listens
}

func (r *reader) failAt(line int, format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf("%s: line %d: %s", r.name, max(line, 1), fmt.Sprintf(format, args...))
	}
}

// A key is one that a mapping may have, and what reads its value.
type key struct {
	name string
	read func(n *yaml.Node)
}

// readKeys reads a mapping whose keys are among keys, each once. What is what the mapping says, for errors.
func (r *reader) readKeys(n *yaml.Node, what string, keys ...key) (seen map[string]bool) {
	seen = map[string]bool{}
	if r.met != nil {
		r.met(what, keys)
	}
	if !r.isKind(n, yaml.MappingNode, what+" has keys with values, "+nameKeys(keys)) {
		return seen
	}
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, value := n.Content[i], n.Content[i+1]
		at := slices.IndexFunc(keys, func(one key) bool { return one.name == k.Value })
		switch {
		case at < 0:
			r.failAt(k.Line, "unknown key %q: %s has %s", k.Value, what, nameKeys(keys))
		case seen[k.Value]:
			r.failAt(k.Line, "the key %s stands twice", k.Value)
		default:
			seen[k.Value] = true
			keys[at].read(value)
		}
	}
	return seen
}

func nameKeys(keys []key) string {
	var names []string
	for _, k := range keys {
		names = append(names, k.name)
	}
	return strings.Join(names, ", ")
}

// isKind says whether a node is of a kind, which wanted words. Aliases are refused: what they stand for could be endless.
func (r *reader) isKind(n *yaml.Node, kind yaml.Kind, wanted string) bool {
	switch {
	case n.Kind == yaml.AliasNode:
		r.failAt(n.Line, "*%s: aliases are not read here; write it out", n.Value)
	case n.Kind != kind:
		r.failAt(n.Line, "%s, and here is %s", wanted, describeNode(n))
	default:
		return true
	}
	return false
}

// describeNode says what a node is.
func describeNode(n *yaml.Node) string {
	switch {
	case n.Kind == yaml.MappingNode && len(n.Content) > 0:
		return "the key " + strconv.Quote(n.Content[0].Value) + " (a colon and a blank make a key: put the text into quotes)"
	case n.Kind == yaml.MappingNode:
		return "{}"
	case n.Kind == yaml.SequenceNode:
		return "a list"
	case n.Tag == "!!null":
		return "nothing"
	}
	return strconv.Quote(firstOf(n.Value))
}

// firstOf is the beginning of a text, short enough for an error.
func firstOf(text string) string {
	const enough = 60
	if line, _, more := strings.Cut(text, "\n"); more {
		text = line + "..."
	}
	if len(text) > enough {
		return strings.ToValidUTF8(text[:enough], "") + "..."
	}
	return text
}

// words reads a text that is not empty. What names its key.
func (r *reader) words(n *yaml.Node, what string) string {
	if !r.isKind(n, yaml.ScalarNode, what+" is a text") {
		return ""
	}
	if strings.TrimSpace(n.Value) == "" {
		r.failAt(n.Line, "%s is empty", what)
	}
	return n.Value
}

// textKey makes a key that reads a text into a place.
func (r *reader) textKey(name string, to *string) key {
	return key{name, func(n *yaml.Node) { *to = r.words(n, name) }}
}

func (r *reader) numberKey(name string, least, most int, to *int) key {
	return key{name, func(n *yaml.Node) {
		wanted := fmt.Sprintf("%s is a whole number from %d to %d", name, least, most)
		if !r.isKind(n, yaml.ScalarNode, wanted) {
			return
		}
		v, err := strconv.Atoi(n.Value)
		if err != nil || v < least || v > most {
			r.failAt(n.Line, "%s, and here is %s", wanted, describeNode(n))
		}
		*to = v
	}}
}

// mostSpan is as long as anybody watches: a week of virtual time.
const mostSpan = 7 * 24 * time.Hour

func (r *reader) spanKey(name string, to *Span) key {
	return key{name, func(n *yaml.Node) {
		wanted := name + " is a time such as 20s or 5m, at most " + "168h"
		if !r.isKind(n, yaml.ScalarNode, wanted) {
			return
		}
		d, err := time.ParseDuration(n.Value)
		if err != nil || d < 0 || d > mostSpan {
			r.failAt(n.Line, "%s, and here is %s", wanted, describeNode(n))
		}
		*to = Span{d, true}
	}}
}

// textsKey reads a list of texts, or one alone.
func (r *reader) textsKey(name string, to *[]string) key {
	return key{name, func(n *yaml.Node) {
		r.each(n, name, func(one *yaml.Node) { *to = append(*to, r.words(one, "an item of "+name)) })
	}}
}

// each reads the items of a list.
func (r *reader) each(n *yaml.Node, name string, read func(*yaml.Node)) {
	if !r.isKind(n, yaml.SequenceNode, name+" is a list") {
		return
	}
	for _, one := range n.Content {
		read(one)
	}
}

func (r *reader) place(n *yaml.Node) Place { return Place{r.name, n.Line} }
