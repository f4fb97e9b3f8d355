package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The exit status tells a mark from a mistake: 0 all have passed, 1 somebody has not, 2 nothing was judged.
func TestGradeStatus(t *testing.T) {
	dir := t.TempDir()
	lab := "routers: [{name: R}]\ntasks: [{title: T, checks: [{title: C, question: q, text: Which, accept: [a]}]}]\n"
	for name, text := range map[string]string{"lab.yaml": lab, "right/answers.yaml": "q: a\n", "wrong/answers.yaml": "q: b\n",
		"bad.yaml": "routers: 1\n"} {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for arguments, want := range map[string]int{
		"lab.yaml right":                  0,
		"lab.yaml right/answers.yaml":     0,
		"lab.yaml wrong":                  1,
		"lab.yaml right wrong":            1,
		"lab.yaml":                        1,
		"":                                2,
		"lab.yaml nobody":                 2,
		"bad.yaml right":                  2,
		"--frobnicate lab.yaml":           2,
		"--csv /nowhere/x lab.yaml right": 2,
	} {
		c := exec.Command("ruthere", append([]string{"lab", "grade"}, strings.Fields(arguments)...)...)
		c.Dir = dir
		_ = c.Run()
		if got := c.ProcessState.ExitCode(); got != want {
			t.Errorf("lab grade %s: status %d, want %d", arguments, got, want)
		}
	}
}
