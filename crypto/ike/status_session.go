package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
)

// A SessionState is what the SAs with a peer amount to, in the words of `show crypto session`.
type SessionState string

const (
	SessionActive      SessionState = "UP-ACTIVE"        // phase 1 and IPsec SAs
	SessionIdle        SessionState = "UP-IDLE"          // phase 1 alone
	SessionNoIKE       SessionState = "UP-NO-IKE"        // IPsec SAs alone
	SessionNegotiating SessionState = "DOWN-NEGOTIATING" // phase 1 is under way
	SessionDown        SessionState = "DOWN"
)

// SessionStatus is a crypto map's peer on an interface, with its SAs.
type SessionStatus struct {
	Interface  string
	FVRF, IVRF string // front-door and inside VRF; "" = the global table
	Local      netip.Addr
	Peer       netip.AddrPort
	State      SessionState
	PeerID     string     // how the peer called itself; "" = it has not
	Profile    string     // ISAKMP profile; "" for none
	Since      time.Time  // when phase 1 was complete; zero = it is not
	SAs        []SAStatus // living ones, and those that died negotiating; newest first
	Flows      []FlowStatus
	ClientStatus
}

// Sessions lists the sessions of all crypto maps that a filter wants: one for each peer, whether or not there is anything
// up with it.
func (e *Engine) Sessions(now time.Time, want Filter) (list []SessionStatus) {
	sas := map[netip.Addr][]SAStatus{} // by peer
	all := e.SAs(now)
	for _, sa := range all {
		sas[sa.Remote.Addr()] = append(sas[sa.Remote.Addr()], sa)
	}
	for _, protected := range e.ProtectedInterfaces(now) {
		i := e.config.Interface(protected.Name)
		if !e.config.AddressOf(i).IsValid() && !i.IsProtected() {
			continue
		}
		seen, flows := map[netip.Addr]bool{}, map[netip.Addr][]FlowStatus{}
		for _, f := range protected.Flows {
			for _, peer := range f.peers {
				flows[peer] = append(flows[peer], f)
			}
		}
		for _, entry := range e.entriesOn(i) {
			for _, p := range entry.Peers {
				s := SessionStatus{Interface: i.Name, FVRF: protected.FVRF, IVRF: e.config.InsideVRF(entry, i), Local: protected.Local,
					Peer: netip.AddrPortFrom(e.Address(p), Port)}
				if !entry.Complete() || !s.Peer.Addr().IsValid() || seen[s.Peer.Addr()] ||
					!want.Matches(s.FVRF, s.IVRF, netip.AddrPortFrom(s.Local, Port), s.Peer) {
					continue
				}
				seen[s.Peer.Addr()] = true
				s.collect(e.sasOf(entry, sas[s.Peer.Addr()]), flows[s.Peer.Addr()])
				list = append(list, s.byClient()...)
			}
		}
		if i.IsProtected() {
			continue // its peers are no clients, or their SAs are found by their entries
		}
		like := SessionStatus{Interface: i.Name, FVRF: protected.FVRF, IVRF: i.VRF, Local: protected.Local}
		list = append(list, clientSessions(like, all, list, want)...)
	}
	for _, like := range e.withoutMap(all) {
		list = append(list, clientSessions(like, all, list, want)...)
	}
	return list
}

// withoutMap are the places where peers have come to an interface without a crypto map, as those of virtual templates do who have no
// interface of their own yet.
func (e *Engine) withoutMap(sas []SAStatus) (places []SessionStatus) {
	for _, sa := range sas {
		p := e.config.ISAKMP.Profile(sa.Profile)
		at := slices.IndexFunc(e.config.Interfaces, func(i *config.Interface) bool {
			return i.VRF == sa.FVRF && slices.ContainsFunc(i.Addresses(), func(a netip.Prefix) bool { return a.Addr() == sa.Local.Addr() })
		})
		if p == nil || p.VirtualTemplate == 0 || at < 0 || slices.ContainsFunc(places, func(s SessionStatus) bool {
			return s.Local == sa.Local.Addr() && s.FVRF == sa.FVRF
		}) {
			continue
		}
		i := e.config.Interfaces[at]
		places = append(places, SessionStatus{Interface: i.Name, FVRF: sa.FVRF, IVRF: i.VRF, Local: sa.Local.Addr()})
	}
	return places
}

// sasOf are those of a peer's SAs that may be for an entry: one that was made for one of several peers at an address is for that one.
func (e *Engine) sasOf(entry *config.CryptoMapEntry, sas []SAStatus) (list []SAStatus) {
	a := e.accesses.byKey[entryKey{entry.Map, entry.Sequence}]
	for _, sa := range sas {
		if a == nil || e.isOfAccess(a.of, sa) {
			list = append(list, sa)
		}
	}
	return list
}

// collect finds the session's SAs and flows among those of its peer.
func (s *SessionStatus) collect(sas []SAStatus, flows []FlowStatus) {
	for _, sa := range sas {
		if sa.Local.Addr() == s.Local && sa.FVRF == s.FVRF && !sa.Deleted {
			s.SAs = append(s.SAs, sa)
		}
	}
	for _, f := range flows {
		s.Flows = append(s.Flows, f.with(s.Peer.Addr()))
	}
	s.settle()
}

// settle finds what follows from the session's SAs and flows.
func (s *SessionStatus) settle() {
	if len(s.SAs) > 0 {
		newest := s.SAs[0]
		s.PeerID, s.Profile, s.Since = newest.PeerID, newest.Profile, newest.Established
		s.Peer = newest.Remote
	}
	s.State = s.findState()
}

func (s *SessionStatus) findState() SessionState {
	idle := slices.ContainsFunc(s.SAs, func(sa SAStatus) bool { return sa.State == state.QMIdle })
	pairs := slices.ContainsFunc(s.Flows, func(f FlowStatus) bool { return len(f.Pairs) > 0 })
	switch {
	case idle && pairs:
		return SessionActive
	case idle:
		return SessionIdle
	case pairs:
		return SessionNoIKE
	case len(s.SAs) > 0:
		return SessionNegotiating
	}
	return SessionDown
}
