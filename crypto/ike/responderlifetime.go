package ike

import (
	"encoding/binary"

	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// RFC 2407 section 4.6.3.1: a responder whose IPsec SAs live shorter than the initiator
// offered says so in its answer, so that both ends renew them in time.

// responderLifetimeNotify is that notification of message 2; false if the offer's
// lifetimes hold.
func (s *step) responderLifetimeNotify() (isakmp.Payload, bool) {
	q := s.node.quick
	offered := readESP(q.agreed.proposal.Transforms[0])
	var data []isakmp.Attribute
	if seconds := q.agreed.seconds; uint64(seconds) < offered.seconds {
		data = append(data, isakmp.BasicAttribute(isakmp.IPsecLifeType, isakmp.LifeSeconds), lifeDuration(seconds))
	}
	if kilobytes := q.agreed.kilobytes; uint64(kilobytes) < offered.kilobytes {
		data = append(data, isakmp.BasicAttribute(isakmp.IPsecLifeType, isakmp.LifeKilobytes), lifeDuration(kilobytes))
	}
	if data == nil {
		return isakmp.Payload{}, false
	}
	return isakmp.New(&isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, Type: isakmp.NotifyResponderLifetime,
		SPI: binary.BigEndian.AppendUint32(nil, q.spiIn), Data: isakmp.AppendAttributes(nil, data)}), true
}

// honourResponderLifetime shortens the lifetimes of a quick mode to those the responder
// names in message 2. It never makes them longer.
func (s *step) honourResponderLifetime() {
	agreed := &s.node.quick.agreed
	for _, p := range s.message {
		n, ok := p.Value.(*isakmp.Notify)
		if !ok {
			continue
		}
		s.say(debuglog.ProcessingNotify(s.conn(), debuglog.NotifyName(uint16(n.Type)), int(n.Protocol), shownSPI(n), s.node.id, s.sa.pointer))
		attributes, err := isakmp.ParseAttributes(n.Data)
		if n.Type != isakmp.NotifyResponderLifetime || n.Protocol != isakmp.ProtocolESP || err != nil {
			continue
		}
		s.say(debuglog.ProcessingResponderLifetime(s.conn()))
		said := readESP(isakmp.Transform{Attributes: attributes})
		if said.seconds > 0 && said.seconds < uint64(agreed.seconds) {
			agreed.seconds = uint32(said.seconds)
		}
		if said.kilobytes > 0 && (agreed.kilobytes == 0 || said.kilobytes < uint64(agreed.kilobytes)) {
			agreed.kilobytes = uint32(min(said.kilobytes, 1<<32-1))
		}
	}
}
