package oakley

import (
	"bytes"
	"fmt"
	"math/big"
	"math/rand/v2"
	"testing"
)

// primeOf is a MODP group's prime as another arithmetic knows it.
func primeOf(m *modp) *big.Int {
	p := new(big.Int)
	for i := len(m.field.prime) - 1; i >= 0; i-- {
		p.Lsh(p, 64).Or(p, new(big.Int).SetUint64(m.field.prime[i]))
	}
	return p
}

// Exponents and bases at the edges, where carries and windows go wrong: math/big is the other opinion.
func TestPowersAgainstBigIntegers(t *testing.T) {
	random := rand.New(rand.NewChaCha8([32]byte{7}))
	for _, g := range groups {
		m := g.modp()
		if m == nil {
			continue
		}
		t.Run(fmt.Sprintf("group%d", g), func(t *testing.T) {
			p, size := primeOf(m), g.PublicLen()
			generator := new(big.Int).SetBytes(m.field.bytes(m.field.power(m.element([]byte{2}), []byte{1})))
			if g == Group24 {
				generator.SetString(generatorSubgroup, 16)
			}
			bases := edges(size, random)
			for i, exponent := range edges(m.exponent, random) {
				x := new(big.Int).SetBytes(exponent)
				public, err := m.publicKey(exponent)
				if want := new(big.Int).Exp(generator, x, p).FillBytes(make([]byte, size)); err != nil || !bytes.Equal(public, want) {
					t.Fatalf("generator^%x is %x (%v), not %x", exponent, public, err, want)
				}
				for _, base := range [][]byte{bases[i], bases[(i+4)%len(bases)]} {
					b := new(big.Int).SetBytes(base)
					b.Mod(b, p)
					got := m.field.bytes(m.field.power(m.element(b.FillBytes(make([]byte, size))), exponent))
					if want := new(big.Int).Exp(b, x, p).FillBytes(make([]byte, size)); !bytes.Equal(got, want) {
						t.Fatalf("%x^%x is %x, not %x", b, exponent, got, want)
					}
				}
			}
		})
	}
}

// edges are big-endian numbers of a length: small ones, large ones, sparse ones and one at random.
func edges(length int, random *rand.Rand) (list [][]byte) {
	for _, fill := range []struct{ first, rest, last byte }{
		{0, 0, 0}, {0, 0, 1}, {0, 0, 2}, {0x80, 0, 0}, {0xff, 0xff, 0xff}, {0xff, 0xff, 0xfe}, {0, 0xff, 0}, {1, 0, 0x11},
	} {
		b := bytes.Repeat([]byte{fill.rest}, length)
		b[0], b[length-1] = fill.first, fill.last
		list = append(list, b)
	}
	b := make([]byte, length)
	for i := range b {
		b[i] = byte(random.Uint32())
	}
	return append(list, b)
}

func TestProductsAgainstBigIntegers(t *testing.T) {
	random := rand.New(rand.NewChaCha8([32]byte{8}))
	for _, g := range groups {
		m := g.modp()
		if m == nil {
			continue
		}
		p, size, scratch := primeOf(m), g.PublicLen(), make(residue, 2*len(m.field.prime))
		last := new(big.Int).Sub(p, big.NewInt(1)).FillBytes(make([]byte, size))
		for _, one := range append(edges(size, random), last) {
			x, ok := m.field.value(one)
			if want := new(big.Int).SetBytes(one).Cmp(p) < 0; ok != want {
				t.Fatalf("group %d: %x below the prime: %v", g, one, ok)
			}
			if !ok {
				continue
			}
			square := make(residue, len(x))
			m.field.square(square, x, scratch)
			b := new(big.Int).SetBytes(one)
			if want := new(big.Int).Mul(b, b); !bytes.Equal(m.field.bytes(square), want.Mod(want, p).FillBytes(make([]byte, size))) {
				t.Fatalf("group %d: the square of %x is %x", g, one, m.field.bytes(square))
			}
			m.field.multiply(x, x, x, scratch)
			if !bytes.Equal(m.field.bytes(x), m.field.bytes(square)) {
				t.Fatalf("group %d: %x times itself is not its square", g, one)
			}
		}
	}
}

func TestIsScalar(t *testing.T) {
	order := []byte{0x01, 0x00, 0x10}
	for _, c := range []struct {
		candidate []byte
		want      bool
	}{
		{[]byte{0, 0, 0}, false}, {[]byte{0, 0, 1}, true}, {[]byte{0, 0xff, 0xff}, true}, {[]byte{1, 0, 0x0f}, true},
		{[]byte{1, 0, 0x10}, false}, {[]byte{1, 0, 0x11}, false}, {[]byte{1, 1, 0}, false}, {[]byte{0xff, 0, 0}, false},
	} {
		if got := isScalar(c.candidate, order); got != c.want {
			t.Errorf("0 < %x < %x: %v", c.candidate, order, got)
		}
	}
}
