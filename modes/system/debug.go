package system

import (
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// debugs are the debugs of what happens outside the crypto subsystem.
func debugs() (all []modes.Command) {
	all = modes.DebugCommandsThat(`ip packet [number:<1-199> | expanded:<1300-2699>] [detail]`, modes.H{"ip": debugIPHelp,
		"packet": "General IP debugging and IPSO security transactions", "number": "Access list", "expanded": "Access list (expanded range)",
		"detail": "Print more debugging detail"}, debuglog.IPPacket,
		func(s *debuglog.Switches, a parser.Args) {
			s.Packets = debuglog.PacketFilter{Detail: a.Has("detail"), List: modes.ListName(a, "name")}
		})
	for _, d := range []struct {
		words string
		help  modes.H
		sw    debuglog.Switch
	}{
		{"ip icmp", modes.H{"ip": debugIPHelp, "icmp": "ICMP transactions"}, debuglog.IPICMP},
		{"ip routing", modes.H{"ip": debugIPHelp, "routing": "Routing table events"}, debuglog.IPRouting},
		{"ip policy", modes.H{"ip": debugIPHelp, "policy": "Policy routing"}, debuglog.IPPolicy},
		{"ip ssh", modes.H{"ip": debugIPHelp, "ssh": "Incoming ssh connections"}, debuglog.SSH},
		{"ip nat", modes.H{"ip": debugIPHelp, "nat": "NAT events"}, debuglog.IPNAT},
		{"ip nat detailed", modes.H{"ip": debugIPHelp, "nat": "NAT events", "detailed": "NAT detailed events"}, debuglog.IPNATDetailed},
		{"standby", modes.H{"standby": standbyHelp}, debuglog.HSRP},
		{"standby errors", modes.H{"standby": standbyHelp, "errors": "HSRP errors"}, debuglog.HSRPErrors},
		{"standby events", modes.H{"standby": standbyHelp, "events": "HSRP events"}, debuglog.HSRPEvents},
		{"standby packets", modes.H{"standby": standbyHelp, "packets": "HSRP packets"}, debuglog.HSRPPackets},
		{"standby terse", modes.H{"standby": standbyHelp, "terse": "Display limited range of HSRP errors, events and packets"},
			debuglog.HSRPTerse},
		{"nhrp", modes.H{"nhrp": debugNHRPHelp}, debuglog.NHRPProtocol},
		{"nhrp packet", modes.H{"nhrp": debugNHRPHelp, "packet": "NHRP activity"}, debuglog.NHRPPackets},
		{"nhrp cache", modes.H{"nhrp": debugNHRPHelp, "cache": "NHRP cache operations"}, debuglog.NHRPCache},
		{"nhrp extension", modes.H{"nhrp": debugNHRPHelp, "extension": "NHRP extension processing"}, debuglog.NHRPExtensions},
		{"nhrp error", modes.H{"nhrp": debugNHRPHelp, "error": "NHRP errors"}, debuglog.NHRPErrors},
		{"arp", modes.H{"arp": "IP ARP and HP Probe transactions"}, debuglog.ARP},
		{"aaa authentication", modes.H{"aaa": "AAA Authentication, Authorization and Accounting", "authentication": "Authentication"},
			debuglog.AAAAuthentication},
		{"track", modes.H{"track": "Tracking"}, debuglog.Track},
		{"tunnel keepalive", modes.H{"tunnel": "Generic Tunnel Interface", "keepalive": "Tunnel keepalive"}, debuglog.TunnelKeepalive},
		{"ip sla {<12.4> monitor trace | <15,xe> trace}", modes.H{"ip": debugIPHelp, "sla": "IP Service Level Agreement (SLA)",
			"monitor": "IP SLAs Monitor", "trace": "IP SLAs trace information"}, debuglog.SLATrace},
		{"radius", modes.H{"radius": "RADIUS protocol"}, debuglog.RADIUS},
		{"ntp events", modes.H{"ntp": "NTP information", "events": "NTP events"}, debuglog.NTPEvents},
		{"ntp {<12.4> packets | <15,xe> packet}", modes.H{"ntp": "NTP information", "packets": "NTP packets", "packet": "NTP packet debugging"},
			debuglog.NTPPackets},
	} {
		all = append(all, modes.DebugCommands(d.words, d.help, d.sw)...)
	}
	return all
}

const debugNHRPHelp = "NHRP protocol"

const standbyHelp = "Hot Standby Router Protocol (HSRP)"

const debugIPHelp = "IP information"

func allOff(x *modes.Context, b modes.Device, _ parser.Args) error {
	x.Println(b.Switches().AllOff())
	return nil
}

func debugAll() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `debug all`,
		Help:   modes.H{"debug": modes.DebugHelp, "all": "Enable all debugging"},
		Level:  15,
		Unset:  allOff,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Terminal.Ask("This may severely impact network performance. Continue? (yes/[no]): ", false, func(text string, ok bool) {
				text = strings.ToLower(strings.TrimSpace(text))
				if ok && text != "" && strings.HasPrefix("yes", text) {
					x.Println(b.Switches().AllOn(b.Release()))
				}
			})
			return nil
		},
	}
}

func undebugAll() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `undebug all`,
		Help:   modes.H{"undebug": modes.UndebugHelp, "all": "Disable all debugging"},
		Level:  15,
		Set:    allOff,
	}
}

func showDebugging() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`debugging`, modes.H{"debugging": "State of each debugging option"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if lines := b.Switches().Lines(); len(lines) > 0 {
				if b.Release() != debuglog.IOSXE {
					x.Println("")
				}
				x.Printf("%s\n", strings.Join(lines, "\n"))
			}
			x.Println("")
			return nil
		}).At(modes.TopLevel)
}

func addDebug(l *modes.Language) {
	l.Add("exec", debugs()...)
	l.Add("exec", debugAll(), undebugAll(), showDebugging())
}
