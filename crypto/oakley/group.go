package oakley

import (
	"errors"
	"fmt"
	"io"
)

// ErrPublicValue is what [Group.SharedSecret] wraps when the peer's value is
// not one an honest peer would send: answer INVALID-KEY-INFORMATION.
var ErrPublicValue = errors.New("bad Diffie-Hellman public value")

// A Group is a Diffie-Hellman group by its IANA number: the value of the phase 1
// group attribute, and N in `group N`.
type Group uint16

const (
	Group1  Group = 1  // MODP 768, RFC 2409 section 6.1
	Group2  Group = 2  // MODP 1024, RFC 2409 section 6.2
	Group5  Group = 5  // MODP 1536, RFC 3526 section 2
	Group14 Group = 14 // MODP 2048, RFC 3526 section 3
	Group15 Group = 15 // MODP 3072, RFC 3526 section 4
	Group16 Group = 16 // MODP 4096, RFC 3526 section 5
	Group19 Group = 19 // NIST P-256, RFC 5903 section 3.1
	Group20 Group = 20 // NIST P-384, RFC 5903 section 3.2
	Group21 Group = 21 // NIST P-521, RFC 5903 section 3.3
	Group24 Group = 24 // MODP 2048 with a subgroup of 256-bit order, RFC 5114 section 2.3
)

// exchanger is what both families of groups can do.
type exchanger interface {
	bits() int
	publicLen() int
	privateKey(random io.Reader) ([]byte, error)
	publicKey(private []byte) ([]byte, error)
	sharedSecret(private, peer []byte) ([]byte, error)
	exchange(private, peer []byte) (public, shared []byte, err error)
}

func (g Group) exchanger() (exchanger, error) {
	if m := g.modp(); m != nil {
		return m, nil
	}
	if e := g.ecp(); e != nil {
		return e, nil
	}
	return nil, fmt.Errorf("cannot compute in Diffie-Hellman group %d: not supported", g)
}

// Supported reports whether the group can be computed in.
func (g Group) Supported() bool {
	_, err := g.exchanger()
	return err == nil
}

// Bits is the size of the group's field; zero if it is not supported.
func (g Group) Bits() int {
	x, err := g.exchanger()
	if err != nil {
		return 0
	}
	return x.bits()
}

// PublicLen is the length in bytes of a public value: the prime's, or that of
// two coordinates. Zero if the group is not supported.
func (g Group) PublicLen() int {
	x, err := g.exchanger()
	if err != nil {
		return 0
	}
	return x.publicLen()
}

// PrivateKey draws a private exponent or scalar from random, as long as the
// group's strength asks for. The same bytes make the same key.
func (g Group) PrivateKey(random io.Reader) ([]byte, error) {
	x, err := g.exchanger()
	if err != nil {
		return nil, err
	}
	return x.privateKey(random)
}

// PublicKey is the value to send: g^x padded to the prime's length, or the
// point's coordinates x|y (RFC 5903 section 7).
func (g Group) PublicKey(private []byte) ([]byte, error) {
	x, err := g.exchanger()
	if err != nil {
		return nil, err
	}
	return x.publicKey(private)
}

// SharedSecret is g^xy padded to the prime's length, or the x coordinate of the
// shared point. A peer's value of the wrong length, outside the group, or with a
// trivial power is refused with [ErrPublicValue].
func (g Group) SharedSecret(private, peer []byte) ([]byte, error) {
	x, err := g.exchangerWith(peer)
	if err != nil {
		return nil, err
	}
	return x.sharedSecret(private, peer)
}

// Exchange is [Group.PublicKey] and [Group.SharedSecret] at once, which costs an elliptic
// curve less than one after the other.
func (g Group) Exchange(private, peer []byte) (public, shared []byte, err error) {
	x, err := g.exchangerWith(peer)
	if err != nil {
		return nil, nil, err
	}
	return x.exchange(private, peer)
}

// exchangerWith is the group's arithmetic for a peer's public value of the right length.
func (g Group) exchangerWith(peer []byte) (exchanger, error) {
	x, err := g.exchanger()
	if err == nil && len(peer) != x.publicLen() {
		err = fmt.Errorf("%w: %d bytes in group %d, not %d", ErrPublicValue, len(peer), g, x.publicLen())
	}
	return x, err
}

// maxDraws bounds rejection sampling. Honest randomness is refused at most every
// other time; a reader that always is must not hang the caller.
const maxDraws = 128

// draw reads n bytes until accept takes them.
func draw(random io.Reader, n int, accept func(candidate []byte) bool) ([]byte, error) {
	b := make([]byte, n)
	for range maxDraws {
		if _, err := io.ReadFull(random, b); err != nil {
			return nil, fmt.Errorf("cannot draw a private key: %w", err)
		}
		if accept(b) {
			return b, nil
		}
	}
	return nil, fmt.Errorf("cannot draw a private key: %d candidates were out of range", maxDraws)
}

// isScalar reports whether 0 < candidate < order, in the same time for all candidates.
func isScalar(candidate, order []byte) bool {
	var some byte
	var borrow int
	for i := len(order) - 1; i >= 0; i-- {
		some |= candidate[i]
		borrow = (int(candidate[i]) - int(order[i]) - borrow) >> 8 & 1
	}
	return some != 0 && borrow == 1
}
