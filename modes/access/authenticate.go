package access

import (
	"ruthere/config"
	"ruthere/modes"
)

// LoginMethods are the ways in which the user of a line may prove who they are, of those that can be asked: the first
// decides, but for a group of servers of which none answers. None at all: nobody gets in.
func LoginMethods(c *config.Config, l *config.Line) []config.LoginMethod {
	if l == nil {
		return []config.LoginMethod{config.MethodNone}
	}
	if !c.AAA.NewModel {
		switch {
		case !l.Login || !l.LoginLocal && l.Password == "" && l.Kind == config.LineConsole:
			return []config.LoginMethod{config.MethodNone}
		case l.LoginLocal:
			return []config.LoginMethod{config.MethodLocal}
		}
		return []config.LoginMethod{config.MethodLine}
	}
	methods, ok := c.AAA.LoginMethods(l.LoginList)
	if !ok && l.LoginList == "" && l.Kind == config.LineConsole {
		return []config.LoginMethod{config.MethodNone}
	}
	if !ok {
		return []config.LoginMethod{config.MethodLocal}
	}
	return thoseThatCan(c, l, methods)
}

// LoginMethod is the first of LoginMethods: MethodRefuse when there is none.
func LoginMethod(c *config.Config, l *config.Line) config.LoginMethod {
	return firstOf(LoginMethods(c, l))
}

func firstOf(methods []config.LoginMethod) config.LoginMethod {
	if len(methods) == 0 {
		return config.MethodRefuse
	}
	return methods[0]
}

// ClientMethods are those for remote users by a list of methods (XAUTH): none if there is no such list.
func ClientMethods(c *config.Config, list string) []config.LoginMethod {
	methods, ok := c.AAA.LoginMethods(list)
	if !ok || !c.AAA.NewModel {
		return nil
	}
	return thoseThatCan(c, nil, methods)
}

// thoseThatCan are the methods that have something to compare with, or somebody to ask.
func thoseThatCan(c *config.Config, l *config.Line, methods []string) (able []config.LoginMethod) {
	for _, m := range methods {
		can := false
		switch m {
		case "none", "if-authenticated":
			can = true
		case "line":
			can = l != nil && l.Password != ""
		case "enable":
			can = c.Enable[modes.TopLevel].Set()
		case "local", "local-case":
			can = len(c.Users) > 0
		default:
			if group, ok := config.LoginMethod(m).Servers(); ok {
				_, can = c.ChooseRADIUS(group)
			}
		}
		if can {
			able = append(able, config.LoginMethod(m))
		}
	}
	return able
}

// PasswordRequired says that a line lets nobody in because it wants a password and has
// none.
func PasswordRequired(c *config.Config, l *config.Line) bool {
	return l != nil && !c.AAA.NewModel && LoginMethod(c, l) == config.MethodLine && l.Password == ""
}

// A Check compares what somebody typed with what is stored. Hashing takes its time, so it is done
// outside of the router: it needs nothing but what it was made with.
type Check func() bool

// Verify is the check of what was typed against what a method of LoginMethod asks for, and the name
// by which the router knows the user.
func Verify(c *config.Config, l *config.Line, method config.LoginMethod, user, password string) (name string, check Check) {
	switch method {
	case config.MethodNone:
		return user, func() bool { return true }
	case config.MethodLine:
		if l != nil {
			return user, matches(config.Credential{Password: l.Password}, password)
		}
	case config.MethodEnable:
		return user, matches(c.Enable[modes.TopLevel], password)
	case config.MethodLocal, config.MethodLocalCase:
		u := c.UserFold(user)
		if method == config.MethodLocalCase {
			u = c.User(user)
		}
		if u == nil {
			return user, matchesUser(c.Users, config.Credential{}, password)
		}
		if u.NoPassword {
			return u.Name, func() bool { return true }
		}
		return u.Name, matchesUser(c.Users, u.Credential(), password)
	}
	return user, func() bool { return false }
}

// Judge has a check done outside of the router and goes on with the verdict. Lines typed at the
// terminal meanwhile are kept.
func Judge(t modes.Terminal, d modes.Logins, check Check, then func(right bool)) {
	whileWaiting(t, func(done func()) {
		d.Judge(check, func(right bool) {
			then(right)
			done()
		})
	})
}

// whileWaiting has something done whose end comes later. Lines typed at the terminal meanwhile are kept.
func whileWaiting(t modes.Terminal, begin func(done func())) {
	_ = t.Run(func(r modes.Runner) (modes.Job, error) { // which always starts
		begin(r.Done)
		return modes.Unstoppable{}, nil
	})
}

// maxPassword is the most bytes of a password that are looked at: a line at a terminal holds no more.
const maxPassword = 254

// matches is the check of what was typed against a credential. Nothing matches an unset one.
func matches(wanted config.Credential, typed string) Check {
	return func() bool {
		switch {
		case len(typed) > maxPassword:
			return false
		case wanted.Secret != "":
			return matchesSecret(wanted.Secret, typed)
		}
		return wanted.Password != "" && matchesPassword(wanted.Password, typed)
	}
}

// matchesUser is the check for a user by name, whose credential is unset if there is none. It costs
// the same whoever it is for, what the costliest secret of all users costs: else the time of an answer
// would tell which names there are.
func matchesUser(users []config.User, wanted config.Credential, typed string) Check {
	if len(typed) > maxPassword { // nobody can have it; it costs what others cost
		wanted, typed = config.Credential{}, typed[:maxPassword]
	}
	costliest := ""
	for i := range users {
		if s := users[i].Secret; s != "" && (costliest == "" || secretType(s) > secretType(costliest)) {
			costliest = s
		}
	}
	check := matches(wanted, typed)
	if costliest == "" || wanted.Secret != "" && secretType(wanted.Secret) == secretType(costliest) {
		return check
	}
	return func() bool {
		matchesSecret(costliest, typed) // for what it costs
		return check()
	}
}

// ExecLevel is the privilege level at which a user of a line starts; ok is false when
// authorization is wanted and refused. Vouched is what servers said of the user, if they were asked.
func ExecLevel(c *config.Config, l *config.Line, user string, vouched modes.ServerReply) (level int, ok bool) {
	level = 1
	if l != nil {
		level = l.Privilege
	}
	own := level
	if u := c.UserFold(user); u != nil {
		own = max(level, u.Privilege)
	}
	if !c.AAA.NewModel {
		return own, true
	}
	if l == nil || l.Kind == config.LineConsole && !c.AAA.Console {
		return level, true
	}
	methods, wanted := c.AAA.ExecMethods(l.ExecList)
	if !wanted {
		return level, true
	}
	for _, m := range methods {
		_, isGroup := config.LoginMethod(m).Servers()
		switch {
		case m == "none", m == "if-authenticated":
			return level, true
		case m == "local" && len(c.Users) > 0:
			return own, c.UserFold(user) != nil
		case isGroup && vouched.Right && vouched.Level >= 0: // they say it with the answer to the password
			return vouched.Level, true
		case isGroup && vouched.Right:
			return level, true
		}
	}
	return level, false
}

// AsksForName says whether a login method wants a user name.
func AsksForName(method config.LoginMethod) bool {
	_, isGroup := method.Servers()
	return isGroup || method == config.MethodLocal || method == config.MethodLocalCase || method == config.MethodRefuse
}
