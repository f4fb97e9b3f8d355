package live

import (
	"slices"

	"golang.org/x/crypto/ssh"

	"ruthere/config"
)

// useAlgorithms sets what may be negotiated: the current algorithms, or those that the
// configuration names, old ones among them, as far as there are any.
func useAlgorithms(c *ssh.Config, chosen config.SSHAlgorithms, minDH int) {
	current, old := ssh.SupportedAlgorithms(), ssh.InsecureAlgorithms()
	c.Ciphers = usableNames(chosen.Encryption, current.Ciphers, old.Ciphers)
	c.MACs = usableNames(chosen.MAC, current.MACs, old.MACs)
	c.KeyExchanges = usableNames(chosen.KEX, current.KeyExchanges, old.KeyExchanges)
	if large := largeEnough(c.KeyExchanges, minDH); len(large) > 0 {
		c.KeyExchanges = large
	} else {
		c.KeyExchanges = largeEnough(current.KeyExchanges, minDH)
	}
}

// groupBits are the sizes of the Diffie-Hellman groups; those over elliptic curves have
// none to compare.
var groupBits = map[string]int{
	ssh.InsecureKeyExchangeDH1SHA1:   1024,
	ssh.InsecureKeyExchangeDH14SHA1:  2048,
	ssh.KeyExchangeDH14SHA256:        2048,
	ssh.KeyExchangeDH16SHA512:        4096,
	ssh.InsecureKeyExchangeDHGEXSHA1: 2048, // the library's least, whatever the client asks for
	ssh.KeyExchangeDHGEXSHA256:       2048,
}

// largeEnough are the key exchanges whose group has as many bits as the least allowed.
func largeEnough(names []string, least int) []string {
	return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		bits, has := groupBits[name]
		return has && bits < least
	})
}

// hostKeyFor has a key sign as the configuration says; SHA-1 only if it says so.
func hostKeyFor(key ssh.Signer, chosen []string) ssh.Signer {
	algorithms := usableNames(chosen, []string{ssh.KeyAlgoRSASHA512, ssh.KeyAlgoRSASHA256}, []string{ssh.KeyAlgoRSA})
	if able, ok := key.(ssh.AlgorithmSigner); ok {
		if limited, err := ssh.NewSignerWithAlgorithms(able, algorithms); err == nil {
			return limited
		}
	}
	return key
}

// usableNames are the chosen names that there are; all current ones if that leaves nothing.
func usableNames(chosen, current, old []string) []string {
	var usable []string
	for _, name := range chosen {
		if slices.Contains(current, name) || slices.Contains(old, name) {
			usable = append(usable, name)
		}
	}
	if len(usable) == 0 {
		return current
	}
	return usable
}
