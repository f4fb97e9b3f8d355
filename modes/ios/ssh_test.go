package ios

import (
	"crypto/md5"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"ruthere/debuglog"
)

// sshLines are the lines of SSH in the order of the device.
const sshLines = `ip ssh time-out 60
ip ssh authentication-retries 2
ip ssh source-interface Loopback0
ip ssh rsa keypair-name MINE
ip ssh logging events
ip ssh version 2
ip ssh dh min size 2048
ip ssh pubkey-chain
  username admin
   key-hash ssh-rsa 0123456789ABCDEF0123456789ABCDEF admin@host
  username carol
   key-hash ssh-ed25519 AAAA456789ABCDEF0123456789ABCDEF
ip ssh server algorithm mac hmac-sha2-256 hmac-sha1
ip ssh server algorithm encryption aes256-ctr aes128-cbc
ip ssh server algorithm kex diffie-hellman-group14-sha1
ip ssh server algorithm hostkey rsa-sha2-256 ssh-rsa
ip ssh client algorithm mac hmac-sha2-512
`

func TestSSHIsReadAndPrinted(t *testing.T) {
	text := running(load(t, debuglog.IOS15, "interface Loopback0\n!\n"+sshLines+"end\n"), debuglog.IOS15)
	if !strings.Contains(text, "no ip http secure-server\n"+sshLines+"!\n") {
		t.Errorf("not as it was typed:\n%s", text)
	}
	for line := range strings.Lines(sshLines) {
		if strings.HasPrefix(line, " ") {
			continue
		}
		again := running(load(t, debuglog.IOS15, sshLines+"no "+line+"end\n"), debuglog.IOS15)
		if strings.Contains(again, line) {
			t.Errorf("no %s leaves it there", strings.TrimSpace(line))
		}
	}
}

// A key may be typed in any number of lines, with the words around it or without.
func TestSSHKeyString(t *testing.T) {
	field := func(b string) string { return string([]byte{0, 0, byte(len(b) >> 8), byte(len(b))}) + b }
	blob := field("ssh-rsa") + field("\x01\x00\x01") + field(strings.Repeat("\xa7", 257))
	key := base64.StdEncoding.EncodeToString([]byte(blob))
	hash := fmt.Sprintf("%X", md5.Sum([]byte(blob)))
	for name, c := range map[string]struct{ typed, want string }{
		"one line":           {key, "key-hash ssh-rsa " + hash + "\n"},
		"as ssh-keygen does": {"ssh-rsa " + key + " me@host", "key-hash ssh-rsa " + hash + " me@host\n"},
		"folded":             {key[:64] + "\n" + key[64:200] + "\n" + key[200:], "key-hash ssh-rsa " + hash + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			b := "ip ssh pubkey-chain\n username admin\n  key-string\n" + c.typed + "\n  exit\n exit\nend\n"
			text := running(load(t, debuglog.IOS15, b), debuglog.IOS15)
			if !strings.Contains(text, c.want) {
				t.Errorf("want %q in\n%s", c.want, text)
			}
			if strings.Contains(text, key[:20]) {
				t.Error("the key is shown itself")
			}
		})
	}
}
