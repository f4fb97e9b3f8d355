package ike

import (
	"encoding/binary"
	"time"

	"ruthere/crypto/isakmp"
)

// RFC 2407 section 4.6.3.1: a responder whose IPsec SAs live shorter than the initiator
// offered says so in its answer, so that both ends renew them in time.

// responderLifetimeNotify is that notification of message 2; false if the offer's
// lifetimes hold.
func (x *exchange) responderLifetimeNotify() (isakmp.Payload, bool) {
	q := x.node.quick
	var offered offeredTransform // the longest lifetimes, if the protocols have different ones
	for _, p := range q.agreed.proposals {
		t := readIPsecTransform(p.Protocol, p.Transforms[0])
		offered.seconds, offered.kilobytes = max(offered.seconds, t.seconds), max(offered.kilobytes, t.kilobytes)
	}
	var data []isakmp.Attribute
	if seconds := q.agreed.seconds; uint64(seconds) < offered.seconds {
		data = append(data, ipsecLife(isakmp.LifeSeconds, seconds)...)
	}
	if kilobytes := q.agreed.kilobytes; uint64(kilobytes) < offered.kilobytes {
		data = append(data, ipsecLife(isakmp.LifeKilobytes, kilobytes)...)
	}
	if data == nil {
		return isakmp.Payload{}, false
	}
	protocol := q.agreed.proposals[0].Protocol
	return isakmp.New(&isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: protocol, Type: isakmp.NotifyResponderLifetime,
		SPI: binary.BigEndian.AppendUint32(nil, spiFor(protocol, q.in)), Data: isakmp.AppendAttributes(nil, data)}), true
}

// honourResponderLifetime shortens the lifetimes of a quick mode to those the responder
// names in message 2. It never makes them longer.
func (x *exchange) honourResponderLifetime(m *received) {
	agreed := &x.node.quick.agreed
	for _, p := range m.payloads {
		n, ok := p.Value.(*isakmp.Notify)
		if !ok {
			continue
		}
		x.log.ProcessingNotify(uint16(n.Type), int(n.Protocol), shownSPI(n), x.node.id, x.sa.pointer)
		attributes, err := isakmp.ParseAttributes(n.Data)
		if n.Type != isakmp.NotifyResponderLifetime || n.Protocol != isakmp.ProtocolESP && n.Protocol != isakmp.ProtocolAH || err != nil {
			continue
		}
		x.log.ProcessingResponderLifetime()
		said := readIPsecTransform(n.Protocol, isakmp.Transform{Attributes: attributes})
		if said.seconds > 0 && said.seconds < uint64(agreed.seconds) {
			agreed.seconds = uint32(said.seconds)
		}
		if said.kilobytes > 0 && (agreed.kilobytes == 0 || said.kilobytes < uint64(agreed.kilobytes)) {
			agreed.kilobytes = uint32(min(said.kilobytes, 1<<32-1))
		}
	}
}

// shortenLifetime shortens phase 1's lifetime to what the responder keeps: RFC 2407
// section 4.6.3.1.
func (c *change) shortenLifetime(n *isakmp.Notify) {
	seconds, ok := lifeSeconds(n.Data)
	if n.Protocol != isakmp.ProtocolISAKMP || !ok || seconds == 0 {
		return
	}
	c.log.ResponderLifetime(seconds)
	if lifetime := time.Duration(seconds) * time.Second; lifetime < c.sa.lifetime {
		c.sa.lifetime = lifetime
		c.planPhase1()
	}
}

// lifeSeconds reads a lifetime in seconds out of a list of attributes.
func lifeSeconds(data []byte) (seconds uint32, ok bool) {
	attributes, err := isakmp.ParseAttributes(data)
	if err != nil {
		return 0, false
	}
	inSeconds := false
	for _, a := range attributes {
		v, _ := a.Uint()
		switch {
		case a.Type == isakmp.AttrLifeType:
			inSeconds = v == isakmp.LifeSeconds
		case a.Type == isakmp.AttrLifeDuration && inSeconds:
			return uint32(min(v, 1<<31)), true
		}
	}
	return 0, false
}
