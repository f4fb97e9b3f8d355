package incident

import (
	"crypto/sha256"
	"io"
	"math/rand/v2"
	"strconv"
)

// chance is a random stream: the same words give the same one.
type chance struct{ *rand.Rand }

func newChance(seed uint64, words ...string) chance {
	h := sha256.New()
	for _, w := range append(words, strconv.FormatUint(seed, 10)) {
		_, _ = io.WriteString(h, strconv.Itoa(len(w))+":"+w)
	}
	return chance{rand.New(rand.NewChaCha8([32]byte(h.Sum(nil))))}
}

// oneOf draws one of a list.
func oneOf[T any](c chance, list ...T) T { return list[c.IntN(len(list))] }

// otherThan draws one of a list that is not the one given. The list has another one.
func otherThan[T comparable](c chance, not T, list ...T) T {
	for {
		if one := oneOf(c, list...); one != not {
			return one
		}
	}
}

// coin is true in one of two cases.
func (c chance) coin() bool { return c.IntN(2) == 0 }

// secret draws a pre-shared key of 10 to 16 letters and digits.
func (c chance) secret() string {
	const letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
	text := make([]byte, 10+c.IntN(7))
	for i := range text {
		text[i] = letters[c.IntN(len(letters))]
	}
	return string(text)
}
