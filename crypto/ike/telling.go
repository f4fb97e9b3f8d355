package ike

import (
	"cmp"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/event"
)

// What the engine tells of its state, where the state changes.

// reasonWords are the reasons of the log, which says less, in the words of events.
var reasonWords = map[debuglog.Reason]event.Reason{
	debuglog.ReasonCleared: event.Operator, debuglog.ReasonDeletedByPeer: event.DeletedByPeer,
	debuglog.ReasonUnconfigured: event.Unconfigured, debuglog.ReasonInitialContact: event.InitialContact,
	debuglog.ReasonPeersAlive: event.PeerDead, debuglog.ReasonRetransmission: event.NoAnswer,
	debuglog.ReasonRetransmission2: event.NoAnswer, debuglog.ReasonLifetimeExceeded: event.Lifetime,
	debuglog.ReasonPolicyNotAccepted: event.NoProposal, debuglog.ReasonNoKey: event.NoKey,
	debuglog.ReasonIdleTime: event.Idle, debuglog.ReasonNameNotFound: event.NameNotFound,
	debuglog.ReasonBadCertificate: event.BadCertificate,
}

func roleWord(initiator bool) event.Role {
	if initiator {
		return event.Initiator
	}
	return event.Responder
}

// tellSA tells what became of the ISAKMP SA.
func (c *change) tellSA(s event.State, why debuglog.Reason) {
	if !c.out.Events {
		return
	}
	sa, mode := c.sa, event.Mode("")
	if sa.aggressive {
		mode = event.Aggressive
	}
	c.out.add(Event{event.ISAKMPSA{State: s, Mode: mode, Local: sa.local, Remote: sa.remote, VRF: sa.vrf,
		Role:      roleWord(sa.role == state.Initiator),
		Initiator: event.Cookie(sa.cookieI), Responder: event.Cookie(sa.cookieR), Connection: c.shownConn(sa), PeerID: sa.peerID,
		NAT: sa.nat.isFound(), Reason: reasonWords[why]}})
}

// tellEnd tells that the ISAKMP SA is gone, or that it will never be.
func (c *change) tellEnd(why debuglog.Reason) {
	if c.sa.Established.IsZero() {
		c.tellSA(event.Failed, why)
		return
	}
	c.tellSA(event.Down, why)
}

// tellPair tells what became of a pair of IPsec SAs that is in the database.
func (e *Engine) tellPair(s event.State, pair *ipsec.Pair, why event.Reason, out *Out) {
	of, known := e.owners[pair]
	if !out.Events || !known {
		return
	}
	out.add(Event{event.IPsecSA{State: s, Local: pair.Out.Local, Remote: pair.Out.Remote, VRF: of.vrf, InsideVRF: of.ivrf,
		Role: roleWord(of.initiator), InboundSPI: event.SPI(pair.In.SPI), OutboundSPI: event.SPI(pair.Out.SPI),
		LocalProxy: pair.Out.Selector.Local, RemoteProxy: pair.Out.Selector.Remote, Protocol: pair.Out.Selector.Protocol,
		Map: of.entry.name, Sequence: of.entry.sequence, Reason: why}})
}

// tellQuickModeFailed tells of a quick mode that led to no SAs.
func (c *change) tellQuickModeFailed(q *quickMode) {
	if !c.out.Events {
		return
	}
	c.out.add(Event{event.IPsecSA{State: event.Failed, Local: c.sa.local.Addr(), Remote: c.sa.remote.Addr(), VRF: c.sa.vrf,
		InsideVRF: c.insideVRF(c.sa), Role: roleWord(q.initiator), InboundSPI: event.SPI(q.in.Main()), OutboundSPI: event.SPI(q.out.Main()),
		LocalProxy: q.local.Local, RemoteProxy: q.local.Remote, Protocol: q.local.Protocol, Map: q.entry.name, Sequence: q.entry.sequence,
		Reason: cmp.Or(q.failure, reasonWords[c.sa.reason])}})
}

// tellDPD tells what dead peer detection knows of the peer now.
func (c *change) tellDPD(s event.State, by debuglog.Sign) {
	if !c.out.Events {
		return
	}
	protocol := c.livenessWith(c.sa)
	e := event.DPD{State: s, Local: c.sa.local.Addr(), Remote: c.sa.remote.Addr(), VRF: c.sa.vrf, Protocol: protocol.String()}
	if e.Misses = c.sa.monitor.Misses(); protocol == LivenessDPD {
		e.Sequence = c.sa.monitor.Sequence()
	}
	if s == event.Heard {
		e.Heard = by.String()
	}
	c.out.add(Event{e})
}

// tellTransition tells which state an exchange has entered.
func (c *change) tellTransition(initiator bool, on state.Event, from, to string) {
	if !c.out.Transitions {
		return
	}
	c.out.add(Event{event.Transition{State: event.Entered, Local: c.sa.local, Remote: c.sa.remote, VRF: c.sa.vrf, Role: roleWord(initiator),
		Initiator: event.Cookie(c.sa.cookieI), Input: on.String(), From: from, To: to}})
}
