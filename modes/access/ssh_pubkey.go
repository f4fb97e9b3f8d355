package access

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// The public keys of users: ip ssh pubkey-chain, username, key-string or key-hash. Of a
// key that is typed the hash is kept, and only that is shown.

func sshUserOf(c *config.Config, path parser.Args) []*config.SSHUser {
	return modes.OneTarget(c.SSH.User(path.Str("ssh-user")))
}

func sshPubkeyChain() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip ssh pubkey-chain`,
		Help:   sshHelp(modes.H{"pubkey-chain": "pubkey-chain"}),
		Set:    func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.SSH.PubkeyChain = true; return nil },
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.SSH.PubkeyChain, c.SSH.Users = false, nil
			return nil
		},
		Show:  func(c modes.Global) []parser.Args { return modes.LineIf(c.SSH.PubkeyChain && len(c.SSH.Users) > 0) },
		Enter: "ssh-pubkey",
	}
}

func sshUsername() modes.Cmd[*config.SSH] {
	return modes.Cmd[*config.SSH]{
		Syntax: `username ssh-user:WORD`,
		Help:   modes.H{"username": "SSH username", "ssh-user": "SSH username"},
		Set: func(_ *modes.Context, s *config.SSH, a parser.Args) error {
			if s.User(a.Str("ssh-user")) == nil {
				s.Users = append(s.Users, &config.SSHUser{Name: a.Str("ssh-user")})
			}
			return nil
		},
		Unset: func(_ *modes.Context, s *config.SSH, a parser.Args) error {
			s.Users = slices.DeleteFunc(s.Users, func(u *config.SSHUser) bool { return u.Name == a.Str("ssh-user") })
			return nil
		},
		Show: func(s *config.SSH) (lines []parser.Args) {
			for _, u := range s.Users {
				lines = append(lines, parser.Args{"ssh-user": u.Name})
			}
			return lines
		},
		Enter: "ssh-pubkey-user",
	}
}

type sshUser = *config.SSHUser

func sshKeyString() modes.Cmd[sshUser] {
	return modes.Cmd[sshUser]{
		Syntax: `key-string`,
		Help:   modes.H{"key-string": "public key string"},
		Set:    func(_ *modes.Context, u sshUser, _ parser.Args) error { u.Data = ""; return nil },
		No:     `key-string`,
		Unset:  func(_ *modes.Context, u sshUser, _ parser.Args) error { u.Keys = nil; return nil },
		Enter:  "ssh-pubkey-data",
	}
}

func sshKeyHash() modes.Cmd[sshUser] {
	return modes.Cmd[sshUser]{
		Syntax: `key-hash kind:WORD hash:WORD [comment:LINE]`,
		Help:   modes.H{"key-hash": "public key hash", "kind": "key type", "hash": "hash string", "comment": "comment string"},
		Set: func(_ *modes.Context, u sshUser, a parser.Args) error {
			digits, err := hex.DecodeString(a.Str("hash"))
			if err != nil || len(digits) != md5.Size {
				return modes.Refuse("%SSH: Invalid Key Hash\n")
			}
			addSSHKey(u, config.SSHKey{Kind: a.Str("kind"), Hash: strings.ToUpper(a.Str("hash")), Comment: strings.TrimSpace(a.Str("comment"))})
			return nil
		},
		Unset: func(_ *modes.Context, u sshUser, a parser.Args) error {
			u.Keys = slices.DeleteFunc(u.Keys, func(k config.SSHKey) bool { return k.Hash == strings.ToUpper(a.Str("hash")) })
			return nil
		},
		Show: func(u sshUser) (lines []parser.Args) {
			for _, k := range u.Keys {
				a := parser.Args{"kind": k.Kind, "hash": k.Hash}
				if k.Comment != "" {
					a["comment"] = k.Comment
				}
				lines = append(lines, a)
			}
			return lines
		},
		Spell: func(_ debuglog.Release, line string) string { return line },
	}
}

// addSSHKey adds a key, in place of the same key with another comment.
func addSSHKey(u sshUser, k config.SSHKey) {
	u.Keys = append(slices.DeleteFunc(u.Keys, func(have config.SSHKey) bool { return have.Hash == k.Hash }), k)
}

func sshKeyData() modes.Cmd[sshUser] {
	return modes.Cmd[sshUser]{
		Syntax: `data:LINE?`,
		Help:   modes.H{"data": "public key data"},
		Set: func(_ *modes.Context, u sshUser, a parser.Args) error {
			if len(u.Data) > maxKeyData {
				return modes.Refuse("%SSH: Failed to decode the Key Value\n")
			}
			u.Data += a.Str("data") + "\n"
			return nil
		},
	}
}

// maxKeyData bounds what may be typed of a key.
const maxKeyData = 16 << 10

func sshKeyExit() modes.Cmd[sshUser] {
	return modes.Cmd[sshUser]{
		Syntax: `exit`,
		Help:   modes.H{"exit": "Exit from public key data mode"},
		Set: func(x *modes.Context, u sshUser, _ parser.Args) error {
			data := u.Data
			u.Data = ""
			x.Session.LeaveMode()
			k, err := readSSHKey(data)
			if err != nil {
				return modes.Refuse("%SSH: Failed to decode the Key Value\n")
			}
			addSSHKey(u, k)
			return nil
		},
	}
}

// readSSHKey reads a public key as `ssh-keygen` writes it, cut into lines or not, with
// its kind and a comment or without.
func readSSHKey(data string) (k config.SSHKey, err error) {
	words := strings.Fields(data)
	if len(words) > 1 && strings.Contains(words[0], "-") {
		k.Kind, words = words[0], words[1:]
	}
	// The text ends where padding stands, or with the last word that could be part of it.
	var text string
	for at, word := range words {
		text += word
		if blob, err := base64.StdEncoding.DecodeString(text); err == nil && isKey(blob) {
			k.Kind, k.Comment = keyKind(blob), strings.Join(words[at+1:], " ")
			k.Hash = SSHKeyHash(blob)
			return k, nil
		}
	}
	return k, fmt.Errorf("no public key in %q", data)
}

// SSHKeyHash is the hash by which a public key, as SSH writes it, is known.
func SSHKeyHash(blob []byte) string { return fmt.Sprintf("%X", md5.Sum(blob)) }

// isKey says whether a key is there whole: its kind and as many numbers as that has.
func isKey(blob []byte) bool {
	fields := 0
	for len(blob) >= 4 {
		n := binary.BigEndian.Uint32(blob)
		if uint64(n) > uint64(len(blob)-4) {
			return false
		}
		blob = blob[4+n:]
		fields++
	}
	return len(blob) == 0 && fields >= 2 && fields <= 5
}

func keyKind(blob []byte) string { return string(blob[4 : 4+binary.BigEndian.Uint32(blob)]) }

func addSSHPubkey(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[*config.SSH]{ID: "ssh-pubkey", Prompt: "conf-ssh-pubkey", Title: "SSH public key identification",
		Parent: modes.GlobalMode, Indent: 2,
		Find: func(c *config.Config, _ parser.Args) []*config.SSH { return []*config.SSH{&c.SSH} }})
	modes.DefineMode(l, modes.ModeOf[sshUser]{ID: "ssh-pubkey-user", Prompt: "conf-ssh-pubkey-user", Title: "SSH public key entry for a user",
		Parent: "ssh-pubkey", Find: sshUserOf})
	modes.DefineMode(l, modes.ModeOf[sshUser]{ID: "ssh-pubkey-data", Prompt: "conf-ssh-pubkey-data", Title: "SSH public key data",
		Parent: "ssh-pubkey-user", Find: sshUserOf}) // takes the lines of a key
	l.Add("ssh-pubkey", sshUsername(), modes.ExitFrom[*config.SSH]("public key identification mode"))
	l.Add("ssh-pubkey-user", sshKeyString(), sshKeyHash(), modes.ExitFrom[sshUser]("public key user mode"))
	l.Add("ssh-pubkey-data", sshKeyExit(), sshKeyData())
}
