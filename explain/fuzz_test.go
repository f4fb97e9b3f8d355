package explain_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ruthere/explain"
)

// Whatever a file holds, reading it ends, in bounded memory, and the report can be printed.
func fuzz(f *testing.F, pattern, keys string) {
	names, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(names) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text[:min(len(text), 2500)])
		f.Add(text[max(0, len(text)-2500):])
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		file, err := explain.Read(bytes.NewReader(text), explain.Options{Limit: 1 << 20, Keys: keys})
		if err != nil {
			return
		}
		r := explain.Diagnose(file)
		var b strings.Builder
		if r.Print(&b) != nil || r.JSON(&b) != nil {
			t.Fatal("the report cannot be printed")
		}
		r.Story()
		for _, x := range r.Findings {
			for _, e := range x.Evidence {
				if e.Number < 1 || e.Number > file.Lines+1 {
					t.Fatalf("%s: evidence at %d of %d", x.Cause, e.Number, file.Lines)
				}
			}
		}
	})
}

func FuzzIOS(f *testing.F)    { fuzz(f, "ios/*", "") }
func FuzzCharon(f *testing.F) { fuzz(f, "charon/*", "") }
func FuzzPluto(f *testing.F)  { fuzz(f, "pluto/*.txt", "") }
func FuzzPackets(f *testing.F) {
	keys, err := os.ReadFile(filepath.Join("testdata", "packets", "main-aes128-sha1-modp2048.keys"))
	if err != nil {
		f.Fatal(err)
	}
	fuzz(f, "packets/*.pcap", string(keys))
}
