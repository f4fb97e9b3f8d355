package isakmp

// A Hash proves knowledge of the keys, RFC 2408 section 3.11. What it is the
// hash of depends on the exchange: RFC 2409 section 5.
type Hash struct {
	Data []byte
}

func (h *Hash) PayloadType() PayloadType { return PayloadHash }

func parseHash(r *reader) *Hash {
	h := &Hash{Data: r.rest()}
	if len(h.Data) == 0 {
		r.notify = NotifyInvalidHashInformation
		r.fail(Malformed, "empty")
	}
	return h
}

func (h *Hash) appendBody(dst []byte) []byte { return append(dst, h.Data...) }
