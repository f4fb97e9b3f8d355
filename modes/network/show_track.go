package network

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
	"ruthere/sla"
	"ruthere/tracking"
)

// A shownTrack is a tracked object with all that is shown of it.
type shownTrack struct {
	tracking.Status
	release   debuglog.Release
	what      string // as `track` names it
	parameter string
	why       string // more of its state; "" if there is none
	since     time.Duration
	wait      time.Duration // until its delay is over, while one runs
	operation *sla.Status   // that it watches
	members   []string
	users     []string // who tracks it
}

func shownTracks(x *modes.Context, b modes.Device, a parser.Args) (list []shownTrack, err error) {
	for _, t := range b.Tracks() {
		if a.Has("number") && a.Int("number") != t.Number {
			continue
		}
		s := shownTrack{Status: t, release: b.Release(), since: b.Now().Sub(t.Changed), users: trackUsers(b, t.Number)}
		s.what, s.parameter = modes.TrackSubject(b.Release(), t.TrackedObject, false)
		if !t.Due.IsZero() {
			s.wait = t.Due.Sub(b.Now())
		}
		for _, o := range b.Operations() {
			if o.Number == t.Operation && t.Operation != 0 {
				s.operation = &o
			}
		}
		for _, m := range t.Members {
			s.members = append(s.members, memberText(b, t.TrackedObject, m))
		}
		s.why = trackReason(b, t)
		list = append(list, s)
	}
	return list, nil
}

// trackReason says more of a route's state.
func trackReason(b modes.Device, t tracking.Status) string {
	if t.Kind != config.TrackRoute && t.Kind != config.TrackMetric {
		return ""
	}
	for _, r := range b.Routes() {
		if r.VRF == t.VRF && r.Prefix == t.Prefix {
			return " (" + r.Code.Word() + ")"
		}
	}
	return " (no ip route)"
}

func memberText(b modes.Device, list config.TrackedObject, m config.TrackMember) string {
	text := fmt.Sprintf("object %d", m.Number)
	if m.Not {
		text += " not"
	}
	for _, t := range b.Tracks() {
		if t.Number != m.Number {
			continue
		}
		text += " " + upDownWord(t.Up)
		if list.Kind == config.TrackWeight {
			text = fmt.Sprintf("%s weight %d", text, m.Weight)
		}
		return text
	}
	return text + " Undefined"
}

// trackUsers are who tracks an object, as the release names them.
func trackUsers(b modes.Device, number int) (users []string) {
	routes, maps := "Static IP Routing 0", "Route Map 0"
	if b.Release() == debuglog.IOS124 {
		routes, maps = "STATIC-IP-ROUTING 0", "ROUTE-MAP 0"
	}
	for _, r := range b.Config().Routes {
		if r.Track == number {
			users = append(users, routes)
			break
		}
	}
	if b.Config().RouteMapsTrack(number) {
		users = append(users, maps)
	}
	for _, i := range b.Config().Interfaces {
		for _, g := range i.Standby.Groups {
			if slices.ContainsFunc(g.Tracks, func(t config.StandbyTrack) bool { return t.Object == number }) {
				users = append(users, fmt.Sprintf("HSRP %s %d", i.Name, g.Number))
			}
		}
	}
	return users
}

func printTracks(x *modes.Context, list []shownTrack, a parser.Args) {
	if !a.Has("brief") {
		for _, t := range list {
			t.print(x)
		}
		return
	}
	if x.Device.Release() == debuglog.IOS124 {
		x.Println("Track   Object                         Parameter        Value Last Change")
	} else {
		x.Println("Track Type        Instance                   Parameter        State Last Change")
	}
	for _, t := range list {
		if x.Device.Release() == debuglog.IOS124 {
			x.Printf("%-7d %-30s %-16s %-5s %s\n", t.Number, t.what, t.parameter, upDownWord(t.Up), clockDuration(t.since))
			continue
		}
		kind, instance := "interface", strings.TrimPrefix(t.what, "interface ")
		for _, words := range []string{"ip sla", "ip route", "list", "rtr"} {
			if rest, ok := strings.CutPrefix(t.what, words); ok {
				kind, instance = words, strings.TrimSpace(rest)
			}
		}
		x.Printf("%-5d %-11s %-26s %-16s %-5s %s\n", t.Number, kind, instance, t.parameter, upDownWord(t.Up), clockDuration(t.since))
	}
}

// titles are the two lines about what is tracked, the second of which its state follows.
func (t shownTrack) titles() (what, state string) {
	switch t.Kind {
	case config.TrackLineProtocol:
		return "Interface " + t.Interface + " line-protocol", "Line protocol is"
	case config.TrackIPRouting:
		return "Interface " + t.Interface + " ip routing", "IP routing is"
	case config.TrackAnd, config.TrackOr:
		return "List " + t.parameter, "Boolean " + strings.ToUpper(strings.TrimPrefix(t.parameter, "boolean ")) + " is"
	case config.TrackWeight, config.TrackPercentage:
		return "List " + t.parameter, "Threshold " + capitalized(strings.TrimPrefix(t.parameter, "threshold ")) + " is"
	case config.TrackRoute:
		return "IP route " + t.Prefix.String() + " " + t.parameter, "Reachability is"
	case config.TrackMetric:
		return "IP route " + t.Prefix.String() + " " + t.parameter, "Metric threshold is"
	}
	if strings.HasPrefix(t.what, "rtr") {
		return fmt.Sprintf("Response Time Reporter %d %s", t.Operation, t.parameter), capitalized(t.parameter) + " is"
	}
	return fmt.Sprintf("IP SLA %d %s", t.Operation, t.parameter), capitalized(t.parameter) + " is"
}

func capitalized(text string) string { return strings.ToUpper(text[:1]) + text[1:] }

func (t shownTrack) print(x *modes.Context) {
	what, state := t.titles()
	now := upDownWord(t.Up) + t.why
	if t.wait > 0 {
		now = fmt.Sprintf("%s, delayed %s (%s remaining)%s", upDownWord(t.Up), upDownWord(!t.Up), seconds(t.wait), t.why)
	}
	x.Printf("Track %d\n  %s\n  %s %s\n    %s, last change %s\n", t.Number, what, state, now, modes.Plural(t.Changes, "change"),
		clockDuration(t.since))
	var delays []string
	if t.UpAfter > 0 {
		delays = append(delays, "up "+seconds(t.UpAfter))
	}
	if t.DownAfter > 0 {
		delays = append(delays, "down "+seconds(t.DownAfter))
	}
	if len(delays) > 0 {
		x.Println("  Delay " + strings.Join(delays, ", "))
	}
	for _, m := range t.members {
		x.Println("    " + m)
	}
	if t.Kind == config.TrackState || t.Kind == config.TrackReachability {
		code := sla.Unknown
		if t.operation != nil {
			code = t.operation.Code
		}
		x.Printf("  Latest operation return code: %s\n", code)
		if code.Reached() {
			x.Printf("  Latest RTT (millisecs) %d\n", t.operation.RTT.Milliseconds())
		}
	}
	if len(t.users) > 0 {
		x.Println("  Tracked by:\n    " + strings.Join(t.users, "\n    "))
	}
}

// seconds is a time in whole seconds, the last of which counts until it is over.
func seconds(d time.Duration) string {
	n := int((d + time.Second - 1) / time.Second)
	if n == 1 {
		return "1 sec"
	}
	return fmt.Sprintf("%d secs", n)
}

// clockDuration is a time as hh:mm:ss.
func clockDuration(d time.Duration) string {
	secs := modes.InSeconds(d)
	return fmt.Sprintf("%02d:%02d:%02d", secs/3600, secs/60%60, secs%60)
}

// trackedRoutes are the static routes that follow objects, one a line: `show ip route track-table`.
func trackedRoutes() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip route track-table`, modes.H{"ip": "IP information", "route": "IP routing table",
		"track-table": "IP route tracking table"}, func(x *modes.Context, b modes.Device, _ parser.Args) error {
		for _, r := range b.Config().Routes {
			if r.Track == 0 {
				continue
			}
			state := "up" // an object that nobody has defined is not waited for
			for _, t := range b.Tracks() {
				if t.Number == r.Track && !t.Up {
					state = "down"
				}
			}
			x.Printf(" %s state is [%s]\n", routeLine(r), state)
		}
		return nil
	})
}

// routeLine is a static route as it was configured.
func routeLine(r config.Route) string {
	words := []string{"ip route"}
	if r.VRF != "" {
		words = append(words, "vrf", r.VRF)
	}
	words = append(words, r.Prefix.Addr().String(), modes.MaskOf(r.Prefix.Bits()).String())
	if r.Interface != "" {
		words = append(words, r.Interface)
	}
	if r.NextHop.IsValid() {
		words = append(words, r.NextHop.String())
	}
	if r.Distance != 1 {
		words = append(words, fmt.Sprint(r.Distance))
	}
	if r.Name != "" {
		words = append(words, "name", r.Name)
	}
	return strings.Join(append(words, "track", fmt.Sprint(r.Track)), " ")
}

func addShowTrack(l *modes.Language) {
	l.Add("exec", trackedRoutes(), modes.ShowStatus(`track [brief | number:<1-1000>]`, modes.H{"track": "Tracking information",
		"brief": "Brief output", "number": "Tracked object"}, shownTracks, printTracks, tracksDocument))
}
