package network

import (
	"fmt"
	"time"

	"ruthere/hsrp"
	"ruthere/modes"
	"ruthere/parser"
)

// The commands `standby ...` of interfaces (HSRP). All that is said of a group is one command, so that the running-config has the
// lines of a group together, in the device's order.

const standbyHelp = "HSRP interface configuration commands"

func standbyVersion() modes.Cmd[iface] {
	return modes.Cmd[iface]{Syntax: `standby version {v1=1 | v2=2}`, Place: "standby",
		Help: modes.H{"standby": standbyHelp, "version": "HSRP version", "1": "Version 1", "2": "Version 2"},
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			if at := len(i.Standby.Groups) - 1; a.Has("v1") && at >= 0 && i.Standby.Groups[at].Number >= hsrp.MostGroups(1) {
				return modes.Refuse("% Cannot change to HSRP version 1, groups above 255 are configured")
			}
			i.Standby.Version2 = a.Has("v2")
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error { i.Standby.Version2 = false; return nil },
		Show: func(i iface) []parser.Args {
			if !i.Standby.Version2 {
				return nil
			}
			return []parser.Args{{"v2": true}}
		}}
}

func standbyDelay() modes.Cmd[iface] {
	return modes.Cmd[iface]{Syntax: `standby delay minimum minimum-secs:<0-10000> reload reload-secs:<0-10000>`, Place: "standby",
		Help: modes.H{"standby": standbyHelp, "delay": "HSRP initialisation delay", "minimum": "Minimum delay",
			"minimum-secs": "Number of seconds for minimum delay", "reload": "Delay after reload",
			"reload-secs": "Number of seconds for delay after reload"},
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			i.Standby.Minimum, i.Standby.Delay = time.Duration(a.Int("minimum-secs"))*time.Second, time.Duration(a.Int("reload-secs"))*time.Second
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error {
			i.Standby.Minimum, i.Standby.Delay = 0, 0
			return nil
		},
		Show: func(i iface) []parser.Args {
			if i.Standby.Minimum == 0 && i.Standby.Delay == 0 {
				return nil
			}
			return []parser.Args{{"minimum-secs": int(i.Standby.Minimum / time.Second), "reload-secs": int(i.Standby.Delay / time.Second)}}
		}}
}

func standbyUseBIA() modes.Cmd[iface] {
	c := modes.Flag(`standby use-bia`, modes.H{"standby": standbyHelp, "use-bia": "HSRP uses interface's burned in address"},
		func(i iface) *bool { return &i.Standby.UseBIA })
	c.Place, c.Default = "standby", ""
	return c
}

const standbyGroupSyntax = `standby [group:<0-4095>] {
	ip [addr:A.B.C.D [secondary]] |
	timers {hello:<1-254> hold:<2-255> | msec hello-msecs:<15-999> {hold-secs:<1-255> | hold-msec=msec hold-msecs:<50-3000>}} |
	priority number:<0-255> |
	preempt [delay &{minimum minimum-secs:<0-3600> | reload reload-secs:<0-3600> | sync sync-secs:<0-3600>}] |
	authentication {md5 key-string [type0=0 | type7=7] key:WORD! | md5-chain=md5 key-chain keychain:WORD |
		text text-key:WORD! | string:WORD!} |
	mac-address mac:H.H.H |
	<15,xe> follow leader:WORD |
	name group-name:WORD |
	track {object:<1-1000> [decrement by:<1-255> | track-shutdown=shutdown] | interface:INTERFACE [less:<1-255>]}}`

var standbyGroupHelp = modes.H{"standby": standbyHelp, "group": "group number", "ip": "Enable HSRP IPv4 and set the virtual IP address",
	"addr": "Virtual IP address", "secondary": "Make this IP address a secondary virtual IP address", "timers": "Hello and hold timers",
	"hello": "Hello interval in seconds", "hold": "Hold time in seconds", "msec": "Specify hello interval in milliseconds",
	"hello-msecs": "Hello interval in milliseconds", "hold-secs": "Hold time in seconds", "hold-msecs": "Hold time in milliseconds",
	"priority": "Priority level", "number": "Priority value", "preempt": "Overthrow lower priority Active routers",
	"delay": "Wait before preempting", "minimum": "Delay at least this long", "minimum-secs": "Number of seconds for minimum delay",
	"reload": "Delay after reload", "reload-secs": "Number of seconds for reload delay", "sync": "Wait for IP redundancy clients",
	"sync-secs": "Number of seconds for sync delay", "authentication": "Authentication", "md5": "Use MD5 authentication",
	"key-string": "Set key string", "key-chain": "Set key chain", "0": "Specifies an UNENCRYPTED key will follow",
	"7": "Specifies a HIDDEN key will follow", "key": "Key string", "keychain": "Name of key chain",
	"text": "Plain text authentication", "text-key": "Authentication string", "string": "Plain text authentication string",
	"mac-address": "Virtual MAC address", "mac": "MAC address",
	"follow": "Name of HSRP group to follow", "leader": "Group name", "name": "Redundancy name string", "group-name": "name string",
	"track": "Priority tracking", "object": "Track object number", "decrement": "Priority decrement", "by": "Decrement value",
	"shutdown": "Shutdown group", "interface": "Interface to track", "less": "Priority decrement"}

func standbyGroup() modes.Cmd[iface] {
	return modes.Cmd[iface]{Syntax: standbyGroupSyntax, Place: "standby", Help: standbyGroupHelp,
		Set: setStandbyGroup, Unset: unsetStandbyGroup,
		Show: func(i iface) (lines []parser.Args) {
			for at := range i.Standby.Groups {
				lines = append(lines, standbyLines(&i.Standby.Groups[at])...)
			}
			return lines
		}}
}

func setStandbyGroup(x *modes.Context, i iface, a parser.Args) error {
	number := a.Int("group")
	if number >= hsrp.MostGroups(i.Standby.Version()) && !x.Loading { // what is loaded is kept, and does not begin
		return modes.Refuse("% Invalid group number, version 1 has groups 0 to 255 (standby version 2 has more)")
	}
	g := i.Standby.AddGroup(number)
	defer i.Standby.DropEmpty(number)
	switch {
	case a.Has("ip"):
		return setStandbyAddress(x, i, g, a)
	case a.Has("timers"):
		hello, hold := standbyTimers(a)
		if hold <= hello {
			return modes.Refuse("% Holdtime must be greater than hello time")
		}
		g.Hello, g.Hold = hello, hold
		if hello == hsrp.DefaultHello && hold == hsrp.DefaultHold {
			g.Hello, g.Hold = 0, 0
		}
	case a.Has("priority"):
		g.Priority = a.Int("number")
	case a.Has("preempt"):
		g.Preempt, g.Minimum, g.Reload, g.Sync = true, a.Int("minimum-secs"), a.Int("reload-secs"), a.Int("sync-secs")
	case a.Has("authentication"):
		return setStandbyAuthentication(x, g, a)
	case a.Has("mac-address"):
		g.MAC = a.Str("mac")
	case a.Has("follow"):
		if g.Name != "" && g.Name == a.Str("leader") {
			return modes.Refuse("% A group cannot follow itself")
		}
		g.Follow = a.Str("leader")
	case a.Has("name"):
		if g.Name = a.Str("group-name"); len(g.Name) > maxStandbyName {
			g.Name = ""
			return modes.Refuse(fmt.Sprintf("%% Name must not be longer than %d characters", maxStandbyName))
		}
	case a.Has("track"):
		t := trackOf(a)
		if at := trackAt(g, t); at >= 0 {
			g.Tracks[at] = t
		} else {
			g.Tracks = append(g.Tracks, t)
		}
	}
	return nil
}

// maxStandbyName is how long the name of a group may be, in characters.
const maxStandbyName = 25
