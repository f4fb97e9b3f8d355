package modes

import (
	"net/netip"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// maxAttempts is how often a password may be typed.
const maxAttempts = 3

var enable = Cmd[Box]{
	Syntax: `enable [level:<0-15>]`,
	Level:  anybody,
	Help:   H{"enable": "Turn on privileged commands", "level": "Enable level"},
	Set: func(x *Context, b Box, a parser.Args) error {
		level := topLevel
		if a.Has("level") {
			level = a.Int("level")
		}
		if level <= x.Session.Level {
			x.Session.Level = level
			return nil
		}
		method := x.enableMethod(level)
		switch {
		case method == config.MethodNone:
			x.grant(level)
		case method == config.MethodRefuse && b.Release() == debuglog.IOS124 && !b.Config().AAA.NewModel:
			return refuse("% No password set")
		case method == config.MethodRefuse:
			return refuse("% Error in authentication.\n\n")
		default:
			x.askEnable(method, level, 1)
		}
		return nil
	},
}

// enableMethod is how users prove that they may have a level: MethodEnable or MethodLine
// (a password), MethodNone, or MethodRefuse when there is no way.
func (x *Context) enableMethod(level int) config.LoginMethod {
	c, status := x.Box.Config(), x.Terminal.Status()
	if c.AAA.NewModel && c.AAA.Enable != nil {
		for _, m := range c.AAA.Enable {
			l := c.Line(status.Kind, status.Number)
			if m == "none" || m == "enable" && c.Enable[level].Set() || m == "line" && l != nil && l.Password != "" {
				return config.LoginMethod(m)
			}
		}
		return config.MethodRefuse
	}
	switch {
	case c.Enable[level].Set():
		return config.MethodEnable
	case status.Kind == "con":
		return config.MethodNone
	}
	return config.MethodRefuse
}

// askEnable asks for the password of a privilege level, the nth time. A router with
// `aaa new-model` asks once.
func (x *Context) askEnable(method config.LoginMethod, level, attempt int) {
	x.Terminal.Ask("Password: ", true, func(typed string, ok bool) {
		c, status := x.Box.Config(), x.Terminal.Status()
		wanted := c.Enable[level]
		if method == config.MethodLine {
			wanted = config.Credential{Password: c.Line(status.Kind, status.Number).Password}
		}
		switch {
		case !ok:
		case Matches(wanted, typed):
			x.grant(level)
		case attempt < maxAttempts && !c.AAA.NewModel:
			x.askEnable(method, level, attempt+1)
		default:
			x.logPrivilege(debuglog.PrivilegeRefused, level)
			switch {
			case c.AAA.NewModel:
				x.Printf("%% Access denied\n\n")
			case wanted.Secret != "":
				x.Printf("%% Bad secrets\n\n")
			default:
				x.Printf("%% Bad passwords\n\n")
			}
		}
	})
}

func (x *Context) grant(level int) {
	x.Session.Level = level
	x.logPrivilege(debuglog.PrivilegeSet, level)
}

type privilegeLine = func(level int, user, line string, from netip.Addr) debuglog.Line

// logPrivilege tells who asked for a level, if `logging userinfo` wants it known.
func (x *Context) logPrivilege(what privilegeLine, level int) {
	if !x.Box.Config().Logging.UserInfo {
		return
	}
	user, line, from := x.who()
	x.Terminal.Later(func() { x.Box.Log(what(level, user, line, from)) })
}

var disable = Cmd[Box]{
	Syntax: `disable [level:<0-15>]`,
	Level:  anybody,
	Help:   H{"disable": "Turn off privileged commands", "level": "Privilege level to go to"},
	Set: func(x *Context, _ Box, a parser.Args) error {
		level := 1
		if a.Has("level") {
			level = a.Int("level")
		}
		if level > x.Session.Level {
			return refuse("New privilege level must be less than current privilege level")
		}
		x.Session.Level = level
		return nil
	},
}

func init() { Exec.Add(enable, disable) }
