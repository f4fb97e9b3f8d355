// Package web moves files over HTTP/1.1 (RFC 9110 and 9112): one request and its answer on a connection, to and from bytes.
// It knows no network.
package web

import (
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"net/url"
	"strconv"
	"strings"
)

// Port is where servers listen.
const Port = 80

// Methods.
const (
	Get  = "GET"
	Head = "HEAD"
	Put  = "PUT"
	Post = "POST"
)

// Status codes of RFC 9110 section 15.
const (
	StatusOK              = 200
	StatusCreated         = 201
	StatusBadRequest      = 400
	StatusForbidden       = 403
	StatusNotFound        = 404
	StatusMethod          = 405
	StatusTooLong         = 413
	StatusUnavailable     = 503
	StatusInsufficient    = 507
	statusFirstNonSuccess = 300
)

var reasons = map[int]string{StatusOK: "OK", StatusCreated: "Created", StatusBadRequest: "Bad Request", StatusForbidden: "Forbidden",
	StatusNotFound: "Not Found", StatusUnavailable: "Service Unavailable",
	StatusMethod: "Method Not Allowed", StatusTooLong: "Content Too Large", StatusInsufficient: "Insufficient Storage"}

// Errors of a Reader.
var (
	ErrMalformed = errors.New("not HTTP")
	ErrTooLong   = errors.New("longer than there is room for")
	ErrCut       = errors.New("cut short")
)

// A Request asks a server for a file, or, with Put, to take one.
type Request struct {
	Method         string
	Host           string
	Path           string // decoded, without the leading slash
	Query          string // what follows the question mark, as it stands on the wire; "" = nothing
	Type           string // of the body; "" = not said
	Agent          string // what asks
	User, Password string // Basic authentication (RFC 7617); none if both are empty
	Body           []byte
	Old            bool // HTTP/1.0, and no more fields than are needed
}

// target is what the first line asks for.
func (q Request) target() string {
	target := (&url.URL{Path: "/" + q.Path}).EscapedPath()
	if q.Query != "" {
		target += "?" + q.Query
	}
	return target
}

// appendOld appends an HTTP/1.0 request, which says who asks before whom it asks.
func (q Request) appendOld(b []byte) []byte {
	b = fmt.Appendf(b, "%s %s HTTP/1.0\r\nUser-Agent: %s\r\nHost: %s\r\n", q.Method, q.target(), q.Agent, q.Host)
	if q.Type != "" {
		b = fmt.Appendf(b, "Content-Type: %s\r\n", q.Type)
	}
	if q.Method == Post {
		b = fmt.Appendf(b, "Content-Length: %d\r\n", len(q.Body))
	}
	return append(append(b, "\r\n"...), q.Body...)
}

// Append appends the request to b. After the answer the connection is closed.
func (q Request) Append(b []byte) []byte {
	if q.Old {
		return q.appendOld(b)
	}
	b = fmt.Appendf(b, "%s %s HTTP/1.1\r\nHost: %s\r\n", q.Method, q.target(), q.Host)
	if q.Agent != "" {
		b = fmt.Appendf(b, "User-Agent: %s\r\n", q.Agent)
	}
	if q.User != "" || q.Password != "" {
		b = fmt.Appendf(b, "Authorization: Basic %s\r\n", base64.StdEncoding.EncodeToString([]byte(q.User+":"+q.Password)))
	}
	if q.Type != "" {
		b = fmt.Appendf(b, "Content-Type: %s\r\n", q.Type)
	}
	if q.Method == Put || q.Method == Post {
		b = fmt.Appendf(b, "Content-Length: %d\r\n", len(q.Body))
	}
	return append(append(b, "Accept: */*\r\nConnection: close\r\n\r\n"...), q.Body...)
}

// A Response is what a server answers.
type Response struct {
	Status int
	Reason string // "" is that of the standard
	Type   string // of the body; "" = bytes
	Body   []byte
}

// OK says whether the server has done what it was asked.
func (a Response) OK() bool { return a.Status >= StatusOK && a.Status < statusFirstNonSuccess }

// Text is the status as people read it: 404 Not Found.
func (a Response) Text() string {
	reason := a.Reason
	if reason == "" {
		reason = reasons[a.Status]
	}
	return strings.TrimSpace(strconv.Itoa(a.Status) + " " + reason)
}

// Append appends the answer to b; to a Head it has a length and no body.
func (a Response) Append(b []byte, to string) []byte {
	b = fmt.Appendf(b, "HTTP/1.1 %s\r\nContent-Length: %d\r\nContent-Type: %s\r\nConnection: close\r\n\r\n",
		a.Text(), len(a.Body), cmp.Or(a.Type, "application/octet-stream"))
	if to == Head {
		return b
	}
	return append(b, a.Body...)
}
