package live

import (
	"context"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creack/pty"
	"golang.org/x/term"

	"ruthere/debuglog"
	"ruthere/router"
)

// patience bounds the wait for what must arrive; a passing test never uses it up.
var patience = time.Minute

// A vt is the screen of a VT100 as far as a router needs one: cells, a cursor that waits
// in the last column before it wraps, and rows that scroll out at the top.
type vt struct {
	mu       sync.Mutex
	cond     *sync.Cond
	width    int
	rows     [][]byte // of the screen, each as wide as it is
	row, col int
	bells    int
	strange  []byte // control characters that a router does not send
}

func newVT(width, height int) *vt {
	v := &vt{width: width}
	v.cond = sync.NewCond(&v.mu)
	for range height {
		v.rows = append(v.rows, blankRow(width))
	}
	return v
}

func blankRow(width int) []byte { return []byte(strings.Repeat(" ", width)) }

func (v *vt) Write(text []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	defer v.cond.Broadcast()
	for _, b := range text {
		v.put(b)
	}
	return len(text), nil
}

func (v *vt) put(b byte) {
	switch {
	case b == '\r':
		v.col = 0
	case b == '\n':
		v.down()
	case b == '\b':
		v.col = max(min(v.col, v.width-1)-1, 0)
	case b == '\t':
		v.col = min(v.col+8-v.col%8, v.width-1)
	case b == '\a':
		v.bells++
	case b < ' ' || b > '~':
		v.strange = append(v.strange, b)
	default:
		if v.col == v.width {
			v.col = 0
			v.down()
		}
		v.rows[v.row][v.col] = b
		v.col++
	}
}

func (v *vt) down() {
	if v.row < len(v.rows)-1 {
		v.row++
		return
	}
	v.rows = append(v.rows[1:], blankRow(v.width))
}

// clear empties the screen but for the cursor's row, which becomes the first.
func (v *vt) clear() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.rows[0], v.bells = v.rows[v.row], 0
	for i := range v.rows[1:] {
		v.rows[i+1] = blankRow(v.width)
	}
	v.row = 0
}

// String is every cell down to the last row in use, blanks at the ends of rows left
// out, with § where the cursor stands.
func (v *vt) String() string {
	last := v.row
	for i, row := range v.rows {
		if strings.TrimSpace(string(row)) != "" {
			last = max(last, i)
		}
	}
	var out []string
	for i, row := range v.rows[:last+1] {
		line := string(row)
		if i == v.row {
			line = line[:v.col] + "§" + line[v.col:]
		}
		out = append(out, strings.TrimRight(line, " "))
	}
	return strings.Join(out, "\n")
}

// consoleConfig makes what the screen shows the same every time.
const consoleConfig = `hostname R1
no service timestamps log
no ip domain lookup
line vty 0 4
 no login
 privilege level 15
line con 0
`

// A console is a person at the console of a live router, on a pseudo terminal of 24 rows.
type console struct {
	t        *testing.T
	screen   *vt
	keyboard *os.File
	tty      *os.File
	driver   *Driver
	terminal *Frontend
}

func newConsole(t *testing.T, width int, config ...string) *console {
	t.Helper()
	keyboard, tty, err := pty.Open()
	if err != nil {
		t.Skipf("no pseudo terminal here: %v", err)
	}
	if _, err := term.MakeRaw(int(tty.Fd())); err != nil {
		t.Fatal(err)
	}
	keyboard, tty = interruptible(t, keyboard), interruptible(t, tty)
	c := &console{t: t, screen: newVT(width, 24), keyboard: keyboard, tty: tty}
	ctx, cancel := context.WithCancel(context.Background())
	c.driver = New(Options{Release: debuglog.IOS15, NVRAM: startup(consoleConfig + strings.Join(config, "\n") + "\nend\n")})
	if c.terminal, err = NewFrontend(0, Stream{In: tty, Out: tty, Width: width, Height: 24}, c.driver); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	all.Go(func() { c.driver.Run(ctx) })
	all.Go(func() { _ = c.terminal.Serve(ctx) })
	all.Go(func() { _, _ = io.Copy(c.screen, keyboard) })
	c.driver.Open(c.terminal, router.Attach{Kind: "con", Width: width, Height: 24})
	t.Cleanup(func() {
		cancel()
		tty.Close()
		keyboard.Close()
		all.Wait()
		if len(c.screen.strange) > 0 {
			t.Errorf("the screen got %q, which a router does not send", c.screen.strange)
		}
	})
	c.shows("R1>§")
	return c
}

// keyNames are the keys that have no character, as press takes them.
var keyNames = strings.NewReplacer("<esc>", "\x1b", "<up>", "\x1b[A", "<down>", "\x1bOB", "<right>", "\x1b[C", "<left>", "\x1bOD",
	"<del>", "\x7f", "<tab>", "\t", "<nul>", "\x00", "<lf>", "\n", "\n", "\r",
	"^^", "\x1e", "^A", "\x01", "^B", "\x02", "^C", "\x03", "^D", "\x04", "^E", "\x05", "^F", "\x06", "^H", "\x08", "^K", "\x0b", "^L", "\x0c",
	"^N", "\x0e", "^P", "\x10", "^R", "\x12", "^T", "\x14", "^U", "\x15", "^V", "\x16", "^W", "\x17", "^X", "\x18", "^Y",
	"\x19", "^Z", "\x1a", "^I", "\t")

// press strikes keys: characters, ^A for a control key, <esc> and the like; a line end
// is RETURN.
func (c *console) press(keys string) {
	c.t.Helper()
	if _, err := io.WriteString(c.keyboard, keyNames.Replace(keys)); err != nil {
		c.t.Fatal(err)
	}
}

// shows waits for the screen to be just this.
func (c *console) shows(rows ...string) {
	c.t.Helper()
	want := strings.Join(rows, "\n")
	c.await(func() bool { return c.screen.String() == want }, "screen:\n%s\nwant:\n"+want)
}

// rings waits for the nth bell since the screen was clear.
func (c *console) rings(n int) {
	c.t.Helper()
	c.await(func() bool { return c.screen.bells >= n }, "%s\nnot enough bells")
}

// await waits for something; missing says what is, the screen in place of %s.
func (c *console) await(arrived func() bool, missing string) {
	c.t.Helper()
	v, late := c.screen, false
	timer := time.AfterFunc(patience, func() {
		v.mu.Lock()
		defer v.mu.Unlock()
		late = true
		v.cond.Broadcast()
	})
	defer timer.Stop()
	v.mu.Lock()
	defer v.mu.Unlock()
	for !arrived() {
		if late {
			c.t.Fatal(strings.Replace(missing, "%s", v.String(), 1))
		}
		v.cond.Wait()
	}
}

// prepare types lines, waits for the prompt after each, and clears the screen.
func (c *console) prepare(lines ...string) {
	c.t.Helper()
	const mark = "waiting"
	row := func() string { return string(c.screen.rows[c.screen.row][:c.screen.col]) }
	for _, line := range lines {
		c.press(line + "\n" + mark)
		c.await(func() bool { return strings.HasSuffix(row(), "#"+mark) || strings.HasSuffix(row(), ">"+mark) }, "%s\nno prompt after "+line)
		c.press("^U")
		c.await(func() bool { return strings.HasSuffix(row(), "#") || strings.HasSuffix(row(), ">") }, "%s\nnot erased")
	}
	c.screen.clear()
}
