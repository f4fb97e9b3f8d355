// Package ftp moves files by FTP (RFC 959), in passive mode and as they are (TYPE I): the control connection of either end,
// to and from bytes. Which connections carry it is for others to say.
package ftp

import (
	"bytes"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// Port is where servers listen.
const Port = 21

// mostLine bounds a line of a control connection, in bytes.
const mostLine = 4096

// An Error is what a server has refused, or an answer that makes no sense.
type Error struct {
	Code int // of the answer; 0 if it was none
	Text string
}

func (e *Error) Error() string { return strings.TrimSpace(fmt.Sprintf("%d %s", e.Code, e.Text)) }

// lines cuts what comes into lines.
type lines struct{ waiting []byte }

func (l *lines) add(b []byte) { l.waiting = append(l.waiting, b...) }

// next is the next line; ok is false if none is complete. One without an end is cut.
func (l *lines) next() (line string, ok bool) {
	text, rest, ok := bytes.Cut(l.waiting, []byte("\n"))
	if !ok {
		l.waiting = l.waiting[:min(len(l.waiting), mostLine)]
		return "", false
	}
	l.waiting = rest
	return strings.TrimSuffix(string(text), "\r"), true
}

// A Client is the client's end of the control connection of one copy.
type Client struct {
	user, password, path string
	sending              bool

	lines    lines
	state    clientState
	data     netip.AddrPort
	dataOver bool
	over     bool // the server has said so
	done     bool
	err      error
}

type clientState int

const (
	greeting clientState = iota
	naming
	identifying
	typing
	askingPort
	connecting
	beginning
	moving
)

// NewClient is a copy of the file at path from a server, or, with send, to it.
func NewClient(user, password, path string, send bool) *Client {
	return &Client{user: user, password: password, path: path, sending: send}
}

// Data is where the server waits for the data connection; ok is false until it has said so.
func (c *Client) Data() (at netip.AddrPort, ok bool) { return c.data, c.data.IsValid() }

// Done says whether the copy is over, or why it failed.
func (c *Client) Done() (bool, error) { return c.done, c.err }

// Receive takes what came on the control connection, and returns what to answer.
func (c *Client) Receive(b []byte) (say []byte) {
	c.lines.add(b)
	for !c.done {
		line, ok := c.lines.next()
		if !ok {
			break
		}
		code, text, last := parseReply(line)
		if !last {
			continue // one of several lines (RFC 959 section 4.2)
		}
		say = append(say, c.take(code, text)...)
	}
	return say
}

// parseReply takes an answer apart; last is false for a line before the last one.
func parseReply(line string) (code int, text string, last bool) {
	if len(line) < 3 {
		return 0, "", false
	}
	code, err := strconv.Atoi(line[:3])
	if err != nil || code < 100 || code > 599 || len(line) > 3 && line[3] != ' ' {
		return 0, "", false
	}
	return code, strings.TrimSpace(line[3:]), true
}

// take takes an answer of the server.
func (c *Client) take(code int, text string) (say []byte) {
	switch kind := code / 100; {
	case kind >= 4:
		return c.fail(&Error{code, text})
	case c.state == greeting && kind == 2:
		c.state = naming
		return command("USER", c.user)
	case c.state == naming && kind == 3:
		c.state = identifying
		return command("PASS", c.password)
	case (c.state == naming || c.state == identifying) && kind == 2:
		c.state = typing
		return command("TYPE", "I")
	case c.state == typing && kind == 2:
		c.state = askingPort
		return command("PASV", "")
	case c.state == askingPort && code == 227:
		at, ok := parsePassive(text)
		if !ok {
			return c.fail(&Error{code, text})
		}
		c.state, c.data = connecting, at
	case c.state == beginning && kind == 1:
		c.state = moving
	case (c.state == beginning || c.state == moving) && kind == 2:
		c.over = true
		return c.finish()
	case kind == 1:
	default:
		return c.fail(&Error{code, text})
	}
	return nil
}

// DataOpened tells that the data connection is open, and returns what to say.
func (c *Client) DataOpened() (say []byte) {
	c.state = beginning
	if c.sending {
		return command("STOR", c.path)
	}
	return command("RETR", c.path)
}

// Moving says whether the server has said that the data moves: what is sent goes out from here on.
func (c *Client) Moving() bool { return c.state == moving }

// DataEnded tells that all data has come, or gone out.
func (c *Client) DataEnded() (say []byte) {
	c.dataOver = true
	return c.finish()
}

// finish ends the copy once both the data and the server say so.
func (c *Client) finish() (say []byte) {
	if !c.over || !c.dataOver || c.done {
		return nil
	}
	c.done = true
	return command("QUIT", "")
}

func (c *Client) fail(err error) (say []byte) {
	c.done, c.err = true, err
	return command("QUIT", "")
}

func command(word, argument string) []byte {
	clean := strings.Map(func(r rune) rune {
		if r < ' ' {
			return -1 // an argument is no place for another command
		}
		return r
	}, argument)
	return []byte(strings.TrimSpace(word+" "+clean) + "\r\n")
}

// parsePassive reads the answer to PASV: (10,0,0,9,200,1) is 10.0.0.9, port 51201.
func parsePassive(text string) (at netip.AddrPort, ok bool) {
	from := strings.IndexAny(text, "0123456789")
	if open := strings.IndexByte(text, '('); open >= 0 {
		from = open + 1
	}
	if from < 0 {
		return at, false
	}
	numbers := strings.Split(strings.TrimRight(text[from:], ")."), ",")
	var b [6]byte
	if len(numbers) != len(b) {
		return at, false
	}
	for i, word := range numbers {
		n, err := strconv.ParseUint(strings.TrimSpace(word), 10, 8)
		if err != nil {
			return at, false
		}
		b[i] = byte(n)
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte(b[:4])), uint16(b[4])<<8|uint16(b[5])), true
}
