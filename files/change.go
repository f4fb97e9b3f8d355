package files

import (
	"fmt"
	"strings"
	"time"
)

// A Refusal is why a Store did not do something, in the words that the device prints in
// parentheses.
type Refusal string

func (r Refusal) Error() string { return string(r) }

// What a Store refuses.
const (
	ErrNotFound Refusal = "No such file or directory"
	ErrExists   Refusal = "File exists"
	ErrFolder   Refusal = "Is a directory"
	ErrNoFolder Refusal = "Not a directory"
	ErrNotEmpty Refusal = "Directory not empty"
	ErrFull     Refusal = "No space left on device"
	ErrBadName  Refusal = "Invalid argument"
	ErrWithheld Refusal = "Permission denied"
)

// Bounds of names: of each word of a path, of words, and of the whole.
const (
	maxWord  = 127
	maxDepth = 16
	maxPath  = 255
)

// Clean makes a typed path plain: no slash at either end, no doubled ones, `.` and `..`
// resolved within the memory, which nothing leads out of. Characters that do not print
// are refused, and so is what is too long.
func Clean(path string) (string, error) {
	var words []string
	for _, word := range strings.Split(path, "/") {
		switch {
		case word == "" || word == ".":
		case word == "..":
			words = words[:max(len(words)-1, 0)]
		case len(word) > maxWord:
			return "", ErrBadName
		default:
			words = append(words, word)
		}
	}
	clean := strings.Join(words, "/")
	if len(words) > maxDepth || len(clean) > maxPath {
		return "", ErrBadName
	}
	for i := range len(clean) {
		if c := clean[i]; c <= ' ' || c >= 0x7f || strings.IndexByte(`\*?"<>|:`, c) >= 0 {
			return "", ErrBadName
		}
	}
	return clean, nil
}

// folderOf is the folder that a path lies in.
func folderOf(path string) string { return path[:max(strings.LastIndexByte(path, '/'), 0)] }

// checkPath says whether a file or folder may be made at a path.
func (s *Store) checkPath(system System, path string) error {
	if clean, err := Clean(path); err != nil || clean != path || path == "" {
		return ErrBadName
	}
	folder, have := s.Find(system, folderOf(path))
	switch {
	case !have:
		return ErrNotFound
	case !folder.Folder:
		return ErrNoFolder
	case system == NVRAM && strings.Contains(path, "/"):
		return ErrBadName // it has no folders
	}
	return nil
}

// Write makes a file, or replaces its contents.
func (s *Store) Write(system System, path, data string, now time.Time) error {
	if err := s.checkPath(system, path); err != nil {
		return err
	}
	old, _ := s.Find(system, path)
	if old.Folder {
		return ErrFolder
	}
	if len(data) > s.Free(system)+old.Bytes() {
		return ErrFull
	}
	f := File{System: system, Path: path, Data: data, Written: now}
	s.putFile(f)
	s.changed(Change{File: f})
	return nil
}

// Append adds to the end of a file, which is made if it is not there.
func (s *Store) Append(system System, path, data string, now time.Time) error {
	old, _ := s.Find(system, path)
	if old.Withheld > 0 {
		return ErrWithheld
	}
	return s.Write(system, path, old.Data+data, now)
}

// Mkdir makes a folder.
func (s *Store) Mkdir(system System, path string, now time.Time) error {
	if system == NVRAM {
		return ErrBadName
	}
	if err := s.checkPath(system, path); err != nil {
		return err
	}
	if _, have := s.Find(system, path); have {
		return ErrExists
	}
	f := File{System: system, Path: path, Folder: true, Written: now}
	s.putFile(f)
	s.changed(Change{File: f})
	return nil
}

// Remove takes a file, or an empty folder, away.
func (s *Store) Remove(system System, path string) error {
	i, have := s.indexOf(system, path)
	if !have {
		return ErrNotFound
	}
	f := s.all[system][i]
	if f.Folder && len(s.List(system, path, false)) > 0 {
		return ErrNotEmpty
	}
	s.all[system] = append(s.all[system][:i:i], s.all[system][i+1:]...)
	s.changed(Change{File: f, Gone: true})
	return nil
}

// Rename gives a file another name in the same memory, which must not be taken. What
// watches sees the new one before the old one goes.
func (s *Store) Rename(system System, from, to string) error {
	f, have := s.Find(system, from)
	switch {
	case !have:
		return ErrNotFound
	case f.Folder:
		return ErrFolder
	case f.Withheld > 0: // a driver could not keep it under another name
		return ErrWithheld
	}
	if _, taken := s.Find(system, to); taken {
		return ErrExists
	}
	if err := s.checkPath(system, to); err != nil {
		return err
	}
	moved := f
	moved.Path = to
	s.putFile(moved)
	s.changed(Change{File: moved})
	if err := s.Remove(system, from); err != nil {
		return fmt.Errorf("%s was there just now: %w", from, err)
	}
	return nil
}
