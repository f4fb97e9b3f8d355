package live

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"strconv"

	"golang.org/x/crypto/chacha20"
)

// A seed is all the randomness of a run: 256 bits that the system gives once. From it follows a stream for each boot and
// purpose, so that a run of which the seed was written down can be done again. The streams are those of ChaCha20
// (RFC 8439): who does not know the seed cannot tell them from chance, nor one from what is known of another.
type seed [sha256.Size]byte

func newSeed() (s seed) {
	_, _ = rand.Read(s[:]) // it does not fail
	return s
}

func (s seed) String() string { return hex.EncodeToString(s[:]) }

func parseSeed(text string) (s seed, err error) {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != len(s) {
		return s, fmt.Errorf("a seed has %d hexadecimal digits", 2*len(s))
	}
	return seed(b), nil
}

// streams hands out a boot's streams, of each purpose the same one each time it is asked.
func (s seed) streams(boot int) func(purpose string) io.Reader {
	open := map[string]io.Reader{}
	return func(purpose string) io.Reader {
		if open[purpose] == nil {
			open[purpose] = s.stream(boot, purpose)
		}
		return open[purpose]
	}
}

func (s seed) stream(boot int, purpose string) io.Reader {
	key := hmac.New(sha256.New, s[:])
	io.WriteString(key, strconv.Itoa(boot)+" "+purpose) // a hash takes everything
	c, err := chacha20.NewUnauthenticatedCipher(key.Sum(nil), make([]byte, chacha20.NonceSize))
	if err != nil {
		panic(err) // the lengths are those that it wants
	}
	return &stream{cipher: c}
}

// A stream is random bytes. A ChaCha20 key is good for 256 GiB of them; the next one follows from the last bytes.
type stream struct {
	cipher *chacha20.Cipher
	left   int64
}

// keyBytes is after how many bytes a stream takes another key: what it gave before cannot be had from it any more.
const keyBytes = 1 << 20

func (s *stream) Read(b []byte) (int, error) {
	for done := 0; done < len(b); {
		if s.left == 0 {
			s.rekey()
		}
		part := b[done:min(len(b), done+int(s.left))]
		clear(part)
		s.cipher.XORKeyStream(part, part)
		s.left -= int64(len(part))
		done += len(part)
	}
	return len(b), nil
}

func (s *stream) rekey() {
	key := make([]byte, chacha20.KeySize)
	s.cipher.XORKeyStream(key, key)
	c, err := chacha20.NewUnauthenticatedCipher(key, make([]byte, chacha20.NonceSize))
	if err != nil {
		panic(err)
	}
	s.cipher, s.left = c, keyBytes
}
