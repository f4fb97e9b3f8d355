package server

import (
	"fmt"
	"math/big"
	"strings"
	"time"

	"ruthere/crypto/pki"
)

// What a server writes: NAME.ser has the serial number that was given last, NAME.crl the revocation list; of certificates, each by
// its serial number, SERIAL.cnm has the name and SERIAL.cer the DER. The key and the authority's certificate are the router's.

func (s *Server) serialFile() string { return s.Name + ".ser" }
func (s *Server) listFile() string   { return s.Name + ".crl" }

const serialLine = "last_serial = 0x"

func (s *Server) writeSerial() error {
	if err := s.host.Write(s.serialFile(), serialLine+fmt.Sprintf("%X\n", s.authority.Last)); err != nil {
		return s.breakDown(err)
	}
	return nil
}

func parseSerial(text string) (*big.Int, bool) {
	digits, ok := strings.CutPrefix(strings.TrimSpace(text), serialLine)
	if !ok || len(digits) > 40 { // RFC 5280 section 4.1.2.2: 20 bytes
		return nil, false
	}
	n, ok := new(big.Int).SetString(digits, 16)
	return n, ok && n.Sign() > 0
}

// keepIssued writes of a certificate what the level says. That it cannot be kept does not undo what was issued.
func (s *Server) keepIssued(c *pki.Certificate) {
	name := fmt.Sprintf("%X", c.SerialNumber)
	switch s.Level {
	case Names:
		s.keep(name+".cnm", fmt.Sprintf("subjectname_str = %s\nexpiration = %s\n", c.SubjectName, Date(c.NotAfter)))
	case Complete:
		s.keep(name+".cer", string(c.Raw))
	}
}

func (s *Server) keep(name, data string) {
	if err := s.host.Write(name, data); err != nil {
		_ = s.breakDown(err)
	}
}

// Date is an instant as everything about certificates prints it.
func Date(at time.Time) string { return at.Format("15:04:05 MST Jan 2 2006") }

// LastSerial is the serial number that was given last.
func (s *Server) LastSerial() *big.Int { return s.authority.Last }

// Issued is the certificate of a serial number, if the database has it.
func (s *Server) Issued(serial *big.Int) (*pki.Certificate, bool) {
	text, ok := s.host.Read(fmt.Sprintf("%X.cer", serial))
	if !ok {
		return nil, false
	}
	c, err := pki.ParseCertificate([]byte(text))
	return c, err == nil
}
