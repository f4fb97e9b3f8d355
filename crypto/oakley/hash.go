package oakley

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"fmt"
	"hash"
)

// A Hash is a hash algorithm by the value of the phase 1 hash attribute, RFC
// 2409 appendix A and IANA's registry.
type Hash uint16

const (
	MD5    Hash = 1
	SHA1   Hash = 2
	SHA256 Hash = 4
	SHA384 Hash = 5
	SHA512 Hash = 6
)

var hashes = [...]func() hash.Hash{
	MD5:    md5.New,
	SHA1:   sha1.New,
	SHA256: sha256.New,
	SHA384: sha512.New384,
	SHA512: sha512.New,
}

// Supported reports whether h is one of the algorithms above. Ask before New and
// PRF, which panic if it is not.
func (h Hash) Supported() bool { return int(h) < len(hashes) && hashes[h] != nil }

// New begins a hash.
func (h Hash) New() hash.Hash {
	if !h.Supported() {
		panic(fmt.Sprintf("oakley: hash algorithm %d, which Supported would have refused", h))
	}
	return hashes[h]()
}

// Size is the length of the hash in bytes; zero if h is not supported.
func (h Hash) Size() int {
	if !h.Supported() {
		return 0
	}
	return h.New().Size()
}

// PRF is the negotiated pseudo-random function: HMAC over the parts one after
// the other, RFC 2409 section 4.
func (h Hash) PRF(key []byte, parts ...[]byte) []byte { return h.Keyed(key).Sum(parts...) }

// A PRF is the pseudo-random function with a key. It remembers what of its work
// depends on the key alone.
type PRF struct{ mac hash.Hash }

// Keyed makes the PRF ready for a key that is used more than once.
func (h Hash) Keyed(key []byte) PRF { return PRF{hmac.New(h.New, key)} }

// Sum is the PRF over the parts one after the other.
func (p PRF) Sum(parts ...[]byte) []byte {
	p.mac.Reset()
	return sum(p.mac, parts)
}

// digest is the hash of the parts, cut to n bytes if it is longer.
func (h Hash) digest(n int, parts ...[]byte) []byte {
	d := sum(h.New(), parts)
	return d[:min(n, len(d))]
}

func sum(h hash.Hash, parts [][]byte) []byte {
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)
}
