package pki

import (
	"strings"

	"ruthere/config"
	certificates "ruthere/crypto/pki"
	"ruthere/crypto/pki/scep"
	"ruthere/debuglog"
	"ruthere/modes"
)

// Authorities that are asked over the network, by SCEP.

// ByNetwork says whether a trustpoint's authority is.
func ByNetwork(t trustpoint) bool {
	return strings.HasPrefix(strings.ToLower(t.Enrollment.URL), "http://") && !t.Enrollment.SelfSigned && !t.Enrollment.Terminal
}

// notReceived is what the device says if it has not got the authority's certificate.
const notReceived = "% Error in receiving Certificate Authority certificate: status = FAIL, cert length = 0\n\n"

// authenticateByNetwork asks the authority for its certificate, and the user about it.
func authenticateByNetwork(x *modes.Context, name string) error {
	return x.Terminal.Run(func(r modes.Runner) (modes.Job, error) {
		cancel := x.Device.AskAuthority(name, func(a scep.Authorities, err error) {
			defer r.Done()
			if err != nil {
				r.Write(notReceived)
				return
			}
			acceptAuthority(x, name, a.CA, func() { storeAuthorities(x, name, a) }, func() { x.Println(notSaved) })
		})
		return &modes.Pause{Cancel: cancel, Finish: func(bool) { r.Write("\n"); r.Done() }}, nil
	})
}

// storeAuthorities puts what an authority has sent into the configuration: its certificate, and those above it.
func storeAuthorities(x *modes.Context, name string, a scep.Authorities) {
	all := append([]*certificates.Certificate{a.CA}, a.Chain...)
	store(x, name, func(t trustpoint) {
		for _, c := range all {
			t.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: c.Serial(), DER: c.Raw})
		}
	}, all...)
}

// askChallenge asks for the password with which the certificate may be revoked. It may be empty.
func (e *enrolment) askChallenge() {
	e.Println("%\n% Start certificate enrollment .. \n" +
		"% Create a challenge password. You will need to verbally provide this\n   password to the CA Administrator in order to revoke your " +
		"certificate.\n   For security reasons your password will not be saved in the configuration.\n   Please make a note of it.\n")
	e.askPassword()
}

func (e *enrolment) askPassword() {
	e.Terminal.Ask("Password: ", true, func(first string, ok bool) {
		if !ok {
			return
		}
		e.Terminal.Ask("Re-enter password: ", true, func(second string, ok bool) {
			switch {
			case !ok:
			case first != second:
				e.Println("\n% Passwords do not match. Try again.")
				e.askPassword()
			default:
				e.challenge, e.asked = first, true
				e.Println("")
				e.describe()
			}
		})
	})
}

// askToSend sends the request, if the user wants it sent.
func (e *enrolment) askToSend(r *certificates.Request) {
	yesOrNo(e.Context, "Request certificate from CA? [yes/no]: ", func() {
		if err := e.Device.Enrol(e.name, r, e.key.Key); err != nil {
			e.Println("% The request cannot be sent: " + err.Error() + ".")
			return
		}
		e.Println("% Certificate request sent to Certificate Authority")
		if e.Device.Release() == debuglog.IOS124 {
			e.Printf("%% The 'show crypto ca certificate %s verbose' commandwill show the fingerprint.\n\n", e.name)
		} else {
			e.Printf("%% The 'show crypto pki certificate verbose %s' commandwill show the fingerprint.\n\n", e.name)
		}
		e.Device.Log(debuglog.RequestFingerprints(r.FingerprintMD5(), r.FingerprintSHA1())...)
	}, nil)
}
