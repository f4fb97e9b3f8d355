package ike

import (
	"net/netip"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
)

// deletion is how an SA ends. From phase 1 complete it tells the peer first; an SA
// that never got there is torn down at once. The device names the last arrow
// IKE_MM_EXCH, whatever the reason. Where the chapter's release has gone to IKE_DEST_SA
// because the peer is dead, it passes over the SA twice.
func deletion(release debuglog.Release) []phase1Row {
	rows := []phase1Row{
		{from: state.P1Complete, on: state.Phase1Delete, when: (*change).isForgottenByPeer, to: state.DestSA,
			after: alone((*change).queueBurial)},
		{from: state.P1Complete, on: state.Phase1Delete, to: state.DestSA,
			do: alone((*change).sendDeleteISAKMP), after: alone((*change).queueBurial)},
		{from: state.DestSA, on: state.MMExchange, to: state.DestSA, do: alone((*change).endNodes), after: alone((*change).burySA)},
	}
	for _, from := range transacting {
		rows = append(rows,
			phase1Row{from: from, on: state.Phase1Delete, when: (*change).isForgottenByPeer, to: state.DestSA, after: alone((*change).queueBurial)},
			phase1Row{from: from, on: state.Phase1Delete, to: state.DestSA,
				do: alone((*change).sendDeleteISAKMP), after: alone((*change).queueBurial)})
	}
	if release == debuglog.IOS124 {
		rows = append(rows, phase1Row{from: state.DestSA, on: state.Phase1Delete, to: state.DestSA,
			do: alone((*change).abandonNodes), after: alone((*change).queueBurial)})
	}
	for _, from := range interruptible {
		rows = append(rows, phase1Row{from: from, on: state.Phase1Delete, to: state.DestSA,
			do: alone((*change).endNodes), after: alone((*change).burySA)})
	}
	for _, a := range refusable {
		rows = append(rows, phase1Row{from: a.from, on: a.on, when: (*change).isMarked, to: state.DestSA,
			do: alone((*change).endNodes), after: alone((*change).burySA)})
	}
	return rows
}

// The two ways out of phase 1. A timer, an operator or a peer that begins anew finds the SA
// where it waits, for a message or for arithmetic; a negotiation fails where a message is
// being processed. The states in which neither happens have no such row.
var (
	interruptible = []state.Phase{
		state.InitMM1, state.InitMM2, state.InitMM3, state.InitMM4, state.InitMM5,
		state.RespMM2, state.RespMM3, state.RespMM4, state.RespMM5,
		state.Ready, state.InitAM1, state.RespAMAwait, state.RespAM2,
	}
	refusable = []arrow[state.Phase]{
		{state.InitMM5, state.MMExchange}, {state.RespMM5, state.MMExchange},
		{state.RespAMAwait, state.AMExchange}, {state.RespAM2, state.AMExchange},
		{state.Ready, state.MMExchange}, {state.InitMM2, state.MMExchange}, {state.InitMM4, state.MMExchange},
		{state.RespMM1, state.MMExchange}, {state.RespMM3, state.MMExchange},
		{state.Ready, state.AMExchange}, {state.InitAM1, state.AMExchange},
	}
)

func (c *change) isMarked(input) bool { return c.sa.isGone() }

// isForgottenByPeer says that the peer has no such SA any more: a delete would only tell it
// what it told us.
func (c *change) isForgottenByPeer(input) bool { return c.sa.reason == debuglog.ReasonInitialContact }

// deleteSA deletes a living SA for a reason: the paranoid line, the mark, the rest.
func (c *change) deleteSA(reason debuglog.Reason) {
	c.log.ParanoidKeepalives()
	c.markDeleted(reason)
	c.fire(state.Phase1Delete, nil)
	c.reschedule(c.sa)
}

// abandonNodes is the first pass over an SA whose peer is dead: its nodes failed.
func (c *change) abandonNodes() error {
	c.tearDown()
	for _, n := range c.sa.nodes {
		c.log.AbandoningNode(n.id, c.sa.reason)
		c.endNode(n)
	}
	return nil
}

// endNodes is the pass before an SA is buried. What an earlier pass has done already is
// said again with the state and the reason it left: none.
func (c *change) endNodes() error {
	again := c.sa.life == tornDown
	if again {
		c.log.ReapingSA(c.sa.role, c.sa.remote.Addr())
	} else {
		c.tearDown()
	}
	for _, n := range c.sa.nodes {
		if again {
			c.log.ReapingNode(n.id)
		} else {
			c.log.DeletingNode(n.id, false, debuglog.NodeSADeleted)
		}
		c.endNode(n)
	}
	return nil
}

// queueBurial asks for the burial, after whatever IPsec has to say first.
func (c *change) queueBurial() error {
	c.runLater(func(c *change) {
		c.fire(state.MMExchange, nil)
		c.reschedule(c.sa)
	})
	return nil
}

// dropUnconfirmed removes the pairs whose quick mode the peer has not finished: with
// the SA gone, it never will.
func (c *change) dropUnconfirmed() {
	for _, n := range c.sa.nodes {
		if n.state != state.NodeRQM2 {
			continue
		}
		if _, known := c.owners[n.quick.pair]; known {
			c.dropPair(n.quick.pair, reasonWords[c.sa.reason], c.out)
		}
	}
}

// sendDeleteISAKMP tells the peer that the SA is no more: RFC 2408 section 3.15.
func (c *change) sendDeleteISAKMP() error {
	spi := append(c.sa.cookieI[:len(c.sa.cookieI):len(c.sa.cookieI)], c.sa.cookieR[:]...)
	return c.sendInformational(isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, SPIs: [][]byte{spi}}))
}

// deleteSiblings drops the IPsec SAs with the SA's peer because the peer is dead.
// IPsec then tells IKE what it lost (settled after the SA itself is torn down).
func (c *change) deleteSiblings() {
	pairs := c.pairsOfClient([]uint16{c.sa.remote.Port()})
	if len(pairs) == 0 {
		return
	}
	if p := c.sa.peer; p != nil {
		c.log.Say(debuglog.UnlockingIPsecStruct(p.pointer, p.ipsec-len(pairs)))
	}
	owners := make([]owner, len(pairs))
	for i, pair := range pairs {
		owners[i] = c.owners[pair]
	}
	c.removePairs(pairs, c.sa.bothEnds(), c.sa.remote.Port(), c.sa.peerID, event.PeerDead, c.out)
	for i, pair := range pairs {
		c.queueMessage(func(_ time.Time, out *Out) {
			out.Log(pair.Out.Remote, debuglog.ReceivedKEMessage(4, 1))
		})
		c.queueDeleteNotify(pair, owners[i], c.sa.bothEnds())
	}
}

// queueDeleteNotify is IPsec asking IKE to tell the peer that a pair is gone, which was for what its owner says.
func (e *Engine) queueDeleteNotify(pair *ipsec.Pair, of owner, ends endpoints) {
	e.queueMessage(func(now time.Time, out *Out) {
		out.Log(pair.Out.Remote, debuglog.ReceivedKEMessage(3, 1))
		sa := e.saOwning(of, ends)
		if sa == nil || !sa.isEstablished() {
			out.Log(pair.Out.Remote, debuglog.IgnoringDeleteNotify(pair.In.Local, pair.In.Remote, pair.In.SPI))
			return
		}
		e.changeSA(now, sa, out).fire(state.Phase2Delete, lostPair{pair})
		e.reschedule(sa)
	})
}

// InvalidSPI is IPsec asking IKE to tell a peer that it sends with SPIs nobody has
// here: a DELETE, if there is an ISAKMP SA to send it on. If there is none, and
// `crypto isakmp invalid-spi-recovery` is configured, one is negotiated with a peer that a crypto map
// names; it drops what it had with its INITIAL-CONTACT. The caller limits the rate.
func (e *Engine) InvalidSPI(now time.Time, vrf string, local, remote netip.Addr, spis ipsec.SPIs, out *Out) {
	unknown, ends := &ipsec.SA{SPI: spis.Main(), Local: local, Remote: remote}, endpoints{vrf, local, remote}
	if spis.AH != 0 {
		unknown.AH = &ipsec.AH{SPI: spis.AH}
		unknown.Transform.AH = ipsec.HMACSHA1 // whichever it was: only the SPI is told
	}
	e.queueDeleteNotify(&ipsec.Pair{In: unknown, Out: unknown}, owner{}, ends)
	e.settleQueue(now, out)
	if !e.config.ISAKMP.InvalidSPIRecovery || !e.On() || e.usableSA(ends) != nil {
		return
	}
	for _, entry := range e.config.CryptoMaps {
		if entry.Manual == nil && (entry.Tunnel == nil || entry.Tunnel.Template == "") && e.namesPeer(entry, remote) {
			e.beginPhase1(now, nil, vrf, e.config.ProfileOf(entry), netip.AddrPortFrom(local, Port), netip.AddrPortFrom(remote, Port), out)
			return
		}
	}
}
