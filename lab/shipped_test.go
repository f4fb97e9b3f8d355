package lab

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

// Only commit rewritten transcripts if you understand why each line changed.
var rewrite = flag.Bool("rewrite", false, "rewrite the shipped transcripts with what really came out")

const scripts = "../scripts"

var scriptFiles = os.DirFS(scripts)

func shipped(t *testing.T, name string) string {
	t.Helper()
	text, err := fs.ReadFile(scriptFiles, name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every transcript that is shipped replays without a difference, and twice to the same
// bytes, packets included.
func TestShippedTranscripts(t *testing.T) {
	names, err := fs.Glob(scriptFiles, "*.transcript")
	if err != nil || len(names) == 0 {
		t.Fatalf("no transcripts in %s: %v", scripts, err)
	}
	for _, name := range names {
		t.Run(name, func(t *testing.T) {
			text := shipped(t, name)
			var first, second bytes.Buffer
			actual, diff, err := ReplayCapture(name, text, scriptFiles, &first)
			if err != nil {
				t.Fatalf("%v\n%s", err, actual)
			}
			if *rewrite {
				rewriteTranscript(t, name, actual, diff)
			} else if diff != nil {
				t.Error(diff)
			}
			again, _, err := ReplayCapture(name, text, scriptFiles, &second)
			if err != nil {
				t.Fatal(err)
			}
			if again != actual {
				t.Error("the second run shows something else")
			}
			if !bytes.Equal(first.Bytes(), second.Bytes()) {
				t.Error("the second run sends other packets")
			}
		})
	}
}

// rewriteTranscript keeps what came out, unless lines that look typed would be lost.
func rewriteTranscript(t *testing.T, name, actual string, diff error) {
	t.Helper()
	var d *Difference
	if errors.As(diff, &d) && d.Hint != "" {
		t.Fatal(diff)
	}
	_, diff, err := Replay(name, actual, scriptFiles)
	if err != nil || diff != nil {
		t.Fatalf("what came out does not replay: %v %v", diff, err)
	}
	if err := os.WriteFile(filepath.Join(scripts, name), []byte(actual), 0o644); err != nil {
		t.Fatal(err)
	}
}
