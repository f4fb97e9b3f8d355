package main

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var rewritePage = flag.Bool("rewrite", false, "rewrite what the commands of docs/incidents.md show")

// The blocks of the page: a file, and a command with what it shows.
var (
	typedBlock = regexp.MustCompile("(?s)```typed (\\S+)\n(.*?)```")
	shellBlock = regexp.MustCompile("(?s)```shell\n\\$ (ruthere [^\n]*)\n(.*?)```")
)

// What docs/incidents.md shows is what the commands say.
func TestIncidentsPage(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine: nothing to race")
	}
	const page = "../../docs/incidents.md"
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, file := range typedBlock.FindAllStringSubmatch(string(text), -1) {
		if err := os.WriteFile(filepath.Join(folder, file[1]), []byte(file[2]), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	found := 0
	changed := shellBlock.ReplaceAllStringFunc(string(text), func(block string) string {
		found++
		one := shellBlock.FindStringSubmatch(block)
		shown := runLine(t, folder, one[1])
		if shown != one[2] && !*rewritePage {
			t.Errorf("%s shows\n%s\nand not\n%s", one[1], shown, one[2])
		}
		return "```shell\n$ " + one[1] + "\n" + shown + "```"
	})
	if found < 5 {
		t.Errorf("%d commands were found", found)
	}
	if *rewritePage && changed != string(text) {
		if err := os.WriteFile(page, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// runLine runs a command line, its input perhaps from a file of the page.
func runLine(t *testing.T, folder, line string) string {
	t.Helper()
	line, input, _ := strings.Cut(line, " < ")
	c := exec.Command("ruthere", strings.Fields(line)[1:]...)
	c.Dir = folder
	c.Env = append(os.Environ(), "HOME="+folder, "XDG_CONFIG_HOME=")
	if input != "" {
		file, err := os.Open(filepath.Join(folder, input))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		c.Stdin = file
	}
	out, err := c.Output()
	if failed, ok := err.(*exec.ExitError); ok && failed.ExitCode() == exitFailed {
		return string(out) + strings.TrimSuffix(string(failed.Stderr), "\n") + "\n"
	} else if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return string(out)
}
