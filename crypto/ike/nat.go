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

// natDetection is what main mode found out about NAT on the path: RFC 3947 section 3.
type natDetection struct {
	version    isakmp.Vendor // the best version the peer offered; VendorUnknown: none
	self, peer bool          // behind a NAT
}

// offered notes a vendor ID of the peer's.
func (n *natDetection) offered(v isakmp.Vendor) {
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

func (n natDetection) vendor() (isakmp.Vendor, bool) {
	return n.version, n.version != isakmp.VendorUnknown
}
func (n natDetection) found() bool { return n.self || n.peer }

// draft says whether the version in use is one whose payloads have private numbers.
func (n natDetection) draft() bool {
	return n.version == isakmp.VendorNATTDraft03 || n.version == isakmp.VendorNATTDraft02N
}

func natVendorIDs() (payloads []isakmp.Payload) {
	for _, v := range natVendors {
		payloads = append(payloads, vendorPayload(v))
	}
	return payloads
}

func natVendorLines(c debuglog.Conn) (lines []debuglog.Line) {
	for _, v := range natVendors {
		lines = append(lines, natVendorLine(c, v))
	}
	return lines
}

func natVendorLine(c debuglog.Conn, v isakmp.Vendor) debuglog.Line {
	name := map[isakmp.Vendor]string{isakmp.VendorRFC3947: "rfc3947", isakmp.VendorNATTDraft07: "07",
		isakmp.VendorNATTDraft03: "03", isakmp.VendorNATTDraft02N: "02"}[v]
	return debuglog.ConstructedNATT(c, name)
}

// natDiscovery makes the NAT-D payloads of message 3 or 4: the hash of where it goes,
// then of where it comes from.
func (s *step) natDiscovery() []isakmp.Payload {
	if _, ok := s.sa.nat.vendor(); !ok {
		return nil
	}
	var payloads []isakmp.Payload
	for _, end := range []netip.AddrPort{s.sa.remote, s.sa.local} {
		payloads = append(payloads, isakmp.New(&isakmp.NATDiscovery{Hash: s.natHash(end), Draft: s.sa.nat.draft()}))
	}
	return payloads
}

func (s *step) natHash(end netip.AddrPort) []byte {
	return oakley.NATDHash(s.sa.suite.Hash, s.sa.cookieI, s.sa.cookieR, end.Addr(), end.Port())
}

// checkNATDiscovery compares the peer's hashes with what this side sees. After each
// payload the device says how far it has come.
func (s *step) checkNATDiscovery() {
	mine, his, any := false, false, false
	for _, p := range s.message {
		d, ok := p.Value.(*isakmp.NATDiscovery)
		if !ok {
			continue
		}
		any = true
		mine = mine || bytes.Equal(d.Hash, s.natHash(s.sa.local))
		his = his || bytes.Equal(d.Hash, s.natHash(s.sa.remote))
		s.say(debuglog.NATDetection(s.conn(), int(p.Type), mine, his)...)
	}
	s.sa.nat.self, s.sa.nat.peer = any && !mine, any && !his
}

// floatPort moves to port 4500 when there is a NAT: RFC 3947 section 4. The initiator
// does it with message 5; the responder follows what it hears.
func (s *step) floatPort() {
	if s.sa.nat.found() && s.sa.local.Port() == Port {
		s.sa.local = netip.AddrPortFrom(s.sa.local.Addr(), NATPort)
		s.sa.remote = netip.AddrPortFrom(s.sa.remote.Addr(), NATPort)
	}
}

// sayNATPeer is what an authenticated peer behind a NAT, or we behind one, lead to: the
// responder follows the peer's port, the initiator wraps ESP in UDP.
func (s *step) sayNATPeer() {
	switch {
	case !s.sa.nat.found():
	case s.sa.role == state.Responder:
		s.say(debuglog.DetectedPortFloating(s.conn(), s.sa.remote.Port()),
			debuglog.TryingToFindPeer(s.conn(), s.sa.local.Addr(), s.sa.remote.Addr(), s.sa.remote.Port()))
	default:
		s.say(debuglog.SettingUDPEncapsulation(s.conn(), s.sa.peer.pointer, s.sa.pointer))
	}
}

// natKeepalive sends the one byte that keeps a NAT's mapping: RFC 3948 section 4.
func (s *step) natKeepalive() {
	interval := s.config.ISAKMP.NATKeepalive
	if interval == 0 || !s.sa.established() {
		return
	}
	s.out.send(Datagram{VRF: s.sa.vrf, Local: s.sa.local, Remote: s.sa.remote, Data: []byte{0xff}})
	s.sa.timers[timerNATKeepalive] = s.now.Add(interval)
}

// startNATKeepalive begins them when this side sits behind a NAT.
func (s *step) startNATKeepalive() {
	if interval := s.config.ISAKMP.NATKeepalive; interval > 0 && s.sa.nat.self {
		s.sa.timers[timerNATKeepalive] = s.now.Add(interval)
	}
}
