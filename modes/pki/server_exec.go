package pki

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/crypto/pki"
	"ruthere/crypto/pki/server"
	"ruthere/files"
	"ruthere/modes"
	"ruthere/parser"
)

// What is done with a certificate server that is up.

func serverHelp(more modes.H) modes.H {
	return modes.MergeHelp(pkiHelp(modes.H{"crypto": "Encryption related commands.", "server": "Certificate Server",
		"name": "Certificate Server Name"}), more)
}

// upServer is the server of a name, if it is up.
func upServer(x *modes.Context, a parser.Args) (*server.Server, error) {
	s := x.Device.CertificateServer()
	switch {
	case s.Config == nil || s.Config.Name != a.Str("name"):
		return nil, modes.Refuse("% Certificate server " + a.Str("name") + " is not configured.\n")
	case s.Up == nil:
		return nil, modes.Refuse("% Certificate server " + a.Str("name") + " is not enabled.\n")
	}
	return s.Up, nil
}

// withServer is a command of the server that is up; now is the router's clock.
func withServer(syntax string, help modes.H,
	do func(x *modes.Context, s *server.Server, a parser.Args, now time.Time) error) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: `crypto pki server name:WORD ` + syntax, Help: serverHelp(help), Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			s, err := upServer(x, a)
			if err != nil {
				return err
			}
			now, _ := b.Clock()
			return do(x, s, a, now)
		}}
}

// refusal is an error of the server as a refusal of the command.
func refusal(err error) error {
	if err == nil {
		return nil
	}
	return modes.Refuse("% " + strings.ToUpper(err.Error()[:1]) + err.Error()[1:] + ".\n")
}

func requestCommands() (list []modes.Cmd[modes.Device]) {
	for _, one := range []struct {
		word, text string
		do         func(s *server.Server, id int, now time.Time) error
	}{
		{"grant", "Grant enrollment requests", (*server.Server).GrantRequest},
		{"reject", "Reject enrollment requests", func(s *server.Server, id int, _ time.Time) error { return s.RejectRequest(id) }},
		{"remove", "Remove enrollment requests from the database",
			func(s *server.Server, id int, _ time.Time) error { return s.RemoveRequest(id) }},
	} {
		list = append(list, withServer(one.word+` {all | id:<1-65535>}`,
			modes.H{one.word: one.text, "all": "All requests", "id": "Request ID"},
			func(_ *modes.Context, s *server.Server, a parser.Args, now time.Time) error {
				return refusal(one.do(s, a.Int("id"), now))
			}))
	}
	return list
}

func revokeCertificate() modes.Cmd[modes.Device] {
	return withServer(`revoke serial:WORD`,
		modes.H{"revoke": "Revoke certificate", "serial": "Certificate serial number (0x for hexadecimal)"},
		func(x *modes.Context, s *server.Server, a parser.Args, now time.Time) error {
			serial, ok := typedSerial(a.Str("serial"))
			if !ok {
				return modes.Refuse("% Invalid serial number.\n")
			}
			if err := s.Revoke(serial, now); err != nil {
				return refusal(err)
			}
			x.Printf("%% Certificate %s succesfully revoked.\n", serial)
			return nil
		})
}

// typedSerial reads a serial number: with 0x before it in hexadecimal digits, else in decimal ones.
func typedSerial(text string) (serial string, ok bool) {
	if digits, hexadecimal := strings.CutPrefix(strings.ToLower(text), "0x"); hexadecimal {
		n, ok := pki.ParseSerial(digits)
		if !ok {
			return "", false
		}
		return pki.SerialText(n), true
	}
	n := modes.ParseNumber(text)
	if n <= 0 {
		return "", false
	}
	m, ok := pki.ParseSerial(fmt.Sprintf("%x", n))
	if !ok {
		return "", false
	}
	return pki.SerialText(m), true
}

func serverPassword() modes.Cmd[modes.Device] {
	return withServer(`password generate [minutes:<1-1440>]`, modes.H{"password": "One Time Password",
		"generate": "Generate One Time Password", "minutes": "Lifetime of the password in minutes"},
		func(x *modes.Context, s *server.Server, a parser.Args, now time.Time) error {
			minutes := 60
			if a.Has("minutes") {
				minutes = a.Int("minutes")
			}
			text, err := s.MakePassword(time.Duration(minutes)*time.Minute, now)
			if err != nil {
				return err
			}
			x.Printf("%% New password is: %s\n%% It is valid for %d minutes\n", text, minutes)
			return nil
		})
}

func infoRequests() modes.Cmd[modes.Device] {
	return withServer(`info requests`, modes.H{"info": "Display info", "requests": "Display the enrollment request database"},
		func(x *modes.Context, s *server.Server, _ parser.Args, _ time.Time) error {
			printRequests(x, s)
			return nil
		})
}

// carriedRequest takes a request from the terminal or from a file.
func carriedRequest() modes.Cmd[modes.Device] {
	return withServer(`request pkcs10 {terminal [base64 | pem] | url:WORD [base64 | pem]}`, modes.H{"request": "Enrollment Request",
		"pkcs10": "PKCS10 enrollment request", "terminal": "Cut & paste from the terminal", "url": "nvram:FILE or flash:FILE",
		"base64": "Base64 format", "pem": "PEM format"},
		func(x *modes.Context, s *server.Server, a parser.Args, _ time.Time) error {
			if !a.Has("terminal") {
				text, err := fileText(x, a.Str("url"))
				if err != nil {
					return err
				}
				takeCarried(x, a, text)
				return nil
			}
			x.Println("PKCS10 request in base64 or pem\n\n% Enter Base64 encoded or PEM formatted PKCS10 enrollment request.\n" +
				"% End with a blank line or \"quit\" on a line by itself.")
			takePaste(x, false, func(text string) { takeCarried(x, a, text) })
			return nil
		})
}

// fileText is what a file of the router has.
func fileText(x *modes.Context, url string) (string, error) {
	prefix, path, _ := strings.Cut(url, ":")
	system, known := map[string]files.System{"nvram": files.NVRAM, "flash": files.Flash, "bootflash": files.Flash}[prefix]
	clean, err := files.Clean(path)
	if !known || err != nil {
		return "", modes.Refuse("% Requests are read from nvram: or flash: only.\n")
	}
	f, have := x.Device.Files().Find(system, clean)
	if !have || f.Folder {
		return "", modes.Refuse("%Error opening " + url + " (" + files.ErrNotFound.Error() + ")\n")
	}
	return f.Data, nil
}

func takeCarried(x *modes.Context, a parser.Args, text string) {
	s, err := upServer(x, a)
	if err != nil {
		x.Printf("%s", x.Session.ErrorText(err))
		return
	}
	der, err := pki.ParsePasted(text)
	if err != nil {
		x.Println("% Failed to read the PKCS10 request")
		return
	}
	now, _ := x.Device.Clock()
	q, err := s.TakePKCS10(der, now)
	switch {
	case err != nil:
		x.Printf("%% Failed to process the PKCS10 request: %v\n", err)
	case q.State == server.Granted:
		x.Println("% Granted certificate:")
		printBase64(x, q.Certificate.Raw, a.Has("pem"))
	default:
		x.Printf("%% Enrollment request %s: reqID=%d\n", q.State, q.ID)
	}
}

func printBase64(x *modes.Context, der []byte, pem bool) {
	lines := pki.Base64Lines(der)
	if pem {
		lines = append(append([]string{"-----BEGIN CERTIFICATE-----"}, lines...), "-----END CERTIFICATE-----")
	}
	x.Printf("%s\n\n", strings.Join(lines, "\n"))
}

// serverOnOff is `no shutdown` and `shutdown` from EXEC.
func serverOnOff() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: `crypto pki server name:WORD {start | stop}`, Level: 15,
		Help: serverHelp(modes.H{"start": "Start the Certificate Server", "stop": "Stop the Certificate Server"}),
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			c := b.Config().Authority
			switch {
			case c == nil || c.Name != a.Str("name"):
				return modes.Refuse("% Certificate server " + a.Str("name") + " is not configured.\n")
			case a.Has("start"):
				return startServer(x, nil)
			}
			x.Session.ChangeConfig(func(c *config.Config) { c.Authority.Shutdown = true })
			return nil
		}}
}

func addServerCommands(l *modes.Language) {
	addBoth(l, "exec", requestCommands()...)
	addBoth(l, "exec", revokeCertificate(), serverPassword(), infoRequests(), carriedRequest(), serverOnOff())
}
