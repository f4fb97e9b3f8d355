package pki

import (
	"fmt"
	"math/big"
	"strings"

	"ruthere/config"
	"ruthere/crypto/pki"
	"ruthere/crypto/pki/server"
	"ruthere/modes"
	"ruthere/parser"
)

func showServerHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"crypto": modes.ShowCryptoHelp, "pki": "Show PKI", "server": "Show Certificate Server",
		"name": "Certificate Server Name"}, more)
}

// showServer is the status of the server.
func showServer() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto pki server [name:WORD]`, showServerHelp(nil),
		func(_ *modes.Context, b modes.Device, a parser.Args) (modes.CertificateServerStatus, error) {
			s := b.CertificateServer()
			if name := a.Str("name"); name != "" && (s.Config == nil || s.Config.Name != name) {
				return s, modes.Refuse("% Certificate server " + name + " is not configured.\n")
			}
			return s, nil
		}, printServer, serverDocument)
}

func printServer(x *modes.Context, s modes.CertificateServerStatus, _ parser.Args) {
	if s.Config == nil {
		return
	}
	x.Printf("Certificate Server %s:\n", s.Config.Name)
	if s.Up == nil {
		status, state := "disabled", "shut down"
		if s.Why != "" {
			status, state = "disabled, "+s.Why, "check failed"
		}
		x.Printf("    Status: %s\n    State: %s\n    Server's configuration is unlocked  (enter \"no shut\" to lock it)\n", status, state)
	} else {
		x.Printf("    Status: enabled\n    State: enabled\n    Server's configuration is locked  (enter \"shut\" to unlock it)\n")
	}
	x.Printf("    Issuer name: %s\n", issuerText(s.Config))
	if s.Up != nil {
		x.Printf("    CA cert fingerprint: %s \n", s.Up.Certificate().FingerprintMD5())
	}
	x.Printf("    Granting mode is: %s\n", grantText(s.Config.Grant))
	if s.Up != nil {
		_, _, next := s.Up.List()
		now, _ := x.Device.Clock()
		x.Printf("    Last certificate issued serial number (hex): %X\n    CA certificate expiration timer: %s\n    CRL NextUpdate timer: %s\n",
			s.Up.LastSerial(), server.Date(s.Up.Certificate().NotAfter.In(now.Location())), server.Date(next.In(now.Location())))
	}
	storage := s.Config.Storage
	if storage == "" {
		storage = "nvram:"
	}
	x.Printf("    Current primary storage dir: %s\n    Database Level: %s\n", storage, levelText[s.Config.DatabaseLevel()])
	if s.Config.Rollover {
		x.Printf("    Auto-Rollover configured, overlap period %d days\n", max(s.Config.RolloverDays, 30))
	}
}

func issuerText(c *config.CertificateServer) string {
	if c.Issuer == "" {
		return "CN=" + c.Name
	}
	return c.Issuer
}

func grantText(grant string) string {
	if grant == "" {
		return "manual"
	}
	return grant
}

var levelText = []string{"Minimum - no cert data written to storage", "Names - subject name data written as <serialnum>.cnm",
	"Complete - all issued certs written as <serialnum>.cer"}

func showRequests() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto pki server name:WORD requests`, showServerHelp(modes.H{"requests": "Show enrollment requests"}),
		func(x *modes.Context, _ modes.Device, a parser.Args) error {
			s, err := upServer(x, a)
			if err != nil {
				return err
			}
			printRequests(x, s)
			return nil
		})
}

func printRequests(x *modes.Context, s *server.Server) {
	x.Println("Enrollment Request Database:\n")
	for at, title := range []string{"Subordinate CA certificate requests:", "RA certificate requests:", "Router certificates requests:"} {
		x.Printf("%s\n%-7s%-11s%-33s%s\n%s\n", title, "ReqID", "State", "Fingerprint", "SubjectName", strings.Repeat("-", 62))
		for _, q := range s.Requests() {
			if at == kindOf(q) {
				x.Printf("%-7d%-11s%-33s%s\n", q.ID, q.State, q.Fingerprint(), q.Asked.Subject)
			}
		}
		x.Println("")
	}
}

// The tables of requests.
const (
	registrationTable = 1
	routerTable       = 2
)

// kindOf is in which table a request stands. Requests of subordinate authorities are none that are granted here.
func kindOf(q *server.Request) int {
	if server.AsksAsRegistration(q.Asked.Subject) {
		return registrationTable
	}
	return routerTable
}

func showServerList() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto pki server name:WORD crl`, showServerHelp(modes.H{"crl": "Show the CRL"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			s, err := upServer(x, a)
			if err != nil {
				return err
			}
			der, began, end := s.List()
			now, _ := b.Clock()
			x.Printf("Certificate Revocation List:\n    Issuer: %s\n    This Update: %s\n    Next Update: %s\n    Number of CRL entries: %d\n"+
				"    CRL size: %d bytes\n", s.Certificate().SubjectName, server.Date(began.In(now.Location())), server.Date(end.In(now.Location())),
				len(s.Revoked()), len(der))
			for _, r := range s.Revoked() {
				x.Printf("    Serial Number (hex): %s\n    Revocation Date: %s\n", pki.SerialText(r.Serial), server.Date(r.At.In(now.Location())))
			}
			return nil
		})
}

// showIssued lists what was issued, as far as the database has it: whole certificates.
func showIssued() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto pki server name:WORD certificates`, showServerHelp(modes.H{"certificates": "Show issued certificates"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			s, err := upServer(x, a)
			if err != nil {
				return err
			}
			now, _ := b.Clock()
			x.Println("Serial Issued date              Expire date              Subject Name")
			for n := big.NewInt(1); n.Cmp(s.LastSerial()) <= 0; n.Add(n, big.NewInt(1)) {
				c, ok := s.Issued(n)
				if !ok {
					continue
				}
				x.Printf("%-6s %-24s %-24s %s\n", fmt.Sprintf("%X", n), server.Date(c.NotBefore.In(now.Location())),
					server.Date(c.NotAfter.In(now.Location())), c.SubjectName)
			}
			return nil
		})
}

type serverRow struct {
	Name      string        `json:"name"`
	Up        bool          `json:"up"`
	Why       string        `json:"why_not,omitempty"`
	Issuer    string        `json:"issuer"`
	Grant     string        `json:"grant"`
	Level     string        `json:"database_level"`
	Last      string        `json:"last_serial,omitempty"`
	Expires   modes.Instant `json:"expires,omitzero"`
	NextList  modes.Instant `json:"crl_next_update,omitzero"`
	Revoked   []string      `json:"revoked,omitempty"`
	Requests  []requestRow  `json:"requests,omitempty"`
	MD5       string        `json:"fingerprint_md5,omitempty"`
	SHA1      string        `json:"fingerprint_sha1,omitempty"`
	Algorithm string        `json:"hash,omitempty"`
}

type requestRow struct {
	ID          int    `json:"id"`
	State       string `json:"state"`
	Fingerprint string `json:"fingerprint"`
	Subject     string `json:"subject"`
}

func serverDocument(s modes.CertificateServerStatus) modes.Document {
	list := []serverRow{}
	if c := s.Config; c != nil {
		row := serverRow{Name: c.Name, Up: s.Up != nil, Why: s.Why, Issuer: issuerText(c), Grant: grantText(c.Grant),
			Level: config.LevelWords[c.DatabaseLevel()]}
		if s.Up != nil {
			own := s.Up.Certificate()
			_, _, next := s.Up.List()
			row.Last, row.Expires, row.NextList = pki.SerialText(s.Up.LastSerial()), modes.Instant(own.NotAfter), modes.Instant(next)
			row.MD5, row.SHA1, row.Algorithm = own.FingerprintMD5(), own.FingerprintSHA1(), own.SignatureHash.Word
			for _, r := range s.Up.Revoked() {
				row.Revoked = append(row.Revoked, pki.SerialText(r.Serial))
			}
			for _, q := range s.Up.Requests() {
				row.Requests = append(row.Requests, requestRow{q.ID, string(q.State), q.Fingerprint(), q.Asked.Subject.String()})
			}
		}
		list = append(list, row)
	}
	return modes.Document{Name: "certificate_servers", List: list}
}

func addServerShow(l *modes.Language) {
	l.Add("exec", showServer(), showRequests(), showServerList(), showIssued())
}
