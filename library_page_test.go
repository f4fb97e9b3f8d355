package ruthere_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	goProgram     = regexp.MustCompile("(?s)```go\n(.*?)```")
	programOutput = regexp.MustCompile("(?s)```output\n(.*?)```")
)

// The program of docs/library.md runs as the page says: in a module of its own, with the lines of go.mod that the page
// gives, and prints what the page shows.
func TestLibraryPage(t *testing.T) {
	if testing.Short() {
		t.Skip("compiles a program of its own: skipped by -short")
	}
	const page = "docs/library.md"
	data, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	text := string(data)
	program, want := goProgram.FindStringSubmatch(text), programOutput.FindStringSubmatch(text)
	if program == nil || want == nil {
		t.Fatal("the page has no program, or no output of it")
	}
	got := runBesideModule(t, program[1], goModLines(text))
	if *rewrite {
		text = programOutput.ReplaceAllLiteralString(text, "```output\n"+got+"```")
		if err := os.WriteFile(page, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if got != want[1] {
		t.Errorf("the program of %s prints\n%s\nand not\n%s", page, got, want[1])
	}
}

// goModLines are the lines that the page has people write into go.mod.
func goModLines(page string) string {
	var b strings.Builder
	for line := range strings.Lines(page) {
		if content, indented := strings.CutPrefix(line, "    "); indented {
			b.WriteString(content)
		}
	}
	return b.String()
}

// runBesideModule runs a program in a module that replaces ruthere by this tree. What this module requires, and its
// checksums, are taken from here, so that nothing is fetched.
func runBesideModule(t *testing.T, program, modLines string) string {
	t.Helper()
	here, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	ours, err := os.ReadFile("go.mod")
	if err != nil {
		t.Fatal(err)
	}
	_, requires, _ := strings.Cut(string(ours), "\nrequire (")
	requires, _, _ = strings.Cut(requires, "\ntool ")
	sums, err := os.ReadFile("go.sum")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	version := regexp.MustCompile(`(?m)^go .*$`).FindString(string(ours))
	mod := "module example\n\n" + version + "\n" + strings.Replace(modLines, "../ruthere", here, 1) + "\nrequire (" + requires
	for name, text := range map[string]string{"main.go": program, "go.mod": mod, "go.sum": string(sums)} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	command := exec.Command("go", "run", "-mod=mod", ".")
	command.Dir = folder
	command.Env = append(os.Environ(), "GOPROXY=off", "GOWORK=off", "GOFLAGS=")
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return string(out)
}
