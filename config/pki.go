package config

import (
	"bytes"
	"slices"
	"strings"
)

// PKI is what the `crypto pki` commands say about certificates. Certificates are bytes here (DER); crypto/pki reads them.
type PKI struct {
	Trustpoints []*Trustpoint     // in order of creation
	Maps        []*CertificateMap // by name in order of creation, then by sequence number
}

// None is what `fqdn`, `ip-address` and `serial-number` say if it shall not be in a request, and `revocation-check` if nobody asks.
const None = "none"

// Methods of `revocation-check`.
const (
	CheckList = "crl"
	CheckOCSP = "ocsp"
)

// A Trustpoint is one `crypto pki trustpoint`: an authority, what the router trusts it for, and what it calls itself to it.
type Trustpoint struct {
	Name       string
	Enrollment Enrollment
	Usage      []string // ike, ssl-client, ssl-server; empty = ike
	Subject    string   // subject-name, as typed; "" = the host name alone
	AltNames   string   // subject-alt-name
	FQDN       string   // "" = host and domain name; None
	Address    string   // ip-address: an address or the name of an interface; "" = enroll asks; None
	Serial     string   // serial-number: "" = enroll asks; Included; None
	Password   string   // challenge password: in clear, or "7 " and the obfuscated text
	KeyPair    string   // rsakeypair: its label; "" = the general keys of the router's name
	KeyBits    int      // of a key that enrolment makes; 0 = not said
	CipherBits int      // of a second one, for encryption; 0 = not said
	Revocation []string // methods in the order tried: CheckList, CheckOCSP, None; empty = CheckList
	Responder  string   // ocsp url; "" = where the certificates say
	NoNonce    bool     // ocsp disable-nonce
	Hash       string   // md5, sha1, sha256, sha384, sha512; "" = the release's own
	Source     string   // source interface; "" = by route
	VRF        string
	Match      []CertificateMatch // match certificate, in the order typed

	Fingerprint     string // of the authority, 32 or 40 digits; "" = the user is asked
	ChainValidation string // stop, continue, or continue and the name of the parent trustpoint; "" = stop
	AutoEnroll      bool
	AutoEnrollAt    int // percent of a certificate's life; 0 = not said
	NewKeys         bool
	Regenerate      bool // regenerate as a line of its own

	Certificates []StoredCertificate // in the order printed
	Inert        Inert
}

// Included is what `serial-number` says without `none`.
const Included = "included"

// An Enrollment is how a trustpoint gets its certificates.
type Enrollment struct {
	URL         string // "" = not by SCEP
	VRF         string // of the URL
	Terminal    bool
	SelfSigned  bool
	PKCS12      bool
	Profile     string
	PEM         bool // of URL or Terminal
	RA          bool // enrollment mode ra
	RetryCount  int  // 0 = DefaultEnrollmentRetries
	RetryPeriod int  // minutes; 0 = DefaultEnrollmentPeriod
	Proxy       string
	ProxyPort   int
}

// What enrolment does when nothing is configured: so many polls, so many minutes apart.
const (
	DefaultEnrollmentRetries = 10
	DefaultEnrollmentPeriod  = 1
)

// A CertificateMatch is one `match certificate` of a trustpoint.
type CertificateMatch struct {
	Map               string
	AllowExpired      bool // allow expired-certificate
	SkipRevocation    bool // skip revocation-check
	SkipAuthorization bool // skip authorization-check: nobody is asked for authorization here
}

// A CertificateKind is the word before the serial number in a chain.
type CertificateKind string

// Kinds of stored certificates.
const (
	OwnCertificate CertificateKind = "" // the router's
	SelfSigned     CertificateKind = "self-signed"
	CACertificate  CertificateKind = "ca"
	Rollback       CertificateKind = "rollback"
)

// A StoredCertificate is one block of `crypto pki certificate chain`.
type StoredCertificate struct {
	Kind   CertificateKind
	Serial string // hexadecimal digits, upper case
	DER    []byte // nil = none, or in File; it is never written to
	File   string // where a configuration from elsewhere has it, nvram:CA#1CA.cer; "" = here
	Typed  []byte // what of it was typed so far, while it is; it is never written to
}

// CA is the certificate of the authenticated authority, DER; nil = it is not authenticated.
func (t *Trustpoint) CA() []byte { return t.first(CACertificate) }

// Own is the router's certificate, DER, self-signed or not; nil = it is not enrolled.
func (t *Trustpoint) Own() []byte {
	if own := t.first(OwnCertificate); own != nil {
		return own
	}
	return t.first(SelfSigned)
}

// Chain are the certificates of further authorities, DER: those above a subordinate one.
func (t *Trustpoint) Chain() (list [][]byte) {
	for _, c := range t.Certificates {
		if c.Kind == CACertificate && c.DER != nil {
			list = append(list, c.DER)
		}
	}
	return list[min(1, len(list)):]
}

func (t *Trustpoint) first(kind CertificateKind) []byte {
	for _, c := range t.Certificates {
		if c.Kind == kind && c.DER != nil {
			return c.DER
		}
	}
	return nil
}

// rank is the order in which the running-config has certificates: the router's first.
func (k CertificateKind) rank() int {
	return slices.Index([]CertificateKind{OwnCertificate, SelfSigned, Rollback, CACertificate}, k)
}

// Store puts a certificate into the chain, in place of one of its kind and serial number. Authorities stay beside each other: of two, both
// may have called themselves number 1.
func (t *Trustpoint) Store(c StoredCertificate) {
	for _, have := range t.Numbered(c.Kind, c.Serial) {
		if c.Kind != CACertificate || have.DER == nil || c.DER == nil || bytes.Equal(have.DER, c.DER) {
			*have = c
			return
		}
	}
	t.Add(c)
}

// Add puts a certificate into the chain, behind those of its kind.
func (t *Trustpoint) Add(c StoredCertificate) {
	at := slices.IndexFunc(t.Certificates, func(have StoredCertificate) bool { return have.Kind.rank() > c.Kind.rank() })
	if at < 0 {
		at = len(t.Certificates)
	}
	t.Certificates = slices.Insert(t.Certificates, at, c)
}

// Numbered are the certificates of a kind and serial number. There are several only of authorities.
func (t *Trustpoint) Numbered(kind CertificateKind, serial string) (list []*StoredCertificate) {
	for i := range t.Certificates {
		if c := &t.Certificates[i]; c.Kind == kind && c.Serial == serial {
			list = append(list, c)
		}
	}
	return list
}

// IsWhole says whether a certificate is there, here or in a file, and not just being typed.
func (c *StoredCertificate) IsWhole() bool { return c.DER != nil || c.File != "" }

// Drop takes the certificates of a kind out of the chain.
func (t *Trustpoint) Drop(kind CertificateKind) {
	t.Certificates = slices.DeleteFunc(t.Certificates, func(c StoredCertificate) bool { return c.Kind == kind })
}

// Methods are the ways in which the trustpoint finds out whether a certificate was revoked, in their order.
func (t *Trustpoint) Methods() []string {
	if len(t.Revocation) == 0 {
		return []string{CheckList}
	}
	return t.Revocation
}

// ChainContinue begins a ChainValidation that goes on above the trustpoint's authority.
const ChainContinue = "continue"

// Continues says whether the certificate of the trustpoint's authority is judged too, and by which trustpoint; parent is "" for any.
func (t *Trustpoint) Continues() (parent string, is bool) {
	rest, is := strings.CutPrefix(t.ChainValidation, ChainContinue)
	return strings.TrimSpace(rest), is
}

func (t *Trustpoint) clone() *Trustpoint {
	u := *t
	u.Usage, u.Revocation, u.Match, u.Certificates, u.Inert = slices.Clone(t.Usage), slices.Clone(t.Revocation), slices.Clone(t.Match),
		slices.Clone(t.Certificates), t.Inert.Clone()
	return &u
}

// Trustpoint returns the trustpoint of that name, or nil.
func (c *Config) Trustpoint(name string) *Trustpoint {
	for _, t := range c.PKI.Trustpoints {
		if t.Name == name {
			return t
		}
	}
	return nil
}

// AddTrustpoint returns the trustpoint of that name, made if there was none.
func (c *Config) AddTrustpoint(name string) *Trustpoint {
	if t := c.Trustpoint(name); t != nil {
		return t
	}
	t := &Trustpoint{Name: name}
	c.PKI.Trustpoints = append(c.PKI.Trustpoints, t)
	return t
}

// RemoveTrustpoint takes a trustpoint away, and its certificates.
func (c *Config) RemoveTrustpoint(name string) {
	c.PKI.Trustpoints = slices.DeleteFunc(c.PKI.Trustpoints, func(t *Trustpoint) bool { return t.Name == name })
}

func (p PKI) clone() PKI {
	return PKI{Trustpoints: cloneEach(p.Trustpoints, (*Trustpoint).clone), Maps: cloneEach(p.Maps, (*CertificateMap).clone)}
}
