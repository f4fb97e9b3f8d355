package modes

import (
	"strings"

	"ruthere/parser"
)

// anybody is the privilege level 0, of the few commands that every user has.
const anybody = -1

// leave is `exit` and its other names.
func leave(word string, level int) Cmd[Box] {
	return Cmd[Box]{
		Syntax: word,
		Level:  level,
		Help:   H{word: "Exit from the EXEC"},
		Set:    func(x *Context, _ Box, _ parser.Args) error { x.Terminal.Close(); return nil },
	}
}

var configureTerminal = Cmd[Box]{
	Syntax: `configure terminal`,
	Help:   H{"configure": "Enter configuration mode", "terminal": "Configure from the terminal"},
	Level:  15,
	Set:    func(x *Context, _ Box, _ parser.Args) error { return x.enterConfiguration() },
}

func (x *Context) enterConfiguration() error {
	if len(x.Session.stack) > 1 {
		return nil
	}
	if err := x.lockedByOther(); err != nil {
		return err
	}
	if x.Config.Exclusive == "auto" {
		x.takeLock()
	}
	x.Box.Life().sessions++
	x.Println("Enter configuration commands, one per line.  End with CNTL/Z.")
	x.Session.stack = append(x.Session.stack, frame{mode: Global})
	return nil
}

var configure = Cmd[Box]{
	Syntax: `configure`,
	Help:   H{"configure": "Enter configuration mode"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Terminal.Ask("Configuring from terminal, memory, or network [terminal]? ", false, func(text string, ok bool) {
			text = strings.ToLower(strings.TrimSpace(text))
			switch {
			case !ok:
			case strings.HasPrefix("terminal", text):
				if err := x.enterConfiguration(); err != nil {
					x.Println(err.Error())
				}
			case strings.HasPrefix("memory", text):
				configureMemory(x, b)
			default:
				x.Println("?Must be \"terminal\", \"memory\", or \"network\"")
			}
		})
		return nil
	},
}

func configureMemory(x *Context, b Box) {
	text, ok := b.Startup()
	if !ok {
		x.Println("startup-config is not present")
		return
	}
	x.merge(text)
	x.Session.logConfigured()
}

// merge types a configuration into the running one, and tells what was refused.
func (x *Context) merge(text string) {
	for _, c := range Load(x.Box, text) {
		if c.Message == "% Invalid input detected" { // the line, and where it is wrong
			x.Printf("%s\n%s^\n%% Invalid input detected at '^' marker.\n\n", c.Text, strings.Repeat(" ", c.Column-1))
			continue
		}
		x.Printf("%s\n", c.Message)
	}
}

var disconnectedEnd = Cmd[Box]{
	Syntax: `end`,
	Help:   H{"end": "Exit from configure mode"},
	Hidden: true,
	Set:    func(*Context, Box, parser.Args) error { return nil },
}

var labCommand = Cmd[Box]{
	Syntax: `lab [line:LINE]`,
	Help:   H{"lab": "Steer the lab this router lives in", "line": "A command of the lab"},
	Hidden: true,
	Set: func(x *Context, b Box, a parser.Args) error {
		lab := b.Lab()
		if lab == nil {
			return &parser.Error{Kind: parser.Invalid, Offset: max(strings.Index(x.Line, "lab"), 0), Line: x.Line}
		}
		if !a.Has("line") {
			for _, row := range lab.Help() {
				x.Printf("  lab %-28s %s\n", row[0], row[1])
			}
			return nil
		}
		text, err := lab.Command(a.Str("line"))
		if err != nil {
			return err
		}
		if text != "" && !strings.HasSuffix(text, "\n") {
			text += "\n"
		}
		x.Printf("%s", text)
		return nil
	},
}

func init() {
	Exec.Add(leave("exit", anybody), leave("logout", anybody), leave("quit", 1), configureTerminal, configure,
		disconnectedEnd, helpCommand[Box](), labCommand)
}
