package web

import (
	"errors"
	"strings"
	"testing"
)

func read(r *Reader, text string, piece int) error {
	for len(text) > 0 {
		n := min(piece, len(text))
		r.Feed([]byte(text[:n]))
		text = text[n:]
	}
	r.End()
	_, err := r.Done()
	return err
}

func TestRequest(t *testing.T) {
	for _, c := range []struct {
		Request
		wire string
	}{
		{Request{Method: Get, Host: "10.0.0.9", Path: "a b/c.cfg", Agent: "cisco-IOS"},
			"GET /a%20b/c.cfg HTTP/1.1\r\nHost: 10.0.0.9\r\nUser-Agent: cisco-IOS\r\nAccept: */*\r\nConnection: close\r\n\r\n"},
		{Request{Method: Get, Host: "192.0.2.1", Path: "cgi-bin/pkiclient.exe", Query: "operation=PKIOperation&message=MII%2B%3D", Agent: "A",
			Old: true},
			"GET /cgi-bin/pkiclient.exe?operation=PKIOperation&message=MII%2B%3D HTTP/1.0\r\nUser-Agent: A\r\nHost: 192.0.2.1\r\n\r\n"},
		{Request{Method: Post, Host: "h", Path: "x", Query: "a=b", Type: "t/u", Agent: "A", Body: []byte("text"), Old: true},
			"POST /x?a=b HTTP/1.0\r\nUser-Agent: A\r\nHost: h\r\nContent-Type: t/u\r\nContent-Length: 4\r\n\r\ntext"},
		{Request{Method: Put, Host: "h", Path: "x", Body: []byte("text")},
			"PUT /x HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nAccept: */*\r\nConnection: close\r\n\r\ntext"},
	} {
		if got := string(c.Append(nil)); got != c.wire {
			t.Errorf("%q, want %q", got, c.wire)
		}
		for _, piece := range []int{1, 7, 1000} {
			r := NewRequestReader(100)
			err := read(r, c.wire, piece)
			q, ok := r.Request()
			if err != nil || !ok || q.Method != c.Method || q.Path != c.Path || q.Query != c.Query || q.Type != c.Type ||
				string(q.Body) != string(c.Body) {
				t.Errorf("in pieces of %d: %+v, %v, %v", piece, q, ok, err)
			}
		}
	}
	got := string(Request{Method: Get, User: "admin", Password: "s3cret"}.Append(nil))
	if want := "\r\nAuthorization: Basic YWRtaW46czNjcmV0\r\n"; !strings.Contains(got, want) {
		t.Errorf("%q has no %q", got, want)
	}
}

func TestResponse(t *testing.T) {
	for _, c := range []struct {
		name, wire, method, text, body string
		err                            error
	}{
		{"ours", string(Response{Status: StatusOK, Body: []byte("hello")}.Append(nil, Get)), Get, "200 OK", "hello", nil},
		{"to a Head", string(Response{Status: StatusOK, Body: []byte("hello")}.Append(nil, Head)), Head, "200 OK", "", nil},
		{"until the end", "HTTP/1.0 200 OK\r\n\r\nhello", Get, "200 OK", "hello", nil},
		{"in chunks", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n", Get, "200 OK", "hello", nil},
		{"after a beginning", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\nContent-Length: 0\r\n\r\n", Put, "201 Created", "", nil},
		{"not there", "HTTP/1.1 404 Gone fishing\r\nContent-Length: 2\r\n\r\nno", Get, "404 Gone fishing", "no", nil},
		{"cut short", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", Get, "200 OK", "hello", ErrCut},
		{"too long", "HTTP/1.1 200 OK\r\nContent-Length: 101\r\n\r\n", Get, "200 OK", "", ErrTooLong},
		{"another protocol", "SSH-2.0-x\r\n\r\n", Get, "0", "", ErrMalformed},
		{"bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", Get, "200 OK", "", ErrMalformed},
	} {
		for _, piece := range []int{1, 1000} {
			r := NewResponseReader(c.method, 100)
			err := read(r, c.wire, piece)
			if a := r.Response(); !errors.Is(err, c.err) || a.Text() != c.text || string(a.Body) != c.body {
				t.Errorf("%s, in pieces of %d: %q %q %v", c.name, piece, a.Text(), a.Body, err)
			}
		}
	}
}

func FuzzReader(f *testing.F) {
	f.Add([]byte("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n0\r\n\r\n"), true)
	f.Add([]byte("PUT /x HTTP/1.1\r\nContent-Length: 4\r\n\r\ntext"), false)
	f.Fuzz(func(t *testing.T, b []byte, answer bool) {
		whole, pieces := &Reader{limit: 50, answer: answer}, &Reader{limit: 50, answer: answer}
		whole.Feed(b)
		for i := range b {
			pieces.Feed(b[i : i+1])
		}
		whole.End()
		pieces.End()
		if string(whole.body) != string(pieces.body) || whole.line != pieces.line || len(whole.body) > 50 {
			t.Fatalf("at once: %q %q, byte by byte: %q %q", whole.line, whole.body, pieces.line, pieces.body)
		}
		whole.Request()
		whole.Response()
	})
}
