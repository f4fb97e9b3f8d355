package access

import (
	"strings"

	"ruthere/config"
	"ruthere/modes"
)

// LoginMethod is how the user of a line has to prove who he is: "none" (not at all),
// "line" and "enable" (a password), "local" and "local-case" (a name and a password), or
// "refuse" when no method of the list can be asked, so that nothing is right.
//
// With `aaa new-model` it is the first method of the line's list that can be asked. A
// group of servers never can: the router is no client of RADIUS or TACACS+.
func LoginMethod(c *config.Config, l *config.Line) string {
	if l == nil {
		return "none"
	}
	if !c.AAA.NewModel {
		switch {
		case !l.Login || !l.LoginLocal && l.Password == "" && l.Kind == "con":
			return "none"
		case l.LoginLocal:
			return "local"
		}
		return "line"
	}
	methods, ok := c.AAA.LoginMethods(l.LoginList)
	if !ok && l.LoginList == "" && l.Kind == "con" {
		return "none"
	}
	if !ok {
		return "local"
	}
	return firstThatCan(c, l, methods)
}

// firstThatCan is the first method that has something to compare with.
func firstThatCan(c *config.Config, l *config.Line, methods []string) string {
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
		}
		if can {
			return m
		}
	}
	return "refuse"
}

// PasswordRequired says that a line lets nobody in because it wants a password and has
// none.
func PasswordRequired(c *config.Config, l *config.Line) bool {
	return l != nil && !c.AAA.NewModel && LoginMethod(c, l) == "line" && l.Password == ""
}

// Verify holds what was typed against what a method of LoginMethod asks for. It returns
// the name by which the router knows the user.
func Verify(c *config.Config, l *config.Line, method, user, password string) (name string, ok bool) {
	switch method {
	case "none":
		return user, true
	case "line":
		return user, l != nil && l.Password != "" && MatchesPassword(l.Password, password)
	case "enable":
		return user, Matches(c.Enable[modes.TopLevel], password)
	case "local", "local-case":
		u := c.UserFold(user)
		if method == "local-case" {
			u = c.User(user)
		}
		if u == nil {
			return user, false
		}
		return u.Name, u.NoPassword || Matches(u.Credential(), password)
	}
	return user, false
}

// Matches says whether typed is what a credential wants. Nothing matches an unset one.
func Matches(c config.Credential, typed string) bool {
	if c.Secret != "" {
		return MatchesSecret(c.Secret, typed)
	}
	return c.Password != "" && MatchesPassword(c.Password, typed)
}

// ExecLevel is the privilege level at which a user of a line starts; ok is false when
// authorization is wanted and refused.
func ExecLevel(c *config.Config, l *config.Line, user string) (level int, ok bool) {
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
	if l == nil || l.Kind == "con" && !c.AAA.Console {
		return level, true
	}
	methods, wanted := c.AAA.ExecMethods(l.ExecList)
	if !wanted {
		return level, true
	}
	for _, m := range methods {
		switch {
		case m == "none", m == "if-authenticated":
			return level, true
		case m == "local" && len(c.Users) > 0:
			return own, c.UserFold(user) != nil
		}
	}
	return level, false
}

// AsksForName says whether a login method wants a user name.
func AsksForName(method string) bool {
	return strings.HasPrefix(method, "local") || method == "refuse"
}
