package router

import (
	"io"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/shell"
)

func streams(purposes map[string]*rand.ChaCha8) func(string) io.Reader {
	return func(purpose string) io.Reader {
		if purposes[purpose] == nil {
			var key [32]byte
			copy(key[:], purpose)
			purposes[purpose] = rand.NewChaCha8(key)
		}
		return purposes[purpose]
	}
}

// console drives one router's console and returns what it shows.
func console(t *testing.T, o Options, lines ...string) string {
	t.Helper()
	now := time.Date(2004, 3, 25, 15, 17, 0, 0, time.UTC)
	o.Random, o.Clock = streams(map[string]*rand.ChaCha8{}), now
	r := New(o)
	var out Out
	r.Boot(now, &out)
	r.Step(now, Attach{Terminal: 0, Kind: "con"}, &out)
	var screen strings.Builder
	show := func() {
		for _, item := range out.Items {
			switch item := item.(type) {
			case TerminalText:
				screen.WriteString(item.Text)
			case TerminalLog:
				screen.WriteString(item.Text + "\n")
			case TerminalReady:
				screen.WriteString(item.Request.Prompt)
			}
		}
		out.Items = nil
	}
	show()
	for _, line := range lines {
		screen.WriteString(line + "\n")
		r.Step(now, Typed{Terminal: 0, Text: line, End: shell.Return}, &out)
		show()
		for range 100 { // let what runs come to its end
			at, _, ok := r.Deadline()
			if !ok || at.Sub(now) > 20*time.Second {
				break
			}
			if at.After(now) {
				now = at
			}
			r.Step(now, Tick{}, &out)
			show()
		}
	}
	return screen.String()
}

func TestConsole(t *testing.T) {
	got := console(t, Options{Release: debuglog.IOS124, AnyInterface: true, Files: []files.File{files.Startup(`
hostname Router
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
`)}}, "enable", "show ip interface brief", "ping 192.168.1.1", "configure terminal", "interface", "crypto isakmp keepalive 10 periodic", "end", "show running-config", "show crypto isakmp sa", "show crypto session")
	t.Log("\n" + got)
}
