package ike

import (
	"net/netip"
	"strings"

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

// sayProposed is IPsec being asked to accept a choice, in parts, and its search for a crypto
// map entry. It returns the transforms in the words of a transform set.
func (x *exchange) sayProposed(choice []isakmp.Proposal) string {
	q := x.node.quick
	local, remote := proxiesOf(q.local)
	var words []string
	for i, p := range choice {
		offered := readIPsecTransform(p.Protocol, p.Transforms[0])
		transform := offered.asTransform()
		words = append(words, transform.Words())
		x.log.Say(debuglog.ValidateProposal(i+1, debuglog.Request{Local: x.sa.local.Addr(), Remote: x.sa.remote.Addr(),
			LocalProxy: local, RemoteProxy: remote, Header: p.Protocol == isakmp.ProtocolAH, Transform: transform.Words(),
			Mode: offered.mode(), KeySize: aesBits(transform)})...)
	}
	x.log.Say(debuglog.ProxyMatch(local, remote, int(q.local.Protocol)))
	return strings.Join(words, " ")
}

// mode is how an offered transform encapsulates, as IPsec's lines have it.
func (t offeredTransform) mode() debuglog.Encapsulation {
	switch uint16(t.encapsulation) {
	case isakmp.EncapsulationTransport:
		return debuglog.Transport
	case isakmp.EncapsulationUDPTunnel, isakmp.EncapsulationUDPTunnelDraft:
		return debuglog.TunnelUDP
	case isakmp.EncapsulationUDPTransport, isakmp.EncapsulationUDPTransportDraft:
		return debuglog.TransportUDP
	}
	return debuglog.Tunnel
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
	blocks := saBlocks(q.pair)
	in := blocks[0]
	owner, peer := x.owners[q.pair], x.sa.peer
	protocol := int(q.local.Protocol)
	if protocol == 0 {
		protocol = 256
	}
	lines := []debuglog.Line{debuglog.KeyEngineEvent(1)}
	if x.release == debuglog.IOS124 {
		for i := 0; i < len(blocks); i += 2 {
			lines = append(lines, debuglog.InitializeSAs(requestOf(q.pair.In, blocks[i]), blocks[i], blocks[i+1])...)
		}
		lines = append(lines, debuglog.InitializedFor(q.entry.name, owner.ivrf))
	} else {
		lines = append(lines, debuglog.ProxyMatch(in.LocalProxy, in.RemoteProxy, protocol))
	}
	lines = append(lines, debuglog.MapFound(q.entry.name, q.entry.sequence))
	lines = append(lines, debuglog.AddedIdentity(x.sa.remote.Addr(), in.LocalProxy, in.RemoteProxy)...)
	if q.first && peer != nil {
		lines = append(lines, debuglog.NoOldOutboundSA(peer.pointer))
	}
	for _, b := range blocks {
		lines = append(lines, debuglog.CreateSA(b))
	}
	return lines
}

// sayEnabled is the end of quick mode: the responder may send now, the initiator could
// since the SAs were made.
func (x *exchange) sayEnabled() {
	var lines []debuglog.Line
	q := x.node.quick
	if !q.initiator {
		lines = append(lines, debuglog.KeyEngineEvent(1), debuglog.EnableOutbound())
	}
	lines = append(lines, debuglog.UpdatedOutboundSA(x.sa.remote.Addr(), q.out.Main()))
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

// requestOf is one protocol of a pair's inbound SA as IKE hands it to IPsec.
func requestOf(sa *ipsec.SA, block debuglog.SA) debuglog.Request {
	mode := debuglog.Tunnel
	if sa.Mode.IsTransport() {
		mode = debuglog.Transport
	}
	bits := aesBits(sa.Transform)
	if block.Header {
		bits = 0
	}
	return debuglog.Request{Local: block.Local, Remote: block.Remote, LocalProxy: block.LocalProxy, RemoteProxy: block.RemoteProxy,
		Header: block.Header, Transform: block.Transform, Mode: mode, Seconds: block.Seconds, Kilobytes: block.Kilobytes, KeySize: bits}
}

// saBlocks are the SAs of a pair as `debug crypto ipsec` prints them: inbound and outbound, of AH first.
func saBlocks(p *ipsec.Pair) (blocks []debuglog.SA) {
	if p.In.AH != nil && p.Out.AH != nil {
		in, out := saBlock(p.In, p.In.Local), saBlock(p.Out, p.Out.Remote)
		in.Header, in.SPI, in.Conn, in.Transform = true, p.In.AH.SPI, p.In.AH.ConnID, p.In.Header().Words()
		out.Header, out.SPI, out.Conn, out.Transform = true, p.Out.AH.SPI, p.Out.AH.ConnID, p.Out.Header().Words()
		blocks = append(blocks, in, out)
	}
	if p.In.HasESP() {
		blocks = append(blocks, saBlock(p.In, p.In.Local), saBlock(p.Out, p.Out.Remote))
	}
	return blocks
}

// saBlock is ESP in one direction.
func saBlock(sa *ipsec.SA, dest netip.Addr) debuglog.SA {
	local, remote := proxiesOf(sa.Selector)
	return debuglog.SA{Dest: dest, SPI: sa.SPI, Transform: sa.ESP().Words(), Conn: sa.ConnID, Kilobytes: sa.Lifetime.Kilobytes,
		Seconds: sa.Lifetime.Seconds, Local: sa.Local, Remote: sa.Remote, LocalProxy: local, RemoteProxy: remote}
}

func proxiesOf(s ipsec.Selector) (local, remote debuglog.Proxy) {
	return debuglog.Proxy{Net: s.Local, Protocol: s.Protocol, Port: s.LocalPort},
		debuglog.Proxy{Net: s.Remote, Protocol: s.Protocol, Port: s.RemotePort}
}
