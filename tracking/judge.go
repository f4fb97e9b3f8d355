package tracking

import (
	"time"

	"ruthere/config"
)

// find is the state that an object would have without its delay.
func (t *Table) find(now time.Time, o *object, w World) bool {
	switch o.Kind {
	case config.TrackLineProtocol:
		return w.LineProtocol(o.Interface)
	case config.TrackIPRouting:
		return w.Routing(o.Interface)
	case config.TrackState:
		ok, _ := w.Operation(o.Operation)
		return ok
	case config.TrackReachability:
		_, reachable := w.Operation(o.Operation)
		return reachable
	case config.TrackRoute, config.TrackMetric:
		if o.polled.IsZero() || !now.Before(o.polled.Add(t.poll)) {
			o.polled, o.lastSeen = now, o.seesRoute(w)
		}
		return o.lastSeen
	case config.TrackAnd:
		return len(o.Members) > 0 && t.membersUp(o) == len(o.Members)
	case config.TrackOr:
		return t.membersUp(o) > 0
	}
	return between(t.share(o), o.UpAt, o.DownAt, o.up)
}

// between holds a number against two thresholds: between them everything stays as it was.
func between(n, upAt, downAt int, was bool) bool {
	switch {
	case n >= upAt:
		return true
	case n <= downAt:
		return false
	}
	return was
}

func (o *object) seesRoute(w World) bool {
	metric, found := w.Route(o.VRF, o.Prefix)
	switch {
	case !found || o.Kind == config.TrackRoute:
		return found
	case metric <= o.UpAt:
		return true
	case metric >= o.DownAt:
		return false
	}
	return o.up
}

func (t *Table) memberUp(m config.TrackMember) bool {
	up, known := t.State(m.Number)
	return known && up != m.Not
}

// membersUp is how many members of a list count as up.
func (t *Table) membersUp(o *object) (n int) {
	for _, m := range o.Members {
		if t.memberUp(m) {
			n++
		}
	}
	return n
}

// share is the sum of the weights of members that are up, or their percentage.
func (t *Table) share(o *object) (n int) {
	if o.Kind == config.TrackPercentage && len(o.Members) > 0 {
		return 100 * t.membersUp(o) / len(o.Members)
	}
	if o.Kind != config.TrackWeight {
		return 0
	}
	for _, m := range o.Members {
		if t.memberUp(m) {
			n += m.Weight
		}
	}
	return n
}
