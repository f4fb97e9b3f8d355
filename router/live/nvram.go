package live

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// startupName is the name of the file in the folder of an NVRAM.
const startupName = "startup-config"

// NVRAM keeps the startup configuration: in a folder, or only as long as the process
// lives.
type NVRAM struct {
	folder string // "": nowhere
	text   string
	has    bool
}

// OpenNVRAM reads the startup configuration from a folder, which is made if it is not
// there. With folder "" nothing outlives the process.
func OpenNVRAM(folder string) (*NVRAM, error) {
	n := &NVRAM{folder: folder}
	if folder == "" {
		return n, nil
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("cannot make the NVRAM folder: %w", err)
	}
	text, err := os.ReadFile(n.path())
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, fmt.Errorf("cannot read the startup configuration: %w", err)
	default:
		n.text, n.has = string(text), true
	}
	return n, nil
}

// Startup is the startup configuration, if there is one.
func (n *NVRAM) Startup() (text string, ok bool) { return n.text, n.has }

// Insert makes text the startup configuration of this run without storing it: only when
// the router saves does it replace what is in the folder.
func (n *NVRAM) Insert(text string) { n.text, n.has = text, true }

func (n *NVRAM) path() string { return filepath.Join(n.folder, startupName) }

// Save stores the startup configuration. Whatever happens, the folder holds either the
// old one or the new one, whole.
func (n *NVRAM) Save(text string) error {
	n.text, n.has = text, true
	if n.folder == "" {
		return nil
	}
	if err := n.replace(startupName, text); err != nil {
		return fmt.Errorf("cannot save the startup configuration: %w", err)
	}
	return nil
}

func (n *NVRAM) replace(name, text string) (err error) {
	// It holds secrets: CreateTemp makes it readable for its owner only.
	f, err := os.CreateTemp(n.folder, name+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(f.Name())
		}
	}()
	_, err = f.WriteString(text)
	err = errors.Join(err, f.Sync())
	err = errors.Join(err, f.Close())
	if err != nil {
		return err
	}
	if err := os.Rename(f.Name(), filepath.Join(n.folder, name)); err != nil {
		return err
	}
	return n.syncFolder()
}

// Erase removes the startup configuration.
func (n *NVRAM) Erase() error {
	n.text, n.has = "", false
	if n.folder == "" {
		return nil
	}
	err := os.Remove(n.path())
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err == nil {
		err = n.syncFolder()
	}
	if err != nil {
		return fmt.Errorf("cannot erase the startup configuration: %w", err)
	}
	return nil
}

// syncFolder makes a rename or a removal survive a power cut.
func (n *NVRAM) syncFolder() error {
	d, err := os.Open(n.folder)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
