package ike

import (
	"testing"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// An ASA sends its DPD vendor ID in message 6, not in message 4: it must be asked with
// R_U_THERE all the same. A NAT version named as late changes nothing.
func TestVendorIDsOfTheLastMessages(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.trigger(0)
	e := n.rigs[0].engine
	sa := e.allSAs()[0]
	sa.peerDPD, sa.nat.version, sa.material = false, isakmp.VendorNATTDraft03, &material{}
	out := &Out{}
	c := e.changeSA(n.now, sa, out)
	id := isakmp.New(c.ownIdentity())
	m := &received{payloads: []isakmp.Payload{id, isakmp.New(&isakmp.Hash{Data: c.phase1Hash(state.Responder, id.Body)}),
		vendorPayload(isakmp.VendorDPD), vendorPayload(isakmp.VendorRFC3947)}}
	if err := c.authenticatePeer(m, state.Responder); err != nil {
		t.Fatal(err)
	}
	if !sa.peerDPD || e.livenessWith(sa) != LivenessDPD {
		t.Error("the DPD vendor ID was not read")
	}
	if sa.nat.version != isakmp.VendorNATTDraft03 {
		t.Errorf("the NAT version became %v", sa.nat.version)
	}
}
