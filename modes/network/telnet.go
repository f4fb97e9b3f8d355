package network

import (
	"cmp"
	"strings"

	"ruthere/modes"
	"ruthere/telnet"
)

// A telnetSession is a connection that a user has opened to another host. Its user's keys go there, and come back as the
// other side shows them; the escape character leads back to the EXEC.
type telnetSession struct {
	x      *modes.Context
	out    *modes.Outgoing
	stream modes.Stream
	side   *telnet.Side

	front   modes.Runner // whose terminal shows it; nil: it waits behind the EXEC
	escaped bool         // the last key was the escape character
	afterCR bool         // the last byte that came was CR
	opened  bool
	ended   bool
	cancel  func() // calls off its time-out (session-timeout); nil: none runs
}

// openTelnet opens a session to an address; host is how it was named, text what is shown meanwhile.
func openTelnet(x *modes.Context, host, text string, q modes.StreamRequest) error {
	s := &telnetSession{x: x, side: telnet.NewClient()}
	s.out = &modes.Outgoing{Host: host, To: q.To, Used: x.Device.Now(), Resume: s.resume, End: s.close,
		Waiting: func() int { return s.stream.Waiting() }}
	return x.Terminal.Run(func(r modes.Runner) (modes.Job, error) {
		s.front = r
		r.Write(text)
		q.Opened, q.Readable, q.Ended = s.begin, s.read, s.end
		s.stream = x.Device.OpenStream(q)
		return s, nil
	})
}

// begin: the other side has answered.
func (s *telnetSession) begin() {
	s.opened = true
	s.x.Session.AddOutgoing(s.out)
	s.front.Write("Open\n")
	s.front.ReadKeys(s.takeKey)
	s.noteUse()
}

// Interrupt gives up a session that has not begun; one that has takes the escape character as a key.
func (s *telnetSession) Interrupt() {
	if s.opened {
		return
	}
	s.close()
	s.front.Write("\n")
	s.front.Done()
}

// resume brings it to the front.
func (s *telnetSession) resume(r modes.Runner) modes.Job {
	s.front = r
	r.ReadKeys(s.takeKey)
	s.read()
	return s
}

// read shows what has come, or leaves it where it is if nobody sees it: then the other side waits.
func (s *telnetSession) read() {
	if s.front == nil {
		return
	}
	text, reply := s.side.Receive(s.stream.Read())
	if len(reply) > 0 {
		s.stream.Write(reply)
	}
	if len(text) > 0 {
		s.noteUse()
		s.front.Write(s.shown(text))
	}
}

// shown is what came as a terminal takes it: CR LF is a line end, CR NUL the start of the row (RFC 854).
func (s *telnetSession) shown(text []byte) string {
	var b strings.Builder
	for _, c := range text {
		if s.afterCR && c != '\n' {
			b.WriteByte('\r')
		}
		if c != '\r' && c != 0 {
			b.WriteByte(c)
		}
		s.afterCR = c == '\r'
	}
	return b.String()
}

// takeKey takes a key of the user's.
func (s *telnetSession) takeKey(k byte) {
	escape := s.x.Terminal.Settings().Escape
	if !s.escaped {
		if int(k) == escape {
			s.escaped = true
			return
		}
		s.noteUse()
		s.sendKey(k)
		return
	}
	s.escaped = false
	switch command, ok := telnetCommands[k|0x20]; {
	case k == 'x' || k == 'X':
		s.front.Write("\n")
		s.leave()
	case int(k) == escape:
		s.sendKey(k)
	case k == '?':
		s.front.Write(escapeHelp)
	case ok:
		s.stream.Write(telnet.Command(command))
	}
}

// sendKey sends a key. What the other side does not show is shown here, and RETURN is the end of a line there (RFC 854): so
// it is with services that know nothing of telnet.
func (s *telnetSession) sendKey(k byte) {
	text := []byte{k}
	if !s.side.Echoes() {
		if k == '\r' {
			text = []byte("\r\n")
		}
		s.front.Write(strings.ReplaceAll(string(text), "\r\n", "\n"))
	}
	s.stream.Write(s.side.Encode(text))
}

// telnetCommands are the commands of telnet by the key after the escape character.
var telnetCommands = map[byte]byte{'b': telnet.BRK, 'c': telnet.IP, 'h': telnet.EC, 'o': telnet.AO, 't': telnet.AYT, 'u': telnet.EL}

const escapeHelp = "\n[Special telnet escape help]\n^^B  sends telnet BREAK\n^^C  sends telnet IP\n^^H  sends telnet EC\n" +
	"^^O  sends telnet AO\n^^T  sends telnet AYT\n^^U  sends telnet EL\n"

// noteUse begins the session's time-out anew.
func (s *telnetSession) noteUse() {
	s.out.Used = s.x.Device.Now()
	if s.cancel != nil {
		s.cancel()
		s.cancel = nil
	}
	if limit := s.x.Terminal.Settings().SessionTimeout; limit > 0 && !s.ended {
		s.cancel = s.x.Device.After(limit, "session-timeout", func() {
			s.cancel = nil
			s.stream.Close()
			s.finish("\n[Connection to " + s.out.Host + " idle too long; timed out]\n")
		})
	}
}

// end takes the end that the other side, or the network, has put to it.
func (s *telnetSession) end(why error) {
	if !s.opened {
		text := cmp.Or(errorText(why), modes.StreamRefused.Error())
		s.front.Write("\n" + text + "\n\n")
		s.front.Done()
		return
	}
	if s.front != nil {
		s.read()
	}
	s.finish("\n[Connection to " + s.out.Host + " closed by foreign host]\n")
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// finish ends it with a text for its user, at once or as soon as they come back to it.
func (s *telnetSession) finish(text string) {
	s.ended = true
	if s.cancel != nil {
		s.cancel()
	}
	s.x.Session.DropOutgoing(s.out)
	if s.front == nil {
		s.x.Device.Send(s.x.Terminal.Status().ID, strings.TrimSuffix(text, "\n"))
		return
	}
	s.front.Write(text)
	s.leave()
}

// leave goes back to the EXEC.
func (s *telnetSession) leave() {
	front := s.front
	s.front = nil
	front.Done()
}

// close ends it without a word to its user.
func (s *telnetSession) close() {
	s.ended = true
	if s.cancel != nil {
		s.cancel()
	}
	if s.stream != nil {
		s.stream.Close()
	}
}
