package oakley

import (
	"bytes"
	"testing"
)

var ciphers = []struct {
	name             string
	suite            Suite
	keyLen, blockLen int
}{
	{"DES", Suite{Cipher: DES, Hash: SHA1, Group: Group2}, 8, 8},
	{"3DES", Suite{Cipher: TripleDES, Hash: SHA1, Group: Group2}, 24, 8},
	{"AES 128", Suite{Cipher: AES, KeyBits: 128, Hash: SHA1, Group: Group2}, 16, 16},
	{"AES 192", Suite{Cipher: AES, KeyBits: 192, Hash: SHA1, Group: Group2}, 24, 16},
	{"AES 256", Suite{Cipher: AES, KeyBits: 256, Hash: SHA1, Group: Group2}, 32, 16},
}

// random is n reproducible bytes.
func random(n int, seed byte) []byte {
	b := make([]byte, n)
	seeded(seed).Read(b)
	return b
}

// What is encrypted decrypts to itself and zeros, and both sides go on from the
// last block that was sent.
func TestEncryptDecrypt(t *testing.T) {
	for _, c := range ciphers {
		t.Run(c.name, func(t *testing.T) {
			if got := c.suite.Cipher.KeyLen(c.suite.KeyBits); got != c.keyLen {
				t.Fatalf("key of %d bytes, want %d", got, c.keyLen)
			}
			if got := c.suite.Cipher.BlockSize(); got != c.blockLen {
				t.Fatalf("blocks of %d bytes, want %d", got, c.blockLen)
			}
			block, err := c.suite.Block(random(c.keyLen, 1))
			if err != nil {
				t.Fatal(err)
			}
			iv := random(c.blockLen, 2)
			for n := 1; n < 40; n++ {
				plain := random(n, byte(n))
				cipherText, next, err := Encrypt(block, iv, plain)
				if err != nil {
					t.Fatal(err)
				}
				if len(cipherText)%c.blockLen != 0 || len(cipherText) < n || len(cipherText)-n >= c.blockLen {
					t.Errorf("%d bytes became %d", n, len(cipherText))
				}
				if !bytes.Equal(next, cipherText[len(cipherText)-c.blockLen:]) {
					t.Errorf("next vector %x is not the last block", next)
				}
				got, received, err := Decrypt(block, iv, cipherText)
				if err != nil {
					t.Fatal(err)
				}
				padded := append(bytes.Clone(plain), make([]byte, len(cipherText)-n)...)
				if !bytes.Equal(got, padded) || !bytes.Equal(received, next) {
					t.Errorf("decrypted to %x, next vector %x; want %x, %x", got, received, padded, next)
				}
			}
		})
	}
}

func TestRefusedCipherText(t *testing.T) {
	iv, text := random(16, 2), random(32, 3)
	block, err := Suite{Cipher: AES, KeyBits: 128}.Block(random(16, 1))
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		name     string
		iv, text []byte
	}{
		{"nothing", iv, nil},
		{"half a block", iv, text[:8]},
		{"a block and a half", iv, text[:24]},
		{"short vector", iv[:8], text},
		{"no vector", nil, text},
	} {
		t.Run(test.name, func(t *testing.T) {
			if _, _, err := Decrypt(block, test.iv, test.text); err == nil {
				t.Error("decrypted")
			}
			if len(test.text) < len(text) {
				return // any length can be encrypted
			}
			if _, _, err := Encrypt(block, test.iv, test.text); err == nil {
				t.Error("encrypted")
			}
		})
	}
}

func TestRefusedKeys(t *testing.T) {
	key := random(16, 1)
	for _, test := range []struct {
		name  string
		suite Suite
		key   []byte
	}{
		{"short key", Suite{Cipher: AES, KeyBits: 128}, key[:15]},
		{"key for another length", Suite{Cipher: AES, KeyBits: 256}, key},
		{"unknown cipher", Suite{Cipher: 99}, key},
		{"AES without a length", Suite{Cipher: AES}, key},
	} {
		if _, err := test.suite.Block(test.key); err == nil {
			t.Errorf("%s: accepted", test.name)
		}
	}
}

func TestSuiteCheck(t *testing.T) {
	for _, c := range ciphers {
		if err := c.suite.Check(); err != nil {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	for name, s := range map[string]Suite{
		"cipher":     {Cipher: 3, Hash: SHA1, Group: Group2},
		"key length": {Cipher: AES, KeyBits: 100, Hash: SHA1, Group: Group2},
		"hash":       {Cipher: DES, Hash: 3, Group: Group2},
		"group":      {Cipher: DES, Hash: SHA1, Group: 3},
	} {
		if s.Check() == nil {
			t.Errorf("unknown %s accepted", name)
		}
	}
}
