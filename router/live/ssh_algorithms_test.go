package live

import (
	"slices"
	"testing"

	"golang.org/x/crypto/ssh"

	"ruthere/config"
)

// ip ssh dh min size rules out smaller groups, whoever asks for them.
func TestSmallGroupsAreRuledOut(t *testing.T) {
	for _, c := range []struct {
		least   int
		chosen  []string
		has, no string
	}{
		{2048, nil, "diffie-hellman-group14-sha256", "diffie-hellman-group1-sha1"},
		{4096, nil, "diffie-hellman-group16-sha512", "diffie-hellman-group14-sha256"},
		{1024, []string{"diffie-hellman-group1-sha1"}, "diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1"},
		{2048, []string{"diffie-hellman-group1-sha1", "diffie-hellman-group14-sha1"}, "diffie-hellman-group14-sha1",
			"diffie-hellman-group1-sha1"},
		{4096, []string{"diffie-hellman-group14-sha1"}, "diffie-hellman-group16-sha512", "diffie-hellman-group14-sha1"},
		{4096, nil, "curve25519-sha256", "diffie-hellman-group-exchange-sha256"},
	} {
		var s ssh.ServerConfig
		useAlgorithms(&s.Config, config.SSHAlgorithms{KEX: c.chosen}, c.least)
		if !slices.Contains(s.KeyExchanges, c.has) || slices.Contains(s.KeyExchanges, c.no) {
			t.Errorf("at least %d bits, of %v: %v", c.least, c.chosen, s.KeyExchanges)
		}
	}
}
