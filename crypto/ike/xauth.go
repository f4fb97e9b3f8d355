package ike

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// XAUTH (draft-beaulieu-ike-xauth-02): after phase 1, whose key many may share, the peer has to say who its user is, and prove it
// by a password. It is judged outside, as all passwords are. Nobody gets IPsec SAs before.

const (
	maxXAuthTries = 3

	// Whoever guesses waits this long for each answer, beyond what the judgement takes.
	wrongPasswordDelay = 2 * time.Second

	// What a user may be called; a longer name is nobody's.
	maxUserName = 128
)

// xauth is how far an SA is with it; nil: nobody is asked.
type xauth struct {
	list   string // of methods
	user   string
	secret string // the password, until it is judged
	check  uint64 // the question that is out; 0: none is
	tries  int
	passed bool
}

// A CheckUser asks whether a password is that of a user, as a list of `aaa authentication login` says. The answer goes to
// Engine.UserChecked.
type CheckUser struct {
	ID                   uint64
	List, User, Password string
	Peer                 netip.Addr // from where the user comes
}

func (CheckUser) item() {}

// Format prints nothing of the password, with any verb.
func (CheckUser) Format(f fmt.State, _ rune) { fmt.Fprint(f, "ike.CheckUser(secret)") }

// asksXAuth says whether the configuration wants the SA's peer asked for user and password.
func (c *change) asksXAuth() bool {
	if c.sa.role != state.Responder || c.sa.material == nil || c.sa.noXAuth {
		return false
	}
	return c.clientSettings().XAuth != ""
}

// clientSettings are how the SA's peer is treated if it is a client.
func (c *change) clientSettings() config.ClientSettings {
	return c.clientSettingsAt(c.sa.profile, c.sa.vrf, c.sa.local.Addr())
}

// clientSettingsAt are how peers of a profile, which may be nil, are treated at a local address: whose peers are to have tunnels from
// a virtual template need no crypto map there.
func (e *Engine) clientSettingsAt(p *config.Profile, vrf string, local netip.Addr) config.ClientSettings {
	if iface := e.interfaceAt(vrf, local); iface != nil {
		return e.config.ClientSettingsOf(p, iface.CryptoMap)
	}
	if p != nil && p.VirtualTemplate != 0 {
		return p.Clients
	}
	return config.ClientSettings{}
}

// awaitUser notes at the end of phase 1 that the peer's user is to be asked.
func (c *change) awaitUser() {
	if p := c.sa.profile; p != nil && c.sa.group == "" && c.sa.role == state.Responder && c.config.FindsGroups(p.Clients.Authorization) {
		c.sa.group = p.ClientGroup
	}
	if !c.asksXAuth() {
		return
	}
	c.sa.xauth = &xauth{list: c.clientSettings().XAuth}
	c.sa.timers[timerXAuth] = c.now.Add(cmp.Or(c.config.ISAKMP.XAuthTimeout, config.DefaultXAuthTimeout))
}

func (c *change) mustAskUser(input) bool { return c.sa.xauth != nil && !c.sa.xauth.passed }

// askUser asks for a name and a password.
func (c *change) askUser() error {
	c.log.NeedXAuth()
	return c.beginTransaction(state.ConfXAuth, isakmp.ConfigurationRequest, []isakmp.Attribute{
		isakmp.VariableAttribute(isakmp.XAuthUserName, nil), isakmp.VariableAttribute(isakmp.XAuthUserPassword, nil)})
}

// takeUser reads what the peer says of its user. A reply that lacks something, or has a status of its own, is a wrong one.
func (c *change) takeUser(m *configured) error {
	x := c.sa.xauth
	x.user, x.secret = "", ""
	for _, a := range m.Attributes {
		switch a.Type {
		case isakmp.XAuthUserName:
			c.log.RepliesAttribute(debuglog.XAuthName)
			if len(a.Value) <= maxUserName {
				x.user = string(a.Value)
			}
		case isakmp.XAuthUserPassword:
			c.log.RepliesAttribute(debuglog.XAuthPassword)
			x.secret = string(a.Value)
		}
	}
	c.deleteNode(m.node, false, debuglog.NodeXAuthReplied)
	return nil
}

// judgeUser has the password judged.
func (c *change) judgeUser() error {
	x := c.sa.xauth
	x.tries++
	c.lastCheck++
	x.check = c.lastCheck
	c.checks[x.check] = c.sa
	name, secret := x.user, x.secret
	x.secret = ""
	if g := c.group(c.sa); g != nil && g.GroupLock {
		if name = userOf(name, g.Name); name == "" {
			secret = ""
		}
		x.user = name
	}
	c.out.add(CheckUser{ID: x.check, List: x.list, User: name, Password: secret, Peer: c.sa.remote.Addr()})
	return nil
}

// userOf is the name before the group in what a user of a locked group says: NAME@GROUP, or another delimiter; "" if the group is
// not that one.
func userOf(said, group string) string {
	for _, delimiter := range []string{"@", "/", `\`, "%"} {
		if name, ok := strings.CutSuffix(said, delimiter+group); ok {
			return name
		}
	}
	return ""
}

// UserChecked takes the answer to a CheckUser.
func (e *Engine) UserChecked(now time.Time, id uint64, right bool, out *Out) {
	sa := e.checks[id]
	delete(e.checks, id)
	if sa == nil || sa.isGone() || sa.phase != state.XAuthLoginAwait || sa.xauth.check != id {
		return
	}
	c := e.changeSA(now, sa, out)
	sa.xauth.check, sa.xauth.passed = 0, right && sa.xauth.user != ""
	c.sayJudged()
	if sa.xauth.passed {
		c.fire(state.LoginDone, nil)
	} else {
		sa.timers[timerVerdict] = now.Add(wrongPasswordDelay)
	}
	e.reschedule(sa)
	e.settleQueue(now, out)
}

// sayJudged logs what became of a login, if that is wanted.
func (c *change) sayJudged() {
	if c.logsEzVPN(c.sa.group) {
		c.log.Say(debuglog.TunnelAuthentication(c.sa.xauth.passed, c.sa.xauth.user, c.sa.group, c.sa.remote.Addr(), c.sa.local.Addr()))
	}
}

// logsEzVPN says whether what happens to the clients of a group is logged.
func (e *Engine) logsEzVPN(group string) bool {
	return e.config.EzVPNLogging && (e.config.EzVPNLogGroup == "" || e.config.EzVPNLogGroup == group)
}

// tellUser tells the peer what was thought of its user.
func (c *change) tellUser() error {
	status := uint16(0)
	if c.sa.xauth.passed {
		c.enterClient()
		status = 1
	}
	return c.beginTransaction(state.ConfXAuth, isakmp.ConfigurationSet, []isakmp.Attribute{
		isakmp.BasicAttribute(isakmp.XAuthStatus, status)})
}

func (c *change) isOutOfTries(input) bool {
	return !c.sa.xauth.passed && c.sa.xauth.tries >= maxXAuthTries
}

// finishXAuth takes the peer's word that it has understood. Who was wrong is asked again.
func (c *change) finishXAuth(m *configured) error {
	c.log.XAuthAcknowledged()
	c.deleteNode(m.node, false, debuglog.NodeTransactionDone)
	if c.sa.xauth.passed {
		c.sa.timers[timerXAuth] = noTime
		c.discountUnfinished(c.sa)
		c.log.TalkingToUnity()
	}
	return nil
}

// refuseUser ends the SA of a peer whose user is not let in.
func (c *change) refuseUser() error {
	c.deleteSA(debuglog.ReasonXAuthFailed)
	return nil
}
