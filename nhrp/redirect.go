package nhrp

import (
	"maps"
	"net/netip"
	"time"

	"ruthere/packet"
)

// A redirection is who was told of a better way between which addresses.
type redirection struct{ nbma, src, dst netip.Addr }

// Redirect tells who sent a packet from an NBMA address, that it came by an interface and leaves by another of the same network, or by the
// same: there is a better way. The same is said of two addresses once in a while only.
func (a *Agent) Redirect(now time.Time, in, leaves string, from netip.Addr, p packet.IPv4, out *Out) {
	n, to := a.network(in), a.network(leaves)
	if n == nil || to == nil || !n.isOn() || !n.Settings.Redirect || n.Network != to.Network || !from.IsValid() {
		return
	}
	key := redirection{from, p.Src, p.Dst}
	if again, told := n.redirected[key]; told && now.Before(again) {
		return
	}
	if len(n.redirected) >= mostRedirected {
		maps.DeleteFunc(n.redirected, func(_ redirection, again time.Time) bool { return !now.Before(again) })
	}
	if len(n.redirected) >= mostRedirected {
		return
	}
	n.redirected[key] = now.Add(n.RedirectInterval)
	const enough = 28 // bytes of a packet in which its addresses and ports are
	data := p.Append(nil)
	a.send(now, n, from, packet.NHRP{Type: packet.TrafficIndication, HopCount: hops, SrcNBMA: n.NBMA, SrcProtocol: n.Address.Addr(),
		DstProtocol: p.Src, Contents: data[:min(len(data), enough)], Extensions: n.indicationExtensions()}, out)
}

func (n *network) indicationExtensions() []packet.NHRPExtension {
	p := packet.NHRP{}
	n.authenticate(&p)
	return p.Extensions
}

// takeTrafficIndication asks who has the destination of a packet that was sent by a detour, if shortcuts are wanted.
func (a *Agent) takeTrafficIndication(now time.Time, w Routes, n *network, p *packet.NHRP, out *Out) {
	q, err := packet.ParseQuoted(p.Contents)
	if err != nil || !n.Shortcut || n.Peer.IsValid() {
		return
	}
	r, ok := w.Find(n.VRF, q.Dst)
	if !ok || r.Own || r.Interface != n.Name || n.Address.Contains(q.Dst) {
		return
	}
	if c := n.cache[r.Prefix]; c != nil && c.Shortcut {
		return // a shortcut is there already
	}
	a.ask(now, w, n, q.Dst, out)
}
