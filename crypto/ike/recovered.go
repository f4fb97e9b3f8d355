package ike

import (
	"fmt"

	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
)

// RecoverProtection is that of an SA of which only the cipher's key is known (Ka, as a table of keys beside a capture has it) and
// what its messages in the clear say: the suite, and the bodies of the two key exchange payloads. It opens messages and seals none.
// lastBlock is the last block of phase 1, nil while that is under way. An error says that the suite and the key do not fit.
func RecoverProtection(i, r isakmp.Cookie, s oakley.Suite, key, gxi, gxr, lastBlock []byte) (Protection, error) {
	if err := s.Check(); err != nil {
		return Protection{}, err
	}
	if want := s.Cipher.KeyLen(s.KeyBits); len(key) != want {
		return Protection{}, fmt.Errorf("the key of an SA has %d bytes; its cipher takes %d", len(key), want)
	}
	block, err := s.Block(key)
	if err != nil {
		return Protection{}, err
	}
	h := s.Hash.New()
	h.Write(gxi)
	h.Write(gxr)
	iv := h.Sum(nil)[:s.Cipher.BlockSize()]
	p := Protection{Initiator: i, Responder: r, suite: s, keys: oakley.Keys{IV: iv, Block: block}, lastBlock: lastBlock,
		final: lastBlock != nil}
	if lastBlock == nil {
		p.lastBlock = iv
	}
	return p, nil
}
