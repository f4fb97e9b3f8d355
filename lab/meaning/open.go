package meaning

import (
	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
)

// open reads the payloads of a message, decrypting them if somebody in the lab has the keys.
func (r *Reader) open(a *association, p *Packet) {
	m, body := p.Message, p.body()[isakmp.HeaderLen:]
	if !m.IsEncrypted() {
		payloads, err := isakmp.ParsePayloads(m.Header.Next, body, isakmp.TrailingRefused)
		m.Payloads, m.Opened = payloads, err == nil
		return
	}
	protection, ok := r.protectionOf(a, m.Header)
	if !ok {
		return
	}
	var x *exchange
	if a != nil {
		x = a.exchanges[m.Header.MessageID]
	}
	payloads, iv, ok := openWith(&protection, m.Header, body, x)
	if !ok {
		return
	}
	m.Payloads, m.Opened, m.protection, m.iv = payloads, true, protection, iv
	if x != nil && x.byInitiator != m.FromInitiator && m.Header.Exchange == isakmp.QuickMode {
		m.nonceI = nonceOf(&protection, x)
	}
}

func (r *Reader) protectionOf(a *association, h isakmp.Header) (ike.Protection, bool) {
	if a != nil && a.protection != nil && a.protection.Responder == h.Responder {
		return *a.protection, true
	}
	p, ok := r.keys(h.Initiator, h.Responder)
	if ok && a != nil && p.IsFinal() {
		a.protection = &p
	}
	return p, ok
}

// openWith decrypts a message with the vector that makes sense of it: the first of its exchange,
// or the last block of a message before it.
func openWith(p *ike.Protection, h isakmp.Header, body []byte, x *exchange) (payloads []isakmp.Payload, iv []byte, ok bool) {
	candidates := [][]byte{p.FirstIV(h.MessageID)}
	if x != nil {
		for _, b := range x.blocks {
			if n := p.BlockSize(); len(b) >= n {
				candidates = append(candidates, b[len(b)-n:])
			}
		}
	}
	for _, iv := range candidates {
		plain, err := p.Decrypt(iv, body)
		if err != nil {
			continue
		}
		if payloads, err := isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed); err == nil && len(payloads) > 0 {
			return payloads, iv, true
		}
	}
	return nil, nil, false
}

// nonceOf is the initiator's nonce in the first message of a quick mode.
func nonceOf(p *ike.Protection, x *exchange) []byte {
	if len(x.first) <= isakmp.HeaderLen {
		return nil
	}
	first, err := isakmp.ParseHeader(x.first)
	if err != nil {
		return nil
	}
	payloads, _, _ := openWith(p, first, x.first[isakmp.HeaderLen:], nil)
	for _, one := range payloads {
		if one.Type == isakmp.PayloadNonce {
			return one.Body
		}
	}
	return nil
}
