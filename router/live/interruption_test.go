package live

import (
	"fmt"
	"io"
	"net/netip"
	"strings"
	"sync"
	"testing"

	"github.com/creack/pty"

	"ruthere/config"
	"ruthere/router"
)

// Log lines that come while somebody types, as ios-cli 4.5 has them. They come after
// the first step: a neighbour at a virtual line has configured something.
func TestLogLineAtTheKeyboard(t *testing.T) {
	const configured = "%SYS-5-CONFIG_I: Configured from console by vty0 (10.0.0.9)"
	const synchronous = " logging synchronous"
	for _, c := range []struct {
		name   string
		config string // of the console's line
		first  step
		then   []step
	}{
		{"nothing follows it, and the echo goes on behind", "", step{"sho", []string{"R1>sho§"}}, []step{
			{"", []string{"R1>sho", configured + "§"}},
			{"w privilege", []string{"R1>sho", configured + "w privilege§"}},
			{"\n", []string{"R1>sho", configured + "w privilege", "Current privilege level is 1", "R1>§"}}}},
		{"Ctrl-R shows what was typed", "", step{"sho", []string{"R1>sho§"}}, []step{
			{"", []string{"R1>sho", configured + "§"}},
			{"^R", []string{"R1>sho", configured, "R1>sho§"}}}},
		{"Backspace does not rub it out", "", step{"sho", []string{"R1>sho§"}}, []step{
			{"", []string{"R1>sho", configured + "§"}},
			{"^H", []string{"R1>sho", configured, "R1>sh§"}}}},
		{"synchronous: prompt, line and cursor come back", synchronous, step{"show^B", []string{"R1>sho§w"}}, []step{
			{"", []string{"R1>show", configured, "R1>sho§w"}},
			{"^Ex", []string{"R1>show", configured, "R1>showx§"}}}},
		{"it breaks into paged output", " length 2", step{"show privilege | i .\n", []string{"R1>show privilege | i .",
			"Current privilege level is 1", "R1>§"}}, []step{
			{"", []string{"R1>show privilege | i .", "Current privilege level is 1", "R1>", configured + "§"}}}},
		{"synchronous: it waits for the pager", " length 3\n" + synchronous, step{"help\n", []string{"R1>help",
			"Help may be requested at any point in a command by entering",
			"a question mark '?'.  If nothing matches, the help list will", " --More-- §"}}, []step{
			{"", nil},
			{"q", []string{"R1>help", "Help may be requested at any point in a command by entering",
				"a question mark '?'.  If nothing matches, the help list will", "",
				configured, "R1>§"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			console := newConsole(t, 80, c.config)
			console.run([]step{c.first})
			console.neighbour("configure terminal", "end")
			console.run(c.then)
		})
	}
}

// neighbour is somebody at a virtual line of the same router, who types lines.
func (c *console) neighbour(lines ...string) {
	c.driver.Open(discarded{}, router.Attach{Terminal: 1, Kind: config.LineVTY, From: netip.MustParseAddr("10.0.0.9"), Width: 80})
	for _, line := range lines {
		c.driver.Do(router.Typed{Terminal: 1, Text: line})
	}
	c.driver.Help(1, "") // answered when all that is done
}

// discarded is a screen that nobody looks at.
type discarded struct{}

func (discarded) Show(router.TerminalOutput) {}

// The window is made narrower and wider while a line stands in it.
func TestWindowChangesWhileTyping(t *testing.T) {
	c := newConsole(t, 80)
	c.press("abcdefghij klmnopqrst uvwxyz")
	c.shows("R1>abcdefghij klmnopqrst uvwxyz§")
	if err := pty.Setsize(c.keyboard, &pty.Winsize{Rows: 24, Cols: 30}); err != nil {
		t.Fatal(err)
	}
	c.terminal.Resize(30, 24)
	c.shows("R1>$klmnopqrst uvwxyz§")
	c.press("0")
	c.shows("R1>$klmnopqrst uvwxyz0§")
	c.terminal.Resize(80, 24)
	c.shows("R1>$klmnopqrst uvwxyz0§")
	c.press("^A^E")
	c.shows("R1>abcdefghij klmnopqrst uvwxyz0§")
	c.press("\nterminal width 20\n0123456789abcdef")
	c.await(func() bool { return strings.HasSuffix(c.screen.String(), "R1>$bcdef§") }, "%s\nthe new width does not count")
}

// A paste is longer than anything reads ahead, and nothing of it is lost.
func TestPaste(t *testing.T) {
	lines := 3000
	if testing.Short() { // as under the race detector, to which the first lines are as good
		lines = 300
	}
	c := newConsole(t, 80)
	c.prepare("enable", "configure terminal", "no logging console")
	var paste strings.Builder
	for i := range lines {
		fmt.Fprintf(&paste, "ip route 198.%d.%d.%d 255.255.255.255 Null0\n", 18+i>>16, i>>8&255, i&255)
	}
	var typing sync.WaitGroup
	typing.Go(func() {
		if _, err := io.WriteString(c.keyboard, strings.ReplaceAll(paste.String(), "\n", "\r")+"end\r"); err != nil {
			t.Error(err)
		}
	})
	c.await(func() bool { return strings.HasSuffix(c.screen.String(), "\nR1#§") }, "%s\nthe paste did not end")
	typing.Wait()
	c.screen.clear()
	c.press("show run | count ^ip route 198\n")
	c.shows("R1#show run | count ^ip route 198", fmt.Sprintf("Number of lines which match regexp = %d", lines), "R1#§")
}
