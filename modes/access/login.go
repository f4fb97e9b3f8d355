package access

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// The `login` commands of the whole router: what it does about wrong passwords.

func loginHelp() modes.H {
	return modes.H{"login": "Enable secure login checking"}
}

func loginBlockFor() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `login block-for secs:<1-65535> attempts tries:<1-65535> within watch:<1-65535>`,
		Help: modes.MergeHelp(loginHelp(), modes.H{"block-for": "Set quiet-mode active time period", "secs": "Time period in seconds",
			"attempts": "Set max number of fail attempts", "tries": "Fail attempts max value", "within": "Watch period for fail attempts",
			"watch": "Time period in seconds"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			p := &c.Login
			p.BlockFor, p.Attempts, p.Within = modes.Seconds(a.Int("secs")), a.Int("tries"), modes.Seconds(a.Int("watch"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.Login = config.LoginPolicy{OnFailure: c.Login.OnFailure, OnSuccess: c.Login.OnSuccess, Delay: c.Login.Delay}
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			p := c.Login
			if p.BlockFor == 0 {
				return nil
			}
			return []parser.Args{{"secs": modes.InSeconds(p.BlockFor), "tries": p.Attempts, "watch": modes.InSeconds(p.Within)}}
		},
	}
}

func loginDelay() modes.Cmd[modes.Global] {
	return modes.Time(`login delay secs:<1-10>`, modes.MergeHelp(loginHelp(), modes.H{"delay": "Set delay between successive fail login",
		"secs": "Time period in seconds"}),
		time.Second, 0, func(c modes.Global) *time.Duration { return &c.Login.Delay }).WithoutDefaultLine()
}

func loginQuietMode() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `login quiet-mode access-class list:WORD`,
		Help: modes.MergeHelp(loginHelp(), modes.H{"quiet-mode": "Set quiet-mode options",
			"access-class": "Set access class ACL during quiet-mode",
			"list":         "Access-list name or number"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if c.Login.BlockFor == 0 {
				return modes.Refuse("% Login block-for must be configured before quiet-mode access-class")
			}
			c.Login.QuietList = a.Str("list")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.Login.QuietList = ""; return nil },
		Show: func(c modes.Global) []parser.Args {
			if c.Login.QuietList == "" {
				return nil
			}
			return []parser.Args{{"list": c.Login.QuietList}}
		},
	}
}

// loginLog is `login on-failure` or `on-success`; without a word it is both log and trap.
func loginLog(word, help string, of func(modes.Global) *config.LoginLog) modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `login ` + word + ` [log | trap] [every times:<1-65535>]`,
		Help: modes.MergeHelp(loginHelp(), modes.H{word: help, "log": "Generate syslogs on " + strings.TrimPrefix(word, "on-") + " logins",
			"trap": "Generate traps on " + strings.TrimPrefix(word,
				"on-") + " logins", "every": "Periodicity of the notifications", "times": "Periodicity of the notifications"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			l := of(c)
			both := !a.Has("log") && !a.Has("trap")
			l.Log, l.Trap, l.Every = l.Log || both || a.Has("log"), l.Trap || both || a.Has("trap"), a.Int("times")
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			l := of(c)
			both := !a.Has("log") && !a.Has("trap")
			l.Log, l.Trap = l.Log && !both && !a.Has("log"), l.Trap && !both && !a.Has("trap")
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			l := of(c)
			for _, k := range []struct {
				word string
				on   bool
			}{{"log", l.Log}, {"trap", l.Trap}} {
				if !k.on {
					continue
				}
				a := parser.Args{k.word: true}
				if l.Every > 1 {
					a["every"], a["times"] = true, l.Every
				}
				lines = append(lines, a)
			}
			return lines
		},
	}
}

func loginOnFailure() modes.Cmd[modes.Global] {
	return loginLog("on-failure", "Set options for failed login attempt", func(c modes.Global) *config.LoginLog { return &c.Login.OnFailure })
}
func loginOnSuccess() modes.Cmd[modes.Global] {
	return loginLog("on-success", "Set options for successful login attempt",
		func(c modes.Global) *config.LoginLog { return &c.Login.OnSuccess })
}

func showLogin() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`login [failures]`, modes.H{"login": "Display Secure Login Configurations and State",
		"failures": "Display information about failed logins"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			if a.Has("failures") {
				printLoginFailures(x, b.LoginStatus())
				return nil
			}
			p, s := b.Config().Login, b.LoginStatus()
			switch delay := loginDelayOf(b.Config()); {
			case delay == 0:
				x.Printf("     No login delay has been applied.\n")
			case p.Delay == 0:
				x.Printf("     A default login delay of %d seconds is applied.\n", modes.InSeconds(delay))
			default:
				x.Printf("     A login delay of %d seconds is applied.\n", modes.InSeconds(delay))
			}
			if p.QuietList == "" {
				x.Printf("     No Quiet-Mode access list has been configured.\n")
			} else {
				x.Printf("     Quiet-Mode access list %s is applied.\n", p.QuietList)
			}
			printLoginLog(x, "successful", p.OnSuccess)
			printLoginLog(x, "failed", p.OnFailure)
			if p.BlockFor == 0 {
				x.Printf("\n     Router NOT enabled to watch for login Attacks\n")
				return nil
			}
			x.Printf("\n     Router enabled to watch for login Attacks.\n     If more than %d login failures occur in %d seconds or less,\n"+
				"     logins will be disabled for %d seconds.\n\n", p.Attempts, modes.InSeconds(p.Within), modes.InSeconds(p.BlockFor))
			if s.Quiet > 0 {
				x.Printf("     Router presently in Quiet-Mode.\n     Will remain in Quiet-Mode for %d seconds.\n", modes.InSeconds(s.Quiet))
				if p.QuietList != "" {
					x.Printf("     Restricted logins filtered by applied ACL %s.\n", p.QuietList)
				} else {
					x.Printf("     Denying logins from all sources.\n")
				}
				return nil
			}
			x.Printf("     Router presently in Normal-Mode.\n     Current Watch Window\n         Time remaining: %d seconds.\n"+
				"         Login failures for current window: %d.\n     Total login failures: %d.\n", modes.InSeconds(s.Window), s.Failures, s.Total)
			return nil
		})
}

func printLoginLog(x *modes.Context, which string, l config.LoginLog) {
	each := "All"
	if l.Every > 1 {
		each = fmt.Sprintf("Every %d", l.Every)
	}
	switch {
	case l.Log && l.Trap:
		x.Printf("     %s %s login is logged and generate SNMP traps.\n", each, which)
	case l.Log:
		x.Printf("     %s %s login is logged.\n", each, which)
	case l.Trap:
		x.Printf("     %s %s login generate SNMP traps.\n", each, which)
	}
}

func printLoginFailures(x *modes.Context, s modes.LoginStatus) {
	if s.Total == 0 {
		x.Printf("*** No logged failed login attempts with the device.***\n")
		return
	}
	x.Printf("Total failed logins: %d\nDetailed information about last 50 failures\n\n", s.Total)
	x.Printf("%-15s %-15s %-5s %-5s %s\n", "Username", "SourceIPAddr", "lPort", "Count", "TimeStamp")
	for _, f := range s.Recent {
		from := "0.0.0.0"
		if f.From.IsValid() {
			from = f.From.String()
		}
		x.Printf("%-15s %-15s %-5d %-5d %s\n", f.User, from, f.Port, f.Count, modes.ClockText(f.Last))
	}
}

// failureCost is how long the answer to a wrong password takes at least.
const failureCost = 2 * time.Second

// FailureDelay is how long the answer to a wrong password takes.
func FailureDelay(c *config.Config) time.Duration { return max(failureCost, loginDelayOf(c)) }

// loginDelayOf is how long the next attempt has to wait for, beside what a failure costs.
func loginDelayOf(c *config.Config) time.Duration {
	if c.Login.Delay == 0 && c.Login.BlockFor > 0 {
		return config.DefaultLoginDelay
	}
	return c.Login.Delay
}

func addLogin(l *modes.Language) {
	l.Add("global", loginBlockFor(), loginDelay(), loginQuietMode(), loginOnFailure(), loginOnSuccess())
	l.Add("exec", showLogin())
}
