package access

import (
	"ruthere/config"
	"ruthere/modes"
)

// An Attempt is what somebody gave to prove who they are, and how that may be judged.
type Attempt struct {
	Config         *config.Config
	Line           *config.Line // nil: a remote user, of no line
	Methods        []config.LoginMethod
	User, Password string
	At             int    // number of the line, as servers are told; -1: there is none
	From           string // where the user comes from, likewise; "" = unknown
}

// A Verdict is what came of it.
type Verdict struct {
	Name    string // by which the router knows the user
	Right   bool
	Vouched modes.ServerReply // what servers said, if they were asked
}

// Judge has an attempt judged by its methods, and goes on with the verdict later, but never once the terminal that asked is
// closed. A group of servers decides if one of them answers; else the next method does.
func (a Attempt) Judge(d modes.Logins, done func(Verdict)) {
	method := firstOf(a.Methods)
	group, isGroup := method.Servers()
	if !isGroup {
		name, check := Verify(a.Config, a.Line, method, a.User, a.Password)
		d.Judge(check, func(right bool) { done(Verdict{Name: name, Right: right}) })
		return
	}
	d.AskServers(modes.ServerQuestion{Group: group, User: a.User, Password: a.Password, Line: a.At, From: a.From}, func(r modes.ServerReply) {
		if r.Answered {
			done(Verdict{Name: a.User, Right: r.Right, Vouched: r})
			return
		}
		a.Methods = a.Methods[1:]
		a.Judge(d, done)
	})
}

// JudgeAt is Judge for the user of a terminal: lines typed meanwhile are kept.
func (a Attempt) JudgeAt(t modes.Terminal, d modes.Logins, then func(Verdict)) {
	whileWaiting(t, func(done func()) {
		a.Judge(d, func(v Verdict) {
			then(v)
			done()
		})
	})
}
