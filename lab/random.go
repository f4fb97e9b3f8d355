package lab

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"strconv"
)

// randomStream is the random stream of a purpose. Its key is a hash of the words, each with its
// length before it, so that no two purposes share a stream.
func randomStream(words ...string) *rand.ChaCha8 {
	h := sha256.New()
	for _, w := range words {
		io.WriteString(h, strconv.Itoa(len(w))+":"+w)
	}
	return rand.NewChaCha8([32]byte(h.Sum(nil)))
}

// randomStreams hands out one stream per purpose to a router, the same one each time it is
// asked. A router that is booted again gets new ones.
func randomStreams(seed, router string, boot int) func(purpose string) io.Reader {
	open := map[string]io.Reader{}
	return func(purpose string) io.Reader {
		r := open[purpose]
		if r == nil {
			r = randomStream(seed, router, strconv.Itoa(boot), purpose)
			open[purpose] = r
		}
		return r
	}
}
