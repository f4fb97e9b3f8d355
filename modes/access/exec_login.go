package access

import (
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// login is EXEC's: a user at a line becomes another one, at the privilege level that was reached. A
// line that does not ask for names has nobody to become.
func login() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `login`,
		Help:   modes.H{"login": "Log in as a particular user"},
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if method := LoginMethod(b.Config(), lineOf(x)); AsksForName(method) {
				askWho(x, method, 1)
			}
			return nil
		},
	}
}

// lineOf is the line that a user is at.
func lineOf(x *modes.Context) *config.Line {
	status := x.Terminal.Status()
	return x.Device.Config().Line(status.Kind, status.Number)
}

// askWho asks for a name and its password, the nth time.
func askWho(x *modes.Context, method config.LoginMethod, attempt int) {
	x.Terminal.Ask("Username: ", false, func(name string, ok bool) {
		if name = strings.TrimSpace(name); !ok || name == "" {
			return
		}
		x.Terminal.Ask("Password: ", true, func(password string, ok bool) {
			if !ok {
				return
			}
			known, check := Verify(x.Device.Config(), lineOf(x), method, name, password)
			Judge(x.Terminal, x.Device, check, func(right bool) { answerWho(x, method, attempt, name, known, right) })
		})
	})
}

// answerWho makes the user the one who was named, or asks again once the failure has cost its time.
func answerWho(x *modes.Context, method config.LoginMethod, attempt int, name, known string, right bool) {
	c := x.Device.Config()
	tried := modes.LoginAttempt{User: name, From: x.Terminal.Status().From}
	if right {
		if u := c.UserFold(known); u != nil && u.OneTime {
			spent := c.Clone()
			spent.RemoveUser(u.Name)
			x.Device.Apply(spent)
		}
		x.Session.User = known
		x.Device.Attempted(tried)
		return
	}
	tried.Failed = "Login Authentication Failed - BadPassword"
	if c.UserFold(name) == nil {
		tried.Failed = "Login Authentication Failed - BadUser"
	}
	x.Device.Attempted(tried)
	again := func() {
		if c.AAA.NewModel {
			x.Printf("\n%% Authentication failed\n\n")
		} else {
			x.Printf("%% Login invalid\n\n")
		}
		if attempt < maxAttempts {
			askWho(x, method, attempt+1)
		}
	}
	_ = x.Terminal.Run(func(r modes.Runner) (modes.Job, error) { // which always starts
		cancel := x.Device.After(FailureDelay(c), "login", func() { again(); r.Done() })
		return &modes.Pause{Cancel: cancel, Finish: func(bool) { r.Done() }}, nil
	})
}

func addExecLogin(l *modes.Language) { l.Add("exec", login()) }
