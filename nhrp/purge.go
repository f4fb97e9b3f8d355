package nhrp

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// RoutesMoved tells that the router's routes are others: at the next Look it is seen whether what others were told is so still.
func (a *Agent) RoutesMoved() { a.routes = true }

// Look has those who were told of an address of ours that is not ours any more forget it (RFC 2332 section 5.2.5).
func (a *Agent) Look(now time.Time, w Routes, out *Out) {
	if !a.routes {
		return
	}
	a.routes = false
	for _, n := range a.networks {
		if !n.isOn() {
			continue
		}
		for _, c := range n.sorted() {
			if !c.Local {
				continue
			}
			if target, ok := a.leadsOut(w, n, c.Target.Addr()); !ok || target != c.Target && c.Target.Bits() < c.Target.Addr().BitLen() {
				a.withdraw(now, n, c, out)
			}
		}
	}
}

// withdraw ends an entry of our own, and tells those who know of it.
func (a *Agent) withdraw(now time.Time, n *network, c *cached, out *Out) {
	for _, who := range c.Requesters {
		if len(n.questions) >= mostQuestions {
			break
		}
		q := &question{to: who.NBMA, purge: c.Target}
		a.begin(n, q)
		q.fire = func(now time.Time, _ Routes, out *Out) { a.purge(now, n, q, who, out) }
		a.purge(now, n, q, who, out)
	}
	a.remove(now, n, c, out)
}

func (a *Agent) purge(now time.Time, n *network, q *question, who Requester, out *Out) {
	if q.tries == mostTries {
		a.end(n, q)
		return
	}
	a.queue.Set(&q.timer, now.Add(time.Second<<q.tries))
	q.tries++
	gone := n.client(q.purge.Bits())
	gone.Protocol, gone.HoldTime = q.purge.Addr(), 0
	a.send(now, n, q.to, n.request(packet.PurgeRequest, 0, q.id, who.Protocol, gone), out)
}

// takePurgeRequest forgets what whoever sends it has told before.
func (a *Agent) takePurgeRequest(now time.Time, n *network, from netip.Addr, p *packet.NHRP, out *Out) {
	for _, gone := range p.Clients {
		prefix := netip.PrefixFrom(gone.Protocol, int(gone.Prefix)).Masked()
		if gone.Prefix == 0 || !prefix.IsValid() {
			prefix = host(gone.Protocol)
		}
		for _, c := range n.sorted() {
			if c.Kind == Dynamic && !c.Local && prefix.IsValid() && prefix.Bits() <= c.Target.Bits() && prefix.Contains(c.Target.Addr()) &&
				c.NextHop == p.SrcProtocol {
				a.remove(now, n, c, out)
			}
		}
	}
	if p.Flags&packet.PurgeWithoutReply == 0 {
		a.send(now, n, from, n.answer(packet.PurgeReply, p, p.Clients), out)
	}
}

func (a *Agent) takePurgeReply(n *network, p *packet.NHRP) {
	if q := n.questions[p.RequestID]; q != nil && q.purge.IsValid() {
		a.end(n, q)
	}
}

// Clear forgets what was learned: all of it, or what is about addresses in a prefix. Those who were told of addresses of ours hear of it.
func (a *Agent) Clear(now time.Time, within netip.Prefix, out *Out) {
	for _, n := range a.networks {
		for _, c := range n.sorted() {
			switch {
			case c.Kind == Static || within.IsValid() && !(within.Bits() <= c.Target.Bits() && within.Contains(c.Target.Addr())):
			case c.Local:
				a.withdraw(now, n, c, out)
			default:
				a.remove(now, n, c, out)
			}
		}
		for _, q := range n.waiting() {
			if q.target.IsValid() && (!within.IsValid() || within.Contains(q.target)) {
				a.end(n, q)
			}
		}
	}
}

// ClearCounters sets what is counted to zero.
func (a *Agent) ClearCounters() {
	for _, n := range a.networks {
		n.traffic = Traffic{}
	}
}

// A FarEnd is an NBMA address to which packets of an interface go.
type FarEnd struct {
	NBMA   netip.Addr
	Caller bool // it came by itself, and will come again: it registers
}

// FarEnds are those of an interface as they are known, by protocol address, each once.
func (a *Agent) FarEnds(name string) (list []FarEnd) {
	n := a.network(name)
	if n == nil || n.Network == 0 {
		return nil
	}
	at := map[netip.Addr]int{}
	for _, c := range n.sorted() {
		if !c.IsComplete() || c.Local {
			continue
		}
		if have, ok := at[c.NBMA]; ok {
			list[have].Caller = list[have].Caller && c.Registered
			continue
		}
		at[c.NBMA] = len(list)
		list = append(list, FarEnd{c.NBMA, c.Registered})
	}
	return list
}

// A Multicast is an NBMA address that gets a copy of multicast packets.
type Multicast struct {
	Interface string
	NBMA      netip.Addr
	Dynamic   bool
}

// Multicasts are those of an interface: configured, then registered, each once.
func (a *Agent) Multicasts(name string) (list []Multicast) {
	n := a.network(name)
	if n == nil || n.Network == 0 {
		return nil
	}
	add := func(nbma netip.Addr, dynamic bool) {
		if nbma.IsValid() && !slices.ContainsFunc(list, func(m Multicast) bool { return m.NBMA == nbma }) {
			list = append(list, Multicast{name, nbma, dynamic})
		}
	}
	for _, nbma := range n.Interface.Multicast {
		add(nbma, false)
	}
	for _, s := range n.Interface.Servers {
		if s.Multicast {
			add(s.NBMA, false)
		}
	}
	if n.MulticastDynamic {
		for _, c := range n.sorted() {
			if c.Registered {
				add(c.NBMA, true)
			}
		}
	}
	return list
}
