// Package files holds the files of a router as plain data: what lies in its NVRAM and
// in its flash memory. It reads no disk: a driver hands the files in and is told of
// every change.
package files

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// A System is a memory that keeps files.
type System int

// The memories of a router.
const (
	NVRAM System = iota
	Flash
	systems
)

// String is the name that a System has on every router, and in a driver's folders.
func (s System) String() string { return [...]string{"nvram", "flash"}[s] }

// StartupConfig is the file of NVRAM that is loaded at boot.
const StartupConfig = "startup-config"

// A File is a file or a folder.
type File struct {
	System   System
	Path     string // "a" or "folder/a"
	Folder   bool
	Data     string
	Withheld int // bytes of contents that nobody keeps, of the software's files; such a file has no Data
	Written  time.Time
	Number   int // in the order of creation, from 1; given by the Store
}

// Bytes is how long a file is.
func (f File) Bytes() int { return len(f.Data) + f.Withheld }

// A Change is what happened to a File: it was written, or it is gone.
type Change struct {
	File
	Gone bool
}

// A Store is all files of a router. The zero value is no Store; call New.
type Store struct {
	sizes   [systems]int
	all     [systems][]File // by path
	created [systems]int
	changed func(Change)
}

// New makes a Store that holds so many bytes in each memory. Changed is told of every
// change from here on, in order; it may be nil.
func New(nvram, flash int, changed func(Change)) *Store {
	if changed == nil {
		changed = func(Change) {}
	}
	return &Store{sizes: [systems]int{nvram, flash}, changed: changed}
}

// Insert puts files in without telling anybody, whether or not they fit: they are there
// already. What has a name that cannot be is left out.
func (s *Store) Insert(all ...File) {
	for _, f := range all {
		if path, err := Clean(f.Path); err == nil && path != "" && f.System >= 0 && f.System < systems {
			f.Path = path
			s.insertFolders(f)
			s.putFile(f)
		}
	}
}

// insertFolders makes the folders that lead to f.
func (s *Store) insertFolders(f File) {
	for i := range len(f.Path) {
		if _, have := s.Find(f.System, f.Path[:i]); f.Path[i] == '/' && !have {
			s.putFile(File{System: f.System, Path: f.Path[:i], Folder: true, Written: f.Written})
		}
	}
}

// putFile adds a file, or replaces the one of its name.
func (s *Store) putFile(f File) {
	all := &s.all[f.System]
	i, have := s.indexOf(f.System, f.Path)
	if have {
		f.Number = (*all)[i].Number
		(*all)[i] = f
		return
	}
	s.created[f.System]++
	f.Number = s.created[f.System]
	*all = slices.Insert(*all, i, f)
}

func (s *Store) indexOf(system System, path string) (int, bool) {
	return slices.BinarySearchFunc(s.all[system], path, func(f File, path string) int { return cmp.Compare(f.Path, path) })
}

// Find returns the file or folder of a clean path. The path "" is the memory itself, a
// folder that is always there.
func (s *Store) Find(system System, path string) (File, bool) {
	if path == "" {
		return File{System: system, Folder: true}, true
	}
	i, have := s.indexOf(system, path)
	if !have {
		return File{}, false
	}
	return s.all[system][i], true
}

// List returns what lies in a folder, in the order of creation; with deep also what
// lies in the folders there.
func (s *Store) List(system System, folder string, deep bool) (list []File) {
	for _, f := range s.all[system] {
		rest, inside := strings.CutPrefix(f.Path, folder+"/")
		if folder == "" {
			rest, inside = f.Path, true
		}
		if inside && (deep || !strings.Contains(rest, "/")) {
			list = append(list, f)
		}
	}
	slices.SortFunc(list, func(a, b File) int { return cmp.Compare(a.Number, b.Number) })
	return list
}

// Size is how many bytes a memory holds, used and free.
func (s *Store) Size(system System) int { return s.sizes[system] }

// Used is how many bytes of a memory are taken.
func (s *Store) Used(system System) (bytes int) {
	for _, f := range s.all[system] {
		bytes += f.Bytes()
	}
	return bytes
}

// Free is how many bytes a memory could take still, never less than 0.
func (s *Store) Free(system System) int { return max(s.sizes[system]-s.Used(system), 0) }

// All returns every file and folder, folders before what lies in them.
func (s *Store) All() (all []File) {
	for _, of := range s.all {
		all = append(all, of...)
	}
	return all
}

// Follow makes a change that another Store has made, without telling anybody.
func (s *Store) Follow(c Change) {
	if !c.Gone {
		s.Insert(c.File)
		return
	}
	if i, have := s.indexOf(c.System, c.Path); have {
		s.all[c.System] = slices.Delete(s.all[c.System], i, i+1)
	}
}

// Startup is a startup-config with this text.
func Startup(text string) File { return File{System: NVRAM, Path: StartupConfig, Data: text} }
