package modes

import "testing"

// The syntaxes of all commands are right: what is wrong with one would show only when
// somebody types so far.
func TestAllSyntaxesCompile(t *testing.T) {
	seen := map[*Mode]bool{}
	var visit func(m *Mode)
	visit = func(m *Mode) {
		if m == nil || seen[m] {
			return
		}
		seen[m] = true
		for _, c := range m.commands {
			if c.syntax == nil {
				continue
			}
			compiles(t, m, c.text, c.syntax.Ready)
			if c.no != nil {
				compiles(t, m, "no "+c.text, c.no.Ready)
			}
			visit(c.enter)
		}
	}
	visit(Exec)
	visit(Global)
	if len(seen) < 60 {
		t.Errorf("only %d modes were found", len(seen))
	}
}

func compiles(t *testing.T, m *Mode, text string, ready func()) {
	t.Helper()
	defer func() {
		if why := recover(); why != nil {
			t.Errorf("%s %s: %v", m.Title, text, why)
		}
	}()
	ready()
}
