package interop

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// freeradiusFiles are a FreeRADIUS of two modules: users in a file, and passwords.
var freeradiusFiles = map[string]string{
	"radiusd.conf": `prefix = /usr
raddbdir = %[1]s
logdir = %[1]s
run_dir = %[1]s
libdir = /usr/lib/freeradius
max_request_time = 30
cleanup_delay = 5
max_requests = 256
log {
	destination = stdout
}
security {
	reject_delay = 1
}
client router {
	ipaddr = ` + dutAddr + `
	secret = chave
}
modules {
	pap {
	}
	files {
		usersfile = %[1]s/users
	}
}
server default {
	listen {
		type = auth
		ipaddr = *
		port = 1812
	}
	authorize {
		files
		pap
	}
	authenticate {
		Auth-Type PAP {
			pap
		}
	}
}
`,
	"dictionary": "$INCLUDE /usr/share/freeradius/dictionary\n",
	"users": `alice Cleartext-Password := "secret1"
	Service-Type = Administrative-User
bob Cleartext-Password := "secret2"
	Reply-Message = "hello"
`,
}

// StartFreeRADIUS runs Debian's FreeRADIUS in the peer's namespace.
func (l *Lab) StartFreeRADIUS() {
	l.t.Helper()
	Needs(l.t, "freeradius")
	folder := l.t.TempDir()
	if err := os.Chmod(folder, 0o755); err != nil {
		l.t.Fatal(err)
	}
	for name, text := range freeradiusFiles {
		if name == "radiusd.conf" {
			text = fmt.Sprintf(text, folder)
		}
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o640); err != nil {
			l.t.Fatal(err)
		}
	}
	l.startServer("FreeRADIUS", []string{"-Hlun", "sport", "=", ":1812"}, "freeradius", "-f", "-s", "-X", "-d", folder, "-n", "radiusd")
}

// startServer runs a program in the peer's namespace and waits until ss shows its socket.
func (l *Lab) startServer(name string, socket []string, words ...string) {
	l.t.Helper()
	var log bytes.Buffer
	command := exec.Command(filepath.Join("..", "scripts", "interop", "strongswan-peer.sh"),
		append([]string{"exec-peer", "--lab", l.name}, words...)...)
	command.Stdout, command.Stderr = &log, &log
	if err := command.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGTERM)
		_ = command.Wait()
		if l.t.Failed() {
			l.t.Logf("%s:\n%s", name, log.String())
		}
	})
	for end := time.Now().Add(10 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if out, _ := l.run("exec-peer", append([]string{"ss"}, socket...)...); strings.Contains(out, socket[len(socket)-1]) {
			return
		}
		if time.Now().After(end) {
			l.t.Fatalf("%s does not listen:\n%s", name, log.String())
		}
	}
}

// FreeRADIUS judges users at the console, and a remote user of Easy VPN, whom the router does not know.
func TestFreeRADIUS(t *testing.T) {
	t.Parallel()
	Needs(t, "freeradius", "vpnc")
	lab := StartLab(t)
	lab.StartFreeRADIUS()
	server := append([]string{"radius-server host " + peerAddr + " auth-port 1812 acct-port 1813 timeout 2 retransmit 1 key chave",
		"aaa group server radius ELSEWHERE", " server-private " + peerAddr + " auth-port 1812 acct-port 1813 timeout 1 retransmit 0 key wrong"},
		easyVPN...)
	for i, line := range server {
		switch {
		case strings.HasPrefix(line, "aaa authentication login XA"):
			server[i] = "aaa authentication login XA group radius"
		case strings.HasPrefix(line, "username"):
			server[i] = "!"
		}
	}
	console := lab.StartRouter(routerConfig{Server: append([]string{"aaa new-model"}, server...)})
	for line, want := range map[string]string{
		"test aaa group radius alice secret1 legacy":    "User was successfully authenticated.",
		"test aaa group radius alice guess legacy":      "User authentication request was rejected by server.",
		"test aaa group radius nobody secret1 legacy":   "User authentication request was rejected by server.",
		"test aaa group ELSEWHERE alice secret1 legacy": "No authoritative response from any server.",
	} {
		if out := console.Run(line); !strings.Contains(out, want) {
			t.Errorf("%s: want %s\n%s", line, want, out)
		}
	}
	mark := console.Mark()
	refused := lab.StartVPNC("bob", "secret1", "IKE DH Group dh14")
	refused.expect(10*time.Second, "log", `authentication unsuccessful`)
	v := lab.StartVPNC("bob", "secret2", "IKE DH Group dh14")
	v.expect(10*time.Second, "told", "^INTERNAL_IP4_ADDRESS=10.99.0.1")
	lab.pingThrough(v, 3)
	v.kill(syscall.SIGTERM)
	console.ExpectAfter(mark, 5*time.Second, `EZVPN_CONNECTION_DOWN: \(Server\) User=bob`)
}
