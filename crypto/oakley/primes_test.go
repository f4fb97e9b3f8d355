package oakley

import (
	"math/big"
	"testing"
)

// RFC 2409 section 6 and RFC 3526 define each prime by a formula with pi in it.
func TestPrimesAreWhatTheRFCsDefine(t *testing.T) {
	for _, test := range []struct {
		bits uint
		k    int64
		hex  string
	}{
		{768, 149686, prime768},
		{1024, 129093, prime1024},
		{1536, 741804, prime1536},
		{2048, 124476, prime2048},
		{3072, 1690314, prime3072},
		{4096, 240904, prime4096},
	} {
		// 2^n - 2^(n-64) - 1 + 2^64 * (floor(2^(n-130) * pi) + k)
		want := piTimesPowerOf2(test.bits - 130)
		want.Add(want, big.NewInt(test.k)).Lsh(want, 64)
		want.Add(want, powerOf2(test.bits)).Sub(want, powerOf2(test.bits-64)).Sub(want, big.NewInt(1))
		if got, ok := new(big.Int).SetString(test.hex, 16); !ok || got.Cmp(want) != 0 {
			t.Errorf("%d bits: %x\nwant %x", test.bits, got, want)
		}
	}
}

// RFC 5114 gives no formula, but says what its numbers have to be.
func TestSubgroup(t *testing.T) {
	p, _ := new(big.Int).SetString(prime2048Subgroup, 16)
	q, _ := new(big.Int).SetString(orderSubgroup, 16)
	g, _ := new(big.Int).SetString(generatorSubgroup, 16)
	one := big.NewInt(1)
	if p.BitLen() != 2048 || q.BitLen() != 256 {
		t.Errorf("p has %d bits, q %d", p.BitLen(), q.BitLen())
	}
	if !p.ProbablyPrime(1) || !q.ProbablyPrime(1) {
		t.Error("p or q is not prime")
	}
	if new(big.Int).Mod(new(big.Int).Sub(p, one), q).Sign() != 0 {
		t.Error("q does not divide p-1")
	}
	if g.Cmp(one) == 0 || new(big.Int).Exp(g, q, p).Cmp(one) != 0 {
		t.Error("g does not have order q")
	}
}

func powerOf2(n uint) *big.Int { return new(big.Int).Lsh(big.NewInt(1), n) }

// piTimesPowerOf2 is floor(2^n * pi) by Machin's formula, pi = 16 arctan(1/5) -
// 4 arctan(1/239), with 64 bits to spare for rounding.
func piTimesPowerOf2(n uint) *big.Int {
	arctan := func(x int64) *big.Int {
		term := new(big.Int).Div(powerOf2(n+64), big.NewInt(x))
		sum := new(big.Int).Set(term)
		for k := int64(3); term.Sign() != 0; k += 2 {
			term.Div(term, big.NewInt(x*x))
			part := new(big.Int).Div(term, big.NewInt(k))
			if k%4 == 3 {
				part.Neg(part)
			}
			sum.Add(sum, part)
		}
		return sum
	}
	pi := new(big.Int).Mul(arctan(5), big.NewInt(16))
	pi.Sub(pi, new(big.Int).Mul(arctan(239), big.NewInt(4)))
	return pi.Rsh(pi, 64)
}
