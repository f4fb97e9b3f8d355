package router

import (
	"cmp"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// A loginGuard watches for logins that fail: it logs them, remembers the last, and when
// there are too many in a time closes the router to the network (`login block-for`).
type loginGuard struct {
	successes, failures int
	inWindow            int
	windowEnds          time.Time
	quietUntil          time.Time             // zero: quiet mode is off
	recent              []modes.LoginFailures // by age of the last of each
}

// defaultQuietList is what IOS calls the list that stands for all addresses.
const defaultQuietList = "sl_def_acl"

// maxRememberedFailures is how many failures `show login failures` tells of.
const maxRememberedFailures = 50

// isQuiet says whether logins from the network are blocked.
func (g *loginGuard) isQuiet(now time.Time) bool { return now.Before(g.quietUntil) }

// LoginBegins tells, for `debug aaa authentication`, that somebody at a line is asked who they are.
func (r *Router) LoginBegins(l *config.Line) {
	if r.config.AAA.NewModel && l != nil {
		r.lastLogin++
		r.Log(debuglog.AAALogin(r.lastLogin, cmp.Or(l.LoginList, "default"))...)
	}
}

// Attempted takes note of a login that succeeded or failed.
func (r *Router) Attempted(a modes.LoginAttempt) {
	a.User = debuglog.Visible(a.User)
	at, _ := r.Clock()
	stamp := at.Format("15:04:05 MST Mon Jan 2 2006")
	p := r.config.Login
	if a.Failed == "" {
		r.loginGuard.successes++
		if p.OnSuccess.Log && r.loginGuard.successes%max(p.OnSuccess.Every, 1) == 0 {
			r.Log(debuglog.LoginSuccess(a.User, a.From, a.Port, stamp))
		}
		return
	}
	r.loginGuard.failures++
	r.loginGuard.rememberFailure(a, at)
	if r.loginGuard.failures%max(p.OnFailure.Every, 1) == 0 {
		r.Log(debuglog.LoginFailed(a.User, a.From, a.Port, a.Failed, stamp))
	}
	r.countLoginFailure(p, a, stamp)
}

// countLoginFailure counts a failure towards quiet mode.
func (r *Router) countLoginFailure(p config.LoginPolicy, a modes.LoginAttempt, stamp string) {
	g := &r.loginGuard
	if p.BlockFor == 0 || g.isQuiet(r.now) {
		return
	}
	if !r.now.Before(g.windowEnds) {
		g.inWindow, g.windowEnds = 0, r.now.Add(p.Within)
	}
	if g.inWindow++; g.inWindow < p.Attempts {
		return
	}
	list := p.QuietList
	if list == "" {
		list = defaultQuietList
	}
	left := int(g.windowEnds.Sub(r.now) / time.Second)
	g.quietUntil, g.inWindow, g.windowEnds = r.now.Add(p.BlockFor), 0, time.Time{}
	r.Log(debuglog.QuietModeOn(left, a.User, a.From, a.Port, a.Failed, list, stamp))
}

// nextQuietEnd is when quiet mode ends: at once when the configuration no longer asks
// for it.
func (r *Router) nextQuietEnd() (at time.Time, why string, ok bool) {
	at = r.loginGuard.quietUntil
	if r.config.Login.BlockFor == 0 && at.After(r.now) {
		at = r.now
	}
	return at, "quiet mode", !r.loginGuard.quietUntil.IsZero()
}

func (r *Router) endQuietMode() {
	r.loginGuard.quietUntil = time.Time{}
	at, _ := r.Clock()
	r.Log(debuglog.QuietModeOff(at.Format("15:04:05 MST Mon Jan 2 2006")))
}

// rememberFailure keeps a failure for `show login failures`.
func (g *loginGuard) rememberFailure(a modes.LoginAttempt, at time.Time) {
	f := modes.LoginFailures{User: a.User, From: a.From, Port: a.Port}
	g.recent = slices.DeleteFunc(g.recent, func(have modes.LoginFailures) bool {
		same := have.User == f.User && have.From == f.From && have.Port == f.Port
		if same {
			f.Count = have.Count
		}
		return same
	})
	f.Count, f.Last = f.Count+1, at
	g.recent = append(g.recent, f)
	g.recent = g.recent[max(len(g.recent)-maxRememberedFailures, 0):]
}

func (r *Router) LoginStatus() modes.LoginStatus {
	g := &r.loginGuard
	return modes.LoginStatus{Quiet: max(g.quietUntil.Sub(r.now), 0), Window: max(g.windowEnds.Sub(r.now), 0),
		Failures: g.inWindow, Total: g.failures, Recent: slices.Clone(g.recent)}
}
