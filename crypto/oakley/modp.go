package oakley

import (
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"sync"

	"filippo.io/bigmod"
)

// A modp is a group of integers modulo a prime.
type modp struct {
	prime     *bigmod.Modulus
	generator *bigmod.Nat
	exponent  int             // bytes of a private exponent
	order     *bigmod.Modulus // of the generator's subgroup, if that is much smaller than the prime
	orderLess []byte          // order - 1
}

// Private exponents are as long as the larger of RFC 3526 section 8's two
// estimates asks for, which is twice the group's strength; the small groups get
// 256 bits, which costs little.
var modpGroups = map[Group]func() *modp{
	Group1:  sync.OnceValue(func() *modp { return newMODP(prime768, 256) }),
	Group2:  sync.OnceValue(func() *modp { return newMODP(prime1024, 256) }),
	Group5:  sync.OnceValue(func() *modp { return newMODP(prime1536, 256) }),
	Group14: sync.OnceValue(func() *modp { return newMODP(prime2048, 320) }),
	Group15: sync.OnceValue(func() *modp { return newMODP(prime3072, 424) }),
	Group16: sync.OnceValue(func() *modp { return newMODP(prime4096, 480) }),
	Group24: sync.OnceValue(newSubgroupMODP),
}

func (g Group) modp() *modp {
	if group, ok := modpGroups[g]; ok {
		return group()
	}
	return nil
}

func newMODP(prime string, exponentBits int) *modp {
	m := &modp{prime: modulus(prime), exponent: exponentBits / 8}
	m.generator = m.element([]byte{2})
	return m
}

func newSubgroupMODP() *modp {
	m := &modp{prime: modulus(prime2048Subgroup), order: modulus(orderSubgroup)}
	m.generator = m.element(mustHex(generatorSubgroup))
	m.exponent = m.order.Size()
	m.orderLess = m.order.Nat().SubOne(m.order).Bytes(m.order)
	return m
}

func (m *modp) bits() int { return m.prime.BitLen() }

func (m *modp) publicLen() int { return m.prime.Size() }

func (m *modp) privateKey(random io.Reader) ([]byte, error) {
	return draw(random, m.exponent, func(candidate []byte) bool {
		if m.order == nil {
			candidate[0] |= 0x80 // never zero, and always of the same length
			return true
		}
		x, err := bigmod.NewNat().SetBytes(candidate, m.order)
		return err == nil && x.IsZero() == 0
	})
}

func (m *modp) publicKey(private []byte) ([]byte, error) {
	return m.power(m.generator, private)
}

func (m *modp) sharedSecret(private, peer []byte) ([]byte, error) {
	y, err := bigmod.NewNat().SetBytes(peer, m.prime)
	if err != nil {
		return nil, fmt.Errorf("%w: not below the prime", ErrPublicValue)
	}
	if y.IsZero() == 1 || y.IsOne() == 1 || y.IsMinusOne(m.prime) == 1 {
		return nil, fmt.Errorf("%w: 0, 1 or -1", ErrPublicValue)
	}
	if !m.inSubgroup(y) {
		return nil, fmt.Errorf("%w: outside the subgroup", ErrPublicValue)
	}
	return m.power(y, private)
}

// inSubgroup reports whether y is a power of the generator. Modulo a safe prime
// all but -1 and 1 generate at least half of everything; elsewhere there are
// small subgroups that would tell of the private exponent (RFC 6989 section 2.2).
func (m *modp) inSubgroup(y *bigmod.Nat) bool {
	if m.order == nil {
		return true
	}
	// y^q as y^(q-1) * y: q itself is not a value modulo q.
	return bigmod.NewNat().Exp(y, m.orderLess, m.prime).Mul(y, m.prime).IsOne() == 1
}

func (m *modp) power(base *bigmod.Nat, private []byte) ([]byte, error) {
	if len(private) == 0 {
		return nil, errors.New("cannot compute without a private exponent")
	}
	return bigmod.NewNat().Exp(base, private, m.prime).Bytes(m.prime), nil
}

func (m *modp) element(b []byte) *bigmod.Nat {
	n, err := bigmod.NewNat().SetBytes(b, m.prime)
	if err != nil {
		panic("oakley: " + err.Error()) // only the constants of primes.go come here
	}
	return n
}

func modulus(digits string) *bigmod.Modulus {
	m, err := bigmod.NewModulus(mustHex(digits))
	if err != nil {
		panic("oakley: " + err.Error())
	}
	return m
}

func mustHex(digits string) []byte {
	b, err := hex.DecodeString(digits)
	if err != nil {
		panic("oakley: " + err.Error())
	}
	return b
}
