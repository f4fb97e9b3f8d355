package live

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// The register lies beside the configuration, outlives it, and is not taken for one of the files.
func TestNVRAMKeepsTheRegister(t *testing.T) {
	folder := t.TempDir()
	for _, n := range []*NVRAM{open(t, folder), open(t, "")} {
		if text, err := n.readRegister(); text != "" || err != nil {
			t.Errorf("at first: %q, %v", text, err)
		}
		for _, want := range []string{"0x2142", "0x0"} {
			if err := n.storeRegister(want); err != nil {
				t.Fatal(err)
			}
			if text, err := n.readRegister(); text != want || err != nil {
				t.Errorf("stored %q, read %q, %v", want, text, err)
			}
		}
		if all := n.Files(); len(all) > 0 {
			t.Errorf("it is among the files: %v", all)
		}
	}
	if text, err := open(t, folder).readRegister(); text != "0x0" || err != nil {
		t.Errorf("another process reads %q, %v", text, err)
	}
	for _, bad := range []string{"banana", "2142", "0x12142", "-0x1", strings.Repeat("0", 1<<20)} {
		if err := os.WriteFile(filepath.Join(folder, registerName), []byte(bad), 0o600); err != nil {
			t.Fatal(err)
		}
		if text, err := open(t, folder).readRegister(); text != "" || err == nil || !strings.Contains(err.Error(), registerName) {
			t.Errorf("%.20q is read as %q, %v", bad, text, err)
		}
	}
}
