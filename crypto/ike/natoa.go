package ike

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
)

// Transport mode over NAT: each end says which addresses it sees, so that the other could mend
// the checksums of what it decrypts (RFC 3947 section 5.2).

// natOriginalPayloads are the initiator's and the responder's address as this end sees them.
func (x *exchange) natOriginalPayloads() []isakmp.Payload {
	number := isakmp.PayloadNATOA
	switch x.sa.nat.version {
	case isakmp.VendorNATTDraft03, isakmp.VendorNATTDraft02N:
		number = isakmp.PayloadNATOADraft
	case isakmp.VendorNATTDraft07:
		number = isakmp.PayloadNATOADraft4
	}
	ends := []netip.Addr{x.sa.local.Addr(), x.sa.remote.Addr()}
	if !x.node.quick.initiator {
		slices.Reverse(ends)
	}
	var payloads []isakmp.Payload
	for _, end := range ends {
		payloads = append(payloads, isakmp.New(isakmp.NATOriginalAddress(end, number)))
	}
	return payloads
}

// offersTransport says whether one of an entry's transform sets is of transport mode, and
// there is a NAT.
func (x *exchange) offersTransport(entry *config.CryptoMapEntry) bool {
	return x.sa.nat.isFound() && slices.ContainsFunc(entry.TransformSets, func(name string) bool {
		set := x.config.TransformSetOf(entry, name)
		return set != nil && set.Transport
	})
}

// sayNATOriginals names the addresses of a message's NAT-OA payloads.
func (x *exchange) sayNATOriginals(m *received) {
	whose := state.Initiator
	for _, p := range m.payloads {
		if o, ok := p.Value.(*isakmp.NATOriginal); ok {
			x.log.ProcessingNATOriginal(whose, o.Address(), x.node.id)
			whose = state.Responder
		}
	}
}

// natOriginals are the addresses of a message's NAT-OA payloads: the initiator's and the responder's, as who sent it sees them.
func (m *received) natOriginals() (ends []netip.Addr) {
	for _, p := range m.payloads {
		if o, ok := p.Value.(*isakmp.NATOriginal); ok {
			ends = append(ends, o.Address())
		}
	}
	return ends
}

// offersUDPTransport says whether the first transform that a message offers is of transport mode in UDP.
func (m *received) offersUDPTransport() bool {
	p, ok := m.firstPayload(isakmp.PayloadSA)
	if !ok {
		return false
	}
	for _, proposal := range p.Value.(*isakmp.SecurityAssociation).Proposals {
		for _, t := range proposal.Transforms {
			e := readIPsecTransform(proposal.Protocol, t).encapsulation
			return e == isakmp.EncapsulationUDPTransport || e == isakmp.EncapsulationUDPTransportDraft
		}
	}
	return false
}

// betweenEnds is what a peer wants to protect in transport mode over NAT, with the addresses that its packets will have here: two hosts
// can only be the two ends, by whatever addresses they know themselves and each other.
func (c *change) betweenEnds(want selector) selector {
	if want.Local.IsSingleIP() && want.Remote.IsSingleIP() {
		want.Local, want.Remote = hostPrefix(c.sa.local.Addr()), hostPrefix(c.sa.remote.Addr())
	}
	return want
}

// agreesAcrossNAT says whether a responder's identities are ours with the addresses by which it sees the two ends, as it says in its
// NAT-OA payloads: some answer by their own view of transport mode over NAT.
func (x *exchange) agreesAcrossNAT(m *received, got selector) bool {
	ends, want := m.natOriginals(), x.node.quick.local
	if x.node.quick.agreed.transform.Mode != ipsec.UDPTransport || len(ends) != 2 {
		return false
	}
	if want.Local.IsSingleIP() && got.Local == hostPrefix(ends[0]) {
		want.Local = got.Local
	}
	if want.Remote.IsSingleIP() && got.Remote == hostPrefix(ends[1]) {
		want.Remote = got.Remote
	}
	return got.Equal(want)
}

func hostPrefix(a netip.Addr) netip.Prefix { return netip.PrefixFrom(a, a.BitLen()) }
