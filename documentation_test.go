package ruthere_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ruthere/lab"
	"ruthere/lab/grade"
	"ruthere/scripts"
)

// rewrite fills in what the routers answer. Commit the difference only if you can say
// why each changed line is right.
var rewrite = flag.Bool("rewrite", false, "rewrite the transcripts in README and docs")

// transcript is a fenced block that is replayed.
var transcript = regexp.MustCompile("(?s)```transcript\n(.*?)```")

// typedLine is a line that is typed at a prompt.
var typedLine = regexp.MustCompile(`(?m)^[A-Za-z][\w.-]*(\([a-z][\w-]*\))?[>#]`)

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
			if !typedLine.MatchString(want) {
				t.Errorf("%s: a transcript without a prompt is a list of commands, and nothing of it is compared:\n%.200s", page, want)
			}
			r, err := lab.ReplayWith(page, want, scripts.Files, lab.ReplayOptions{ReadTopology: grade.ReadTopology})
			if err != nil {
				t.Fatalf("%s: %v", page, err)
			}
			if r.Difference != nil && !*rewrite {
				t.Errorf("%s: a transcript differs: %v", page, r.Difference)
			}
			return "```transcript\n" + r.Actual + "```"
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

// tryLines are commands that README has a newcomer type.
var tryLines = regexp.MustCompile("(?s)```try\n(.*?)```")

// What README has a newcomer type, in the built-in lab and twelve seconds apart, is understood and shows what is promised.
func TestReadmeLinesToTry(t *testing.T) {
	found := tryLines.FindStringSubmatch(readPage(t, "README.md"))
	if found == nil {
		t.Fatal("README has no lines to try")
	}
	script := "@ lab lab.yaml\n@ 10s\n" + strings.ReplaceAll(found[1], "\n", "\n@ 12s\n")
	shown, _, err := lab.Replay("README.md", script, scripts.Files)
	if err != nil {
		t.Fatal(err)
	}
	if wrong := regexp.MustCompile(`(?m)^% .*`).FindString(shown); wrong != "" {
		t.Errorf("the router says %q in\n%s", wrong, shown)
	}
	for _, promised := range []string{"80 percent (4/5)", "R_U_THERE_ACK received", "Crypto tunnel is DOWN", "ACTIVE (deleted)", "<10-3600>"} {
		if !strings.Contains(shown, promised) {
			t.Errorf("%q does not show in\n%s", promised, shown)
		}
	}
}

// README is a door, not a hall.
func TestReadmeIsShort(t *testing.T) {
	if n := strings.Count(readPage(t, "README.md"), "\n"); n > 120 {
		t.Errorf("README has %d lines, and at most 120 are read", n)
	}
}

func readPage(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
