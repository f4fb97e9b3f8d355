package live

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"time"

	"ruthere/files"
)

// The files of a router in a folder of the host: the startup configuration lies there
// under its own name, the rest in a folder for each memory.
const (
	startupName = files.StartupConfig
	unfinished  = ".saving-" // begins the name of a file that is not whole yet
)

// NVRAM keeps the files of a router, of NVRAM and of flash memory: in a folder, or only
// as long as the process lives.
type NVRAM struct {
	root *os.Root // nil: nowhere. Nothing leads out of it, links included.
	held *files.Store

	private    string // configuration, where there is no folder
	hasPrivate bool

	register string // where there is no folder
}

// OpenNVRAM reads the files from a folder, which is made if it is not there. With folder
// "" nothing outlives the process.
func OpenNVRAM(folder string) (*NVRAM, error) {
	n := &NVRAM{held: files.New(0, 0, nil)}
	if folder == "" {
		return n, nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the NVRAM folder: %w", err)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("cannot open the NVRAM folder: %w", err)
	}
	n.root = root
	if err := n.readFolder(); err != nil {
		return nil, errors.Join(err, root.Close())
	}
	return n, nil
}

// readFolder takes in what the folder holds, and clears away what a killed process left.
func (n *NVRAM) readFolder() error {
	if err := n.readFile(files.Startup(""), startupName); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot read the startup configuration: %w", err)
	}
	leftovers, err := fs.Glob(n.root.FS(), unfinished+"*")
	if err != nil {
		return err
	}
	for _, name := range leftovers {
		_ = n.root.Remove(name) // a nuisance at worst
	}
	for _, system := range []files.System{files.NVRAM, files.Flash} {
		err := fs.WalkDir(n.root.FS(), system.String(), func(name string, d fs.DirEntry, err error) error {
			if err != nil || name == system.String() {
				return err
			}
			f := files.File{System: system, Path: strings.TrimPrefix(name, system.String()+"/"), Folder: d.IsDir()}
			if !f.Folder && !d.Type().IsRegular() {
				return nil
			}
			return n.readFile(f, name)
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot read the files of %v: %w", system, err)
		}
	}
	return nil
}

func (n *NVRAM) readFile(f files.File, name string) error {
	info, err := n.root.Stat(name)
	if err != nil {
		return err
	}
	f.Written = info.ModTime().UTC()
	if !f.Folder {
		data, err := n.root.ReadFile(name)
		if err != nil {
			return err
		}
		f.Data = string(data)
	}
	n.held.Insert(f)
	return nil
}

// Files are the files that a router starts with.
func (n *NVRAM) Files() []files.File { return n.held.All() }

// Insert makes text the startup configuration of this run without storing it: only when
// the router saves does it replace what is in the folder.
func (n *NVRAM) Insert(text string) { n.held.Insert(files.Startup(text)) }

// nameOf is where a file lies in the folder.
func nameOf(f files.File) string {
	if f.System == files.NVRAM && f.Path == files.StartupConfig {
		return startupName
	}
	return path.Join(f.System.String(), f.Path)
}

// Store keeps a file. Whatever happens, the folder holds either the old one or the new
// one, whole.
func (n *NVRAM) Store(f files.File) error {
	if n.root == nil {
		n.held.Follow(files.Change{File: f})
		return nil
	}
	name := nameOf(f)
	err := n.root.MkdirAll(path.Dir(name), 0o700)
	switch {
	case err != nil:
	case f.Folder:
		if err = n.root.MkdirAll(name, 0o700); err == nil {
			err = n.syncFolder(path.Dir(name))
		}
	default:
		err = n.replaceFile(name, f.Data, f.Written)
	}
	if err != nil {
		return fmt.Errorf("cannot save %s: %w", name, err)
	}
	n.held.Follow(files.Change{File: f})
	return nil
}

func (n *NVRAM) replaceFile(name, data string, written time.Time) (err error) {
	// It may hold secrets: it is its owner's alone.
	whole := unfinished + rand.Text()
	w, err := n.root.OpenFile(whole, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = n.root.Remove(whole)
		}
	}()
	_, err = w.WriteString(data)
	err = errors.Join(err, w.Sync())
	err = errors.Join(err, w.Close())
	if err != nil {
		return err
	}
	if !written.IsZero() {
		if err := n.root.Chtimes(whole, written, written); err != nil {
			return err
		}
	}
	if err := n.root.Rename(whole, name); err != nil {
		return err
	}
	return n.syncFolder(path.Dir(name))
}

// Remove takes a file away.
func (n *NVRAM) Remove(f files.File) error {
	if n.root != nil {
		name := nameOf(f)
		err := n.root.Remove(name)
		if err == nil {
			err = n.syncFolder(path.Dir(name))
		}
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("cannot remove %s: %w", name, err)
		}
	}
	n.held.Follow(files.Change{File: f, Gone: true})
	return nil
}

// syncFolder makes a rename or a removal in a folder survive a power cut.
func (n *NVRAM) syncFolder(folder string) error {
	d, err := n.root.Open(folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
