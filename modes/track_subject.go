package modes

import (
	"fmt"

	"ruthere/config"
	"ruthere/debuglog"
)

// TrackSubject is what an object watches and which part of it, as the release writes them; logs have interfaces by their short names.
func TrackSubject(release debuglog.Release, o config.TrackedObject, short bool) (what, parameter string) {
	name := o.Interface
	if short {
		name = ShortInterface(name)
	}
	switch o.Kind {
	case config.TrackLineProtocol:
		return "interface " + name, "line-protocol"
	case config.TrackIPRouting:
		return "interface " + name, "ip routing"
	case config.TrackRoute:
		return "ip route " + o.Prefix.String(), "reachability"
	case config.TrackMetric:
		return "ip route " + o.Prefix.String(), "metric threshold"
	case config.TrackAnd:
		return "list", "boolean and"
	case config.TrackOr:
		return "list", "boolean or"
	case config.TrackWeight:
		return "list", "threshold weight"
	case config.TrackPercentage:
		return "list", "threshold percentage"
	}
	what, parameter = fmt.Sprintf("ip sla %d", o.Operation), "state"
	if o.RTR || release == debuglog.IOS124 {
		what = fmt.Sprintf("rtr %d", o.Operation)
	}
	if o.Kind == config.TrackReachability {
		parameter = "reachability"
	}
	return what, parameter
}
