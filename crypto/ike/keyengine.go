package ike

import (
	"net/netip"

	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// What the key engine, IPsec's side of quick mode, says: `debug crypto ipsec`. In 12.4
// it hears of new SAs when IKE is done with its arrow; later releases have IKE wait for it.

// FirstConnID is the number of a router's first IPsec SA in its crypto engine: logs of 12.3 have
// 2000, of XE numbers above.
func FirstConnID(r debuglog.Release) int {
	return map[debuglog.Release]int{debuglog.IOS124: 2000, debuglog.IOS15: 1, debuglog.IOSXE: 2001}[r]
}

// sayProposed is IPsec being asked to accept a transform, and its search for a crypto
// map entry. It returns the transform in the words of a transform set.
func (x *exchange) sayProposed(t isakmp.Transform) (words string) {
	offered, q := readESP(t), x.node.quick
	transform := offered.asTransform()
	local, remote := proxiesOf(q.local)
	mode := debuglog.Tunnel
	switch uint16(offered.encapsulation) {
	case isakmp.EncapsulationTransport:
		mode = debuglog.Transport
	case isakmp.EncapsulationUDPTunnel, isakmp.EncapsulationUDPTunnelDraft:
		mode = debuglog.TunnelUDP
	case isakmp.EncapsulationUDPTransport, isakmp.EncapsulationUDPTransportDraft:
		mode = debuglog.TransportUDP
	}
	x.log.Say(debuglog.ValidateProposal(debuglog.Request{Local: x.sa.local.Addr(), Remote: x.sa.remote.Addr(),
		LocalProxy: local, RemoteProxy: remote, Transform: transform.Words(), Mode: mode, KeySize: aesBits(transform)})...)
	x.log.Say(debuglog.ProxyMatch(local, remote, int(q.local.Protocol)))
	return transform.Words()
}

// sayInstalled is the key engine making the SAs of a quick mode. One line of it `debug crypto isakmp`
// lets out.
func (x *exchange) sayInstalled() {
	var lines []debuglog.Line
	if x.log.Wants(debuglog.IPsec) {
		lines = x.installedLines()
	}
	if x.node.quick.first {
		lines = append(lines, debuglog.FailedToFindPeerIndex())
	}
	if x.release != debuglog.IOS124 {
		x.log.Say(lines...)
		return
	}
	x.sayLater(lines)
}

// installedLines are the lines of `debug crypto ipsec`.
func (x *exchange) installedLines() []debuglog.Line {
	q := x.node.quick
	in, out := saBlock(q.pair.In, q.pair.In.Local), saBlock(q.pair.Out, q.pair.Out.Remote)
	owner, peer := x.owners[q.pair], x.sa.peer
	protocol := int(q.local.Protocol)
	if protocol == 0 {
		protocol = 256
	}
	lines := []debuglog.Line{debuglog.KeyEngineEvent(1)}
	if x.release == debuglog.IOS124 {
		lines = append(lines, debuglog.InitializeSAs(requestOf(q.pair.In, in), in, out, q.entry.name, owner.ivrf)...)
	} else {
		lines = append(lines, debuglog.ProxyMatch(in.LocalProxy, in.RemoteProxy, protocol))
	}
	lines = append(lines, debuglog.MapFound(q.entry.name, q.entry.sequence))
	lines = append(lines, debuglog.AddedIdentity(x.sa.remote.Addr(), in.LocalProxy, in.RemoteProxy)...)
	if q.first && peer != nil {
		lines = append(lines, debuglog.NoOldOutboundSA(peer.pointer))
	}
	return append(lines, debuglog.CreateSA(in), debuglog.CreateSA(out))
}

// sayEnabled is the end of quick mode: the responder may send now, the initiator could
// since the SAs were made.
func (x *exchange) sayEnabled() {
	var lines []debuglog.Line
	q := x.node.quick
	if !q.initiator {
		lines = append(lines, debuglog.KeyEngineEvent(1), debuglog.EnableOutbound())
	}
	lines = append(lines, debuglog.UpdatedOutboundSA(x.sa.remote.Addr(), q.spiOut))
	if q.opensSession && x.config.CryptoLogging {
		lines = append(lines, debuglog.SessionUp(x.sa.remote.Addr(), x.sa.remote.Port(), x.sa.peerID))
	}
	if x.release != debuglog.IOS124 && q.initiator {
		x.log.Say(lines...)
		return
	}
	x.sayLater(lines)
}

// sayLater says lines after the messages between IPsec and IKE that come before.
func (x *exchange) sayLater(lines []debuglog.Line) {
	x.runLater(func(c *change) { c.log.Say(lines...) })
}

// requestOf is a pair's inbound SA as IKE hands it to IPsec.
func requestOf(sa *ipsec.SA, block debuglog.SA) debuglog.Request {
	mode := debuglog.Tunnel
	if sa.Mode.IsTransport() {
		mode = debuglog.Transport
	}
	return debuglog.Request{Local: block.Local, Remote: block.Remote, LocalProxy: block.LocalProxy, RemoteProxy: block.RemoteProxy,
		Transform: block.Transform, Mode: mode, Seconds: block.Seconds, Kilobytes: block.Kilobytes, KeySize: aesBits(sa.Transform)}
}

// saBlock is one direction as `debug crypto ipsec` prints it.
func saBlock(sa *ipsec.SA, dest netip.Addr) debuglog.SA {
	local, remote := proxiesOf(sa.Selector)
	return debuglog.SA{Dest: dest, SPI: sa.SPI, Transform: sa.Words(), Conn: sa.ConnID, Kilobytes: sa.Lifetime.Kilobytes,
		Seconds: sa.Lifetime.Seconds, Local: sa.Local, Remote: sa.Remote, LocalProxy: local, RemoteProxy: remote}
}

func proxiesOf(s ipsec.Selector) (local, remote debuglog.Proxy) {
	return debuglog.Proxy{Net: s.Local, Protocol: s.Protocol, Port: s.LocalPort},
		debuglog.Proxy{Net: s.Remote, Protocol: s.Protocol, Port: s.RemotePort}
}
