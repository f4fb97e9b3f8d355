package ipsec_test

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"io"
	"math"
	"math/rand/v2"
	"testing"

	"ruthere/crypto/ipsec"
	"ruthere/packet"
)

const testSPI = 0x3a7b69bf

func allTransforms() (all []ipsec.Transform) {
	for c := ipsec.DES; c <= ipsec.AESGCM; c++ {
		for a := ipsec.None; a <= ipsec.HMACSHA512; a++ {
			for _, bits := range []int{0, 128, 192, 256} {
				t := ipsec.Transform{Cipher: c, KeyBits: bits, Auth: a}
				if t.Check() == nil {
					all = append(all, t)
				}
			}
		}
	}
	return all
}

// testKeymat is 1, 2, 3 ... as long as the transform wants.
func testKeymat(t ipsec.Transform) []byte {
	keymat := make([]byte, t.KeyLen())
	for i := range keymat {
		keymat[i] = byte(i + 1)
	}
	return keymat
}

func newSA(t testing.TB, transform ipsec.Transform) *ipsec.SA {
	t.Helper()
	sa, err := ipsec.NewSA(testSPI, transform, testKeymat(transform))
	if err != nil {
		t.Fatal(err)
	}
	return sa
}

// counting yields a0, a1, a2 ...: IVs that a vector can contain.
func counting() io.Reader {
	b := make([]byte, 16)
	for i := range b {
		b[i] = byte(0xa0 + i)
	}
	return bytes.NewReader(b)
}

func seal(t testing.TB, sa *ipsec.SA, inner []byte) []byte {
	t.Helper()
	esp, err := sa.Seal(inner, packet.ProtocolIPinIP, counting())
	if err != nil {
		t.Fatal(err)
	}
	return esp
}

func wantError(t *testing.T, because string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error is %v, want %v", because, err, want)
	}
}

// vectors were computed with another implementation (OpenSSL's ciphers, Python's hmac) from the key material 01 02 03
// ..., the IV a0 a1 a2 ..., and vectorInner as the first packet.
const vectorInner = "45000014000000000000baeb00000000ffffffff"

var vectors = []struct {
	transform ipsec.Transform
	esp       string
}{
	{ipsec.Transform{Cipher: ipsec.DES, Auth: ipsec.HMACSHA1},
		"3a7b69bf00000001a0a1a2a3a4a5a6a7d4556aec1e5716d4e22e93746267edb76eb6fb4a900fb8cfb7725a065baf4d63b8f17970"},
	{ipsec.Transform{Cipher: ipsec.DES},
		"3a7b69bf00000001a0a1a2a3a4a5a6a7d4556aec1e5716d4e22e93746267edb76eb6fb4a900fb8cf"},
	{ipsec.Transform{Cipher: ipsec.TripleDES, Auth: ipsec.HMACMD5},
		"3a7b69bf00000001a0a1a2a3a4a5a6a71d9587c76ee63e424ffab74cb56f1a7ce992eb7dcdef3149f10ffae1e07149ff03894070"},
	{ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1},
		"3a7b69bf00000001a0a1a2a3a4a5a6a7a8a9aaabacadaeaf0b64c13a8a067210c7831e201d80ccc988f2f6ae6f936a29ea4e7d7fa29c57c1" +
			"6945c4132beade7633e43c21"},
	{ipsec.Transform{Cipher: ipsec.AES, KeyBits: 128, Auth: ipsec.HMACSHA256},
		"3a7b69bf00000001a0a1a2a3a4a5a6a7a8a9aaabacadaeaf0b64c13a8a067210c7831e201d80ccc988f2f6ae6f936a29ea4e7d7fa29c57c1" +
			"784277455c5db1860d419894d9cf06e4"},
	{ipsec.Transform{Cipher: ipsec.AES, KeyBits: 192, Auth: ipsec.HMACSHA384},
		"3a7b69bf00000001a0a1a2a3a4a5a6a7a8a9aaabacadaeaff6130d3ebe0bf8fe82639a86d86ed6275a6ad26d6e8785b380efae7f297b7ecf" +
			"132f3b0bd514eff7b58c45931284d65fc9576fcb9a978d0c"},
	{ipsec.Transform{Cipher: ipsec.AES, KeyBits: 256, Auth: ipsec.HMACSHA512},
		"3a7b69bf00000001a0a1a2a3a4a5a6a7a8a9aaabacadaeaf2a9b325d15f7648aed216344efc46f5e9f33b11b21281b2a1d63d94ace99f51f" +
			"5a52fea77911eb7cb9174985f7aa71b6bd98576bf6d9ebc2eab2ee36695599a7"},
	{ipsec.Transform{Cipher: ipsec.Null, Auth: ipsec.HMACSHA1},
		"3a7b69bf0000000145000014000000000000baeb00000000ffffffff01020204dcbfb953e46eea2e05d8b221"},
	{ipsec.Transform{Cipher: ipsec.AESGCM, KeyBits: 128},
		"3a7b69bf000000010000000000000001907b19f9d0d1ad119a9c99487e34d17d3b4683f23639be65eebcaa8aa234d51f4111c0a708db34ce"},
	{ipsec.Transform{Cipher: ipsec.AESGCM, KeyBits: 256},
		"3a7b69bf0000000100000000000000010c8e8f922c2a0ac304d4b84485e1871b7f6ecf73193969632c8a676331ab68258df1ccf5aff7159e"},
}

func TestVectors(t *testing.T) {
	inner, err := hex.DecodeString(vectorInner)
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range vectors {
		t.Run(tt.transform.Words(), func(t *testing.T) {
			esp := seal(t, newSA(t, tt.transform), inner)
			if got := hex.EncodeToString(esp); got != tt.esp {
				t.Errorf("Seal:\n got %s\nwant %s", got, tt.esp)
			}
			opened, next, err := newSA(t, tt.transform).Open(esp)
			if err != nil || next != packet.ProtocolIPinIP || !bytes.Equal(opened, inner) {
				t.Errorf("Open: %x, next header %d, error %v", opened, next, err)
			}
		})
	}
}

func TestRoundTrip(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4303))
	random := rand.NewChaCha8([32]byte{1})
	for _, transform := range allTransforms() {
		out, in := newSA(t, transform), newSA(t, transform)
		var packets, size uint64
		for n := range 200 {
			inner := make([]byte, n)
			if n >= 100 {
				inner = make([]byte, r.IntN(1600))
			}
			random.Read(inner)
			next := uint8(r.Uint32())
			esp, err := out.Seal(inner, next, random)
			if err != nil {
				t.Fatalf("%s: %v", transform, err)
			}
			before := bytes.Clone(esp)
			gotInner, gotNext, err := in.Open(esp)
			if err != nil || gotNext != next || !bytes.Equal(gotInner, inner) {
				t.Fatalf("%s, %d bytes: got %d bytes, next header %d, error %v", transform, len(inner), len(gotInner), gotNext, err)
			}
			if !bytes.Equal(before, esp) {
				t.Fatalf("%s: Open changed the packet", transform)
			}
			packets, size = packets+1, size+uint64(len(inner))
		}
		want := ipsec.Counters{Packets: packets, Bytes: size}
		if out.Counters != want || in.Counters != want {
			t.Errorf("%s: counters out %+v, in %+v, want %+v", transform, out.Counters, in.Counters, want)
		}
		if out.LastSequence() != 200 {
			t.Errorf("%s: last sequence %d, want 200", transform, out.LastSequence())
		}
	}
}

func TestAnyChangeIsNoticed(t *testing.T) {
	for _, transform := range allTransforms() {
		if !transform.Authenticates() {
			continue
		}
		esp := seal(t, newSA(t, transform), []byte("R_U_THERE"))
		in := newSA(t, transform)
		for i := range esp {
			changed := bytes.Clone(esp)
			changed[i] ^= 1 << (i % 8)
			_, _, err := in.Open(changed)
			wantError(t, transform.String(), err, ipsec.ErrIntegrity)
		}
		if n := uint64(len(esp)); in.VerifyErrors != n || in.Errors != n || in.Packets != 0 {
			t.Errorf("%s: counters %+v after %d changed packets", transform, in.Counters, n)
		}
		if _, _, err := in.Open(esp); err != nil {
			t.Errorf("%s: the true packet is refused after the changed ones: %v", transform, err)
		}
	}
}

func TestAnyCutIsNoticed(t *testing.T) {
	for _, transform := range allTransforms() {
		esp := seal(t, newSA(t, transform), []byte("R_U_THERE"))
		in := newSA(t, transform)
		shortest := 8 + transform.IVLen() + transform.BlockSize() + transform.ICVLen()
		for n := range esp {
			_, _, err := in.Open(esp[:n:n])
			switch {
			case n < shortest:
				wantError(t, transform.String(), err, ipsec.ErrShort)
			case err == nil && transform.Authenticates():
				t.Errorf("%s: cut to %d bytes and accepted", transform, n)
			}
		}
	}
}

func TestWrongKeyIsNoticed(t *testing.T) {
	for _, transform := range allTransforms() {
		if !transform.Authenticates() {
			continue
		}
		keymat := testKeymat(transform)
		keymat[len(keymat)-1] ^= 0x10
		other, err := ipsec.NewSA(testSPI, transform, keymat)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = newSA(t, transform).Open(seal(t, other, []byte("data")))
		wantError(t, transform.String(), err, ipsec.ErrIntegrity)
	}
}

func TestForeignSPI(t *testing.T) {
	transform := ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1}
	other, err := ipsec.NewSA(testSPI+1, transform, testKeymat(transform))
	if err != nil {
		t.Fatal(err)
	}
	_, _, err = newSA(t, transform).Open(seal(t, other, nil))
	wantError(t, "same keys, other SPI", err, ipsec.ErrSPI)
}

// sealText makes an authentic AES-CBC, HMAC-SHA-1 packet by hand around any plaintext, trailer included.
func sealText(t *testing.T, sequence uint32, text []byte) []byte {
	t.Helper()
	keymat := testKeymat(ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1})
	block, err := aes.NewCipher(keymat[:16])
	if err != nil {
		t.Fatal(err)
	}
	esp := binary.BigEndian.AppendUint32(nil, testSPI)
	esp = binary.BigEndian.AppendUint32(esp, sequence)
	iv := make([]byte, 16)
	esp = append(esp, iv...)
	sealed := make([]byte, len(text))
	cipher.NewCBCEncrypter(block, iv).CryptBlocks(sealed, text)
	esp = append(esp, sealed...)
	mac := hmac.New(sha1.New, keymat[16:])
	mac.Write(esp)
	return append(esp, mac.Sum(nil)[:12]...)
}

func TestPadding(t *testing.T) {
	for _, tt := range []struct {
		name      string
		text      string // 16 bytes
		wantInner int    // -1: ErrPadding
	}{
		{"none", "112233445566778899aabbccddee" + "00" + "04", 14},
		{"two bytes", "112233445566778899aabbcc0102" + "02" + "04", 12},
		{"everything", "0102030405060708090a0b0c0d0e" + "0e" + "04", 0},
		{"more than there is", "0102030405060708090a0b0c0d0e" + "0f" + "04", -1},
		{"length 255", "112233445566778899aabbccddee" + "ff" + "04", -1},
		{"zeros", "112233445566778899aabbcc0000" + "02" + "04", -1},
		{"last byte wrong", "112233445566778899aabb010204" + "03" + "04", -1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text, err := hex.DecodeString(tt.text)
			if err != nil {
				t.Fatal(err)
			}
			in := newSA(t, ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1})
			inner, next, err := in.Open(sealText(t, 1, text))
			if tt.wantInner < 0 {
				wantError(t, tt.name, err, ipsec.ErrPadding)
				if in.Errors != 1 || in.VerifyErrors != 0 {
					t.Errorf("counters %+v", in.Counters)
				}
				return
			}
			if err != nil || next != 4 || !bytes.Equal(inner, text[:tt.wantInner]) {
				t.Errorf("inner %x, next header %d, error %v", inner, next, err)
			}
		})
	}
}

func TestSequenceNumbersDoNotWrap(t *testing.T) {
	sa := newSA(t, ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1})
	sa.SetSequence(math.MaxUint32 - 1)
	if esp := seal(t, sa, nil); binary.BigEndian.Uint32(esp[4:]) != math.MaxUint32 {
		t.Errorf("sequence number %x, want ffffffff", esp[4:8])
	}
	for range 2 {
		_, err := sa.Seal(nil, packet.ProtocolIPinIP, counting())
		wantError(t, "after the last", err, ipsec.ErrExhausted)
	}
	if sa.Errors != 2 || sa.Packets != 1 {
		t.Errorf("counters %+v", sa.Counters)
	}
}

func TestFailingRandomness(t *testing.T) {
	sa := newSA(t, ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1})
	_, err := sa.Seal(nil, 0, bytes.NewReader(make([]byte, 15)))
	wantError(t, "15 bytes for an IV of 16", err, io.ErrUnexpectedEOF)
	if sa.LastSequence() != 0 || sa.Errors != 1 {
		t.Errorf("sequence %d, counters %+v", sa.LastSequence(), sa.Counters)
	}
}

func TestGCMNeverRepeatsAnIV(t *testing.T) {
	sa := newSA(t, ipsec.Transform{Cipher: ipsec.AESGCM})
	seen := map[string]bool{}
	for range 1000 {
		iv := string(seal(t, sa, nil)[8:16]) // the randomness is the same for each
		if seen[iv] {
			t.Fatalf("IV %x repeats", iv)
		}
		seen[iv] = true
	}
}

func FuzzOpen(f *testing.F) {
	for i, v := range vectors {
		esp, err := hex.DecodeString(v.esp)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(uint8(i), esp)
	}
	f.Fuzz(func(t *testing.T, which uint8, esp []byte) {
		transform := vectors[int(which)%len(vectors)].transform
		sa := newSA(t, transform)
		inner, _, err := sa.Open(esp)
		if err != nil {
			if sa.Errors != 1 || sa.Packets != 0 {
				t.Fatalf("error %v, counters %+v", err, sa.Counters)
			}
			return
		}
		if overhead := 10 + transform.IVLen() + transform.ICVLen(); len(inner) > len(esp)-overhead {
			t.Fatalf("%d bytes out of a packet of %d", len(inner), len(esp))
		}
		if _, _, err := sa.Open(esp); transform.Authenticates() && !errors.Is(err, ipsec.ErrReplay) {
			t.Fatalf("the same packet again: error %v", err)
		}
	})
}
