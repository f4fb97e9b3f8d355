package lab

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"ruthere/capture"
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

// Every transcript replays without a difference, and twice to the same bytes, packets
// included: those that are shipped, and those that show what a lab can do.
func TestShippedTranscripts(t *testing.T)  { replayAll(t, scripts) }
func TestTranscriptsOfTheLab(t *testing.T) { replayAll(t, "testdata") }

func replayAll(t *testing.T, folder string) {
	names, err := filepath.Glob(filepath.Join(folder, "*.transcript"))
	if err != nil || len(names) == 0 {
		t.Fatalf("no transcripts in %s: %v", folder, err)
	}
	for i, path := range names {
		if testing.Short() && i%4 > 0 {
			continue
		}
		name := filepath.Base(path)
		t.Run(name, func(t *testing.T) { replayTwice(t, folder, name) })
	}
}

func replayTwice(t *testing.T, folder, name string) {
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	var first, second, firstNG, secondNG bytes.Buffer
	recording := func(classic, ng *bytes.Buffer) ReplayOptions {
		return ReplayOptions{Packets: classic, Capture: capture.Record(capture.Plain(ng), capture.PCAPNG, "test")}
	}
	r, err := ReplayWith(name, string(data), os.DirFS(folder), recording(&first, &firstNG))
	if err != nil {
		t.Fatalf("%v\n%s", err, r.Actual)
	}
	if *rewrite {
		rewriteTranscript(t, folder, name, r)
	} else if r.Difference != nil {
		t.Error(r.Difference)
	}
	again, err := ReplayWith(name, string(data), os.DirFS(folder), recording(&second, &secondNG))
	if err != nil {
		t.Fatal(err)
	}
	if again.Actual != r.Actual {
		t.Error("the second run shows something else")
	}
	if !bytes.Equal(first.Bytes(), second.Bytes()) {
		t.Error("the second run sends other packets")
	}
	if !bytes.Equal(firstNG.Bytes(), secondNG.Bytes()) {
		t.Error("the second run is captured otherwise: names, comments or keys differ")
	}
}

// rewriteTranscript keeps what came out, unless lines that look typed would be lost.
func rewriteTranscript(t *testing.T, folder, name string, r Replayed) {
	t.Helper()
	if r.Difference != nil && r.Difference.Hint != "" {
		t.Fatal(r.Difference)
	}
	_, diff, err := Replay(name, r.Updated, os.DirFS(folder))
	if err != nil || diff != nil {
		t.Fatalf("what came out does not replay: %v %v", diff, err)
	}
	if err := os.WriteFile(filepath.Join(folder, name), []byte(r.Updated), 0o644); err != nil {
		t.Fatal(err)
	}
}
