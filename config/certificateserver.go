package config

import "slices"

// A CertificateServer is `crypto pki server`: the router as an authority.
type CertificateServer struct {
	Name         string
	Shutdown     bool
	Level        string // database level: minimum, names, complete; "" = minimum
	Archive      string // database archive: pem, pkcs12; None; "" = the release's own, which is pkcs12
	Password     string // of the archive, in clear, or "7 " and the obfuscated text
	Storage      string // database url, as typed; "" = nvram:
	Issuer       string // issuer-name, as typed; "" = CN= and the server's name
	Grant        string // auto, none, ra-auto; "" = by hand
	CALifetime   int    // days
	Lifetime     int    // days, of certificates
	ListLifetime int    // hours
	AskLifetime  int    // hours, of requests
	Hash         string // md5, sha1, sha256, sha384, sha512; "" = the release's own
	CDP          string // cdp-url
	Rollover     bool   // auto-rollover: kept
	RolloverDays int    // 0 = not said
	Inert        Inert
}

// Defaults of a certificate server's lifetimes: days, days, hours, hours.
const (
	DefaultCALifetime     = 1095
	DefaultIssuedLifetime = 365
	DefaultListLifetime   = 6
	DefaultAskLifetime    = 168
)

func (s *CertificateServer) clone() *CertificateServer {
	if s == nil {
		return nil
	}
	t := *s
	t.Inert = s.Inert.Clone()
	return &t
}

// NewCertificateServer is one that was told nothing yet.
func NewCertificateServer(name string) *CertificateServer {
	return &CertificateServer{Name: name, CALifetime: DefaultCALifetime, Lifetime: DefaultIssuedLifetime, ListLifetime: DefaultListLifetime,
		AskLifetime: DefaultAskLifetime}
}

// LevelWords are the levels of the database, the least first.
var LevelWords = []string{"minimum", "names", "complete"}

// DatabaseLevel is the level as a number: its place in LevelWords.
func (s *CertificateServer) DatabaseLevel() int { return max(slices.Index(LevelWords, s.Level), 0) }
