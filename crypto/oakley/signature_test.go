package oakley

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"math/big"
	"testing"
)

// A signature is of the bare hash (RFC 2409 section 5.1): what RSA takes the padding off is 0, 1, bytes of FF, 0, and the hash alone.
func TestSignHash(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	hash := []byte("twenty bytes of hash")
	signed, err := SignHash(key, hash)
	if err != nil {
		t.Fatal(err)
	}
	plain := new(big.Int).Exp(new(big.Int).SetBytes(signed), big.NewInt(int64(key.E)), key.N).FillBytes(make([]byte, key.Size()))
	for i, b := range plain {
		want := byte(0xFF)
		switch last := len(plain) - len(hash) - 1; {
		case i == 0 || i == last:
			want = 0
		case i == 1:
			want = 1
		case i > last:
			want = hash[i-last-1]
		}
		if b != want {
			t.Fatalf("byte %d is %#x, want %#x", i, b, want)
		}
	}
	if err := VerifyHash(&key.PublicKey, hash, signed); err != nil {
		t.Error(err)
	}
	hash[0] ^= 1
	if err := VerifyHash(&key.PublicKey, hash, signed); !errors.Is(err, ErrSignature) {
		t.Errorf("another hash: %v", err)
	}
}

// A key can be too short for a hash, and too long to be checked.
func TestLimitsOfSignatures(t *testing.T) {
	key, err := rsa.GenerateKey(rand.Reader, 512)
	if err != nil {
		t.Fatal(err)
	}
	for length, ok := range map[int]bool{512/8 - SignaturePadding: true, 512/8 - SignaturePadding + 1: false} {
		if _, err := SignHash(key, make([]byte, length)); (err == nil) != ok {
			t.Errorf("%d bytes with 512 bits: %v", length, err)
		}
	}
	long := &rsa.PublicKey{N: new(big.Int).SetBit(big.NewInt(1), MostSignatureBits, 1), E: 65537}
	if err := VerifyHash(long, nil, make([]byte, long.Size())); !errors.Is(err, ErrSignature) {
		t.Errorf("%d bits: %v", long.N.BitLen(), err)
	}
}

func BenchmarkSignHash(b *testing.B) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if _, err := SignHash(key, make([]byte, 20)); err != nil {
			b.Fatal(err)
		}
	}
}
