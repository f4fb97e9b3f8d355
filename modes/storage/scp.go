package storage

import (
	"fmt"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/parser"
)

func scpServer() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip scp server enable`,
		Help: modes.H{"ip": "Global IP configuration subcommands", "scp": "Scp commands", "server": "SCP server",
			"enable": "Enable the SCP server"},
		Set:   func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.SSH.SCPServer = true; return nil },
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.SSH.SCPServer = false; return nil },
		Show:  func(c modes.Global) []parser.Args { return modes.LineIf(c.SSH.SCPServer) },
	}
}

// SCPAdmits says whether a user of a line may copy files by SCP: the server is to be
// switched on, and the user to start at level 15. Vouched is what servers said of the user, if they were asked.
func SCPAdmits(c *config.Config, l *config.Line, user string, vouched modes.ServerReply) error {
	if !c.SSH.SCPServer {
		return modes.Refuse("Administratively disabled.")
	}
	if level, ok := access.ExecLevel(c, l, user, vouched); !ok || level < 15 {
		return modes.Refuse("Privilege denied.")
	}
	return nil
}

// SCPRead returns the contents of a file that SCP is asked for.
func SCPRead(b modes.Device, word string) (text string, err error) {
	x := &modes.Context{Device: b, Config: b.Config()}
	p, err := x.ParseFileName(word)
	if err != nil {
		return "", err
	}
	return x.ReadFile(p)
}

// scpTarget is where SCP puts a file of a name: in the folder that the word names, or
// under the word itself.
func scpTarget(x *modes.Context, word, name string) (modes.FileName, error) {
	p, err := x.ParseFileName(word)
	if err != nil || p.Kind != modes.KeptFile {
		return p, err
	}
	if f, have := x.Device.Files().Find(p.System, p.Path); p.Path == "" || have && f.Folder {
		return p.Join(name)
	}
	return p, nil
}

// SCPAccepts says whether a file of so many bytes could be written.
func SCPAccepts(b modes.Device, word, name string, size int64) error {
	x := &modes.Context{Device: b, Config: b.Config()}
	p, err := scpTarget(x, word, name)
	switch {
	case err != nil:
		return err
	case p.Kind == modes.RunningConfigFile: // no longer than what can be kept of it
		if size > int64(b.Files().Size(files.Flash)) {
			return modes.OpeningError(p.Text(), files.ErrFull)
		}
		return nil
	case p.Kind != modes.KeptFile:
		return x.WriteFile(p, "", false)
	}
	old, _ := b.Files().Find(p.System, p.Path)
	if size > int64(b.Files().Free(p.System)+old.Bytes()) {
		return modes.OpeningError(p.Text(), files.ErrFull)
	}
	return x.CheckWritable(p)
}

// SCPWrite writes a file that came by SCP. One for the running-config is merged into it,
// one for the startup-config becomes that.
func SCPWrite(b modes.Device, from modes.TerminalStatus, word, name, text string) error {
	x := &modes.Context{Device: b, Config: b.Config()}
	p, err := scpTarget(x, word, name)
	switch {
	case err != nil:
		return err
	case p.Kind == modes.RunningConfigFile:
		if owner(b) != nil {
			return modes.Refuse("Configuration mode is locked")
		}
		refused := modes.Load(b, text)
		b.Log(debuglog.Configured(from.User, fmt.Sprintf("%s%d", from.Kind, from.Number), from.From))
		return refusedError(refused)
	case p.IsStartup():
		return startup(x, text)
	}
	return x.WriteFile(p, text, false)
}

// refusalsTold bounds how many refused lines a client is told of: its message is one line.
const refusalsTold = 3

// refusedError tells a client of the lines of its file that were refused; the others are in.
func refusedError(refused []modes.Complaint) error {
	if len(refused) == 0 {
		return nil
	}
	var texts []string
	for i, c := range refused {
		if i == refusalsTold {
			texts = append(texts, fmt.Sprintf("and %d more", len(refused)-i))
			break
		}
		texts = append(texts, fmt.Sprintf("line %d, %q: %s", c.Line, strings.TrimSpace(c.Shown),
			strings.ReplaceAll(strings.TrimPrefix(c.Reason(), "% "), "\n", "; ")))
	}
	return modes.Refuse(strings.Join(texts, "; "))
}

func addSCP(l *modes.Language) { l.Add("global", scpServer()) }
