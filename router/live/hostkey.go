package live

import (
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"ruthere/crypto/keypair"
	"ruthere/router"
)

// privateName is the name of the file that holds the router's keys, as in the device's
// NVRAM.
const privateName = "private-config"

// hostKeyBits is the size of a key that is made unasked.
const hostKeyBits = 2048

// readPrivate reads the private configuration; ok is false if there is none. One that
// holds anything but keys is an error.
func (n *NVRAM) readPrivate() (text string, ok bool, err error) {
	text, ok = n.private, n.hasPrivate
	if n.root != nil {
		data, err := n.root.ReadFile(privateName)
		if errors.Is(err, fs.ErrNotExist) {
			return "", false, nil
		}
		if err != nil {
			return "", false, fmt.Errorf("cannot read the private configuration: %w", err)
		}
		text, ok = string(data), true
	}
	_, err = keypair.Parse(text)
	return text, ok, err
}

// privateWithKey is the private configuration of a router that is to be reached by SSH:
// where there is none at all, one with a key is made and kept.
func (n *NVRAM) privateWithKey() (text string, err error) {
	text, ok, err := n.readPrivate()
	if ok || err != nil {
		return text, err
	}
	key, err := rsa.GenerateKey(rand.Reader, hostKeyBits)
	if err != nil {
		return "", fmt.Errorf("cannot make a host key: %w", err)
	}
	text = keypair.Ring{{Usage: keypair.General, Made: time.Now(), Key: key}}.Text()
	return text, n.storePrivate(router.StorePrivate{Text: text})
}

// storePrivate keeps the private configuration, or forgets it.
func (n *NVRAM) storePrivate(o router.StorePrivate) (err error) {
	switch {
	case n.root == nil:
	case !o.Gone:
		err = n.replaceFile(privateName, o.Text, time.Time{})
	default:
		if err = n.root.Remove(privateName); errors.Is(err, fs.ErrNotExist) {
			err = nil
		} else if err == nil {
			err = n.syncFolder(".")
		}
	}
	if err != nil {
		return fmt.Errorf("cannot save the private configuration: %w", err)
	}
	n.private, n.hasPrivate = o.Text, !o.Gone
	return nil
}

// privateConfig is the private configuration to boot with.
func (r *Driver) privateConfig() (text string) {
	var err error
	if r.ssh {
		text, err = r.options.NVRAM.privateWithKey()
	} else {
		text, _, err = r.options.NVRAM.readPrivate()
	}
	r.noticeError(err)
	return text
}
