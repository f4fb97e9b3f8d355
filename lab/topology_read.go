package lab

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"ruthere/debuglog"
	"ruthere/parser"
)

// The file's own shape. Scalars remember their lines for the error messages.
type topologyFile struct {
	Seed      located[string]
	Clock     located[string]
	Computing located[string]
	Routers   []struct {
		Name       located[string]
		IOS        located[string] `yaml:"ios"`
		Interfaces []located[string]
		Config     located[string]
		File       located[string] // instead of config
		Manners    []located[string]
		Computing  located[string]
	}
	Hosts []struct {
		Name    located[string]
		Address located[string]
		Gateway located[string]
		Files   map[string]string // contents by name
		NTP     *struct {
			Stratum located[int]
			Clock   located[string]
		} `yaml:"ntp"`
		Serves []located[string]
		Names  map[string]located[string] // addresses by name
	}
	Translators []translatorEntry
	Links       []linkEntry
	Faults      []faultEntry
	taskKeys    `yaml:",inline"`
}

// taskKeys are those of a graded lab, which package lab/grade reads.
type taskKeys struct {
	Title, Minutes, Needs, Story, Pass, Tasks, Solution, Others, Harmless, After yaml.Node
}

type located[T any] struct {
	value T
	line  int
}

func (l *located[T]) UnmarshalYAML(n *yaml.Node) error {
	l.line = n.Line
	return n.Decode(&l.value)
}

// ParseTopology reads a topology. Name is the file's, for error messages, which give the
// line. Configurations that the topology names as files are read from files, relative to
// the topology; files may be nil when there are none.
func ParseTopology(name string, text []byte, files fs.FS) (*Topology, error) {
	var f topologyFile
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&f); err != nil && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("%s: %s", name, plainError(err))
	}
	read := map[string]string{}
	p := topologyReader{name: name, text: strings.Split(string(text), "\n"), files: RememberFiles(files, read), kinds: map[string]string{}}
	t := p.readTopology(&f)
	if p.err != nil {
		return nil, p.err
	}
	t.Origin = Origin{name, strings.TrimLeft(string(text), "\n"), read}
	return t, nil
}

// A topologyReader keeps the first error.
type topologyReader struct {
	name  string
	text  []string // the topology's lines
	files fs.FS
	kinds map[string]string // of the nodes seen, by lower-case name: router, host or translator
	err   error
}

func (p *topologyReader) failAt(line int, format string, args ...any) {
	if p.err == nil {
		p.err = fmt.Errorf("%s: line %d: %s", p.name, line, fmt.Sprintf(format, args...))
	}
}

func (p *topologyReader) readTopology(f *topologyFile) *Topology {
	t := &Topology{Seed: f.Seed.value, Clock: DefaultClock, Computing: p.readComputing(f.Computing)}
	if f.Clock.value != "" {
		t.Clock = p.readClock(f.Clock)
	}
	for _, r := range f.Routers {
		p.checkNode("router", r.Name)
		one := Router{Name: r.Name.value, Release: p.readRelease(r.IOS), Computing: p.readComputing(r.Computing)}
		for _, i := range r.Interfaces {
			one.Interfaces = append(one.Interfaces, p.readInterface(i))
		}
		one.Config, one.HasConfig, one.Source = p.readStartup(r.Config, r.File)
		for _, m := range r.Manners {
			if _, err := findMisbehaviour(m.value); err != nil {
				p.failAt(m.line, "router %s: %v", r.Name.value, err)
			}
			one.Manners = append(one.Manners, m.value)
		}
		t.Routers = append(t.Routers, one)
	}
	if len(t.Routers) == 0 {
		p.failAt(1, "there is no router")
	}
	for _, h := range f.Hosts {
		p.checkNode("host", h.Name)
		one := p.readHost(h.Name, h.Address, h.Gateway)
		one.Files = h.Files
		if h.NTP != nil {
			one.Time = p.readTimeServer(h.Name, h.NTP.Stratum, h.NTP.Clock)
		}
		one.Serves = p.readServices(h.Name, h.Serves)
		one.Names = p.readNames(h.Name, h.Names)
		t.Hosts = append(t.Hosts, one)
	}
	for i := range f.Translators {
		p.checkNode("translator", f.Translators[i].Name)
		t.Translators = append(t.Translators, p.readTranslator(&f.Translators[i]))
	}
	t.Faults = p.readFaults(f.Faults)
	t.Links = p.readLinks(t, f.Links)
	return t
}

// checkNode notes a name, which must be new and a single word.
func (p *topologyReader) checkNode(kind string, name located[string]) {
	switch {
	case name.value == "":
		p.failAt(max(name.line, 1), "a %s has no name", kind)
	case strings.ContainsAny(name.value, ": \t"):
		p.failAt(name.line, "the name %q has a blank or a colon in it", name.value)
	case p.kinds[strings.ToLower(name.value)] != "": // commands do not tell cases apart
		p.failAt(name.line, "the name %s is used twice", name.value)
	}
	p.kinds[strings.ToLower(name.value)] = kind
}

func (p *topologyReader) readRelease(ios located[string]) debuglog.Release {
	switch strings.ToLower(ios.value) {
	case "", "12.4":
		return debuglog.IOS124
	case "15":
		return debuglog.IOS15
	case "xe":
		return debuglog.IOSXE
	}
	p.failAt(ios.line, "ios %q is none of 12.4, 15, xe", ios.value)
	return 0
}

func (p *topologyReader) readComputing(text located[string]) Computing {
	c, ok := computings[text.value]
	if !ok && text.line > 0 {
		p.failAt(text.line, "computing %q is none of none, device", text.value)
	}
	return c
}

func (p *topologyReader) readStartup(config, file located[string]) (text string, ok bool, from Source) {
	switch {
	case file.value == "":
		if config.line == 0 {
			return "", false, Source{}
		}
		return config.value, true, p.sourceOf(config)
	case config.line > 0:
		p.failAt(file.line, "config and file exclude each other")
	case p.files == nil:
		p.failAt(file.line, "file %s: no files can be read here", file.value)
	default:
		name := path.Join(path.Dir(p.name), file.value)
		data, err := fs.ReadFile(p.files, name)
		if err != nil {
			p.failAt(file.line, "%v", err)
		}
		return string(data), true, Source{File: name, Line: 1, Column: 1}
	}
	return "", false, Source{}
}

func (p *topologyReader) sourceOf(text located[string]) Source {
	return SourceOfBlock(p.name, p.text, text.line, text.value)
}

func (p *topologyReader) readClock(text located[string]) time.Time {
	at, err := time.Parse(time.RFC3339, text.value)
	if err != nil {
		p.failAt(text.line, "clock %q is not a time such as 2004-03-25T15:17:00Z", text.value)
	}
	return at.UTC()
}

// readInterface reads the name of a port as a router's console would: short names too.
func (p *topologyReader) readInterface(text located[string]) string {
	name, ok := parser.ParseInterface(text.value)
	if !ok {
		p.failAt(text.line, "%q is no interface such as FastEthernet0/0", text.value)
	}
	return name
}
