package isakmp

// A nonce is 8 to 256 bytes long, RFC 2409 section 5.
const (
	MinNonce = 8
	MaxNonce = 256
)

// A Nonce is one side's fresh randomness, RFC 2408 section 3.13.
type Nonce struct {
	Data []byte // MinNonce to MaxNonce bytes
}

func (n *Nonce) PayloadType() PayloadType { return PayloadNonce }

func parseNonce(r *reader) *Nonce {
	n := &Nonce{Data: r.rest()}
	if len(n.Data) < MinNonce || len(n.Data) > MaxNonce {
		r.fail(Malformed, "%d bytes, not %d to %d", len(n.Data), MinNonce, MaxNonce)
	}
	return n
}

func (n *Nonce) appendBody(dst []byte) []byte { return append(dst, n.Data...) }
