package modes

import (
	"crypto/rsa"

	"ruthere/config"
	"ruthere/crypto/pki"
	"ruthere/crypto/pki/scep"
	"ruthere/crypto/pki/server"
)

// An Authority is what the router is to others: a certificate server.
type Authority interface {
	CertificateServer() CertificateServerStatus
	// StartCertificateServer makes or takes up the configured server, with a key that is there, and returns the authority's certificate.
	// Archive has the key and the certificate written too, under that password, if the key may leave; "" = not.
	StartCertificateServer(archive string) (*pki.Certificate, error)
}

// A CertificateServerStatus is how it is with the configured server.
type CertificateServerStatus struct {
	Config *config.CertificateServer // nil: none is configured
	Up     *server.Server            // nil: it is not up
	Why    string                    // it is not, in words; "" = it is shut down
}

// Authorities are certificate servers elsewhere, and what they say of certificates. What they answer is told later, and never once it
// was called off.
type Authorities interface {
	// AskAuthority asks the server of a trustpoint (`enrollment url`) who it is.
	AskAuthority(trustpoint string, done func(scep.Authorities, error)) (cancel func())
	// Enrol sends a request to the server of a trustpoint that has been authenticated, and has it asked again while it is pending.
	// What becomes of it is logged and recorded; a certificate that is granted goes into the configuration.
	Enrol(trustpoint string, request *pki.Request, key *rsa.PrivateKey) error
	// FetchList fetches the list of a trustpoint's authority anew.
	FetchList(trustpoint string, done func(error))
}
