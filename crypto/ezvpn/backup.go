package ezvpn

import (
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
)

// Clients that take each other's place: `backup NAME track N`.

// place says whether a client has to leave its place to another one, and whether it is there to take another one's.
func (s *Clients) place(c *config.Config, v *config.EasyVPN) (off, isBackup bool) {
	up := func(track int) bool { return s.isUp == nil || s.isUp(track) }
	off = v.Backup != "" && !up(v.BackupTrack)
	for _, primary := range c.EasyVPNs {
		if primary != v && primary.Backup == v.Name {
			isBackup = true
			off = off || up(primary.BackupTrack)
		}
	}
	return off, isBackup
}

// Track has the clients follow tracked objects, of which isUp tells. The configuration is the one they follow; it may be
// nil before there is one.
func (s *Clients) Track(now time.Time, c *config.Config, isUp func(track int) bool) {
	if s.isUp = isUp; c == nil {
		return
	}
	for _, cl := range s.list {
		off, _ := s.place(c, cl.settings)
		if off == cl.off {
			continue
		}
		switch cl.off = off; {
		case off && cl.state != Idle:
			s.fire(now, cl, TurnedOff, ike.EasyVPNNews{})
		case !off && cl.state == Idle && cl.isUsable():
			cl.peers, cl.at = orderedPeers(cl.settings, nil), 0
			s.fire(now, cl, TurnedOn, ike.EasyVPNNews{})
		}
	}
}
