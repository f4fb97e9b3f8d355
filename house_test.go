package ruthere_test

import (
	"go/ast"
	"os"
	"strings"
	"testing"
)

// The shape of the code: lines that fit a screen, rooms of a size that one can know, and
// nothing that registers itself unseen.

// longestLine is how many bytes a line of Go may have.
const longestLine = 140

func TestLinesFitAScreen(t *testing.T) {
	for _, files := range parseFiles(t, func(string) bool { return true }) {
		for _, f := range files {
			text, err := os.ReadFile(f.path)
			if err != nil {
				t.Fatal(err)
			}
			for n, line := range strings.Split(string(text), "\n") {
				if len(line) > longestLine {
					t.Errorf("%s:%d has %d bytes; at most %d fit a screen", f.path, n+1, len(line), longestLine)
				}
			}
		}
	}
}

// A room that holds more than a fifth of the production lines is two rooms.
func TestNoRoomIsTheHouse(t *testing.T) {
	lines, all := map[string]int{}, 0
	for dir, files := range sources(t) {
		for _, f := range files {
			n := f.fset.File(f.ast.Pos()).LineCount()
			lines[dir] += n
			all += n
		}
	}
	for dir, n := range lines {
		if n*5 > all {
			t.Errorf("%s has %d of %d production lines, more than a fifth", dir, n, all)
		}
	}
}

// Rooms are called in an order that can be read; an init function runs in that of file names.
func TestNothingRegistersItself(t *testing.T) {
	for _, files := range sources(t) {
		for _, f := range files {
			for _, d := range f.ast.Decls {
				if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
					t.Errorf("%s: an init function; have it called", f.fset.Position(fn.Pos()))
				}
			}
		}
	}
}
