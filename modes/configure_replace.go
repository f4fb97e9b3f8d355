package modes

import (
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/parser"
)

const (
	replaceWarning = `This will apply all necessary additions and deletions
to replace the current running configuration with the
contents of the specified configuration file, which is
assumed to be a complete configuration, not a partial
`
	replaceQuestion = "configuration. Enter Y if you are sure you want to proceed. ? [no]: "
)

var configureReplace = Cmd[Box]{
	Syntax: `configure replace file:FILE &{force | list | nolock | time minutes:<1-120> | revert trigger error [timer trigger-minutes:<1-120>] | ignorecase}`,
	Help: H{"configure": "Enter configuration mode", "replace": "Replace the running-config with a new config file", "file": "Config file which will replace the running-config",
		"force": "Forcibly replace without prompting", "list": "List the commands to be applied", "nolock": "Do not acquire exclusive configuration lock",
		"time": "Time in which to receive confirmation", "minutes": "Time (in minutes) in which to receive confirmation", "ignorecase": "Ignore case when comparing",
		"revert": "Parameters for reverting the configuration", "trigger": "Triggers for reverting the configuration", "error": "Revert to the original configuration upon error",
		"timer": "Specify time in which to receive confirmation", "trigger-minutes": "Time (in minutes) in which to receive confirmation"},
	Types: []parser.Type{fileType{}},
	Level: 15,
	Set: func(x *Context, b Box, a parser.Args) error {
		text, err := fileText(b, a.Str("file"))
		if err != nil {
			return err
		}
		if _, complaints := complete(b, text); strings.TrimSpace(text) == "" || len(complaints) == strings.Count(strings.TrimRight(text, "\n"), "\n")+1 {
			return refuse("%The input file is not a valid config file.")
		}
		minutes := a.Int("minutes") + a.Int("trigger-minutes")
		act := func() {
			if err := x.replaceConfiguration(text, a.Has("list"), minutes, !a.Has("nolock")); err != nil {
				x.Println(err.Error())
			}
		}
		if a.Has("force") {
			act()
			return nil
		}
		x.Printf("%s", replaceWarning)
		x.Terminal.Ask(replaceQuestion, false, func(answer string, ok bool) {
			if answer = strings.ToLower(strings.TrimSpace(answer)); ok && answer != "" && strings.HasPrefix("yes", answer) {
				act()
			}
		})
		return nil
	},
}

// replaceConfiguration makes the running-config what text says; with minutes above 0
// only until then, unless the user confirms it.
func (x *Context) replaceConfiguration(text string, list bool, minutes int, locks bool) error {
	if locks {
		if err := x.lockedByOther(); err != nil {
			return err
		}
	}
	before := ""
	if minutes > 0 {
		if x.Box.Life().pending != nil {
			return refuse("%Rollback Confirmed Change is already in progress")
		}
		name, err := backup(x.Box)
		if err != nil {
			return err
		}
		before = name
	}
	r := replace(x.Box, text)
	if list {
		for i, commands := range r.passes {
			x.Printf("!Pass %d\n!List of Commands:\n", i+1)
			for _, c := range commands {
				x.Println(c.String())
			}
			x.Println("end\n")
		}
	}
	if !x.carryOut(r) {
		return nil
	}
	x.Session.logConfigured()
	if minutes > 0 {
		x.revertAfter(before, minutes, false)
	}
	return nil
}

// carryOut makes the result of a replacement the running-config, if it can stand, and
// tells how it went.
func (x *Context) carryOut(r replacement) bool {
	if len(r.failed) > 0 || r.why != nil {
		x.Printf("The rollback configlet from the last pass is listed below:\n********\n!List of Rollback Commands:\n")
		for _, line := range r.failed {
			x.Println(line)
		}
		x.Printf("end\n********\n\n\nRollback aborted after %d passes\n", maxPasses)
		if r.why != nil {
			x.Println(strings.TrimRight(r.why.Error(), "\n"))
		}
		return false
	}
	if len(r.passes) > 0 {
		x.Box.Apply(r.result)
	}
	x.Printf("Total number of passes: %d\nRollback Done\n\n", len(r.passes))
	return true
}

// A pendingChange goes back to a copy of the configuration unless it is confirmed.
type pendingChange struct {
	file    string
	user    string
	line    string
	at      time.Time // of going back
	idle    bool      // counted anew whenever the user types
	minutes int
	cancel  []func()
}

func (p *pendingChange) stop() {
	for _, cancel := range p.cancel {
		cancel()
	}
	p.cancel = nil
}

// actor is the user, or the line of one without a name, as messages about changes say.
func (x *Context) actor() string {
	user, line, _ := x.who()
	if user != "" {
		return user
	}
	return line
}

// revertAfter goes back to a copy of the configuration after so many minutes.
func (x *Context) revertAfter(file string, minutes int, idle bool) {
	_, line, _ := x.who()
	p := &pendingChange{file: file, user: x.actor(), line: line, idle: idle, minutes: minutes}
	x.Box.Life().pending = p
	x.Box.Log(debuglog.RollbackBackup(file), debuglog.RollbackScheduled(p.user, file, minutes))
	x.arm(p, time.Duration(minutes)*time.Minute)
}

func (x *Context) arm(p *pendingChange, d time.Duration) {
	p.stop()
	p.at = x.Box.Now().Add(d)
	b := x.Box
	if d > time.Minute {
		p.cancel = append(p.cancel, b.After(d-time.Minute, "configuration rollback", func() {
			if !p.idle || x.idle() >= d-time.Minute {
				b.Log(debuglog.RollbackWarning(p.file))
			}
		}))
	}
	p.cancel = append(p.cancel, b.After(d, "configuration rollback", func() {
		if since := x.idle(); p.idle && since < time.Duration(p.minutes)*time.Minute {
			x.arm(p, time.Duration(p.minutes)*time.Minute-since)
			return
		}
		b.Log(debuglog.RollbackStart(p.file))
		goBack(b, p)
	}))
}

// idle is how long the user has typed nothing.
func (x *Context) idle() time.Duration { return x.Terminal.Status().Idle }

// goBack makes the copy the running-config again, and tells how it went; nil if the copy
// is gone.
func goBack(b Box, p *pendingChange) *replacement {
	p.stop()
	b.Life().pending = nil
	text, err := fileText(b, p.file)
	if err != nil {
		return nil
	}
	r := replace(b, text)
	if len(r.failed) == 0 && r.why == nil {
		b.Apply(r.result)
	}
	return &r
}

var errNothingPending = refuse("%No Rollback Confirmed Change pending")

var configureConfirm = Cmd[Box]{
	Syntax: `configure confirm`,
	Help:   H{"configure": "Enter configuration mode", "confirm": "Confirm replacement of running-config with a new config file"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		p := b.Life().pending
		if p == nil {
			return errNothingPending
		}
		p.stop()
		b.Life().pending = nil
		b.Log(debuglog.RollbackConfirmed(x.actor()))
		return nil
	},
}

var configureRevert = Cmd[Box]{
	Syntax: `configure revert {now | timer {minutes:<1-120> | idle idle-minutes:<1-120>}}`,
	Help: H{"configure": "Enter configuration mode", "revert": "Parameters for reverting the configuration", "now": "Cancel the rollback timer and revert immediately",
		"timer": "Reset the rollback timer", "minutes": "Time (in minutes) in which to receive confirmation", "idle": "Idle timer", "idle-minutes": "Idle time (in minutes)"},
	Level: 15,
	Set: func(x *Context, b Box, a parser.Args) error {
		p := b.Life().pending
		switch {
		case p == nil:
			return errNothingPending
		case a.Has("now"):
			b.Log(debuglog.RollbackStart(p.file))
			if r := goBack(b, p); r == nil {
				return refuse("%Error opening " + p.file + " (No such file or directory)")
			} else if len(r.failed) == 0 && r.why == nil {
				x.Printf("Total number of passes: %d\nRollback Done\n\n", len(r.passes))
			} else {
				x.carryOut(*r)
			}
			return nil
		}
		p.idle, p.minutes = a.Has("idle"), a.Int("minutes")+a.Int("idle-minutes")
		x.arm(p, time.Duration(p.minutes)*time.Minute)
		return nil
	},
}

// configureTerminalRevert enters configuration mode for changes that have to be
// confirmed.
var configureTerminalRevert = Cmd[Box]{
	Syntax: `configure terminal revert timer {minutes:<1-120> | idle idle-minutes:<1-120>}`,
	Help: H{"configure": "Enter configuration mode", "terminal": "Configure from the terminal", "revert": "Parameters for reverting the configuration",
		"timer": "Time (in minutes) in which to receive confirmation", "minutes": "Time (in minutes) in which to receive confirmation", "idle": "Idle timer",
		"idle-minutes": "Idle time (in minutes)"},
	Level: 15,
	Set: func(x *Context, b Box, a parser.Args) error {
		if b.Life().pending != nil {
			return refuse("%Rollback Confirmed Change is already in progress")
		}
		name, err := backup(b)
		if err != nil {
			return err
		}
		x.Printf("Rollback Confirmed Change: Backing up current running config to %s\n\n", name)
		if err := x.enterConfiguration(); err != nil {
			return err
		}
		x.revertAfter(name, a.Int("minutes")+a.Int("idle-minutes"), a.Has("idle"))
		return nil
	},
}

// configureMemoryCommand merges the startup-config; the word network and its like merge
// or replace from a server.
var configureMemoryCommand = Cmd[Box]{
	Syntax: `configure memory`,
	Help:   H{"configure": "Enter configuration mode", "memory": "Configure from NV memory"},
	Level:  15,
	Set:    func(x *Context, b Box, _ parser.Args) error { configureMemory(x, b); return nil },
}

func configureFromServer(word, help string) Cmd[Box] {
	return Cmd[Box]{
		Syntax: `configure ` + word + ` [file:FILE]`,
		Help:   H{"configure": "Enter configuration mode", word: help, "file": "Name of the file"},
		Types:  []parser.Type{fileType{}},
		Level:  15,
		Set: func(x *Context, b Box, a parser.Args) error {
			from := place{kind: remote, prefix: "tftp"}
			if a.Has("file") {
				var err error
				if from, err = x.place(a.Str("file")); err != nil {
					return err
				}
			}
			to := place{kind: running, prefix: "system", path: "running-config"}
			if word == "overwrite-network" {
				to = place{system: 0, prefix: "nvram", path: "startup-config"}
			}
			c := &copying{x: x, from: from, to: to}
			c.askSource()
			return nil
		},
	}
}

func init() {
	Exec.Add(configureReplace, configureConfirm, configureRevert, configureTerminalRevert, configureMemoryCommand,
		configureFromServer("network", "Configure from a TFTP network host"), configureFromServer("overwrite-network", "Overwrite NV memory from TFTP network host"))
}
