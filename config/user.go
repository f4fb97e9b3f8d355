package config

import (
	"slices"
	"strings"
	"time"
)

// A Credential is what has to be typed. A secret wins over a password.
type Credential struct {
	Secret   string // as stored: a type 5 ($1$), 8 or 9 hash
	Password string // clear text, or "7 " and the obfuscated text
}

// Set says whether there is anything to type.
func (c Credential) Set() bool { return c != Credential{} }

// A User is what the `username` lines of one name say.
type User struct {
	Name      string
	Privilege int    // 1 unless configured
	Secret    string // as in a Credential
	Password  string // as in a Credential; "" for none

	NoPassword  bool // nothing has to be typed
	OneTime     bool // good for one login
	AutoCommand string
	NoHangup    bool   // the login goes on after AutoCommand
	NoEscape    bool   // inert
	AccessClass string // list the client's address must pass; "" = none
	View        string // inert
	MaxLinks    int    // logins at a time; 0 = any number
}

// Credential is what the user has to type.
func (u *User) Credential() Credential { return Credential{u.Secret, u.Password} }

// User returns the user of that name, or nil.
func (c *Config) User(name string) *User {
	for i := range c.Users {
		if c.Users[i].Name == name {
			return &c.Users[i]
		}
	}
	return nil
}

// UserFold is User with the case of letters ignored, but for an exact match.
func (c *Config) UserFold(name string) *User {
	if u := c.User(name); u != nil {
		return u
	}
	for i := range c.Users {
		if strings.EqualFold(c.Users[i].Name, name) {
			return &c.Users[i]
		}
	}
	return nil
}

// RemoveUser removes the user of that name, if there is one.
func (c *Config) RemoveUser(name string) {
	c.Users = slices.DeleteFunc(c.Users, func(u User) bool { return u.Name == name })
}

// AAA is `aaa new-model` and what goes with it.
type AAA struct {
	NewModel bool
	Login    []MethodList // aaa authentication login
	Enable   []string     // aaa authentication enable default
	Exec     []MethodList // aaa authorization exec
	Network  []MethodList // aaa authorization network
	Console  bool         // aaa authorization console
	Attempts int          // aaa authentication attempts login
	Prompts  [2]string    // username-prompt and password-prompt; "" = the usual
}

// A MethodList names ways of proving who one is, tried in order until one decides.
type MethodList struct {
	Name    string
	Methods []string // local, local-case, enable, line, none, if-authenticated, "group NAME" ...
}

// DefaultList is the list used by lines that name none.
const DefaultList = "default"

// methodsNamed returns the methods of a list; ok is false if there is none of the name.
func methodsNamed(all []MethodList, name string) (methods []string, ok bool) {
	if name == "" {
		name = DefaultList
	}
	for _, l := range all {
		if l.Name == name {
			return l.Methods, true
		}
	}
	return nil, false
}

// LoginMethods are the methods of a list of `aaa authentication login`.
func (a *AAA) LoginMethods(name string) (methods []string, ok bool) {
	return methodsNamed(a.Login, name)
}

// ExecMethods are the methods of a list of `aaa authorization exec`.
func (a *AAA) ExecMethods(name string) (methods []string, ok bool) { return methodsNamed(a.Exec, name) }

func (a AAA) clone() AAA {
	cloneLists := func(lists []MethodList) []MethodList {
		return append([]MethodList(nil), lists...)
	}
	a.Login, a.Exec, a.Network = cloneLists(a.Login), cloneLists(a.Exec), cloneLists(a.Network)
	return a
}

// A LoginMethod is a way for users to prove who they are.
type LoginMethod string

const (
	MethodNone      LoginMethod = "none"       // they need not
	MethodLine      LoginMethod = "line"       // the password of the line
	MethodEnable    LoginMethod = "enable"     // the enable password
	MethodLocal     LoginMethod = "local"      // a name and its password
	MethodLocalCase LoginMethod = "local-case" // the same, upper and lower case told apart in the name
	MethodRefuse    LoginMethod = "refuse"     // they cannot: nothing that is typed is right
)

// Servers is the name of the group of servers that a method asks; ok is false if it asks none.
func (m LoginMethod) Servers() (group string, ok bool) { return strings.CutPrefix(string(m), "group ") }

// LoginPolicy is what the `login` commands of the whole router ask for.
type LoginPolicy struct {
	// BlockFor is how long nobody may log in after Attempts failures Within a time; 0
	// means that failures are not counted.
	BlockFor, Within time.Duration
	Attempts         int
	Delay            time.Duration // between attempts; 0 = DefaultLoginDelay if BlockFor is set
	QuietList        string        // access list of the addresses still let in while logins are blocked
	OnFailure        LoginLog
	OnSuccess        LoginLog
}

// DefaultLoginDelay is the `login delay` that comes with `login block-for`.
const DefaultLoginDelay = time.Second

// A LoginLog is `login on-failure` or `on-success`.
type LoginLog struct {
	Log, Trap bool
	Every     int // log each so many; 0 and 1 = all
}
