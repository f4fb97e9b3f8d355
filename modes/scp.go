package modes

import (
	"fmt"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/parser"
)

var scpServer = Cmd[global]{
	Syntax: `ip scp server enable`,
	Help:   H{"ip": "Global IP configuration subcommands", "scp": "Scp commands", "server": "SCP server", "enable": "Enable the SCP server"},
	Set:    func(_ *Context, c global, _ parser.Args) error { c.SSH.SCPServer = true; return nil },
	Unset:  func(_ *Context, c global, _ parser.Args) error { c.SSH.SCPServer = false; return nil },
	Show:   func(c global) []parser.Args { return when(c.SSH.SCPServer) },
}

// SCPAdmits says whether a user of a line may copy files by SCP: the server is to be
// switched on, and the user to start at level 15.
func SCPAdmits(c *config.Config, l *config.Line, user string) error {
	if !c.SSH.SCPServer {
		return refuse("Administratively disabled.")
	}
	if level, ok := ExecLevel(c, l, user); !ok || level < 15 {
		return refuse("Privilege denied.")
	}
	return nil
}

// SCPRead returns the contents of a file that SCP is asked for.
func SCPRead(b Box, word string) (text string, err error) {
	x := &Context{Box: b, Config: b.Config()}
	p, err := x.place(word)
	if err != nil {
		return "", err
	}
	return x.read(p)
}

// scpTarget is where SCP puts a file of a name: in the folder that the word names, or
// under the word itself.
func scpTarget(x *Context, word, name string) (place, error) {
	p, err := x.place(word)
	if err != nil || p.kind != kept {
		return p, err
	}
	if f, have := x.Box.Files().Find(p.system, p.path); p.path == "" || have && f.Folder {
		return p.in(name)
	}
	return p, nil
}

// SCPAccepts says whether a file of so many bytes could be written.
func SCPAccepts(b Box, word, name string, size int64) error {
	x := &Context{Box: b, Config: b.Config()}
	p, err := scpTarget(x, word, name)
	switch {
	case err != nil:
		return err
	case p.kind == running: // no longer than what can be kept of it
		if size > int64(b.Files().Size(files.Flash)) {
			return opening(p.text(), files.ErrFull)
		}
		return nil
	case p.kind != kept:
		return x.write(p, "", false)
	}
	old, _ := b.Files().Find(p.system, p.path)
	if size > int64(b.Files().Free(p.system)+len(old.Data)) {
		return opening(p.text(), files.ErrFull)
	}
	return x.writable(p)
}

// SCPWrite writes a file that came by SCP. One for the running-config is merged into it,
// one for the startup-config becomes that.
func SCPWrite(b Box, from TerminalStatus, word, name, text string) error {
	x := &Context{Box: b, Config: b.Config()}
	p, err := scpTarget(x, word, name)
	switch {
	case err != nil:
		return err
	case p.kind == running:
		if owner(b) != nil {
			return refuse("Configuration mode is locked")
		}
		Load(b, text)
		b.Log(debuglog.Configured(from.User, fmt.Sprintf("%s%d", from.Kind, from.Number), from.From))
		return nil
	case p.isStartup():
		return x.startup(text)
	}
	return x.write(p, text, false)
}

func init() { Global.Add(scpServer) }
