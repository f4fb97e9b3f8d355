package live

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"time"

	"golang.org/x/crypto/ssh"
)

// privateName is the name of the file that holds the router's keys, as in the device's
// NVRAM.
const privateName = "private-config"

// hostKeyBits is the size of a key that is made unasked.
const hostKeyBits = 2048

// hostKey reads the key from the folder, or makes one and keeps it there.
func (n *NVRAM) hostKey() (ssh.Signer, error) {
	if n.root != nil {
		text, err := n.root.ReadFile(privateName)
		switch {
		case err == nil:
			return ssh.ParsePrivateKey(text)
		case !errors.Is(err, fs.ErrNotExist):
			return nil, fmt.Errorf("cannot read the host key: %w", err)
		}
	}
	key, err := rsa.GenerateKey(rand.Reader, hostKeyBits)
	if err != nil {
		return nil, fmt.Errorf("cannot make a host key: %w", err)
	}
	if n.root != nil {
		text := pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)})
		if err := n.replace(privateName, string(text), time.Time{}); err != nil {
			return nil, fmt.Errorf("cannot save the host key: %w", err)
		}
	}
	return ssh.NewSignerFromKey(key)
}
