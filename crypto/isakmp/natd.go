package isakmp

// A NATDiscovery is the hash of an address and a port as its sender sees them,
// RFC 3947 section 3.2. The first is of the destination, the others of sources.
type NATDiscovery struct {
	Draft bool // payload type 130 of the drafts in place of 20
	Hash  []byte
}

func (d *NATDiscovery) PayloadType() PayloadType {
	if d.Draft {
		return PayloadNATDDraft
	}
	return PayloadNATD
}

func parseNATDiscovery(r *reader, draft bool) *NATDiscovery {
	d := &NATDiscovery{Draft: draft, Hash: r.rest()}
	if len(d.Hash) == 0 {
		r.fail(Malformed, "empty")
	}
	return d
}

func (d *NATDiscovery) appendBody(dst []byte) []byte { return append(dst, d.Hash...) }
