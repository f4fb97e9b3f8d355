package lab

import (
	"ruthere/debuglog"
	"ruthere/router"
)

// Computing says whether a router's work takes virtual time.
type Computing uint8

const (
	UsualComputing  Computing = iota // as nobody says otherwise
	NoComputing                      // none: all that follows from an event has the event's instant
	DeviceComputing                  // as a device of the router's release takes it: [router.DevicePace]
)

// defaultComputing is what holds where neither the router nor its topology says.
//
// THE SWITCH: all labs and transcripts that do not say follow from this line.
const defaultComputing = DeviceComputing

// computings are the words of a topology's file.
var computings = map[string]Computing{"none": NoComputing, "device": DeviceComputing}

func (c Computing) orElse(other Computing) Computing {
	if c == UsualComputing {
		return other
	}
	return c
}

func (c Computing) pace(release debuglog.Release) router.Pace {
	if c == DeviceComputing {
		return router.DevicePace(release)
	}
	return router.Pace{}
}
