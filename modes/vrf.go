package modes

import (
	"fmt"
	"net/netip"
	"regexp"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/parser"
)

// IPVRF is the mode of a VRF made by `ip vrf`, VRFDefinition that of one made by `vrf
// definition`, and VRFFamily its address-family ipv4.
var (
	IPVRF         = newMode("config-vrf", "IP VPN Routing/Forwarding instance configuration commands:", Global, findVRF)
	VRFDefinition = newMode("config-vrf", "VPN Routing/Forwarding instance configuration commands:", Global, findVRF)
	VRFFamily     = newMode("config-vrf-af", "IP VPN Routing/Forwarding instance configuration commands:", VRFDefinition, findVRF)
)

type vrf = *config.VRF

func findVRF(c *config.Config, path parser.Args) []vrf { return one(c.VRF(path.Str("vrf-name"))) }

// noVRF is said of a VRF that nothing can be put into.
func noVRF(name string) error {
	return refuse(fmt.Sprintf("%% VRF %s does not exist or does not have a RD.", name))
}

const vrfHelp = "VPN Routing/Forwarding instance name"

var ipVRF = vrfCommand(`ip vrf vrf-name:WORD`,
	H{"ip": ipHelp, "vrf": "Specify parameters for a VPN Routing/Forwarding instance", "vrf-name": vrfHelp}, true, IPVRF)

var vrfDefinition = vrfCommand(`vrf definition vrf-name:WORD`,
	H{"vrf": "VRF commands", "definition": "VRF definition", "vrf-name": vrfHelp}, false, VRFDefinition)

// vrfCommand opens a VRF of one of the two kinds.
func vrfCommand(syntax string, help H, classic bool, enter *Mode) Cmd[global] {
	return Cmd[global]{
		Syntax: syntax,
		Help:   help,
		Set: func(_ *Context, c global, a parser.Args) error {
			v := c.AddVRF(a.Str("vrf-name"), classic)
			if v.Classic != classic {
				return refuse(fmt.Sprintf("%% VRF %s exists: use '%s'", v.Name, map[bool]string{true: "ip vrf", false: "vrf definition"}[v.Classic]))
			}
			return nil
		},
		Unset: func(x *Context, c global, a parser.Args) error {
			name := a.Str("vrf-name")
			v := c.VRF(name)
			switch {
			case name == "":
				return errIncomplete
			case v == nil || v.Classic != classic:
				return refuse(fmt.Sprintf("%% No VRF named %s exists", name))
			}
			c.RemoveVRF(name)
			if err := config.Check(x.Box.Config(), c); err != nil {
				return err
			}
			kinds := "IPv4 and IPv6"
			if classic {
				kinds = "IP"
			}
			x.Printf("%% %s addresses from all interfaces in VRF %s have been removed\n", kinds, name)
			return nil
		},
		Show: func(c global) (lines []parser.Args) {
			for _, v := range c.VRFs {
				if v.Classic == classic {
					lines = append(lines, parser.Args{"vrf-name": v.Name})
				}
			}
			return lines
		},
		Enter: enter,
	}
}

var vrfDescription = Cmd[vrf]{
	Syntax: `description text:LINE`,
	Help:   H{"description": "VRF specific description", "text": "Up to 244 characters describing this VRF"},
	Set: func(_ *Context, v vrf, a parser.Args) error {
		v.Description = strings.TrimRight(a.Str("text"), " ")
		return nil
	},
	Unset: func(_ *Context, v vrf, _ parser.Args) error { v.Description = ""; return nil },
	Show:  func(v vrf) []parser.Args { return text("text", v.Description) },
}

// A route distinguisher is an AS number or an address, and a number: RFC 4364 section 4.2.
var distinguisher = regexp.MustCompile(`^([0-9]{1,10}|[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+):[0-9]{1,10}$`)

var vrfRD = Cmd[vrf]{
	Syntax: `rd distinguisher:WORD`,
	Help:   H{"rd": "Specify Route Distinguisher", "distinguisher": "VPN Route Distinguisher: ASN:nn or IP-address:nn"},
	Set: func(x *Context, v vrf, a parser.Args) error {
		rd := a.Str("distinguisher")
		if !distinguisher.MatchString(rd) {
			return refuse("% Malformed RD: it is ASN:nn or IP-address:nn")
		}
		for _, other := range x.Config.VRFs {
			if other != v && other.RD == rd {
				return refuse("% Cannot set RD, check if it's unique")
			}
		}
		v.RD = rd
		return nil
	},
	Unset: func(_ *Context, v vrf, _ parser.Args) error { v.RD = ""; return nil },
	Show:  func(v vrf) []parser.Args { return text("distinguisher", v.RD) },
}

var vrfAddressFamily = Cmd[vrf]{
	Syntax: `address-family ipv4`,
	Help:   H{"address-family": "Enter Address Family command mode", "ipv4": "Address family"},
	Set:    func(_ *Context, v vrf, _ parser.Args) error { v.IPv4 = true; return nil },
	Unset: func(x *Context, v vrf, _ parser.Args) error {
		v.IPv4, v.FamilyInert = false, config.Inert{}
		for _, i := range x.Config.InVRF(v.Name) {
			i.Address = netip.Prefix{}
		}
		x.Printf("%% IPv4 addresses from all interfaces in VRF %s have been removed\n", v.Name)
		return nil
	},
	Show:  func(v vrf) []parser.Args { return when(v.IPv4) },
	Spell: func(_ debuglog.Release, line string) string { return "!\n " + line },
	Enter: VRFFamily,
}

var exitAddressFamily = Cmd[vrf]{
	Syntax:  `exit-address-family`,
	Help:    H{"exit-address-family": "Exit from VRF address-family configuration submode"},
	Passive: true,
	Set:     func(x *Context, _ vrf, _ parser.Args) error { x.Session.exit(); return nil },
}

// Routes are exchanged with nobody, so their targets mean nothing.
var routeTarget = inertList(`route-target {both | export | import} target:WORD`, H{"route-target": "Specify Target VPN Extended Communities",
	"both": "Both import and export Target-VPN community", "export": "Export Target-VPN community", "import": "Import Target-VPN community",
	"target": "Target VPN Extended Community: ASN:nn or IP-address:nn"})

// forwarding puts an interface into a VRF. Either spelling takes VRFs of either kind;
// which one is printed goes by the kind.
func forwarding(syntax string, help H, classic bool) Cmd[iface] {
	return Cmd[iface]{
		Syntax: syntax,
		Help:   with(H{"forwarding": "Configure forwarding table", "vrf-name": vrfHelp}, help),
		Set: func(x *Context, i iface, a parser.Args) error {
			name := a.Str("vrf-name")
			v := x.Config.VRF(name)
			if v == nil || v.RD == "" && x.Box.Release() == debuglog.IOS124 {
				return noVRF(name)
			}
			if i.SetVRF(name) {
				x.Printf(addressRemoved, i.Name, "enabling", name)
			}
			return nil
		},
		Unset: func(x *Context, i iface, a parser.Args) error {
			if name := i.VRF; (!a.Has("vrf-name") || a.Str("vrf-name") == name) && i.SetVRF("") {
				x.Printf(addressRemoved, i.Name, "disabling", name)
			}
			return nil
		},
		ShowIn: func(c global, i iface) []parser.Args {
			if v := c.VRF(i.VRF); v == nil || v.Classic != classic {
				return nil
			}
			return text("vrf-name", i.VRF)
		},
	}
}

const addressRemoved = "%% Interface %s IPv4 disabled and address(es) removed due to %s VRF %s\n"

var (
	ipVRFForwarding = forwarding(`ip vrf forwarding vrf-name:WORD`,
		H{"ip": interfaceIP, "vrf": "VPN Routing/Forwarding parameters on the interface"}, true)
	vrfForwarding = forwarding(`vrf forwarding vrf-name:WORD`,
		H{"vrf": "VPN Routing/Forwarding parameters on the interface"}, false)
)

func init() {
	IPVRF.inert = func(t any) *config.Inert { return &t.(vrf).Inert }
	VRFDefinition.inert = IPVRF.inert
	VRFFamily.inert = func(t any) *config.Inert { return &t.(vrf).FamilyInert }
	VRFFamily.closing = "exit-address-family"
	Global.Add(ipVRF, vrfDefinition)
	for _, m := range []*Mode{IPVRF, VRFDefinition} {
		m.Add(vrfDescription, vrfRD)
		m.addInert(routeTarget)
	}
	IPVRF.Add(exitFrom[vrf]("VRF configuration mode"))
	VRFDefinition.Add(vrfAddressFamily)
	family6 := inertMode("config-vrf-af", "IP VPN Routing/Forwarding instance configuration commands:", VRFDefinition)
	family6.addInert(routeTarget)
	family6.exits("VRF address-family configuration mode", "exit-address-family")
	VRFDefinition.addInert(inertCommand{syntax: `address-family ipv6`, enter: family6, parted: true,
		help: H{"address-family": "Enter Address Family command mode", "ipv6": "Address family"}})
	VRFDefinition.Add(exitFrom[vrf]("VRF configuration mode"))
	VRFFamily.addInert(routeTarget)
	VRFFamily.Add(exitFrom[vrf]("VRF address-family configuration mode"), exitAddressFamily)
}
