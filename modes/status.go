package modes

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"ruthere/parser"
)

// A Document is what `| json` prints of a status: a list under the name of what it lists.
type Document struct {
	Name string
	List any // a slice, not nil, of what docs/show.schema.json has under that name
}

// DocumentOf makes the document of a status that is a list.
func DocumentOf[S, D any](name string, list []S, describe func(S) D) Document {
	return Document{name, Describe(list, describe)}
}

// Describe makes a document's list, which is never nil.
func Describe[S, D any](list []S, describe func(S) D) []D {
	described := make([]D, 0, len(list))
	for _, one := range list {
		described = append(described, describe(one))
	}
	return described
}

// ShowStatus is a show command about a status, a plain value that is made once: print shows it as the device does, document
// describes it for `| json`. Neither finds out anything of its own.
func ShowStatus[V any](syntax string, help H, status func(x *Context, b Device, a parser.Args) (V, error),
	print func(x *Context, v V, a parser.Args), document func(V) Document) Cmd[Device] {
	c := ShowCommand(syntax, help, func(x *Context, b Device, a parser.Args) error {
		v, err := status(x, b, a)
		if err == nil {
			print(x, v, a)
		}
		return err
	})
	c.Document = func(x *Context, b Device, a parser.Args) (d Document, err error) {
		v, err := status(x, b, a)
		if err == nil {
			d = document(v)
		}
		return d, err
	}
	return c
}

// An Instant is an instant in a document: RFC 3339 with all nine digits of the nanoseconds.
type Instant time.Time

// IsZero says whether it is left out.
func (t Instant) IsZero() bool { return time.Time(t).IsZero() }

// MarshalText implements encoding.TextMarshaler.
func (t Instant) MarshalText() ([]byte, error) {
	return time.Time(t).UTC().AppendFormat(nil, "2006-01-02T15:04:05.000000000Z07:00"), nil
}

// schemaVersion counts changes of documents that their readers have to know of.
const schemaVersion = 1

// A Status is the document of a router at an instant: all that `| json` prints.
type Status struct {
	Schema  int     `json:"schema"`
	Router  string  `json:"router"`
	Release string  `json:"release"`
	Time    Instant `json:"time"`
	Command string  `json:"command"`
	Document
}

// MarshalJSON has the list under its name, behind the rest.
func (s Status) MarshalJSON() ([]byte, error) {
	head, err := encodeJSON(struct {
		Schema  int     `json:"schema"`
		Router  string  `json:"router"`
		Release string  `json:"release"`
		Time    Instant `json:"time"`
		Command string  `json:"command"`
	}{s.Schema, s.Router, s.Release, s.Time, s.Command})
	if err != nil {
		return nil, err
	}
	list, err := encodeJSON(s.List)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", s.Name, err)
	}
	return fmt.Appendf(nil, "%s,%q:%s}", bytes.TrimSuffix(head, []byte("}")), s.Name, list), nil
}

// status is what a command's status is now.
func (x *Context) status(c *command, line string, a parser.Args) (Status, error) {
	d, err := c.document(x, x.Device, a)
	typed, _, _ := strings.Cut(line, "|")
	return Status{schemaVersion, x.Config.Hostname, x.Device.Release().Mark(), Instant(x.Device.Now()),
		strings.Join(strings.Fields(typed), " "), d}, err
}

// ErrNoStatus is the error of a line that is no show command of the router, or none that has JSON.
var ErrNoStatus = errors.New("no command that this router has JSON of")

// StatusOf is what `| json` behind a show command prints for a user who may do everything. The error of a line that is
// no such command is ErrNoStatus.
func StatusOf(b Device, line string) (Status, error) {
	s := NewSession(b, nil, TopLevel, "")
	m, err := s.execGrammar().Match(line, s.Level)
	if err != nil {
		return Status{}, fmt.Errorf("%q is %w", line, ErrNoStatus)
	}
	c := m.Tag.(action).command
	if c.document == nil {
		return Status{}, fmt.Errorf("%q is %w; there is show %s", line, ErrNoStatus, strings.Join(s.language().documented(), ", show "))
	}
	return (&Context{Device: b, Session: s, Config: b.Config(), Line: line}).status(c, line, m.Args)
}

// printJSON prints a command's status as one JSON object.
func (x *Context) printJSON(c *command, line string, a parser.Args) error {
	status, err := x.status(c, line, a)
	if err != nil {
		return err
	}
	whole, err := status.MarshalJSON()
	if err != nil {
		return err
	}
	var out bytes.Buffer
	if err := json.Indent(&out, whole, "", "  "); err != nil {
		return err
	}
	x.Println(out.String())
	return nil
}

// isShown says whether a line ends in the bar behind a show command: what could follow is a filter.
func (s *Session) isShown(line string) bool {
	command, ok := strings.CutSuffix(strings.TrimSpace(line), "|")
	m, err := s.execGrammar().Match(command, s.Level)
	return ok && err == nil && m.Tag.(action).command.filtered
}

// refuseJSON says that there is no JSON of a show command, and of which ones there is.
func (s *Session) refuseJSON() error {
	return Refuse("% There is no JSON of this command. There is of: show " + strings.Join(s.language().documented(), ", show "))
}

// encodeJSON is JSON in which <, > and & stand for themselves.
func encodeJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// isOfRelease says whether the release has the words that a syntax begins with.
func (l *Language) isOfRelease(syntax string) bool {
	for _, word := range strings.Fields(syntax) {
		mark, isMark := strings.CutPrefix(word, "<")
		switch {
		case isMark:
			if !keepsMark(strings.TrimSuffix(mark, ">"), l.Release, "") {
				return false
			}
		case strings.ContainsAny(word, "[]{}()|&:~"):
			return true
		}
	}
	return true
}

// documented are the show commands of which there is JSON, in order, by their leading keywords.
func (l *Language) documented() (names []string) {
	seen := map[string]bool{}
	for _, c := range l.Mode(ExecMode).commands {
		if c.document == nil || !l.isOfRelease(c.text) {
			continue
		}
		name := strings.TrimPrefix(LeadingKeywords(c.text), "show ")
		if !seen[name] {
			seen[name] = true
			names = append(names, name)
		}
	}
	return names
}
