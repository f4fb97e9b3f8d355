package config

// AsksXAuth says whether a peer has to give a user name and a password after phase 1 (XAUTH):
// `client authentication list` of its ISAKMP profile says so, or, for a peer without one, that
// of the crypto map it speaks to; a key with `no-xauth` spares its peers. Nobody is asked here:
// the peer only hears of it in phase 1.
func (c *Config) AsksXAuth(p *Profile, cryptoMap string, key PreSharedKey) bool {
	switch {
	case key.NoXAuth:
		return false
	case p != nil:
		return p.XAuth != ""
	}
	for _, m := range c.MapSettings {
		if m.Map == cryptoMap {
			return m.XAuth != ""
		}
	}
	return false
}
