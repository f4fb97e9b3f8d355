package ike

import (
	"net/netip"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
)

type selector = ipsec.Selector

// proxyPayload is an ID payload of quick mode: RFC 2407 section 4.6.2.
func proxyPayload(p netip.Prefix, protocol uint8, port uint16) isakmp.Payload {
	if p.IsSingleIP() {
		return isakmp.New(isakmp.AddressIdentification(p.Addr(), protocol, port))
	}
	return isakmp.New(isakmp.SubnetIdentification(p, protocol, port))
}

// proxyPayloads are the message's ID payloads: the initiator's, then the responder's.
func (m *received) proxyPayloads() (ids []isakmp.Payload) {
	for _, p := range m.payloads {
		if p.Type == isakmp.PayloadID {
			ids = append(ids, p)
		}
	}
	return ids
}

// peerSelector is what the initiating peer wants to protect, seen from here. Without
// ID payloads it is the traffic between the two ends: RFC 2409 section 5.5.
func (c *change) peerSelector(m *received) (selector, bool) {
	own := selector{Local: netip.PrefixFrom(c.sa.remote.Addr(), 32), Remote: netip.PrefixFrom(c.sa.local.Addr(), 32)}
	sel, ok := selectorOf(m.proxyPayloads(), own)
	return sel.Mirror(), ok
}

// selectorOf reads the initiator's and the responder's ID payload as the initiator
// sees them; without any it is missing.
func selectorOf(ids []isakmp.Payload, missing selector) (selector, bool) {
	if len(ids) == 0 {
		return missing, true
	}
	if len(ids) != 2 {
		return selector{}, false
	}
	a, b := ids[0].Value.(*isakmp.Identification), ids[1].Value.(*isakmp.Identification)
	local, okLocal := a.Prefix()
	remote, okRemote := b.Prefix()
	if !okLocal || !okRemote || a.Protocol != b.Protocol {
		return selector{}, false
	}
	return selector{Local: local.Masked(), Remote: remote.Masked(), Protocol: a.Protocol, LocalPort: a.Port, RemotePort: b.Port}, true
}

// permitsAll says whether an entry's access list permits all of a selector.
func permitsAll(c *config.Config, entry *config.CryptoMapEntry, want selector) bool {
	list := c.Protects(entry)
	if list == nil {
		return false
	}
	for _, ace := range list.Entries {
		if s, ok := SelectorOf(ace); ok && ace.Permit && s.Contains(want) {
			return true
		}
	}
	return false
}

// WantedFor is what SAs an entry wants for a packet that met a line of its access list: those of the line, or, with `level per-host`,
// of the two hosts alone. ok is as that of SelectorOf.
func WantedFor(entry *config.CryptoMapEntry, ace config.Entry, src, dst netip.Addr) (s ipsec.Selector, ok bool) {
	s, ok = SelectorOf(ace)
	if ok && entry.PerHost {
		s.Local, s.Remote = netip.PrefixFrom(src, src.BitLen()), netip.PrefixFrom(dst, dst.BitLen())
	}
	return s, ok
}

// SelectorOf is an access list entry as the proxies of quick mode; ok is false for
// remarks and for wildcards that are no prefix.
func SelectorOf(ace config.Entry) (s ipsec.Selector, ok bool) {
	if ace.Remark != "" || !ace.Src.Addr.IsValid() || !ace.Dst.Addr.IsValid() {
		return s, false
	}
	local, okLocal := ace.Src.Prefix()
	remote, okRemote := ace.Dst.Prefix()
	s = ipsec.Selector{Local: local, Remote: remote}
	if ace.Protocol != config.AnyProtocol {
		s.Protocol = uint8(ace.Protocol)
	}
	if ace.Src.Port.Op == "eq" {
		s.LocalPort = ace.Src.Port.From
	}
	if ace.Dst.Port.Op == "eq" {
		s.RemotePort = ace.Dst.Port.From
	}
	return s, okLocal && okRemote
}
