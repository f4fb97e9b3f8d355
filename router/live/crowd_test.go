package live

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/crypto/ssh"
)

// dialSSH is a session with a shell at a terminal of a user; hanging up closes it.
func dialSSH(t *testing.T, address, user, password string) (typed io.Writer, shown *bufio.Reader, hangUp func()) {
	t.Helper()
	conn, err := net.DialTimeout("tcp", address, time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.SetDeadline(time.Now().Add(2 * time.Minute)) // nothing here takes as long
	c, channels, requests, err := ssh.NewClientConn(conn, address, &ssh.ClientConfig{User: user,
		Auth: []ssh.AuthMethod{ssh.Password(password)}, HostKeyCallback: ssh.InsecureIgnoreHostKey()}) // a host of the test's own
	if err != nil {
		conn.Close()
		t.Fatal(err)
	}
	client := ssh.NewClient(c, channels, requests)
	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, _ := s.StdinPipe()
	out, _ := s.StdoutPipe()
	if err := s.RequestPty("vt100", 24, 80, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Shell(); err != nil {
		t.Fatal(err)
	}
	return in, bufio.NewReader(out), func() { client.Close() }
}

// readTo reads until text has come, and returns all up to it.
func readTo(t *testing.T, r *bufio.Reader, text string) string {
	t.Helper()
	var b strings.Builder
	for !strings.HasSuffix(b.String(), text) {
		c, err := r.ReadByte()
		if err != nil {
			t.Errorf("%v before %q; it ends %q", err, text, tail(b.String()))
			return b.String()
		}
		b.WriteByte(c)
	}
	return b.String()
}

// nothingLeft waits until the goroutines that were not there before have ended.
func nothingLeft(t *testing.T, before goleak.Option) {
	t.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		err := goleak.Find(before) // it waits a little itself
		if err == nil {
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

func tail(s string) string { return s[max(0, len(s)-200):] }

// Fifty users at once read a long configuration. Half of them hang up in the middle:
// nothing of them is left, neither a line in use nor a goroutine.
func TestFiftySessions(t *testing.T) {
	const users, lines = 50, 5000
	var list strings.Builder
	for i := range lines {
		fmt.Fprintf(&list, " permit tcp any host 10.0.%d.%d eq 443\n", i>>8, i&255)
	}
	r := start(t, Options{NVRAM: startup("hostname R1\nusername admin privilege 15 password wonderland\nip access-list extended LONG\n" +
		list.String() + "line vty 0 60\n login local\n transport input ssh\nend\n")})
	r.expect("R1>")
	before := goleak.IgnoreCurrent()

	var all sync.WaitGroup
	begun := make(chan struct{}, users)
	for i := range users {
		all.Go(func() {
			typed, shown, hangUp := dialSSH(t, r.ssh, "admin", "wonderland")
			defer hangUp()
			readTo(t, shown, "R1#")
			io.WriteString(typed, "terminal length 0\r")
			readTo(t, shown, "R1#")
			begun <- struct{}{}
			io.WriteString(typed, "show running-config\r")
			readTo(t, shown, "permit tcp any host 10.0.3.7 eq 443\r\n")
			if i%2 == 0 {
				return // in the middle
			}
			rest := readTo(t, shown, "R1#")
			if !strings.Contains(rest, fmt.Sprintf("10.0.%d.%d eq 443", (lines-1)>>8, (lines-1)&255)) || !strings.Contains(rest, "\r\nend\r\n") {
				t.Errorf("user %d did not get all; it ends %q", i, tail(rest))
			}
		})
	}
	all.Wait()
	if len(begun) != users {
		t.Errorf("%d of %d users got in", len(begun), users)
	}
	nothingLeft(t, before)
	if out := r.run("show users", "R1>"); strings.Contains(out, "vty") {
		t.Errorf("lines are in use still:\n%s", out)
	}
}

// Whoever hangs up in the middle of something gives the line back.
func TestHangUp(t *testing.T) {
	silent, err := net.Listen("tcp4", "127.0.0.1:0")
	if err != nil {
		t.Skip(err)
	}
	defer silent.Close()
	r := start(t, Options{NVRAM: startup(withUsers + "ip route 198.51.100.0 255.255.255.0 Null0\n")})
	r.expect("R1>")
	before := goleak.IgnoreCurrent()
	for name, c := range map[string]struct{ typed, until string }{
		"at the prompt":        {"", "R1#"},
		"in a line":            {"show runn", "runn"},
		"at --More--":          {"show running-config\r", "--More--"},
		"in a dialogue":        {"copy running-config startup-config\r", "]?"},
		"in a ping":            {"ping 198.51.100.1 repeat 100000 timeout 3600\r", "timeout is"},
		"in a copy by SCP":     {"copy scp://a:b@" + silent.Addr().String() + "/x null:\r", "null:\r\n"},
		"in configuration":     {"configure terminal\rinterface Loopback7\r", "(config-if)#"},
		"with typing left":     {"ping 198.51.100.1 repeat 100000 timeout 3600\r" + strings.Repeat("show clock\r", 1000), "timeout is"},
		"reading nothing more": {"terminal length 0\r" + strings.Repeat("show running-config\r", 200), "Building"},
	} {
		t.Run(name, func(t *testing.T) {
			typed, shown, hangUp := dialSSH(t, r.ssh, "admin", "wonderland")
			defer hangUp()
			if c.typed != "" {
				readTo(t, shown, "R1#")
				go io.WriteString(typed, c.typed) // it may take until the end
			}
			readTo(t, shown, c.until)
		})
	}
	nothingLeft(t, before)
	if out := r.run("show users", "R1>"); strings.Contains(out, "vty") {
		t.Errorf("lines are in use still:\n%s", out)
	}
}

// Somebody who connects and says nothing, or nonsense, leaves nothing either.
func TestNoise(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers)})
	r.expect("R1>")
	before := goleak.IgnoreCurrent()
	for _, address := range []string{r.ssh, r.telnet} {
		for _, noise := range []string{"", "GET / HTTP/1.0\r\n\r\n", strings.Repeat("\xff\xfd\x05", 4000), "\xff\xfa" +
			strings.Repeat("\x00", 100_000)} {
			c, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			go io.WriteString(c, noise) // nobody may read it all
			one := make([]byte, 1)
			_, _ = c.Read(one) // the router has noticed
			c.Close()
		}
	}
	nothingLeft(t, before)
}
