package ipsec_test

import (
	"fmt"
	"testing"

	"ruthere/crypto/ipsec"
)

func TestTransformWordsAndLengths(t *testing.T) {
	for _, tt := range []struct {
		cipher               ipsec.Cipher
		bits                 int
		auth                 ipsec.Auth
		show, configured     string
		keys, block, iv, icv int
	}{
		{ipsec.DES, 0, ipsec.None, "esp-des", "esp-des", 8, 8, 8, 0},
		{ipsec.DES, 0, ipsec.HMACMD5, "esp-des esp-md5-hmac", "esp-des esp-md5-hmac", 24, 8, 8, 12},
		{ipsec.TripleDES, 0, ipsec.HMACSHA1, "esp-3des esp-sha-hmac", "esp-3des esp-sha-hmac", 44, 8, 8, 12},
		{ipsec.AES, 0, ipsec.HMACSHA1, "esp-aes esp-sha-hmac", "esp-aes esp-sha-hmac", 36, 16, 16, 12},
		{ipsec.AES, 128, ipsec.HMACSHA256, "esp-aes esp-sha256-hmac", "esp-aes esp-sha256-hmac", 48, 16, 16, 16},
		{ipsec.AES, 192, ipsec.HMACSHA384, "esp-192-aes esp-sha384-hmac", "esp-aes 192 esp-sha384-hmac", 72, 16, 16, 24},
		{ipsec.AES, 256, ipsec.HMACSHA512, "esp-256-aes esp-sha512-hmac", "esp-aes 256 esp-sha512-hmac", 96, 16, 16, 32},
		{ipsec.Null, 0, ipsec.HMACSHA1, "esp-null esp-sha-hmac", "esp-null esp-sha-hmac", 20, 4, 0, 12},
		{ipsec.AESGCM, 0, ipsec.None, "esp-gcm", "esp-gcm", 20, 4, 8, 16},
		{ipsec.AESGCM, 256, ipsec.None, "esp-gcm 256", "esp-gcm 256", 36, 4, 8, 16},
	} {
		t.Run(tt.configured, func(t *testing.T) {
			transform := ipsec.Transform{Cipher: tt.cipher, KeyBits: tt.bits, Auth: tt.auth}
			if err := transform.Check(); err != nil {
				t.Error(err)
			}
			if transform.String() != tt.show || transform.Words() != tt.configured {
				t.Errorf("words are %q and %q, want %q and %q", transform, transform.Words(), tt.show, tt.configured)
			}
			got := fmt.Sprint(transform.KeyLen(), transform.BlockSize(), transform.IVLen(), transform.ICVLen())
			if want := fmt.Sprint(tt.keys, tt.block, tt.iv, tt.icv); got != want {
				t.Errorf("KeyLen, BlockSize, IVLen, ICVLen are %s, want %s", got, want)
			}
			if transform.Authenticates() != (tt.icv > 0) {
				t.Errorf("Authenticates is %v", transform.Authenticates())
			}
		})
	}
}

// The values that real routers printed.
func TestPlaintextMTU(t *testing.T) {
	aes := func(auth ipsec.Auth, mode ipsec.Mode) ipsec.Transform {
		return ipsec.Transform{Cipher: ipsec.AES, Auth: auth, Mode: mode}
	}
	for _, tt := range []struct {
		transform ipsec.Transform
		path      int
		want      int
	}{
		{aes(ipsec.HMACMD5, ipsec.Tunnel), 1500, 1438},
		{aes(ipsec.HMACSHA1, ipsec.Tunnel), 1500, 1438},
		{aes(ipsec.HMACSHA256, ipsec.Tunnel), 1500, 1438},
		{aes(ipsec.HMACSHA512, ipsec.Tunnel), 1500, 1422},
		{ipsec.Transform{Cipher: ipsec.TripleDES, Auth: ipsec.HMACSHA256}, 1500, 1446},
		{ipsec.Transform{Cipher: ipsec.AESGCM}, 1500, 1446},
		{aes(ipsec.HMACMD5, ipsec.Transport), 1500, 1458},
		{aes(ipsec.HMACSHA1, ipsec.Transport), 1500, 1458},
		{aes(ipsec.HMACSHA256, ipsec.Transport), 1500, 1458},
		{aes(ipsec.HMACSHA1, ipsec.UDPTransport), 1500, 1442},
		{aes(ipsec.HMACSHA1, ipsec.Tunnel), 60, 0},
		{aes(ipsec.HMACSHA1, ipsec.Transport), 0, 0},
	} {
		if got := tt.transform.PlaintextMTU(tt.path); got != tt.want {
			t.Errorf("%s (%v), path mtu %d: plaintext mtu %d, want %d", tt.transform, tt.transform.Mode, tt.path, got, tt.want)
		}
	}
}

// A packet of PlaintextMTU fits into the path, one more byte does not.
func TestPlaintextMTUIsWhatFits(t *testing.T) {
	const outerIP, udp, innerIP = 20, 8, 20
	for _, transform := range allTransforms() {
		for mode := ipsec.Tunnel; mode <= ipsec.UDPTransport; mode++ {
			transform.Mode = mode
			for path := 100; path < 180; path++ {
				onWire := func(inner int) int {
					if mode.IsTransport() {
						inner -= innerIP
					}
					total := outerIP + len(seal(t, newSA(t, transform), make([]byte, inner)))
					if mode.IsUDP() {
						total += udp
					}
					return total
				}
				mtu := transform.PlaintextMTU(path)
				if mtu <= innerIP {
					continue
				}
				if onWire(mtu) > path || onWire(mtu+1) <= path {
					t.Fatalf("%s (%v), path mtu %d: %d bytes become %d, %d become %d",
						transform, mode, path, mtu, onWire(mtu), mtu+1, onWire(mtu+1))
				}
			}
		}
	}
}

func TestTransformCheckRefuses(t *testing.T) {
	for name, transform := range map[string]ipsec.Transform{
		"no cipher":         {},
		"unknown cipher":    {Cipher: 99, Auth: ipsec.HMACSHA1},
		"unknown integrity": {Cipher: ipsec.AES, Auth: 99},
		"unknown mode":      {Cipher: ipsec.AES, Mode: 99},
		"AES-160":           {Cipher: ipsec.AES, KeyBits: 160},
		"DES-128":           {Cipher: ipsec.DES, KeyBits: 128},
		"nothing":           {Cipher: ipsec.Null},
		"GCM twice":         {Cipher: ipsec.AESGCM, Auth: ipsec.HMACSHA1},
	} {
		if transform.Check() == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := ipsec.NewSA(testSPI, transform, make([]byte, 200)); err == nil {
			t.Errorf("%s: NewSA made one", name)
		}
		_ = transform.Words() // must not panic
	}
}

func TestModeWords(t *testing.T) {
	for mode, want := range map[ipsec.Mode]string{
		ipsec.Tunnel: "Tunnel", ipsec.Transport: "Transport",
		ipsec.UDPTunnel: "Tunnel UDP-Encaps", ipsec.UDPTransport: "Transport UDP-Encaps",
	} {
		if mode.String() != want {
			t.Errorf("mode %d is %q, want %q", mode, mode, want)
		}
	}
}
