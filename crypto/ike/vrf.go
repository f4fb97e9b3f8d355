package ike

import (
	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
)

// An owner is what a pair of IPsec SAs is for, across changes of the configuration.
type owner struct {
	entry entryKey
	vrf   string // front-door: the table its outer packets travel in
	ivrf  string // inside: the table of what it protects

	port    uint16 // the peer's, as IKE last heard of it
	mayMove bool   // it is a translator's

	iface     string  // of its crypto map
	pfsGroup  int     // of the Diffie-Hellman exchange in quick mode; 0 = there was none
	initiator bool    // quick mode was begun here
	up        bool    // traffic may flow
	client    *client // nil: of no client
	manual    bool    // its keys were set by hand
}

// ownerOf is what the pair of a quick mode is for.
func (x *exchange) ownerOf(q *quickMode) owner {
	o := owner{entry: q.entry, vrf: x.sa.vrf, ivrf: x.insideVRF(x.sa),
		port: x.sa.remote.Port(), mayMove: x.sa.nat.mayMove(), pfsGroup: int(q.group), initiator: q.initiator, iface: q.iface,
		client: x.sa.client}
	entry, iface := x.entryOf(q.entry), x.config.Interface(q.iface)
	if a := x.accesses.byKey[q.entry]; a != nil {
		o.ivrf = a.of.template.VRF
		return o
	}
	if o.ivrf == x.sa.vrf && entry != nil && iface != nil {
		o.ivrf = x.config.InsideVRF(entry, iface)
	}
	return o
}

// insideVRF is the VRF that an SA's profile leads to; without one it is the front-door VRF.
func (e *Engine) insideVRF(sa *SA) string {
	if sa.profile != nil && sa.profile.VRF != "" {
		return sa.profile.VRF
	}
	return sa.vrf
}

// endsOf are the two ends of a pair.
func (e *Engine) endsOf(p *ipsec.Pair) endpoints {
	return endpoints{e.owners[p].vrf, p.Out.Local, p.Out.Remote}
}

// InsideVRF is the VRF that what a pair protects belongs to; "" is the global table.
func (e *Engine) InsideVRF(p *ipsec.Pair) string { return e.owners[p].ivrf }

func profileName(p *config.Profile) string {
	if p == nil {
		return ""
	}
	return p.Name
}

// sayProfile says which ISAKMP profile the peer's identity matched. What the address of its
// packets let a responder expect counts no more.
func (c *change) sayProfile(id *isakmp.Identification) {
	c.settleProfile(c.config.ProfileOfIdentity(c.sa.vrf, c.sa.local.Addr(), identityOf(id)))
}

// settleProfile has the SA's peer be one of a profile, or of none.
func (c *change) settleProfile(p *config.Profile) {
	if p != nil || c.sa.role == state.Responder {
		c.sa.profile = p
	}
	if p == nil {
		c.log.PeerMatchesNoProfile()
		return
	}
	c.log.PeerMatchesProfile(p.Name)
}

// sayAddressKey names the keyring of the matched profile that the key of main mode is from.
func (c *change) sayAddressKey() {
	c.sayKeyring(config.PreSharedKey{}, "")
}

// sayScanned names the profiles that are looked through for XAUTH: all there are.
func (c *change) sayScanned() {
	names := make([]string, len(c.config.ISAKMP.Profiles))
	for i, p := range c.config.ISAKMP.Profiles {
		names[i] = p.Name
	}
	c.log.ScanningProfiles(names...)
}
