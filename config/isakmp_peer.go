package config

import "net/netip"

// An ISAKMPPeer is one `crypto isakmp peer`: how a peer is called in aggressive mode.
type ISAKMPPeer struct {
	Addr        netip.Addr // invalid when Host is set
	Host        string
	VRF         string // front-door; "" = the global table
	Description string
	Password    string // the pre-shared key; "" = none
	Encrypted   bool   // Password is of type 6, which fits no peer here
	Endpoint    Identity
	EasyVPN     string // the client of this name made the entry, for its server; "" = it was typed
}

// MayCall says whether the peer can be called in aggressive mode: that takes a password and an identity.
func (p *ISAKMPPeer) MayCall() bool {
	return p.Password != "" && !p.Encrypted && !p.Endpoint.IsZero()
}

// SamePeer says whether both are about the same peer.
func (p *ISAKMPPeer) SamePeer(other *ISAKMPPeer) bool {
	return p.Addr == other.Addr && p.Host == other.Host && p.VRF == other.VRF
}

// Peer returns the entry about the peer that like is about, or nil.
func (i *ISAKMP) Peer(like *ISAKMPPeer) *ISAKMPPeer {
	for _, p := range i.Peers {
		if p.SamePeer(like) {
			return p
		}
	}
	return nil
}

// AddPeer returns the entry about the peer that like is about, made if there was none.
func (i *ISAKMP) AddPeer(like *ISAKMPPeer) *ISAKMPPeer {
	if p := i.Peer(like); p != nil {
		return p
	}
	p := &ISAKMPPeer{Addr: like.Addr, Host: like.Host, VRF: like.VRF}
	i.Peers = append(i.Peers, p)
	return p
}

func (p *ISAKMPPeer) clone() *ISAKMPPeer {
	q := *p
	return &q
}
