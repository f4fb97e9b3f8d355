package tcl

import (
	"strings"
	"testing"
)

func TestScripts(t *testing.T) {
	for _, c := range []struct{ script, want string }{
		{"set a 5; incr a", "6"},
		{"set a {b c}; set d \"$a!\"", "b c!"},
		{"set sum 0; foreach n {1 2 3} { incr sum $n }; set sum", "6"},
		{"llength [list a {b c} d]", "3"},
		{"catch { nonsense } why; set why", `invalid command name "nonsense"`},
		{"nonsense", `invalid command name "nonsense"`},
		{"set x", `can't read "x": no such variable`},
		{"eval {eval {set y 1}}", "1"},
	} {
		got, err := New(nil).Run(c.script)
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.script, got, c.want)
		}
	}
}

func TestRecursionEnds(t *testing.T) {
	in := New(nil)
	in.Set("s", "eval $s")
	if _, err := in.Run("eval $s"); err == nil || !strings.Contains(err.Error(), "infinite loop") {
		t.Errorf("it ended with %v", err)
	}
}

func FuzzScripts(f *testing.F) {
	for _, s := range []string{"puts {a", "set a [b", `"\`, "{\\", "[{\\", "${a", "a;b\\\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		_ = Complete(script)
		_, _ = New(nil).Run(script)
		_, _ = Split(script)
	})
}
