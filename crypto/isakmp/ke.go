package isakmp

// A KeyExchange carries a Diffie-Hellman public value, RFC 2408 section 3.7.
type KeyExchange struct {
	Data []byte // as long as the group's prime, or both coordinates of the point
}

func (k *KeyExchange) PayloadType() PayloadType { return PayloadKE }

func parseKeyExchange(r *reader) *KeyExchange {
	k := &KeyExchange{Data: r.rest()}
	if len(k.Data) == 0 {
		r.fail(Malformed, "no public value")
	}
	return k
}

func (k *KeyExchange) appendBody(dst []byte) []byte { return append(dst, k.Data...) }
