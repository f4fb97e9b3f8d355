package idle

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// speaksCDP says whether CDP runs: by default on all releases but XE.
func speaksCDP(b modes.Device) bool {
	if b.Release() == debuglog.IOSXE {
		return hasLine(&b.Config().Inert, "cdp run")
	}
	return !hasLine(&b.Config().Inert, "no cdp run")
}

func showCDP() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`cdp [neighbors [detail] | entry name:WORD | interface [if:INTERFACE] | traffic]`, modes.H{
		"cdp": "CDP information", "neighbors": "CDP neighbor entries", "detail": "Show detailed information",
		"entry": "Information for specific neighbor entry", "name": "Name of CDP neighbor entry, or *",
		"interface": "CDP interface status and configuration", "traffic": "CDP statistics"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			switch {
			case !speaksCDP(b):
				return modes.Refuse("% CDP is not enabled\n")
			case a.Has("detail"), a.Has("entry"):
			case a.Has("neighbors"):
				x.Println("Capability Codes: R - Router, T - Trans Bridge, B - Source Route Bridge")
				if b.Release() == debuglog.IOS124 {
					x.Println("                  S - Switch, H - Host, I - IGMP, r - Repeater\n")
				} else {
					x.Println("                  S - Switch, H - Host, I - IGMP, r - Repeater, P - Phone, \n" +
						"                  D - Remote, C - CVTA, M - Two-port Mac Relay \n")
				}
				x.Println("Device ID        Local Intrfce     Holdtme    Capability  Platform  Port ID")
			case a.Has("interface"):
				printCDPInterfaces(x, b, a.Str("if"))
			case a.Has("traffic"):
				x.Println("CDP counters :\n\tTotal packets output: 0, Input: 0\n\tHdr syntax: 0, Chksum error: 0, Encaps failed: 0")
			default:
				x.Println("Global CDP information:\n\tSending CDP packets every 60 seconds\n\tSending a holdtime value of 180 seconds\n" +
					"\tSending CDPv2 advertisements is  enabled")
			}
			return nil
		})
}

func printCDPInterfaces(x *modes.Context, b modes.Device, only string) {
	for _, s := range b.Interfaces() {
		i := b.Config().Interface(s.Name)
		if i == nil || config.Virtual(s.Name) || strings.Contains(s.Name, ".") || only != "" && only != s.Name ||
			slices.Contains(i.Inert.Texts(), "no cdp enable") {
			continue
		}
		link := map[bool]string{true: "up", false: "down"}
		status := link[s.Link]
		if s.AdminDown {
			status = "administratively down"
		}
		x.Printf("%s is %s, line protocol is %s\n  Encapsulation ARPA\n  Sending CDP packets every 60 seconds\n"+
			"  Holdtime is 180 seconds\n", s.Name, status, link[s.Protocol])
	}
}

// showLLDP says nothing but that LLDP is off, which it is unless configured.
func showLLDP(x *modes.Context, b modes.Device, a parser.Args) {
	switch {
	case !hasLine(&b.Config().Inert, "lldp run"):
		x.Println("% LLDP is not enabled")
	case a.Has("neighbors") && !a.Has("detail"):
		x.Println("Capability codes:\n    (R) Router, (B) Bridge, (T) Telephone, (C) DOCSIS Cable Device\n" +
			"    (W) WLAN Access Point, (P) Repeater, (S) Station, (O) Other\n\n" +
			"Device ID           Local Intf     Hold-time  Capability      Port ID")
		x.Println("\nTotal entries displayed: 0\n")
	case a.Has("neighbors"):
		x.Println("\nTotal entries displayed: 0\n")
	case a.Has("interface"):
		for _, p := range portsOf(b) {
			if !config.Virtual(p.Name) && !strings.Contains(p.Name, ".") && (!a.Has("if") || a.Str("if") == p.Name) {
				x.Printf("\n%s:\n    Tx: %s\n    Rx: %s\n    Tx state: IDLE\n    Rx state: WAIT FOR FRAME\n", p.Name,
					modes.EnabledText(!hasLine(&p.section.Inert, "no lldp transmit")), modes.EnabledText(!hasLine(&p.section.Inert, "no lldp receive")))
			}
		}
	case a.Has("traffic"):
		x.Println("\nLLDP traffic statistics:\n    Total frames out: 0\n    Total entries aged: 0\n    Total frames in: 0\n" +
			"    Total frames received in error: 0\n    Total frames discarded: 0\n    Total TLVs discarded: 0\n" +
			"    Total TLVs unrecognized: 0")
	default:
		timer := block{below: &b.Config().Inert}
		x.Printf("\nGlobal LLDP Information:\n    Status: ACTIVE\n    LLDP advertisements are sent every %s seconds\n"+
			"    LLDP hold time advertised is %s seconds\n    LLDP interface reinitialisation delay is %s seconds\n",
			timer.value("lldp timer", "30"), timer.value("lldp holdtime", "120"), timer.value("lldp reinit", "2"))
	}
}

func addNeighbours(l *modes.Language) {
	l.Add("exec", showCDP())
	show(l, `<15,xe> lldp [neighbors [detail] | interface [if:INTERFACE] | traffic]`, modes.H{"lldp": "LLDP information",
		"neighbors": "LLDP neighbor entries", "detail": "Show detailed information",
		"interface": "LLDP interface status and configuration", "traffic": "LLDP statistics"}, showLLDP)
}
