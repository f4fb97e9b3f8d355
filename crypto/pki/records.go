package pki

import (
	"bytes"
	"math/big"
	"slices"
	"time"
)

// Records are what a router remembers of certificates besides its configuration, until it is reloaded. The zero value remembers nothing.
type Records struct {
	requests []Outstanding // by age
	lists    []KeptList    // by age
	statuses []KeptStatus  // by age
	installs []install     // by age
}

// An Outstanding is a request of a trustpoint that waits for its certificate, or was refused one.
type Outstanding struct {
	Trustpoint string
	Request    *Request
	State      Status // Pending or Rejected
	At         time.Time
}

// Remember keeps a request, in place of an older one of its trustpoint.
func (r *Records) Remember(o Outstanding) {
	r.Forget(o.Trustpoint)
	r.requests = append(r.requests, o)
}

// Forget drops the request of a trustpoint.
func (r *Records) Forget(trustpoint string) {
	r.requests = slices.DeleteFunc(r.requests, func(o Outstanding) bool { return o.Trustpoint == trustpoint })
}

// Request is the request of a trustpoint, if it has one.
func (r *Records) Request(trustpoint string) (Outstanding, bool) {
	for _, o := range r.requests {
		if o.Trustpoint == trustpoint {
			return o, true
		}
	}
	return Outstanding{}, false
}

// A KeptList is a revocation list, where it came from and when.
type KeptList struct {
	*RevocationList
	From string // URL; "" = asked for by SCEP
	At   time.Time
}

// MostKeptLists is how many bytes of revocation lists are kept, as on the device.
const MostKeptLists = 65536

// KeepList keeps a list, in place of the older one of its issuer. Of lists that do not fit the oldest go; the newest is always kept.
func (r *Records) KeepList(l KeptList) {
	issuer := l.Issuer.String()
	r.lists = slices.DeleteFunc(r.lists, func(have KeptList) bool { return have.Issuer.String() == issuer })
	r.lists = append(r.lists, l)
	for len(r.lists) > 1 && r.ListBytes() > MostKeptLists {
		r.lists = r.lists[1:]
	}
}

// Lists are the lists that are kept, the oldest first.
func (r *Records) Lists() []KeptList { return r.lists }

// ListBytes is how long they are.
func (r *Records) ListBytes() (n int) {
	for _, l := range r.lists {
		n += len(l.Raw)
	}
	return n
}

// ListOf is the list of an issuer that still holds; nil if there is none.
func (r *Records) ListOf(issuer *Certificate, now time.Time) *RevocationList {
	for _, l := range r.lists {
		if l.Issuer.String() == issuer.SubjectName.String() && !now.Before(l.ThisUpdate) && (l.NextUpdate.IsZero() || !now.After(l.NextUpdate)) {
			return l.RevocationList
		}
	}
	return nil
}

// A KeptStatus is what a responder has said of a certificate.
type KeptStatus struct {
	*OnlineStatus
	Issuer []byte // DER of the issuer's certificate
	Serial *big.Int
}

// mostKeptStatuses bounds what is kept of responders' answers.
const mostKeptStatuses = 64

// KeepStatus keeps an answer that says until when it holds, in place of the older one about the certificate.
func (r *Records) KeepStatus(s KeptStatus) {
	if s.NextUpdate.IsZero() {
		return
	}
	r.statuses = slices.DeleteFunc(r.statuses, func(have KeptStatus) bool { return have.isAbout(s.Serial, s.Issuer) })
	r.statuses = append(r.statuses, s)
	r.statuses = r.statuses[max(0, len(r.statuses)-mostKeptStatuses):]
}

func (s KeptStatus) isAbout(serial *big.Int, issuer []byte) bool {
	return s.Serial.Cmp(serial) == 0 && bytes.Equal(s.Issuer, issuer)
}

// StatusOf is the answer about a certificate that still holds; nil if there is none.
func (r *Records) StatusOf(of, issuer *Certificate, now time.Time) *OnlineStatus {
	for _, s := range r.statuses {
		if s.isAbout(of.SerialNumber, issuer.Raw) && !now.After(s.NextUpdate) {
			return s.OnlineStatus
		}
	}
	return nil
}

type install struct {
	der []byte
	at  time.Time
}

// mostInstalls bounds what is remembered of certificates that are gone again.
const mostInstalls = 64

// Installed notes when a certificate was put into the configuration.
func (r *Records) Installed(der []byte, at time.Time) {
	r.installs = slices.DeleteFunc(r.installs, func(i install) bool { return bytes.Equal(i.der, der) })
	r.installs = append(r.installs, install{der, at})
	r.installs = r.installs[max(0, len(r.installs)-mostInstalls):]
}

// InstalledAt is when that was; ok is false if it was before the router booted.
func (r *Records) InstalledAt(der []byte) (at time.Time, ok bool) {
	for _, i := range r.installs {
		if bytes.Equal(i.der, der) {
			return i.at, true
		}
	}
	return time.Time{}, false
}
