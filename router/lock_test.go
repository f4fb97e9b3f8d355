package router

import (
	"io"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/shell"
)

// While one terminal configures exclusively, another one is told who does; the lock goes
// when configuration mode is left, when it is cleared, and when its terminal is gone.
func TestConfigurationLock(t *testing.T) {
	now := time.Date(2026, 3, 25, 15, 17, 0, 0, time.UTC)
	r := New(Options{Release: debuglog.IOS15, Clock: now, AnyInterface: true,
		Random: func(string) io.Reader { return rand.NewChaCha8([32]byte{}) },
		Files: []files.File{files.Startup("configuration mode exclusive auto\nline con 0\nprivilege level 15\nline vty 0 4\n" +
			" no login\n privilege level 15\nend\n")}})
	var out Out
	r.Boot(now, &out)
	r.Step(now, Attach{Terminal: 0, Kind: config.LineConsole}, &out)
	r.Step(now, Attach{Terminal: 1, Kind: config.LineVTY, From: netip.MustParseAddr("192.0.2.7")}, &out)
	typed := func(terminal int, line string) string {
		out.Items = nil
		r.Step(now, Typed{Terminal: terminal, Text: line, End: shell.Return}, &out)
		var text strings.Builder
		for _, item := range out.Items {
			if item, ok := item.(TerminalText); ok && item.Terminal == terminal {
				text.WriteString(item.Text)
			}
		}
		return text.String()
	}
	const locked = "Configuration mode is locked by process 'Exec' user 'unknown' from terminal '0'. Please try later.\n"
	expect := func(terminal int, line, want string) {
		t.Helper()
		if got := typed(terminal, line); !strings.Contains(got, want) {
			t.Errorf("%q at terminal %d: %q, want %q", line, terminal, got, want)
		}
	}
	const entered = "Enter configuration commands"
	expect(0, "configure terminal", entered)
	expect(0, "do show configuration lock", "EXCLUSIVE")
	expect(1, "configure terminal", locked)
	expect(1, "show configuration lock", "EXCLUSIVE")
	expect(1, "configure replace nvram:startup-config force", locked)
	expect(0, "end", "")
	expect(1, "configure terminal", entered)
	expect(0, "configure terminal", "from terminal '2'")
	expect(0, "clear configuration lock", "")
	expect(0, "", "")
	expect(0, "configure terminal", entered)
	r.Step(now, Detach{Terminal: 0}, &out)
	expect(1, "end", "")
	expect(1, "show configuration lock", "NO LOCK")
}
