package access

import (
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// Who may use a line, and by what way.

func lineLogin() modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax: `login [local | <new-model> authentication list:WORD]`,
		Help: modes.H{"login": "Enable password checking", "local": "Local password checking", "authentication": "Authentication parameters.",
			"list": "Use an authentication list with this name."},
		Set: func(x *modes.Context, l terminalLine, a parser.Args) error {
			if a.Has("authentication") {
				if !x.Config.AAA.NewModel {
					return &parser.Error{Kind: parser.Invalid, Offset: wordOffset(x.Line, "authentication"), Line: x.Line}
				}
				l.LoginList = a.Str("list")
				if l.LoginList == config.DefaultList {
					l.LoginList = ""
				} else if _, ok := x.Config.AAA.LoginMethods(l.LoginList); !ok {
					x.Printf("AAA: Warning, authentication list \"%s\" is not defined for LOGIN.\n\n", l.LoginList)
				}
				return nil
			}
			if x.Config.AAA.NewModel {
				return modes.Refuse("AAA is enabled. Command not supported. Use an aaa authentication methodlist")
			}
			l.Login, l.LoginLocal = true, a.Has("local")
			if !l.LoginLocal && l.Password == "" && l.Kind != config.LineConsole {
				for n := l.First; n <= l.Last; n++ {
					x.Printf("%% Login disabled on line %d, until 'password' is set\n", modes.TTY(l.Kind, n))
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			if a.Has("authentication") {
				l.LoginList = ""
			} else {
				l.Login, l.LoginLocal = false, false
			}
			return nil
		},
		Reset: func(_ *modes.Context, l terminalLine, _ parser.Args) error {
			l.Login, l.LoginLocal, l.LoginList = l.Kind == config.LineVTY, false, ""
			return nil
		},
		ShowIn: func(c modes.Global, l terminalLine) []parser.Args {
			switch {
			case c.AAA.NewModel && l.LoginList != "":
				return []parser.Args{{"authentication": true, "list": l.LoginList}}
			case c.AAA.NewModel:
				return nil
			case l.LoginLocal:
				return []parser.Args{{"local": true}}
			case l.Login:
				return []parser.Args{{}}
			}
			return nil
		},
		ShowNo: func(l terminalLine) []parser.Args { return modes.LineIf(l.Kind == config.LineVTY && !l.Login) },
	}
}

func lineAuthorization() modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax: `<new-model> authorization exec {list-default=default | list:WORD}`,
		Help: modes.H{"authorization": "Authorization parameters", "exec": "For starting an exec (shell)", "default": "Use the default list",
			"list": "Use an authorization list with this name"},
		Set: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			l.ExecList = ""
			if a.Has("list") {
				l.ExecList = a.Str("list")
			}
			return nil
		},
		No:    `<new-model> authorization exec`,
		Unset: func(_ *modes.Context, l terminalLine, _ parser.Args) error { l.ExecList = ""; return nil },
		ShowIn: func(c modes.Global, l terminalLine) []parser.Args {
			if l.ExecList == "" || !c.AAA.NewModel {
				return nil
			}
			return []parser.Args{{"list": l.ExecList}}
		},
	}
}

func linePassword() modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax: `password [type0=0 | type7=7] text:LINE!`,
		Help: modes.H{"password": "Set a password", "0": "Specifies an UNENCRYPTED password will follow",
			"7": "Specifies a HIDDEN password will follow", "text": "The UNENCRYPTED (cleartext) line password"},
		Set: func(x *modes.Context, l terminalLine, a parser.Args) error {
			password, err := passwordOf(x, a)
			if err == nil {
				l.Password = password
			}
			return err
		},
		Unset: func(_ *modes.Context, l terminalLine, _ parser.Args) error { l.Password = ""; return nil },
		Show: func(l terminalLine) []parser.Args {
			if l.Password == "" {
				return nil
			}
			return []parser.Args{passwordArgs(l.Password, false)}
		},
	}
}

func lineLoginResponse() modes.Cmd[terminalLine] {
	return modes.Time(`timeout login response secs:<0-300>`, modes.H{"timeout": "Timeouts for the line",
		"login":    "Timeouts related to the login sequence",
		"response": "Timeout for any user input during login sequences", "secs": "Timeout in seconds"},
		time.Second, config.DefaultLoginResponse, func(l terminalLine) *time.Duration { return &l.LoginResponse })
}

func accessClass() modes.Cmd[terminalLine] {
	return modes.Cmd[terminalLine]{
		Syntax: `access-class {number:<1-199> | expanded:<1300-2699> | list:WORD} {in [vrf-also] | out}`,
		Help: modes.H{"access-class": "Filter connections based on an IP access list", "list": "Access-list name",
			"number": "IP access list", "expanded": "IP expanded access list",
			"in": "Filter incoming connections", "out": "Filter outgoing connections", "vrf-also": "Same access list is applied for all VRFs"},
		Set: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			*accessOf(l, a) = config.AccessClass{List: modes.ListName(a, "list"), VRFAlso: a.Has("vrf-also")}
			return nil
		},
		Unset: func(_ *modes.Context, l terminalLine, a parser.Args) error {
			if !a.Has("in") && !a.Has("out") {
				return modes.ErrIncomplete
			}
			*accessOf(l, a) = config.AccessClass{}
			return nil
		},
		Show: func(l terminalLine) (lines []parser.Args) {
			for _, way := range []string{"in", "out"} {
				if class := accessOf(l, parser.Args{way: true}); class.List != "" {
					lines = append(lines, parser.Args{"list": class.List, way: true, "vrf-also": class.VRFAlso})
				}
			}
			return modes.DropFalse(lines)
		},
	}
}

func accessOf(l terminalLine, a parser.Args) *config.AccessClass {
	if a.Has("out") {
		return &l.AccessOut
	}
	return &l.AccessIn
}

// lineTimeout is a time-out of a line in whole minutes, 0 for none.
func lineTimeout(syntax string, help modes.H, of func(terminalLine) *time.Duration) modes.Cmd[terminalLine] {
	c := modes.Time(syntax, help, time.Minute, 0, of)
	c.Spell = func(_ debuglog.Release, line string) string { return line + " " }
	return c
}

func sessionTimeout() modes.Cmd[terminalLine] {
	return lineTimeout(`session-timeout minutes:<0-35791>`,
		modes.H{"session-timeout": "Set interval for closing connection when there is no input traffic",
			"minutes": "Session timeout interval in minutes"}, func(l terminalLine) *time.Duration { return &l.SessionTimeout })
}
func absoluteTimeout() modes.Cmd[terminalLine] {
	return lineTimeout(`absolute-timeout minutes:<0-10000>`, modes.H{"absolute-timeout": "Set absolute timeout for line disconnection",
		"minutes": "Absolute timeout interval in minutes"}, func(l terminalLine) *time.Duration { return &l.AbsoluteTimeout })
}
func sessionLimit() modes.Cmd[terminalLine] {
	return modes.Number(`session-limit sessions:<0-4294967295>`, modes.H{"session-limit": "Set maximum number of sessions",
		"sessions": "Maximum number of sessions"},
		0, func(l terminalLine) *int { return &l.SessionLimit })
}

// wordOffset is where a word of the line that begins like the keyword stands; 0 if none.
func wordOffset(line, keyword string) int {
	for at := 0; at < len(line); at++ {
		if at > 0 && line[at-1] == ' ' && line[at] == keyword[0] {
			return at
		}
	}
	return 0
}
