package live

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// Files are copied from and to a web server over the host's sockets.
func TestCopyByHTTP(t *testing.T) {
	big := strings.Repeat("0123456789", 20_000)
	var stored bytes.Buffer
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		switch {
		case q.Method == http.MethodPut:
			_, _ = io.Copy(&stored, q.Body)
			w.WriteHeader(http.StatusCreated)
		case q.URL.Path == "/big": // longer than one write: in chunks
			_, _ = io.WriteString(w, big[:1000])
			w.(http.Flusher).Flush()
			_, _ = io.WriteString(w, big[1000:])
		default:
			http.NotFound(w, q)
		}
	}))
	defer server.Close()
	address := strings.TrimPrefix(server.URL, "http://")
	nobody, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	nobody.Close()
	r := start(t, Options{NVRAM: startup("hostname R\nend\n")})
	r.expect("R>")
	r.run("enable", "R#")
	ask := func(line, want string) {
		t.Helper()
		r.run(line, "]? ")
		r.typing.Write([]byte("\n"))
		from := r.read
		r.expect("R#")
		if got := r.shown.String()[from:r.read]; !strings.Contains(got, want) {
			t.Errorf("%s:\n%s\nwant %q", line, got, want)
		}
	}
	ask("copy http://"+address+"/big flash:", "200000 bytes copied in ")
	ask("copy flash:big http://"+address+"/back", "200000 bytes copied in ")
	if stored.String() != big {
		t.Errorf("%d bytes were stored", stored.Len())
	}
	ask("copy http://"+address+"/nothing flash:", "(No such file or directory)")
	ask("copy http://"+nobody.Addr().String()+"/x flash:", "(Connection refused)")
}

// From one live router to another by telnet.
func TestTelnetOut(t *testing.T) {
	there := start(t, Options{NVRAM: startup("hostname There\nline vty 0 4\n no login\nend\n")})
	there.expect("There>")
	_, port, _ := net.SplitHostPort(there.telnet)
	here := start(t, Options{NVRAM: startup("hostname Here\nend\n")})
	here.expect("Here>")
	here.run("telnet 127.0.0.1 "+port, "There>")
	if _, err := io.WriteString(here.typing, "show users\n"); err != nil {
		t.Fatal(err)
	}
	here.expect("127.0.0.1")
	here.expect("There>")
	_, _ = io.WriteString(here.typing, "\x1ex")
	here.expect("Here>")
	if got := here.run("show tcp brief", "Here>"); !strings.Contains(got, "127.0.0.1."+port) || !strings.Contains(got, "ESTAB") {
		t.Error(got)
	}
	here.run("resume", "... ]")
	_, _ = io.WriteString(here.typing, "exit\n")
	here.expect("[Connection to 127.0.0.1 closed by foreign host]")
	here.expect("Here>")
}
