package oakley

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"

	"filippo.io/bigmod"
)

// A modp is a group of integers modulo a prime. Its tables are made when it is
// first used.
type modp struct {
	field     *field
	assembly  *bigmod.Modulus // of the same prime if bigmod is quick at its size, else nil
	generator *comb
	exponent  int    // bytes of a private exponent
	order     []byte // of the generator's subgroup, if that is much smaller than the prime
}

// Private exponents are as long as the larger of RFC 3526 section 8's two
// estimates asks for, which is twice the group's strength; the small groups get
// 256 bits, which costs little. RFC 7919 appendix A and NIST SP 800-56A would be
// content with two thirds of that.
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
	m := newPrime(mustHex(prime))
	m.exponent = exponentBits / 8
	m.generator = newComb(m.field, m.element([]byte{2}), m.exponent)
	return m
}

func newSubgroupMODP() *modp {
	m := newPrime(mustHex(prime2048Subgroup))
	m.order = mustHex(orderSubgroup)
	m.exponent = len(m.order)
	m.generator = newComb(m.field, m.element(mustHex(generatorSubgroup)), m.exponent)
	return m
}

// newPrime knows of what sizes bigmod has assembly.
func newPrime(prime []byte) *modp {
	m := &modp{field: newField(prime)}
	switch m.bits() {
	case 1024, 1536, 2048:
		var err error
		if m.assembly, err = bigmod.NewModulus(prime); err != nil {
			panic("oakley: " + err.Error()) // only the constants of primes.go come here
		}
	}
	return m
}

func (m *modp) bits() int { return 8 * m.field.byteSize } // the primes' first bit is set

func (m *modp) publicLen() int { return m.field.byteSize }

func (m *modp) privateKey(random io.Reader) ([]byte, error) {
	return draw(random, m.exponent, func(candidate []byte) bool {
		if m.order == nil {
			candidate[0] |= 0x80 // never zero, and always of the same length
			return true
		}
		return isScalar(candidate, m.order)
	})
}

func (m *modp) publicKey(private []byte) ([]byte, error) {
	if len(private) == 0 || len(private) > m.exponent {
		return nil, errors.New("cannot compute with a private exponent of that length")
	}
	return m.field.bytes(m.generator.powerOfBase(private)), nil
}

func (m *modp) sharedSecret(private, peer []byte) ([]byte, error) {
	if len(private) == 0 {
		return nil, errors.New("cannot compute without a private exponent")
	}
	y, ok := m.field.value(peer)
	if !ok {
		return nil, fmt.Errorf("%w: not below the prime", ErrPublicValue)
	}
	if m.isTrivial(y) {
		return nil, fmt.Errorf("%w: 0, 1 or -1", ErrPublicValue)
	}
	if !m.inSubgroup(peer, y) {
		return nil, fmt.Errorf("%w: outside the subgroup", ErrPublicValue)
	}
	return m.power(peer, y, private), nil
}

// power is a public value, given twice, to an exponent.
func (m *modp) power(public []byte, y residue, exponent []byte) []byte {
	if m.assembly == nil {
		return m.field.bytes(m.field.power(y, exponent))
	}
	base, err := bigmod.NewNat().SetBytes(public, m.assembly)
	if err != nil {
		panic("oakley: " + err.Error()) // y would not be there
	}
	return bigmod.NewNat().Exp(base, exponent, m.assembly).Bytes(m.assembly)
}

func (m *modp) exchange(private, peer []byte) (public, shared []byte, err error) {
	if public, err = m.publicKey(private); err != nil {
		return nil, nil, err
	}
	shared, err = m.sharedSecret(private, peer)
	return public, shared, err
}

// isTrivial reports whether a public value is 0, 1 or -1.
func (m *modp) isTrivial(y residue) bool {
	next := make(residue, len(y))
	m.field.add(next, y, m.field.one)
	zero := make(residue, len(y))
	return slices.Equal(y, zero) || slices.Equal(y, m.field.one) || slices.Equal(next, zero)
}

// inSubgroup reports whether y is a power of the generator. Modulo a safe prime
// all but -1 and 1 generate at least half of everything; elsewhere there are
// small subgroups that would tell of the private exponent (RFC 6989 section 2.2).
func (m *modp) inSubgroup(public []byte, y residue) bool {
	if m.order == nil {
		return true
	}
	return bytes.Equal(m.power(public, y, m.order), m.field.bytes(m.field.one))
}

func (m *modp) element(b []byte) residue {
	r, ok := m.field.value(b)
	if !ok {
		panic("oakley: a generator that is not below its prime") // only the constants of primes.go come here
	}
	return r
}

func mustHex(digits string) []byte {
	b, err := hex.DecodeString(digits)
	if err != nil {
		panic("oakley: " + err.Error())
	}
	return b
}
