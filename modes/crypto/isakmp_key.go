package crypto

import (
	"crypto/subtle"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func isakmpKey() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto isakmp key [type0=0 | type6=6] secret:WORD! {address addr:A.B.C.D [mask:A.B.C.D] | hostname host:WORD} [no-xauth]`,
		Help: isakmpHelp(modes.H{"key": "Set pre-shared key for remote peer",
			"0": "Specifies an UNENCRYPTED password will follow", "6": "Specifies an ENCRYPTED password will follow",
			"secret":  "The UNENCRYPTED (cleartext) user password",
			"address": "define shared key with IP address", "hostname": "define shared key with hostname",
			"addr": "Peer IP address", "mask": "Peer IP subnet mask", "host": "Peer hostname",
			"no-xauth": "Bypasses XAuth for this peer"}),
		Set:   func(_ *modes.Context, c modes.Global, a parser.Args) error { return addKey(&c.ISAKMP.Keys, a) },
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error { return removeKey(&c.ISAKMP.Keys, a) },
		Show: func(c modes.Global) []parser.Args {
			return showKeys(c.ISAKMP.Keys, func(p netip.Prefix) bool {
				return p.IsSingleIP() || p.Bits() == 0 && p.Addr().IsUnspecified()
			})
		},
		Spell: padKeyAddress,
	}
}

// padKeyAddress fills the address to 15 columns when no mask follows.
func padKeyAddress(_ debuglog.Release, line string) string {
	fields := strings.Fields(line) // crypto isakmp key [6] K address A ...
	at := slices.Index(fields[min(4, len(fields)):], "address") + 5
	if at < 5 || at > 6 || at >= len(fields) || len(fields) > at+1 && fields[at+1] != "no-xauth" {
		return line
	}
	fields[at] = fmt.Sprintf("%-15s", fields[at])
	return strings.Join(fields, " ")
}

// peerKey is a key with the comparison that decides about duplicates.
type peerKey struct{ config.PreSharedKey }

func (k peerKey) samePeers(have config.PreSharedKey) bool {
	if k.Host != "" || have.Host != "" {
		return k.Host == have.Host
	}
	return have.Prefix.Masked() == k.Prefix.Masked()
}

func (k peerKey) sameSecret(have config.PreSharedKey) bool {
	return subtle.ConstantTimeCompare([]byte(have.Key), []byte(k.Key)) == 1
}

// exists is said of a key for peers that have one.
func (k peerKey) exists() error {
	if k.Host != "" {
		return modes.Refuse(fmt.Sprintf("A pre-shared key for host name %s already exists!", k.Host))
	}
	return modes.Refuse(fmt.Sprintf("A pre-shared key for address mask %s %s already exists!", k.Prefix.Addr(), modes.MaskOf(k.Prefix.Bits())))
}

// addKey adds the key that a command gives to the global keys or to a keyring's.
func addKey(keys *[]config.PreSharedKey, a parser.Args) error {
	k, err := keyOf(a)
	if err != nil {
		return err
	}
	if slices.ContainsFunc(*keys, k.samePeers) {
		return k.exists()
	}
	*keys = append(*keys, k.PreSharedKey)
	return nil
}

// removeKey removes the key for the peers a command names; a secret that is given with
// them must be the key's.
func removeKey(keys *[]config.PreSharedKey, a parser.Args) error {
	if !a.Has("addr") && !a.Has("host") {
		return modes.ErrIncomplete
	}
	k, err := keyOf(a)
	if err != nil {
		return err
	}
	*keys = slices.DeleteFunc(slices.Clone(*keys), func(have config.PreSharedKey) bool {
		return k.samePeers(have) && (!a.Has("secret") || k.sameSecret(have))
	})
	return nil
}

// showKeys returns the arguments of keys' lines; maskless says which addresses need no
// mask behind them: the two commands differ in that.
func showKeys(keys []config.PreSharedKey, maskless func(netip.Prefix) bool) (lines []parser.Args) {
	for _, k := range keys {
		a := parser.Args{"secret": k.Key}
		if k.Encrypted {
			a["type6"] = true
		}
		if k.Host != "" {
			a["hostname"], a["host"] = true, k.Host
		} else {
			a["address"], a["addr"] = true, k.Prefix.Addr()
			if !maskless(k.Prefix) {
				a["mask"] = modes.MaskOf(k.Prefix.Bits())
			}
		}
		if k.NoXAuth {
			a["no-xauth"] = true
		}
		lines = append(lines, a)
	}
	return lines
}

// maxKey is the longest pre-shared key in characters.
const maxKey = 128

func keyTooLong() error {
	return modes.Refuse(fmt.Sprintf("%% The key is longer than %d characters", maxKey))
}

func keyOf(a parser.Args) (peerKey, error) {
	k := config.PreSharedKey{Key: a.Str("secret"), Host: a.Str("host"), NoXAuth: a.Has("no-xauth"), Encrypted: a.Has("type6")}
	if len(k.Key) > maxKey {
		return peerKey{}, keyTooLong()
	}
	if k.Host != "" {
		return peerKey{k}, nil
	}
	bits := 32
	if a.Addr("addr").IsUnspecified() {
		bits = 0
	}
	if a.Has("mask") {
		var ok bool
		if bits, ok = modes.MaskBits(a.Addr("mask")); !ok {
			return peerKey{}, modes.Refuse("%Inconsistent address and mask")
		}
	}
	k.Prefix = netip.PrefixFrom(a.Addr("addr"), bits)
	return peerKey{k}, nil
}

func addISAKMPKey(l *modes.Language) { l.Add("global", isakmpKey()) }
