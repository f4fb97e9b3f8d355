package isakmp

import "cmp"

// A NATDiscovery is the hash of an address and a port as its sender sees them,
// RFC 3947 section 3.2. The first is of the destination, the others of sources.
type NATDiscovery struct {
	Number PayloadType // of the drafts: PayloadNATDDraft or PayloadNATDDraft4; 0: that of the RFC
	Hash   []byte
}

func (d *NATDiscovery) PayloadType() PayloadType { return cmp.Or(d.Number, PayloadNATD) }

func parseNATDiscovery(r *reader, number PayloadType) *NATDiscovery {
	d := &NATDiscovery{Number: number, Hash: r.rest()}
	if number == PayloadNATD {
		d.Number = 0
	}
	if len(d.Hash) == 0 {
		r.fail(Malformed, "empty")
	}
	return d
}

func (d *NATDiscovery) appendBody(dst []byte) []byte { return append(dst, d.Hash...) }
