package oakley

import (
	"crypto/rsa"
	"errors"
	"fmt"
)

// MostSignatureBits bounds the keys of peers whose signatures are checked: the work grows with the cube of it.
const MostSignatureBits = 4096

// SignaturePadding is by how many bytes a key has to be longer than what it signs.
const SignaturePadding = 11

// ErrSignature is what VerifyHash wraps: a signature is not that of the key.
var ErrSignature = errors.New("the signature is not of this key")

// SignHash signs HASH_I or HASH_R for a SIG payload, as RFC 2409 section 5.1 wants it: PKCS #1 padding of type 1 around the bare
// hash, without the name of the hash function. It draws no random bytes. It is an error if the key is too short for the hash.
func SignHash(key *rsa.PrivateKey, hash []byte) ([]byte, error) {
	signed, err := rsa.SignPKCS1v15(nil, key, 0, hash)
	if err != nil {
		return nil, fmt.Errorf("cannot sign %d bytes with a key of %d bits: %w", len(hash), key.N.BitLen(), err)
	}
	return signed, nil
}

// VerifyHash checks what SignHash has made.
func VerifyHash(key *rsa.PublicKey, hash, signature []byte) error {
	if bits := key.N.BitLen(); bits > MostSignatureBits {
		return fmt.Errorf("%w: it has %d bits, at most %d are checked", ErrSignature, bits, MostSignatureBits)
	}
	if err := rsa.VerifyPKCS1v15(key, 0, hash, signature); err != nil {
		return fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return nil
}
