package ike

import (
	"encoding/binary"
	"fmt"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
	"ruthere/event"
)

// informationalExchange is RFC 2409 section 5.7:
//
//	HDR*, HASH(1), N/D     -->
//
// Notifications count on an established SA; a DELETE already while phase 1 runs, once there
// are keys. The device announces no arrow for a DELETE.
var informationalExchange = append([]phase1Row{
	{from: state.P1Complete, on: state.InfoNotify, to: state.P1Complete,
		do: given((*change).processNotifies), after: given((*change).answerLife)},
	{from: state.P1Complete, on: state.KeepAlive, to: state.P1Complete, do: given((*change).sendAck)},
	{from: state.P1Complete, on: state.Phase2Delete, to: state.P1Complete, do: given((*change).sendDeleteIPsec)},
}, deletesBy(state.InitMM5, state.RespMM4, state.RespMM5, state.RespAM2, state.P1Complete)...)

// deletesBy gives the two arrows of the peer's DELETE from states with keys: it may name the
// SA itself, and IPsec SAs, or those alone.
func deletesBy(states ...state.Phase) (rows []phase1Row) {
	for _, from := range states {
		rows = append(rows,
			phase1Row{from: from, on: state.InfoDelete, when: (*change).isDeletedBy, to: from, quiet: true,
				do: given((*change).processLastDelete), then: state.Phase1Delete},
			phase1Row{from: from, on: state.InfoDelete, to: from, quiet: true, do: given((*change).processDelete)})
	}
	return rows
}

// An informational is a message of that exchange whose HASH is right.
type informational struct {
	*received
	node *node
}

// receiveInformational takes one message of an informational exchange. It counts only when
// it is encrypted and its HASH is right; a clear one is logged and changes nothing.
func (c *change) receiveInformational(m *received) {
	id := m.header.MessageID
	if m.header.Flags&isakmp.FlagEncryption == 0 || c.sa.conn == 0 {
		c.refuseClearNotify(m)
		return
	}
	if c.isConnected(m) || c.sa.nodeWith(id) != nil || id == 0 || c.sa.spent.holdsID(id) {
		return // a repeated message ID is a replay
	}
	if !c.readPhase2(m, oakley.PhaseTwoIV(c.sa.suite.Hash, c.sa.iv, id, c.sa.suite.Cipher.BlockSize())) {
		return
	}
	if !m.hashAgrees(oakley.InformationalHash(c.sa.keys.Authenticator, id, m.hashedPart())) {
		c.refuseHash()
		return
	}
	c.spendMessageID(m)
	c.followMessage(m)
	i := &informational{m, c.openNode(id, c.nodeState())}
	c.arithmeticDone(debuglog.EngineHash)
	c.log.ProcessingPayload(debuglog.PayloadHash, id)
	if _, ok := m.firstPayload(isakmp.PayloadDelete); ok {
		c.noteLife(debuglog.SignDelete)
		c.fire(state.InfoDelete, i)
		return
	}
	c.fire(state.InfoNotify, i)
}

// refuseClearNotify takes an informational message without protection: RFC 2408 allows it
// before there are keys, and nobody should believe it.
func (c *change) refuseClearNotify(m *received) {
	if c.sa.conn != 0 {
		c.log.Say(debuglog.IKENotEncrypted(c.sa.remote.Addr()))
		return
	}
	if !c.parsePayloads(m, m.datagram.Data[isakmp.HeaderLen:], isakmp.TrailingRefused) {
		return
	}
	c.log.NotifyHasNoHash()
	c.rejectEvent(state.InfoNotify)
	c.phase1.announceStay(c, state.InfoNotify)
	c.log.Say(debuglog.IKEModeFailure(debuglog.InformationalMode, c.sa.remote.Addr()))
}

// processNotifies goes through the notifications of a message.
func (c *change) processNotifies(i *informational) error {
	for _, p := range i.payloads {
		if n, ok := p.Value.(*isakmp.Notify); ok {
			c.log.ProcessingNotify(uint16(n.Type), int(n.Protocol), shownSPI(n), i.node.id, c.sa.pointer)
			c.processNotify(i, n)
		}
	}
	c.deleteNode(i.node, false, debuglog.NodeInformed)
	return nil
}

func (c *change) processNotify(i *informational, n *isakmp.Notify) {
	switch n.Type {
	case isakmp.NotifyRUThere:
		c.processProbe(n)
	case isakmp.NotifyRUThereAck:
		c.processAck(i, n)
	case isakmp.NotifyKeepalive:
		c.noteLife(debuglog.SignKeepalive)
	case isakmp.NotifyKeepaliveAck:
		c.noteLife(debuglog.SignKeepaliveAck)
	case isakmp.NotifyResponderLifetime:
		c.noteLife(debuglog.SignNotify)
		c.shortenLifetime(n)
	case isakmp.NotifyNoProposalChosen, isakmp.NotifyInvalidIDInformation:
		c.noteLife(debuglog.SignNotify)
		c.endRefusedQuickMode(n)
	default:
		c.noteLife(debuglog.SignNotify)
	}
}

// shownSPI is the number the device prints for a notification's SPI: 0 for those of
// ISAKMP, whose SPI is the pair of cookies.
func shownSPI(n *isakmp.Notify) uint32 {
	if len(n.SPI) == 4 {
		return binary.BigEndian.Uint32(n.SPI)
	}
	return 0
}

// processDelete believes a peer that says IPsec SAs are gone: its own ones only.
func (c *change) processDelete(i *informational) error {
	c.processDeletes(i)
	c.deleteNode(i.node, false, debuglog.NodeInformed)
	return nil
}

// processLastDelete is processDelete of a message that says the SA itself is gone.
func (c *change) processLastDelete(i *informational) error {
	c.processDeletes(i)
	c.markDeleted(debuglog.ReasonDeletedByPeer)
	c.log.DeletingDeletesNode(i.node.id)
	c.endNode(i.node)
	return nil
}

func (c *change) processDeletes(i *informational) {
	for _, p := range i.payloads {
		if d, ok := p.Value.(*isakmp.Delete); ok {
			c.log.ProcessingPayload(debuglog.PayloadDelete, i.node.id)
			c.log.ParanoidKeepalives()
			if d.Protocol == isakmp.ProtocolESP || d.Protocol == isakmp.ProtocolAH {
				c.enqueueDeletes(d)
			}
		}
	}
}

// isDeletedBy says whether a message deletes the SA that protects it. Another SA's
// cookies are not believed: RFC 2408 section 5.15 has the SPI belong to the sender.
func (c *change) isDeletedBy(in input) bool {
	want := string(c.sa.cookieI[:]) + string(c.sa.cookieR[:])
	for _, p := range in.message().payloads {
		d, ok := p.Value.(*isakmp.Delete)
		if !ok || d.Protocol != isakmp.ProtocolISAKMP {
			continue
		}
		for _, spi := range d.SPIs {
			if string(spi) == want {
				return true
			}
		}
	}
	return false
}

// enqueueDeletes has the pairs removed whose outbound SPI the peer named, once IKE is done
// with the message.
func (c *change) enqueueDeletes(d *isakmp.Delete) {
	for _, raw := range d.SPIs {
		if len(raw) != 4 {
			continue
		}
		spi := binary.BigEndian.Uint32(raw)
		pair := c.IPsec.OutboundSPI(c.sa.remote.Addr(), spisOf(d.Protocol, spi))
		if pair == nil || pair.Out.Local != c.sa.local.Addr() || c.owners[pair].manual {
			continue
		}
		c.log.EnqueuedDeleteSAs(spi)
		c.removeDeletedPair(pair, d.Protocol, spi)
	}
}

// removeDeletedPair is IPsec being told that the peer has deleted a pair; of a bundle one SA does not go without the other.
func (c *change) removeDeletedPair(pair *ipsec.Pair, protocol isakmp.ProtocolID, spi uint32) {
	ends, port, id := c.sa.bothEnds(), c.sa.remote.Port(), c.sa.peerID
	c.queueMessage(func(_ time.Time, out *Out) {
		if !c.IPsec.Has(pair) {
			return // named twice
		}
		out.Log(ends.remote, debuglog.KeyEngineEvent(1), debuglog.ReceivedDeleteNotify(),
			debuglog.DeleteSAWithSPI(spi, protocol == isakmp.ProtocolAH, ends.remote))
		c.removePairs([]*ipsec.Pair{pair}, ends, port, id, event.DeletedByPeer, out)
	})
}

// sendInformational sends one payload under a fresh message ID. It needs no answer on
// that ID, so its node is purged as soon as the packet is out, and never kept.
func (c *change) sendInformational(p isakmp.Payload, before ...func(id uint32)) error {
	return c.sendPayloads([]isakmp.Payload{p}, before...)
}

// sendPayloads is sendInformational of several.
func (c *change) sendPayloads(payloads []isakmp.Payload, before ...func(id uint32)) error {
	id := c.newMessageID(c.sa)
	c.sa.spent.addProbe(id)
	c.log.SetNewNode(id, state.QMIdle)
	for _, say := range before {
		say(id)
	}
	protection := c.sa.protection()
	data, err := protection.Seal(id, append([]isakmp.Payload{protection.Hash(id, payloads...)}, payloads...)...)
	if err != nil {
		return fmt.Errorf("cannot send an informational message: %w", err)
	}
	c.arithmeticDone(debuglog.EngineHash)
	c.arithmeticDone(debuglog.EngineEncrypt)
	c.transmit(data)
	c.log.PurgingNode(id)
	return nil
}

// sendClearNotify tells a peer of an error before there are keys.
func (c *change) sendClearNotify(t isakmp.NotifyType) {
	n := &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: t}
	m := isakmp.Message{Header: c.newHeader(isakmp.Informational, c.newMessageID(c.sa)), Payloads: []isakmp.Payload{isakmp.New(n)}}
	c.sa.shown = c.sa.noState()
	c.transmit(m.Append(nil))
}

// A lostPair is a pair of IPsec SAs that is gone here: what state.Phase2Delete brings.
type lostPair struct{ *ipsec.Pair }

func (lostPair) message() *received { return nil }

// sendDeleteIPsec tells the peer that a pair is gone: the SPIs are those it sends with, a payload for each protocol
// (RFC 2408 section 3.15).
func (c *change) sendDeleteIPsec(lost lostPair) error {
	var payloads []isakmp.Payload
	spis := lost.In.SPIs()
	for _, protocol := range []isakmp.ProtocolID{isakmp.ProtocolAH, isakmp.ProtocolESP} {
		if spi := spiFor(protocol, spis); spi != 0 {
			payloads = append(payloads, isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: protocol,
				SPIs: [][]byte{binary.BigEndian.AppendUint32(nil, spi)}}))
		}
	}
	return c.sendPayloads(payloads)
}
