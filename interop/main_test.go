package interop

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// scratch is removed when all tests are done.
var scratch string

func TestMain(m *testing.M) {
	if target := os.Getenv(floodTarget); target != "" {
		if err := sendFlood(target); err != nil {
			fmt.Fprintln(os.Stderr, "flood:", err)
			os.Exit(1)
		}
		return
	}
	if settings := os.Getenv(farEndOf); settings != "" {
		fmt.Fprintln(os.Stderr, "far end:", beFarEnd(settings))
		os.Exit(1)
	}
	os.Exit(runAll(m))
}

func runAll(m *testing.M) int {
	flag.Parse()
	runWide()
	var err error
	if scratch, err = os.MkdirTemp("", "ruthere-interop-test-"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(scratch)
	return m.Run()
}

// runWide lets the labs run side by side whatever the number of cores: nearly
// all of their time is spent waiting for timers.
func runWide() {
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "test.parallel" })
	if !asked {
		flag.Set("test.parallel", "12")
	}
}

// dependOnEverything reads the project's folders. The binary is built from
// packages that this one does not import, so "go test" would repeat a cached
// result after they changed; but it does notice the folders that tests read.
var dependOnEverything = sync.OnceFunc(func() {
	filepath.WalkDir("..", func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && d.Name() == ".git" {
			return fs.SkipDir
		}
		return nil // a file that another test just removed is no loss
	})
})

// ruthere returns the path of the binary under test, building it once.
var ruthere = sync.OnceValues(func() (string, error) {
	if given := os.Getenv("RUTHERE"); given != "" {
		return filepath.Abs(given)
	}
	binary := filepath.Join(scratch, "ruthere")
	build := exec.Command("go", "build", "-o", binary, "./cmd/ruthere")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cannot build ./cmd/ruthere: %w\n%s", err, out)
	}
	return binary, nil
})
