package keypair

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"math/rand/v2"
	"testing"
	"time"
)

func stream(seed byte) *rand.ChaCha8 { return rand.NewChaCha8([32]byte{seed}) }

func make1(t *testing.T, seed byte, bits int) *rsa.PrivateKey {
	t.Helper()
	k, err := Make(stream(seed), bits)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// Every size that a router allows makes a key of just that size, which signs.
func TestMake(t *testing.T) {
	for _, bits := range []int{MinBits, 361, 512, 767, 1024} {
		k := make1(t, 1, bits)
		if k.N.BitLen() != bits {
			t.Errorf("a key of %d bits has %d", bits, k.N.BitLen())
		}
		if err := k.Validate(); err != nil {
			t.Errorf("%d bits: %v", bits, err)
		}
		for _, p := range k.Primes {
			if !p.ProbablyPrime(64) {
				t.Errorf("%d bits: %v is no prime", bits, p)
			}
		}
	}
	for _, bits := range []int{0, MinBits - 1, MaxBits + 1} {
		if _, err := Make(stream(1), bits); err == nil {
			t.Errorf("a key of %d bits is made", bits)
		}
	}
	k := make1(t, 2, 1024)
	digest := sha256.Sum256([]byte("text"))
	signed, err := rsa.SignPKCS1v15(nil, k, crypto.SHA256, digest[:])
	if err != nil {
		t.Fatal(err)
	}
	if err := rsa.VerifyPKCS1v15(&k.PublicKey, crypto.SHA256, digest[:], signed); err != nil {
		t.Error(err)
	}
}

func TestTheStreamMakesTheKey(t *testing.T) {
	if !make1(t, 1, 512).Equal(make1(t, 1, 512)) {
		t.Error("one stream makes two keys")
	}
	if make1(t, 1, 512).Equal(make1(t, 2, 512)) {
		t.Error("two streams make one key")
	}
}

func TestRing(t *testing.T) {
	small, big, other := make1(t, 1, 512), make1(t, 1, 768), make1(t, 2, 768)
	r := Ring{}.With(Pair{Name: "a", Usage: General, Key: big}).With(Pair{Name: "b", Usage: General, Key: other}).With(Pair{Name: "c",
		Usage: General, Key: small})
	for name, want := range map[string]string{"": "b", "a": "a", "b": "b", "c": "", "d": ""} {
		if p, _ := r.SSH(name); p.Name != want {
			t.Errorf("SSH by the name %q uses %q, want %q", name, p.Name, want)
		}
	}
	r = r.With(Pair{Name: "a", Usage: Signature, Key: big}).With(Pair{Name: "a", Usage: Encryption, Key: other})
	if got := r.Named("a"); len(got) != 2 || got[0].Usage != Signature || got[1].Usage != Encryption {
		t.Errorf("two usages of a name: %v", got)
	}
	if p, _ := r.SSH(""); p.Name != "a" || p.Usage != Signature {
		t.Errorf("SSH signs with %s, a %s", p.Name, p.Usage)
	}
	if got := r.Without("a"); len(got) != 2 || len(got.Without("")) != 0 || len(r) != 4 {
		t.Errorf("without a there are %d of %d", len(got), len(r))
	}
}

func TestTextIsParsed(t *testing.T) {
	at := time.Date(2004, 3, 25, 15, 17, 14, 0, time.UTC)
	r := Ring{{"R1.lab.example", General, false, at, make1(t, 1, 512)}, {"b", Signature, true, time.Time{}, make1(t, 2, 360)}}
	again, err := Parse(r.Text())
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range again {
		if !p.Key.Equal(r[i].Key) {
			t.Errorf("%s has another key", p.Name)
		}
		p.Key = r[i].Key
		if p != r[i] {
			t.Errorf("got %+v, want %+v", p, r[i])
		}
	}
	if len(again) != len(r) {
		t.Errorf("%d of %d", len(again), len(r))
	}
}

func FuzzParse(f *testing.F) {
	key, err := Make(stream(1), 360)
	if err != nil {
		f.Fatal(err)
	}
	f.Add("")
	f.Add("something else")
	f.Add(Ring{{Name: "a", Usage: General, Key: key}}.Text())
	f.Add("-----BEGIN RSA PRIVATE KEY-----\nMAA=\n-----END RSA PRIVATE KEY-----\n")
	f.Fuzz(func(t *testing.T, text string) {
		r, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(r.Text())
		if err != nil || len(again) != len(r) {
			t.Errorf("%d keys, written and read: %d, %v", len(r), len(again), err)
		}
	})
}
