package ike

import (
	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// ownIdentity is this router's ID payload: RFC 2407 section 4.6.2. The port is 0 once
// NAT traversal has moved to port 4500, and in aggressive mode, whose responder names no protocol either.
func (c *change) ownIdentity() *isakmp.Identification {
	protocol, port := uint8(17), uint16(Port)
	switch {
	case c.sa.aggressive && c.sa.role == state.Responder:
		protocol, port = 0, 0
	case c.sa.aggressive || c.sa.local.Port() != Port:
		port = 0
	}
	self := c.selfIdentity()
	if c.sa.signs {
		self = c.signedIdentity(self)
	}
	switch {
	case self.Kind == config.IdentityDN && self.Name != "":
		return &isakmp.Identification{Type: isakmp.IDDN, Protocol: protocol, Port: port, Data: []byte(self.Name)}
	case self.Kind == config.IdentityFQDN:
		return &isakmp.Identification{Type: isakmp.IDFQDN, Protocol: protocol, Port: port, Data: []byte(self.Name)}
	case self.Kind == config.IdentityKeyID:
		return &isakmp.Identification{Type: isakmp.IDKeyID, Protocol: protocol, Port: port, Data: []byte(self.Name)}
	case self.Kind == config.IdentityUserFQDN:
		return &isakmp.Identification{Type: isakmp.IDUserFQDN, Protocol: protocol, Port: port, Data: []byte(self.Name)}
	default:
		addr := c.sa.local.Addr()
		if self.Addr.IsValid() {
			addr = self.Addr
		}
		return isakmp.AddressIdentification(addr, protocol, port)
	}
}

// selfIdentity is what this router calls itself to the SA's peer.
func (c *change) selfIdentity() config.Identity {
	if m := c.sa.material; m != nil && m.caller != nil {
		return m.caller.Endpoint
	}
	return c.config.SelfIdentity(c.sa.profile)
}

// sayIdentity prints an ID payload's block.
func (c *change) sayIdentity(id *isakmp.Identification, next isakmp.PayloadType) {
	addr, _ := id.Address()
	name := ""
	if id.Type == isakmp.IDFQDN || id.Type == isakmp.IDUserFQDN || id.Type == isakmp.IDKeyID {
		name = debuglog.Visible(string(id.Data))
	}
	if id.Type == isakmp.IDDN {
		name = identityText(id)
	}
	c.log.IDPayload(debuglog.Identity{NextPayload: int(next), Type: int(id.Type), Addr: addr, Name: name,
		Protocol: int(id.Protocol), Port: int(id.Port), Length: idPayloadLen(id)})
}

// idPayloadLen is the length of an ID payload with its generic header.
func idPayloadLen(id *isakmp.Identification) int { return 8 + len(id.Data) }

func identityText(id *isakmp.Identification) string {
	if addr, ok := id.Address(); ok {
		return addr.String()
	}
	if known := identityOf(id); known.Name != "" {
		return debuglog.Visible(known.Name)
	}
	return id.Type.String()
}
