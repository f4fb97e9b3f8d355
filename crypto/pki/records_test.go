package pki_test

import (
	"fmt"
	"math/big"
	"testing"
	"time"

	"ruthere/crypto/pki"
)

// Revocation lists are kept by issuer as long as there is room, and one is found only while it holds.
func TestKeptLists(t *testing.T) {
	var r pki.Records
	var issuers []*pki.Certificate
	for i := range 3 {
		a := authority(t, fmt.Sprintf("cn=CA%d", i), "sha1", 1024)
		for serial := range 1200 {
			a.Last = big.NewInt(int64(serial + 2))
			if err := a.Revoke(a.Last, noon); err != nil {
				t.Fatal(err)
			}
		}
		der, err := a.RevocationList(noon, noon.Add(time.Hour))
		if err != nil {
			t.Fatal(err)
		}
		l, err := pki.ParseRevocationList(der, a.Certificate, noon)
		if err != nil {
			t.Fatal(err)
		}
		r.KeepList(pki.KeptList{RevocationList: l, At: noon})
		r.KeepList(pki.KeptList{RevocationList: l, At: noon})
		issuers = append(issuers, a.Certificate)
	}
	if len(r.Lists()) != 2 || r.ListBytes() > pki.MostKeptLists || r.ListOf(issuers[0], noon) != nil || r.ListOf(issuers[2], noon) == nil {
		t.Errorf("%d lists of %d bytes", len(r.Lists()), r.ListBytes())
	}
	for _, when := range []time.Time{noon.Add(-time.Second), noon.Add(time.Hour + time.Second)} {
		if r.ListOf(issuers[2], when) != nil {
			t.Errorf("a list that does not hold at %v", when)
		}
	}
}

// A trustpoint has one request that waits.
func TestOutstandingRequests(t *testing.T) {
	var r pki.Records
	r.Remember(pki.Outstanding{Trustpoint: "A", State: pki.Pending})
	r.Remember(pki.Outstanding{Trustpoint: "A", State: pki.Rejected})
	if o, ok := r.Request("A"); !ok || o.State != pki.Rejected {
		t.Errorf("%+v", o)
	}
	r.Forget("A")
	if o, ok := r.Request("A"); ok {
		t.Errorf("%+v", o)
	}
}
