package oakley

import (
	"crypto/ecdh"
	"errors"
	"fmt"
	"io"
)

// uncompressed is the byte crypto/ecdh has before the coordinates of a point and
// RFC 5903 has not.
const uncompressed = 0x04

// An ecp is an elliptic curve group modulo a prime, RFC 5903.
type ecp struct {
	curve ecdh.Curve
	size  int    // bits of a coordinate and of a scalar
	order []byte // how many points there are
}

var ecpGroups = map[Group]*ecp{
	Group19: {ecdh.P256(), 256, mustHex(orderP256)},
	Group20: {ecdh.P384(), 384, mustHex(orderP384)},
	Group21: {ecdh.P521(), 521, mustHex(orderP521)},
}

// NIST SP 800-186 section 3.2.1, the same as in RFC 5903.
const (
	orderP256 = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
	orderP384 = "ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"
	orderP521 = "01ff" +
		"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff" +
		"fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"
)

func (g Group) ecp() *ecp { return ecpGroups[g] }

func (e *ecp) bits() int { return e.size }

func (e *ecp) coordinateLen() int { return (e.size + 7) / 8 }

func (e *ecp) publicLen() int { return 2 * e.coordinateLen() }

// privateKey tries candidates until one is a scalar of the curve.
// ecdh.Curve.GenerateKey would not do: it ignores the reader it is given. Nor would
// asking ecdh.Curve.NewPrivateKey, which multiplies a point for each.
func (e *ecp) privateKey(random io.Reader) ([]byte, error) {
	excess := 8*e.coordinateLen() - e.size
	return draw(random, e.coordinateLen(), func(candidate []byte) bool {
		candidate[0] &= 0xff >> excess
		return isScalar(candidate, e.order)
	})
}

func (e *ecp) publicKey(private []byte) ([]byte, error) {
	key, err := e.key(private)
	if err != nil {
		return nil, err
	}
	return key.PublicKey().Bytes()[1:], nil
}

func (e *ecp) sharedSecret(private, peer []byte) ([]byte, error) {
	if e.curve != ecdh.P521() {
		_, shared, err := e.exchange(private, peer)
		return shared, err
	}
	if len(private) != len(e.order) || !isScalar(private, e.order) {
		return nil, errors.New("cannot use the private key: it is none of the curve's scalars")
	}
	if _, err := e.point(peer); err != nil {
		return nil, err
	}
	return multiplyP521(peer, private), nil
}

// exchange makes the ecdh key, and with it the public value, but once.
func (e *ecp) exchange(private, peer []byte) (public, shared []byte, err error) {
	key, err := e.key(private)
	if err != nil {
		return nil, nil, err
	}
	public = key.PublicKey().Bytes()[1:]
	if e.curve == ecdh.P521() {
		shared, err = e.sharedSecret(private, peer)
		return public, shared, err
	}
	point, err := e.point(peer)
	if err != nil {
		return nil, nil, err
	}
	shared, err = key.ECDH(point)
	return public, shared, err
}

func (e *ecp) key(private []byte) (*ecdh.PrivateKey, error) {
	key, err := e.curve.NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("cannot use the private key: %w", err)
	}
	return key, nil
}

// point is a peer's public value if it is one of the curve's points.
func (e *ecp) point(peer []byte) (*ecdh.PublicKey, error) {
	point, err := e.curve.NewPublicKey(append([]byte{uncompressed}, peer...))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPublicValue, err)
	}
	return point, nil
}
