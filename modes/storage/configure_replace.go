package storage

import (
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
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

func configureReplace() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure replace file:FILE &{force | list | nolock | time minutes:<1-120> |
			revert trigger error [timer trigger-minutes:<1-120>] | ignorecase}`,
		Help: modes.H{"configure": "Enter configuration mode", "replace": "Replace the running-config with a new config file",
			"file":  "Config file which will replace the running-config",
			"force": "Forcibly replace without prompting", "list": "List the commands to be applied",
			"nolock": "Do not acquire exclusive configuration lock",
			"time":   "Time in which to receive confirmation", "minutes": "Time (in minutes) in which to receive confirmation",
			"ignorecase": "Ignore case when comparing",
			"revert":     "Parameters for reverting the configuration", "trigger": "Triggers for reverting the configuration",
			"error": "Revert to the original configuration upon error",
			"timer": "Specify time in which to receive confirmation", "trigger-minutes": "Time (in minutes) in which to receive confirmation"},
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			text, err := fileText(b, a.Str("file"))
			if err != nil {
				return err
			}
			if _, complaints := Complete(b, text); strings.TrimSpace(text) == "" || len(complaints) == strings.Count(strings.TrimRight(text, "\n"),
				"\n")+1 {
				return modes.Refuse("%The input file is not a valid config file.")
			}
			minutes := a.Int("minutes") + a.Int("trigger-minutes")
			act := func() {
				if err := replaceConfiguration(x, text, a.Has("list"), minutes, !a.Has("nolock")); err != nil {
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
}

// replaceConfiguration makes the running-config what text says; with minutes above 0
// only until then, unless the user confirms it.
func replaceConfiguration(x *modes.Context, text string, list bool, minutes int, locks bool) error {
	if locks {
		if err := lockedByOther(x); err != nil {
			return err
		}
	}
	if minutes == 0 {
		makeReplacement(x, text, list)
		return nil
	}
	if lifeOf(x.Device).pending != nil {
		return modes.Refuse("%Rollback Confirmed Change is already in progress")
	}
	before, err := backup(x.Device)
	if err != nil {
		return err
	}
	afterBackup(x, before, func() {
		if makeReplacement(x, text, list) {
			revertAfter(x, before, minutes, false)
		}
	})
	return nil
}

// afterBackup does what needs the backup of a name once that is safe.
func afterBackup(x *modes.Context, name string, then func()) {
	x.Device.AfterSaving(func(err error) bool {
		if err != nil {
			x.Println(modes.OpeningError(name, err).Error())
		} else {
			then()
		}
		return true
	})
}

// makeReplacement makes the running-config what text says, if it can stand.
func makeReplacement(x *modes.Context, text string, list bool) (replaced bool) {
	r := Replace(x.Device, text)
	if list {
		for i, commands := range r.Passes {
			x.Printf("!Pass %d\n!List of Commands:\n", i+1)
			for _, c := range commands {
				x.Println(c.String())
			}
			x.Println("end\n")
		}
	}
	if !carryOut(x, r) {
		return false
	}
	x.Session.LogConfigured()
	return true
}

// carryOut makes the result of a Replacement the running-config, if it can stand, and
// tells how it went.
func carryOut(x *modes.Context, r Replacement) bool {
	if len(r.Failed) > 0 || r.why != nil {
		x.Printf("The rollback configlet from the last pass is listed below:\n********\n!List of Rollback Commands:\n")
		for _, line := range r.Failed {
			x.Println(line)
		}
		x.Printf("end\n********\n\n\nRollback aborted after %d passes\n", maxPasses)
		if r.why != nil {
			x.Println(strings.TrimRight(r.why.Error(), "\n"))
		}
		return false
	}
	if len(r.Passes) > 0 || r.Result.Register != x.Device.Config().Register {
		x.Device.Apply(r.Result)
	}
	x.Printf("Total number of passes: %d\nRollback Done\n\n", len(r.Passes))
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
func actor(x *modes.Context) string {
	user, line, _ := x.Actor()
	if user != "" {
		return user
	}
	return line
}

// revertAfter goes back to a copy of the configuration after so many minutes.
func revertAfter(x *modes.Context, file string, minutes int, idle bool) {
	_, line, _ := x.Actor()
	p := &pendingChange{file: file, user: actor(x), line: line, idle: idle, minutes: minutes}
	lifeOf(x.Device).pending = p
	x.Device.Log(debuglog.RollbackBackup(file), debuglog.RollbackScheduled(p.user, file, minutes))
	arm(x, p, time.Duration(minutes)*time.Minute)
}

func arm(x *modes.Context, p *pendingChange, d time.Duration) {
	p.stop()
	p.at = x.Device.Now().Add(d)
	b := x.Device
	if d > time.Minute {
		p.cancel = append(p.cancel, b.After(d-time.Minute, "configuration rollback", func() {
			if !p.idle || idle(x) >= d-time.Minute {
				b.Log(debuglog.RollbackWarning(p.file))
			}
		}))
	}
	p.cancel = append(p.cancel, b.After(d, "configuration rollback", func() {
		if since := idle(x); p.idle && since < time.Duration(p.minutes)*time.Minute {
			arm(x, p, time.Duration(p.minutes)*time.Minute-since)
			return
		}
		b.Log(debuglog.RollbackStart(p.file))
		goBack(b, p)
	}))
}

// idle is how long the user has typed nothing.
func idle(x *modes.Context) time.Duration { return x.Terminal.Status().Idle }

// goBack makes the copy the running-config again, and tells how it went; nil if the copy
// is gone.
func goBack(b modes.Device, p *pendingChange) *Replacement {
	p.stop()
	lifeOf(b).pending = nil
	text, err := fileText(b, p.file)
	if err != nil {
		return nil
	}
	r := Replace(b, text)
	if len(r.Failed) == 0 && r.why == nil {
		b.Apply(r.Result)
	}
	return &r
}

var errNothingPending = modes.Refuse("%No Rollback Confirmed Change pending")

func configureConfirm() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure confirm`,
		Help:   modes.H{"configure": "Enter configuration mode", "confirm": "Confirm Replacement of running-config with a new config file"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			p := lifeOf(b).pending
			if p == nil {
				return errNothingPending
			}
			p.stop()
			lifeOf(b).pending = nil
			b.Log(debuglog.RollbackConfirmed(actor(x)))
			return nil
		},
	}
}

func configureRevert() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure revert {now | timer {minutes:<1-120> | idle idle-minutes:<1-120>}}`,
		Help: modes.H{"configure": "Enter configuration mode", "revert": "Parameters for reverting the configuration",
			"now":   "Cancel the rollback timer and revert immediately",
			"timer": "Reset the rollback timer", "minutes": "Time (in minutes) in which to receive confirmation", "idle": "Idle timer",
			"idle-minutes": "Idle time (in minutes)"},
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			p := lifeOf(b).pending
			switch {
			case p == nil:
				return errNothingPending
			case a.Has("now"):
				b.Log(debuglog.RollbackStart(p.file))
				if r := goBack(b, p); r == nil {
					return modes.Refuse("%Error opening " + p.file + " (No such file or directory)")
				} else if len(r.Failed) == 0 && r.why == nil {
					x.Printf("Total number of passes: %d\nRollback Done\n\n", len(r.Passes))
				} else {
					carryOut(x, *r)
				}
				return nil
			}
			p.idle, p.minutes = a.Has("idle"), a.Int("minutes")+a.Int("idle-minutes")
			arm(x, p, time.Duration(p.minutes)*time.Minute)
			return nil
		},
	}
}

// configureTerminalRevert enters configuration mode for changes that have to be
// confirmed.
func configureTerminalRevert() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure terminal revert timer {minutes:<1-120> | idle idle-minutes:<1-120>}`,
		Help: modes.H{"configure": "Enter configuration mode", "terminal": "Configure from the terminal",
			"revert": "Parameters for reverting the configuration",
			"timer":  "Time (in minutes) in which to receive confirmation", "minutes": "Time (in minutes) in which to receive confirmation",
			"idle":         "Idle timer",
			"idle-minutes": "Idle time (in minutes)"},
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			if lifeOf(b).pending != nil {
				return modes.Refuse("%Rollback Confirmed Change is already in progress")
			}
			name, err := backup(b)
			if err != nil {
				return err
			}
			afterBackup(x, name, func() {
				x.Printf("Rollback Confirmed Change: Backing up current running config to %s\n\n", name)
				if err := enterConfiguration(x); err != nil {
					x.Println(err.Error())
					return
				}
				revertAfter(x, name, a.Int("minutes")+a.Int("idle-minutes"), a.Has("idle"))
			})
			return nil
		},
	}
}

// configureMemoryCommand merges the startup-config; the word network and its like merge
// or replace from a server.
func configureMemoryCommand() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure memory`,
		Help:   modes.H{"configure": "Enter configuration mode", "memory": "Configure from NV memory"},
		Level:  15,
		Set:    func(x *modes.Context, b modes.Device, _ parser.Args) error { configureMemory(x, b); return nil },
	}
}

func configureFromServer(word, help string) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure ` + word + ` [file:FILE]`,
		Help:   modes.H{"configure": "Enter configuration mode", word: help, "file": "Name of the file"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			from := modes.FileName{Kind: modes.RemoteFile, Prefix: "tftp"}
			if a.Has("file") {
				var err error
				if from, err = x.ParseFileName(a.Str("file")); err != nil {
					return err
				}
			}
			to := modes.FileName{Kind: modes.RunningConfigFile, Prefix: "system", Path: "running-config"}
			if word == "overwrite-network" {
				to = modes.FileName{System: 0, Prefix: "nvram", Path: "startup-config"}
			}
			c := &copying{x: x, from: from, to: to}
			c.askSource()
			return nil
		},
	}
}

func addConfigureReplace(l *modes.Language) {
	l.Add("exec", configureReplace(), configureConfirm(), configureRevert(), configureTerminalRevert(), configureMemoryCommand(),
		configureFromServer("network", "Configure from a TFTP network host"), configureFromServer("overwrite-network",
			"Overwrite NV memory from TFTP network host"))
}
