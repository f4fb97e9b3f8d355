package ike

import (
	"net/netip"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/pki"
	"ruthere/debuglog"
)

// Which pre-shared key is a peer's. In main mode it is needed before the peer says who it is, so that the address of its packets
// decides; in aggressive mode the identity in its first message does.

// keyAt finds the key for an address: one of an address, or one of a name that is known to be that address.
func (e *Engine) keyAt(p *config.Profile, vrf string, local, remote netip.Addr) (config.PreSharedKey, bool) {
	if key, ok := e.config.KeyAt(p, vrf, local, remote); ok {
		return key, true
	}
	for _, h := range e.config.Hosts {
		if h.Addr != remote {
			continue
		}
		if key, _, ok := e.config.KeyOfName(p, vrf, local, h.Name); ok {
			return key, true
		}
	}
	if len(e.names) == 0 {
		return config.PreSharedKey{}, false
	}
	for _, entry := range e.config.CryptoMaps {
		for _, peer := range entry.Peers {
			if !peer.Dynamic || e.Address(peer) != remote {
				continue
			}
			if key, _, ok := e.config.KeyOfName(p, vrf, local, peer.Host); ok {
				return key, true
			}
		}
	}
	return config.PreSharedKey{}, false
}

// keyOfIdentity finds the key for an identity. One of its own goes first; then that of the address which its packets come from.
// Of what names a group only the group has a key: nobody else's is tried. The keyring is "" if it is the global one, or the
// key is one of an address.
func (e *Engine) keyOfIdentity(p *config.Profile, vrf string, local, remote netip.Addr, id config.Identity) (
	key config.PreSharedKey, keyring string, ok bool) {
	switch {
	case id.IsName():
		if key, keyring, ok = e.config.KeyOfName(p, vrf, local, id.Name); ok {
			return key, keyring, true
		}
	case id.Kind == config.IdentityAddress:
		if key, ok = e.keyAt(p, vrf, local, id.Addr); ok {
			return key, "", true
		}
	case id.Kind == config.IdentityDN:
		return key, "", false
	default:
		return e.keyOfGroup(p, vrf, local, id.Name)
	}
	key, ok = e.keyAt(p, vrf, local, remote)
	return key, "", ok
}

// keyOfGroup finds the key of a client group, for who presents its name.
func (e *Engine) keyOfGroup(p *config.Profile, vrf string, local netip.Addr, name string) (key config.PreSharedKey,
	keyring string, ok bool) {
	key.Key, ok = e.config.GroupKey(e.clientSettingsAt(p, vrf, local), name)
	return key, "", ok
}

// findKey looks up the pre-shared key for the peer by its address.
func (c *change) findKey() bool {
	remote := c.sa.remote.Addr()
	c.log.Say(debuglog.LookingForKey(remote))
	key, ok := c.keyAt(c.sa.profile, c.sa.vrf, c.sa.local.Addr(), remote)
	if !ok {
		c.log.NoPreSharedKey(remote)
		return false
	}
	c.sa.psk, c.sa.noXAuth = key.Key, key.NoXAuth
	c.log.KeySearchSucceeded()
	c.log.FoundPreSharedKey(remote)
	return true
}

// findKeyOf looks up the pre-shared key for what the peer calls itself. Who is called by an entry of its own has that one's password.
func (c *change) findKeyOf(id config.Identity) bool {
	local, remote := c.sa.local.Addr(), c.sa.remote.Addr()
	if c.sa.caller != nil {
		c.log.FoundPreSharedKey(remote)
		c.log.LocalPreSharedKeyFound()
		return true
	}
	name := debuglog.Visible(id.Name)
	if id.IsName() {
		c.log.Say(debuglog.LookingForNamedKey(name))
	} else {
		c.log.Say(debuglog.LookingForKey(remote))
	}
	key, keyring, ok := c.keyOfIdentity(c.sa.profile, c.sa.vrf, local, remote, id)
	if id.IsName() && (!ok || key.Host == "") {
		c.log.Say(debuglog.NoKeyByHostname(name))
	}
	if !ok {
		c.log.NoPreSharedKey(remote)
		return false
	}
	c.sa.psk, c.sa.noXAuth = key.Key, key.NoXAuth
	c.log.KeySearchSucceeded()
	c.sayKeyring(key, keyring)
	if id.IsName() && key.Host != "" {
		c.log.FoundKeyByName(name)
	}
	c.log.LocalPreSharedKeyFound()
	return true
}

// sayKeyring names the keyring of the profile that the key is from.
func (c *change) sayKeyring(key config.PreSharedKey, keyring string) {
	switch {
	case c.sa.profile == nil:
	case key.Host != "" && keyring != "":
		c.log.FoundHostKey(keyring)
	case key.Host == "":
		if ring := c.config.KeyringAt(c.sa.profile, c.sa.vrf, c.sa.local.Addr(), c.sa.remote.Addr()); ring != "" {
			c.log.FoundAddressKey(ring)
		}
	}
}

// identityOf is an ID payload as the configuration knows identities.
func identityOf(id *isakmp.Identification) config.Identity {
	switch id.Type {
	case isakmp.IDFQDN:
		return config.Identity{Kind: config.IdentityFQDN, Name: string(id.Data)}
	case isakmp.IDUserFQDN:
		return config.Identity{Kind: config.IdentityUserFQDN, Name: string(id.Data)}
	case isakmp.IDKeyID:
		return config.Identity{Kind: config.IdentityKeyID, Name: string(id.Data)}
	case isakmp.IDDN:
		if name, err := pki.DecodeName(id.Data); err == nil {
			return config.Identity{Kind: config.IdentityDN, Name: name.String()}
		}
	}
	if addr, ok := id.Address(); ok {
		return config.Identity{Kind: config.IdentityAddress, Addr: addr}
	}
	return config.Identity{}
}
