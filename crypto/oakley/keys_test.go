package oakley

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"

	"ruthere/crypto/isakmp"
)

func TestKeysDoNotPrint(t *testing.T) {
	secret := []byte("SECRETSECRETSECRET")
	k := Keys{SKEYID: secret, SKEYIDd: secret, SKEYIDa: secret, SKEYIDe: secret, Cipher: secret, IV: secret}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%x", "%q", "%d"} {
		for _, what := range []any{k, &k, struct{ K Keys }{k}} {
			got := fmt.Sprintf(verb, what)
			for _, leak := range []string{"SECRET", "534543", "83 69 67", "0x53, 0x45"} {
				if strings.Contains(got, leak) {
					t.Errorf("%s prints %s", verb, got)
				}
			}
		}
	}
}

func TestDeriveKeysRefuses(t *testing.T) {
	s := Suite{Cipher: AES, KeyBits: 128, Hash: SHA1, Group: Group2}
	ni, nr, gxy := random(8, 1), random(8, 2), random(128, 3)
	for _, test := range []struct {
		name        string
		suite       Suite
		ni, nr, gxy []byte
	}{
		{"a suite that cannot be computed", Suite{}, ni, nr, gxy},
		{"no initiator's nonce", s, nil, nr, gxy},
		{"no responder's nonce", s, ni, nil, gxy},
		{"no secret", s, ni, nr, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := DeriveKeysPreShared(test.suite, []byte("psk"), test.ni, test.nr, test.gxy, isakmp.Cookie{1}, isakmp.Cookie{2}, nil, nil)
			if err == nil {
				t.Error("derived")
			}
		})
	}
}

// Longer keys begin with shorter ones: expansion appends, and changes nothing
// that was there.
func TestKeysExpand(t *testing.T) {
	skeyid := random(16, 1)
	long := KeyMaterial(MD5, skeyid, nil, isakmp.ProtocolESP, random(4, 2), random(8, 3), random(8, 4), 100)
	for n := range long {
		if got := KeyMaterial(MD5, skeyid, nil, isakmp.ProtocolESP, random(4, 2), random(8, 3), random(8, 4), n); !bytes.Equal(got, long[:n]) {
			t.Errorf("%d bytes are %x, want %x", n, got, long[:n])
		}
	}
	// RFC 2409 appendix B: SKEYID_e itself as far as it goes, an expansion that
	// has nothing in common with it beyond.
	if got := cipherKey(MD5, skeyid, 16); !bytes.Equal(got, skeyid) {
		t.Errorf("a key as long as SKEYID_e is %x, want %x", got, skeyid)
	}
	if got := cipherKey(MD5, skeyid, 24); len(got) != 24 || bytes.HasPrefix(got, skeyid) {
		t.Errorf("expanded key %x", got)
	}
}

// Decrypted with a wrong key, a message is garbage, which shows in the reserved
// byte of its first payload or, one time in 256, in the length after it.
func TestWrongKey(t *testing.T) {
	eachTunnel(t, func(t *testing.T, tn *tunnel) {
		iv := random(tn.suite.Cipher.BlockSize(), 1)
		for _, datagram := range tn.datagrams {
			h, err := isakmp.ParseHeader(datagram)
			if err != nil {
				t.Fatal(err)
			}
			if h.Flags&isakmp.FlagEncryption == 0 {
				continue
			}
			block, err := tn.suite.Block(random(tn.suite.Cipher.KeyLen(tn.suite.KeyBits), 2))
			if err != nil {
				t.Fatal(err)
			}
			plain, _, err := Decrypt(block, iv, datagram[isakmp.HeaderLen:])
			if err != nil {
				t.Fatal(err)
			}
			_, err = isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
			var e *isakmp.Error
			if !errors.As(err, &e) || e.Payload != h.Next || e.Reason != isakmp.ReservedNotZero && e.Reason != isakmp.BadLength {
				t.Errorf("message ID %d: error %v", h.MessageID, err)
			}
		}
	})
}
