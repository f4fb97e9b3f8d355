package oakley

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/subtle"
	"fmt"
)

// A Cipher is an encryption algorithm in CBC mode by the value of the phase 1
// encryption attribute, RFC 2409 appendix A and RFC 3602.
type Cipher uint16

const (
	DES       Cipher = 1
	TripleDES Cipher = 5
	AES       Cipher = 7
)

// BlockSize is the length in bytes of a block and of an initialization vector;
// zero for an algorithm not listed above.
func (c Cipher) BlockSize() int {
	switch c {
	case DES, TripleDES:
		return des.BlockSize
	case AES:
		return aes.BlockSize
	}
	return 0
}

// KeyLen is the length of a key in bytes. bits is the key length attribute,
// which counts for AES alone: 128, 192 or 256. Zero for anything else.
func (c Cipher) KeyLen(bits int) int {
	switch {
	case c == DES:
		return 8
	case c == TripleDES:
		return 24
	case c == AES && (bits == 128 || bits == 192 || bits == 256):
		return bits / 8
	}
	return 0
}

// A Suite is what phase 1 negotiates.
type Suite struct {
	Cipher  Cipher
	KeyBits int // for AES; zero otherwise
	Hash    Hash
	Group   Group
}

// Check says what of the suite cannot be computed with.
func (s Suite) Check() error {
	switch {
	case s.Cipher.KeyLen(s.KeyBits) == 0:
		return fmt.Errorf("encryption algorithm %d with a key of %d bits is not supported", s.Cipher, s.KeyBits)
	case !s.Hash.Supported():
		return fmt.Errorf("hash algorithm %d is not supported", s.Hash)
	case !s.Group.Supported():
		return fmt.Errorf("Diffie-Hellman group %d is not supported", s.Group)
	}
	return nil
}

// Encrypt encrypts what follows the header of a message, padded with zeros to
// whole blocks. nextIV, the last block sent, begins the next message of the same
// exchange: RFC 2409 section 5 and appendix B.
//
// The header's length has to count the padding: it is that of cipherText.
//
// CBC is written out because crypto/cipher copies the whole key schedule for each
// message, which is most of the work on one of four blocks.
func Encrypt(block cipher.Block, iv, plain []byte) (cipherText, nextIV []byte, err error) {
	size := block.BlockSize()
	if len(iv) != size {
		return nil, nil, fmt.Errorf("cannot encrypt: an initialization vector of %d bytes does not suit blocks of %d", len(iv), size)
	}
	cipherText = make([]byte, (len(plain)+size-1)/size*size)
	copy(cipherText, plain)
	before := iv
	for at := 0; at < len(cipherText); at += size {
		this := cipherText[at : at+size]
		subtle.XORBytes(this, this, before)
		block.Encrypt(this, this)
		before = this
	}
	return cipherText, bytes.Clone(before), nil
}

// Decrypt decrypts what follows the header of a message. The plain text ends in
// whatever padding the peer chose. nextIV is the last block received.
func Decrypt(block cipher.Block, iv, cipherText []byte) (plain, nextIV []byte, err error) {
	size := block.BlockSize()
	if len(iv) != size {
		return nil, nil, fmt.Errorf("cannot decrypt: an initialization vector of %d bytes does not suit blocks of %d", len(iv), size)
	}
	if n := len(cipherText); n == 0 || n%size != 0 {
		return nil, nil, fmt.Errorf("cannot decrypt: %d bytes are not whole blocks of %d", n, size)
	}
	plain = make([]byte, len(cipherText))
	before := iv
	for at := 0; at < len(cipherText); at += size {
		this := cipherText[at : at+size]
		block.Decrypt(plain[at:], this)
		subtle.XORBytes(plain[at:at+size], plain[at:at+size], before)
		before = this
	}
	return plain, bytes.Clone(before), nil
}

// Block is the suite's cipher with a key.
func (s Suite) Block(key []byte) (cipher.Block, error) {
	if want := s.Cipher.KeyLen(s.KeyBits); want == 0 || len(key) != want {
		return nil, fmt.Errorf("a key of %d bytes does not suit encryption algorithm %d with %d bits", len(key), s.Cipher, s.KeyBits)
	}
	switch s.Cipher {
	case DES:
		return des.NewCipher(key)
	case TripleDES:
		return des.NewTripleDESCipher(key)
	}
	return aes.NewCipher(key)
}
