package explain

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var rewrite = flag.Bool("rewrite", false, "rewrite the examples and the table of docs/explain.md")

var (
	example   = regexp.MustCompile("(?s)```console\n\\$ ruthere explain (\\S+)\n(.*?)```")
	pageTable = regexp.MustCompile(`(?s)(\| cause \| what it is \| see \| \|\n\|---\|---\|---\|---\|\n)((?:\| [^\n]*\n)*)`)
)

// The page shows what the program says of those files, and the table of causes is the program's.
func TestPage(t *testing.T) {
	name := filepath.Join("..", "docs", "explain.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	page := example.ReplaceAllStringFunc(string(text), func(block string) string {
		file := example.FindStringSubmatch(block)[1]
		content, err := os.ReadFile(filepath.Join("..", file))
		if err != nil {
			t.Fatal(err)
		}
		read, err := Read(bytes.NewReader(content), Options{})
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		if err := Diagnose(read).Print(&b); err != nil {
			t.Fatal(err)
		}
		return "```console\n$ ruthere explain " + file + "\n" + b.String() + "```"
	})
	var rows strings.Builder
	for _, e := range causeTable {
		what := "failure"
		if e.End {
			what = "end"
		}
		fmt.Fprintf(&rows, "| `%s` | %s | %s | %s |\n", e.ID, e.Title, e.RFC, what)
	}
	page = pageTable.ReplaceAllStringFunc(page, func(table string) string {
		return pageTable.FindStringSubmatch(table)[1] + rows.String()
	})
	if *rewrite {
		if err := os.WriteFile(name, []byte(page), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if page != string(text) {
		t.Errorf("docs/explain.md is not what the program says: go test ./explain -run TestPage -rewrite, and read the difference")
	}
}
