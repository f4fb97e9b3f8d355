package lab

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What gives a copy away in the first hour is held, item by item, by tests and lines of transcripts that
// are there, or it says why not: testdata/first-hour.txt.
func TestFirstHourIsHeld(t *testing.T) {
	text, err := os.ReadFile("testdata/first-hour.txt")
	if err != nil {
		t.Fatal(err)
	}
	heading := regexp.MustCompile(`^@ (\d+(?:\.\d+)+) ([ABC])  \S`)
	item, held, seen := "", true, map[string]bool{}
	begin := func(next string) {
		if !held {
			t.Errorf("%s: nothing holds it, and no reason is given", item)
		}
		if seen[next] {
			t.Errorf("%s is there twice", next)
		}
		item, held, seen[next] = next, false, true
	}
	for at, line := range strings.Split(string(text), "\n") {
		what, isEvidence := strings.CutPrefix(line, "= ")
		switch m := heading.FindStringSubmatch(line); {
		case m != nil:
			begin(m[1])
		case isEvidence:
			held = true
			if problem := evidenceProblem(t, what); problem != "" {
				t.Errorf("line %d: %s: %s", at+1, item, problem)
			}
		case strings.HasPrefix(line, "! "):
			held = true
		case line != "" && !strings.HasPrefix(line, "#"):
			t.Errorf("line %d: %q is nothing that this file has", at+1, line)
		}
	}
	begin("the end")
	for section, items := range map[string]int{"1": 14, "2.1": 10, "2.2": 10, "2.3": 5, "2.4": 9, "4": 10} {
		for n := range items {
			if name := section + "." + string(rune('0'+(n+1)/10)) + string(rune('0'+(n+1)%10)); !seen[strings.Replace(name, ".0", ".", 1)] {
				t.Errorf("there is no %s", name)
			}
		}
	}
}

// evidenceProblem is what is wrong with the name of a test, or with a line of a transcript.
func evidenceProblem(t *testing.T, what string) string {
	if file, line, ok := strings.Cut(what, ": "); ok {
		for _, folder := range []string{"testdata", scripts, "../cmd/ruthere/testdata/script"} {
			if text, err := os.ReadFile(filepath.Join(folder, file)); err == nil {
				if slices.Contains(strings.Split(string(text), "\n"), line) {
					return ""
				}
				return file + " does not say " + line
			}
		}
		return "there is no file " + file
	}
	folder, name, _ := strings.Cut(what, " ")
	files, err := filepath.Glob(filepath.Join("..", folder, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "func "+name+"(t *testing.T)") {
			return ""
		}
	}
	return "there is no test " + name + " in " + folder
}
