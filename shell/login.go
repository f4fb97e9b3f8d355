package shell

import (
	"strings"

	"ruthere/config"
	"ruthere/modes"
)

// login asks for what the line wants before it gives an EXEC.
func (t *Terminal) login() {
	l := t.line()
	if text := t.box.Config().Banner("login"); text != "" {
		t.out.Text(t.id, "\n"+text+"\n")
	}
	switch {
	case l == nil || !l.Login:
		t.enter(t.privilege(1), "")
	case l.LoginLocal:
		t.out.Text(t.id, "\nUser Access Verification\n\n")
		t.askUser(1)
	case l.Password == "":
		if t.kind == "con" {
			t.enter(t.privilege(1), "")
			return
		}
		t.out.Text(t.id, "\nPassword required, but none set\n")
		t.Close()
	default:
		t.out.Text(t.id, "\nUser Access Verification\n\n")
		t.askPassword(l, 1)
	}
}

// privilege is the level a login starts with.
func (t *Terminal) privilege(of int) int {
	if l := t.line(); l != nil {
		return max(of, l.Privilege)
	}
	return of
}

func (t *Terminal) askUser(attempt int) {
	t.Ask("Username: ", false, func(name string, _ bool) {
		t.Ask("Password: ", true, func(password string, _ bool) {
			if u := t.box.Config().User(name); u != nil && Knows(u, password) {
				t.enter(t.privilege(u.Privilege), name)
				return
			}
			t.Print("% Login invalid\n\n")
			if attempt == config.DefaultLoginAttempts {
				t.Close()
				return
			}
			t.askUser(attempt + 1)
		})
	})
}

func Knows(u *config.User, password string) bool {
	if u.Secret != "" {
		return modes.MatchesSecret(u.Secret, password)
	}
	return u.Password != "" && modes.MatchesPassword(u.Password, password)
}

func (t *Terminal) askPassword(l *config.Line, attempt int) {
	t.Ask("Password: ", true, func(password string, _ bool) {
		switch {
		case modes.MatchesPassword(l.Password, password):
			t.enter(t.privilege(1), "")
		case attempt == config.DefaultLoginAttempts:
			t.Print("% Bad passwords\n")
			t.Close()
		default:
			t.askPassword(l, attempt+1)
		}
	})
}

// EnterAs gives an EXEC to a user whom the transport has let in already, such as SSH.
func (t *Terminal) EnterAs(user string) {
	t.active = t.box.Now()
	level := 1
	if u := t.box.Config().User(user); u != nil {
		level = u.Privilege
	}
	t.enter(t.privilege(level), user)
	t.settle()
}

// RunAs runs EXEC lines for a user whom the transport has let in, without prompts,
// banners and paging, and ends the login.
func (t *Terminal) RunAs(user, lines string) {
	t.settings.Length = 0
	t.once = true
	for line := range strings.SplitSeq(lines, "\n") {
		t.waiting = append(t.waiting, typed{text: strings.TrimSuffix(line, "\r")})
	}
	t.EnterAs(user)
}

func (t *Terminal) enter(level int, user string) {
	t.session = modes.NewSession(t.box, t, level, user)
	if text := t.box.Config().Banner("exec"); text != "" && !t.once {
		t.out.Text(t.id, "\n"+text+"\n")
	}
}
