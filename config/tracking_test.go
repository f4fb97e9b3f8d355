package config

import (
	"net/netip"
	"strings"
	"testing"
)

// A route is tracked by its prefix, written either way.
func TestTrackedRoutes(t *testing.T) {
	prefix := netip.MustParsePrefix("10.2.0.0/16")
	for _, c := range []struct {
		text string
		kind TrackKind
		ok   bool
	}{
		{"ip route 10.2.0.0 255.255.0.0 reachability", TrackRoute, true},
		{"ip route 10.2.0.0/16 reachability", TrackRoute, true},
		{"ip route 10.2.9.9/16 metric threshold", TrackMetric, true},
		{"ip route 10.2.0.0 255.255.0.0 metric threshold", TrackMetric, true},
		{"ip route 10.2.0.0 255.0.255.0 reachability", TrackRoute, false},
	} {
		o, ok := trackSubject(strings.Fields(c.text))
		if ok != c.ok || o.Kind != c.kind || ok && o.Prefix != prefix {
			t.Errorf("%s: %+v, %v", c.text, o, ok)
		}
	}
}
