package network

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/nhrp"
	"ruthere/parser"
)

// `show ip nhrp ...` and `clear ip nhrp`.

func showNHRPHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"ip": "IP information", "nhrp": "NHRP information"}, more)
}

// of one interface, if one is named.
func nhrpStatuses(b modes.Device, a parser.Args) (list []nhrp.Status) {
	for _, s := range b.NHRP() {
		if !a.Has("interface") || a.Str("interface") == s.Name {
			list = append(list, s)
		}
	}
	return list
}

func showNHRP() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip nhrp [dynamic | static | incomplete] [to:A.B.C.D] [interface:INTERFACE] [brief | detail]`,
		showNHRPHelp(modes.H{"dynamic": "show dynamic entries", "static": "show static entries", "incomplete": "show incomplete entries",
			"to": "Destination address", "brief": "show brief output", "detail": "show detail information"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			entries := wantedEntries(b, a)
			switch {
			case !a.Has("brief"):
				for _, e := range entries {
					printNHRPEntry(x, e, a.Has("detail"))
				}
			case x.Device.Release() == debuglog.IOSXE:
				printNHRPTable(x, entries)
			default:
				printNHRPBrief(x, entries)
			}
			return nil
		})
}

func wantedEntries(b modes.Device, a parser.Args) (list []nhrp.Entry) {
	for _, s := range nhrpStatuses(b, a) {
		for _, e := range s.Entries {
			kind := a.Has("dynamic") || a.Has("static") || a.Has("incomplete")
			if kind && !a.Has(e.Kind.String()) || a.Has("to") && !e.Target.Contains(a.Addr("to")) {
				continue
			}
			list = append(list, e)
		}
	}
	return list
}

func printNHRPEntry(x *modes.Context, e nhrp.Entry, detail bool) {
	margin, between := "   ", "\n   "
	if x.Device.Release() == debuglog.IOS124 {
		margin, between = "  ", ", "
	}
	via := ""
	if e.NextHop.IsValid() {
		via = " via " + e.NextHop.String()
	}
	now, end := x.Device.Now(), "never expire "
	if !e.Expires.IsZero() {
		end = "expire " + standbyAge(e.Expires.Sub(now))
	}
	x.Printf("%s%s%s%s created %s, %s\n", e.Target, via, between, e.Interface, standbyAge(now.Sub(e.Created)), end)
	x.Printf("%sType: %s, Flags: %s\n", margin, e.Kind, nhrpFlags(e, x.Device.Release()))
	switch {
	case e.Kind == nhrp.Incomplete:
		x.Printf("%sCache hits: %d \n", margin, e.Hits)
		return
	case e.NBMA.IsValid():
		x.Printf("%sNBMA address: %s \n", margin, e.NBMA)
	}
	if e.Claimed.IsValid() {
		x.Printf("%s (Claimed NBMA address: %s) \n", margin, e.Claimed)
	}
	if e.Local {
		x.Printf("%s (no-socket) \n", margin)
	}
	if detail {
		for _, r := range e.Requesters {
			x.Printf("%s  Requester: %s Request ID: %d\n", margin, r.Protocol, r.RequestID)
		}
	}
}

// nhrpFlags are the flags of an entry, each with a blank behind it.
func nhrpFlags(e nhrp.Entry, r debuglog.Release) string {
	var words []string
	for _, f := range []struct {
		is   bool
		word string
	}{
		{e.Kind == nhrp.Incomplete, "negative"}, {e.Router, "router"}, {e.Registered && r == debuglog.IOS124, "authoritative"},
		{e.Implicit, "implicit"}, {e.Unique, "unique"}, {e.Registered, "registered"}, {e.Local, "local"}, {e.Used, "used"},
		{e.IsNextHop() && r != debuglog.IOS124, "nhop"}, {e.Shortcut && r != debuglog.IOS124, "rib"},
	} {
		if f.is {
			words = append(words, f.word+" ")
		}
	}
	return strings.Join(words, "")
}

func printNHRPBrief(x *modes.Context, entries []nhrp.Entry) {
	x.Println("   Target             Via            NBMA           Mode   Intfc   Claimed ")
	for _, e := range entries {
		if e.Kind == nhrp.Incomplete {
			continue
		}
		claimed := ""
		if e.Claimed.IsValid() {
			claimed = e.Claimed.String()
		}
		x.Printf("%-20s %-15s %-15s %-8s %-5s   < %s  >\n", e.Target, e.NextHop, e.NBMA, e.Kind, modes.ShortInterface(e.Interface), claimed)
	}
}

// printNHRPTable is the brief form of IOS XE.
func printNHRPTable(x *modes.Context, entries []nhrp.Entry) {
	stars := strings.Repeat("*", 76)
	x.Printf("%s\n    NOTE: Link-Local, No-socket and Incomplete entries are not displayed\n%s\n", stars, stars)
	x.Printf("Legend: Type --> S - Static, D - Dynamic\n        Flags --> u - unique, r - registered, e - temporary, c - claimed\n"+
		"        a - authoritative, t - route\n%s\n\n", strings.Repeat("=", 76))
	x.Printf("Intf     NextHop Address                                    NBMA Address\n" +
		"         Target Network                              T/Flag\n" +
		"-------- ------------------------------------------- ------ ----------------\n")
	for _, e := range entries {
		if e.Kind == nhrp.Incomplete || e.Local {
			continue
		}
		flags := strings.ToUpper(e.Kind.String()[:1]) + "/"
		for _, f := range []struct {
			is     bool
			letter string
		}{{e.Unique, "u"}, {e.Registered, "r"}, {e.Claimed.IsValid(), "c"}, {e.Shortcut, "t"}} {
			if f.is {
				flags += f.letter
			}
		}
		x.Printf("%-8s %-50s %s\n         %-43s %s\n", modes.ShortInterface(e.Interface), e.NextHop, e.NBMA, e.Target, flags)
	}
}

func showNHS() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip nhrp nhs [interface:INTERFACE] [detail]`,
		showNHRPHelp(modes.H{"nhs": "show NHS", "detail": "show detail information"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			waiting := ", W=Waiting"
			if b.Release() == debuglog.IOS124 {
				waiting = ""
			}
			x.Printf("Legend: E=Expecting replies, R=Responding%s\n", waiting)
			for _, s := range nhrpStatuses(b, a) {
				if len(s.Servers) > 0 {
					printServers(x, s, a.Has("detail"))
				}
			}
			return nil
		})
}

func printServers(x *modes.Context, s nhrp.Status, detail bool) {
	x.Printf("%s:\n", s.Name)
	var pending []nhrp.ServerStatus
	for _, one := range s.Servers {
		x.Printf("%s\n", serverText(x, one, detail))
		if one.Pending != 0 && !one.Up {
			pending = append(pending, one)
		}
	}
	if !detail || len(pending) == 0 {
		return
	}
	x.Println("\nPending Registration Requests:")
	for _, one := range pending {
		x.Printf("Registration Request: Reqid %d, Ret %d  NHS %s expired (%s)\n", one.Pending, one.Retry/time.Second, one.Protocol, s.Name)
	}
}

// serverText is a server and what has come of it.
func serverText(x *modes.Context, s nhrp.ServerStatus, detail bool) string {
	state := "E"
	if s.Up {
		state = "RE"
	}
	text := fmt.Sprintf("  %-18s %2s", s.Protocol, state)
	if x.Device.Release() != debuglog.IOS124 {
		text = fmt.Sprintf("%s  %2s", s.Protocol, state)
		if detail && s.At.IsValid() {
			text += fmt.Sprintf(" NBMA Address: %s", s.At)
		}
		text += fmt.Sprintf(" priority = %d cluster = %d", s.Priority, s.Cluster)
	}
	if !detail {
		return text
	}
	text += fmt.Sprintf("  req-sent %d  req-failed %d  repl-recv %d", s.Sent, s.Failed, s.Received)
	if !s.LastAnswer.IsZero() {
		text += fmt.Sprintf(" (%s ago)", standbyAge(x.Device.Now().Sub(s.LastAnswer)))
	}
	return text
}

func showNHRPMulticast() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip nhrp multicast [interface:INTERFACE]`, showNHRPHelp(modes.H{"multicast": "show NHRP multicast mapping"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			x.Println("  I/F     NBMA address")
			for _, s := range nhrpStatuses(b, a) {
				for _, m := range s.Multicasts {
					how := "static"
					if m.Dynamic {
						how = "dynamic"
					}
					x.Printf("%-9s %-15s Flags: %-15s (Enabled) \n", m.Interface, m.NBMA, how)
				}
			}
			return nil
		})
}

func clearNHRP() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: `clear ip nhrp [addr:A.B.C.D [mask:A.B.C.D]]`, Level: modes.TopLevel,
		Help: modes.H{"clear": "Reset functions", "ip": "IP", "nhrp": "Clear NHRP cache", "addr": "Network to clear", "mask": "Network mask"},
		Set: func(_ *modes.Context, b modes.Device, a parser.Args) error {
			var within netip.Prefix
			if a.Has("addr") {
				bits := 32
				if a.Has("mask") {
					var ok bool
					if bits, ok = modes.MaskBits(a.Addr("mask")); !ok {
						return modes.Refuse("% Inconsistent address and mask")
					}
				}
				within = netip.PrefixFrom(a.Addr("addr"), bits).Masked()
			}
			b.ClearNHRP(within)
			return nil
		}}
}

func clearNHRPCounters() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{Syntax: `clear ip nhrp counters`, Level: modes.TopLevel,
		Help: modes.H{"clear": "Reset functions", "ip": "IP", "nhrp": "Clear NHRP cache", "counters": "Clear NHRP counters"},
		Set:  func(_ *modes.Context, b modes.Device, _ parser.Args) error { b.ClearNHRPCounters(); return nil }}
}
