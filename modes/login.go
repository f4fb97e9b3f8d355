package modes

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/parser"
)

// The `login` commands of the whole router: what it does about wrong passwords.

var loginHelp = H{"login": "Enable secure login checking"}

var loginBlockFor = Cmd[global]{
	Syntax: `login block-for secs:<1-65535> attempts tries:<1-65535> within watch:<1-65535>`,
	Help: with(loginHelp, H{"block-for": "Set quiet-mode active time period", "secs": "Time period in seconds",
		"attempts": "Set max number of fail attempts", "tries": "Fail attempts max value", "within": "Watch period for fail attempts", "watch": "Time period in seconds"}),
	Set: func(_ *Context, c global, a parser.Args) error {
		p := &c.Login
		p.BlockFor, p.Attempts, p.Within = seconds(a.Int("secs")), a.Int("tries"), seconds(a.Int("watch"))
		return nil
	},
	Unset: func(_ *Context, c global, _ parser.Args) error {
		c.Login = config.LoginPolicy{OnFailure: c.Login.OnFailure, OnSuccess: c.Login.OnSuccess, Delay: c.Login.Delay}
		return nil
	},
	Show: func(c global) []parser.Args {
		p := c.Login
		if p.BlockFor == 0 {
			return nil
		}
		return []parser.Args{{"secs": inSeconds(p.BlockFor), "tries": p.Attempts, "watch": inSeconds(p.Within)}}
	},
}

var loginDelay = Cmd[global]{
	Syntax: `login delay secs:<1-10>`,
	Help:   with(loginHelp, H{"delay": "Set delay between successive fail login", "secs": "Time period in seconds"}),
	Set:    func(_ *Context, c global, a parser.Args) error { c.Login.Delay = seconds(a.Int("secs")); return nil },
	Unset:  func(_ *Context, c global, _ parser.Args) error { c.Login.Delay = 0; return nil },
	Show: func(c global) []parser.Args {
		if c.Login.Delay == 0 {
			return nil
		}
		return []parser.Args{{"secs": inSeconds(c.Login.Delay)}}
	},
}

var loginQuietMode = Cmd[global]{
	Syntax: `login quiet-mode access-class list:WORD`,
	Help: with(loginHelp, H{"quiet-mode": "Set quiet-mode options", "access-class": "Set access class ACL during quiet-mode",
		"list": "Access-list name or number"}),
	Set: func(_ *Context, c global, a parser.Args) error {
		if c.Login.BlockFor == 0 {
			return refuse("% Login block-for must be configured before quiet-mode access-class")
		}
		c.Login.QuietList = a.Str("list")
		return nil
	},
	Unset: func(_ *Context, c global, _ parser.Args) error { c.Login.QuietList = ""; return nil },
	Show: func(c global) []parser.Args {
		if c.Login.QuietList == "" {
			return nil
		}
		return []parser.Args{{"list": c.Login.QuietList}}
	},
}

// loginLog is `login on-failure` or `on-success`; without a word it is both log and trap.
func loginLog(word, help string, of func(global) *config.LoginLog) Cmd[global] {
	return Cmd[global]{
		Syntax: `login ` + word + ` [log | trap] [every times:<1-65535>]`,
		Help: with(loginHelp, H{word: help, "log": "Generate syslogs on " + strings.TrimPrefix(word, "on-") + " logins",
			"trap": "Generate traps on " + strings.TrimPrefix(word, "on-") + " logins", "every": "Periodicity of the notifications", "times": "Periodicity of the notifications"}),
		Set: func(_ *Context, c global, a parser.Args) error {
			l := of(c)
			both := !a.Has("log") && !a.Has("trap")
			l.Log, l.Trap, l.Every = l.Log || both || a.Has("log"), l.Trap || both || a.Has("trap"), a.Int("times")
			return nil
		},
		Unset: func(_ *Context, c global, a parser.Args) error {
			l := of(c)
			both := !a.Has("log") && !a.Has("trap")
			l.Log, l.Trap = l.Log && !both && !a.Has("log"), l.Trap && !both && !a.Has("trap")
			return nil
		},
		Show: func(c global) (lines []parser.Args) {
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

var (
	loginOnFailure = loginLog("on-failure", "Set options for failed login attempt", func(c global) *config.LoginLog { return &c.Login.OnFailure })
	loginOnSuccess = loginLog("on-success", "Set options for successful login attempt", func(c global) *config.LoginLog { return &c.Login.OnSuccess })
)

// A LoginAttempt is somebody's try to log in.
type LoginAttempt struct {
	User   string
	From   netip.Addr // invalid at the console
	Port   uint16     // of the router, 0 at the console
	Failed string     // why in words, "" if it did not
}

// LoginStatus is what `show login` tells about failures.
type LoginStatus struct {
	Quiet    time.Duration // for how long nobody may log in yet; 0: logins are open
	Window   time.Duration // what is left of the time in which failures are counted
	Failures int           // in that time
	Total    int           // since boot
	Recent   []LoginFailures
}

// LoginFailures are failures of one user from one place.
type LoginFailures struct {
	User  string
	From  netip.Addr
	Port  uint16
	Count int
	Last  time.Time // by the router's calendar
}

var showLogin = show(`login [failures]`, H{"login": "Display Secure Login Configurations and State", "failures": "Display information about failed logins"},
	func(x *Context, b Box, a parser.Args) error {
		if a.Has("failures") {
			printLoginFailures(x, b.LoginStatus())
			return nil
		}
		p, s := b.Config().Login, b.LoginStatus()
		switch delay := loginDelayOf(b.Config()); {
		case delay == 0:
			x.Printf("     No login delay has been applied.\n")
		case p.Delay == 0:
			x.Printf("     A default login delay of %d seconds is applied.\n", inSeconds(delay))
		default:
			x.Printf("     A login delay of %d seconds is applied.\n", inSeconds(delay))
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
			"     logins will be disabled for %d seconds.\n\n", p.Attempts, inSeconds(p.Within), inSeconds(p.BlockFor))
		if s.Quiet > 0 {
			x.Printf("     Router presently in Quiet-Mode.\n     Will remain in Quiet-Mode for %d seconds.\n", inSeconds(s.Quiet))
			if p.QuietList != "" {
				x.Printf("     Restricted logins filtered by applied ACL %s.\n", p.QuietList)
			} else {
				x.Printf("     Denying logins from all sources.\n")
			}
			return nil
		}
		x.Printf("     Router presently in Normal-Mode.\n     Current Watch Window\n         Time remaining: %d seconds.\n"+
			"         Login failures for current window: %d.\n     Total login failures: %d.\n", inSeconds(s.Window), s.Failures, s.Total)
		return nil
	})

func printLoginLog(x *Context, which string, l config.LoginLog) {
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

func printLoginFailures(x *Context, s LoginStatus) {
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
		x.Printf("%-15s %-15s %-5d %-5d %s\n", f.User, from, f.Port, f.Count, clockText(f.Last))
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

func init() {
	Global.Add(loginBlockFor, loginDelay, loginQuietMode, loginOnFailure, loginOnSuccess)
	Exec.Add(showLogin)
}
