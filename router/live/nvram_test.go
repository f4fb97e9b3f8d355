package live

import (
	"bufio"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"ruthere/files"
)

// startupText is the startup configuration that an NVRAM holds, "" for none.
func startupText(n *NVRAM) string {
	f, _ := n.held.Find(files.NVRAM, files.StartupConfig)
	return f.Data
}

func TestNVRAMKeepsTheStartupConfiguration(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "nvram")
	first := open(t, folder)
	if len(first.Files()) > 0 {
		t.Fatal("a new NVRAM holds files")
	}
	for _, text := range []string{"hostname A\n", "hostname B\nend\n"} {
		if err := first.Store(files.Startup(text)); err != nil {
			t.Fatal(err)
		}
		if got := startupText(open(t, folder)); got != text {
			t.Errorf("after saving %q it holds %q", text, got)
		}
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) != 1 {
		t.Errorf("the folder holds %v, want one file (%v)", files, err)
	}
	if info, err := os.Stat(filepath.Join(folder, startupName)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("a file with secrets is not its owner's alone: %v, %v", info.Mode(), err)
	}

	if err := first.Remove(files.Startup("")); err != nil {
		t.Fatal(err)
	}
	if got := startupText(open(t, folder)); got != "" {
		t.Errorf("erased, but there: %q", got)
	}
	if err := first.Remove(files.Startup("")); err != nil {
		t.Errorf("erasing nothing: %v", err)
	}
}

func TestNVRAMKeepsFilesWhereTheyWere(t *testing.T) {
	folder := t.TempDir()
	n := open(t, folder)
	written := time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC)
	s := files.New(1000, 1000, func(c files.Change) {
		if c.Gone {
			if err := n.Remove(c.File); err != nil {
				t.Error(err)
			}
		} else if err := n.Store(c.File); err != nil {
			t.Error(err)
		}
	})
	for _, err := range []error{
		s.Write(files.Flash, "a", "one", written), s.Mkdir(files.Flash, "d", written), s.Write(files.Flash, "d/b", "two", written),
		s.Write(files.NVRAM, "key", "three", written), s.Write(files.Flash, "gone", "x", written), s.Rename(files.Flash, "gone", "moved"),
		s.Remove(files.Flash, "moved"), s.Append(files.Flash, "a", " more", written),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	plain := func(list []files.File) []files.File {
		for i := range list {
			list[i].Number = 0
			if list[i].Folder {
				list[i].Written = time.Time{} // a folder's changes with what lies in it
			}
		}
		slices.SortFunc(list, func(a, b files.File) int { return cmp.Compare(a.Path, b.Path) })
		return list
	}
	if diff := gocmp.Diff(plain(s.All()), plain(open(t, folder).Files())); diff != "" {
		t.Errorf("(-router +folder):\n%s", diff)
	}
}

// Whatever name comes, and whatever links lie in the folder, nothing outside is touched.
func TestNVRAMStaysInItsFolder(t *testing.T) {
	outside, folder := t.TempDir(), t.TempDir()
	n := open(t, folder)
	if err := os.MkdirAll(filepath.Join(folder, "flash"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(outside, filepath.Join(folder, "flash", "link")); err != nil {
		t.Skip(err)
	}
	for _, path := range []string{"link/x", "../../x", "../../../../../../" + outside + "/x"} {
		if err := n.Store(files.File{System: files.Flash, Path: path, Data: "x"}); err == nil && !strings.HasPrefix(path, "..") {
			t.Errorf("%s was stored", path)
		}
	}
	if found, err := os.ReadDir(outside); err != nil || len(found) > 0 {
		t.Errorf("outside lies %v, %v", found, err)
	}
}

func TestInsertedConfigurationIsNotStored(t *testing.T) {
	folder := t.TempDir()
	n := open(t, folder)
	n.Insert("hostname Given\n")
	if got := startupText(n); got != "hostname Given\n" {
		t.Errorf("it starts with %q", got)
	}
	if got := startupText(open(t, folder)); got != "" {
		t.Error("it was stored without being saved")
	}
}

func TestStoreReportsWhatWentWrong(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "nvram")
	n := open(t, folder)
	if err := os.Remove(folder); err != nil {
		t.Fatal(err)
	}
	if err := n.Store(files.Startup("x")); err == nil {
		t.Error("saved into a folder that is gone")
	}
}

const saveInto = "RUTHERE_TEST_SAVE_INTO"

// saveForever is what the process does that gets killed while it saves.
func saveForever(folder string) {
	n, err := OpenNVRAM(folder)
	for i := 0; err == nil; i++ {
		err = n.Store(files.Startup(whole(i)))
		fmt.Println(i)
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// whole is the nth configuration saved: one can see whether a part of it is missing.
func whole(n int) string {
	return strings.Repeat(fmt.Sprintf("! configuration %d\n", n), 2000+n%7) + fmt.Sprintf("end %d\n", n)
}

func TestKilledWhileSaving(t *testing.T) {
	for kill := range 20 {
		killWhileSaving(t, kill)
	}
}

// BenchmarkKilledWhileSaving is the same test as often as one likes:
//
//	go test ./router/live -run NONE -bench KilledWhileSaving -benchtime 500x
func BenchmarkKilledWhileSaving(b *testing.B) {
	for range b.N {
		killWhileSaving(b, rand.IntN(40))
	}
}

// killWhileSaving kills a process somewhere in its save after that of this number.
func killWhileSaving(t testing.TB, kill int) {
	t.Helper()
	folder := t.TempDir()
	c := exec.Command(os.Args[0])
	c.Env = append(os.Environ(), saveInto+"="+folder)
	says, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(says)
	for range 1 + kill {
		if !lines.Scan() {
			t.Fatal("the process that saves has ended by itself")
		}
	}
	for range kill * 1000 { // somewhere in the next save
		_ = fmt.Sprint(kill)
	}
	if err := c.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	last := kill
	for lines.Scan() {
		last++
	}
	_ = c.Wait() // it was killed, as it says
	n := open(t, folder)
	if got := startupText(n); got != whole(last) && got != whole(last+1) {
		t.Fatalf("after %d saves there are %d bytes, neither the old nor the new configuration", last+1, len(got))
	}
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 1 {
		t.Fatalf("left over: %v, %v", left, err)
	}
}

func open(t testing.TB, folder string) *NVRAM {
	t.Helper()
	n, err := OpenNVRAM(folder)
	if err != nil {
		t.Fatal(err)
	}
	return n
}
