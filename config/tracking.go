package config

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A TrackKind is what a tracked object watches.
type TrackKind uint8

const (
	TrackLineProtocol TrackKind = iota // of an interface
	TrackIPRouting                     // of an interface: up, and with an address
	TrackState                         // of an operation of IP SLA: its last result is OK
	TrackReachability                  // of an operation of IP SLA: it was answered, however late
	TrackRoute                         // a route is there
	TrackMetric                        // a route is there, and its scaled metric low enough
	TrackAnd                           // a list: all are up
	TrackOr                            // a list: one is up
	TrackWeight                        // a list: the weights of those that are up
	TrackPercentage                    // a list: the share of those that are up
)

// A TrackedObject is what `track` defines.
type TrackedObject struct {
	Number    int
	Kind      TrackKind
	RTR       bool // operations are written `rtr`
	Interface string
	Operation int
	VRF       string // of the route
	Prefix    netip.Prefix
	Members   []TrackMember

	UpAt, DownAt       int           // thresholds of weights, percentages or metrics
	UpAfter, DownAfter time.Duration // `delay`
	StartsUp           bool          // default-state up
}

// A TrackMember is one object of a list.
type TrackMember struct {
	Number int
	Not    bool
	Weight int
}

// Scaled metrics run from 0 to 255, where 255 is a route that is not there: the Command Reference's defaults.
const (
	DefaultMetricUp   = 254
	DefaultMetricDown = 255
)

// IsList says whether the object is made of others.
func (k TrackKind) IsList() bool { return k >= TrackAnd }

// SameSubject says whether two objects watch the same, whatever their delays.
func (o TrackedObject) SameSubject(p TrackedObject) bool {
	return o.Number == p.Number && o.Kind == p.Kind && o.Interface == p.Interface && o.Operation == p.Operation &&
		o.VRF == p.VRF && o.Prefix == p.Prefix
}

// TrackedObjects are those of the configuration, which keeps their lines as they were typed.
func (c *Config) TrackedObjects() (all []TrackedObject) {
	for l := range c.Inert.All() {
		words := strings.Fields(l.Text)
		if len(words) < 4 || words[0] != "track" || l.Block == nil {
			continue
		}
		number, err := strconv.Atoi(words[1])
		if o, ok := trackSubject(words[2:]); ok && err == nil {
			o.Number = number
			o.readBlock(l.Block)
			all = append(all, o)
		}
	}
	return all
}

// TrackRouteTimer is how often objects look for their routes: `track timer ip route`, 15 seconds if it is not said.
func (c *Config) TrackRouteTimer() time.Duration {
	for l := range c.Inert.All() {
		if rest, ok := strings.CutPrefix(l.Text, "track timer ip route "); ok {
			if secs, err := strconv.Atoi(rest); err == nil {
				return time.Duration(secs) * time.Second
			}
		}
	}
	return 15 * time.Second
}

// trackSubject reads what is tracked, behind the object's number.
func trackSubject(words []string) (o TrackedObject, ok bool) {
	last := words[len(words)-1]
	switch {
	case words[0] == "interface" && len(words) > 2:
		o.Interface = words[1]
		if words[2] == "ip" {
			o.Kind = TrackIPRouting
		}
		return o, true
	case words[0] == "list" && len(words) > 2:
		o.Kind, ok = map[string]TrackKind{"and": TrackAnd, "or": TrackOr, "weight": TrackWeight, "percentage": TrackPercentage}[last]
		return o, ok
	case words[0] == "ip" && words[1] == "route" && len(words) > 3:
		o.Kind, o.UpAt, o.DownAt = TrackRoute, DefaultMetricUp, DefaultMetricDown
		if slices.Contains(words, "metric") {
			o.Kind = TrackMetric
		}
		if p, err := netip.ParsePrefix(words[2]); err == nil {
			o.Prefix = p.Masked()
			return o, p.Addr().Is4()
		}
		o.Prefix, ok = prefixOf(words[2], words[3])
		return o, ok
	case words[0] == "rtr":
		o.RTR, words = true, append([]string{"ip"}, words...)
	}
	if len(words) < 3 || words[0] != "ip" {
		return o, false
	}
	if o.Kind = TrackState; last == "reachability" {
		o.Kind = TrackReachability
	}
	number, err := strconv.Atoi(words[2])
	o.Operation = number
	return o, err == nil
}

// prefixOf is an address with its mask as a prefix; ok is false if they are none, or the mask has holes.
func prefixOf(address, mask string) (netip.Prefix, bool) {
	a, err := netip.ParseAddr(address)
	m, err2 := netip.ParseAddr(mask)
	if err != nil || err2 != nil || !a.Is4() || !m.Is4() {
		return netip.Prefix{}, false
	}
	wire := m.As4()
	number := binary.BigEndian.Uint32(wire[:])
	ones := bits.LeadingZeros32(^number)
	return netip.PrefixFrom(a, ones).Masked(), number<<ones == 0
}

// readBlock reads the lines below the object.
func (o *TrackedObject) readBlock(lines *Inert) {
	for l := range lines.All() {
		words := strings.Fields(l.Text)
		up, down := numberAfter(words, "up"), numberAfter(words, "down")
		switch words[0] {
		case "delay":
			o.UpAfter, o.DownAfter = time.Duration(max(up, 0))*time.Second, time.Duration(max(down, 0))*time.Second
		case "default-state":
			o.StartsUp = words[len(words)-1] == "up"
		case "ip":
			o.VRF = words[len(words)-1]
		case "threshold":
			o.setThresholds(up, down)
		case "object":
			m := TrackMember{Weight: max(numberAfter(words, "weight"), 1)}
			m.Number = numberAfter(words, "object")
			m.Not = len(words) > 2 && words[2] == "not"
			o.Members = append(o.Members, m)
		}
	}
}

// setThresholds sets what was said; one that was not follows from the other.
func (o *TrackedObject) setThresholds(up, down int) {
	if up < 0 {
		up = down + 1
	}
	if down < 0 {
		down = up - 1
		if o.Kind == TrackMetric {
			down = up + 1
		}
	}
	o.UpAt, o.DownAt = up, down
}

// numberAfter is the number that follows a word; -1: there is none.
func numberAfter(words []string, word string) int {
	for i := range len(words) - 1 {
		if words[i] == word {
			if n, err := strconv.Atoi(words[i+1]); err == nil {
				return n
			}
		}
	}
	return -1
}
