package ike

import (
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// ownVendorIDs are what IOS says of itself in messages 3 and 4. The DPD one is always
// there: IOS answers R_U_THERE whether or not it asks. The XAUTH one says of an initiator that
// it could answer, and of a responder that it will ask.
func (c *change) ownVendorIDs() []isakmp.Payload {
	var tail [8]byte
	copy(tail[:], c.randomBytes("vendor", len(tail)))
	box := isakmp.IOSBox(c.sa.ownCookie(), tail)
	ids := []isakmp.Payload{isakmp.New(&box)}
	if c.sa.role == state.Initiator || c.asksXAuth() {
		ids = append(ids, vendorPayload(isakmp.VendorXAUTH))
	}
	if !c.withoutDPD {
		ids = append([]isakmp.Payload{vendorPayload(isakmp.VendorDPD)}, ids...)
	}
	if c.sa.role == state.Responder {
		ids = append([]isakmp.Payload{vendorPayload(isakmp.VendorUnity)}, ids...)
	}
	return ids
}

func vendorPayload(v isakmp.Vendor) isakmp.Payload {
	id := v.ID()
	return isakmp.New(&id)
}

// readVendorIDs goes through the message's vendor IDs, says what they mean, and keeps
// what matters. It may be called twice for one message, as the device does.
func (c *change) readVendorIDs(m *received) {
	other := c.sa.cookieI
	if c.sa.role == state.Initiator {
		other = c.sa.cookieR
	}
	for i, p := range m.payloads {
		id, ok := p.Value.(*isakmp.VendorID)
		if !ok {
			continue
		}
		box := id.IsIOSBox(other)
		if c.config.ISAKMP.Fragmentation && id.Vendor() == isakmp.VendorFragmentation {
			c.sa.peerFragments = true
			c.log.FragmentationEnabled()
			continue
		}
		if c.log.Wants(debuglog.ISAKMP) {
			var next []byte // the device reads a short vendor ID's version byte out of what follows it
			if i+1 < len(m.payloads) {
				next = isakmp.AppendPayloads(nil, m.payloads[i+1:i+2])
			}
			c.log.VendorID(id.Data, next, box)
		}
		c.sa.peerIsIOS = c.sa.peerIsIOS || box
		switch v := id.Vendor(); v {
		case isakmp.VendorDPD:
			c.sa.peerDPD = true
		default:
			if c.config.IPsec.UDPEncapsulation {
				c.sa.nat.noteOffer(v)
			}
		}
	}
}

// readLateVendorIDs reads what a peer says of itself in message 5 or 6, as an ASA does
// with its DPD vendor ID. The version of NAT traversal is settled by then and stays.
func (c *change) readLateVendorIDs(m *received) {
	settled := c.sa.nat
	for _, p := range m.payloads {
		if _, raw := p.Value.(*isakmp.Raw); raw && p.Type > isakmp.PayloadAttributes { // as an ASA's of type 17
			c.log.ReceivedPayload(int(p.Type))
		}
	}
	c.readVendorIDs(m)
	c.sa.nat = settled
}
