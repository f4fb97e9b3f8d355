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

// An scpCopy is the far end of a client's copy: what `scp -t PATH` (to) or `scp -f PATH`
// (from) asks for on an exec channel. Each side sends lines of control, a file's
// contents, and one byte that acknowledges: 0, or 1 and a complaint.
type scpCopy struct {
	path    string
	to      bool
	refused string // an option that is not there
	user    *networkUser
	in      *bufio.Reader
	out     io.Writer
}

// scpLine bounds a line of control.
const scpLine = 1024

// errSCP is a copy that has failed, of which the client knows.
var errSCP = errors.New("the copy failed")

// parseSCP reads the command that a client's scp runs at the far end.
func parseSCP(command string) (s *scpCopy, ok bool) {
	words := strings.Fields(command)
	if len(words) < 2 || words[0] != "scp" {
		return nil, false
	}
	s = &scpCopy{}
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

// serveCopy copies, and returns the exit status.
func (s *scpCopy) serveCopy(g *networkUser, channel io.ReadWriter) (status uint32) {
	s.user, s.in, s.out = g, bufio.NewReader(channel), channel
	do := s.sendFile
	if s.to {
		do = s.receiveFiles
	}
	if s.refused != "" {
		do = func() error { return s.failCopy(s.refused) }
	}
	if do() != nil {
		return 1
	}
	return 0
}

// failCopy tells the client why the copy ends.
func (s *scpCopy) failCopy(why string) error {
	_, _ = fmt.Fprintf(s.out, "\x01%s\n", strings.ReplaceAll(strings.TrimSpace(why), "\n", " "))
	return errSCP
}

func (s *scpCopy) sendAck() error {
	_, err := s.out.Write([]byte{0})
	return err
}

// awaitAck waits for the client to agree.
func (s *scpCopy) awaitAck() error {
	b, err := s.in.ReadByte()
	if err == nil && b != 0 {
		err = errSCP
	}
	return err
}

// askRouter has the router decide.
func (s *scpCopy) askRouter(in router.Input) (router.SCPAnswer, error) {
	o, ok := s.user.askRouter(in)
	if !ok {
		return router.SCPAnswer{}, errSCP
	}
	a := o.(router.SCPAnswer)
	if a.Refused != "" {
		return a, s.failCopy(a.Refused)
	}
	return a, nil
}

// sendFile is `scp -f`.
func (s *scpCopy) sendFile() error {
	if err := s.awaitAck(); err != nil {
		return err
	}
	a, err := s.askRouter(router.SCPOpen{Terminal: s.user.id, Path: s.path})
	if err != nil {
		return err
	}
	// Clients insist on the very name that they asked for.
	name := s.path[strings.LastIndexByte(s.path, '/')+1:]
	if _, err := fmt.Fprintf(s.out, "C0600 %d %s\n", len(a.Data), name); err != nil {
		return err
	}
	if err := s.awaitAck(); err != nil {
		return err
	}
	if _, err := io.WriteString(s.out, a.Data+"\x00"); err != nil {
		return err
	}
	return s.awaitAck()
}

// receiveFiles is `scp -t`.
func (s *scpCopy) receiveFiles() error {
	if _, err := s.askRouter(router.SCPOpen{Terminal: s.user.id, Write: true}); err != nil {
		return err
	}
	for {
		if err := s.sendAck(); err != nil {
			return err
		}
		line, err := s.readControlLine()
		switch {
		case err == io.EOF && line == "":
			return nil
		case err != nil:
			return err
		}
		switch line[0] {
		case 'T', 'E': // times are the router's own
		case 'C':
			if err := s.receiveFile(line[1:]); err != nil {
				return err
			}
		case 1, 2: // the client's complaint
			return errSCP
		default:
			return s.failCopy("scp: folders are not supported")
		}
	}
}

// readControlLine reads a line of control, without its end; it is not empty if there is no error.
func (s *scpCopy) readControlLine() (string, error) {
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
	return "", s.failCopy("scp: protocol error")
}

// receiveFile receives the file of a line "0644 SIZE NAME".
func (s *scpCopy) receiveFile(line string) error {
	fields := strings.SplitN(line, " ", 3)
	if len(fields) != 3 {
		return s.failCopy("scp: protocol error")
	}
	size, err := strconv.ParseInt(fields[1], 10, 64)
	if err != nil || size < 0 {
		return s.failCopy("scp: protocol error")
	}
	name := fields[2]
	if _, err := s.askRouter(router.SCPOpen{Terminal: s.user.id, Path: s.path, Name: name, Write: true, Size: size}); err != nil {
		return err
	}
	if err := s.sendAck(); err != nil {
		return err
	}
	data, err := io.ReadAll(io.LimitReader(s.in, size)) // grows with what really comes
	if err == nil && int64(len(data)) != size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return err
	}
	if err := s.awaitAck(); err != nil {
		return err
	}
	_, err = s.askRouter(router.SCPWrite{Terminal: s.user.id, Path: s.path, Name: name, Data: string(data)})
	return err
}
