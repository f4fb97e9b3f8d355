package access

import (
	"fmt"
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// maxAttempts is how often a password may be typed.
const maxAttempts = 3

func enable() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `enable [level:<0-15>]`,
		Level:  modes.Anybody,
		Help:   modes.H{"enable": "Turn on privileged commands", "level": "Enable level"},
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			level := modes.TopLevel
			if a.Has("level") {
				level = a.Int("level")
			}
			if level <= x.Session.Level {
				x.Session.Level = level
				return nil
			}
			method := enableMethod(x, level)
			switch {
			case method == config.MethodNone:
				grant(x, level)
			case method == config.MethodRefuse && b.Release() == debuglog.IOS124 && !b.Config().AAA.NewModel:
				return modes.Refuse("% No password set")
			case method == config.MethodRefuse:
				return modes.Refuse("% Error in authentication.\n\n")
			default:
				askEnable(x, method, level, 1)
			}
			return nil
		},
	}
}

// enableMethod is how users prove that they may have a level: MethodEnable or MethodLine
// (a password), MethodNone, or MethodRefuse when there is no way.
func enableMethod(x *modes.Context, level int) config.LoginMethod {
	c, status := x.Device.Config(), x.Terminal.Status()
	if c.AAA.NewModel && c.AAA.Enable != nil {
		for _, m := range c.AAA.Enable {
			l := c.Line(status.Kind, status.Number)
			if group, ok := config.LoginMethod(m).Servers(); ok {
				if _, can := c.ChooseRADIUS(group); can {
					return config.LoginMethod(m)
				}
			}
			if m == "none" || m == "enable" && c.Enable[level].Set() || m == "line" && l != nil && l.Password != "" {
				return config.LoginMethod(m)
			}
		}
		return config.MethodRefuse
	}
	switch {
	case c.Enable[level].Set():
		return config.MethodEnable
	case status.Kind == config.LineConsole:
		return config.MethodNone
	}
	return config.MethodRefuse
}

// askEnable asks for the password of a privilege level, the nth time. A router with
// `aaa new-model` asks once.
func askEnable(x *modes.Context, method config.LoginMethod, level, attempt int) {
	x.Terminal.Ask("Password: ", true, func(typed string, ok bool) {
		c, status := x.Device.Config(), x.Terminal.Status()
		wanted := c.Enable[level]
		if method == config.MethodLine {
			wanted = config.Credential{Password: c.Line(status.Kind, status.Number).Password}
		}
		if !ok {
			return
		}
		if group, isGroup := method.Servers(); isGroup {
			askServersToEnable(x, group, level, attempt, typed)
			return
		}
		Judge(x.Terminal, x.Device, matches(wanted, typed), func(right bool) { answerEnable(x, method, level, attempt, wanted, right) })
	})
}

// askServersToEnable has servers judge the password of a level, which they know as that of a user `$enab15$`. If none
// answers, the next method of the list decides.
func askServersToEnable(x *modes.Context, group string, level, attempt int, typed string) {
	q := modes.ServerQuestion{Group: group, User: fmt.Sprintf("$enab%d$", level), Password: typed, Line: -1}
	whileWaiting(x.Terminal, func(done func()) {
		x.Device.AskServers(q, func(r modes.ServerReply) {
			if r.Answered {
				answerEnable(x, config.MethodEnable, level, attempt, config.Credential{}, r.Right)
				done()
				return
			}
			methods := x.Device.Config().AAA.Enable
			enableByOther(x, methods[slices.Index(methods, "group "+group)+1:], level, attempt, typed, done)
		})
	})
}

// enableByOther judges a password that was typed for a group of servers, none of which answers, by the methods behind it.
func enableByOther(x *modes.Context, methods []string, level, attempt int, typed string, done func()) {
	c, status := x.Device.Config(), x.Terminal.Status()
	for _, m := range methods {
		wanted := c.Enable[level]
		switch l := c.Line(status.Kind, status.Number); {
		case m == "none":
			answerEnable(x, config.MethodNone, level, attempt, wanted, true)
			done()
			return
		case m == "enable" && wanted.Set():
		case m == "line" && l != nil && l.Password != "":
			wanted = config.Credential{Password: l.Password}
		default:
			continue
		}
		x.Device.Judge(matches(wanted, typed), func(right bool) {
			answerEnable(x, config.LoginMethod(m), level, attempt, wanted, right)
			done()
		})
		return
	}
	answerEnable(x, config.MethodRefuse, level, attempt, config.Credential{}, false)
	done()
}

// answerEnable gives the level if the password was right, or asks again.
func answerEnable(x *modes.Context, method config.LoginMethod, level, attempt int, wanted config.Credential, right bool) {
	c := x.Device.Config()
	switch {
	case right:
		grant(x, level)
	case attempt < maxAttempts && !c.AAA.NewModel:
		askEnable(x, method, level, attempt+1)
	default:
		logPrivilege(x, debuglog.PrivilegeRefused, level)
		switch {
		case c.AAA.NewModel:
			x.Printf("%% Access denied\n\n")
		case wanted.Secret != "":
			x.Printf("%% Bad secrets\n\n")
		default:
			x.Printf("%% Bad passwords\n\n")
		}
	}
}

func grant(x *modes.Context, level int) {
	x.Session.Level = level
	logPrivilege(x, debuglog.PrivilegeSet, level)
}

type privilegeLine = func(level int, user, line string, from netip.Addr) debuglog.Line

// logPrivilege tells who asked for a level, if `logging userinfo` wants it known.
func logPrivilege(x *modes.Context, what privilegeLine, level int) {
	if !x.Device.Config().Logging.UserInfo {
		return
	}
	user, line, from := x.Actor()
	x.Terminal.Later(func() { x.Device.Log(what(level, user, line, from)) })
}

func disable() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `disable [level:<0-15>]`,
		Level:  modes.Anybody,
		Help:   modes.H{"disable": "Turn off privileged commands", "level": "Privilege level to go to"},
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			level := 1
			if a.Has("level") {
				level = a.Int("level")
			}
			if level > x.Session.Level {
				return modes.Refuse("New privilege level must be less than current privilege level")
			}
			x.Session.Level = level
			return nil
		},
	}
}

func addExecEnable(l *modes.Language) { l.Add("exec", enable(), disable()) }
