package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ruthere/lab/course"
	"ruthere/lab/grade"
)

// Progress is written whole, read again, and forgotten; nothing lies beside it.
func TestProgressFile(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	f, err := progressFileOf("ruthere")
	if err != nil {
		t.Fatal(err)
	}
	p, err := f.read()
	if err != nil || len(p.Records) != 0 {
		t.Fatalf("without a file there is %v, %v", p, err)
	}
	for points := range 3 {
		p.Add("console", grade.Result{Points: points + 4, Most: 6, Passed: points == 2}, time.Unix(0, 0))
		if err := f.write(p); err != nil {
			t.Fatal(err)
		}
	}
	again, err := f.read()
	if err != nil || again.Of("console") == nil || again.Of("console").Points != 6 || again.Of("console").Attempts != 3 {
		t.Errorf("the file has %v, %v", again, err)
	}
	names, err := filepath.Glob(filepath.Join(filepath.Dir(string(f)), "*"))
	if hidden, _ := filepath.Glob(filepath.Join(filepath.Dir(string(f)), ".*")); err != nil || len(names) != 1 || len(hidden) != 0 {
		t.Errorf("in the folder there are %v and %v, %v", names, hidden, err)
	}
	info, err := os.Stat(string(f))
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may read it: %v, %v", info.Mode(), err)
	}
}

// A broken file is kept aside, and a new one begins.
func TestBrokenProgressIsKeptAside(t *testing.T) {
	t.Setenv("XDG_STATE_HOME", t.TempDir())
	f, err := progressFileOf("ruthere")
	if err != nil {
		t.Fatal(err)
	}
	if err := f.write(&course.Progress{}); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(string(f), []byte("console: all of it\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := f.read()
	if err != nil || len(p.Records) != 0 {
		t.Errorf("a broken file gives %v, %v", p, err)
	}
	if kept, err := os.ReadFile(string(f) + ".broken"); err != nil || string(kept) != "console: all of it\n" {
		t.Errorf("aside there is %q, %v", kept, err)
	}
	if _, err := f.read(); err != nil {
		t.Errorf("the second time: %v", err)
	}
}

// Where state is kept: as the XDG specification says, which has relative paths count as none.
func TestStateFolder(t *testing.T) {
	t.Setenv("HOME", "/home/ana")
	for variable, want := range map[string]string{
		"/var/state": "/var/state/ruthere",
		"":           "/home/ana/.local/state/ruthere",
		"relative":   "/home/ana/.local/state/ruthere",
	} {
		t.Setenv("XDG_STATE_HOME", variable)
		folder, err := stateFolder()
		if err != nil || filepath.ToSlash(folder) != want && !strings.Contains(folder, "Library") {
			t.Errorf("with XDG_STATE_HOME=%q it is %s, %v, and not %s", variable, folder, err, want)
		}
	}
}
