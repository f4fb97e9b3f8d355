package reproduction_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruthere/explain"
	"ruthere/explain/reproduction"
)

// Every post whose cause our routers can have fails of the same in the lab that is made of it.
func TestPostsAreReproduced(t *testing.T) {
	files, _ := filepath.Glob("../testdata/posts/*.txt")
	made := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, post := range strings.Split("\n"+string(text), "\n=== ")[1:] {
			name, log, _ := strings.Cut(post, "\n")
			for strings.HasPrefix(log, "> ") {
				_, log, _ = strings.Cut(log, "\n")
			}
			f, err := explain.Read(strings.NewReader(log), explain.Options{})
			if err != nil {
				continue
			}
			c, err := reproduction.Make(explain.Diagnose(f))
			if err != nil {
				continue // nothing failed, or there is no lab for it
			}
			made++
			played, err := c.Run()
			if err != nil {
				t.Errorf("%s: %v", name, err)
				continue
			}
			if r, same, err := c.Explain(played.Logs[c.Writer]); err != nil || !same {
				t.Errorf("%s: %s comes to %v, %v", name, c.Cause, r.Findings, err)
			}
		}
	}
	if made < 40 {
		t.Errorf("only %d of the posts have a lab", made)
	}
}
