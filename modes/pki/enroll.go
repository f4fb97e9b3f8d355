package pki

import (
	"strings"

	"ruthere/config"
	"ruthere/crypto/keypair"
	certificates "ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/crypto"
	"ruthere/parser"
)

// An enrolment is one `crypto pki enroll` on its way through its questions.
type enrolment struct {
	*modes.Context
	name    string
	t       trustpoint // as it was when the command was typed
	subject subject
	key     keypair.Pair

	challenge string // password, with which the certificate may be revoked
	asked     bool   // the user was asked for it
}

func enroll() modes.Cmd[modes.Global] {
	return dialogue(`crypto pki enroll trustpoint-name:WORD`, modes.H{"enroll": "Request a certificate from a CA",
		"trustpoint-name": "CA trustpoint name"}, func(x *modes.Context, a parser.Args) error {
		name := a.Str("trustpoint-name")
		t := x.Config.Trustpoint(name)
		switch {
		case t == nil:
			return unknownTrustpoint(name)
		case !t.Enrollment.SelfSigned && !t.Enrollment.Terminal && !ByNetwork(t):
			return cannotEnroll(t)
		case !t.Enrollment.SelfSigned && t.CA() == nil:
			return modes.Refuse("% You must authenticate the Certificate Authority before\nyou can enroll with it.")
		}
		e := &enrolment{Context: x, name: name, t: t, subject: subject{name: t.Subject, fqdn: fullNameOf(x.Config, t)},
			challenge: clearPassword(t)}
		if _, err := e.subject.Name(); err != nil {
			return modes.Refuse("% The subject name cannot be used: " + err.Error() + ".")
		}
		if t.Own() == nil {
			e.findKey()
			return nil
		}
		x.Printf("Trustpoint %s has already enrolled and has a router cert issued to it.\nIf you successfully re-enroll this trustpoint,"+
			"the existing certificate will be replaced.\n\n", name)
		yesOrNo(x, "Do you want to continue with re-enrollment? [yes/no]: ", e.findKey, nil)
		return nil
	})
}

// findKey finds the key that the certificate is for. One that is named and not there is made first.
func (e *enrolment) findKey() {
	name := crypto.KeyName(e.Device.Config(), e.t)
	for _, p := range e.Device.Keys().Named(name) {
		if p.Usage != keypair.Encryption {
			e.key = p
			e.begin()
			return
		}
	}
	bits := e.t.KeyBits
	if bits == 0 {
		bits = crypto.UsualModulus(e.Device.Release())
	}
	crypto.MakeKey(e.Context, name, bits, e.findKey)
}

// begin says what will be in the certificate.
func (e *enrolment) begin() {
	e.Device.Log(debuglog.EnrollingManually(e.name))
	if ByNetwork(e.t) && e.challenge == "" {
		e.askChallenge()
		return
	}
	e.describe()
}

// describe says what the user does not decide.
func (e *enrolment) describe() {
	if !e.t.Enrollment.SelfSigned {
		if !e.asked {
			e.Println("% Start certificate enrollment .. \n")
		}
		if e.t.Subject != "" {
			e.Printf("%% The subject name in the certificate will include: %s\n", e.t.Subject)
		}
		if e.subject.fqdn != "" {
			e.Printf("%% The subject name in the certificate will include: %s\n", e.subject.fqdn)
		}
	}
	e.askSerial()
}

func (e *enrolment) askSerial() {
	switch e.t.Serial {
	case config.None:
		e.askAddress()
	case config.Included:
		e.subject.serial = e.Device.Serial()
		e.Printf("%% The serial number in the certificate will be: %s\n", e.subject.serial)
		e.askAddress()
	default:
		yesOrNo(e.Context, "% Include the router serial number in the subject name? [yes/no]: ", func() {
			e.subject.serial = e.Device.Serial()
			e.Printf("%% The serial number in the certificate will be: %s\n", e.subject.serial)
			e.askAddress()
		}, e.askAddress)
	}
}

func (e *enrolment) askAddress() {
	switch e.t.Address {
	case config.None:
		e.ready()
	case "":
		yesOrNo(e.Context, "% Include an IP address in the subject name? [no]: ", e.askWhichAddress, e.ready)
	default:
		if a := addressOf(e.Device.Config(), e.t.Address); a.IsValid() {
			e.subject.address = a.String()
			e.Printf("%% The IP address in the certificate is %s\n\n", e.subject.address)
		}
		e.ready()
	}
}

func (e *enrolment) askWhichAddress() {
	e.Terminal.Ask("Enter Interface name or IP Address[]: ", false, func(text string, ok bool) {
		text = strings.TrimSpace(text)
		if name, isInterface := parser.ParseInterface(text); isInterface {
			text = name
		}
		a := addressOf(e.Device.Config(), text)
		switch {
		case !ok:
		case !a.IsValid():
			e.Println("% Invalid interface name or IP address")
			e.askWhichAddress()
		default:
			e.subject.address = a.String()
			e.ready()
		}
	})
}

// ready makes what was asked about: a request, or a certificate of the router's own.
func (e *enrolment) ready() {
	if e.t.Enrollment.SelfSigned {
		yesOrNo(e.Context, "Generate Self Signed Router Certificate? [yes/no]: ", e.certifyItself, nil)
		return
	}
	r, err := makeRequest(e.Device, e.t, e.subject, e.challenge, e.key.Key)
	if err != nil {
		e.Println("% The certificate request cannot be made: " + err.Error() + ".")
		return
	}
	if ByNetwork(e.t) {
		e.askToSend(r)
		return
	}
	now, _ := e.Device.Clock()
	e.Device.Certificates().Remember(certificates.Outstanding{Trustpoint: e.name, Request: r, State: certificates.Pending, At: now})
	e.Terminal.Later(func() { e.Device.Log(debuglog.RequestFingerprints(r.FingerprintMD5(), r.FingerprintSHA1())...) })
	yesOrNo(e.Context, "Display Certificate Request to terminal? [yes/no]: ", func() { e.show(r) }, nil)
}

// show prints the request as often as the user wants it.
func (e *enrolment) show(r *certificates.Request) {
	e.Println("Certificate Request follows:\n")
	lines := certificates.Base64Lines(r.Raw)
	if e.t.Enrollment.PEM {
		e.Printf("%s", pemBlock("CERTIFICATE REQUEST", r.Raw))
	} else {
		e.Println(strings.Join(lines, "\n"))
	}
	e.Println("\n---End - This line not part of the certificate request---\n")
	yesOrNo(e.Context, "Redisplay enrollment request? [yes/no]: ", func() { e.show(r) }, nil)
}

func addEnroll(l *modes.Language) { addBoth(l, modes.GlobalMode, enroll()) }
