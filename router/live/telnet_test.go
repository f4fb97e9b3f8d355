package live

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// A client is a program at a terminal of its own.
type client struct {
	t     *testing.T
	shown *screenText
	typed interface{ Write([]byte) (int, error) }
	read  int
}

// atTerminal runs a client at a terminal of a size until the test ends.
func atTerminal(t *testing.T, rows, columns uint16, name string, args ...string) *client {
	t.Helper()
	if _, err := exec.LookPath(name); err != nil {
		t.Skipf("the %s client is not here", name)
	}
	command := exec.Command(name, args...)
	tty, err := pty.StartWithSize(command, &pty.Winsize{Rows: rows, Cols: columns})
	if err != nil {
		t.Fatal(err)
	}
	c := &client{t: t, shown: newScreenText(), typed: tty}
	done := make(chan struct{})
	go func() {
		defer close(done)
		b := make([]byte, 4096)
		for {
			n, err := tty.Read(b) // fails when the client has ended
			c.shown.Write(b[:n])
			if err != nil {
				return
			}
		}
	}()
	t.Cleanup(func() {
		_ = command.Process.Kill() // it may have ended
		_ = command.Wait()
		<-done
		tty.Close()
	})
	return c
}

// expect waits for text, and returns what came before it.
func (c *client) expect(text string) string {
	c.t.Helper()
	from := c.read
	c.read = c.shown.wait(c.t, from, text)
	return c.shown.String()[from:c.read]
}

func (c *client) enter(keys string) {
	c.t.Helper()
	if _, err := c.typed.Write([]byte(keys)); err != nil {
		c.t.Fatal(err)
	}
}

func TestTelnetClient(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers)})
	host, port, _ := strings.Cut(r.telnet, ":")
	c := atTerminal(t, 30, 100, "telnet", host, port)
	c.expect("User Access Verification\r\n\r\nUsername: ")
	c.enter("guest\r")
	c.expect("guest\r\nPassword: ")
	c.enter("rabbit\r")
	if shown := c.expect("R1>"); strings.Contains(shown, "rabbit") {
		t.Errorf("the password is shown: %q", shown)
	}
	c.enter("show terminal | include Length\r")
	c.expect("Length: 30 lines, Width: 100 columns")
	c.expect("R1>")
	if err := pty.Setsize(c.typed.(*os.File), &pty.Winsize{Rows: 40, Cols: 120}); err != nil {
		t.Fatal(err)
	}
	// The client tells of it at once, but nobody hears when it came.
	deadline := time.Now().Add(10 * time.Second)
	for shown := ""; !strings.Contains(shown, "Length: 40 lines, Width: 120 columns"); shown = c.expect("R1>") {
		if time.Now().After(deadline) {
			t.Fatalf("the terminal does not follow its window: %q", shown)
		}
		c.enter("show terminal | include Length\r")
	}
	c.enter("exit\r")
	c.expect("Connection closed by foreign host.")
}
