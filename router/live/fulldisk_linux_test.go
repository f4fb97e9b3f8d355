package live

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"ruthere/debuglog"
)

// On a disk that is full, and on one that cannot be written, `write memory` says what
// failed, every time, and what was saved before is still there.
func TestSavingOnAFullAndOnAReadOnlyDisk(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=32k"); err != nil {
		t.Skipf("cannot mount a small disk here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	nvram := open(t, folder)
	r := start(t, Options{Release: debuglog.IOS15, NVRAM: nvram})
	r.expect("Router>")
	r.run("enable", "Router#")
	const good = "[OK]\n"
	if got := r.run("write memory", "Router#"); !strings.Contains(got, good) {
		t.Fatalf("an empty disk: %q", got)
	}
	saved := startupText(open(t, folder))
	filler := folder + "/filler"
	if err := os.WriteFile(filler, make([]byte, 64<<10), 0o600); err == nil {
		t.Fatal("the disk is never full")
	}
	want := func(why string) {
		t.Helper()
		for i := range 25 {
			for line, says := range map[string]string{
				"write memory": "startup-config file open failed (" + why + ")",
				fmt.Sprintf("show ip route | redirect flash:f%d", i): "(" + why + ")",
			} {
				if got := r.run(line, "Router#"); !strings.Contains(got, says) || strings.Contains(got, good) {
					t.Fatalf("%s: %q, want %q", line, got, says)
				}
			}
		}
		if got := startupText(open(t, folder)); got != saved {
			t.Fatalf("what was saved is gone; there is %q", got)
		}
		if got := r.run("dir flash:", "Router#"); strings.Contains(got, " f1") {
			t.Errorf("the router lists a file that it does not have: %q", got)
		}
	}
	want("No space left on device")
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	want("Read-only file system")
	if err := syscall.Mount("", folder, "", syscall.MS_REMOUNT, ""); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if got := r.run("write memory", "Router#"); !strings.Contains(got, good) {
		t.Errorf("with room again: %q", got)
	}
}

// A folder that is gone is no place to save in, and the user reads so.
func TestSavingIntoAFolderThatIsGone(t *testing.T) {
	folder := t.TempDir() + "/nvram"
	r := start(t, Options{Release: debuglog.IOS15, NVRAM: open(t, folder)})
	r.expect("Router>")
	r.run("enable", "Router#")
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if got := r.run("write memory", "Router#"); !strings.Contains(got, "startup-config file open failed (No such file or directory)\n") {
		t.Errorf("%q", got)
	}
}
