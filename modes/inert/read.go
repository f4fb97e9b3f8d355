package inert

import (
	"fmt"
	"maps"
	"strconv"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// An Error is a mistake in a file of commands.
type Error struct {
	File string
	Line int    // from 1
	Word string // the offending word or words
	Want string // what would have been right
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d: %q: want %s", e.File, e.Line, e.Word, e.Want)
}

// texts that several files share.
type common struct{ help, arguments modes.H }

// A file is a file of commands being read.
type file struct {
	name    string
	line    int
	common  common
	feature string
	help    modes.H

	modeLine int    // where the mode being described begins
	block    string // what the indented lines belong to: help, arguments, mode, command
	mode     *modes.InertMode
	targets  []string // modes that commands go to
	place    string   // of the commands' lines in the running-config
	command  *modes.InertCommand
	ownHelp  bool // the command's help is a copy already
	modes    []modes.InertMode
	commands []addition
}

// An addition is a command and the modes it goes to.
type addition struct {
	targets []string
	command *modes.InertCommand
}

// addFile adds the commands of a file; nothing if it is wrong.
func addFile(l *modes.Language, name, text string, c common) error {
	f := &file{name: name, common: c, help: maps.Clone(c.help)}
	if err := f.read(text); err != nil {
		return err
	}
	for _, m := range f.modes {
		l.DefineInertMode(m)
	}
	for _, a := range f.commands {
		for _, mode := range a.targets {
			l.AddInert(mode, *a.command)
		}
	}
	return nil
}

// readCommon reads the help texts that all files share. It panics if they are wrong.
func readCommon(text string) common {
	f := &file{name: "common.syntax", help: modes.H{}, common: common{arguments: modes.H{}}}
	if err := f.read(text); err != nil {
		panic("inert: " + err.Error())
	}
	return common{f.help, f.common.arguments}
}

func (f *file) read(text string) error {
	for line := range strings.Lines(text) {
		f.line++
		line = strings.TrimRight(line, " \r\n")
		switch inner := strings.TrimLeft(line, " \t"); {
		case inner == "" || inner[0] == '#':
		case inner != line:
			if err := f.readInner(inner); err != nil {
				return err
			}
		default:
			if err := f.readOuter(line); err != nil {
				return err
			}
		}
	}
	return f.endMode()
}

func (f *file) wrong(word, want string) error { return &Error{f.name, f.line, word, want} }

// endMode keeps the mode that was being described, which must have what all modes need.
func (f *file) endMode() error {
	m := f.mode
	if f.mode = nil; m == nil {
		return nil
	}
	for _, needed := range []struct{ word, text string }{{"prompt", m.Prompt}, {"title", m.Title}, {"parent", m.Parent}} {
		if needed.text == "" {
			return &Error{f.name, f.modeLine, "@mode " + m.ID, needed.word + " below it"}
		}
	}
	f.modes = append(f.modes, *m)
	return nil
}

// readOuter reads a line that is not indented.
func (f *file) readOuter(line string) error {
	if err := f.endMode(); err != nil {
		return err
	}
	heading, isHeading := strings.CutPrefix(line, "@")
	if !isHeading {
		return f.readCommand(line)
	}
	word, rest, _ := strings.Cut(heading, " ")
	switch {
	case heading == "help" || heading == "arguments":
		f.block = heading
	case word == "feature" && rest != "" && f.targets == nil:
		f.feature = rest
	case word == "mode" && rest != "" && !strings.Contains(rest, " ") && !strings.Contains(rest, ":"):
		f.block, f.mode, f.modeLine = "mode", &modes.InertMode{ID: rest}, f.line
	case strings.HasPrefix(heading, "lines of "):
		ids, place, _ := strings.Cut(strings.TrimPrefix(heading, "lines of "), ": ")
		f.block, f.targets, f.place = "", strings.Split(ids, ", "), place
	default:
		return f.wrong(line, "@feature NAME (before the first command), @help, @mode ID or @lines of MODE")
	}
	return nil
}

// readCommand reads a syntax and the marks before it.
func (f *file) readCommand(line string) error {
	if f.feature == "" || f.targets == nil {
		return f.wrong(line, "@feature NAME and @lines of MODE before the first command")
	}
	c := &modes.InertCommand{Help: f.help, ArgumentHelp: f.common.arguments, Feature: f.feature, Place: f.place}
	marks := line
	line, c.Hidden = strings.CutPrefix(line, "-")
	if line != "" {
		rules := map[byte]modes.PrintRule{'+': modes.WhenNegated, '*': modes.EitherForm, '=': modes.NegatedIfLone}
		if rule, marked := rules[line[0]]; marked {
			c.Rule, line = rule, line[1:]
		}
	}
	if line == "" {
		return f.wrong(marks, "a syntax after the marks")
	}
	if strings.Count(line, "~") > 1 {
		return f.wrong(line, "one ~ at most")
	}
	c.Syntax = line
	f.block, f.command, f.ownHelp = "command", c, false
	f.commands = append(f.commands, addition{f.targets, c})
	return nil
}

// readInner reads an indented line.
func (f *file) readInner(line string) error {
	switch f.block {
	case "help":
		return f.readHelp(f.help, line)
	case "arguments":
		return f.readHelp(f.common.arguments, line)
	case "mode":
		return f.readModeProperty(line)
	case "command":
		return f.readProperty(line)
	}
	return f.wrong(line, "a line that is not indented, here")
}

func (f *file) readHelp(into modes.H, line string) error {
	word, text, ok := strings.Cut(line, "  ")
	if text = strings.TrimSpace(text); !ok || text == "" || strings.Contains(word, " ") {
		return f.wrong(line, "a word, two blanks, and its help")
	}
	into[word] = text
	return nil
}

func (f *file) readModeProperty(line string) error {
	m := f.mode
	texts := []struct {
		words string
		to    *string
	}{{"prompt", &m.Prompt}, {"title", &m.Title}, {"parent", &m.Parent}, {"exit", &m.Exit}, {"closed by", &m.ClosedBy},
		{"closing", &m.Closing}, {"outer word", &m.OuterKeyword}}
	for _, t := range texts {
		if rest, ok := strings.CutPrefix(line, t.words+" "); ok {
			*t.to = strings.ReplaceAll(rest, `\t`, "\t")
			return nil
		}
	}
	if line == "order of commands" {
		m.CommandOrder = true
		return nil
	}
	n, ok := strings.CutPrefix(line, "indent ")
	if indent, err := strconv.Atoi(n); ok && err == nil && indent >= 0 {
		m.Indent = indent
		if indent == 0 {
			m.Indent = modes.AsHeader
		}
		return nil
	}
	return f.wrong(line, "prompt, title, parent, exit, closed by, closing, indent N, order of commands or outer word")
}

func (f *file) readProperty(line string) error {
	c := f.command
	word, rest, _ := strings.Cut(line, " ")
	switch {
	case word == "opens" && rest != "":
		c.Enter = rest
	case line == "effective":
		c.Feature = ""
	case line == "so anyway":
		c.SoAnyway = true
	case line == "separated":
		c.Separated = true
	case strings.HasPrefix(line, "checked by "):
		c.Check = strings.TrimPrefix(line, "checked by ")
	case line == "parted":
		c.SeparatorBefore = true
	case word == "default" && rest != "":
		c.Default = rest
	case word == "states" && rest != "":
		return f.readStated(rest, &c.Stated)
	case word == "hides" && rest != "":
		return f.readStated(rest, &c.Unsaid)
	case line == "repeated":
		c.Rule = modes.EveryTime
	case line == "hashed":
		c.Hashed = true
	case line == "trailing blank":
		c.TrailingBlank = true
	case word == "place" && rest != "":
		c.Place = rest
	case word == "fill" && rest != "":
		return f.readFill(strings.Fields(rest))
	case word == "help" && rest != "":
		if !f.ownHelp {
			c.Help, f.ownHelp = maps.Clone(c.Help), true
		}
		return f.readHelp(c.Help, rest)
	default:
		return f.wrong(line, "opens MODE, separated, parted, effective, so anyway, default LINE, states LINE, hides LINE, repeated, hashed, "+
			"trailing blank, place WORDS, fill WORD or help WORD  TEXT")
	}
	return nil
}

// readStated reads a default that is printed, or left out: marks of where, the line, and what says it otherwise.
func (f *file) readStated(text string, into *[]modes.StatedDefault) error {
	var d modes.StatedDefault
	for {
		mark, rest, marked := strings.Cut(text, "> ")
		mark, marks := strings.CutPrefix(mark, "<")
		if !marked || !marks {
			break
		}
		for word := range strings.SplitSeq(mark, ",") {
			if !modes.IsMark(word) {
				return f.wrong(word, "a mark")
			}
		}
		d.Marks, text = append(d.Marks, mark), rest
	}
	line, unless, _ := strings.Cut(text, " unless ")
	d.Line, d.Unless = line, strings.Fields(unless)
	*into = append(*into, d)
	return nil
}

// readFill reads what a line is completed with: a keyword unless another stands there, or
// a number.
func (f *file) readFill(words []string) error {
	before := f.command.Complete
	if before == nil {
		before = func(parser.Args) {}
	}
	name := words[0]
	var value any = true
	unless := ""
	switch {
	case len(words) == 3 && words[1] == "unless":
		unless = words[2]
	case len(words) == 2:
		n, err := strconv.Atoi(words[1])
		if err != nil {
			return f.wrong(words[1], "a number")
		}
		value = n
	case len(words) != 1:
		return f.wrong(strings.Join(words, " "), "fill WORD, fill WORD NUMBER or fill WORD unless OTHER")
	}
	f.command.Complete = func(a parser.Args) {
		before(a)
		if !a.Has(name) && (unless == "" || !a.Has(unless)) {
			a[name] = value
		}
	}
	return nil
}
