package files

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 3, 25, 12, 0, 0, 0, time.UTC)

func TestCleanNeverLeadsOut(t *testing.T) {
	for _, c := range []struct{ typed, want string }{
		{"", ""}, {"/", ""}, {"a", "a"}, {"/a", "a"}, {"//a//b/", "a/b"}, {"./a", "a"}, {"a/../b", "b"},
		{"../../etc/passwd", "etc/passwd"}, {"/..", ""}, {"a/..", ""},
	} {
		if got, err := Clean(c.typed); err != nil || got != c.want {
			t.Errorf("%q becomes %q, %v, want %q", c.typed, got, err, c.want)
		}
	}
	for _, bad := range []string{"a b", "a\x00", "a\nb", "é", `a\b`, "nul:", string(make([]byte, 300))} {
		if got, err := Clean(bad); err == nil {
			t.Errorf("%q was taken as %q", bad, got)
		}
	}
}

func FuzzClean(f *testing.F) {
	f.Add("a/../../b")
	f.Fuzz(func(t *testing.T, typed string) {
		clean, err := Clean(typed)
		if err != nil {
			return
		}
		if again, err := Clean(clean); err != nil || again != clean {
			t.Errorf("%q is clean as %q, and that as %q, %v", typed, clean, again, err)
		}
		if len(clean) > maxPath || clean != "" && (clean[0] == '/' || clean[0] == '.' && len(clean) > 1 && clean[1] == '.' && len(clean) == 2) {
			t.Errorf("%q became %q", typed, clean)
		}
	})
}

// A driver that carries out the changes has the same files.
func TestChangesTellEverything(t *testing.T) {
	copied := New(1000, 1000, nil)
	s := New(100, 1000, func(c Change) {
		if c.Gone {
			if err := copied.Remove(c.System, c.Path); err != nil {
				t.Errorf("removing %s: %v", c.Path, err)
			}
			return
		}
		copied.Insert(c.File)
	})
	for i, step := range []struct {
		do   func() error
		want error
	}{
		{func() error { return s.Write(NVRAM, StartupConfig, "hostname R1\n", noon) }, nil},
		{func() error { return s.Write(NVRAM, "big", string(make([]byte, 101)), noon) }, ErrFull},
		{func() error { return s.Write(NVRAM, "a/b", "", noon) }, ErrNotFound},
		{func() error { return s.Write(Flash, "dir/a", "x", noon) }, ErrNotFound},
		{func() error { return s.Mkdir(Flash, "dir", noon) }, nil},
		{func() error { return s.Mkdir(Flash, "dir", noon) }, ErrExists},
		{func() error { return s.Write(Flash, "dir/a", "x", noon) }, nil},
		{func() error { return s.Append(Flash, "dir/a", "y", noon) }, nil},
		{func() error { return s.Write(Flash, "dir", "x", noon) }, ErrFolder},
		{func() error { return s.Remove(Flash, "dir") }, ErrNotEmpty},
		{func() error { return s.Rename(Flash, "dir/a", "b") }, nil},
		{func() error { return s.Rename(Flash, "dir/a", "c") }, ErrNotFound},
		{func() error { return s.Write(Flash, "b/c", "", noon) }, ErrNoFolder},
		{func() error { return s.Write(Flash, "../b", "", noon) }, ErrBadName},
		{func() error { return s.Remove(Flash, "dir") }, nil},
		{func() error { return s.Write(Flash, "full", string(make([]byte, 999)), noon) }, ErrFull},
		{func() error { return s.Write(Flash, "b", string(make([]byte, 1000)), noon) }, nil},
	} {
		if err := step.do(); !errors.Is(err, step.want) {
			t.Errorf("step %d: %v, want %v", i, err, step.want)
		}
	}
	for system := range systems {
		number := func(list []File) []File {
			for i := range list {
				list[i].Number = i
			}
			return list
		}
		if diff := cmp.Diff(number(s.List(system, "", true)), number(copied.List(system, "", true))); diff != "" {
			t.Errorf("%v (-store +driver):\n%s", system, diff)
		}
	}
	if s.Free(Flash) != 0 || s.Free(NVRAM) != 100-len("hostname R1\n") {
		t.Errorf("free: %d and %d", s.Free(Flash), s.Free(NVRAM))
	}
}

// A file whose contents nobody keeps takes its room, can be removed and written over, and nothing
// that would need its contents is done with it.
func TestWithheldFile(t *testing.T) {
	changes := 0
	s := New(0, 1000, func(Change) { changes++ })
	image := File{System: Flash, Path: "image", Withheld: 900, Written: noon}
	s.Insert(image)
	if s.Used(Flash) != 900 || s.Free(Flash) != 100 {
		t.Errorf("%d bytes used, %d free, want 900 and 100", s.Used(Flash), s.Free(Flash))
	}
	for _, step := range []struct {
		what string
		do   func() error
		want error
	}{
		{"rename", func() error { return s.Rename(Flash, "image", "other") }, ErrWithheld},
		{"append", func() error { return s.Append(Flash, "image", "x", noon) }, ErrWithheld},
		{"write beside it", func() error { return s.Write(Flash, "big", string(make([]byte, 101)), noon) }, ErrFull},
	} {
		if err := step.do(); !errors.Is(err, step.want) || changes > 0 {
			t.Errorf("%s: %v and %d changes, want %v and none", step.what, err, changes, step.want)
		}
	}
	if err := s.Write(Flash, "image", string(make([]byte, 1000)), noon); err != nil || s.Used(Flash) != 1000 {
		t.Errorf("written over: %v, %d bytes used, want 1000", err, s.Used(Flash))
	}
	s.Insert(image)
	if err := s.Remove(Flash, "image"); err != nil || s.Used(Flash) != 0 {
		t.Errorf("removed: %v, %d bytes used, want 0", err, s.Used(Flash))
	}
}
