package system

import (
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// Features that are configured and do nothing here are shown as configured and idle: nobody
// was heard from yet.

// configured says whether global configuration has a line.
func configured(c *config.Config, line string) bool {
	for l := range c.Inert.All() {
		if l.Text == line {
			return true
		}
	}
	return false
}

// idleProcess is a routing process without effect.
type idleProcess struct {
	name  string // what follows the keywords
	lines []string
}

// idleProcesses are the blocks whose lines begin with keywords and a blank.
func idleProcesses(c *config.Config, keywords string) (all []idleProcess) {
	for l := range c.Inert.All() {
		name, ok := strings.CutPrefix(l.Text, keywords+" ")
		if !ok || l.Block == nil {
			continue
		}
		p := idleProcess{name: name}
		for inner := range l.Block.All() {
			p.lines = append(p.lines, inner.Text)
		}
		all = append(all, p)
	}
	return all
}

// routerID is what the process says of itself: the ID configured, else the highest address of
// a loopback interface, else of any.
func (p idleProcess) routerID(c *config.Config, keywords string) netip.Addr {
	for _, line := range p.lines {
		if text, ok := strings.CutPrefix(line, keywords+" "); ok {
			if id, err := netip.ParseAddr(text); err == nil {
				return id
			}
		}
	}
	id, ofLoopback := netip.IPv4Unspecified(), false
	for _, i := range c.Interfaces {
		loopback := strings.HasPrefix(i.Name, "Loopback")
		if a := i.Address.Addr(); a.IsValid() && (loopback && !ofLoopback || loopback == ofLoopback && id.Less(a)) {
			id, ofLoopback = a, loopback
		}
	}
	return id
}

// areas is how many the network lines of an OSPF process name.
func (p idleProcess) areas() int {
	named := map[string]bool{}
	for _, line := range p.lines {
		if _, area, ok := strings.Cut(line, " area "); ok && strings.HasPrefix(line, "network ") {
			named[area] = true
		}
	}
	return len(named)
}

func showOSPF() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip ospf [neighbor [detail] | interface [brief] | database]`, modes.H{"ip": "IP information",
		"ospf": "OSPF information", "neighbor": "Neighbor list", "detail": "Detail of all neighbors", "interface": "Interface information",
		"brief": "Summary of interface information", "database": "Database summary"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			for _, p := range idleProcesses(b.Config(), "router ospf") {
				id := p.routerID(b.Config(), "router-id")
				process, _, _ := strings.Cut(p.name, " ")
				switch {
				case a.Has("neighbor"), a.Has("interface"):
				case a.Has("database"):
					x.Printf("\n            OSPF Router with ID (%v) (Process ID %s)\n", id, process)
				default:
					x.Printf(" Routing Process \"ospf %s\" with ID %v\n Number of external LSA 0. Checksum Sum 0x000000\n"+
						" Number of areas in this router is %d. %d normal 0 stub 0 nssa\n\n", process, id, p.areas(), p.areas())
				}
			}
			return nil
		})
}

func showBGP() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip bgp [summary | neighbors | vpnv4 all [summary] | all summary]`, modes.H{"ip": "IP information",
		"bgp": "BGP information", "summary": "Summary of BGP neighbor status",
		"neighbors": "Detailed information on TCP and BGP neighbor connections", "vpnv4": "Address family", "all": "All address families"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			processes := idleProcesses(b.Config(), "router bgp")
			if len(processes) == 0 {
				return modes.Refuse("% BGP not active\n\n")
			}
			for _, p := range processes {
				id, peers := p.routerID(b.Config(), "bgp router-id"), p.bgpPeers()
				if a.Has("summary") {
					x.Printf("BGP router identifier %v, local AS number %s\nBGP table version is 1, main routing table version 1\n\n", id, p.name)
					x.Println("Neighbor        V          AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd")
					for _, peer := range peers {
						x.Printf("%-15s 4 %11s       0       0        1    0    0 never    Idle\n", peer[0], peer[1])
					}
					continue
				}
				for _, peer := range peers {
					if a.Has("neighbors") {
						x.Printf("BGP neighbor is %s,  remote AS %s\n  BGP version 4, remote router ID 0.0.0.0\n  BGP state = Idle\n", peer[0], peer[1])
					}
				}
			}
			return nil
		})
}

// bgpPeers are the addresses and AS numbers of the neighbors of a BGP process.
func (p idleProcess) bgpPeers() (peers [][2]string) {
	for _, line := range p.lines {
		words := strings.Fields(line)
		if len(words) == 4 && words[0] == "neighbor" && words[2] == "remote-as" {
			peers = append(peers, [2]string{words[1], words[3]})
		}
	}
	return peers
}

// speaksCDP says whether CDP runs: by default on all releases but XE.
func speaksCDP(b modes.Device) bool {
	if b.Release() == debuglog.IOSXE {
		return configured(b.Config(), "cdp run")
	}
	return !configured(b.Config(), "no cdp run")
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

func showNAT() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip nat statistics`, modes.H{"ip": "IP information", "nat": "IP NAT information",
		"statistics": "Translation statistics"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Println("Total active translations: 0 (0 static, 0 dynamic; 0 extended)\nPeak translations: 0")
			for _, side := range []struct{ domain, title string }{{"outside", "Outside interfaces:"}, {"inside", "Inside interfaces: "}} {
				x.Println(side.title)
				var names []string
				for _, i := range b.Config().Interfaces {
					if i.NATDomain == side.domain {
						names = append(names, i.Name)
					}
				}
				if len(names) > 0 {
					x.Println("  " + strings.Join(names, ", "))
				}
			}
			x.Println("Hits: 0  Misses: 0\nCEF Translated packets: 0, CEF Punted packets: 0\nExpired translations: 0\nDynamic mappings:")
			return nil
		})
}

func addShowIdle(l *modes.Language) { l.Add("exec", showOSPF(), showBGP(), showCDP(), showNAT()) }
