package ike

import (
	"crypto/hmac"
	"errors"
	"net/netip"

	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
)

// A Protection is what an ISAKMP SA protects informational exchanges with, RFC 2409
// section 5.7. It reads and writes such messages without changing the SA: the engine
// sends with it, and a tool that stands at one end of the SA (a lab whose peer
// misbehaves, a test's light peer) uses it to send what the engine would not.
type Protection struct {
	Initiator, Responder isakmp.Cookie
	Local, Remote        netip.AddrPort // the ends of the SA, as this one has them

	suite     oakley.Suite
	keys      oakley.Keys
	lastBlock []byte // of phase 1
	final     bool   // phase 1 is over
}

// Protections are those of the established SAs with a peer, oldest first.
func (e *Engine) Protections(peer netip.Addr) (list []Protection) {
	for _, sa := range e.allSAs() {
		if sa.remote.Addr() == peer && sa.isEstablished() {
			list = append(list, sa.protection())
		}
	}
	return list
}

func (sa *SA) protection() Protection {
	return Protection{Initiator: sa.cookieI, Responder: sa.cookieR, Local: sa.local, Remote: sa.remote,
		suite: sa.suite, keys: sa.keys, lastBlock: sa.iv,
		final: !sa.Established.IsZero()}
}

// Hash is what authenticates payloads under a message ID.
func (p *Protection) Hash(id uint32, payloads ...isakmp.Payload) isakmp.Payload {
	return isakmp.New(&isakmp.Hash{Data: p.hashOf(id, payloads)})
}

func (p *Protection) hashOf(id uint32, payloads []isakmp.Payload) []byte {
	return oakley.InformationalHash(p.keys.Authenticator, id, isakmp.AppendPayloads(nil, payloads))
}

// Seal makes the message that carries payloads under a message ID. The first of them
// should be their Hash.
func (p *Protection) Seal(id uint32, payloads ...isakmp.Payload) ([]byte, error) {
	cipherText, _, err := oakley.Encrypt(p.keys.Block, p.ivUnder(id), isakmp.AppendPayloads(nil, payloads))
	if err != nil {
		return nil, err
	}
	h := isakmp.Header{
		Initiator: p.Initiator, Responder: p.Responder, Exchange: isakmp.Informational, MessageID: id,
		Next: isakmp.FirstType(payloads), Flags: isakmp.FlagEncryption, Length: uint32(isakmp.HeaderLen + len(cipherText)),
	}
	return append(h.Append(make([]byte, 0, h.Length)), cipherText...), nil
}

// Open reads a message and returns what follows its hash. It is an error if the
// hash is not theirs.
func (p *Protection) Open(data []byte) (id uint32, payloads []isakmp.Payload, err error) {
	h, err := isakmp.ParseHeader(data)
	if err != nil {
		return 0, nil, err
	}
	plain, _, err := oakley.Decrypt(p.keys.Block, p.ivUnder(h.MessageID), data[isakmp.HeaderLen:])
	if err != nil {
		return 0, nil, err
	}
	payloads, err = isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
	if err != nil {
		return 0, nil, err
	}
	if len(payloads) == 0 {
		return 0, nil, errors.New("there is no payload")
	}
	if hash, ok := payloads[0].Value.(*isakmp.Hash); !ok || !hmac.Equal(hash.Data, p.hashOf(h.MessageID, payloads[1:])) {
		return 0, nil, errors.New("the hash is not that of the message")
	}
	return h.MessageID, payloads[1:], nil
}

func (p *Protection) ivUnder(id uint32) []byte {
	return oakley.PhaseTwoIV(p.suite.Hash, p.lastBlock, id, p.suite.Cipher.BlockSize())
}
