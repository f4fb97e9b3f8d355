package lab

import (
	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/lab/meaning"
)

// readPacket says what a packet means that was put on a wire of the lab.
func (l *Lab) readPacket(data []byte) meaning.Packet { return l.reader.Read(data) }

// findProtection asks the routers for the keys of an ISAKMP SA.
func (l *Lab) findProtection(initiator, responder isakmp.Cookie) (ike.Protection, bool) {
	for _, m := range l.machines {
		if m.box == nil || m.box.Engine() == nil {
			continue
		}
		if p, ok := m.box.Engine().ProtectionOf(initiator, responder); ok {
			return p, true
		}
	}
	return ike.Protection{}, false
}
