package ruthere_test

import (
	"os"
	"regexp"
	"testing"

	"ruthere/journal"
	"ruthere/lab"
)

// runBlock is a fenced run, and playedBlock what it shows.
var (
	runBlock    = regexp.MustCompile("(?s)```run\n(.*?)```")
	playedBlock = regexp.MustCompile("(?s)```played\n(.*?)```")
)

// The run of docs/time.md shows what the page says.
func TestDocumentedRun(t *testing.T) {
	const page = "docs/time.md"
	text := readPage(t, page)
	run, played := runBlock.FindStringSubmatch(text), playedBlock.FindStringSubmatch(text)
	if run == nil || played == nil {
		t.Fatal("the page has no run, or not what it shows")
	}
	f, err := journal.Parse(page, []byte(run[1]))
	if err != nil {
		t.Fatal(err)
	}
	shown, err := lab.Play(page, f, lab.ReplayOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if shown == played[1] {
		return
	}
	if !*rewrite {
		t.Fatalf("it shows\n%s", shown)
	}
	changed := playedBlock.ReplaceAllLiteralString(text, "```played\n"+shown+"```")
	if err := os.WriteFile(page, []byte(changed), 0o644); err != nil {
		t.Fatal(err)
	}
}
