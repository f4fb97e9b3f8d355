package ios

import (
	"testing"

	"ruthere/debuglog"
	"ruthere/modes"
)

// The syntaxes of all commands are right: what is wrong with one would show only when
// somebody types so far.
func TestAllSyntaxesCompile(t *testing.T) {
	all := Language(debuglog.IOS15).Modes()
	for _, m := range all {
		for _, e := range m.Commands() {
			compiles(t, m, e)
		}
	}
	if len(all) < 60 {
		t.Errorf("only %d modes were found", len(all))
	}
}

func compiles(t *testing.T, m *modes.Mode, e modes.Entry) {
	t.Helper()
	defer func() {
		if why := recover(); why != nil {
			t.Errorf("%s %s: %v", m.ID, e.Syntax(), why)
		}
	}()
	e.Compile()
}
