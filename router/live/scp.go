package live

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"ruthere/router"
)

// An scp is the far end of a client's copy: what `scp -t PATH` (to) or `scp -f PATH`
// (from) asks for on an exec channel. Each side sends lines of control, a file's
// contents, and one byte that acknowledges: 0, or 1 and a complaint.
type scp struct {
	path    string
	to      bool
	refused string // an option that is not there
	guest   *guest
	in      *bufio.Reader
	out     io.Writer
}

// scpLine bounds a line of control.
const scpLine = 1024

// errSCP is a copy that has failed, of which the client knows.
var errSCP = errors.New("the copy failed")

// parseSCP reads the command that a client's scp runs at the far end.
func parseSCP(command string) (s *scp, ok bool) {
	words := strings.Fields(command)
	if len(words) < 2 || words[0] != "scp" {
		return nil, false
	}
	s = &scp{}
	far, rest := false, words[1:]
	for ; len(rest) > 0 && strings.HasPrefix(rest[0], "-"); rest = rest[1:] {
		if rest[0] == "--" {
			rest = rest[1:]
			break
		}
		for _, option := range rest[0][1:] {
			switch option {
			case 't', 'f':
				s.to, far = option == 't', true
			case 'v', 'p', 'd', 'q': // of no use here, and of no harm
			default:
				s.refused = "scp: option -" + string(option) + " is not supported"
			}
		}
	}
	s.path = strings.Trim(strings.Join(rest, " "), `'"`)
	return s, far
}

// serve copies, and returns the exit status.
func (s *scp) serve(g *guest, channel io.ReadWriter) (status uint32) {
	s.guest, s.in, s.out = g, bufio.NewReader(channel), channel
	do := s.send
	if s.to {
		do = s.receive
	}
	if s.refused != "" {
		do = func() error { return s.fail(s.refused) }
	}
	if do() != nil {
		return 1
	}
	return 0
}

// fail tells the client why the copy ends.
func (s *scp) fail(why string) error {
	_, _ = fmt.Fprintf(s.out, "\x01%s\n", strings.ReplaceAll(strings.TrimSpace(why), "\n", " "))
	return errSCP
}

func (s *scp) acknowledge() error {
	_, err := s.out.Write([]byte{0})
	return err
}

// acknowledged waits for the client to agree.
func (s *scp) acknowledged() error {
	b, err := s.in.ReadByte()
	if err == nil && b != 0 {
		err = errSCP
	}
	return err
}

// ask has the router decide.
func (s *scp) ask(in router.Input) (router.SCPAnswer, error) {
	o, ok := s.guest.ask(in)
	if !ok {
		return router.SCPAnswer{}, errSCP
	}
	a := o.(router.SCPAnswer)
	if a.Refused != "" {
		return a, s.fail(a.Refused)
	}
	return a, nil
}

// send is `scp -f`.
func (s *scp) send() error {
	if err := s.acknowledged(); err != nil {
		return err
	}
	a, err := s.ask(router.SCPOpen{Terminal: s.guest.id, Path: s.path})
	if err != nil {
		return err
	}
	// Clients insist on the very name that they asked for.
	name := s.path[strings.LastIndexByte(s.path, '/')+1:]
	if _, err := fmt.Fprintf(s.out, "C0600 %d %s\n", len(a.Data), name); err != nil {
		return err
	}
	if err := s.acknowledged(); err != nil {
		return err
	}
	if _, err := io.WriteString(s.out, a.Data+"\x00"); err != nil {
		return err
	}
	return s.acknowledged()
}

// receive is `scp -t`.
func (s *scp) receive() error {
	if _, err := s.ask(router.SCPOpen{Terminal: s.guest.id, Write: true}); err != nil {
		return err
	}
	for {
		if err := s.acknowledge(); err != nil {
			return err
		}
		line, err := s.line()
		switch {
		case err == io.EOF && line == "":
			return nil
		case err != nil:
			return err
		}
		switch line[0] {
		case 'T', 'E': // times are the router's own
		case 'C':
			if err := s.take(line[1:]); err != nil {
				return err
			}
		case 1, 2: // the client's complaint
			return errSCP
		default:
			return s.fail("scp: folders are not supported")
		}
	}
}

// line reads a line of control, without its end; it is not empty if there is no error.
func (s *scp) line() (string, error) {
	var line []byte
	for len(line) < scpLine {
		b, err := s.in.ReadByte()
		switch {
		case err != nil:
			return string(line), err
		case b == '\n' && len(line) > 0:
			return string(line), nil
		}
		line = append(line, b)
	}
	return "", s.fail("scp: protocol error")
}

// take receives the file of a line "0644 SIZE NAME".
func (s *scp) take(line string) error {
	fields := strings.SplitN(line, " ", 3)
	if len(fields) != 3 {
		return s.fail("scp: protocol error")
	}
	size, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil || size < 0 {
		return s.fail("scp: protocol error")
	}
	name := fields[2]
	if _, err := s.ask(router.SCPOpen{Terminal: s.guest.id, Path: s.path, Name: name, Write: true, Size: size}); err != nil {
		return err
	}
	if err := s.acknowledge(); err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(s.in, size)) // grows with what really comes
	if err == nil && int64(len(data)) != size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	if err := s.acknowledged(); err != nil {
		return err
	}
	_, err = s.ask(router.SCPWrite{Terminal: s.guest.id, Path: s.path, Name: name, Data: string(data)})
	return err
}
