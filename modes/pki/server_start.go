package pki

import (
	"fmt"

	"ruthere/config"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/crypto"
)

// What `no shutdown` of a certificate server asks and does: a passphrase, a key, a certificate.

// serverKeyBits is the length of a key that the server makes for itself.
const serverKeyBits = 1024

// A serverStart is one on its way.
type serverStart struct {
	*modes.Context
	server     authority
	passphrase string
	draft      *config.Config // that the command edits, until it is over; nil: what is to change is the running one
}

// startServer starts the server of a draft, which is nil outside of configuration mode.
func startServer(x *modes.Context, draft *config.Config) error {
	c := x.Config.Authority
	s := &serverStart{Context: x, server: c, draft: draft}
	defer func() { s.draft = nil }()
	_, clock := x.Device.Clock()
	switch {
	case clock == debuglog.NeverSet:
		return modes.Refuse("% Time has not been set. Cannot start the Certificate server\n")
	case !x.Config.HTTP.Server:
		return modes.Refuse("% HTTP server is not enabled. Use 'ip http server' to enable it.\n")
	case badName(c):
		return modes.Refuse("% The issuer name cannot be used: " + issuerText(c) + "\n")
	case hasCertificate(x.Config, c.Name):
		s.enable()
		return nil
	}
	x.Println("%Some server settings cannot be changed after CA certificate generation.")
	if s.passphrase = archivePassword(c); s.passphrase != "" {
		s.haveKey()
		return nil
	}
	x.Println("% Please enter a passphrase to protect the private key\n% or type Return to exit")
	s.askPassphrase()
	return nil
}

func badName(c authority) bool {
	_, err := pki.ParseName(issuerText(c))
	return err != nil
}

func hasCertificate(c *config.Config, name string) bool {
	t := c.Trustpoint(name)
	return t != nil && t.CA() != nil
}

func (s *serverStart) askPassphrase() {
	s.Terminal.Ask("Password: ", true, func(first string, ok bool) {
		switch {
		case !ok || first == "":
		case len(first) < leastPassphrase:
			s.Println("% Password must be more than 7 characters. Try again\n% or type Return to exit")
			s.askPassphrase()
		default:
			s.Println("")
			s.Terminal.Ask("Re-enter password: ", true, func(second string, ok bool) {
				switch {
				case !ok:
				case first != second:
					s.Println("% Passwords do not match. Try again\n% or type Return to exit")
					s.askPassphrase()
				default:
					s.passphrase = first
					s.haveKey()
				}
			})
		}
	})
}

// haveKey makes a key of the server's name, unless there is one.
func (s *serverStart) haveKey() {
	if len(s.Device.Keys().Named(s.server.Name)) > 0 {
		s.enable()
		return
	}
	crypto.MakeKey(s.Context, s.server.Name, serverKeyBits, s.enable)
}

func (s *serverStart) enable() { s.Printf("%s", s.start()) }

// start starts the server and keeps its certificate in the trustpoint of its name, and returns what to tell.
func (s *serverStart) start() string {
	if c := s.Device.Config().Authority; c == nil || c.Name != s.server.Name {
		return "" // it went meanwhile
	}
	fresh := !hasCertificate(s.Device.Config(), s.server.Name)
	told := ""
	for _, p := range s.Device.Keys().Named(s.server.Name) {
		if fresh && p.Exportable && s.server.Archive != config.None {
			told = "% Exporting Certificate Server signing certificate and keys...\n"
		}
	}
	own, err := s.Device.StartCertificateServer(s.passphrase)
	if err != nil {
		return fmt.Sprintf("%% Failed to start the Certificate Server: %v\n", err)
	}
	change := s.Session.ChangeConfig
	if s.draft != nil {
		change = func(edit func(*config.Config)) { edit(s.draft) }
	}
	change(func(c *config.Config) {
		c.Authority.Shutdown = false
		if fresh {
			t := c.AddTrustpoint(s.server.Name)
			t.Revocation, t.KeyPair = []string{config.CheckList}, s.server.Name
			t.Store(config.StoredCertificate{Kind: config.CACertificate, Serial: own.Serial(), DER: own.Raw})
		}
	})
	return told + "\n% Certificate Server enabled.\n"
}
