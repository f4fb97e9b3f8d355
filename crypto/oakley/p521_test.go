package oakley

import (
	"bytes"
	"math/big"
	"math/rand/v2"
	"testing"
)

var prime521 = new(big.Int).Sub(new(big.Int).Lsh(big.NewInt(1), 521), big.NewInt(1))

// crypto/ecdh is the other opinion, on scalars at the edges too.
func TestMultiplyP521(t *testing.T) {
	e := ecpGroups[Group21]
	_, peer := party(t, Group21, 9)
	theirs, err := e.point(peer)
	if err != nil {
		t.Fatal(err)
	}
	order := new(big.Int).SetBytes(e.order)
	var scalars [][]byte
	for _, n := range []int64{1, 2, 3, 15, 16, 17, 31, 1 << 40} {
		scalars = append(scalars, big.NewInt(n).FillBytes(make([]byte, 66)), new(big.Int).Sub(order, big.NewInt(n)).FillBytes(make([]byte, 66)))
	}
	for i := range 40 {
		private, _ := party(t, Group21, byte(100+i))
		scalars = append(scalars, private)
	}
	for _, s := range scalars {
		key, err := e.key(s)
		if err != nil {
			t.Fatal(err)
		}
		want, err := key.ECDH(theirs)
		if err != nil {
			t.Fatal(err)
		}
		if got := multiplyP521(peer, s); !bytes.Equal(got, want) {
			t.Fatalf("%x times the point has x = %x, not %x", s, got, want)
		}
	}
}

// Coordinates as large as the formulas ever make them, and those whose value has a shorter spelling.
func TestCoordinates(t *testing.T) {
	random := rand.New(rand.NewChaCha8([32]byte{9}))
	const fold = 7 // the most that a factor may be
	for range 2000 {
		x, y := someCoordinate(random, fold), someCoordinate(random, fold)
		var product coordinate
		product.multiply(&x, &y)
		want := new(big.Int).Mul(valueOf(&x), valueOf(&y))
		check(t, "product", &product, want)
		x, y = someCoordinate(random, 3), someCoordinate(random, 3)
		var difference coordinate
		difference.subtract(&x, &y)
		check(t, "difference", &difference, new(big.Int).Sub(valueOf(&x), valueOf(&y)))
	}
	var inverse coordinate
	for range 20 {
		x := someCoordinate(random, 1)
		inverse.invert(&x)
		check(t, "inverse", &inverse, new(big.Int).ModInverse(new(big.Int).Mod(valueOf(&x), prime521), prime521))
	}
}

// someCoordinate has limbs that are small, as large as may be, or in between.
func someCoordinate(random *rand.Rand, fold uint64) (z coordinate) {
	tight := fold * (1<<limbBits + 1<<13 - 1)
	for i := range z {
		switch random.IntN(4) {
		case 0:
			z[i] = tight
		case 1:
			z[i] = limbMask
		case 2:
			z[i] = random.Uint64N(tight)
		}
	}
	return z
}

func valueOf(z *coordinate) *big.Int {
	v := new(big.Int)
	for i := 8; i >= 0; i-- {
		v.Lsh(v, limbBits).Add(v, new(big.Int).SetUint64(z[i]))
	}
	return v
}

func check(t *testing.T, what string, z *coordinate, want *big.Int) {
	t.Helper()
	for _, limb := range z {
		if limb >= 1<<limbBits+1<<13 {
			t.Fatalf("a %s that is not tight: %x", what, *z)
		}
	}
	want.Mod(want, prime521)
	if got := z.bytes(); !bytes.Equal(got, want.FillBytes(make([]byte, 66))) {
		t.Fatalf("the %s %x is %x, not %x", what, *z, got, want)
	}
	if again := coordinateOf(z.bytes()); !bytes.Equal(again.bytes(), z.bytes()) {
		t.Fatalf("%x read and written is %x", z.bytes(), again.bytes())
	}
}
