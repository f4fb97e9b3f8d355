package ike

import (
	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// An owner is what a pair of IPsec SAs is for, across changes of the configuration.
type owner struct {
	entry entryKey
	vrf   string // front-door: the table its outer packets travel in
	ivrf  string // inside: the table of what it protects
}

// ownerOf is what the pair of a quick mode is for.
func (s *step) ownerOf(q *quickMode) owner {
	o := owner{entry: q.entry, vrf: s.sa.vrf, ivrf: s.inside(s.sa)}
	entry, iface := s.config.MapEntry(q.entry.name, q.entry.sequence), s.config.Interface(q.iface)
	if o.ivrf == s.sa.vrf && entry != nil && iface != nil {
		o.ivrf = s.config.InsideVRF(entry, iface)
	}
	return o
}

// inside is the VRF that an SA's profile leads to; without one it is the front-door VRF.
func (e *Engine) inside(sa *SA) string {
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

// FrontDoorVRF is the VRF that a pair's outer packets travel in.
func (e *Engine) FrontDoorVRF(p *ipsec.Pair) string { return e.owners[p].vrf }

func profileName(p *config.Profile) string {
	if p == nil {
		return "(NULL)"
	}
	return p.Name
}

// sayProfile says which ISAKMP profile the peer's identity matched.
func (s *step) sayProfile() {
	if p := s.config.ProfileAt(s.sa.vrf, s.sa.local.Addr(), s.sa.remote.Addr()); p != nil {
		s.sa.profile = p
		s.say(debuglog.PeerMatchesProfile(s.conn(), p.Name))
		if ring := s.config.KeyringAt(p, s.sa.vrf, s.sa.local.Addr(), s.sa.remote.Addr()); ring != "" && s.sa.role == state.Responder {
			s.say(debuglog.FoundAddressKey(s.conn(), ring))
		}
		return
	}
	s.say(debuglog.PeerMatchesNoProfile(s.conn()))
}
