package isakmp

// Raw is a payload this package has no type for: certificates, signatures, mode
// configuration, NAT original addresses, private types. It is kept as it came.
type Raw struct {
	Type PayloadType
	Data []byte
}

func (r *Raw) PayloadType() PayloadType { return r.Type }

func (r *Raw) appendBody(dst []byte) []byte { return append(dst, r.Data...) }
