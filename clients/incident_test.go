package clients

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os/exec"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/ssh"

	"ruthere/lab/incident"
	"ruthere/lab/incident/solver"
)

// farConsoles are the consoles of an incident's lab, reached by SSH.
type farConsoles struct {
	typed map[string]io.Writer
	shown map[string]*bufio.Reader
}

// prompt is what a console asks with.
var prompt = regexp.MustCompile(`(?m)^[A-Za-z][\w-]*(\([\w-]+\))?[>#]$`)

// openConsole logs in to the console of a router at any port of the lab.
func (c *farConsoles) openConsole(t *testing.T, name, port string) {
	t.Helper()
	client, err := ssh.Dial("tcp", "127.0.0.1:"+port, &ssh.ClientConfig{User: name + "@solver", Timeout: time.Minute,
		Auth: []ssh.AuthMethod{ssh.Password("any")}, HostKeyCallback: ssh.InsecureIgnoreHostKey()}) // a host of the test's own
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { client.Close() })
	s, err := client.NewSession()
	if err != nil {
		t.Fatal(err)
	}
	in, err1 := s.StdinPipe()
	out, err2 := s.StdoutPipe()
	err3 := s.RequestPty("vt100", 24, 511, nil)
	if err4 := s.Shell(); err1 != nil || err2 != nil || err3 != nil || err4 != nil {
		t.Fatal(err1, err2, err3, err4)
	}
	c.typed[name], c.shown[name] = in, bufio.NewReader(out)
	if _, err := c.Type(name, ""); err != nil {
		t.Fatal(err)
	}
}

func (c *farConsoles) Type(name, line string) (string, error) {
	if _, err := io.WriteString(c.typed[name], line+"\r"); err != nil {
		return "", err
	}
	var text strings.Builder
	for ended := false; ; {
		b, err := c.shown[name].ReadByte()
		if err != nil {
			return "", err
		}
		if b == '\n' {
			ended = true // the echo of what was typed is over
		}
		if b != '\r' {
			text.WriteByte(b)
		}
		if ended && c.shown[name].Buffered() == 0 && prompt.MatchString(lastLine(text.String())) {
			return text.String(), nil
		}
	}
}

func lastLine(text string) string { return text[strings.LastIndex(text, "\n")+1:] }

func (c *farConsoles) Wait(name string, d time.Duration) (string, error) {
	time.Sleep(d)
	return c.Type(name, "")
}

// The reference solver goes to the consoles of an incident by SSH, is told what users saw as JSON, and finds what is wrong.
func TestSolverBySSH(t *testing.T) {
	t.Parallel()
	c := exec.Command(binary, "incident", "start", "--json", "--ssh", "127.0.0.1:0", "--seed", "3", "two-sites-i4tff7")
	c.Env = append(c.Environ(), "HOME="+t.TempDir(), "XDG_CONFIG_HOME=")
	told, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	notices, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		_ = c.Wait()
	})
	var b incident.Briefing
	if err := json.NewDecoder(told).Decode(&b); err != nil {
		t.Fatal(err)
	}
	far := &farConsoles{map[string]io.Writer{}, map[string]*bufio.Reader{}}
	lines := bufio.NewScanner(notices)
	ports := map[string]string{}
	for len(ports) < len(b.Consoles)+1 && lines.Scan() { // and the provider's
		var name, host, port string
		if n, _ := fmt.Sscanf(strings.NewReplacer("ruthere: ", "", ":", " ").Replace(lines.Text()), "%s ssh %s %s", &name, &host, &port); n == 3 {
			ports[name] = port
		}
	}
	for _, name := range b.Consoles {
		far.openConsole(t, name, ports[name])
	}
	found, err := solver.Solve(b, far)
	if err != nil || len(found) != 1 || found[0].Cause != "encryption-mismatch" {
		t.Errorf("the solver says %v, %v", found, err)
	}
}
