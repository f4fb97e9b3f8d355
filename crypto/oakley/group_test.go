package oakley

import (
	"bytes"
	"encoding/hex"
	"errors"
	"fmt"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
)

var groups = []Group{Group1, Group2, Group5, Group14, Group15, Group16, Group19, Group20, Group21, Group24}

// unhex reads hexadecimal digits, with spaces where they help the reader.
func unhex(t testing.TB, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func seeded(n byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{n}) }

// party draws a private key and its public value.
func party(t testing.TB, g Group, seed byte) (private, public []byte) {
	t.Helper()
	private, err := g.PrivateKey(seeded(seed))
	if err != nil {
		t.Fatal(err)
	}
	public, err = g.PublicKey(private)
	if err != nil {
		t.Fatal(err)
	}
	return private, public
}

func TestBothSidesAgree(t *testing.T) {
	for _, g := range groups {
		t.Run(fmt.Sprintf("group%d", g), func(t *testing.T) {
			xi, gxi := party(t, g, 1)
			xr, gxr := party(t, g, 2)
			if len(gxi) != g.PublicLen() || len(gxr) != g.PublicLen() {
				t.Errorf("public values of %d and %d bytes, want %d", len(gxi), len(gxr), g.PublicLen())
			}
			one, err := g.SharedSecret(xi, gxr)
			if err != nil {
				t.Fatal(err)
			}
			other, err := g.SharedSecret(xr, gxi)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(one, other) {
				t.Error("the secrets differ")
			}
			if want := (g.Bits() + 7) / 8; len(one) != want {
				t.Errorf("secret of %d bytes, want %d", len(one), want)
			}
			if again, _ := party(t, g, 1); !bytes.Equal(xi, again) {
				t.Error("the same randomness made two keys")
			}
			if bytes.Equal(xi, xr) {
				t.Error("different randomness made one key")
			}
		})
	}
}

func TestGroupSizes(t *testing.T) {
	for _, test := range []struct {
		g               Group
		bits, publicLen int
	}{
		{Group1, 768, 96}, {Group2, 1024, 128}, {Group5, 1536, 192}, {Group14, 2048, 256},
		{Group15, 3072, 384}, {Group16, 4096, 512}, {Group24, 2048, 256},
		{Group19, 256, 64}, {Group20, 384, 96}, {Group21, 521, 132},
	} {
		if !test.g.Supported() || test.g.Bits() != test.bits || test.g.PublicLen() != test.publicLen {
			t.Errorf("group %d: %d bits, public value of %d bytes; want %d, %d",
				test.g, test.g.Bits(), test.g.PublicLen(), test.bits, test.publicLen)
		}
	}
}

func TestUnsupportedGroups(t *testing.T) {
	for _, g := range []Group{0, 3, 17, 22, 23, 25, 65535} {
		if g.Supported() || g.Bits() != 0 || g.PublicLen() != 0 {
			t.Errorf("group %d is supported", g)
		}
		if _, err := g.PrivateKey(seeded(1)); err == nil {
			t.Errorf("group %d: made a private key", g)
		}
		if _, err := g.PublicKey([]byte{1}); err == nil {
			t.Errorf("group %d: made a public value", g)
		}
		if _, err := g.SharedSecret([]byte{1}, []byte{1}); err == nil {
			t.Errorf("group %d: made a secret", g)
		}
	}
}

// math/big is the other opinion on what is computed here.
func TestMODPAgainstBigIntegers(t *testing.T) {
	for _, g := range groups {
		if g.modp() == nil {
			continue
		}
		t.Run(fmt.Sprintf("group%d", g), func(t *testing.T) {
			p := primeOf(g.modp())
			generator := big.NewInt(2)
			if g == Group24 {
				generator.SetString(generatorSubgroup, 16)
			}
			private, public := party(t, g, 3)
			x := new(big.Int).SetBytes(private)
			if want := new(big.Int).Exp(generator, x, p).FillBytes(make([]byte, g.PublicLen())); !bytes.Equal(public, want) {
				t.Errorf("public value %x, want %x", public, want)
			}
			_, peer := party(t, g, 4)
			secret, err := g.SharedSecret(private, peer)
			if err != nil {
				t.Fatal(err)
			}
			y := new(big.Int).SetBytes(peer)
			if want := y.Exp(y, x, p).FillBytes(make([]byte, g.PublicLen())); !bytes.Equal(secret, want) {
				t.Errorf("secret %x, want %x", secret, want)
			}
		})
	}
}

func TestBadPublicValuesMODP(t *testing.T) {
	for _, g := range groups {
		if g.modp() == nil {
			continue
		}
		private, good := party(t, g, 5)
		size := g.PublicLen()
		p := primeOf(g.modp())
		plus := func(n int64) []byte { return new(big.Int).Add(p, big.NewInt(n)).FillBytes(make([]byte, size)) }
		number := func(n int64) []byte { return big.NewInt(n).FillBytes(make([]byte, size)) }
		for name, bad := range map[string][]byte{
			"0": number(0), "1": number(1), "p-1": plus(-1), "p": plus(0), "p+1": plus(1),
			"all ones": bytes.Repeat([]byte{0xff}, size),
			"empty":    {}, "short": good[1:], "long": append([]byte{0}, good...),
		} {
			if _, err := g.SharedSecret(private, bad); !errors.Is(err, ErrPublicValue) {
				t.Errorf("group %d, public value %s: error %v", g, name, err)
			}
		}
	}
	// Only trivial powers are refused modulo a safe prime.
	private, _ := party(t, Group14, 5)
	if _, err := Group14.SharedSecret(private, big.NewInt(2).FillBytes(make([]byte, 256))); err != nil {
		t.Errorf("group 14, public value 2: %v", err)
	}
}

// Elements that are no powers of group 24's generator would tell of the private
// exponent modulo their order.
func TestSmallSubgroup(t *testing.T) {
	p, _ := new(big.Int).SetString(prime2048Subgroup, 16)
	private, _ := party(t, Group24, 6)
	less := new(big.Int).Sub(p, big.NewInt(1))
	found := 0
	for _, order := range []int64{3, 5, 7, 11, 13} {
		cofactor, rest := new(big.Int).DivMod(less, big.NewInt(order), new(big.Int))
		if rest.Sign() != 0 {
			continue
		}
		y := new(big.Int).Exp(big.NewInt(2), cofactor, p)
		if y.Cmp(big.NewInt(1)) == 0 {
			continue
		}
		found++
		if _, err := Group24.SharedSecret(private, y.FillBytes(make([]byte, 256))); !errors.Is(err, ErrPublicValue) {
			t.Errorf("element of order %d: error %v", order, err)
		}
	}
	if _, err := Group24.SharedSecret(private, big.NewInt(2).FillBytes(make([]byte, 256))); !errors.Is(err, ErrPublicValue) {
		t.Errorf("2, outside the subgroup: error %v", err)
	}
	if found == 0 {
		t.Error("no element of small order was tried")
	}
}

func TestBadPublicValuesECP(t *testing.T) {
	for _, g := range []Group{Group19, Group20, Group21} {
		private, good := party(t, g, 7)
		offCurve := bytes.Clone(good)
		offCurve[len(offCurve)-1] ^= 1
		for name, bad := range map[string][]byte{
			"infinity": make([]byte, len(good)), "off the curve": offCurve,
			"coordinates too large": bytes.Repeat([]byte{0xff}, len(good)),
			"empty":                 {}, "short": good[1:], "long": append([]byte{4}, good...),
		} {
			if _, err := g.SharedSecret(private, bad); !errors.Is(err, ErrPublicValue) {
				t.Errorf("group %d, public value %s: error %v", g, name, err)
			}
		}
		if _, err := g.PublicKey(make([]byte, len(good)/2)); err == nil {
			t.Errorf("group %d: private key 0 accepted", g)
		}
		if _, err := g.SharedSecret(nil, good); err == nil {
			t.Errorf("group %d: no private key accepted", g)
		}
	}
}

// constant is a reader of one byte for ever: randomness that never fits.
type constant byte

func (c constant) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(c)
	}
	return len(b), nil
}

func TestBadRandomness(t *testing.T) {
	for _, g := range groups {
		if _, err := g.PrivateKey(bytes.NewReader(make([]byte, 5))); err == nil {
			t.Errorf("group %d: a key of 5 random bytes", g)
		}
	}
	for _, g := range []Group{Group19, Group20, Group21, Group24} {
		for _, c := range []constant{0, 0xff} {
			if _, err := g.PrivateKey(c); err == nil {
				t.Errorf("group %d: a key of bytes %#02x, out of range", g, byte(c))
			}
		}
	}
}

func BenchmarkSharedSecret(b *testing.B) {
	for _, g := range groups {
		b.Run(fmt.Sprintf("group%d", g), func(b *testing.B) {
			private, _ := party(b, g, 1)
			_, peer := party(b, g, 2)
			for b.Loop() {
				if _, err := g.SharedSecret(private, peer); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func BenchmarkExchange(b *testing.B) {
	for _, g := range groups {
		b.Run(fmt.Sprintf("group%d", g), func(b *testing.B) {
			private, _ := party(b, g, 1)
			_, peer := party(b, g, 2)
			for b.Loop() {
				if _, _, err := g.Exchange(private, peer); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
