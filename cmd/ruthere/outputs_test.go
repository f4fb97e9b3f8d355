//go:build unix

package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// endsWithin is how long a router that was told to end may take; a second is promised, the
// rest is for a loaded machine.
const endsWithin = 2 * time.Second

// A router goes on whatever becomes of its outputs: users get in, and SIGTERM ends it.
func TestOutputsNeverStopTheRouter(t *testing.T) {
	full := func(t *testing.T) *os.File {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { r.Close(); w.Close() })
		if err := w.SetWriteDeadline(time.Now().Add(100 * time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		for err == nil {
			_, err = w.Write(make([]byte, 4096))
		}
		for err = nil; err == nil; { // to the last byte
			_ = w.SetWriteDeadline(time.Now().Add(20 * time.Millisecond))
			_, err = w.Write([]byte{'x'})
		}
		return w
	}
	closed := func(t *testing.T) *os.File {
		r, w, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		r.Close()
		t.Cleanup(func() { w.Close() })
		return w
	}
	for _, c := range []struct {
		name        string
		out, err    func(*testing.T) *os.File
		withConsole bool
	}{
		{"standard error full", nil, full, false},
		{"standard error closed", nil, closed, false},
		{"standard output full", full, nil, false},
		{"standard output closed", closed, nil, false},
		{"a console whose output is full", full, full, true},
		{"a console whose output is closed", closed, closed, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			address := freeTCP(t)
			configuration := filepath.Join(t.TempDir(), "config")
			text := "hostname R\nnot a command\ninterface Loopback0\n ip address 10.0.0.1 255.255.255.0\nline vty 0 4\n no login\n" +
				" transport input telnet\nend\n"
			if err := os.WriteFile(configuration, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			arguments := []string{"run", "--config", configuration, "--telnet", address}
			command := exec.Command("ruthere", arguments...)
			if c.withConsole {
				command = exec.Command("ruthere", append(arguments, "--console")...)
				in, err := command.StdinPipe()
				if err != nil {
					t.Fatal(err)
				}
				go fmt.Fprint(in, strings.Repeat("show version\n", 2000))
			}
			if c.out != nil {
				command.Stdout = c.out(t)
			}
			if c.err != nil {
				command.Stderr = c.err(t)
			}
			if err := command.Start(); err != nil {
				t.Fatal(err)
			}
			ended := make(chan error, 1)
			go func() { ended <- command.Wait() }()
			defer command.Process.Kill()
			for range 3 {
				visitTelnet(t, address, ended)
			}
			if err := command.Process.Signal(syscall.SIGTERM); err != nil {
				t.Fatal(err)
			}
			select {
			case err := <-ended:
				if err != nil {
					t.Errorf("it ended with %v", err)
				}
			case <-time.After(endsWithin):
				t.Error("SIGTERM does not end it")
			}
		})
	}
}

func freeTCP(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// visitTelnet logs in by telnet and out again.
func visitTelnet(t *testing.T, address string, ended <-chan error) {
	t.Helper()
	var c net.Conn
	var err error
	for range 100 {
		if c, err = net.Dial("tcp", address); err == nil {
			break
		}
		select {
		case err := <-ended:
			t.Fatalf("the router is gone: %v", err)
		case <-time.After(100 * time.Millisecond):
		}
	}
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_ = c.SetDeadline(time.Now().Add(20 * time.Second))
	if _, err := bufio.NewReader(c).ReadString('>'); err != nil {
		t.Fatalf("no prompt by telnet: %v", err)
	}
	_, _ = c.Write([]byte("exit\r\n"))
}

// A second signal does not wait for anything.
func TestSecondSignalEndsAtOnce(t *testing.T) {
	command := exec.Command("ruthere", "run", "--telnet", freeTCP(t))
	notices, err := command.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	defer command.Process.Kill()
	if _, err := bufio.NewReader(notices).ReadString('\n'); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		_ = command.Process.Signal(syscall.SIGTERM) // it may have ended
	}
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	select {
	case <-ended:
	case <-time.After(endsWithin):
		t.Error("two signals do not end it")
	}
}
