package ruthere_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ruthere/lab"
	"ruthere/scripts"
)

// rewrite fills in what the routers answer. Commit the difference only if you can say
// why each changed line is right.
var rewrite = flag.Bool("rewrite", false, "rewrite the transcripts in README and docs")

// transcript is a fenced block that is replayed.
var transcript = regexp.MustCompile("(?s)```transcript\n(.*?)```")

// Every transcript in README and docs is what a lab really answers.
func TestDocumentation(t *testing.T) {
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	for _, page := range append(pages, "README.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		changed := transcript.ReplaceAllStringFunc(string(text), func(block string) string {
			found++
			want := transcript.FindStringSubmatch(block)[1]
			got, diff, err := lab.Replay(page, want, scripts.Files)
			if err != nil {
				t.Fatalf("%s: %v", page, err)
			}
			if diff != nil && !*rewrite {
				t.Errorf("%s: a transcript differs: %v", page, diff)
			}
			return "```transcript\n" + got + "```"
		})
		if *rewrite && changed != string(text) {
			if err := os.WriteFile(page, []byte(changed), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if found == 0 {
		t.Error("no transcript found: the pattern or the pages are wrong")
	}
}

// What README says to run is what there is.
func TestReadmeCommands(t *testing.T) {
	text, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"./cmd/ruthere", "./scripts/dev/test.sh"} {
		if _, err := os.Stat(path); err != nil || !strings.Contains(string(text), path) {
			t.Errorf("README and the tree disagree about %s (%v)", path, err)
		}
	}
}
