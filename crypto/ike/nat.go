package ike

import (
	"bytes"
	"net/netip"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// natVendors are the versions of NAT traversal this side speaks, best first: RFC 3947
// and the drafts IOS still offers.
var natVendors = []isakmp.Vendor{isakmp.VendorRFC3947, isakmp.VendorNATTDraft07, isakmp.VendorNATTDraft03, isakmp.VendorNATTDraft02N}

// natDetection is what phase 1 found out about NAT on the path: RFC 3947 section 3.
type natDetection struct {
	version    isakmp.Vendor // the best version the peer offered; VendorUnknown: none
	self, peer bool          // behind a NAT
}

// noteOffer notes a vendor ID of the peer's.
func (n *natDetection) noteOffer(v isakmp.Vendor) {
	for _, known := range natVendors {
		if known == n.version {
			return // a better one was there already
		}
		if known == v {
			n.version = v
			return
		}
	}
}

func (n natDetection) bestVendor() (isakmp.Vendor, bool) {
	return n.version, n.version != isakmp.VendorUnknown
}
func (n natDetection) isFound() bool { return n.self || n.peer }

// mayMove says whether the peer's port may change: only the peer is behind a NAT.
func (n natDetection) mayMove() bool { return n.peer && !n.self }

// payloadNumber is what announces a NAT-D payload in the version in use.
func (n natDetection) payloadNumber() isakmp.PayloadType {
	switch n.version {
	case isakmp.VendorNATTDraft03, isakmp.VendorNATTDraft02N:
		return isakmp.PayloadNATDDraft
	case isakmp.VendorNATTDraft07:
		return isakmp.PayloadNATDDraft4
	}
	return isakmp.PayloadNATD
}

// natVendorIDs offers NAT traversal, unless the configuration is against it.
func (c *change) natVendorIDs() (payloads []isakmp.Payload) {
	if !c.config.IPsec.UDPEncapsulation {
		return nil
	}
	for _, v := range natVendors {
		payloads = append(payloads, vendorPayload(v))
	}
	return payloads
}

// natVersions are the same versions as the log knows them.
var natVersions = map[isakmp.Vendor]debuglog.NATVersion{
	isakmp.VendorRFC3947: debuglog.NATRFC3947, isakmp.VendorNATTDraft07: debuglog.NATDraft07,
	isakmp.VendorNATTDraft03: debuglog.NATDraft03, isakmp.VendorNATTDraft02N: debuglog.NATDraft02,
}

func (c *change) sayNATVendors() {
	if !c.config.IPsec.UDPEncapsulation {
		return
	}
	for _, v := range natVendors {
		c.log.ConstructedNATT(natVersions[v])
	}
}

// natDiscoveryPayloads makes the NAT-D payloads of message 3 or 4 of main mode, 2 or 3 of aggressive mode: the hash of
// where it goes, then of where it comes from.
func (c *change) natDiscoveryPayloads() []isakmp.Payload {
	if _, ok := c.sa.nat.bestVendor(); !ok {
		return nil
	}
	var payloads []isakmp.Payload
	for _, end := range []netip.AddrPort{c.sa.remote, c.sa.local} {
		payloads = append(payloads, isakmp.New(&isakmp.NATDiscovery{Hash: c.natHash(end), Number: c.sa.nat.payloadNumber()}))
	}
	return payloads
}

func (c *change) natHash(end netip.AddrPort) []byte {
	return oakley.NATDHash(c.sa.suite.Hash, c.sa.cookieI, c.sa.cookieR, end.Addr(), end.Port())
}

// checkNATDiscovery compares the peer's hashes with what this side sees. After each
// payload the device says how far it has come.
func (c *change) checkNATDiscovery(m *received) {
	mine, theirs, any := false, false, false
	for _, p := range m.payloads {
		d, ok := p.Value.(*isakmp.NATDiscovery)
		if !ok {
			continue
		}
		any = true
		mine = mine || c.isHashOf(d.Hash, c.sa.local)
		theirs = theirs || c.isHashOf(d.Hash, c.sa.remote)
		c.log.NATDetection(int(p.Type), mine, theirs)
	}
	c.sa.nat.self, c.sa.nat.peer = any && !mine, any && !theirs
}

// isHashOf says whether a NAT-D payload is of one end. Message 3 of aggressive mode may come on port 4500 with the hashes of port 500:
// whoever computed them before it moved there is not behind a translator for that.
func (c *change) isHashOf(hash []byte, end netip.AddrPort) bool {
	return bytes.Equal(hash, c.natHash(end)) ||
		end.Port() == NATPort && c.sa.aggressive && bytes.Equal(hash, c.natHash(netip.AddrPortFrom(end.Addr(), Port)))
}

// floatPort moves to port 4500 when there is a NAT: RFC 3947 section 4. The initiator
// does it with message 5 of main mode, 3 of aggressive mode; the responder follows what it hears.
func (c *change) floatPort() {
	if c.sa.nat.isFound() && c.sa.local.Port() == Port {
		c.sa.local = netip.AddrPortFrom(c.sa.local.Addr(), NATPort)
		c.sa.remote = netip.AddrPortFrom(c.sa.remote.Addr(), NATPort)
	}
}

// sayNATPeer is what an authenticated peer behind a NAT, or we behind one, lead to: the
// responder follows the peer's port, the initiator wraps ESP in UDP.
func (c *change) sayNATPeer() {
	switch {
	case !c.sa.nat.isFound():
	case c.sa.role == state.Responder:
		c.log.DetectedPortFloating(c.sa.remote.Port())
		c.log.TryingToFindPeer(c.sa.local.Addr(), c.sa.remote.Addr(), c.sa.remote.Port())
	default:
		c.log.SettingUDPEncapsulation(c.sa.peer.pointer, c.sa.pointer)
	}
}

// sendNATKeepalive sends the one byte that keeps a NAT's mapping: RFC 3948 section 4.
func (c *change) sendNATKeepalive() {
	interval := c.config.ISAKMP.NATKeepalive
	if interval == 0 || !c.sa.isEstablished() {
		return
	}
	c.out.add(Datagram{VRF: c.sa.vrf, Local: c.sa.local, Remote: c.sa.remote, Data: []byte{0xff}})
	c.sa.timers[timerNATKeepalive] = c.now.Add(interval)
}

// startNATKeepalive begins them when this side sits behind a NAT.
func (c *change) startNATKeepalive() {
	if interval := c.config.ISAKMP.NATKeepalive; interval > 0 && c.sa.nat.self {
		c.sa.timers[timerNATKeepalive] = c.now.Add(interval)
	}
}
