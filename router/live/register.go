package live

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"

	"ruthere/config"
)

// registerName is the name of the file that holds the configuration register, as 0x2142.
const registerName = "config-register"

const maxRegisterFile = 64 // bytes; more is no register

// readRegister reads the configuration register; "" is that of a router as it is delivered.
func (n *NVRAM) readRegister() (text string, err error) {
	if n.root == nil {
		return n.register, nil
	}
	f, err := n.root.Open(registerName)
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("cannot read the configuration register: %w", err)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxRegisterFile))
	if err = errors.Join(err, f.Close()); err != nil {
		return "", fmt.Errorf("cannot read the configuration register: %w", err)
	}
	text = strings.TrimSpace(string(data))
	if _, err := config.ParseRegister(text); err != nil {
		return "", fmt.Errorf("cannot use the file %s of the NVRAM folder: %w", registerName, err)
	}
	return text, nil
}

func (n *NVRAM) storeRegister(text string) error {
	if n.root != nil {
		if err := n.replaceFile(registerName, text+"\n", time.Time{}); err != nil {
			return fmt.Errorf("cannot save the configuration register: %w", err)
		}
	}
	n.register = text
	return nil
}

// configRegister is the configuration register to boot with.
func (r *Driver) configRegister() string {
	text, err := r.options.NVRAM.readRegister()
	r.noticeError(err)
	return text
}
