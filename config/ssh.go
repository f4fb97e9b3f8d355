package config

import (
	"slices"
	"time"
)

// SSH is how users come in by SSH: the `ip ssh` commands.
type SSH struct {
	Version         int           // 1 or 2; 0 = both, which the device calls 1.99
	Timeout         time.Duration // to authenticate
	Retries         int           // of a password
	SourceInterface string        // of connections to others
	KeyName         string        // the key pair to use, "" for the router's own
	LogEvents       bool          // sessions, users let in, ends
	MinDH           int           // bits; 0 = the release's
	Server, Client  SSHAlgorithms
	SCPServer       bool // files may be copied by SCP
	PubkeyChain     bool // ip ssh pubkey-chain has been entered
	Users           []*SSHUser
}

// SSHAlgorithms are those allowed, by preference; nil means the current ones.
type SSHAlgorithms struct{ Encryption, MAC, KEX, HostKey []string }

// An SSHUser is a user with public keys.
type SSHUser struct {
	Name string
	Keys []SSHKey
	Data string // of a key being typed
}

// An SSHKey is the hash of a public key, which is all the device keeps of it.
type SSHKey struct {
	Kind    string // ssh-rsa
	Hash    string // MD5 of the key as SSH writes it, 32 hexadecimal digits in upper case
	Comment string
}

// Defaults of SSH.
const (
	DefaultSSHTimeout = 120 * time.Second
	DefaultSSHRetries = 3
)

func newSSH() SSH { return SSH{Timeout: DefaultSSHTimeout, Retries: DefaultSSHRetries} }

// User returns the public keys of a user, or nil.
func (s *SSH) User(name string) *SSHUser {
	for _, u := range s.Users {
		if u.Name == name {
			return u
		}
	}
	return nil
}

func (s SSH) clone() SSH {
	s.Server, s.Client = s.Server.clone(), s.Client.clone()
	s.Users = cloneEach(s.Users, func(u *SSHUser) *SSHUser {
		c := *u
		c.Keys = slices.Clone(u.Keys)
		return &c
	})
	return s
}

func (a SSHAlgorithms) clone() SSHAlgorithms {
	return SSHAlgorithms{slices.Clone(a.Encryption), slices.Clone(a.MAC), slices.Clone(a.KEX), slices.Clone(a.HostKey)}
}
