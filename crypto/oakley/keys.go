package oakley

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"slices"

	"ruthere/crypto/isakmp"
)

// Keys are the secrets of an ISAKMP SA, RFC 2409 section 5.
type Keys struct {
	SKEYID  []byte // authenticates the two peers to each other
	SKEYIDd []byte // SKEYID_d: from it come the keys of IPsec SAs
	SKEYIDa []byte // SKEYID_a: authenticates later exchanges
	SKEYIDe []byte // SKEYID_e: what the cipher's key is made of
	Cipher  []byte // Ka, the cipher's key
	IV      []byte // for the first encrypted message of phase 1

	Authenticator PRF          // the PRF with SKEYID_a
	Block         cipher.Block // the cipher with Ka
}

// Format prints nothing of the keys, with any verb.
func (Keys) Format(f fmt.State, _ rune) { fmt.Fprint(f, "oakley.Keys(secret)") }

// DeriveKeysPreShared computes the keys of an SA with a pre-shared key. ni and nr
// are the nonces' bodies, gxy the shared secret, gxi and gxr the bodies of the
// two key exchange payloads, ci and cr the cookies.
//
//	SKEYID   = prf(psk, Ni_b | Nr_b)
//	SKEYID_d = prf(SKEYID, g^xy | CKY-I | CKY-R | 0)
//	SKEYID_a = prf(SKEYID, SKEYID_d | g^xy | CKY-I | CKY-R | 1)
//	SKEYID_e = prf(SKEYID, SKEYID_a | g^xy | CKY-I | CKY-R | 2)
//
// Weak DES keys, which RFC 2409 appendix B lists, are not looked for: one key in
// 2^52 is weak.
func DeriveKeysPreShared(s Suite, psk, ni, nr, gxy []byte, ci, cr isakmp.Cookie, gxi, gxr []byte) (Keys, error) {
	return deriveKeys(s, func() []byte { return s.Hash.PRF(psk, ni, nr) }, ni, nr, gxy, ci, cr, gxi, gxr)
}

// DeriveKeysSignature computes the keys of an SA whose peers sign. The arguments are those of DeriveKeysPreShared, and so are the
// keys that follow from the first.
//
//	SKEYID = prf(Ni_b | Nr_b, g^xy)
func DeriveKeysSignature(s Suite, ni, nr, gxy []byte, ci, cr isakmp.Cookie, gxi, gxr []byte) (Keys, error) {
	return deriveKeys(s, func() []byte { return s.Hash.PRF(slices.Concat(ni, nr), gxy) }, ni, nr, gxy, ci, cr, gxi, gxr)
}

// deriveKeys computes SKEYID when it is sure that it can be, and the keys that follow from it.
func deriveKeys(s Suite, skeyid func() []byte, ni, nr, gxy []byte, ci, cr isakmp.Cookie, gxi, gxr []byte) (Keys, error) {
	if err := s.Check(); err != nil {
		return Keys{}, fmt.Errorf("cannot derive keys: %w", err)
	}
	if len(ni) == 0 || len(nr) == 0 || len(gxy) == 0 {
		return Keys{}, errors.New("cannot derive keys without both nonces and the shared secret")
	}
	k := Keys{SKEYID: skeyid()}
	k.SKEYIDd = s.Hash.PRF(k.SKEYID, gxy, ci[:], cr[:], []byte{0})
	k.SKEYIDa = s.Hash.PRF(k.SKEYID, k.SKEYIDd, gxy, ci[:], cr[:], []byte{1})
	k.SKEYIDe = s.Hash.PRF(k.SKEYID, k.SKEYIDa, gxy, ci[:], cr[:], []byte{2})
	k.Cipher = cipherKey(s.Hash, k.SKEYIDe, s.Cipher.KeyLen(s.KeyBits))
	k.IV = s.Hash.digest(s.Cipher.BlockSize(), gxi, gxr)
	k.Authenticator = s.Hash.Keyed(k.SKEYIDa)
	var err error
	k.Block, err = s.Block(k.Cipher)
	return k, err
}

// cipherKey cuts SKEYID_e to n bytes, or expands it if it is shorter: RFC 2409
// appendix B.
//
//	Ka = K1 | K2 | K3 ...  with  K1 = prf(SKEYID_e, 0), K2 = prf(SKEYID_e, K1) ...
func cipherKey(h Hash, skeyidE []byte, n int) []byte {
	if n <= len(skeyidE) {
		return skeyidE[:n:n]
	}
	var ka []byte
	for k := []byte{0}; len(ka) < n; {
		k = h.PRF(skeyidE, k)
		ka = append(ka, k...)
	}
	return ka[:n:n]
}

// PhaseTwoIV is the initialization vector of an exchange under an established
// SA: the hash of the last ciphertext block of phase 1 and the message ID, cut
// to blockSize. RFC 2409 appendix B.
func PhaseTwoIV(h Hash, lastPhase1Block []byte, mid uint32, blockSize int) []byte {
	return h.digest(blockSize, lastPhase1Block, uint32Bytes(mid))
}

// KeyMaterial is n bytes of keying material for the IPsec SA with this protocol
// and SPI, RFC 2409 section 5.5. gxy is the secret of quick mode's own
// Diffie-Hellman, or nil without perfect forward secrecy.
//
//	KEYMAT = K1 | K2 | ...  with
//	K1 = prf(SKEYID_d, [g^xy |] protocol | SPI | Ni_b | Nr_b)
//	K2 = prf(SKEYID_d, K1 | [g^xy |] protocol | SPI | Ni_b | Nr_b)
func KeyMaterial(h Hash, skeyidD, gxy []byte, protocol isakmp.ProtocolID, spi, ni, nr []byte, n int) []byte {
	var material, k []byte
	for len(material) < n {
		k = h.PRF(skeyidD, k, gxy, []byte{uint8(protocol)}, spi, ni, nr)
		material = append(material, k...)
	}
	return material[:n:n]
}
