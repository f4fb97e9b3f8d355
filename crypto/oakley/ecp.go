package oakley

import (
	"crypto/ecdh"
	"fmt"
	"io"
)

// uncompressed is the byte crypto/ecdh has before the coordinates of a point and
// RFC 5903 has not.
const uncompressed = 0x04

// An ecp is an elliptic curve group modulo a prime, RFC 5903.
type ecp struct {
	curve ecdh.Curve
	size  int // bits of a coordinate and of a scalar
}

var ecpGroups = map[Group]*ecp{
	Group19: {ecdh.P256(), 256},
	Group20: {ecdh.P384(), 384},
	Group21: {ecdh.P521(), 521},
}

func (g Group) ecp() *ecp { return ecpGroups[g] }

func (e *ecp) bits() int { return e.size }

func (e *ecp) coordinateLen() int { return (e.size + 7) / 8 }

func (e *ecp) publicLen() int { return 2 * e.coordinateLen() }

// privateKey tries candidates until one is a scalar of the curve.
// ecdh.Curve.GenerateKey would not do: it ignores the reader it is given.
func (e *ecp) privateKey(random io.Reader) ([]byte, error) {
	excess := 8*e.coordinateLen() - e.size
	return draw(random, e.coordinateLen(), func(candidate []byte) bool {
		candidate[0] &= 0xff >> excess
		_, err := e.curve.NewPrivateKey(candidate)
		return err == nil
	})
}

func (e *ecp) publicKey(private []byte) ([]byte, error) {
	key, err := e.curve.NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("cannot use the private key: %w", err)
	}
	return key.PublicKey().Bytes()[1:], nil
}

func (e *ecp) sharedSecret(private, peer []byte) ([]byte, error) {
	key, err := e.curve.NewPrivateKey(private)
	if err != nil {
		return nil, fmt.Errorf("cannot use the private key: %w", err)
	}
	point, err := e.curve.NewPublicKey(append([]byte{uncompressed}, peer...))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPublicValue, err)
	}
	return key.ECDH(point)
}
