package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"

	"ruthere/lab/course"
)

// A progressFile is where the progress in a course lies: a file of its user's, readable, and nowhere else.
type progressFile string

// progressFileOf is that of the course of a name.
func progressFileOf(name string) (progressFile, error) {
	folder, err := stateFolder()
	return progressFile(filepath.Join(folder, "course-"+name+".txt")), err
}

// stateFolder is where programs keep what is their user's and is no configuration: $XDG_STATE_HOME/ruthere, without it
// ~/.local/state/ruthere (XDG Base Directory Specification); on systems that have no such thing the folder for settings.
func stateFolder() (string, error) {
	if folder := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(folder) {
		return filepath.Join(folder, "ruthere"), nil
	}
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		folder, err := os.UserConfigDir()
		return filepath.Join(folder, "ruthere"), err
	}
	home, err := os.UserHomeDir()
	return filepath.Join(home, ".local", "state", "ruthere"), err
}

// longestProgress bounds what is read of a file that somebody may have put there.
const longestProgress = 1 << 20

// read reads the file; without one nothing was achieved. One that is broken is told of, kept under another name, and
// counts as none.
func (f progressFile) read() (*course.Progress, error) {
	text, err := f.text()
	if errors.Is(err, fs.ErrNotExist) {
		return &course.Progress{}, nil
	}
	if err != nil {
		return nil, err
	}
	p, broken := course.ParseProgress(text)
	if broken == nil {
		return p, nil
	}
	aside := string(f) + ".broken"
	if err := os.Rename(string(f), aside); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", f, broken), err)
	}
	printNotice(fmt.Sprintf("%s is no record of progress: %v; it is kept as %s, and a new one begins", f, broken, aside))
	return &course.Progress{}, nil
}

func (f progressFile) text() (string, error) {
	file, err := os.Open(string(f))
	if err != nil {
		return "", err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, longestProgress+1))
	if len(text) > longestProgress {
		err = fmt.Errorf("%s has more than %d bytes, and is no record of progress", f, longestProgress)
	}
	return string(text), err
}

// write replaces the file: whoever reads it at any time has all of it, old or new.
func (f progressFile) write(p *course.Progress) error {
	folder := filepath.Dir(string(f))
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	whole, err := os.CreateTemp(folder, ".course-*")
	if err != nil {
		return err
	}
	_, err = io.WriteString(whole, p.Text())
	if err == nil {
		err = whole.Sync()
	}
	if err = errors.Join(err, whole.Close()); err == nil {
		err = os.Rename(whole.Name(), string(f))
	}
	if err != nil {
		return errors.Join(err, os.Remove(whole.Name()))
	}
	return nil
}
