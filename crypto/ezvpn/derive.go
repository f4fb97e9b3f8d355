package ezvpn

import (
	"fmt"
	"net/netip"
	"slices"

	"ruthere/config"
)

// Derive is the configuration by which the router works: c, the one that was typed, with what the clients add to it. It is c
// itself if they add nothing, and else a copy that nobody may print: what is added was not typed.
func (s *Clients) Derive(c *config.Config) *config.Config {
	if !slices.ContainsFunc(s.list, func(cl *client) bool { return cl.state != Idle }) {
		return c
	}
	d := c.Clone()
	for _, cl := range s.list {
		if cl.state != Idle {
			cl.addTo(d)
		}
	}
	return d
}

// Crypto map entries count from the device's number in a map that is the clients' alone, and each client has room for its own.
const (
	firstOfHead = 65536
	numbersEach = 4096
)

// addTo adds what a client needs: the crypto map outside from the moment that somebody may be called, the rest with the settings.
func (c *client) addTo(d *config.Config) {
	out := d.Interface(c.outside)
	if out == nil {
		return
	}
	first := config.FirstEasyVPN
	if out.CryptoMap == "" {
		out.CryptoMap, first = out.Name+"-head-0", firstOfHead
	}
	if c.settings.LocalAddress != "" {
		d.MapSettings = append(d.MapSettings, config.MapSettings{Map: out.CryptoMap, Local: c.settings.LocalAddress})
	}
	first += numbersEach * c.number
	if c.server.IsValid() {
		caller := &config.ISAKMPPeer{Addr: c.server, Password: c.settings.Key, EasyVPN: c.settings.Name,
			Endpoint: config.Identity{Kind: config.IdentityKeyID, Name: c.settings.Group}}
		d.ISAKMP.Peers = slices.Insert(slices.Clone(d.ISAKMP.Peers), 0, caller)
	}
	switch {
	case c.state >= SocketsOpen:
		c.addTunnel(d, out, first)
	case c.settings.Connect == config.ConnectACL && c.state == ConnectRequired:
		e, _ := d.AddMapEntry(out.CryptoMap, first)
		e.Peers, e.AccessList, e.TransformSets = c.peers, c.settings.ConnectList, addTransformSets(d)
		e.EasyVPN, e.Wakes = c.settings.Name, true
	}
}

// addTunnel adds what the settings of the server make: an entry of the crypto map for each network here and there, the address,
// and the translation of who has none of his own there.
func (c *client) addTunnel(d *config.Config, out *config.Interface, sequence int) {
	remotes := c.given.Split
	if len(remotes) == 0 {
		remotes = []netip.Prefix{netip.PrefixFrom(netip.IPv4Unspecified(), 0)}
	}
	var locals []netip.Prefix
	if c.settings.WantsAddress() {
		own := netip.PrefixFrom(c.given.Address, 32)
		locals = append(locals, own)
		d.AddInterface(c.loopback()).Address = own
	}
	if c.settings.ExtendsNetworks() {
		locals = append(locals, c.networks...)
		c.exempt(d, remotes)
	} else {
		c.translate(d, out, remotes)
	}
	sets, n := addTransformSets(d), 0
	for _, local := range locals {
		for _, remote := range remotes {
			e, _ := d.AddMapEntry(out.CryptoMap, sequence+n)
			n++
			e.Peers, e.TransformSets, e.EasyVPN = []config.Peer{{Addr: c.server}}, sets, c.settings.Name
			e.AccessList = fmt.Sprintf("%s_ezvpn_%d", c.settings.Name, n)
			if c.given.PFS {
				e.PFSGroup = 2
			}
			e.IdleTime = c.settings.IdleTime
			d.AddAccessList(e.AccessList, true).Add(permit(local, remote))
		}
	}
}

func permit(from, to netip.Prefix) config.Entry {
	return config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: config.PrefixMatch(from), Dst: config.PrefixMatch(to)}
}

// exempt has the hosts inside keep their addresses where they go through the tunnel, whatever is translated otherwise.
func (c *client) exempt(d *config.Config, remotes []netip.Prefix) {
	list := d.AddAccessList(c.settings.Name+"_extended-list", true)
	for _, from := range c.networks {
		for _, to := range remotes {
			list.Add(permit(from, to))
		}
	}
	d.NAT.Exempt = append(d.NAT.Exempt, list.Name)
}

// translate gives the hosts inside the address that the server has assigned, and, where only some networks are behind the tunnel
// and nothing is configured about it, that of the interface outside for all others. The names are the device's.
func (c *client) translate(d *config.Config, out *config.Interface, remotes []netip.Prefix) {
	out.NATDomain = "outside"
	for _, name := range c.inside {
		if i := d.Interface(name); i != nil {
			i.NATDomain = "inside"
		}
	}
	own := len(d.NAT.Dynamic) == 0
	tunnel := d.AddAccessList(c.settings.Name+"_internal-list", true)
	rest := d.AddAccessList(c.settings.Name+"_enterprise-list", true)
	for _, from := range c.networks {
		for _, to := range remotes {
			tunnel.Add(permit(from, to))
			deny := permit(from, to)
			deny.Permit = false
			rest.Add(deny)
		}
	}
	for _, from := range c.networks {
		rest.Add(permit(from, netip.PrefixFrom(netip.IPv4Unspecified(), 0)))
	}
	d.NAT.Pools = append(d.NAT.Pools, config.NATPool{Name: c.settings.Name, First: c.given.Address, Last: c.given.Address, Bits: 32})
	d.NAT.Dynamic = slices.Insert(d.NAT.Dynamic, 0, config.NATMapping{List: tunnel.Name, Pool: c.settings.Name, Overload: true})
	if own && len(c.given.Split) > 0 {
		d.NAT.Dynamic = append(d.NAT.Dynamic, config.NATMapping{List: rest.Name, Interface: out.Name, Overload: true})
	}
}

// addTransformSets adds what clients offer, the first preferred, and names it as the device does.
func addTransformSets(d *config.Config) (names []string) {
	for _, cipher := range []config.Transform{{Name: "esp-aes", KeyBits: 256}, {Name: "esp-aes", KeyBits: 192},
		{Name: "esp-aes", KeyBits: 128}, {Name: "esp-3des"}} {
		for _, hash := range []string{"esp-sha-hmac", "esp-md5-hmac"} {
			name := fmt.Sprintf("ezvpn-profile-autoconfig-transform-%d", len(names))
			names = append(names, name)
			if d.IPsec.TransformSet(name) == nil {
				d.IPsec.TransformSets = append(d.IPsec.TransformSets,
					&config.TransformSet{Name: name, Transforms: []config.Transform{cipher, {Name: hash}}})
			}
		}
	}
	return names
}
