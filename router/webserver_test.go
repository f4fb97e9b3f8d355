package router

import (
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/files"
)

// A webRig is a router whose driver has the host's TCP, and what it did with the connections to its HTTP server.
type webRig struct {
	t     *testing.T
	box   *Router
	now   time.Time
	sent  map[int]string
	ended map[int]bool
}

func newWebRig(t *testing.T, config string) *webRig {
	t.Helper()
	r := &webRig{t: t, now: time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC), sent: map[int]string{}, ended: map[int]bool{}}
	random := func(purpose string) io.Reader { return rand.NewChaCha8([32]byte{byte(len(purpose))}) }
	r.box = New(Options{Random: random, Clock: r.now, AnyInterface: true, HostTCP: true, Files: []files.File{files.Startup(config)}})
	var out Out
	r.box.Boot(r.now, &out)
	return r
}

func (r *webRig) step(in Input) {
	var out Out
	r.box.Step(r.now, in, &out)
	for _, o := range out.Items {
		switch o := o.(type) {
		case SendOn:
			r.sent[o.ID] += string(o.Data)
		case CloseConnection:
			r.ended[o.ID] = true
		}
	}
}

func (r *webRig) connect(id int, from string) {
	r.step(ConnectionAccepted{ID: id, From: netip.MustParseAddr(from), Port: 40000})
}

func (r *webRig) ask(id int, text string) string {
	r.connect(id, "192.0.2.9")
	r.step(ConnectionData{ID: id, Data: []byte(text)})
	status, _, _ := strings.Cut(r.sent[id], "\r\n")
	return status
}

// The HTTP server answers what it has, refuses what it has not, in bounds, and serves nobody whom it may not.
func TestHTTPServer(t *testing.T) {
	r := newWebRig(t, "ip http server\nip http access-class 10\naccess-list 10 permit 192.0.2.0 0.0.0.255\nend\n")
	long := "POST /cgi-bin/pkiclient.exe?operation=PKIOperation HTTP/1.0\r\nContent-Length: 70000\r\n\r\n"
	for i, c := range []struct{ ask, want string }{
		{"GET / HTTP/1.0\r\n\r\n", "HTTP/1.1 404 Not Found"},
		{"GET /cgi-bin/pkiclient.exe?operation=GetCACert HTTP/1.0\r\n\r\n", "HTTP/1.1 404 Not Found"}, // there is no authority
		{"PUT /x HTTP/1.1\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 405 Method Not Allowed"},
		{"\x16\x03\x01 nonsense\r\n\r\n", "HTTP/1.1 400 Bad Request"},
		{long, "HTTP/1.1 413 Content Too Large"},
		{"GET /" + strings.Repeat("x", 40_000), "HTTP/1.1 400 Bad Request"},
	} {
		if got := r.ask(-1-i, c.ask); got != c.want || !r.ended[-1-i] {
			t.Errorf("%.40q: %q, ended: %v; want %q", c.ask, got, r.ended[-1-i], c.want)
		}
	}
	if r.connect(-50, "198.51.100.1"); !r.ended[-50] {
		t.Error("the access list lets everybody in")
	}
	for id := -60; id > -66; id-- {
		r.connect(id, "192.0.2.9")
	}
	if r.ended[-64] || !r.ended[-65] {
		t.Errorf("of six connections at once these are ended: %v", r.ended)
	}
	r.now = r.now.Add(181 * time.Second)
	if r.step(Tick{}); !r.ended[-60] || !r.ended[-64] {
		t.Error("somebody who says nothing stays")
	}
	if got := r.ask(-70, "GET / HTTP/1.0\r\n\r\n"); got != "HTTP/1.1 404 Not Found" {
		t.Errorf("afterwards: %q", got)
	}
	if off := newWebRig(t, "end\n"); off.ask(-1, "GET / HTTP/1.0\r\n\r\n") != "" || !off.ended[-1] {
		t.Error("a server that is off serves")
	}
}
