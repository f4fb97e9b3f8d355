package scale

import (
	"net/netip"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/debuglog"
)

// A standIn is an engine that speaks for many peers, one after the other.
type standIn struct {
	engine *ike.Engine
	config *config.Config
	out    ike.Out
}

const standInSize = 100 // addresses of one stand-in

// standIn is the engine that speaks for a peer, configured to be that one.
func (n *net) standIn(peer int) *standIn {
	for at := len(n.standIns); at <= peer/standInSize; at++ {
		c := site(peerAddr(peer), routerAddr, n.group)
		c.ISAKMP.Keepalive = n.keepalive
		n.standIns = append(n.standIns, &standIn{engine: ike.New(debuglog.IOS124, c, streams(uint64(at+1))), config: c, out: ike.Out{Enabled: debuglog.Switches{}.Prints}})
	}
	return n.standIns[peer/standInSize]
}

// become configures a stand-in to be one of its peers: as long as a tunnel is negotiated, it has no other.
func (s *standIn) become(peer int) {
	s.config.Interfaces[0].Address = netip.PrefixFrom(peerAddr(peer), 8)
	ace := &s.config.AccessLists[0].Entries[0]
	ace.Src, ace.Dst = config.HostMatch(peerAddr(peer)), match(office)
}

// call gives a stand-in an input and puts on the wire what it sends.
func (s *standIn) call(n *net, input func(*ike.Out)) { n.step(s.engine, &s.out, input, nil) }

// firstStandIn is the stand-in that is due before everybody else, if their clocks run.
func (n *net) firstStandIn(due *time.Time, ok *bool) (first *standIn) {
	if !n.ownClocks {
		return nil
	}
	for _, s := range n.standIns {
		if at, _, any := s.engine.Deadline(); any && (!*ok || at.Before(*due)) {
			first, *due, *ok = s, at, true
		}
	}
	return first
}
