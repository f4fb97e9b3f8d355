package config

import (
	"slices"
	"strings"
)

// AsksXAuth says whether a peer has to give a user name and a password after phase 1 (XAUTH):
// `client authentication list` of its ISAKMP profile says so, or, for a peer without one, that
// of the crypto map it speaks to; a key with `no-xauth` spares its peers. Nobody is asked here,
// so that those lines are kept among the inert ones; the peer only hears of it in phase 1.
func (c *Config) AsksXAuth(p *Profile, cryptoMap string, key PreSharedKey) bool {
	const list = "client authentication list"
	switch {
	case key.NoXAuth:
		return false
	case p != nil:
		return slices.ContainsFunc(p.Inert.Texts(), func(line string) bool { return strings.HasPrefix(line, list+" ") })
	}
	return c.Inert.Get("crypto map "+cryptoMap+" "+list) != nil
}
