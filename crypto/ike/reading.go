package ike

import (
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
)

// What follows is for who reads a router's messages along the way (a lab that shows or strikes
// them by what they say). The engine itself reads with its exchanges' own state.

// ProtectionOf is that of the SA with these cookies, from the moment its keys exist until it is
// purged: of a main mode that is under way, of an established SA and of one that was deleted.
func (e *Engine) ProtectionOf(initiator, responder isakmp.Cookie) (Protection, bool) {
	for _, sa := range e.allSAs() {
		if sa.cookieI == initiator && sa.cookieR == responder && sa.keys.Block != nil {
			return sa.protection(), true
		}
	}
	return Protection{}, false
}

// IsFinal says whether phase 1 is over, so that the protection stays as it is.
func (p *Protection) IsFinal() bool { return p.final }

// FirstIV is the initialization vector of the first encrypted message under a message ID; 0 is
// main mode's. That of each later message is the last block of the message before it: RFC 2409
// appendix B.
func (p *Protection) FirstIV(id uint32) []byte {
	if id == 0 {
		return p.keys.IV
	}
	return p.ivUnder(id)
}

// BlockSize is that of the cipher, in bytes.
func (p *Protection) BlockSize() int { return p.suite.Cipher.BlockSize() }

// Decrypt decrypts what follows the header of a message. It is an error if these are not whole
// blocks; that the initialization vector is another's only spoils the first block.
func (p *Protection) Decrypt(iv, cipherText []byte) ([]byte, error) {
	plain, _, err := oakley.Decrypt(p.keys.Block, iv, cipherText)
	return plain, err
}

// EncryptTo encrypts what follows the header of a message in place of a message that ended in the
// block last, and ends in that block too, so that the next message of the exchange, which is
// chained to it, is understood at both ends. The block of padding it takes is what decrypts to
// that; RFC 2409 appendix B leaves padding to the sender.
func (p *Protection) EncryptTo(iv, plain, last []byte) ([]byte, error) {
	cipherText, chained, err := oakley.Encrypt(p.keys.Block, iv, plain)
	if err != nil {
		return nil, err
	}
	padding, _, err := oakley.Decrypt(p.keys.Block, chained, last)
	if err != nil {
		return nil, err
	}
	sealed, _, err := oakley.Encrypt(p.keys.Block, chained, padding)
	return append(cipherText, sealed...), err
}

// QuickModeHash is HASH(1) over payloads of quick mode, or HASH(2) if the initiator's nonce is
// given: RFC 2409 section 5.5.
func (p *Protection) QuickModeHash(id uint32, nonceI []byte, payloads ...isakmp.Payload) isakmp.Payload {
	body := isakmp.AppendPayloads(nil, payloads)
	sum := oakley.QuickModeHash1(p.keys.Authenticator, id, body)
	if nonceI != nil {
		sum = oakley.QuickModeHash2(p.keys.Authenticator, id, nonceI, body)
	}
	return isakmp.New(&isakmp.Hash{Data: sum})
}
