package interop

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// Lab is one running lab: a strongSwan peer, a router between, and an empty
// namespace for the device under test (DUT).
type Lab struct {
	t    *testing.T
	name string
	Env  map[string]string // DUT_NETNS, DUT_ADDR, PEER_ADDRS, KERNEL, ...
}

// The addresses of every lab here.
const (
	dutAddr  = "10.1.32.14"
	peerAddr = "10.2.80.209"
)

// StartLab builds a lab with the given options of "strongswan-peer.sh up" and
// removes it when the test ends, even if the test binary is killed. Where no
// lab can run, it skips the test.
func StartLab(t *testing.T, opts ...string) *Lab {
	t.Helper()
	if testing.Short() {
		t.Skip("a lab in network namespaces takes seconds: skipped by -short")
	}
	dependOnEverything()
	if why := cannotRun(); why != "" {
		t.Skip("no interop lab here: " + why)
	}
	l := &Lab{
		t:    t,
		name: fmt.Sprintf("rt%d-%d", os.Getpid(), labs.Add(1)),
		Env:  map[string]string{},
	}
	t.Cleanup(func() { l.run("down") })
	owner := strconv.Itoa(os.Getpid())
	out, code := l.run("up", append([]string{"--owner", owner}, opts...)...)
	switch code {
	case 0:
	case cannotRunHere:
		t.Skip("no interop lab here: " + strings.TrimSpace(out))
	default:
		t.Fatalf("up %v: exit %d: %s", opts, code, out)
	}
	for line := range strings.Lines(out) {
		if key, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok {
			l.Env[key] = strings.Trim(value, "'")
		}
	}
	return l
}

var labs atomic.Int32 // numbers them, for names that differ

// cannotRunHere is the exit status of the script where tools or rights are missing.
const cannotRunHere = 77

// cannotRun says why no lab can run on this machine; empty means that it can.
var cannotRun = sync.OnceValue(func() string {
	if runtime.GOOS != "linux" {
		return "network namespaces need Linux"
	}
	if os.Getuid() != 0 {
		return "must run as root (network namespaces, UDP port 500)"
	}
	out, code := (&Lab{name: fmt.Sprintf("rt%d", os.Getpid())}).run("check")
	if code == 0 {
		return ""
	}
	return strings.Join(strings.Fields(out), " ")
})

// Needs skips the test where one of the commands is not installed.
func Needs(t *testing.T, commands ...string) {
	t.Helper()
	for _, c := range commands {
		if _, err := exec.LookPath(c); err != nil {
			t.Skipf("command %q is not installed", c)
		}
	}
}

// run runs a command of strongswan-peer.sh; it returns the output and the exit status.
func (l *Lab) run(command string, args ...string) (string, int) {
	script := filepath.Join("..", "scripts", "interop", "strongswan-peer.sh")
	c := exec.Command(script, append([]string{command, "--lab", l.name}, args...)...)
	var out bytes.Buffer
	c.Stdout, c.Stderr = &out, &out
	if err := c.Run(); c.ProcessState == nil {
		return err.Error(), -1
	}
	return out.String(), c.ProcessState.ExitCode()
}

// Do runs a command of strongswan-peer.sh, which must succeed, and returns its output.
func (l *Lab) Do(command string, args ...string) string {
	l.t.Helper()
	out, code := l.run(command, args...)
	if code != 0 {
		l.t.Fatalf("%s %v: exit %d: %s\n%s", command, args, code, out, l.peerLog())
	}
	return out
}

// Refused runs a command of strongswan-peer.sh that must fail, and returns its output.
func (l *Lab) Refused(command string, args ...string) string {
	l.t.Helper()
	out, code := l.run(command, args...)
	if code == 0 {
		l.t.Fatalf("%s %v succeeded: %s", command, args, out)
	}
	return out
}

// Command prepares a command that will run in the DUT's namespace.
func (l *Lab) Command(name string, args ...string) *exec.Cmd {
	return exec.Command("ip", append([]string{"netns", "exec", l.Env["DUT_NETNS"], name}, args...)...)
}

// peerLog is the end of what the peer's daemon logged.
func (l *Lab) peerLog() string {
	path, code := l.run("log")
	if code != 0 {
		return "no log of the peer: " + path
	}
	text, err := os.ReadFile(strings.TrimSpace(path))
	if err != nil {
		return "no log of the peer: " + err.Error()
	}
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return "the peer's log ends:\n" + strings.Join(lines[max(0, len(lines)-40):], "\n")
}
