// Package web moves files over HTTP/1.1 (RFC 9110 and 9112): one request and its answer on a connection, to and from bytes.
// It knows no network.
package web

import (
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
)

// Status codes of RFC 9110 section 15.
const (
	StatusOK              = 200
	StatusCreated         = 201
	StatusBadRequest      = 400
	StatusNotFound        = 404
	StatusMethod          = 405
	StatusTooLong         = 413
	StatusInsufficient    = 507
	statusFirstNonSuccess = 300
)

var reasons = map[int]string{StatusOK: "OK", StatusCreated: "Created", StatusBadRequest: "Bad Request", StatusNotFound: "Not Found",
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
	Agent          string // what asks
	User, Password string // Basic authentication (RFC 7617); none if both are empty
	Body           []byte
}

// Append appends the request to b. After the answer the connection is closed.
func (q Request) Append(b []byte) []byte {
	b = fmt.Appendf(b, "%s %s HTTP/1.1\r\nHost: %s\r\n", q.Method, (&url.URL{Path: "/" + q.Path}).EscapedPath(), q.Host)
	if q.Agent != "" {
		b = fmt.Appendf(b, "User-Agent: %s\r\n", q.Agent)
	}
	if q.User != "" || q.Password != "" {
		b = fmt.Appendf(b, "Authorization: Basic %s\r\n", base64.StdEncoding.EncodeToString([]byte(q.User+":"+q.Password)))
	}
	if q.Method == Put {
		b = fmt.Appendf(b, "Content-Length: %d\r\n", len(q.Body))
	}
	return append(append(b, "Accept: */*\r\nConnection: close\r\n\r\n"...), q.Body...)
}

// A Response is what a server answers.
type Response struct {
	Status int
	Reason string // "" is that of the standard
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
	b = fmt.Appendf(b, "HTTP/1.1 %s\r\nContent-Length: %d\r\nContent-Type: application/octet-stream\r\nConnection: close\r\n\r\n",
		a.Text(), len(a.Body))
	if to == Head {
		return b
	}
	return append(b, a.Body...)
}
