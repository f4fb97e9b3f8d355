package scep

import (
	"encoding/base64"
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"

	"ruthere/web"
)

// An Operation is what a client asks of a server (RFC 8894 section 4.1).
type Operation string

const (
	GetCACaps    Operation = "GetCACaps"
	GetCACert    Operation = "GetCACert"
	PKIOperation Operation = "PKIOperation"
	GetCRL       Operation = "GetCRL" // of IOS servers alone: the list as it is, for `cdp-url`
)

// Program is what SCEP servers are called, and Path where it lies unless an URL says otherwise.
const (
	Program = "pkiclient.exe"
	Path    = "cgi-bin/" + Program
)

// agent is what IOS calls itself to authorities.
const agent = "Mozilla/4.0 (compatible; MSIE 5.0; Cisco PKI)"

// A Location is where something is that is got by HTTP.
type Location struct {
	Host  string // a name or an address
	Port  uint16
	Path  string // without the leading slash
	Query string
}

// mostURL bounds an URL, in bytes.
const mostURL = 2048

// ParseLocation reads a URL such as http://192.0.2.1/ca.crl. Only HTTP is spoken.
func ParseLocation(text string) (l Location, err error) {
	u, err := url.Parse(text)
	switch {
	case len(text) > mostURL:
		return l, fmt.Errorf("a URL of %d characters: at most %d", len(text), mostURL)
	case err != nil:
		return l, errors.New("a URL that is none")
	case u.Scheme != "http" || u.Hostname() == "":
		return l, errors.New("a URL that is not http://HOST")
	case u.User != nil:
		return l, errors.New("a URL with a user's name, which nobody asks for")
	}
	l = Location{Host: u.Hostname(), Port: web.Port, Path: strings.TrimPrefix(u.Path, "/"), Query: u.RawQuery}
	if u.Port() != "" {
		n, err := strconv.ParseUint(u.Port(), 10, 16)
		if err != nil || n == 0 {
			return l, errors.New("a URL whose port is none")
		}
		l.Port = uint16(n)
	}
	return l, nil
}

// ParseServer reads the URL of `enrollment url`: without a path it is Path, with one the program lies in it.
func ParseServer(text string) (Location, error) {
	l, err := ParseLocation(text)
	l.Path = strings.Trim(l.Path, "/")
	switch {
	case l.Path == "":
		l.Path = Path
	case !strings.HasSuffix(l.Path, Program):
		l.Path += "/" + Program
	}
	l.Query = ""
	return l, err
}

// Addr is the host if it is an address.
func (l Location) Addr() (netip.Addr, bool) {
	a, err := netip.ParseAddr(l.Host)
	return a, err == nil && a.Is4()
}

// hostField is the host as HTTP names it.
func (l Location) hostField() string {
	if l.Port == web.Port {
		return l.Host
	}
	return l.Host + ":" + strconv.Itoa(int(l.Port))
}

// Fetch is the request for what lies there.
func (l Location) Fetch() web.Request {
	return web.Request{Method: web.Get, Host: l.hostField(), Path: l.Path, Query: l.Query, Agent: agent, Old: true}
}

// Ask is the request for an operation about an authority, which IOS names by its trustpoint.
func (l Location) Ask(o Operation, about string) web.Request {
	q := l.Fetch()
	q.Query = "operation=" + string(o) + "&message=" + url.QueryEscape(about)
	return q
}

// Send is the request that carries a message.
func (l Location) Send(message []byte, c Capabilities) web.Request {
	if !c.Post {
		return l.Ask(PKIOperation, base64.StdEncoding.EncodeToString(message))
	}
	q := l.Fetch()
	q.Method, q.Query, q.Type, q.Body = web.Post, "operation="+string(PKIOperation), MessageType, message
	return q
}

// statusAgent is what IOS calls itself to responders; it is recalled.
const statusAgent = "RSA-Cert-C/2.0"

// AskStatus is the request that carries a question to a responder (RFC 6960 appendix A.1).
func (l Location) AskStatus(question []byte) web.Request {
	q := l.Fetch()
	q.Method, q.Agent, q.Type, q.Body = web.Post, statusAgent, StatusType, question
	return q
}

// Types of what is sent over HTTP (RFC 8894 section 4, RFC 6960 appendix C).
const (
	MessageType   = "application/x-pki-message"
	AuthorityType = "application/x-x509-ca-cert"
	ChainType     = "application/x-x509-ca-ra-cert"
	ListType      = "application/pkix-crl"
	CapsType      = "text/plain"
	StatusType    = "application/ocsp-request"
)

// Read reads a request at a server: what is asked, and the message of a PKIOperation.
func Read(q web.Request) (o Operation, message []byte, err error) {
	values, err := url.ParseQuery(q.Query)
	if err != nil {
		return "", nil, errors.New("a query that is none")
	}
	o = Operation(values.Get("operation"))
	switch {
	case o != PKIOperation:
		return o, nil, nil
	case q.Method == web.Post:
		return o, q.Body, nil
	}
	text := strings.Map(func(r rune) rune { // line ends, and pluses that nobody escaped
		switch r {
		case '\r', '\n':
			return -1
		case ' ', '-':
			return '+'
		case '_': // of the alphabet for URLs (RFC 4648 section 5), which some clients use
			return '/'
		}
		return r
	}, values.Get("message"))
	if message, err = base64.StdEncoding.DecodeString(text); err != nil {
		return o, nil, errors.New("a message that is not in base 64")
	}
	return o, message, nil
}
