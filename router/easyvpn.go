package router

import (
	"net/netip"
	"time"

	"ruthere/crypto/ezvpn"
	"ruthere/crypto/ike"
)

// EasyVPNs lists the Easy VPN clients.
func (r *Router) EasyVPNs() []ezvpn.Status { return r.easyVPN.Statuses() }

// EasyVPN runs something of the Easy VPN clients. What comes of it is carried out at the end of the step.
func (r *Router) EasyVPN(f func(now time.Time, s *ezvpn.Clients)) { f(r.now, &r.easyVPN) }

func (r *Router) nextEasyVPNTimer() (at time.Time, why string, ok bool) {
	at, ok = r.easyVPN.Deadline()
	return at, "easy vpn", ok
}

func (r *Router) runEasyVPN() { r.easyVPN.Tick(r.now) }

// settleEasyVPN carries out what the clients want, and tells them what has become of it, until nothing is left.
func (r *Router) settleEasyVPN() {
	r.easyVPN.Track(r.now, r.typed, r.trackAllows)
	for {
		if len(r.easyVPNNews) > 0 {
			news := r.easyVPNNews[0]
			r.easyVPNNews = r.easyVPNNews[1:]
			r.easyVPN.Hear(r.now, news)
		}
		actions := r.easyVPN.Take()
		if len(actions) == 0 && len(r.easyVPNNews) == 0 {
			return
		}
		for _, a := range actions {
			r.carryOut(a)
		}
	}
}

func (r *Router) carryOut(a ezvpn.Action) {
	switch a := a.(type) {
	case ezvpn.Log:
		r.Log(a.Lines...)
	case ezvpn.Refresh:
		r.putInForce(r.derive(r.typed))
	case ezvpn.Call:
		r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.CallServer(now, a.Local, a.Server, out) })
	case ezvpn.GiveUser:
		r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.GiveUser(now, a.Name, a.User, a.Password, out) })
	case ezvpn.OpenSockets:
		r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.OpenSockets(now, a.Name, out) })
	case ezvpn.HangUp:
		r.withEngine(func(now time.Time, e *ike.Engine, out *ike.Out) { e.HangUp(now, a.Name, out) })
	case ezvpn.Lookup:
		r.resolveName(a.Host, func(addr netip.Addr) { r.easyVPN.Resolved(r.now, a.Name, a.Host, addr) })
	}
}
