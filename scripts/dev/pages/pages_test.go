package main

import (
	"os"
	"path/filepath"
	"testing"
)

// Every page that is made is what the program says now.
func TestPagesAreCurrent(t *testing.T) {
	pages, err := makePages()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		kept, err := os.ReadFile(filepath.Join("..", "..", "..", filepath.FromSlash(p.path)))
		if err != nil {
			t.Error(err)
		} else if string(kept) != p.text {
			t.Errorf("%s is not what the program says now; make it again: go run ./scripts/dev/pages", p.path)
		}
	}
}

// The syntax of a command as people read it.
func TestReadableSyntax(t *testing.T) {
	for _, c := range []struct{ syntax, want string }{
		{"keepalive secs:<10-3600> [retry:<2-60>] [periodic | on-demand]", "keepalive SECS [RETRY] [periodic | on-demand]"},
		{"set transform-set names:WORD...", "set transform-set NAMES..."},
		{`more nvram\: [from=begin]`, "more nvram: [begin]"},
		{`show x [\| filter:LINE]`, "show x [| FILTER]"},
	} {
		if got := readableSyntax(c.syntax); got != c.want {
			t.Errorf("readableSyntax(%q) is %q, want %q", c.syntax, got, c.want)
		}
	}
}
