package pki

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/hmac"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/asn1"
	"errors"
	"fmt"
	"io"
	"math/big"
	"slices"
)

// An Encryption is how the content of a message is encrypted, in CBC mode.
type Encryption struct {
	Word      string // DES, DES3, AES: as GetCACaps has them (RFC 8894 section 3.5.2)
	oid       asn1.ObjectIdentifier
	keyLength int
	block     func(key []byte) (cipher.Block, error)
}

var encryptions = []Encryption{
	{"DES", asn1.ObjectIdentifier{1, 3, 14, 3, 2, 7}, 8, des.NewCipher},
	{"DES3", asn1.ObjectIdentifier{1, 2, 840, 113549, 3, 7}, 24, des.NewTripleDESCipher},
	{"AES", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 2}, 16, aes.NewCipher},
	{"AES256", asn1.ObjectIdentifier{2, 16, 840, 1, 101, 3, 4, 1, 42}, 32, aes.NewCipher},
}

// EncryptionNamed is the encryption of a word of GetCACaps.
func EncryptionNamed(word string) (Encryption, bool) {
	at := slices.IndexFunc(encryptions, func(e Encryption) bool { return e.Word == word })
	if at < 0 {
		return Encryption{}, false
	}
	return encryptions[at], true
}

// seal pads as RFC 2315 section 10.3 says and encrypts, with a new key and IV.
func (e Encryption) seal(data []byte, random io.Reader) (key, iv, sealed []byte, err error) {
	key = make([]byte, e.keyLength)
	if _, err = io.ReadFull(random, key); err != nil {
		return nil, nil, nil, fmt.Errorf("no random bytes for a key: %w", err)
	}
	block, err := e.block(key)
	if err != nil {
		return nil, nil, nil, err
	}
	size := block.BlockSize()
	iv = make([]byte, size)
	if _, err = io.ReadFull(random, iv); err != nil {
		return nil, nil, nil, fmt.Errorf("no random bytes for an IV: %w", err)
	}
	padding := size - len(data)%size
	sealed = slices.Concat(data, slices.Repeat([]byte{byte(padding)}, padding))
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(sealed, sealed)
	return key, iv, sealed, nil
}

var errNotOpened = errors.New("a message that does not open")

func (e Encryption) open(key, iv, sealed []byte) ([]byte, error) {
	block, err := e.block(key)
	if err != nil || len(iv) != block.BlockSize() || len(sealed) == 0 || len(sealed)%block.BlockSize() != 0 {
		return nil, errNotOpened
	}
	plain := make([]byte, len(sealed))
	cipher.NewCBCDecrypter(block, iv).CryptBlocks(plain, sealed)
	padding := int(plain[len(plain)-1])
	if padding == 0 || padding > block.BlockSize() || padding > len(plain) {
		return nil, errNotOpened
	}
	return plain[:len(plain)-padding], nil
}

// encryptKey is RSAES-PKCS1-v1_5 (RFC 8017 section 7.2.1) with random bytes that are given: crypto/rsa takes its own.
func encryptKey(to *rsa.PublicKey, key []byte, random io.Reader) ([]byte, error) {
	size := to.Size()
	if len(key) > size-11 {
		return nil, fmt.Errorf("a key of %d bits is too short to encrypt %d bytes with", to.N.BitLen(), len(key))
	}
	block := make([]byte, size)
	block[1] = 2
	padding := block[2 : size-len(key)-1]
	for i := range padding {
		for padding[i] == 0 {
			if _, err := io.ReadFull(random, padding[i:i+1]); err != nil {
				return nil, fmt.Errorf("no random bytes for a padding: %w", err)
			}
		}
	}
	copy(block[size-len(key):], key)
	sealed := new(big.Int).Exp(new(big.Int).SetBytes(block), big.NewInt(int64(to.E)), to.N)
	return sealed.FillBytes(make([]byte, size)), nil
}

// decryptKey is a key of the right length in any case: if what came is none, it is one that nobody can guess, the same each time
// for the same message, so that what then fails to open tells nothing.
func decryptKey(own *rsa.PrivateKey, sealed []byte, length int) []byte {
	guard := hmac.New(sha256.New, own.D.Bytes())
	guard.Write(sealed)
	key := guard.Sum(nil)[:length]
	//lint:ignore SA1019 SCEP has no other way of encrypting keys
	_ = rsa.DecryptPKCS1v15SessionKey(nil, own, sealed, key) // an error tells of public things only
	return key
}
