package ike

import (
	"slices"
	"time"

	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// A life is how far an SA is from its end:
//
//	living -- markDeleted --> marked -- tearDown --> tornDown -- burySA --> buried -- purgeSA --> purged
type life uint8

const (
	living   life = iota
	marked        // no longer found; its peer hears of it next
	tornDown      // its peer struct is given back and its nodes have ended
	buried        // without keys; messages that come for it are late, not foreign
	purged        // out of the database
)

// saPurge is how long a buried SA stays in the database.
const saPurge = 60 * time.Second

// isGone says that the SA is out of use.
func (sa *SA) isGone() bool { return sa.life >= marked }

// markDeleted begins the end of an SA: it is no longer found, and the log says why.
func (c *change) markDeleted(reason debuglog.Reason) {
	c.log.DeletingSA(reason, c.sa.role, c.sa.shown, c.sa.remote.Addr())
	c.sa.reason = reason
	c.tellEnd(reason)
	c.hideSA(c.sa)
	c.sa.life = marked
	c.sa.timers = [timerCount]time.Time{}
	c.sa.monitor = nil
	c.sa.input = nil
}

// tearDown gives the peer struct of a marked SA back.
func (c *change) tearDown() {
	c.log.TearingDownSA(c.sa.reason, c.sa.role, c.sa.shown, c.sa.remote.Addr())
	c.unlockPeer(c.sa, c.out)
	c.sa.life = tornDown
}

// burySA leaves an SA that is torn down to its purge. The keys go now.
func (c *change) burySA() error {
	c.sa.life = buried
	c.sa.shown = c.sa.noState()
	c.sa.material, c.sa.keys, c.sa.spent = nil, oakley.Keys{}, spentIDs{}
	c.sa.timers[timerPurge] = c.now.Add(saPurge)
	c.dropUnconfirmed()
	return nil
}

// purgeSA removes an SA for good: "purging SA.".
func (e *Engine) purgeSA(sa *SA, out *Out) {
	e.hideSA(sa)
	sa.life = purged
	e.dropFragments(sa)
	e.timers.Remove(sa)
	delete(e.sas, sa.age)
	e.discountUnfinished(sa)
	if e.known[sa.bothEnds()]--; e.known[sa.bothEnds()] == 0 {
		delete(e.known, sa.bothEnds())
	}
	if key := (cookieKey{sa.cookieI, sa.vrf, sa.remote.Addr()}); e.byCookie[key] == sa {
		delete(e.byCookie, key)
	}
	log := sa.voiceTo(out)
	log.PurgingSA(sa.pointer)
}

// hideSA takes an SA out of what is found by its ends; it stays listed, and known by its
// cookies.
func (e *Engine) hideSA(sa *SA) {
	e.leaveClient(sa)
	sa.xauth = nil
	e.leaveServer(sa)
	rest := slices.DeleteFunc(e.byPeer[sa.bothEnds()], func(other *SA) bool { return other == sa })
	if len(rest) == 0 {
		delete(e.byPeer, sa.bothEnds())
	} else {
		e.byPeer[sa.bothEnds()] = rest
	}
}
