package nhrp

import (
	"cmp"
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// A question is a request of ours that is repeated until it is answered.
type question struct {
	timer
	id     uint32
	target netip.Addr   // that is asked for; invalid: it is a purge
	to     netip.Addr   // NBMA address of a purge
	purge  netip.Prefix // what is not so any more
	tries  int
}

// waiting are the questions under way, by number.
func (n *network) waiting() []*question {
	list := make([]*question, 0, len(n.questions))
	for _, q := range n.questions {
		list = append(list, q)
	}
	slices.SortFunc(list, func(a, b *question) int { return cmp.Compare(a.id, b.id) })
	return list
}

func (a *Agent) begin(n *network, q *question) {
	a.asked++
	q.timer, q.id = a.newTimer(), a.asked
	n.questions[q.id] = q
}

func (a *Agent) end(n *network, q *question) {
	a.queue.Remove(&q.timer)
	delete(n.questions, q.id)
}

// ask asks who has an address, unless that is being asked.
func (a *Agent) ask(now time.Time, w Routes, n *network, target netip.Addr, out *Out) {
	if n.ServerOnly || !target.IsValid() || len(n.questions) >= mostQuestions {
		return
	}
	for _, q := range n.questions {
		if q.target == target {
			return
		}
	}
	q := &question{target: target}
	a.begin(n, q)
	q.fire = func(now time.Time, w Routes, out *Out) { a.askAgain(now, w, n, q, out) }
	a.askAgain(now, w, n, q, out)
}

// askAgain sends a question, and gives up when it was sent often enough.
func (a *Agent) askAgain(now time.Time, w Routes, n *network, q *question, out *Out) {
	if q.tries == mostTries {
		a.end(n, q)
		return
	}
	a.queue.Set(&q.timer, now.Add(time.Second<<q.tries))
	q.tries++
	me := n.client(0)
	me.NBMA, me.Protocol = netip.Addr{}, netip.Addr{} // those of the packet
	p := n.request(packet.ResolutionRequest, packet.ResolutionFromRouter|packet.ResolutionAuthoritative|packet.ResolutionSourceStable|
		packet.FlagNAT, q.id, q.target, me)
	a.send(now, n, n.wayTo(w, q.target), p, out)
}

// wayTo is the NBMA address by which a question about an address goes: to a server about one of the tunnel's own subnet, else along the
// route, as packets to it go.
func (n *network) wayTo(w Routes, target netip.Addr) netip.Addr {
	if n.Peer.IsValid() {
		return n.Peer
	}
	if !n.Address.Contains(target) {
		if r, ok := w.Find(n.VRF, target); ok && r.Interface == n.Name {
			if c := n.entryOf(r.Via); c != nil && c.IsComplete() {
				return c.NBMA
			}
		}
	}
	nbma, _ := n.serverFor(target)
	return nbma
}

// takeResolutionRequest answers who asks for an address that is ours, or that we lead to on a network of another kind (RFC 2332 section
// 5.2.1). ok is false if the packet is to be sent on.
func (a *Agent) takeResolutionRequest(now time.Time, w Routes, n *network, p *packet.NHRP, out *Out) (ok bool) {
	target, ok := a.leadsOut(w, n, p.DstProtocol)
	if !ok || !p.SrcProtocol.IsValid() || !p.SrcNBMA.IsValid() {
		return ok
	}
	hold := n.HoldTime
	if len(p.Clients) > 0 && p.Clients[0].HoldTime > 0 {
		a.learn(now, n, a.requesterOf(p), time.Duration(p.Clients[0].HoldTime)*time.Second, out)
	}
	nbma := a.requesterOf(p).NBMA
	e := Entry{Target: target, NextHop: n.Address.Addr(), NBMA: n.NBMA, Kind: Dynamic, Router: true, Unique: true, Local: true}
	if c := a.put(now, n, e, hold, out); c != nil {
		c.tell(Requester{p.SrcProtocol, nbma, p.RequestID})
	}
	r := n.answer(packet.ResolutionReply, p, []packet.NHRPClient{n.client(target.Bits())})
	r.Flags |= packet.ResolutionStable | packet.ResolutionUnique
	if x := r.Extension(packet.ExtensionNAT); x != nil && n.translated.IsValid() {
		seen := n.client(target.Bits())
		seen.NBMA, seen.HoldTime = n.translated, 0
		x.Clients = append(x.Clients, seen)
	}
	a.send(now, n, nbma, r, out)
	return true
}

// leadsOut says whether questions about an address are ours to answer, and about what our answer is.
func (a *Agent) leadsOut(w Routes, n *network, to netip.Addr) (target netip.Prefix, ok bool) {
	if to == n.Address.Addr() {
		return host(to), true
	}
	r, ok := w.Find(n.VRF, to)
	if !ok {
		return target, false
	}
	if out := a.network(r.Interface); out != nil && out.Network == n.Network && !r.Own {
		return target, false
	}
	if r.Own || r.Prefix.Bits() == 0 || r.Prefix.Overlaps(n.Address) {
		return host(to), true
	}
	return r.Prefix, true
}

// requesterOf is who asks, as an entry of the cache: at the address that translation gives it, if a server has told of that.
func (a *Agent) requesterOf(p *packet.NHRP) Entry {
	e := Entry{Target: host(p.SrcProtocol), NextHop: p.SrcProtocol, NBMA: p.SrcNBMA, Kind: Dynamic, Implicit: true,
		Router: p.Flags&packet.ResolutionFromRouter != 0}
	if seen := addressOf(p.Extension(packet.ExtensionNAT), p.SrcProtocol); seen.IsValid() && seen != e.NBMA {
		e.NBMA, e.Claimed = seen, e.NBMA
	}
	return e
}

// learn puts an entry into the cache that somebody else told of, unless what is there is better.
func (a *Agent) learn(now time.Time, n *network, e Entry, hold time.Duration, out *Out) *cached {
	have := n.cache[e.Target]
	switch {
	case e.NBMA == n.NBMA || e.NextHop == n.Address.Addr():
		return nil
	case have != nil && (have.Kind == Static || have.Registered || have.Local || have.Shortcut && !e.Shortcut):
		return nil
	}
	if have != nil && have.IsComplete() && have.NBMA == e.NBMA {
		e.Implicit = e.Implicit && have.Implicit // it was asked for already
	}
	c := a.put(now, n, e, max(hold, time.Second), out)
	if c != nil {
		c.asked = e.Target.Addr()
	}
	return c
}

func (c *cached) tell(who Requester) {
	c.Requesters = slices.DeleteFunc(c.Requesters, func(r Requester) bool { return r.Protocol == who.Protocol })
	if len(c.Requesters) < mostRequesters {
		c.Requesters = append(c.Requesters, who)
	}
}

// takeResolutionReply takes the answer to a question of ours.
func (a *Agent) takeResolutionReply(now time.Time, n *network, p *packet.NHRP, out *Out) {
	q := n.questions[p.RequestID]
	if q == nil || q.target != p.DstProtocol || len(p.Clients) == 0 {
		return
	}
	a.end(n, q)
	c := p.Clients[0]
	if c.Code != packet.CodeSuccess {
		out.add(Refused{n.Name, p.Type, p.DstProtocol, uint16(c.Code)})
		return
	}
	bits := int(c.Prefix)
	if bits == 0 || bits > q.target.BitLen() {
		bits = q.target.BitLen()
	}
	e := Entry{Target: netip.PrefixFrom(q.target, bits).Masked(), NextHop: c.Protocol, NBMA: c.NBMA, Kind: Dynamic,
		Router: p.Flags&packet.ResolutionFromRouter != 0}
	if !e.NextHop.IsValid() || !e.NBMA.IsValid() {
		return
	}
	if seen := addressOf(p.Extension(packet.ExtensionNAT), e.NextHop); seen.IsValid() && seen != e.NBMA {
		e.NBMA, e.Claimed = seen, e.NBMA
	}
	hold := time.Duration(c.HoldTime) * time.Second
	if n.Address.Contains(q.target) {
		e.Target = host(q.target)
		a.learn(now, n, e, hold, out)
		return
	}
	if !n.Shortcut || !n.Address.Contains(e.NextHop) || e.Target.Overlaps(n.Address) {
		return
	}
	next := e
	next.Target = host(e.NextHop)
	a.learn(now, n, next, hold, out)
	e.Shortcut = true
	if have := a.learn(now, n, e, hold, out); have != nil {
		have.asked = q.target
	}
}
