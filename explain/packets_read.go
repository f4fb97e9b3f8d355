package explain

import (
	"fmt"

	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
)

// read takes what a message says, beside its place in the ladder.
func (d datagramSeen) read(h isakmp.Header, n *captured, m Message, payloads []isakmp.Payload) {
	if h.Exchange == isakmp.QuickMode {
		n.counts[h.MessageID]++
		d.quick(n, m, payloads)
	}
	if m.Name == "main 6" || m.Name == "aggressive 3" {
		n.Established = true // the responder answers so after it has checked the initiator's hash
	}
	for _, p := range payloads {
		switch v := p.Value.(type) {
		case *isakmp.SecurityAssociation:
			if m.Name == "main 1" || m.Name == "aggressive 1" {
				n.offers(v, d.at)
			} else if m.Name == "main 2" || m.Name == "aggressive 2" {
				for i := range n.Comparisons {
					n.Comparisons[i].Accepted = true
				}
				method := chosen(v).value("authentication")
				n.PreShared, n.Signatures = method == "pre-share", method == "rsa-sig"
			}
		case *isakmp.Notify:
			d.notified(n, m, v)
		case *isakmp.Delete:
			n.Messages[len(n.Messages)-1].Note = "DELETE"
			n.sign(peerDeleted, "", d.at)
		}
	}
	if h.Exchange == isakmp.Informational && payloads == nil && !m.Sent {
		d.sealedAnswer(n)
	}
}

// sealedAnswer: an informational message that stays shut, where an answer was due.
func (d datagramSeen) sealedAnswer(n *captured) {
	if q := n.openQuickAny(); n.Established && q != nil && len(q.Signs) == 0 && n.Quick[len(n.Quick)-1] == q && q.Initiated {
		q.sign(refused2, sealed, d.at)
	} else if !n.Established && n.seen("main 5") != nil {
		n.sign(refused1, sealed, d.at)
	}
}

// offers keeps what the initiator offered, as its own.
func (n *captured) offers(sa *isakmp.SecurityAssociation, at Evidence) {
	for _, p := range sa.Proposals {
		for _, t := range p.Transforms {
			if len(n.Comparisons) < mostComparisons {
				n.Comparisons = append(n.Comparisons, Comparison{Ours: phase1Offer(t), Differs: "", At: at})
			}
		}
	}
}

func chosen(sa *isakmp.SecurityAssociation) Offer {
	if len(sa.Proposals) == 0 || len(sa.Proposals[0].Transforms) == 0 {
		return nil
	}
	return phase1Offer(sa.Proposals[0].Transforms[0])
}

// quick follows a quick mode by its message ID.
func (d datagramSeen) quick(n *captured, m Message, payloads []isakmp.Payload) {
	n.Established = true // nobody begins one before
	q := n.quick(m.Quick, d.at)
	if n.counts[number32(m.Quick)] == 1 {
		q.Initiated = m.Sent
	}
	if m.Name == "quick 3" {
		q.Established = true
	}
	var ids []string
	for _, p := range payloads {
		switch v := p.Value.(type) {
		case *isakmp.SecurityAssociation:
			if m.Name != "quick 1" {
				continue
			}
			for _, one := range v.Proposals {
				for _, t := range one.Transforms {
					if len(q.Offers) < 60 {
						q.Offers = append(q.Offers, phase2Offer(t))
					}
				}
			}
		case *isakmp.Identification:
			if prefix, ok := v.Prefix(); ok {
				ids = append(ids, prefix.String())
			}
		}
	}
	if len(ids) == 2 && m.Name == "quick 1" {
		q.Local, q.Remote = ids[0], ids[1]
		if !m.Sent {
			q.Local, q.Remote = ids[1], ids[0]
		}
	}
}

func number32(text string) uint32 {
	var v uint32
	for _, c := range text {
		v = v*10 + uint32(c-'0')
	}
	return v
}

// notified takes a notification of either side.
func (d datagramSeen) notified(n *captured, m Message, v *isakmp.Notify) {
	if o := &n.Messages[len(n.Messages)-1]; v.Type != isakmp.NotifyInitialContact {
		o.Note = v.Type.String()
	}
	if !v.Type.IsError() || v.Type == 0 {
		return
	}
	name := v.Type.String()
	switch q := n.openQuickAny(); {
	case !n.Established:
		n.sign(refused1, name, d.at)
	case q != nil && v.Type != isakmp.NotifyInvalidSPI:
		q.sign(refused2, name, d.at)
	case v.Type == isakmp.NotifyInvalidSPI:
		n.sign(invalidSPI, "", d.at)
	}
}

var (
	phase1Ciphers = map[uint64]string{1: "des", 5: "3des", 7: "aes"}
	phase1Hashes  = map[uint64]string{1: "md5", 2: "sha", 4: "sha256", 5: "sha384", 6: "sha512"}
	phase1Methods = map[uint64]string{isakmp.AuthPreSharedKey: "pre-share", isakmp.AuthRSASignature: "rsa-sig",
		isakmp.AuthRSAEncryption: "rsa-encr"}
	phase2Hashes = map[uint64]string{isakmp.HMAC_MD5: "md5", isakmp.HMAC_SHA: "sha", isakmp.HMAC_SHA2_256: "sha256",
		isakmp.HMAC_SHA2_384: "sha384", isakmp.HMAC_SHA2_512: "sha512"}
	phase2Ciphers = map[uint8]string{isakmp.ESP_DES: "des", isakmp.ESP_3DES: "3des", isakmp.ESP_AES: "aes", isakmp.ESP_NULL: "null",
		isakmp.ESP_AES_GCM16: "gcm"}
)

func named(words map[uint64]string, v uint64) string {
	if w := words[v]; w != "" {
		return w
	}
	return fmt.Sprint(v)
}

// phase1Offer is a transform of phase 1 in the words of IOS: RFC 2409 appendix A.
func phase1Offer(t isakmp.Transform) (o Offer) {
	bits := uint64(0)
	for _, a := range t.Attributes {
		v, _ := a.Uint()
		switch a.Type {
		case isakmp.AttrEncryption:
			o = append(o, Attribute{"encryption", named(phase1Ciphers, v)})
		case isakmp.AttrKeyLength:
			bits = v
		case isakmp.AttrHash:
			o = append(o, Attribute{"hash", named(phase1Hashes, v)})
		case isakmp.AttrGroup:
			o = append(o, Attribute{"group", fmt.Sprint(v)})
		case isakmp.AttrAuthentication:
			o = append(o, Attribute{"authentication", named(phase1Methods, v)})
		}
	}
	return o.withBits(bits)
}

func (o Offer) withBits(bits uint64) Offer {
	for i := range o {
		if bits > 0 && o[i].Name == "encryption" {
			o[i].Value += fmt.Sprintf(" %d", bits)
		}
	}
	return o
}

// phase2Offer is a transform of ESP in the words of IOS: RFC 2407 section 4.5.
func phase2Offer(t isakmp.Transform) (o Offer) {
	cipher := phase2Ciphers[t.ID]
	if cipher == "" {
		cipher = fmt.Sprint(t.ID)
	}
	o, bits := Offer{{"encryption", cipher}}, uint64(0)
	for _, a := range t.Attributes {
		v, _ := a.Uint()
		switch a.Type {
		case isakmp.IPsecAuthentication:
			o = append(o, Attribute{"hash", named(phase2Hashes, v)})
		case isakmp.IPsecGroup:
			o = append(o, Attribute{"group", fmt.Sprint(v)})
		case isakmp.IPsecKeyLength:
			bits = v
		case isakmp.IPsecEncapsulation:
			o = append(o, Attribute{"encapsulation", encapsulations[fmt.Sprint(v)]})
		}
	}
	return o.withBits(bits)
}

// suiteOf is what the two sides agreed on: RFC 2409 appendix A.
func suiteOf(sa *isakmp.SecurityAssociation) (s oakley.Suite) {
	if len(sa.Proposals) == 0 || len(sa.Proposals[0].Transforms) == 0 {
		return s
	}
	for _, a := range sa.Proposals[0].Transforms[0].Attributes {
		v, _ := a.Uint()
		switch a.Type {
		case isakmp.AttrEncryption:
			s.Cipher = oakley.Cipher(min(v, 0xffff))
		case isakmp.AttrKeyLength:
			s.KeyBits = int(min(v, 1<<16))
		case isakmp.AttrHash:
			s.Hash = oakley.Hash(min(v, 0xffff))
		case isakmp.AttrGroup:
			s.Group = oakley.Group(min(v, 0xffff))
		}
	}
	return s
}
