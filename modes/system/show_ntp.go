package system

import (
	"fmt"
	"net/netip"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/ntp"
	"ruthere/parser"
)

func showNTPStatus() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ntp status`, modes.H{"ntp": "Network time protocol", "status": "NTP status"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if !b.Config().NTP.Enabled() {
				x.Println("%NTP is not enabled.")
				return nil
			}
			st := b.NTPStatus()
			head := "Clock is unsynchronized, stratum 16, no reference clock"
			if st.Synchronised {
				head = fmt.Sprintf("Clock is synchronized, stratum %d, reference is %s", st.Stratum, referenceText(st.Stratum, st.ReferenceID))
			}
			x.Printf("%s\nnominal freq is 250.0000 Hz, actual freq is 250.0000 Hz, precision is 2**%d\n", head, -st.Precision)
			if b.Release() != debuglog.IOS124 {
				now, _ := b.Clock()
				x.Printf("ntp uptime is %d (1/100 of seconds), resolution is 4000\n", 100*modes.InSeconds(now.Sub(b.Booted())))
			}
			x.Printf("reference time is %s\nclock offset is %.4f msec, root delay is %.2f msec\n", ntpTime(b, st.Reference), msec(st.Offset),
				msec(st.RootDelay.Duration()))
			x.Printf("root dispersion is %.2f msec, peer dispersion is %.2f msec\n", msec(st.RootDispersion.Duration()), msec(st.PeerDispersion))
			if b.Release() != debuglog.IOS124 {
				x.Printf("loopfilter state is %s, drift is 0.000000000 s/s\nsystem poll interval is %d, %s.\n", loopStates[st.Loop],
					modes.InSeconds(st.Poll), lastUpdate(b, st))
			}
			return nil
		})
}

var loopStates = [...]string{ntp.NeverSet: "'NSET' (Never set)", ntp.Spike: "'SPIK' (Spike)", ntp.Normal: "'CTRL' (Normal Controlled Loop)"}

func lastUpdate(b modes.Device, st ntp.Status) string {
	if st.Updated.IsZero() {
		return "never updated"
	}
	return fmt.Sprintf("last update was %d sec ago", modes.InSeconds(b.Now().Sub(st.Updated)))
}

func msec(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// ntpTime is a timestamp in hexadecimal, and on the router's clock.
func ntpTime(b modes.Device, t ntp.Timestamp) string {
	return fmt.Sprintf("%08X.%08X (%s)", uint32(t>>32), uint32(t), b.Config().Clock.Local(t.Time()).Format(modes.ClockMillis))
}

// referenceText is whom a clock of a stratum follows: an address, or, of stratum 1, what kind of clock it has.
func referenceText(stratum uint8, id [4]byte) string {
	if stratum > 1 {
		return netip.AddrFrom4(id).String()
	}
	text := ""
	for _, c := range id {
		switch {
		case c == 0:
		case c > ' ' && c < 0x7f:
			text += string(rune(c))
		default:
			text += "?"
		}
	}
	return "." + text + "."
}

func showNTPAssociations() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ntp associations [detail]`, modes.H{"ntp": "Network time protocol", "associations": "NTP associations",
		"detail": "Show detail"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			list := b.NTPAssociations()
			switch {
			case !b.Config().NTP.Enabled():
				x.Println("%NTP is not enabled.")
			case a.Has("detail"):
				for _, as := range list {
					printNTPDetail(x, b, as)
				}
			case b.Release() == debuglog.IOS124:
				x.Printf("\n      address         ref clock     st  when  poll reach  delay  offset    disp\n")
				for _, as := range list {
					x.Println(associationLine124(b, as))
				}
				x.Println(" * master (synced), # master (unsynced), + selected, - candidate, ~ configured")
			default:
				x.Printf("\n  address         ref clock       st   when   poll reach  delay  offset   disp\n")
				for _, as := range list {
					x.Println(associationLine(b, as))
				}
				x.Println(" * sys.peer, # selected, + candidate, - outlyer, x falseticker, ~ configured")
			}
			return nil
		})
}

func associationLine124(b modes.Device, a ntp.AssociationStatus) string {
	return fmt.Sprintf("%s~%-17s%-17s%2d%6s%6d%5o%8s%8s%8s", ntpMark(b, a), peerName(a.Peer), ntpReference(b, a), a.Message.Stratum,
		ntpSince(b, a), modes.InSeconds(a.Poll), a.Reach, atMost(6, "%.1f", a.Delay), atMost(7, "%.2f", a.Offset),
		atMost(6, "%.1f", a.Dispersion))
}

func associationLine(b modes.Device, a ntp.AssociationStatus) string {
	return fmt.Sprintf("%s~%-16s%-15s%3d%7s%7d%6o%7s%8s%7s", ntpMark(b, a), peerName(a.Peer), ntpReference(b, a), a.Message.Stratum,
		ntpSince(b, a), modes.InSeconds(a.Poll), a.Reach, atMost(6, "%.3f", a.Delay), atMost(7, "%.3f", a.Offset),
		atMost(6, "%.3f", a.Dispersion))
}

// atMost is a span in milliseconds, cut to a width.
func atMost(width int, format string, d time.Duration) string {
	text := fmt.Sprintf(format, msec(d))
	return text[:min(width, len(text))]
}

// peerName is how a peer is listed: by its address, once that is known.
func peerName(p ntp.Peer) string {
	if p.Addr.IsValid() {
		return p.Addr.String()
	}
	return p.Name
}

// ntpMark is what the choice made of a peer, as the legend has it.
func ntpMark(b modes.Device, a ntp.AssociationStatus) string {
	if st := b.NTPStatus(); a.Verdict == ntp.SystemPeer && (!st.Synchronised || st.Peer != a.Addr) {
		return "#"
	}
	marks := " x-+*"
	if b.Release() == debuglog.IOS124 {
		marks = "  -+*"
	}
	return marks[a.Verdict : a.Verdict+1]
}

// ntpReference is whom a peer follows.
func ntpReference(b modes.Device, a ntp.AssociationStatus) string {
	is124 := b.Release() == debuglog.IOS124
	switch {
	case a.Local && is124:
		return a.Addr.String()
	case a.Local:
		return ".LOCL."
	case a.Message.Stratum == ntp.StratumUnknown && is124:
		return "0.0.0.0"
	case a.Message.Stratum == ntp.StratumUnknown:
		return ".INIT."
	}
	return referenceText(a.Message.Stratum, a.Message.ReferenceID)
}

// ntpSince is how long ago a peer was heard, in seconds, and in longer units when they would be many.
func ntpSince(b modes.Device, a ntp.AssociationStatus) string {
	if a.Heard.IsZero() {
		return "-"
	}
	switch d := b.Now().Sub(a.Heard); {
	case d <= 2048*time.Second:
		return modes.Itoa(int(d / time.Second))
	case d <= 300*time.Minute:
		return modes.Itoa(int(d/time.Minute)) + "m"
	case d <= 96*time.Hour:
		return modes.Itoa(int(d/time.Hour)) + "h"
	default:
		return modes.Itoa(int(d/(24*time.Hour))) + "d"
	}
}

func addShowNTP(l *modes.Language) { l.Add("exec", showNTPStatus(), showNTPAssociations()) }
