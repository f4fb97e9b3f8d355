package lineedit

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/creack/pty"
	"golang.org/x/term"

	"ruthere/shell/keys/emulator"
)

// The same over a real pseudo terminal, as on the console.
func TestPseudoTerminal(t *testing.T) {
	person, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo terminal here: %v", err)
	}
	defer person.Close()
	if _, err := term.MakeRaw(int(tty.Fd())); err != nil {
		t.Fatal(err)
	}
	e, err := New(tty, 80, 24, Hooks{Help: func(line string) string { return fmt.Sprintf("help for %s\n\n", line) }})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()

	keys := "sho?w" + "\x1b[D\x1b[D\x1b[D\x1b[D" + ctrlK + ctrlY + del + "w\r"
	if _, err := io.WriteString(person, keys); err != nil {
		t.Fatal(err)
	}
	if got, err := e.ReadLine(LineRequest{Prompt: "R1#"}); got != (Line{Text: "show"}) || err != nil {
		t.Fatalf("line %q, error %v", got.Text, err)
	}
	if _, err := io.WriteString(person, "q"); err != nil {
		t.Fatal(err)
	}
	if k, err := e.ReadKey(); k != 'q' || err != nil {
		t.Errorf("key %q, error %v", k, err)
	}
	e.Write([]byte("output\n"))

	screen := emulator.New(80)
	want := strings.Join([]string{"R1#sho?", "help for sho", "", "R1#show", "output", "§"}, "\n")
	buf := make([]byte, 256)
	for screen.String() != want {
		n, err := person.Read(buf)
		if err != nil {
			t.Fatalf("%v; screen:\n%s\nwant:\n%s", err, screen, want)
		}
		screen.Write(buf[:n])
	}
}
