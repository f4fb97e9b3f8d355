package storage

import (
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// A configLock keeps all but one terminal from configuring.
type configLock struct {
	terminal   int
	user, line string
	since      time.Time
}

// owner is the terminal that holds the lock, nil for none. One that has closed, or whose
// user has left configuration mode, holds it no more.
func owner(b modes.Device) *configLock {
	l := lifeOf(b)
	if l.lock == nil {
		return nil
	}
	for _, t := range b.Terminals() {
		if t.ID == l.lock.terminal && t.Active && t.Configuring {
			return l.lock
		}
	}
	l.lock = nil
	return nil
}

// lockedByOther refuses what another terminal's lock forbids.
func lockedByOther(x *modes.Context) error {
	l := owner(x.Device)
	if l == nil || l.terminal == x.Terminal.Status().ID {
		return nil
	}
	user := l.user
	if user == "" {
		user = "unknown"
	}
	return modes.Refuse("Configuration mode is locked by process 'Exec' user '" + user + "' from terminal '" + l.line + "'. Please try later.")
}

// takeLock locks the configuration for the terminal while it configures.
func takeLock(x *modes.Context) {
	user, line, _ := x.Actor()
	number := "0" // as `show users` counts lines
	if line != "console" {
		number = modes.Itoa(2 + x.Terminal.Status().Number)
	}
	lifeOf(x.Device).lock = &configLock{terminal: x.Terminal.Status().ID, user: user, line: number, since: x.Device.Now()}
}

func configureTerminalLock() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `configure terminal lock`,
		Help:   modes.H{"configure": "Enter configuration mode", "terminal": "Configure from the terminal", "lock": "Lock configuration mode"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if b.Config().Exclusive == "" {
				return modes.Refuse("%Configuration lock is not enabled: 'configuration mode exclusive' is not configured")
			}
			if err := enterConfiguration(x); err != nil {
				return err
			}
			takeLock(x)
			return nil
		},
	}
}

// configurationMode says whether one terminal at a time may configure.
func configurationMode() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax:  `configuration mode exclusive {auto | manual}`,
		Default: "no configuration mode exclusive",
		No:      `configuration mode exclusive`,
		Help: modes.H{"configuration": "Configuration access", "mode": "Configuration mode", "exclusive": "Exclusive configuration mode",
			"auto": "Lock configuration mode automatically", "manual": "Lock configuration mode on-demand"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.Exclusive = "auto"
			if a.Has("manual") {
				c.Exclusive = "manual"
			}
			return nil
		},
		Unset: func(_ *modes.Context, c *config.Config, _ parser.Args) error { c.Exclusive = ""; return nil },
		Show: func(c modes.Global) []parser.Args {
			if c.Exclusive == "" {
				return nil
			}
			return []parser.Args{{c.Exclusive: true}}
		},
	}
}

func showConfigurationLock() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`configuration lock`, modes.H{"configuration": "Contents of Non-Volatile memory",
		"lock": "Display the configuration lock owner"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Println("\nParser Configure Lock\n---------------------------------------------------------")
			l := owner(b)
			pid, tty, kind, user, state := "-1", "-1", "NO LOCK", "", "FREE"
			if l != nil {
				pid, tty, kind, user, state = "3", l.line, "EXCLUSIVE", l.user, "LOCKED"
				if user == "" {
					user = "unknown"
				}
			}
			x.Printf("Owner PID         : %s\nUser              : %s\nTTY               : %s\nType              : %s\nState             : %s\n",
				pid, user, tty, kind, state)
			if l != nil {
				x.Printf("Class             : EXPOSED\nCount             : 1\nPending Requests  : 0\nUser debug info   : configure terminal\n"+
					"Session idle state: TRUE\nLock active time  : %d seconds\n",
					int(b.Now().Sub(l.since)/time.Second))
			} else {
				x.Printf("Class             : unknown\nCount             : 0\nPending Requests  : 0\nUser debug info   : \n")
			}
			return nil
		})
}

func clearConfigurationLock() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear configuration lock`,
		Help:   modes.H{"clear": "Reset functions", "configuration": "Clear the configuration session", "lock": "Clear the configuration lock"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if owner(b) == nil {
				return modes.Refuse("% The configuration is not locked")
			}
			x.Terminal.Confirm("Process <3> has acquired the configuration lock. Do you want to clear the lock? [confirm]", func(yes bool) {
				if yes {
					lifeOf(b).lock = nil
				}
			})
			return nil
		},
	}
}

func addConfigLock(l *modes.Language) {
	l.Add("exec", configureTerminalLock(), showConfigurationLock(), clearConfigurationLock())
	l.Add("global", configurationMode())
}
