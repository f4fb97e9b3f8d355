package network

import (
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/hsrp"
	"ruthere/modes"
	"ruthere/parser"
)

// `show standby`, of the groups of HSRP.

func showStandby() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`standby [all | brief | if:INTERFACE [group:<0-4095>] [brief]]`,
		modes.H{"standby": "Hot Standby Router Protocol (HSRP) information", "all": "Include groups in disabled state",
			"brief": "Brief output", "if": "Interface", "group": "Group number"},
		func(_ *modes.Context, b modes.Device, a parser.Args) (wanted []modes.StandbyStatus, err error) {
			for _, s := range b.StandbyGroups() {
				if a.Has("if") && a.Str("if") != s.Interface || a.Has("group") && a.Int("group") != s.Group.Number ||
					s.Group.State == hsrp.Disabled && !a.Has("all") && !a.Has("brief") {
					continue
				}
				wanted = append(wanted, s)
			}
			return wanted, nil
		},
		func(x *modes.Context, groups []modes.StandbyStatus, a parser.Args) {
			if a.Has("brief") {
				printStandbyBrief(x, groups)
				return
			}
			for _, s := range groups {
				printStandby(x, s)
			}
		}, standbyDocument)
}

func printStandbyBrief(x *modes.Context, groups []modes.StandbyStatus) {
	x.Println("                     P indicates configured to preempt.\n                     |\n" +
		"Interface   Grp  Pri P State   Active          Standby         Virtual IP")
	for _, s := range groups {
		mark := " "
		if s.Group.Preempt {
			mark = "P"
		}
		x.Printf("%-11s %-4d %-3d %s %-7s %-15s %-15s %s\n", modes.ShortInterface(s.Interface), s.Group.Number, s.Group.Priority, mark,
			s.Group.State, s.Group.Active.Name(), s.Group.Standby.Name(), virtualName(&s.Group))
	}
}

func virtualName(g *hsrp.Group) string {
	if a := g.VirtualAddress(); a.IsValid() {
		return a.String()
	}
	return "unknown"
}

func printStandby(x *modes.Context, s modes.StandbyStatus) {
	g, release := &s.Group, x.Device.Release()
	set := x.Config.Interface(s.Interface).Standby.Group(g.Number)
	version := ""
	if g.Version == 2 {
		version = " (version 2)"
	}
	x.Printf("%s - Group %d%s\n  State is %s%s\n", s.Interface, g.Number, version, g.State, whyInitial(x, g))
	printStandbyChanges(x, g)
	x.Printf("  Virtual IP address is %s\n", virtualName(g))
	for _, addr := range set.Secondary {
		x.Printf("    Secondary virtual IP address %s\n", addr)
	}
	printStandbyMAC(x, s)
	if set.Follow != "" {
		x.Printf("  Following group name %q\n", set.Follow)
	} else {
		x.Printf("  Hello time %s, hold time %s\n", standbySpan(g.HelloTime()), standbySpan(g.HoldTime()))
	}
	if at := g.NextHello(); !at.IsZero() {
		x.Printf("    Next hello sent in %.3f secs\n", at.Sub(x.Device.Now()).Seconds())
	}
	switch {
	case set.KeyChain != "":
		x.Printf("  Authentication MD5, key-chain %q\n", set.KeyChain)
	case set.Key != "":
		x.Println("  Authentication MD5, key-string")
	case set.Text != "":
		x.Println("  Authentication text") // the device shows the text to everybody
	}
	if set.Follow == "" {
		x.Printf("  Preemption %s\n", preemptionText(set))
	}
	printStandbyRouter(x, "Active", g.Active)
	printStandbyRouter(x, "Standby", g.Standby)
	how := "configured"
	if set.Priority == hsrp.DefaultPriority {
		how = "default"
	}
	x.Printf("  Priority %d (%s %d)\n", g.Priority, how, set.Priority)
	for _, t := range s.Tracks {
		x.Printf("    Track %s\n", standbyTrackText(t))
	}
	printStandbyName(x, s, set, release)
}

// whyInitial says why a group does not begin, as releases since 15.0 do.
func whyInitial(x *modes.Context, g *hsrp.Group) string {
	switch {
	case !x.Device.HasFrames() && g.State == hsrp.Initial:
		return " (no frames of its own)" // which no device lacks
	case x.Device.Release() == debuglog.IOS124:
	case g.State == hsrp.Disabled:
		return " (virtual IP disabled)"
	case g.State == hsrp.Initial && g.Held:
		return " (tracking shutdown)"
	case g.State == hsrp.Initial && g.IsDelayed():
		return " (delayed)"
	case g.State == hsrp.Initial && g.Follows && g.IsUp():
		return " (nobody to follow)"
	case g.State == hsrp.Initial:
		return " (interface down)"
	}
	return ""
}

func printStandbyChanges(x *modes.Context, g *hsrp.Group) {
	if g.Changes == 0 {
		return
	}
	noun := "changes"
	if g.Changes == 1 {
		noun = "change"
	}
	x.Printf("    %d state %s, last state change %s\n", g.Changes, noun, standbyAge(x.Device.Now().Sub(g.Changed)))
}

// standbyAge is hh:mm:ss, or days and hours.
func standbyAge(d time.Duration) string {
	secs := modes.InSeconds(d)
	if hours := secs / 3600; hours >= 24 {
		return fmt.Sprintf("%dd%02dh", hours/24, hours%24)
	}
	return fmt.Sprintf("%02d:%02d:%02d", secs/3600, secs/60%60, secs%60)
}

func printStandbyMAC(x *modes.Context, s modes.StandbyStatus) {
	active, suffix, origin := s.VirtualMAC, "", "configured"
	if s.DefaultMAC {
		origin = fmt.Sprintf("v%d default", s.Group.Version)
	}
	if !s.Group.Active.IsKnown() {
		active = "unknown"
	}
	if x.Device.Release() == debuglog.IOSXE && active != "unknown" {
		suffix = " (MAC Not In Use)"
		if s.Group.State == hsrp.Active {
			suffix = " (MAC In Use)"
		}
	}
	x.Printf("  Active virtual MAC address is %s%s\n    Local virtual MAC address is %s (%s)\n", active, suffix, s.VirtualMAC, origin)
}

func standbySpan(d time.Duration) string {
	if d%time.Second == 0 {
		return fmt.Sprintf("%d sec", d/time.Second)
	}
	return fmt.Sprintf("%d msec", d.Milliseconds())
}

func preemptionText(g *config.StandbyGroup) string {
	if !g.Preempt {
		return "disabled"
	}
	text := "enabled"
	for _, d := range []struct {
		word string
		secs int
	}{{"delay min", g.Minimum}, {"reload", g.Reload}, {"sync", g.Sync}} {
		if d.secs > 0 {
			text += fmt.Sprintf(", %s %d secs", d.word, d.secs)
		}
	}
	return text
}

func printStandbyRouter(x *modes.Context, role string, r hsrp.Router) {
	if r.Local || !r.IsKnown() {
		x.Printf("  %s router is %s\n", role, r.Name())
		return
	}
	x.Printf("  %s router is %s, priority %d (expires in %.3f sec)\n", role, r.Name(), r.Priority, r.Expires.Sub(x.Device.Now()).Seconds())
	if id := r.Identifier; role == "Active" && id != [6]byte{} && x.Device.Release() != debuglog.IOS124 {
		x.Printf("    MAC address is %x.%x.%x\n", id[:2], id[2:4], id[4:])
	}
}

func standbyTrackText(t modes.StandbyTrack) string {
	switch {
	case !t.Known:
		return t.Name + " (unknown)"
	case t.Shutdown:
		return fmt.Sprintf("%s state %s shutdown", t.Name, upDownWord(t.Up))
	}
	return fmt.Sprintf("%s state %s decrement %d", t.Name, upDownWord(t.Up), t.Decrement)
}

func upDownWord(up bool) string {
	if up {
		return "Up"
	}
	return "Down"
}

func printStandbyName(x *modes.Context, s modes.StandbyStatus, g *config.StandbyGroup, r debuglog.Release) {
	title, name, how := "Group name is", g.Name, "cfgd"
	if r == debuglog.IOS124 {
		title = "IP redundancy name is"
	}
	if name == "" {
		name, how = StandbyName(s.Interface, g.Number), "default"
	}
	x.Printf("  %s %q (%s)\n", title, name, how)
}

// StandbyName is what a group is called that nobody named.
func StandbyName(interfaceName string, number int) string {
	return fmt.Sprintf("hsrp-%s-%d", modes.ShortInterface(interfaceName), number)
}

func showStandbyDelay() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`standby delay`, modes.H{"standby": "Hot Standby Router Protocol (HSRP) information",
		"delay": "Group initialisation delay"}, func(x *modes.Context, b modes.Device, _ parser.Args) error {
		x.Printf("%-18s %-7s %-7s\n", "Interface", "Minimum", "Reload")
		for _, i := range b.Config().Interfaces {
			if s := i.Standby; s.Minimum > 0 || s.Delay > 0 {
				x.Printf("%-18s %-7d %-7d\n", i.Name, int(s.Minimum.Seconds()), int(s.Delay.Seconds()))
			}
		}
		return nil
	})
}

// A standbyJSON is a group in `show standby | json`.
type standbyJSON struct {
	Interface      string `json:"interface"`
	Group          int    `json:"group"`
	Version        int    `json:"version"`
	State          string `json:"state"` // disabled, init, learn, listen, speak, standby, active
	Changes        int    `json:"changes"`
	VirtualAddress string `json:"virtual_address,omitempty"`
	VirtualMAC     string `json:"virtual_mac"`
	Active         string `json:"active"`  // an address, local or unknown
	Standby        string `json:"standby"` // likewise
	Priority       int    `json:"priority"`
	Preempt        bool   `json:"preempt"`
	Follows        string `json:"follows,omitempty"` // the name of the group in whose state it is
}

func standbyDocument(groups []modes.StandbyStatus) modes.Document {
	return modes.DocumentOf("standby", groups, func(s modes.StandbyStatus) standbyJSON {
		g := &s.Group
		d := standbyJSON{Interface: s.Interface, Group: g.Number, Version: g.Version, State: strings.ToLower(g.State.String()),
			Changes: g.Changes, VirtualMAC: s.VirtualMAC, Active: g.Active.Name(), Standby: g.Standby.Name(), Priority: g.Priority,
			Preempt: g.Preempt}
		d.Follows = s.Follow
		if a := g.VirtualAddress(); a.IsValid() {
			d.VirtualAddress = a.String()
		}
		return d
	})
}
