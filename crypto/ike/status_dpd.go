package ike

import (
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/dpd"
)

// DPDStatus is one row of `show crypto isakmp sa dpd`: what is known of a peer's
// liveliness, and what comes next.
type DPDStatus struct {
	Conn      int
	Peer      netip.Addr
	Watched   bool // false: no keepalives configured, or the peer did not offer DPD
	Capable   bool // the peer speaks DPD or IOS keepalives
	Protocol  Liveness
	Config    dpd.Config
	LastHeard time.Time
	From      debuglog.Sign
	NextProbe time.Time // zero when none will be sent
	Sequence  uint32
	Misses    int
	Sent      int           // R_U_THERE over this SA, repeats included
	Received  int           // R_U_THERE_ACK that were signs of life
	WorstCase time.Duration // from the last sign of life to death
}

// DPD lists the established SAs as dead peer detection sees them, oldest first.
func (e *Engine) DPD(now time.Time) (list []DPDStatus) {
	for _, sa := range e.allSAs() {
		if !sa.isEstablished() {
			continue
		}
		st := DPDStatus{Conn: e.shownConn(sa), Peer: sa.remote.Addr(), Capable: e.livenessWith(sa) != NoLiveness,
			Protocol: e.livenessWith(sa), From: sa.lastSign}
		if m := sa.monitor; m != nil {
			st.Watched, st.Config, st.LastHeard = true, m.Config(), m.LastHeard()
			st.Sent, st.Received = m.Counts()
			st.Sequence, st.Misses, st.WorstCase = m.Sequence(), m.Misses(), dpd.WorstCase(m.Config())
			if at, ok := m.NextProbe(); ok {
				st.NextProbe = at
			}
		}
		list = append(list, st)
	}
	return list
}

// MapPeersStatus is where a crypto map entry stands in its list of peers.
type MapPeersStatus struct {
	Map      string
	Sequence int
	Peers    []MapPeer
	Moved    time.Time // when it turned to the current one; zero: never
	Why      debuglog.Reason
}

// MapPeer is one of them.
type MapPeer struct {
	config.Peer
	Known   netip.Addr // its address; invalid while its name is not known
	Current bool       // it is the one in use
}

// MapPeers tells which of each entry's peers is in use, and how that came.
func (e *Engine) MapPeers() (list []MapPeersStatus) {
	for _, entry := range e.config.CryptoMaps {
		st := MapPeersStatus{Map: entry.Map, Sequence: entry.Sequence}
		for i, p := range entry.Peers {
			st.Peers = append(st.Peers, MapPeer{p, e.Address(p), i == e.CurrentPeer(entry)})
		}
		if c := e.cursors[entryKey{entry.Map, entry.Sequence}]; c != nil {
			st.Moved, st.Why = c.moved, c.why
		}
		list = append(list, st)
	}
	return list
}
