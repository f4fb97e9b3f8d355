package keypair

import (
	"crypto/rsa"
	"fmt"
	"io"
	"math/big"
)

// MinBits and MaxBits bound the modulus of a key.
const (
	MinBits = 360
	MaxBits = 4096
)

const exponent = 65537

// rounds of Miller-Rabin for each candidate, besides the Baillie-PSW test.
const rounds = 20

// Make makes a key of so many bits out of a stream of random bytes, and of nothing else:
// the same stream makes the same key. It fails only if the stream does, or if bits is out
// of bounds.
func Make(random io.Reader, bits int) (*rsa.PrivateKey, error) {
	if bits < MinBits || bits > MaxBits {
		return nil, fmt.Errorf("a modulus of %d bits; it must have %d to %d", bits, MinBits, MaxBits)
	}
	one := big.NewInt(1)
	for {
		p, err := prime(random, (bits+1)/2)
		if err != nil {
			return nil, err
		}
		q, err := prime(random, bits/2)
		if err != nil {
			return nil, err
		}
		n := new(big.Int).Mul(p, q)
		if p.Cmp(q) == 0 || n.BitLen() != bits {
			continue
		}
		// d inverts the exponent modulo (p-1)(q-1), FIPS 186-4 B.3.1 but for its lower bound.
		p1, q1 := new(big.Int).Sub(p, one), new(big.Int).Sub(q, one)
		d := new(big.Int).ModInverse(big.NewInt(exponent), p1.Mul(p1, q1))
		if d == nil {
			continue
		}
		key := &rsa.PrivateKey{PublicKey: rsa.PublicKey{N: n, E: exponent}, D: d, Primes: []*big.Int{p, q}}
		key.Precompute()
		if err := key.Validate(); err != nil {
			continue
		}
		return key, nil
	}
}

// prime is the first prime behind a random place, of so many bits, the two highest of them
// set, so that a product of two has all its bits.
func prime(random io.Reader, bits int) (*big.Int, error) {
	bytes := make([]byte, (bits+7)/8)
	for {
		if _, err := io.ReadFull(random, bytes); err != nil {
			return nil, fmt.Errorf("no random bytes for a prime: %w", err)
		}
		c := new(big.Int).SetBytes(bytes)
		c.Rsh(c, uint(len(bytes)*8-bits))
		c.SetBit(c, bits-1, 1)
		c.SetBit(c, bits-2, 1)
		c.SetBit(c, 0, 1)
		for ; c.BitLen() == bits; c.Add(c, big.NewInt(2)) {
			if hasSmallFactor(c) {
				continue
			}
			if c.ProbablyPrime(rounds) {
				return c, nil
			}
		}
	}
}

// smallPrimes rule out most candidates cheaply.
var smallPrimes = sieve(2000)

func sieve(below int) (primes []uint64) {
	composite := make([]bool, below)
	for n := 3; n < below; n += 2 {
		if composite[n] {
			continue
		}
		primes = append(primes, uint64(n))
		for m := n * n; m < below; m += n {
			composite[m] = true
		}
	}
	return primes
}

func hasSmallFactor(c *big.Int) bool {
	var small, rest big.Int
	for _, p := range smallPrimes {
		if rest.Mod(c, small.SetUint64(p)).Sign() == 0 {
			return true
		}
	}
	return false
}
