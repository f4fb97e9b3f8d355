package network

import (
	"fmt"
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/hsrp"
	"ruthere/modes"
	"ruthere/parser"
)

// What a line `standby GROUP ...` sets, unsets and shows.

func setStandbyAddress(x *modes.Context, i iface, g *config.StandbyGroup, a parser.Args) error {
	addr := a.Addr("addr")
	if !x.Loading && !x.Device.HasFrames() {
		x.Println(noFrames)
	}
	if !a.Has("addr") {
		g.Enabled = true
		return nil
	}
	if addr == i.Address.Addr() {
		return modes.Refuse("% Address cannot equal interface IP address")
	}
	if !x.Loading && !slices.ContainsFunc(i.Addresses(), func(p netip.Prefix) bool { return p.Contains(addr) }) {
		x.Println("% Warning: address is not within a subnet on this interface")
	}
	switch {
	case !a.Has("secondary"):
		g.Enabled, g.Address = true, addr
	case !slices.Contains(g.Secondary, addr):
		g.Secondary = append(g.Secondary, addr)
	}
	return nil
}

// noFrames is what a router on a real network says of a group.
const noFrames = "% HSRP does not run on this router: it has no frames of its own, which a virtual hardware address needs. " +
	"The group stays in Init, and nobody has its address."

// standbyTimers are those of a line; zero without any.
func standbyTimers(a parser.Args) (hello, hold time.Duration) {
	if a.Has("msec") {
		hello = time.Duration(a.Int("hello-msecs")) * time.Millisecond
		hold = time.Duration(a.Int("hold-secs"))*time.Second + time.Duration(a.Int("hold-msecs"))*time.Millisecond
		return hello, hold
	}
	return time.Duration(a.Int("hello")) * time.Second, time.Duration(a.Int("hold")) * time.Second
}

// timerLine is the arguments of a line of timers.
func timerLine(hello, hold time.Duration) parser.Args {
	line := parser.Args{"timers": true}
	switch {
	case hello%time.Second != 0 && hold%time.Second != 0:
		line["hold-msec"], line["hold-msecs"] = true, int(hold/time.Millisecond)
	case hello%time.Second != 0:
		line["hold-secs"] = int(hold / time.Second)
	default:
		line["hello"], line["hold"] = int(hello/time.Second), int(hold/time.Second)
		return line
	}
	line["msec"], line["hello-msecs"] = true, int(hello/time.Millisecond)
	return line
}

func setStandbyAuthentication(x *modes.Context, g *config.StandbyGroup, a parser.Args) error {
	key, hidden := a.Str("key"), a.Has("type7")
	text := a.Str("string") + a.Str("text-key")
	if len(text) > maxStandbyText {
		return modes.Refuse(fmt.Sprintf("%% Authentication string must not be longer than %d characters", maxStandbyText))
	}
	if !hidden && key != "" && x.Config.Services.PasswordEncryption {
		key, hidden = x.Device.Language().Secrets.Hide(key), true
	}
	g.Text, g.Key, g.KeyType7, g.KeyChain = text, key, hidden, a.Str("keychain")
	return nil
}

// maxStandbyText is how many characters of text a message carries.
const maxStandbyText = 8

// HideStandbyKeys writes the keys of HSRP that are in clear as type 7.
func HideStandbyKeys(c modes.Global, hide func(clear string) string) {
	for _, name := range c.Interfaces {
		if len(name.Standby.Groups) == 0 {
			continue
		}
		i := c.Interface(name.Name)
		for at := range i.Standby.Groups {
			if g := &i.Standby.Groups[at]; g.Key != "" && !g.KeyType7 {
				g.Key, g.KeyType7 = hide(g.Key), true
			}
		}
	}
}

func trackOf(a parser.Args) config.StandbyTrack {
	if a.Has("object") {
		return config.StandbyTrack{Object: a.Int("object"), Decrement: a.Int("by"), Shutdown: a.Has("track-shutdown")}
	}
	return config.StandbyTrack{Interface: a.Str("interface"), Decrement: a.Int("less")}
}

// trackAt is where a group tracks the same; -1: nowhere.
func trackAt(g *config.StandbyGroup, t config.StandbyTrack) int {
	return slices.IndexFunc(g.Tracks, func(have config.StandbyTrack) bool {
		return have.Object == t.Object && have.Interface == t.Interface
	})
}

func unsetStandbyGroup(_ *modes.Context, i iface, a parser.Args) error {
	number := a.Int("group")
	g := i.Standby.Group(number)
	if g == nil {
		return nil
	}
	defer i.Standby.DropEmpty(number)
	switch {
	case a.Has("ip") && a.Has("secondary"):
		g.Secondary = slices.DeleteFunc(g.Secondary, func(have netip.Addr) bool { return have == a.Addr("addr") })
	case a.Has("ip"):
		g.Enabled, g.Address, g.Secondary = false, netip.Addr{}, nil
	case a.Has("timers"):
		g.Hello, g.Hold = 0, 0
	case a.Has("priority"):
		g.Priority = config.DefaultStandbyPriority
	case a.Has("delay"):
		g.Minimum, g.Reload, g.Sync = 0, 0, 0
	case a.Has("preempt"):
		g.Preempt, g.Minimum, g.Reload, g.Sync = false, 0, 0, 0
	case a.Has("authentication"):
		g.Text, g.Key, g.KeyType7, g.KeyChain = "", "", false, ""
	case a.Has("mac-address"):
		g.MAC = ""
	case a.Has("follow"):
		g.Follow = ""
	case a.Has("name"):
		g.Name = ""
	case a.Has("track"):
		if at := trackAt(g, trackOf(a)); at >= 0 {
			g.Tracks = slices.Delete(g.Tracks, at, at+1)
		}
	default:
		return modes.ErrIncomplete
	}
	return nil
}

// standbyLines are the lines of a group, in the device's order.
func standbyLines(g *config.StandbyGroup) (lines []parser.Args) {
	add := func(line parser.Args) {
		if g.Number != 0 {
			line["group"] = g.Number
		}
		lines = append(lines, line)
	}
	switch {
	case g.Address.IsValid():
		add(parser.Args{"ip": true, "addr": g.Address})
	case g.Enabled:
		add(parser.Args{"ip": true})
	}
	for _, addr := range g.Secondary {
		add(parser.Args{"ip": true, "addr": addr, "secondary": true})
	}
	if g.Hello != 0 {
		add(timerLine(g.Hello, g.Hold))
	}
	if g.Priority != hsrp.DefaultPriority {
		add(parser.Args{"priority": true, "number": g.Priority})
	}
	if g.Preempt {
		add(preemptLine(g))
	}
	switch {
	case g.Text != "":
		add(parser.Args{"authentication": true, "string": g.Text})
	case g.KeyChain != "":
		add(parser.Args{"authentication": true, "md5-chain": true, "key-chain": true, "keychain": g.KeyChain})
	case g.Key != "":
		line := parser.Args{"authentication": true, "md5": true, "key-string": true, "key": g.Key}
		if g.KeyType7 {
			line["type7"] = true
		}
		add(line)
	}
	if g.MAC != "" {
		add(parser.Args{"mac-address": true, "mac": g.MAC})
	}
	if g.Follow != "" {
		add(parser.Args{"follow": true, "leader": g.Follow})
	}
	if g.Name != "" {
		add(parser.Args{"name": true, "group-name": g.Name})
	}
	for _, t := range g.Tracks {
		add(trackLine(t))
	}
	return lines
}

func preemptLine(g *config.StandbyGroup) parser.Args {
	line := parser.Args{"preempt": true}
	for _, d := range []struct {
		word string
		secs int
	}{{"minimum", g.Minimum}, {"reload", g.Reload}, {"sync", g.Sync}} {
		if d.secs > 0 {
			line["delay"], line[d.word], line[d.word+"-secs"] = true, true, d.secs
		}
	}
	return line
}

func trackLine(t config.StandbyTrack) parser.Args {
	line := parser.Args{"track": true}
	switch {
	case t.Interface != "":
		line["interface"] = t.Interface
		if t.Decrement > 0 {
			line["less"] = t.Decrement
		}
		return line
	case t.Shutdown:
		line["track-shutdown"] = true
	case t.Decrement > 0:
		line["decrement"], line["by"] = true, t.Decrement
	}
	line["object"] = t.Object
	return line
}

func addStandby(l *modes.Language) {
	l.Add("interface", standbyVersion(), standbyDelay(), standbyUseBIA(), standbyGroup())
	l.Add("exec", showStandby(), showStandbyDelay(), showStandbyNeighbors())
}
