package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"ruthere/capture"
)

// captureFlag is the flag of those commands that record packets, and its short form, tcpdump's.
func captureFlag(f *flags) *string {
	name := f.String("capture", "", "write all packets to `FILE`, .pcapng or .pcap, and keys beside it for Wireshark; - is standard output")
	f.StringVar(name, "w", "", "is --capture `FILE`")
	return name
}

// refuseCaptureBesideConsole refuses a capture on a standard output that is a console.
func (f *flags) refuseCaptureBesideConsole(name string) error {
	if name == capture.Standard {
		return f.usageError("--capture -: standard output is the console; name a file, or a named pipe")
	}
	return nil
}

// openCapture opens what --capture names, and writes over what is there. In real time a pipe is written to from
// aside: who does not read it must not stop a router.
func openCapture(name string, realTime bool) (*capture.Recorder, error) {
	format, err := capture.FormatOf(name)
	if err != nil {
		return nil, err
	}
	if name == capture.Standard {
		return recordTo(os.Stdout, "", format, realTime)
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, err
	}
	return recordTo(file, profileOf(name), format, realTime)
}

// createCapture opens what the lab command `capture start` names: a new file, and one below the working folder, for
// who may give that command need not be who owns the host's files.
func createCapture(name string) (*capture.Recorder, error) {
	format, err := capture.FormatOf(name)
	if err != nil {
		return nil, err
	}
	switch {
	case name == capture.Standard:
		return nil, errors.New("standard output is taken: see --capture - of ruthere replay and run")
	case !filepath.IsLocal(name):
		return nil, fmt.Errorf("%s is not below the folder in which ruthere was started: choose a name there", name)
	}
	taken := func(name string) error { return fmt.Errorf("%s is there already: choose another name", name) }
	if _, err := os.Stat(profileOf(name)); err == nil {
		return nil, taken(profileOf(name))
	}
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return nil, taken(name)
	} else if err != nil {
		return nil, err
	}
	return recordTo(file, profileOf(name), format, true)
}

// profileOf is the folder of a Wireshark profile beside a capture.
func profileOf(name string) string { return name + ".profile" }

// recordTo begins a capture in a file, with a profile if there is a place for one.
func recordTo(file *os.File, profile string, format capture.Format, realTime bool) (*capture.Recorder, error) {
	c := &captureFile{WriteCloser: file, profile: profile}
	if info, err := file.Stat(); err == nil && !info.Mode().IsRegular() && realTime {
		c.WriteCloser = queueWrites(file)
	}
	err := c.prepareProfile()
	if err == nil {
		r := capture.Record(c, format, "ruthere")
		if err = r.Err(); err == nil {
			return r, nil
		}
	}
	return nil, errors.Join(err, c.Close())
}

// A captureFile is a capture on the host.
type captureFile struct {
	io.WriteCloser
	profile string // "": there is no place for one
}

// prepareProfile makes the folder, without the tables of a capture before. They hold keys: nobody else may read them.
func (c *captureFile) prepareProfile() error {
	if c.profile == "" {
		return nil
	}
	if err := os.MkdirAll(c.profile, 0o700); err != nil {
		return err
	}
	for _, table := range capture.Tables() {
		if err := os.RemoveAll(filepath.Join(c.profile, table)); err != nil {
			return err
		}
	}
	return nil
}

func (c *captureFile) AppendTable(name, lines string) error {
	if c.profile == "" {
		return nil
	}
	file, err := os.OpenFile(filepath.Join(c.profile, name), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = file.WriteString(lines)
	return errors.Join(err, file.Close())
}
