package ftp

import (
	"net/netip"
	"strings"
	"testing"
)

// A client and a server, and what they say to each other.
type pair struct {
	client *Client
	server *Server
	said   []string
	sent   []byte // on the data connection
	stored map[string]string
}

func newPair(path string, send bool) *pair {
	p := &pair{client: NewClient("admin", "s3cret", path, send), stored: map[string]string{"config": "hostname R1\n"}}
	p.server = &Server{
		Listen: func() netip.AddrPort { return netip.MustParseAddrPort("10.0.0.9:51201") },
		Read:   func(name string) ([]byte, bool) { text, ok := p.stored[name]; return []byte(text), ok },
		Store: func(name string, data []byte) string {
			if len(data) > 20 {
				return "Disk full"
			}
			p.stored[name] = string(data)
			return ""
		},
		Send: func(data []byte) { p.sent = data },
	}
	return p
}

// talk has them talk until both are silent.
func (p *pair) talk(fromServer []byte) {
	for len(fromServer) > 0 {
		p.said = append(p.said, "S: "+strings.TrimSpace(string(fromServer)))
		fromClient := p.client.Receive(fromServer)
		if len(fromClient) > 0 {
			p.said = append(p.said, "C: "+strings.TrimSpace(string(fromClient)))
		}
		fromServer = p.server.Receive(fromClient)
	}
}

func (p *pair) say(fromClient []byte) {
	if len(fromClient) > 0 {
		p.said = append(p.said, "C: "+strings.TrimSpace(string(fromClient)))
		p.talk(p.server.Receive(fromClient))
	}
}

func TestFetch(t *testing.T) {
	p := newPair("/config", false)
	p.talk(p.server.Hello())
	p.say(p.client.DataOpened()) // before the server knows of it
	p.talk(p.server.DataOpened())
	p.talk(p.server.DataEnded(nil))
	p.say(p.client.DataEnded())
	want := `S: 220 Service ready
C: USER admin
S: 331 Password required for admin
C: PASS s3cret
S: 230 Logged in
C: TYPE I
S: 200 OK
C: PASV
S: 227 Entering Passive Mode (10,0,0,9,200,1)
C: RETR /config
S: 150 Opening BINARY mode data connection for /config (12 bytes)
S: 226 Transfer complete
C: QUIT
S: 221 Goodbye`
	if got := strings.Join(p.said, "\n"); got != want {
		t.Errorf("%s", got)
	}
	if done, err := p.client.Done(); !done || err != nil || string(p.sent) != "hostname R1\n" || !p.server.Closed() {
		t.Errorf("done %v, %v; sent %q", done, err, p.sent)
	}
}

func TestStore(t *testing.T) {
	for text, failed := range map[string]string{"short": "", strings.Repeat("long", 10): "552 Disk full"} {
		p := newPair("x\r\nDELE config", true)
		p.talk(p.server.Hello())
		p.talk(p.server.DataOpened())
		p.say(p.client.DataOpened())
		if !p.client.Moving() {
			t.Fatal("nothing moves")
		}
		p.say(p.client.DataEnded())
		p.talk(p.server.DataEnded([]byte(text)))
		_, err := p.client.Done()
		if failed == "" && (err != nil || p.stored["xDELE config"] != text) || failed != "" && (err == nil || err.Error() != failed) {
			t.Errorf("%q: %v, %q", text, err, p.stored)
		}
	}
}

func TestRefused(t *testing.T) {
	p := newPair("nothing", false)
	p.talk(p.server.Hello())
	p.say(p.client.DataOpened())
	if done, err := p.client.Done(); !done || err == nil || err.Error() != "550 nothing: No such file or directory" {
		t.Errorf("%v %v", done, err)
	}
	for _, line := range []string{"RETR config", "PASV", "PASS x"} {
		s := newPair("", false).server
		if got := string(s.Receive([]byte(line + "\r\n"))); got[0] != '5' {
			t.Errorf("%s before a login: %s", line, got)
		}
	}
}

func TestPassive(t *testing.T) {
	for text, want := range map[string]string{
		"Entering Passive Mode (10,0,0,9,200,1)": "10.0.0.9:51201", "=10,0,0,9,0,21": "10.0.0.9:21", "(10,0,0,9,200)": "",
		"(10,0,0,999,0,1)": "", "": "",
	} {
		if at, ok := parsePassive(text); ok != (want != "") || ok && at.String() != want {
			t.Errorf("%q: %v %v", text, at, ok)
		}
	}
}

func FuzzClient(f *testing.F) {
	f.Add([]byte("220-hello\r\n220 x\r\n331 x\r\n230 x\r\n200 x\r\n227 (1,2,3,4,5,6)\r\n150 x\r\n226 x\r\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		whole, pieces := NewClient("u", "p", "x", false), NewClient("u", "p", "x", false)
		first := string(whole.Receive(b))
		second := ""
		for i := range b {
			second += string(pieces.Receive(b[i : i+1]))
		}
		if first != second && len(b) < mostLine {
			t.Fatalf("at once %q, byte by byte %q", first, second)
		}
		newPair("", false).server.Receive(b)
	})
}
