package ike

import (
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/crypto/ike/state"
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
