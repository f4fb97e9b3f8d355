package fault

import (
	"os"
	"regexp"
	"strings"
	"testing"
)

var quotedWords = regexp.MustCompile("`([^`]+)`")

// Every sentence that the page gives for the vocabulary of another program is one.
func TestSentencesOfThePage(t *testing.T) {
	page, err := os.ReadFile("../../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(page), "| impair | sentence |\n|---|---|\n")
	if !ok {
		t.Fatal("the page has no such table")
	}
	stands := strings.NewReplacer("the Nth", "the 4th", "bit N", "bit 232", "of ...", "of main mode message 3", "empty ...",
		"empty payload DELETE of DELETE esp", "repeat ...", "repeat payload DELETE of DELETE esp",
		"... of quick", "rewrite key-length 192 of quick")
	found := 0
	for _, row := range strings.Split(table, "\n") {
		cells := strings.Split(strings.ReplaceAll(row, `\|`, "/"), "|")
		if len(cells) < 3 {
			continue
		}
		for _, quoted := range quotedWords.FindAllStringSubmatch(cells[2], -1) {
			text := stands.Replace(quoted[1])
			if text == "once" || text == "twice" || text == "drop" || strings.HasPrefix(text, "lab ") || strings.HasSuffix(text, "-") {
				continue
			}
			found++
			if _, err := Parse(text); err != nil {
				t.Errorf("%s: %v", text, err)
			}
		}
	}
	if found < 20 {
		t.Errorf("%d sentences", found)
	}
}

// The page explains every verb, and every field that can be written.
func TestPageIsWhole(t *testing.T) {
	page, err := os.ReadFile("../../docs/faults.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range Verbs() {
		if !strings.Contains(string(page), "`"+string(v)+" ") && !strings.Contains(string(page), "`"+string(v)+"`") {
			t.Errorf("the page says nothing of %s", v)
		}
	}
	for _, f := range fields {
		if !strings.Contains(string(page), "`"+f.name+"`") {
			t.Errorf("the page says nothing of the field %s", f.name)
		}
	}
}
