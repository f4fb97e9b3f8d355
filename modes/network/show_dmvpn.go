package network

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/nhrp"
	"ruthere/packet"
	"ruthere/parser"
)

// `show dmvpn`, and what has passed of NHRP.

const dmvpnLegend = `Legend: Attrb --> S - Static, D - Dynamic, I - Incomplete
	N - NATed, L - Local, X - No Socket
	T1 - Route Installed, T2 - Nexthop-override
	C - CTS Capable
	# Ent --> Number of NHRP entries with same NBMA peer
	NHS Status: E --> Expecting Replies, R --> Responding, W --> Waiting
	UpDn Time --> Up or Down Time for a Tunnel
==========================================================================
`

const oldDMVPNLegend = `Legend: Attrb --> S - Static, D - Dynamic, I - Incomplete
	N - NATed, L - Local, X - No Socket
	# Ent --> Number of NHRP entries with same NBMA peer
`

func showDMVPN() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`dmvpn [interface:INTERFACE] [detail]`, modes.H{"dmvpn": "DMVPN information", "detail": "Detail information"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			if b.Release() == debuglog.IOS124 {
				x.Println(oldDMVPNLegend)
			} else {
				x.Println(dmvpnLegend)
			}
			for _, s := range nhrpStatuses(b, a) {
				head(x, s, a.Has("detail"))
				printPeers(x, s, a.Has("detail"))
				x.Println("")
			}
			if a.Has("detail") {
				x.Println("Pending DMVPN Sessions:\n")
			}
			return nil
		})
}

// role is what an interface is for others.
func role(s nhrp.Status) string {
	clients := false
	for _, e := range s.Entries {
		clients = clients || e.Registered
	}
	switch {
	case len(s.Interface.Servers) == 0:
		return "Hub"
	case clients:
		return "Hub/Spoke"
	}
	return "Spoke"
}

func head(x *modes.Context, s nhrp.Status, detail bool) {
	peers := 0
	for _, p := range dmvpnPeers(s, false) {
		if p.first {
			peers++
		}
	}
	old := x.Device.Release() == debuglog.IOS124
	switch {
	case detail && old:
		printOldTunnel(x, s)
		x.Printf("Type:%s, NBMA Peers:%d\n", role(s), peers)
	case detail:
		printTunnelDetail(x, s)
		x.Printf("Type:%s, Total NBMA Peers (v4/v6): %d\n\n", role(s), peers)
	case old:
		x.Printf("%s, Type:%s, NHRP Peers:%d, \n", s.Name, role(s), peers)
	default:
		x.Printf("Interface: %s, IPv4 NHRP Details \nType:%s, NHRP Peers:%d, \n\n", s.Name, role(s), peers)
	}
}

// dmvpnStates are the states of an interface and its line, and what its tunnel is.
func dmvpnStates(x *modes.Context, name string) (link, line, source, far, transport string, t config.Tunnel) {
	link, line = "down", "down"
	for _, s := range x.Device.Interfaces() {
		if s.Name == name {
			link, line = modes.UpDown(s.Link && !s.AdminDown), modes.UpDown(s.Protocol)
		}
	}
	if i := x.Device.InForce().Interface(name); i != nil {
		t = i.Tunnel
	}
	if addr, ok := x.Device.InForce().TunnelSource(t); ok {
		source = addr.String()
	}
	far = cmp.Or(t.Destination, "UNKNOWN")
	if t.IsMultipoint() {
		far = "MGRE"
	}
	return link, line, cmp.Or(source, "UNKNOWN"), far, tunnelTransports[cmp.Or(t.Mode, config.TunnelGRE)], t
}

func protectionOf(x *modes.Context, name string) string {
	if i := x.Device.InForce().Interface(name); i != nil {
		return i.Tunnel.Protection.Profile
	}
	return ""
}

func printTunnelDetail(x *modes.Context, s nhrp.Status) {
	link, line, source, far, transport, t := dmvpnStates(x, s.Name)
	x.Printf("Interface %s is %s/%s, Addr. is %s, VRF %q \n", s.Name, link, line, addrText(s), s.VRF)
	x.Printf("   Tunnel Src./Dest. addr: %s/%s, Tunnel VRF %q\n", source, far, t.VRF)
	x.Printf("   Protocol/Transport: %q, Protect %q \n", transport, protectionOf(x, s.Name))
	x.Printf("   Interface State Control: Disabled\n   nhrp event-publisher : Disabled\n")
	if len(s.Servers) > 0 {
		x.Println("\nIPv4 NHS:")
		for _, one := range s.Servers {
			x.Println(serverText(x, one, false))
		}
	}
}

func printOldTunnel(x *modes.Context, s nhrp.Status) {
	link, line, source, far, transport, t := dmvpnStates(x, s.Name)
	x.Printf(" -------------- Interface %s info: -------------- \n", s.Name)
	x.Printf("Intf. is %s, Line Protocol is %s, Addr. is %s\n   Source addr: %s, Dest addr: %s\n", link, line, addrText(s), source, far)
	x.Printf("  Protocol/Transport: %q, Protect %q,\nTunnel VRF %q, ip vrf forwarding %q\n\nNHRP Details: \n", transport,
		protectionOf(x, s.Name), t.VRF, s.VRF)
	for _, one := range s.Servers {
		x.Printf("NHS: %s\n\n", serverText(x, one, false))
	}
}

func addrText(s nhrp.Status) string {
	if !s.Address.IsValid() {
		return "0.0.0.0"
	}
	return s.Address.Addr().String()
}

// A dmvpnPeer is a row: an entry of the cache at an NBMA address.
type dmvpnPeer struct {
	nhrp.Entry
	first   bool // of those at the same NBMA address
	entries int  // at that address
}

// dmvpnPeers are the rows by NBMA address, in the order of the first of each.
func dmvpnPeers(s nhrp.Status, local bool) (rows []dmvpnPeer) {
	done := map[string]bool{}
	for _, e := range s.Entries {
		key := e.NBMA.String() + fmt.Sprint(e.Local)
		if e.Local && !local || e.IsComplete() && done[key] {
			continue
		}
		done[key] = true
		at := len(rows)
		for _, other := range s.Entries {
			if other.Target == e.Target || e.IsComplete() && other.IsComplete() && other.NBMA == e.NBMA && other.Local == e.Local {
				rows = append(rows, dmvpnPeer{Entry: other, first: len(rows) == at})
			}
		}
		if !e.Local {
			rows[at].entries = len(rows) - at
		}
	}
	return rows
}

func printPeers(x *modes.Context, s nhrp.Status, detail bool) {
	if detail {
		x.Println("# Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb    Target Network\n" +
			"----- --------------- --------------- ----- -------- ----- -----------------")
	} else {
		x.Println(" # Ent  Peer NBMA Addr Peer Tunnel Add State  UpDn Tm Attrb\n ----- --------------- --------------- ----- -------- -----")
	}
	for _, p := range dmvpnPeers(s, detail) {
		nbma, count, via := "", "", p.Target.Addr()
		if p.first {
			nbma, count = "UNKNOWN", modes.Itoa(p.entries)
		}
		if p.first && p.IsComplete() {
			nbma = p.NBMA.String()
		}
		if p.NextHop.IsValid() {
			via = p.NextHop
		}
		form, width := "%6s %-15s %15s %5s %8s %5s", ""
		if x.Device.Release() == debuglog.IOS124 {
			form = "%6s %15s %15s %5s %8s %5s"
		}
		state, since := peerState(x, s, p.Entry)
		row := fmt.Sprintf(form, count, nbma, via, state, since, peerAttributes(x, p.Entry)) + width
		if detail {
			row = fmt.Sprintf("%s %17s", row[1:], p.Target)
		}
		x.Println(row)
	}
}

// peerState is how far things have come with a peer, and since when.
func peerState(x *modes.Context, s nhrp.Status, e nhrp.Entry) (state, since string) {
	now := x.Device.Now()
	switch {
	case e.Kind == nhrp.Incomplete:
		return "NHRP", "never"
	case !e.Local && protectionOf(x, s.Name) != "" && len(x.Device.Engine().IPsec.ByPeer(e.NBMA)) == 0:
		return "IKE", "never"
	}
	for _, server := range s.Servers {
		if e.Kind == nhrp.Static && server.Protocol == e.NextHop {
			state, since = "NHRP", "never"
			if server.Up {
				state = "UP"
			}
			if !server.Changed.IsZero() {
				since = standbyAge(now.Sub(server.Changed))
			}
			return state, since
		}
	}
	if e.Kind == nhrp.Static {
		return "UP", "never"
	}
	return "UP", standbyAge(now.Sub(e.Created))
}

func peerAttributes(x *modes.Context, e nhrp.Entry) string {
	text := strings.ToUpper(e.Kind.String()[:1])
	if e.Claimed.IsValid() {
		text += "N"
	}
	if e.Local {
		text += "L"
	}
	if e.Local || e.Kind == nhrp.Incomplete {
		text += "X"
	}
	if e.Shortcut && x.Device.Release() != debuglog.IOS124 {
		text += "T1"
		for _, r := range x.Device.Routes() {
			if r.Prefix == e.Target && r.Override {
				text = strings.TrimSuffix(text, "T1") + "T2"
			}
		}
	}
	return text
}

// trafficRows are what is counted of NHRP, as it is shown.
var trafficRows = [][]packet.NHRPType{{packet.ResolutionRequest, packet.ResolutionReply, packet.RegistrationRequest},
	{packet.RegistrationReply, packet.PurgeRequest, packet.PurgeReply}, {packet.ErrorIndication, packet.TrafficIndication}}

func showNHRPTraffic() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip nhrp traffic [interface:INTERFACE]`, showNHRPHelp(modes.H{"traffic": "show NHRP traffic statistics"}),
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			for _, s := range nhrpStatuses(b, a) {
				x.Printf("%s: Max-send limit:%dPkts/%dSec, Usage:%d%%\n", s.Name, s.MostSent, 10*time.Second/time.Second, s.Load*100/max(s.MostSent, 1))
				printTraffic(x, "Sent", s.Traffic.Sent[:], s.Traffic.Suppressed)
				printTraffic(x, "Rcvd", s.Traffic.Received[:], 0)
			}
			return nil
		})
}

func printTraffic(x *modes.Context, way string, counts []int, suppressed int) {
	total := 0
	for _, n := range counts {
		total += n
	}
	x.Printf("   %s: Total %d\n", way, total)
	for at, row := range trafficRows {
		x.Printf("         ")
		for _, kind := range row {
			x.Printf("%d %s  ", counts[kind], kind)
		}
		if at == len(trafficRows)-1 && x.Device.Release() != debuglog.IOS124 {
			x.Printf("%d Redirect Suppress  ", suppressed)
		}
		x.Println("")
	}
}
