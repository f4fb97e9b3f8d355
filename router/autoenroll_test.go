package router

import (
	"math/rand/v2"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/keypair"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// A certificate that is late when it comes is not renewed in a circle, and one in time is in time; without a clock that was set none is.
func TestWhenCertificatesAreRenewed(t *testing.T) {
	d := configuring(t, debuglog.IOS15, "hostname R1\ncrypto pki trustpoint TP\n enrollment url http://192.0.2.1\n subject-name cn=r1\n"+
		" revocation-check none\n rsakeypair KEY 512\n auto-enroll 50\n")
	h, _ := pki.HashNamed("sha256")
	name, err := pki.ParseName("cn=CA")
	if err != nil {
		t.Fatal(err)
	}
	key, err := keypair.Make(rand.NewChaCha8([32]byte{1}), 1024)
	if err != nil {
		t.Fatal(err)
	}
	a, err := pki.NewAuthority(name, key, h, d.now.AddDate(-1, 0, 0), 10*365*24*time.Hour)
	if err != nil {
		t.Fatal(err)
	}
	a.Lifetime = 10 * 24 * time.Hour
	holding := func(own *pki.Certificate) {
		next := d.router.Config().Clone()
		tp := next.Trustpoint("TP")
		tp.Certificates = nil
		tp.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: "01", DER: a.Certificate.Raw})
		if own != nil {
			tp.Store(config.StoredCertificate{Kind: config.OwnCertificate, Serial: own.Serial(), DER: own.Raw})
		}
		var out Out
		d.router.beginStep(d.now, &out)
		d.router.Apply(next)
		d.router.endStep()
	}
	issued := func(at time.Time) *pki.Certificate {
		r := &pki.Request{Subject: name, Usage: pki.RouterUsage}
		if err := r.Make(h, key); err != nil {
			t.Fatal(err)
		}
		asked, err := pki.ParseRequest(r.Raw)
		if err != nil {
			t.Fatal(err)
		}
		c, err := a.Issue(asked, at)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	wait := func() time.Duration {
		at, _, ok := d.router.nextRenewal()
		if !ok {
			return -1
		}
		return at.Sub(d.now).Round(time.Second)
	}
	holding(nil)
	if got := wait(); got != -1 {
		t.Errorf("without a clock it asks in %v", got)
	}
	holding(issued(d.now))
	d.typed(0, "do clock set 15:00:00 25 mar 2026")
	for _, c := range []struct {
		what string
		own  *pki.Certificate
		want time.Duration
	}{
		{"half of its life is to come", issued(d.now), 5 * 24 * time.Hour},
		{"it is late already", issued(d.now.AddDate(0, 0, -9)), firstRenewalPause},
		{"it is late already, and so is the next", issued(d.now.AddDate(0, 0, -8)), firstRenewalPause},
	} {
		if holding(c.own); wait() != c.want {
			t.Errorf("%s: in %v, want in %v", c.what, wait(), c.want)
		}
	}
	for i, want := range []time.Duration{10, 20, 40, 80, 160, 320, 640, 1280, 1440, 1440} {
		d.router.renewalFailed("TP")
		if got := wait(); got != want*time.Minute {
			t.Errorf("after %d attempts in vain: in %v, want in %v minutes", i+1, got, int(want))
		}
	}
}
