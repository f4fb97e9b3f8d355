package ike

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// IPsecSAStatus is one direction of a pair of IPsec SAs.
type IPsecSAStatus struct {
	SPI         uint32
	Destination netip.Addr     // where its packets go
	FVRF        string         // front-door; "" = the global table
	Map         string         // the crypto map it belongs to
	Initiated   bool           // its quick mode was begun here
	Manual      bool           // its keys were set by hand: nothing ends it
	ConnID      int            // its number in the crypto engine
	FlowID      int            // counts from 1
	Header      *IPsecSAStatus // the Authentication Header around it, of a bundle; nil = there is none, or it is this one
	ipsec.Transform
	ipsec.Counters
	Lifetime     ipsec.Lifetime // as agreed
	Remaining    ipsec.Lifetime // of it; parts without a bound are zero
	ReplayWindow int            // in packets; 0 = no replay detection
	Established  time.Time
}

// PairStatus is the two IPsec SAs of a quick mode.
type PairStatus struct {
	In, Out  IPsecSAStatus
	PathMTU  int // as routers on the way have told; 0 = none has
	PFSGroup int // in which quick mode made a key of their own; 0 = it did not

	client ClientStatus
}

// FlowStatus is one line of a crypto map's access list with the peer it goes to, or the part of one that a peer negotiated.
type FlowStatus struct {
	Map       string
	Sequence  int
	Selector  ipsec.Selector
	Peer      netip.Addr // of the pair that traffic leaves by, else the entry's current one
	InsideVRF string     // of what is protected
	PFSGroup  int        // of that pair, which need not be the entry's; 0 = no PFS, or no pair
	Requested bool       // SAs have been asked for
	Dynamic   bool       // its entry was made from a template
	Pairs     []PairStatus
	InUse     int            // the one of Pairs that traffic leaves by
	In, Out   ipsec.Counters // of all pairs together

	peers []netip.Addr // of its entry
}

// ProtectedInterface is an interface with a crypto map, and what that protects.
type ProtectedInterface struct {
	Name, Map string
	FVRF      string
	Local     netip.Addr // the address that its tunnels end at
	MTU       int        // of IP packets, once they are protected, on MTUOf
	MTUOf     string     // the interface itself, or that which has the local address of a tunnel
	Flows     []FlowStatus
}

// ProtectedInterfaces lists the interfaces with crypto maps, in the order of the configuration.
func (e *Engine) ProtectedInterfaces(now time.Time) (list []ProtectedInterface) {
	pairs := map[entryKey][]*ipsec.Pair{} // a hub has thousands of both
	for _, p := range e.IPsec.Pairs() {
		pairs[e.owners[p].entry] = append(pairs[e.owners[p].entry], p)
	}
	for _, i := range e.config.Interfaces {
		if i.CryptoMap != "" {
			outside := e.outsideOf(i)
			list = append(list, ProtectedInterface{Name: i.Name, Map: i.CryptoMap, FVRF: i.FrontDoor(), Local: e.config.LocalAddress(i),
				MTU: outside.PacketMTU(), MTUOf: outside.Name, Flows: e.flowsOf(now, i, pairs)})
		}
	}
	return list
}

// PairStatuses lists all pairs, older first.
func (e *Engine) PairStatuses(now time.Time) (list []PairStatus) {
	for _, p := range e.IPsec.Pairs() {
		list = append(list, e.pairStatus(now, p))
	}
	return list
}

func (e *Engine) pairStatus(now time.Time, p *ipsec.Pair) PairStatus {
	of := e.owners[p]
	status := func(sa *ipsec.SA, destination netip.Addr) IPsecSAStatus {
		kilobytes, seconds := sa.Remaining(now)
		s := IPsecSAStatus{SPI: sa.SPI, Destination: destination, FVRF: of.vrf, Map: of.entry.name, Initiated: of.initiator, Manual: of.manual,
			ConnID: sa.ConnID, FlowID: sa.ConnID - FirstConnID(e.release) + 1, Transform: sa.Transform, Counters: sa.Counters,
			Lifetime: sa.Lifetime, Remaining: ipsec.Lifetime{Seconds: seconds, Kilobytes: kilobytes}, ReplayWindow: sa.ReplayWindow(),
			Established: sa.Established}
		if sa.AH != nil && sa.HasESP() {
			s.setHeader(sa.AH, e.release)
		} else if sa.AH != nil {
			s.ReplayWindow = sa.AH.ReplayWindow()
		}
		return s
	}
	return PairStatus{In: status(p.In, p.In.Local), Out: status(p.Out, p.Out.Remote), PathMTU: p.PathMTU, PFSGroup: of.pfsGroup,
		client: of.client.status()}
}

// setHeader notes the Authentication Header of a bundle. What it has in common with ESP is ESP's.
func (s *IPsecSAStatus) setHeader(ah *ipsec.AH, r debuglog.Release) {
	header := *s
	header.SPI, header.ConnID, header.FlowID, header.Transform = ah.SPI, ah.ConnID, ah.ConnID-FirstConnID(r)+1, s.Transform.Header()
	header.Counters, header.ReplayWindow = ah.Counters, ah.ReplayWindow()
	s.Header = &header
}

// ByProtocol are the SAs of one direction, each of one protocol: that of AH first.
func (s IPsecSAStatus) ByProtocol() []IPsecSAStatus {
	if s.Header == nil {
		return []IPsecSAStatus{s}
	}
	esp := s
	esp.Header, esp.Transform = nil, s.ESP()
	return []IPsecSAStatus{*s.Header, esp}
}

// flowsOf lists what an interface's crypto map protects: its access lists' permits, and the SAs a peer negotiated for a
// part of one.
func (e *Engine) flowsOf(now time.Time, i *config.Interface, pairs map[entryKey][]*ipsec.Pair) (list []FlowStatus) {
	for _, entry := range e.entriesOn(i) {
		acl := e.config.Protects(entry)
		if !entry.Complete() || acl == nil {
			continue
		}
		rest := e.pairsOn(i, pairs[entryKey{entry.Map, entry.Sequence}])
		for _, ace := range acl.Entries {
			s, ok := SelectorOf(ace)
			if !ok || !ace.Permit {
				continue
			}
			f := e.newFlow(i, entry, s, e.Address(entry.Peers[e.CurrentPeer(entry)]))
			var others []*ipsec.Pair
			inUse := e.Protecting(entry, i, s)
			for _, p := range rest {
				if p.Out.Selector.Equal(s) {
					f.addPair(e.pairStatus(now, p), p == inUse)
				} else {
					others = append(others, p)
				}
			}
			rest = others
			list = append(list, f)
		}
		for _, p := range rest {
			f := e.newFlow(i, entry, p.Out.Selector, p.Out.Remote)
			f.addPair(e.pairStatus(now, p), true)
			list = append(list, f)
		}
	}
	return list
}

// pairsOn are those of the pairs of an entry that have the local end of an interface.
func (e *Engine) pairsOn(i *config.Interface, all []*ipsec.Pair) (list []*ipsec.Pair) {
	local := e.config.LocalAddress(i)
	for _, p := range all {
		if e.owners[p].vrf == i.FrontDoor() && p.Out.Local == local {
			list = append(list, p)
		}
	}
	return list
}

func (e *Engine) newFlow(i *config.Interface, entry *config.CryptoMapEntry, s ipsec.Selector, peer netip.Addr) FlowStatus {
	f := FlowStatus{Map: entry.Map, Sequence: entry.Sequence, Selector: s, Peer: peer, InsideVRF: e.config.InsideVRF(entry, i),
		Requested: e.isRequested(entryKey{entry.Map, entry.Sequence}, i, s), Dynamic: entry.Template != nil}
	for _, p := range entry.Peers {
		if addr := e.Address(p); !slices.Contains(f.peers, addr) { // two names may have one
			f.peers = append(f.peers, addr)
		}
	}
	return f
}

func (f *FlowStatus) addPair(p PairStatus, inUse bool) {
	if f.Pairs = append(f.Pairs, p); inUse || len(f.Pairs) == 1 {
		f.InUse, f.Peer, f.PFSGroup = len(f.Pairs)-1, p.Out.Destination, p.PFSGroup
	}
	f.In.Add(p.In.Counters)
	f.Out.Add(p.Out.Counters)
}

// with is the flow as far as it goes to one of its peers.
func (f FlowStatus) with(peer netip.Addr) FlowStatus {
	pairs, inUse := f.Pairs, f.InUse
	f.Pairs, f.InUse, f.In, f.Out, f.Peer = nil, 0, ipsec.Counters{}, ipsec.Counters{}, peer
	for n, p := range pairs {
		if p.Out.Destination == peer {
			f.addPair(p, n == inUse || pairs[inUse].Out.Destination != peer)
		}
	}
	return f
}

// Traffic is what passed through all pairs since the engine was made, those that are gone included.
func (e *Engine) Traffic() (in, out ipsec.Counters) {
	in, out = e.retired[0], e.retired[1]
	for _, p := range e.IPsec.Pairs() {
		in.Add(p.In.Counters)
		out.Add(p.Out.Counters)
	}
	return in, out
}
