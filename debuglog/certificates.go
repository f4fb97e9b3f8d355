package debuglog

import "net/netip"

// Phase 1 with RSA signatures (RFC 2409 section 5.1): certificates that are asked for, sent and judged. What is known of each line
// stands before it: seen in a public log, recalled, or guessed. That is of 15; 12.4 and XE are the same words in the
// spelling of their neighbours.

// Recalled. The name is that of the authority.
var constructingCertRequest = phrase{
	args:   "issuer",
	ios124: "ISAKMP (<num>): constructing CERT_REQ for issuer <issuer>",
	ios15:  "ISAKMP (<id>): constructing CERT_REQ for issuer <issuer>",
	iosxe:  "ISAKMP: (<id>):constructing CERT_REQ for issuer <issuer>",
}

// ConstructingCertRequest asks for a certificate that an authority has issued, directly or by others.
func (v *Voice) ConstructingCertRequest(issuer string) {
	v.say(&constructingCertRequest, text(Visible(issuer)))
}

// Recalled.
var peerWantsCertificate = phrase{
	args:   "kind",
	ios124: "ISAKMP:(<id>): peer wants a CT_<kind> cert",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):peer wants a CT_<kind> cert",
}

// Recalled.
var peerWantsIssuer = phrase{
	args:   "issuer",
	ios124: "ISAKMP:(<id>): peer wants cert issued by <issuer>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):peer wants cert issued by <issuer>",
}

// PeerWantsCertificate reads a request for a certificate of a kind: X509_SIGNATURE and so on.
func (v *Voice) PeerWantsCertificate(kind, issuer string) {
	v.say(&peerWantsCertificate, text(kind))
	v.say(&peerWantsIssuer, text(Visible(issuer)))
}

// Recalled.
var choosingTrustpoint = phrase{
	args:   "name",
	ios124: " Choosing trustpoint <name> as issuer",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Choosing trustpoint <name> as issuer",
}

// ChoosingTrustpoint says whose certificate the peer will be shown.
func (v *Voice) ChoosingTrustpoint(name string) { v.say(&choosingTrustpoint, text(name)) }

// Recalled.
var addressNotInCert = phrase{
	ios124: "ISAKMP:(<id>):My ID configured as IPv4 Addr, but Addr not in Cert!",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):My ID configured as IPv4 Addr, but Addr not in Cert!",
}

// Recalled.
var usingFQDN = phrase{
	ios124: "ISAKMP:(<id>):Using FQDN as My ID",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Using FQDN as My ID",
}

// AddressNotInCert: this side's certificate does not hold the address that it would call itself, so that its name has to do.
func (v *Voice) AddressNotInCert() {
	v.say(&addressNotInCert)
	v.say(&usingFQDN)
}

// Recalled.
var constructingCert = phrase{
	args:   "subject",
	ios124: "ISAKMP (<num>): constructing CERT payload for <subject>",
	ios15:  "ISAKMP (<id>): constructing CERT payload for <subject>",
	iosxe:  "ISAKMP: (<id>):constructing CERT payload for <subject>",
}

func (v *Voice) ConstructingCert(subject string) { v.say(&constructingCert, text(Visible(subject))) }

// Recalled, misspelt as it is.
var growingSendBuffer = phrase{
	ios124: "ISKAMP: growing send buffer from 1024 to 3072",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):growing send buffer from 1024 to 3072",
}

// GrowingSendBuffer: a message is longer than 1024 bytes.
func (v *Voice) GrowingSendBuffer() { v.say(&growingSendBuffer) }

// Recalled.
var usingKeypair = phrase{
	args:   "name",
	ios124: "ISAKMP:(<id>): using the <name> trustpoint's keypair to sign",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):using the <name> trustpoint's keypair to sign",
}

func (v *Voice) UsingKeypair(trustpoint string) { v.say(&usingKeypair, text(trustpoint)) }

// Recalled.
var processingCert = phrase{
	args:   "kind",
	ios124: "ISAKMP:(<id>): processing a CT_<kind> cert",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):processing a CT_<kind> cert",
}

// Recalled.
var publicKeyNotCached = phrase{
	ios124: "ISAKMP:(<id>): peer's pubkey isn't cached",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):peer's pubkey isn't cached",
}

// ProcessingCert reads a certificate of a kind: X509_SIGNATURE and so on.
func (v *Voice) ProcessingCert(kind string) { v.say(&processingCert, text(kind)) }

// PublicKeyNotCached: no peer's key is cached here; each is judged anew.
func (v *Voice) PublicKeyNotCached() { v.say(&publicKeyNotCached) }

// Recalled.
var noDNInCert = phrase{
	ios124: "ISAKMP:(<id>): Unable to get DN from certificate!",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Unable to get DN from certificate!",
}

func (v *Voice) NoDNInCert() { v.say(&noDNInCert) }

// Recalled.
var noOUInCert = phrase{
	ios124: "ISAKMP:(<id>): Cert presented by peer contains no OU field.",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Cert presented by peer contains no OU field.",
}

// NoOUInCert: the peer's certificate names no group.
func (v *Voice) NoOUInCert() { v.say(&noOUInCert) }

// Guessed after HashPayloadIncorrect.
var signatureIncorrect = phrase{
	sw:     ISAKMPError,
	ios124: "ISAKMP:(<id>): Signature payload is incorrect",
	ios15:  same,
	iosxe:  xeError + "(<id>):Signature payload is incorrect",
}

// SignatureIncorrect: a SIG is not of the key in the certificate that came with it.
func (v *Voice) SignatureIncorrect() { v.say(&signatureIncorrect) }

// Recalled, with its reasons.
var ikeInvalidCert = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "peer why",
	ios124: "%CRYPTO-5-IKMP_INVAL_CERT: Certificate received from <peer> is bad: <why>",
	ios15:  same,
	iosxe:  same,
}

// IKEInvalidCert: a peer's certificate is not taken. What its list of revoked certificates would have said is not known if the list
// could not be had.
func IKEInvalidCert(peer netip.Addr, unknown bool) Line {
	why := "certificate invalid"
	if unknown {
		why = "CA request failed!"
	}
	return ikeInvalidCert.line(Conn{}, addr(peer), text(why))
}

// Recalled.
var ikeQueryKey = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	ios124: "%CRYPTO-3-IKMP_QUERY_KEY: Querying key pair failed.",
	ios15:  same,
	iosxe:  same,
}

// IKEQueryKey: the key of this router's certificate is not there, is another one, or is too short to sign with.
func IKEQueryKey() Line { return ikeQueryKey.line(Conn{}) }

// Seen.
var certNotYetValid = phrase{
	sw:   Always,
	pace: oncePerMinute,
	args: "serial at",
	ios124: "%PKI-3-CERTIFICATE_INVALID_NOT_YET_VALID: Certificate chain validation has failed.  The certificate (SN: <serial>) is not yet " +
		"valid   Validity period starts on <at>",
	ios15: same,
	iosxe: same,
}

// CertNotYetValid is what a router says whose clock was never set. The time is as the router's clock shows times.
func CertNotYetValid(serial, starts string) Line {
	return certNotYetValid.line(Conn{}, text(serial), text(starts))
}

// Seen.
var certExpired = phrase{
	sw:   Always,
	pace: oncePerMinute,
	args: "serial at",
	ios124: "%PKI-3-CERTIFICATE_INVALID_EXPIRED: Certificate chain validation has failed.  The certificate (SN: <serial>) has expired.    " +
		"Validity period ended on <at>",
	ios15: same,
	iosxe: same,
}

func CertExpired(serial, ended string) Line {
	return certExpired.line(Conn{}, text(serial), text(ended))
}

// Recalled; in no reference here.
var certRevoked = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	args:   "serial",
	ios124: "%PKI-3-CERTIFICATE_REVOKED: Certificate chain validation has failed.  The certificate (SN: <serial>) is revoked",
	ios15:  same,
	iosxe:  same,
}

func CertRevoked(serial string) Line { return certRevoked.line(Conn{}, text(serial)) }

// Recalled; in no reference here.
var certUnauthorized = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	ios124: "%PKI-3-CERTIFICATE_INVALID_UNAUTHORIZED: Certificate chain validation has failed.  Unauthorized",
	ios15:  same,
	iosxe:  same,
}

// CertUnauthorized: no trustpoint takes the certificate, for its `match certificate` does not.
func CertUnauthorized() Line { return certUnauthorized.line(Conn{}) }

// Recalled; in no reference here.
var certInvalid = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	ios124: "%PKI-3-CERTIFICATE_INVALID: Certificate chain validation has failed.",
	ios15:  same,
	iosxe:  same,
}

// CertInvalid: it does not lead to an authority that is trusted here.
func CertInvalid() Line { return certInvalid.line(Conn{}) }
