package storage

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/outline"
	"ruthere/parser"
)

func archiveNow() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `archive config`,
		Help:   modes.H{"archive": "manage archive files", "config": "Save current system configuration"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			_, err := archiveConfig(b)
			return err
		},
	}
}

func archiving() modes.H {
	return modes.H{"archive": "Archive functions", "config": "Configuration archive"}
}

func showArchive() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`archive`, modes.H{"archive": "Archive functions"}, func(x *modes.Context, b modes.Device, _ parser.Args) error {
		a, l := b.Config().Archive, lifeOf(b)
		if a.Path == "" {
			x.Println(" Archive feature not enabled")
			return nil
		}
		if b.Release() != debuglog.IOS124 {
			x.Printf("The maximum archive configurations allowed is %d.\n", maximumOf(a))
		}
		x.Printf("There are currently %d archive configurations saved.\nThe next archive file will be named %s\n Archive #  Name\n",
			len(l.archived), nextArchive(b, "<timestamp>"))
		for i := range maximumOf(a) {
			name := ""
			if i < len(l.archived) {
				name = l.archived[i]
				if i == len(l.archived)-1 {
					name += " <- Most Recent"
				}
			}
			x.Printf("   %-2d       %s\n", i+1, name)
		}
		return nil
	})
}

func showArchiveDifferences() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`archive config differences [first:FILE [second:FILE]]`,
		modes.MergeHelp(archiving(), modes.H{"differences": "Display differences between two config files", "first": "first config file",
			"second": "second config file"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			first, second := "nvram:startup-config", "system:running-config"
			if a.Has("first") {
				first = a.Str("first")
			}
			if a.Has("second") {
				second = a.Str("second")
			}
			from, err := fileText(b, first)
			if err != nil {
				return err
			}
			to, err := fileText(b, second)
			if err != nil {
				return err
			}
			if !a.Has("first") { // what the startup-config has and the running-config has not
				from, to = to, from
			}
			x.Println("!Contextual Config Diffs:")
			lines := outline.Differences(outline.Parse(from), outline.Parse(to))
			for _, line := range lines {
				x.Println(line)
			}
			if len(lines) == 0 {
				x.Println("!No changes were found")
			}
			x.Println("")
			return nil
		})
}

// spelledAs gives the lines of a text the case that they have in another.
func spelledAs(text, other string) string {
	spelling := map[string]string{}
	for line := range strings.Lines(other) {
		spelling[strings.ToLower(line)] = line
	}
	var b strings.Builder
	for line := range strings.Lines(text) {
		if same, ok := spelling[strings.ToLower(line)]; ok {
			line = same
		}
		b.WriteString(line)
	}
	return b.String()
}

func showArchiveIncremental() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`archive config incremental-diffs file:FILE [ignorecase]`,
		modes.MergeHelp(archiving(), modes.H{"incremental-diffs": "Display incremental diffs between a file and the running configuration",
			"file": "config file", "ignorecase": "Ignore the case of the configuration"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			text, err := fileText(b, a.Str("file"))
			if err != nil {
				return err
			}
			if a.Has("ignorecase") {
				text = spelledAs(text, modes.RunningFile(b))
			}
			x.Println("!List of Commands:")
			for _, line := range outline.Additions(outline.Parse(modes.RunningFile(b)), outline.Parse(text)) {
				x.Println(line)
			}
			x.Println("end\n")
			return nil
		})
}

func showRollbackTimer() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`archive config rollback timer`, modes.MergeHelp(archiving(),
		modes.H{"rollback": "Display rollback information", "timer": "Display the rollback timer"}),
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			p := lifeOf(b).pending
			if p == nil {
				return errNothingPending
			}
			kind := "timed"
			if p.idle {
				kind = "idle"
			}
			x.Printf("Time configured(or reconfigured): %s\nTimer type: %s timer\nTimer value: %d min\nUser: %s(%s)\n\n",
				modes.ClockText(p.at.Add(-modes.Seconds(60*p.minutes))), kind, p.minutes, p.user, p.line)
			return nil
		})
}

// A loggedCommand is a configuration command that somebody typed.
type loggedCommand struct {
	number, session int
	user, line      string
	text            string // without its secrets, if they were hidden
}

// logCommand records a configuration command.
func logCommand(x *modes.Context, line string) {
	if x.Terminal == nil || x.Loading {
		return
	}
	a, l := x.Device.Config().Archive, lifeOf(x.Device)
	if !a.LogEnable {
		return
	}
	text := strings.TrimSpace(line)
	if a.HideKeys {
		text = hideKeys(x, text)
	}
	user, at, _ := x.Actor()
	l.logged++
	l.commands = append(l.commands, loggedCommand{l.logged, l.sessions, user, at, text})
	size := a.LogSize
	if size == 0 {
		size = config.DefaultArchiveLogSize
	}
	if extra := len(l.commands) - size; extra > 0 {
		l.commands = slices.Clone(l.commands[extra:])
	}
	if a.NotifySyslog {
		x.Device.Log(debuglog.CommandLogged(actor(x), text))
	}
}

// hideKeys masks the secrets of a command.
func hideKeys(x *modes.Context, line string) string {
	return x.Session.MaskSecrets(line, "*****")
}

func showArchiveLog() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`archive log config {all | from:<1-2147483647> [to:<1-2147483647>] | user name:WORD} [provisioning |
		contenttype plaintext]`,
		modes.MergeHelp(archiving(), modes.H{"log": "Logging commands", "log/config": "Config logger commands", "all": "Display all entries",
			"from": "Display from this entry", "to": "Display up to this entry",
			"user": "Display entries of a user", "name": "Name of the user", "provisioning": "Display in a form that can be typed",
			"contenttype": "Content type", "plaintext": "Plain text"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			if !a.Has("provisioning") {
				x.Println(" idx   sess           user@line      Logged command")
			}
			for _, c := range lifeOf(b).commands {
				user := c.user
				if user == "" {
					user = "unknown user"
				}
				switch {
				case a.Has("from") && c.number < a.Int("from"), a.Has("to") && c.number > a.Int("to"), a.Has("name") && c.user != a.Str("name"):
				case a.Has("provisioning"):
					x.Println(c.text)
				default:
					x.Printf("%5d %5d %15s@%-9s|%s\n", c.number, c.session, user, c.line, c.text)
				}
			}
			x.Println("")
			return nil
		})
}

func addArchiveShow(l *modes.Language) {
	l.AfterCommand = logCommand
	l.Add("exec", archiveNow(), showArchive().At(modes.TopLevel), showArchiveDifferences().At(modes.TopLevel),
		showArchiveIncremental().At(modes.TopLevel),
		showRollbackTimer().At(modes.TopLevel), showArchiveLog().At(modes.TopLevel))
}
