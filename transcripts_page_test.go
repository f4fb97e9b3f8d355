package ruthere_test

import (
	"regexp"
	"strings"
	"testing"

	"ruthere/lab"
	"ruthere/scripts"
)

// The page of transcripts shows every command of a lab, or names it and the page that shows it.
func TestTranscriptsPageIsComplete(t *testing.T) {
	page := readPage(t, "docs/transcripts.md")
	help, _, err := lab.Replay("help", "@ help\n", scripts.Files)
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^  ([a-z]+)\b`).FindAllStringSubmatch(help, -1)
	if len(commands) < 20 {
		t.Fatalf("help lists %d commands only:\n%s", len(commands), help)
	}
	for _, c := range commands {
		if !strings.Contains(page, "\n@ "+c[1]) && !strings.Contains(page, "`"+c[1]+"`") {
			t.Errorf("docs/transcripts.md does not show the command %s", c[1])
		}
	}
}
