package live

import (
	"os"
	"path/filepath"
	"testing"
)

func TestNVRAMKeepsTheStartupConfiguration(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "nvram")
	first := open(t, folder)
	if _, has := first.Startup(); has {
		t.Fatal("a new NVRAM holds a configuration")
	}
	for _, text := range []string{"hostname A\n", "hostname B\nend\n"} {
		if err := first.Save(text); err != nil {
			t.Fatal(err)
		}
		if got, has := open(t, folder).Startup(); !has || got != text {
			t.Errorf("after saving %q it holds %q, %v", text, got, has)
		}
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Errorf("the folder holds %v, want one file (%v)", files, err)
	}
	if info, err := os.Stat(filepath.Join(folder, startupName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("a file with secrets is not its owner's alone: %v, %v", info.Mode(), err)
	}

	if err := first.Erase(); err != nil {
		t.Fatal(err)
	}
	if _, has := open(t, folder).Startup(); has {
		t.Error("erased, but there")
	}
	if err := first.Erase(); err != nil {
		t.Errorf("erasing nothing: %v", err)
	}
}

func TestInsertedConfigurationIsNotStored(t *testing.T) {
	folder := t.TempDir()
	n := open(t, folder)
	n.Insert("hostname Given\n")
	if text, has := n.Startup(); !has || text != "hostname Given\n" {
		t.Errorf("it starts with %q, %v", text, has)
	}
	if _, has := open(t, folder).Startup(); has {
		t.Error("it was stored without being saved")
	}
}

func TestSaveReportsWhatWentWrong(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "nvram")
	n := open(t, folder)
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	if err := n.Save("x"); err == nil {
		t.Error("saved into a folder that is gone")
	}
}

func open(t *testing.T, folder string) *NVRAM {
	t.Helper()
	n, err := OpenNVRAM(folder)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
