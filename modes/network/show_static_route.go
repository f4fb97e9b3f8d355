package network

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// staticRouteLegends explain the letters; recalled from routers of 12.4 and of 15. XE has that of 15.
var staticRouteLegends = [...]string{
	debuglog.IOS124: `Codes: M - Manual static, A - AAA download, N - IP NAT, D - DHCP,
       G - GPRS, V - Crypto VPN, C - CASA, P - Channel interface processor,
       B - BootP, S - Service selection gateway
       DN - Default Network, T - Tracking object
       L - TL1, E - OER
Codes in []: A - active, N - non-active, P - permanent

`,
	debuglog.IOS15: `Codes: M - Manual static, A - AAA download, N - IP NAT, D - DHCP,
       G - GPRS, V - Crypto VPN, C - CASA, P - Channel interface processor,
       B - BootP, S - Service selection gateway
       DN - Default Network, T - Tracking object
       L - TL1, E - OER, I - iEdge
       D1 - Dot1x Vlan Network, K - MWAM Route
       PP - PPP default route, MR - MRIPv6, SS - SSLVPN
       H - IPe Host, ID - IPe Domain Broadcast
       U - User GPRS, TE - MPLS Traffic-eng, LI - LIIN
       IR - ICMP Redirect
Codes in []: A - active, N - non-active, B - BFD-tracked, D - Not Tracked, P - permanent

`,
}

// showStaticRoute lists the static routes of a VRF with whether they are in use: what `show ip route` leaves out is here.
func showStaticRoute() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip static route [vrf vrf-name:WORD]`, modes.H{"ip": "IP information", "static": "IP static routes",
		"route": "IP static routing table", "vrf": "Display routes from a VPN Routing/Forwarding instance", "vrf-name": modes.VRFNameHelp},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			name := a.Str("vrf-name")
			if !b.Config().HasVRF(name) {
				return modes.Refuse(fmt.Sprintf("%% IP routing table %s does not exist", name))
			}
			legend := staticRouteLegends[debuglog.IOS15]
			if b.Release() == debuglog.IOS124 {
				legend = staticRouteLegends[debuglog.IOS124]
			}
			x.Printf("%sStatic local RIB for %s \n\n", legend, cmp.Or(name, "default"))
			for _, r := range b.StaticRoutes() {
				if r.VRF == name {
					way := strings.TrimSuffix(r.Interface+" "+hopText(r.NextHop), " ")
					x.Printf("%-2s %s [%d/0] via %s [%s]\n", staticRouteCode(r), r.Prefix, r.Distance, strings.TrimSpace(way), staticRouteState(r))
				}
			}
			return nil
		})
}

func hopText(hop netip.Addr) string {
	if !hop.IsValid() {
		return ""
	}
	return hop.String()
}

// staticRouteCode says who has put a route in.
func staticRouteCode(r modes.StaticRouteStatus) string {
	switch {
	case r.Crypto:
		return "V"
	case r.Track != 0:
		return "T"
	}
	return "M"
}

func staticRouteState(r modes.StaticRouteStatus) string {
	state := "N"
	if r.InUse {
		state = "A"
	}
	if r.Permanent {
		state += ", P"
	}
	return state
}

func addShowStaticRoute(l *modes.Language) { l.Add("exec", showStaticRoute()) }
