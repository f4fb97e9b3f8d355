package web

import (
	"bytes"
	"net/url"
	"strconv"
	"strings"
)

// mostHead bounds the lines before a body, in bytes.
const mostHead = 32 << 10

// A Reader takes a request or an answer as it comes, in pieces of any size.
type Reader struct {
	limit    int // of the body, in bytes
	answer   bool
	bodyless bool // the answer to a Head

	waiting []byte // not worked on yet
	line    string // the first
	fields  map[string]string
	state   readState
	left    int // of the body, or of its chunk
	body    []byte
	err     error
}

type readState int

const (
	inHead readState = iota
	inBody
	inChunkSize
	inChunk
	afterChunk
	inTrailer
	untilEnd
	finished
)

// NewRequestReader reads a request with a body of at most limit bytes.
func NewRequestReader(limit int) *Reader { return &Reader{limit: limit} }

// NewResponseReader reads the answer to a request of a method.
func NewResponseReader(method string, limit int) *Reader {
	return &Reader{limit: limit, answer: true, bodyless: method == Head}
}

// Feed takes bytes. What comes after the end means nothing.
func (r *Reader) Feed(b []byte) {
	if r.err != nil || r.state == finished {
		return
	}
	r.waiting = append(r.waiting, b...)
	for r.err == nil && r.state != finished && r.step() {
	}
}

// End tells that nothing more will come.
func (r *Reader) End() {
	switch {
	case r.state == untilEnd:
		r.state = finished
	case r.state != finished && r.err == nil:
		r.err = ErrCut
	}
}

// Done says whether all is there, or why it will never be.
func (r *Reader) Done() (bool, error) { return r.state == finished || r.err != nil, r.err }

// Received is how many bytes of the body are there, and whether the head is.
func (r *Reader) Received() (n int, begun bool) { return len(r.body), r.state != inHead }

// Request is the request that was read.
func (r *Reader) Request() (q Request, ok bool) {
	words := strings.Fields(r.line)
	if len(words) != 3 || r.answer {
		return q, false
	}
	target, query := words[1], ""
	if u, err := url.Parse(target); err == nil {
		target, query = u.Path, u.RawQuery
	}
	return Request{Method: words[0], Path: strings.TrimPrefix(target, "/"), Query: query, Type: r.fields["content-type"],
		Host: r.fields["host"], Agent: r.fields["user-agent"], Body: r.body}, true
}

// Response is the answer that was read.
func (r *Reader) Response() Response {
	_, rest, _ := strings.Cut(r.line, " ")
	code, reason, _ := strings.Cut(rest, " ")
	status, _ := strconv.Atoi(code)
	return Response{Status: status, Reason: reason, Type: r.fields["content-type"], Body: r.body}
}

// step works on what waits; false if more is needed.
func (r *Reader) step() bool {
	switch r.state {
	case inHead:
		return r.readHead()
	case inBody, inChunk:
		n := min(r.left, len(r.waiting))
		r.take(n)
		if r.left -= n; r.left > 0 {
			return false
		}
		r.state = map[readState]readState{inBody: finished, inChunk: afterChunk}[r.state]
		return true
	case untilEnd:
		r.take(len(r.waiting))
		return false
	}
	line, ok := r.nextLine()
	if !ok {
		return false
	}
	switch r.state {
	case inChunkSize: // RFC 9112 section 7.1
		size, _, _ := strings.Cut(line, ";")
		n, err := strconv.ParseUint(strings.TrimSpace(size), 16, 31)
		switch {
		case err != nil:
			r.err = ErrMalformed
		case n == 0:
			r.state = inTrailer
		default:
			r.left, r.state = int(n), inChunk
		}
	case afterChunk:
		r.state = inChunkSize
	case inTrailer:
		if line == "" {
			r.state = finished
		}
	}
	return true
}

// take moves n bytes to the body.
func (r *Reader) take(n int) {
	if len(r.body)+n > r.limit {
		r.err = ErrTooLong
		return
	}
	r.body = append(r.body, r.waiting[:n]...)
	r.waiting = r.waiting[n:]
}

func (r *Reader) nextLine() (line string, ok bool) {
	text, rest, ok := bytes.Cut(r.waiting, []byte("\n"))
	if !ok {
		if len(r.waiting) > mostHead {
			r.err = ErrMalformed
		}
		return "", false
	}
	r.waiting = rest
	return strings.TrimSuffix(string(text), "\r"), true
}

// readHead reads the lines before the body, once they are all there.
func (r *Reader) readHead() bool {
	end := bytes.Index(r.waiting, []byte("\r\n\r\n"))
	if end < 0 {
		if len(r.waiting) > mostHead {
			r.err = ErrMalformed
		}
		return false
	}
	lines := strings.Split(string(r.waiting[:end]), "\r\n")
	r.waiting = r.waiting[end+4:]
	r.line, r.fields = lines[0], map[string]string{}
	for _, line := range lines[1:] {
		name, value, ok := strings.Cut(line, ":")
		if !ok {
			r.err = ErrMalformed
			return false
		}
		r.fields[strings.ToLower(name)] = strings.TrimSpace(value)
	}
	r.frame()
	return r.err == nil
}

// frame finds out how long the body is (RFC 9112 section 6.3).
func (r *Reader) frame() {
	version := r.line
	if !r.answer {
		version = r.line[strings.LastIndexByte(r.line, ' ')+1:]
	}
	length, given := r.fields["content-length"]
	n, err := strconv.Atoi(length)
	status := r.Response().Status
	switch {
	case !strings.HasPrefix(version, "HTTP/1."), given && (err != nil || n < 0):
		r.err = ErrMalformed
	case r.answer && status >= 100 && status < StatusOK: // only the beginning (RFC 9110 section 15.2)
		r.line, r.fields = "", nil
	case r.answer && (r.bodyless || status == 204 || status == 304):
		r.state = finished
	case strings.EqualFold(r.fields["transfer-encoding"], "chunked"):
		r.state = inChunkSize
	case given && n > r.limit:
		r.err = ErrTooLong
	case given:
		r.left, r.state = n, inBody
	case r.answer:
		r.state = untilEnd
	default:
		r.state = finished
	}
}
