package ftp

import (
	"fmt"
	"net/netip"
	"strings"
)

// A Server is the server's end of a control connection. Its functions say what there is.
type Server struct {
	// Listen opens a port for one data connection, and says where it is.
	Listen func() netip.AddrPort
	Read   func(path string) ([]byte, bool)
	// Store takes a file; refused says why it does not, "" if it does.
	Store func(path string, data []byte) (refused string)
	// Send sends all of a file on the data connection, and closes it.
	Send func(data []byte)

	lines     lines
	named     bool
	loggedIn  bool
	passive   bool // a data connection may come
	connected bool // and has
	path      string
	receiving bool
	wanted    func() []byte // what waits for the data connection
	closed    bool
}

// Hello is what a server says first.
func (*Server) Hello() []byte { return []byte("220 Service ready\r\n") }

// Closed says whether the client has said that it is done.
func (s *Server) Closed() bool { return s.closed }

// Receive takes what came on the control connection, and returns what to answer.
func (s *Server) Receive(b []byte) (say []byte) {
	s.lines.add(b)
	for !s.closed {
		line, ok := s.lines.next()
		if !ok {
			break
		}
		word, argument, _ := strings.Cut(line, " ")
		say = append(say, s.take(strings.ToUpper(word), argument)...)
	}
	return say
}

func answer(code int, format string, args ...any) []byte {
	return fmt.Appendf(nil, "%d "+format+"\r\n", append([]any{code}, args...)...)
}

func (s *Server) take(word, argument string) []byte {
	switch {
	case word == "QUIT":
		s.closed = true
		return answer(221, "Goodbye")
	case word == "USER":
		s.named, s.loggedIn = argument != "", false
		return answer(331, "Password required for %s", argument)
	case word == "PASS" && s.named:
		s.loggedIn = true
		return answer(230, "Logged in")
	case word == "PASS":
		return answer(503, "Login with USER first")
	case !s.loggedIn:
		return answer(530, "Please login with USER and PASS")
	}
	switch word {
	case "TYPE", "MODE", "STRU", "NOOP", "CWD":
		return answer(200, "OK")
	case "SYST":
		return answer(215, "UNIX Type: L8")
	case "PWD":
		return answer(257, `"/" is the current directory`)
	case "SIZE":
		if data, ok := s.Read(clean(argument)); ok {
			return answer(213, "%d", len(data))
		}
		return answer(550, "%s: No such file or directory", argument)
	case "PASV":
		at := s.Listen()
		a, port := at.Addr().As4(), at.Port()
		s.passive, s.connected, s.wanted = true, false, nil
		return answer(227, "Entering Passive Mode (%d,%d,%d,%d,%d,%d)", a[0], a[1], a[2], a[3], port>>8, port&0xff)
	case "RETR":
		data, ok := s.Read(clean(argument))
		if !ok {
			return answer(550, "%s: No such file or directory", argument)
		}
		return s.begin(func() []byte {
			defer s.Send(data)
			return answer(150, "Opening BINARY mode data connection for %s (%d bytes)", argument, len(data))
		})
	case "STOR":
		s.path, s.receiving = clean(argument), true
		return s.begin(func() []byte { return answer(150, "Opening BINARY mode data connection for %s", argument) })
	}
	return answer(502, "%s not implemented", word)
}

func clean(path string) string { return strings.TrimPrefix(path, "/") }

// begin does what moves data, as soon as there is a connection for it.
func (s *Server) begin(do func() []byte) []byte {
	switch {
	case !s.passive:
		return answer(425, "Use PASV first")
	case s.connected:
		return do()
	}
	s.wanted = do
	return nil
}

// DataOpened tells that the data connection is there.
func (s *Server) DataOpened() (say []byte) {
	s.connected = true
	if do := s.wanted; do != nil {
		s.wanted = nil
		return do()
	}
	return nil
}

// DataEnded tells that all has gone out, or come: then data is what came.
func (s *Server) DataEnded(data []byte) (say []byte) {
	s.passive, s.connected = false, false
	if s.receiving {
		s.receiving = false
		if refused := s.Store(s.path, data); refused != "" {
			return answer(552, "%s", refused)
		}
	}
	return answer(226, "Transfer complete")
}
