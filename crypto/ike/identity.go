package ike

import (
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// ownIdentity is this router's ID payload: RFC 2407 section 4.6.2. The port is 0 once
// NAT traversal has moved to port 4500.
func (c *change) ownIdentity() *isakmp.Identification {
	port := uint16(Port)
	if c.sa.local.Port() != Port {
		port = 0
	}
	return isakmp.AddressIdentification(c.sa.local.Addr(), 17, port)
}

// sayIdentity prints an ID payload's block.
func (c *change) sayIdentity(id *isakmp.Identification, next isakmp.PayloadType) {
	addr, _ := id.Address()
	name, _ := id.FQDN()
	c.log.IDPayload(debuglog.Identity{NextPayload: int(next), Type: int(id.Type), Addr: addr, Name: name,
		Protocol: int(id.Protocol), Port: int(id.Port), Length: idPayloadLen(id)})
}

// idPayloadLen is the length of an ID payload with its generic header.
func idPayloadLen(id *isakmp.Identification) int { return 8 + len(id.Data) }

func identityText(id *isakmp.Identification) string {
	if addr, ok := id.Address(); ok {
		return addr.String()
	}
	if name, ok := id.FQDN(); ok {
		return debuglog.Visible(name)
	}
	return id.Type.String()
}
