package shell

import (
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/access"
)

// A loginDialogue is the dialogue before an EXEC.
type loginDialogue struct {
	method  config.LoginMethod
	attempt int    // from 1
	name    string // typed at Username:
}

// startLogin asks for what the line wants before it gives an EXEC.
func (t *Terminal) startLogin() {
	c, l := t.device.Config(), t.lineConfig()
	t.showBanner("login")
	if access.PasswordRequired(c, l) {
		t.out.Text(t.id, "\nPassword required, but none set\n")
		t.Close()
		return
	}
	g := &loginDialogue{method: access.LoginMethod(c, l), attempt: 1}
	t.device.LoginBegins(l)
	if g.method == config.MethodNone {
		t.startExec("")
		return
	}
	t.out.Text(t.id, "\nUser Access Verification\n\n")
	t.askForUser(g)
}

// LoginAttempts is how often a user may try.
func LoginAttempts(c *config.Config) int {
	if c.AAA.NewModel && c.AAA.Attempts > 0 {
		return c.AAA.Attempts
	}
	return config.DefaultLoginAttempts
}

// askForUser asks for a name and a password, or a password alone.
func (t *Terminal) askForUser(g *loginDialogue) {
	t.loginDialogue, g.name = g, ""
	if !access.AsksForName(g.method) {
		t.askPassword(g)
		return
	}
	t.Ask(t.loginPrompt(0, "Username: "), false, func(name string, ok bool) {
		if g.name = strings.TrimSpace(name); !ok || g.name == "" {
			t.askForUser(g)
			return
		}
		if u := t.device.Config().UserFold(g.name); u != nil && u.NoPassword {
			t.checkPassword(g, "")
			return
		}
		t.askPassword(g)
	})
}

// loginPrompt is a prompt of the dialogue, which `aaa authentication` may set.
func (t *Terminal) loginPrompt(which int, usual string) string {
	if c := t.device.Config(); c.AAA.NewModel && c.AAA.Prompts[which] != "" {
		return c.AAA.Prompts[which] + " "
	}
	return usual
}

func (t *Terminal) askPassword(g *loginDialogue) {
	t.Ask(t.loginPrompt(1, "Password: "), true, func(password string, _ bool) { t.checkPassword(g, password) })
}

// checkPassword has a password compared. Lines typed meanwhile are kept.
func (t *Terminal) checkPassword(g *loginDialogue, password string) {
	c, l := t.device.Config(), t.lineConfig()
	methods := access.LoginMethods(c, l)
	if len(methods) == 0 || methods[0] != g.method { // it was changed meanwhile
		methods = []config.LoginMethod{g.method}
	}
	attempt := access.Attempt{Config: c, Line: l, Methods: methods, User: g.name, Password: password, At: t.ttyNumber(), From: t.callingFrom()}
	attempt.JudgeAt(t, t.device, func(v access.Verdict) {
		t.vouched = v.Vouched
		t.answerLogin(g, v.Name, v.Right)
	})
}

// callingFrom is where the user comes from, as servers are told.
func (t *Terminal) callingFrom() string {
	if !t.from.IsValid() {
		return "async"
	}
	return t.from.String()
}

// answerLogin lets the user in, or asks again once the failure has cost its time.
func (t *Terminal) answerLogin(g *loginDialogue, name string, right bool) {
	if right {
		t.Attempted(name, "")
		t.startExec(name)
		return
	}
	c := t.device.Config()
	t.Attempted(g.name, failureReason(c, g))
	last := g.attempt == LoginAttempts(c)
	t.pauseFor(access.FailureDelay(c), func() {
		switch {
		case c.AAA.NewModel:
			t.out.Text(t.id, "\n% Authentication failed\n\n")
		case g.method == config.MethodLocal:
			t.out.Text(t.id, "% Login invalid\n\n")
		case last:
			t.out.Text(t.id, "% Bad passwords\n")
		}
		t.retryLogin(g)
	})
}

// failureReason is why a login failed, as the log puts it.
func failureReason(c *config.Config, g *loginDialogue) string {
	reason := "Login Authentication Failed"
	switch {
	case c.AAA.NewModel:
	case g.method == config.MethodLocal && c.UserFold(g.name) == nil:
		reason += " - BadUser"
	default:
		reason += " - BadPassword"
	}
	return reason
}

// retryLogin asks once more, if there is an attempt left.
func (t *Terminal) retryLogin(g *loginDialogue) {
	if g.attempt >= LoginAttempts(t.device.Config()) {
		t.Close()
		return
	}
	g.attempt++
	t.askForUser(g)
}

// loginTimedOut gives up waiting for an answer, which counts as an attempt.
func (t *Terminal) loginTimedOut() {
	prompt := t.question.prompt
	t.question = nil
	t.out.Text(t.id, "\n% "+prompt+" timeout expired!\n")
	if t.loginDialogue == nil {
		t.Close()
		return
	}
	t.retryLogin(t.loginDialogue)
	t.showAndAsk()
}

// Attempted tells the router how a try to log in at this terminal went; failed is why it
// failed, "" if it did not.
func (t *Terminal) Attempted(user, failed string) {
	t.device.Attempted(modes.LoginAttempt{User: user, From: t.from, Port: t.port, Failed: failed})
}

// LetIn tells that the transport, such as SSH, has let a user in, and what servers said of them. From here on the line's timers
// run: a login is one whether or not an EXEC is asked for.
func (t *Terminal) LetIn(user string, vouched modes.ServerReply) {
	now := t.device.Now()
	t.vouched = vouched
	t.active, t.entered, t.letIn, t.letInAs = now, now, true, user
}

// Vouched is what servers said of the user.
func (t *Terminal) Vouched() modes.ServerReply { return t.vouched }

// EnterAs gives an EXEC to a user whom the transport has let in already, such as SSH.
func (t *Terminal) EnterAs(user string) {
	t.active = t.device.Now()
	t.showBanner("motd")
	t.startExec(user)
	t.showAndAsk()
}

// OpenPrivileged gives an EXEC of the highest level, without login, banner or the aliases that others have made.
func (t *Terminal) OpenPrivileged() {
	t.session = modes.NewSession(t.device, t, modes.TopLevel, "")
	t.session.Plain = true
	t.showAndAsk()
}

// RunAs runs EXEC lines for a user whom the transport has let in, without prompts,
// banners and paging, and ends the login.
func (t *Terminal) RunAs(user, lines string) {
	t.active = t.device.Now()
	t.settings.Length = 0
	if t.admitUser(user) {
		t.singleCommand = true
		for line := range strings.SplitSeq(lines, "\n") {
			t.typedAhead = append(t.typedAhead, typedLine{text: strings.TrimSuffix(line, "\r")})
		}
	}
	t.showAndAsk()
}

// startExec begins the user's EXEC.
func (t *Terminal) startExec(user string) {
	if !t.admitUser(user) {
		return
	}
	t.showBanner("exec")
	command := ""
	if l := t.lineConfig(); l != nil {
		command = l.AutoCommand
	}
	if u := t.device.Config().UserFold(user); u != nil && u.AutoCommand != "" {
		command, t.staysOpen = u.AutoCommand, u.NoHangup
	}
	if command != "" {
		t.singleCommand, t.typedAhead = true, []typedLine{{text: command}}
	}
}

// admitUser makes the session if the user may have one.
func (t *Terminal) admitUser(user string) bool {
	c, l := t.device.Config(), t.lineConfig()
	if l != nil && l.NoExec {
		t.Close()
		return false
	}
	level, ok := access.ExecLevel(c, l, user, t.vouched)
	if !ok {
		t.out.Text(t.id, "% Authorization failed.\n")
		t.Close()
		return false
	}
	if u := c.UserFold(user); u != nil && u.OneTime {
		spent := c.Clone()
		spent.RemoveUser(u.Name)
		t.device.Apply(spent)
	}
	if t.loginDialogue = nil; !t.letIn {
		t.entered = t.device.Now()
	}
	t.session = modes.NewSession(t.device, t, level, user)
	return true
}

// userName is who is logged in, "" if nobody or without a name.
func (t *Terminal) userName() string {
	if t.session == nil {
		return ""
	}
	return t.session.User
}

// ttyNumber is the number of the terminal's line among all lines.
func (t *Terminal) ttyNumber() int { return modes.TTY(t.kind, t.number) }

// loggedOut tells that a user's login has ended.
func (t *Terminal) loggedOut(user string) {
	if user != "" {
		t.device.Log(debuglog.Logout(user, t.ttyNumber(), t.from))
	}
}
