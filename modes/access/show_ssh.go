package access

import (
	"crypto/rsa"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math/big"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showIPSSH() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip ssh`, modes.H{"ip": "IP information", "ssh": "Information on SSH"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			s, key, version := &b.Config().SSH, b.SSH().Key, SSHVersion(b.Config())
			if key == nil {
				x.Printf("SSH Disabled - version %s\n%%Please create RSA keys to enable SSH (and of atleast 768 bits for SSH v2).\n", version)
			} else {
				x.Printf("SSH Enabled - version %s\n", version)
			}
			if b.Release() != debuglog.IOS124 {
				x.Println("Authentication methods:publickey,keyboard-interactive,password")
			}
			x.Printf("Authentication timeout: %d secs; Authentication retries: %d\n", modes.InSeconds(s.Timeout), s.Retries)
			x.Printf("Minimum expected Diffie Hellman key size : %d bits\n", SSHMinDH(s, b.Release()))
			if key == nil {
				x.Println("IOS Keys in SECSH format(ssh-rsa, base64 encoded): NONE")
				return nil
			}
			name := ""
			if b.Release() != debuglog.IOS124 {
				name = " " + key.Name
			}
			x.Printf("IOS Keys in SECSH format(ssh-rsa, base64 encoded):%s\n", name)
			if b.Release() == debuglog.IOSXE {
				x.Printf("Modulus Size : %d bits\n", key.Key.N.BitLen())
			}
			text := "ssh-rsa " + base64.StdEncoding.EncodeToString(sshBlob(&key.Key.PublicKey))
			for ; len(text) > keyColumns; text = text[keyColumns:] {
				x.Println(text[:keyColumns])
			}
			x.Println(text)
			return nil
		})
}

// SSHVersion is the version of SSH that the configuration asks for, as the device says it.
func SSHVersion(c *config.Config) string {
	return map[int]string{0: "1.99", 1: "1.5", 2: "2.0"}[c.SSH.Version]
}

// sshBlob is a public key as SSH writes it, RFC 4253 6.6.
func sshBlob(key *rsa.PublicKey) (blob []byte) {
	field := func(b []byte) { blob = append(binary.BigEndian.AppendUint32(blob, uint32(len(b))), b...) }
	integer := func(n *big.Int) { field(append(make([]byte, 1-min(1, (8*len(n.Bytes())-n.BitLen()))), n.Bytes()...)) }
	field([]byte("ssh-rsa"))
	integer(big.NewInt(int64(key.E)))
	integer(key.N)
	return blob
}

// keyColumns is how much of a key stands in one row.
const keyColumns = 76

// SSHMinDH is the size, in bits, of the smallest Diffie-Hellman group that SSH takes.
func SSHMinDH(s *config.SSH, r debuglog.Release) int {
	switch {
	case s.MinDH != 0:
		return s.MinDH
	case r == debuglog.IOS124:
		return 1024
	}
	return 2048
}

func showSSH() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ssh`, modes.H{"ssh": "Status of SSH server connections"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			sessions := b.SSH().Sessions
			if len(sessions) == 0 {
				x.Println("%No SSHv2 server connections running.")
			} else {
				x.Println("Connection Version Mode Encryption  Hmac         State                 Username")
			}
			for _, s := range sessions {
				state := "Authentication in progress"
				if s.Established {
					state = "Session started"
				}
				for _, way := range []struct {
					name string
					with modes.SSHCiphers
				}{{"IN", s.In}, {"OUT", s.Out}} {
					x.Println(strings.TrimRight(fmt.Sprintf("%-10d %-7s %-4s %-11s %-12s %-21s %s", s.Number, "2.0", way.name,
						way.with.Encryption, way.with.MAC, state, s.User), " "))
				}
			}
			x.Println("%No SSHv1 server connections running.")
			return nil
		})
}

func addShowSSH(l *modes.Language) { l.Add("exec", showIPSSH(), showSSH()) }
