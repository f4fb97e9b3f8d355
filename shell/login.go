package shell

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/access"
)

// A login is the dialogue before an EXEC.
type login struct {
	method  string // of access.LoginMethod
	attempt int    // from 1
	name    string // typed at Username:
}

// login asks for what the line wants before it gives an EXEC.
func (t *Terminal) login() {
	c, l := t.box.Config(), t.line()
	t.banner("login")
	if access.PasswordRequired(c, l) {
		t.out.Text(t.id, "\nPassword required, but none set\n")
		t.Close()
		return
	}
	g := &login{method: access.LoginMethod(c, l), attempt: 1}
	if g.method == "none" {
		t.enter("")
		return
	}
	t.out.Text(t.id, "\nUser Access Verification\n\n")
	t.ask(g)
}

// LoginAttempts is how often a user may try.
func LoginAttempts(c *config.Config) int {
	if c.AAA.NewModel && c.AAA.Attempts > 0 {
		return c.AAA.Attempts
	}
	return config.DefaultLoginAttempts
}

// ask asks for a name and a password, or a password alone.
func (t *Terminal) ask(g *login) {
	t.logging, g.name = g, ""
	if !access.AsksForName(g.method) {
		t.askPassword(g)
		return
	}
	t.Ask(t.loginPrompt(0, "Username: "), false, func(name string, ok bool) {
		if g.name = strings.TrimSpace(name); !ok || g.name == "" {
			t.ask(g)
			return
		}
		if u := t.box.Config().UserFold(g.name); u != nil && u.NoPassword {
			t.check(g, "")
			return
		}
		t.askPassword(g)
	})
}

// loginPrompt is a prompt of the dialogue, which `aaa authentication` may set.
func (t *Terminal) loginPrompt(which int, usual string) string {
	if c := t.box.Config(); c.AAA.NewModel && c.AAA.Prompts[which] != "" {
		return c.AAA.Prompts[which] + " "
	}
	return usual
}

func (t *Terminal) askPassword(g *login) {
	t.Ask(t.loginPrompt(1, "Password: "), true, func(password string, _ bool) { t.check(g, password) })
}

// check lets the user in, or asks again once the failure has cost its time.
func (t *Terminal) check(g *login, password string) {
	c, l := t.box.Config(), t.line()
	name, ok := access.Verify(c, l, g.method, g.name, password)
	if ok {
		t.Attempted(name, "")
		t.enter(name)
		return
	}
	t.Attempted(g.name, failureReason(c, g))
	last := g.attempt == LoginAttempts(c)
	t.wait(access.FailureDelay(c), func() {
		switch {
		case c.AAA.NewModel:
			t.out.Text(t.id, "\n% Authentication failed\n\n")
		case g.method == "local":
			t.out.Text(t.id, "% Login invalid\n\n")
		case last:
			t.out.Text(t.id, "% Bad passwords\n")
		}
		t.again(g)
	})
}

// failureReason is why a login failed, as the log puts it.
func failureReason(c *config.Config, g *login) string {
	reason := "Login Authentication Failed"
	switch {
	case c.AAA.NewModel:
	case g.method == "local" && c.UserFold(g.name) == nil:
		reason += " - BadUser"
	default:
		reason += " - BadPassword"
	}
	return reason
}

// again asks once more, if there is an attempt left.
func (t *Terminal) again(g *login) {
	if g.attempt >= LoginAttempts(t.box.Config()) {
		t.Close()
		return
	}
	g.attempt++
	t.ask(g)
}

// loginTimedOut gives up waiting for an answer, which counts as an attempt.
func (t *Terminal) loginTimedOut() {
	prompt := t.question.prompt
	t.question = nil
	t.out.Text(t.id, "\n% "+prompt+" timeout expired!\n")
	if t.logging == nil {
		t.Close()
		return
	}
	t.again(t.logging)
	t.settle()
}

// Attempted tells the router how a try to log in at this terminal went; failed is why it
// failed, "" if it did not.
func (t *Terminal) Attempted(user, failed string) {
	t.box.Attempted(modes.LoginAttempt{User: user, From: t.from, Port: t.port, Failed: failed})
}

// EnterAs gives an EXEC to a user whom the transport has let in already, such as SSH.
func (t *Terminal) EnterAs(user string) {
	t.active = t.box.Now()
	t.banner("motd")
	t.enter(user)
	t.settle()
}

// RunAs runs EXEC lines for a user whom the transport has let in, without prompts,
// banners and paging, and ends the login.
func (t *Terminal) RunAs(user, lines string) {
	t.active = t.box.Now()
	t.settings.Length = 0
	if t.admit(user) {
		t.once = true
		for line := range strings.SplitSeq(lines, "\n") {
			t.waiting = append(t.waiting, typed{text: strings.TrimSuffix(line, "\r")})
		}
	}
	t.settle()
}

// enter begins the user's EXEC.
func (t *Terminal) enter(user string) {
	if !t.admit(user) {
		return
	}
	t.banner("exec")
	command := ""
	if l := t.line(); l != nil {
		command = l.AutoCommand
	}
	if u := t.box.Config().UserFold(user); u != nil && u.AutoCommand != "" {
		command, t.stays = u.AutoCommand, u.NoHangup
	}
	if command != "" {
		t.once, t.waiting = true, []typed{{text: command}}
	}
}

// admit makes the session if the user may have one.
func (t *Terminal) admit(user string) bool {
	c, l := t.box.Config(), t.line()
	if l != nil && l.NoExec {
		t.Close()
		return false
	}
	level, ok := access.ExecLevel(c, l, user)
	if !ok {
		t.out.Text(t.id, "% Authorization failed.\n")
		t.Close()
		return false
	}
	if u := c.UserFold(user); u != nil && u.OneTime {
		spent := c.Clone()
		spent.RemoveUser(u.Name)
		t.box.Apply(spent)
	}
	t.logging, t.entered = nil, t.box.Now()
	t.session = modes.NewSession(t.box, t, level, user)
	return true
}

// user is who is logged in, "" if nobody or without a name.
func (t *Terminal) user() string {
	if t.session == nil {
		return ""
	}
	return t.session.User
}

// tty is the number of the terminal's line among all lines.
func (t *Terminal) tty() int { return modes.TTY(t.kind, t.number) }

// loggedOut tells that a user's login has ended.
func (t *Terminal) loggedOut(user string) {
	if user != "" {
		t.box.Log(debuglog.Logout(user, t.tty(), t.from))
	}
}
