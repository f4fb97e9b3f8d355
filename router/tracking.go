package router

import (
	"net/netip"
	"time"

	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/modes"
	"ruthere/tracking"
)

// trackedWorld is what tracked objects see of the router.
type trackedWorld struct{ r *Router }

func (w trackedWorld) LineProtocol(name string) bool {
	i := w.r.config.Interface(name)
	return i != nil && w.r.isUp(i)
}

func (w trackedWorld) Routing(name string) bool {
	i := w.r.config.Interface(name)
	return i != nil && w.r.isUp(i) && w.r.config.AddressOf(i).IsValid() && !w.r.config.NoRouting
}

func (w trackedWorld) Operation(number int) (ok, reachable bool) {
	return w.r.operationState(number)
}

func (w trackedWorld) Route(vrf string, prefix netip.Prefix) (metric int, found bool) {
	_, found = w.r.routes.Entry(vrf, prefix)
	return 0, found
}

// trackedObject is whether a tracked object is up, and whether there is one of that number.
func (r *Router) trackedObject(number int) (up, known bool) { return r.tracks.State(number) }

// trackAllows says whether what depends on an object may be used. One that nobody has defined is not waited for.
func (r *Router) trackAllows(number int) bool {
	up, known := r.trackedObject(number)
	return up || !known
}

// mostTrackRounds bounds how often objects are looked at in one step: a list follows its members, a route its object, and an
// object its route. Each changes once at most in an instant.
const mostTrackRounds = 16

// followTracks has the tracked objects follow what they are about, and the routes follow them.
func (r *Router) followTracks() {
	if r.tracks.IsEmpty() {
		return
	}
	for range mostTrackRounds {
		changes := r.tracks.Look(r.now, trackedWorld{r})
		if len(changes) == 0 {
			return
		}
		var numbers []int
		for _, c := range changes {
			numbers = append(numbers, c.Object.Number)
			what, parameter := modes.TrackSubject(r.options.Release, c.Object, true)
			r.tell(event.Track{State: upDown(c.Up), Object: c.Object.Number, Subject: what, Parameter: parameter, Change: c.Number})
			r.Log(debuglog.TrackTrace(c.Object.Number, c.Number, what, parameter, c.Up), debuglog.TrackState(c.Object.Number, what, parameter, c.Up))
		}
		r.changeTracks(numbers, func() { r.tracks.Make(r.now, changes) })
		r.followStandby() // priorities follow
	}
}

func (r *Router) nextTrack() (at time.Time, why string, ok bool) {
	at, ok = r.tracks.Deadline()
	return at, "track", ok
}

// Tracks are the tracked objects, by number.
func (r *Router) Tracks() []tracking.Status { return r.tracks.Statuses() }
