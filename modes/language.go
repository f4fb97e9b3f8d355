package modes

import (
	"cmp"
	"maps"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// The modes that every language has.
const (
	ExecMode   = "exec"   // of a fresh login; its commands act on the Device
	GlobalMode = "global" // global configuration mode; its commands act on the whole Config
)

// A Language is the modes and commands of one release. Rooms of commands add to it, each
// between Begin and the next Begin; Finish makes it ready, and nothing changes it afterwards,
// so that all routers of a process may share it.
//
// The order of the calls means nothing. What order decides is said by data: of two commands
// that match the same line, one with an effect comes before one without, then the one of the
// room with the lower rank, then the one that its room added first; the first of them also
// explains the keywords they share. Where a line stands in the running-config is said by the
// RunningOrder.
type Language struct {
	Release debuglog.Release
	Running RunningOrder

	// AfterCommand, if a room sets it, is called when a line has changed the configuration.
	AfterCommand func(x *Context, line string)
	// Secrets keeps those of lines without effect; the room of passwords sets it.
	Secrets SecretKeeper
	// UnknownWord, if a room sets it, takes a line of EXEC that is a single word and no command.
	UnknownWord func(x *Context, word string, bad *parser.Error) error

	// SendOutput, if a room sets it, sends the output of a command to a file of a server (`| redirect tftp:`).
	SendOutput func(x *Context, p FileName, text string)

	// Checks, if rooms set them, may refuse lines that are only kept, by the names that their syntaxes give them (`checked by NAME`):
	// what is configured, or below which line it stands, is the target. Loading asks nobody.
	Checks map[string]func(x *Context, target any, a parser.Args) error

	secrets secretPatterns // made in Finish
	types   []parser.Type  // that any syntax may name
	modes   map[string]*Mode
	rank    int // of the room that is adding
	count   int // of the commands that it has added
}

// NewLanguage is a language without commands.
func NewLanguage(r debuglog.Release, running RunningOrder) *Language {
	l := &Language{Release: r, Running: running, modes: map[string]*Mode{}}
	l.AddTypes(IPv6Type{}, ipv6PrefixType{}, patternType{"H.H.H", macDigits}, patternType{"HEX", hexDigits},
		patternType{"Hex-data", keyDigits}, patternType{"<0x0-0xFFFF>", register}, patternType{"hh:mm", hourMinute})
	exec := l.Mode(ExecMode)
	exec.Title, exec.defined = "Exec commands:", true
	DefineMode(l, ModeOf[*config.Config]{ID: GlobalMode, Prompt: "config", Title: "Configure commands:", Parent: ExecMode,
		Headings: map[string]string{"ip": "Global IP configuration subcommands:"},
		Find:     func(c *config.Config, _ parser.Args) []*config.Config { return []*config.Config{c} },
		Inert:    func(c *config.Config) *config.Inert { return &c.Inert }})
	return l
}

// Begin says that the room of this rank adds its commands now.
func (l *Language) Begin(rank int) { l.rank, l.count = rank, 0 }

// Mode is the mode of an ID. It may be defined later.
func (l *Language) Mode(id string) *Mode {
	m := l.modes[id]
	if m == nil {
		m = &Mode{ID: id, language: l, indent: 1}
		l.modes[id] = m
	}
	return m
}

// Modes lists the modes by their IDs.
func (l *Language) Modes() []*Mode {
	return slices.SortedFunc(maps.Values(l.modes), func(a, b *Mode) int { return cmp.Compare(a.ID, b.ID) })
}

// AddTypes makes argument types known to the syntaxes of all commands.
func (l *Language) AddTypes(types ...parser.Type) { l.types = append(l.types, types...) }

// Add makes commands part of a mode.
func (l *Language) Add(mode string, commands ...Command) {
	m := l.Mode(mode)
	for _, c := range commands {
		l.put(m, c)
	}
}

// put adds a command at its rank. It is compiled when all modes and types are known.
func (l *Language) put(m *Mode, c Command) {
	m.added = append(m.added, addition{c, precedence{room: l.rank, number: l.count}})
	l.count++
}

// An addition is a command that waits for the language to be finished.
type addition struct {
	command Command
	rank    precedence
}

// precedence orders commands; see Language.
type precedence struct {
	inert        bool
	room, number int
}

func (p precedence) compare(q precedence) int {
	kind := func(inert bool) int {
		if inert {
			return 1
		}
		return 0
	}
	return cmp.Or(cmp.Compare(kind(p.inert), kind(q.inert)), cmp.Compare(p.room, q.room), cmp.Compare(p.number, q.number))
}

// Finish orders the commands of all modes and makes their grammars. It panics if a mode
// was named and never defined.
func (l *Language) Finish() *Language {
	l.secrets = compileSecretPatterns()
	for _, m := range l.Modes() {
		if !m.defined {
			panic("modes: no room defines the mode " + m.ID)
		}
		m.finish(l.Running.Places[m.ID])
	}
	return l
}
