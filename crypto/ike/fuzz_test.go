package ike

import (
	"testing"

	"ruthere/crypto/isakmp"
)

// Whatever arrives at an engine that answers aggressive mode, or has just called in it, leaves nothing behind, and keeps no peer with
// a key out. A message 2 with a right HASH counts, whatever became of what no HASH covers (RFC 3947 section 8).
func FuzzAggressiveMode(f *testing.F) {
	n := newNet(nil, 0, aggressively)
	n.call()
	for _, b := range n.rigs {
		for _, d := range phase1Of(b) {
			f.Add(d.Data, true)
			f.Add(d.Data, false)
		}
	}
	f.Add(make([]byte, isakmp.HeaderLen), true)
	f.Fuzz(func(t *testing.T, data []byte, toResponder bool) {
		n, struck, believed := newNet(t, 0, aggressively), false, false
		n.drop = func(d Datagram) bool { // before message 1 arrives, or before message 2 does
			if target := n.rigs[1]; !struck && (toResponder || d.Remote.Addr() == leftAddr) {
				struck = true
				from := leftAddr
				if !toResponder {
					target, from = n.rigs[0], rightAddr
					h, err := isakmp.ParseHeader(d.Data)
					if err == nil && len(data) >= isakmp.HeaderLen {
						data = append(h.Initiator[:], data[8:]...) // whoever sees message 1 knows its cookie
					}
				}
				n.forge(target, from, data)
				believed = !toResponder && target.engine.allSAs()[0].isEstablished()
			}
			return false
		}
		n.call()
		n.run(75 * 1e9)
		n.call()
		n.run(75 * 1e9)
		if !believed && (!n.rigs[0].up() || !n.rigs[1].up()) {
			t.Errorf("no tunnel after %x", data)
		}
		for _, b := range n.rigs {
			if e := b.engine; e.allUnfinished() != 0 || len(e.claims) != 0 {
				t.Errorf("%v keeps %d unfinished SAs, %d claims", b.addr, e.allUnfinished(), len(e.claims))
			}
		}
	})
}

// Whatever arrives, an engine with a tunnel keeps it, and does not panic.
func FuzzReceive(f *testing.F) {
	n := newNet(nil, 0, nil)
	n.trigger(0)
	for _, b := range n.rigs {
		for _, d := range b.sent {
			f.Add(d.Data)
		}
	}
	f.Add([]byte{})
	f.Add(make([]byte, isakmp.HeaderLen))
	f.Fuzz(func(t *testing.T, data []byte) {
		n := newNet(t, 0, nil)
		n.trigger(0)
		n.hit(data)
		if !n.rigs[0].up() {
			t.Errorf("the tunnel did not survive %x", data)
		}
		n.run(70 * 1e9)
	})
}

// Whatever a client puts into a transaction, with a right HASH, gives nobody an address or IPsec SAs without a password, and leaves
// nothing behind when the SA is gone.
func FuzzTransaction(f *testing.F) {
	for _, a := range [][]isakmp.Attribute{nil, {isakmp.VariableAttribute(isakmp.XAuthUserName, []byte("alice")),
		isakmp.VariableAttribute(isakmp.XAuthUserPassword, []byte("guess"))}, {isakmp.VariableAttribute(isakmp.InternalIP4Address, nil)}} {
		for kind := isakmp.ConfigurationRequest; kind <= isakmp.ConfigurationAck; kind++ {
			body := isakmp.New(&isakmp.Configuration{Type: kind, Attributes: a})
			f.Add(body.Body, true)
			f.Add(body.Body, false)
		}
	}
	f.Fuzz(func(t *testing.T, body []byte, answer bool) {
		r := dial(&testing.T{}, 0, nil)
		server := r.server().engine
		sa := server.allSAs()[0]
		if answer && len(body) >= 4 {
			body = append([]byte(nil), body...)
			identifier := sa.nodes[len(sa.nodes)-1].transaction.identifier
			body[2], body[3] = byte(identifier>>8), byte(identifier)
		}
		id := uint32(0x1234)
		for under := range r.ivs {
			if answer {
				id = under
			}
		}
		r.sendBody(id, isakmp.Payload{Type: isakmp.PayloadAttributes, Body: body, Value: &isakmp.Raw{Type: isakmp.PayloadAttributes, Data: body}})
		r.n.run(10 * 1e9)
		if len(server.leases.of) > 0 || server.IPsec.Len() > 0 || len(server.clients.byUser) > 0 {
			t.Errorf("%x gives something without a password", body)
		}
		r.n.run(120 * 1e9)
		if server.allUnfinished() != 0 || len(server.checks) != 0 {
			t.Errorf("%x leaves %d unfinished SAs, %d checks", body, server.allUnfinished(), len(server.checks))
		}
	})
}
