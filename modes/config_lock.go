package modes

import (
	"time"

	"ruthere/config"
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
func owner(b Box) *configLock {
	l := b.Life()
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
func (x *Context) lockedByOther() error {
	l := owner(x.Box)
	if l == nil || l.terminal == x.Terminal.Status().ID {
		return nil
	}
	user := l.user
	if user == "" {
		user = "unknown"
	}
	return refuse("Configuration mode is locked by process 'Exec' user '" + user + "' from terminal '" + l.line + "'. Please try later.")
}

// takeLock locks the configuration for the terminal while it configures.
func (x *Context) takeLock() {
	user, line, _ := x.who()
	number := "0" // as `show users` counts lines
	if line != "console" {
		number = itoa(2 + x.Terminal.Status().Number)
	}
	x.Box.Life().lock = &configLock{terminal: x.Terminal.Status().ID, user: user, line: number, since: x.Box.Now()}
}

var configureTerminalLock = Cmd[Box]{
	Syntax: `configure terminal lock`,
	Help:   H{"configure": "Enter configuration mode", "terminal": "Configure from the terminal", "lock": "Lock configuration mode"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		if b.Config().Exclusive == "" {
			return refuse("%Configuration lock is not enabled: 'configuration mode exclusive' is not configured")
		}
		if err := x.enterConfiguration(); err != nil {
			return err
		}
		x.takeLock()
		return nil
	},
}

// configurationMode says whether one terminal at a time may configure.
var configurationMode = Cmd[global]{
	Syntax:  `configuration mode exclusive {auto | manual}`,
	Default: "no configuration mode exclusive",
	No:      `configuration mode exclusive`,
	Help: H{"configuration": "Configuration access", "mode": "Configuration mode", "exclusive": "Exclusive configuration mode",
		"auto": "Lock configuration mode automatically", "manual": "Lock configuration mode on-demand"},
	Set: func(_ *Context, c global, a parser.Args) error {
		c.Exclusive = "auto"
		if a.Has("manual") {
			c.Exclusive = "manual"
		}
		return nil
	},
	Unset: func(_ *Context, c *config.Config, _ parser.Args) error { c.Exclusive = ""; return nil },
	Show: func(c global) []parser.Args {
		if c.Exclusive == "" {
			return nil
		}
		return []parser.Args{{c.Exclusive: true}}
	},
}

var showConfigurationLock = show(`configuration lock`, H{"configuration": "Contents of Non-Volatile memory", "lock": "Display the configuration lock owner"},
	func(x *Context, b Box, _ parser.Args) error {
		x.Println("\nParser Configure Lock\n---------------------------------------------------------")
		l := owner(b)
		pid, tty, kind, user, state := "-1", "-1", "NO LOCK", "", "FREE"
		if l != nil {
			pid, tty, kind, user, state = "3", l.line, "EXCLUSIVE", l.user, "LOCKED"
			if user == "" {
				user = "unknown"
			}
		}
		x.Printf("Owner PID         : %s\nUser              : %s\nTTY               : %s\nType              : %s\nState             : %s\n", pid, user, tty, kind, state)
		if l != nil {
			x.Printf("Class             : EXPOSED\nCount             : 1\nPending Requests  : 0\nUser debug info   : configure terminal\nSession idle state: TRUE\nLock active time  : %d seconds\n",
				int(b.Now().Sub(l.since)/time.Second))
		} else {
			x.Printf("Class             : unknown\nCount             : 0\nPending Requests  : 0\nUser debug info   : \n")
		}
		return nil
	})

var clearConfigurationLock = Cmd[Box]{
	Syntax: `clear configuration lock`,
	Help:   H{"clear": "Reset functions", "configuration": "Clear the configuration session", "lock": "Clear the configuration lock"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		if owner(b) == nil {
			return refuse("% The configuration is not locked")
		}
		x.Terminal.Confirm("Process <3> has acquired the configuration lock. Do you want to clear the lock? [confirm]", func(yes bool) {
			if yes {
				b.Life().lock = nil
			}
		})
		return nil
	},
}

func init() {
	Exec.Add(configureTerminalLock, showConfigurationLock, clearConfigurationLock)
	Global.Add(configurationMode)
}
