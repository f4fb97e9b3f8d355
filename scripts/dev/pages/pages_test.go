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
