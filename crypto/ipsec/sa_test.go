package ipsec_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ruthere/crypto/ipsec"
)

func TestNewSARefuses(t *testing.T) {
	transform := ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1}
	for name, make := range map[string]func() (*ipsec.SA, error){
		"reserved SPI":     func() (*ipsec.SA, error) { return ipsec.NewSA(255, transform, testKeymat(transform)) },
		"too little key":   func() (*ipsec.SA, error) { return ipsec.NewSA(256, transform, testKeymat(transform)[1:]) },
		"no key":           func() (*ipsec.SA, error) { return ipsec.NewSA(256, transform, nil) },
		"impossible words": func() (*ipsec.SA, error) { return ipsec.NewSA(256, ipsec.Transform{}, testKeymat(transform)) },
	} {
		if sa, err := make(); err == nil {
			t.Errorf("%s: got %v", name, sa)
		}
	}
}

func TestLifetime(t *testing.T) {
	start := time.Date(2004, time.March, 25, 15, 17, 14, 0, time.UTC)
	after := func(seconds float64) time.Time { return start.Add(time.Duration(seconds * 1e9)) }
	both := ipsec.Lifetime{Seconds: 3600, Kilobytes: 4608000}
	for _, tt := range []struct {
		name               string
		lifetime           ipsec.Lifetime
		bytes              uint64
		now                time.Time
		kilobytes, seconds uint32
		expired            bool
	}{
		{"new", both, 0, start, 4608000, 3600, false},
		{"used a little", both, 1, after(0.5), 4607999, 3599, false},
		{"last second", both, 0, after(3599.5), 4608000, 0, false},
		{"time is over", both, 0, after(3600), 4608000, 0, true},
		{"long over", both, 0, after(9000), 4608000, 0, true},
		{"last kilobyte", both, 4607999 * 1024, start, 1, 3600, false},
		{"volume is used", both, 4608000 * 1024, start, 0, 3600, true},
		{"more than used", both, 4608000*1024 + 5000, start, 0, 3600, true},
		{"no bounds", ipsec.Lifetime{}, 1 << 60, after(1e9), 0, 0, false},
		{"no bound on volume", ipsec.Lifetime{Seconds: 120}, 1 << 60, after(60), 0, 60, false},
		{"clock before the beginning", both, 0, after(-5), 4608000, 3600, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			sa := nullSA(t)
			sa.Lifetime, sa.Established, sa.Bytes = tt.lifetime, start, tt.bytes
			if kilobytes, seconds := sa.Remaining(tt.now); kilobytes != tt.kilobytes || seconds != tt.seconds {
				t.Errorf("remaining (%d/%d), want (%d/%d)", kilobytes, seconds, tt.kilobytes, tt.seconds)
			}
			if got := sa.Expired(tt.now); got != tt.expired {
				t.Errorf("expired is %v", got)
			}
			expires, bounded := sa.Expires()
			if bounded != (tt.lifetime.Seconds != 0) || bounded && !expires.Equal(after(float64(tt.lifetime.Seconds))) {
				t.Errorf("expires at %v, %v", expires, bounded)
			}
		})
	}
}

func TestCountersAdd(t *testing.T) {
	c := ipsec.Counters{Packets: 1, Bytes: 2, Errors: 3, ReplayErrors: 4, VerifyErrors: 5}
	c.Add(ipsec.Counters{Packets: 10, Bytes: 20, Errors: 30, ReplayErrors: 40, VerifyErrors: 50})
	if want := (ipsec.Counters{Packets: 11, Bytes: 22, Errors: 33, ReplayErrors: 44, VerifyErrors: 55}); c != want {
		t.Errorf("sum is %+v, want %+v", c, want)
	}
}

func TestKeysAreNotPrinted(t *testing.T) {
	transform := ipsec.Transform{Cipher: ipsec.AESGCM}
	keymat := []byte("SECRET-SECRET-16SALT")
	sa, err := ipsec.NewSA(testSPI, transform, keymat)
	if err != nil {
		t.Fatal(err)
	}
	for _, format := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
		text := fmt.Sprintf(format, sa)
		for _, secret := range []string{"SECRET", "SALT", "53414c54", "83, 65, 76, 84", "0x53, 0x41, 0x4c"} {
			if strings.Contains(text, secret) {
				t.Errorf("%s prints %s", format, text)
			}
		}
	}
	if got := sa.String(); got != "SPI 0x3A7B69BF (esp-gcm)" {
		t.Errorf("String is %q", got)
	}
}
