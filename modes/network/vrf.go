package network

import (
	"fmt"
	"net/netip"
	"regexp"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

type vrf = *config.VRF

func findVRF(c *config.Config, path parser.Args) []vrf {
	return modes.OneTarget(c.VRF(path.Str("vrf-name")))
}

// noVRF is said of a VRF that nothing can be put into.
func NoVRF(name string) error {
	return modes.Refuse(fmt.Sprintf("%% VRF %s does not exist or does not have a RD.", name))
}

func ipVRF() modes.Cmd[modes.Global] {
	return vrfCommand(`ip vrf vrf-name:WORD`,
		modes.H{"ip": modes.IPHelp, "vrf": "Specify parameters for a VPN Routing/Forwarding instance",
			"vrf-name": modes.VRFNameHelp}, true, "ip-vrf")
}

func vrfDefinition() modes.Cmd[modes.Global] {
	return vrfCommand(`<15,xe> vrf definition vrf-name:WORD`,
		modes.H{"vrf": "VRF commands", "definition": "VRF definition", "vrf-name": modes.VRFNameHelp}, false, "vrf-definition")
}

// vrfCommand opens a VRF of one of the two kinds.
func vrfCommand(syntax string, help modes.H, classic bool, enter string) modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: syntax,
		Help:   help,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			v := c.AddVRF(a.Str("vrf-name"), classic)
			if v.Classic != classic {
				return modes.Refuse(fmt.Sprintf("%% VRF %s exists: use '%s'", v.Name, map[bool]string{true: "ip vrf",
					false: "vrf definition"}[v.Classic]))
			}
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			name := a.Str("vrf-name")
			v := c.VRF(name)
			switch {
			case name == "":
				return modes.ErrIncomplete
			case v == nil || v.Classic != classic:
				return modes.Refuse(fmt.Sprintf("%% No VRF named %s exists", name))
			}
			c.RemoveVRF(name)
			if err := config.Check(x.Device.Config(), c); err != nil {
				return err
			}
			kinds := "IPv4 and IPv6"
			if classic {
				kinds = "IP"
			}
			x.Printf("%% %s addresses from all interfaces in VRF %s have been removed\n", kinds, name)
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
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

func vrfDescription() modes.Cmd[vrf] {
	return modes.Description(modes.H{"description": "VRF specific description", "text": "Up to 244 characters describing this VRF"},
		func(v vrf) *string { return &v.Description })
}

// A route distinguisher is an AS number or an address, and a number: RFC 4364 section 4.2.
var distinguisher = regexp.MustCompile(`^([0-9]{1,10}|[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+):[0-9]{1,10}$`)

func vrfRD() modes.Cmd[vrf] {
	return modes.Cmd[vrf]{
		Syntax: `rd distinguisher:WORD`,
		Help:   modes.H{"rd": "Specify Route Distinguisher", "distinguisher": "VPN Route Distinguisher: ASN:nn or IP-address:nn"},
		Set: func(x *modes.Context, v vrf, a parser.Args) error {
			rd := a.Str("distinguisher")
			if !distinguisher.MatchString(rd) {
				return modes.Refuse("% Malformed RD: it is ASN:nn or IP-address:nn")
			}
			for _, other := range x.Config.VRFs {
				if other != v && other.RD == rd {
					return modes.Refuse("% Cannot set RD, check if it's unique")
				}
			}
			v.RD = rd
			return nil
		},
		Unset: func(_ *modes.Context, v vrf, _ parser.Args) error { v.RD = ""; return nil },
		Show:  func(v vrf) []parser.Args { return modes.TextLine("distinguisher", v.RD) },
	}
}

func vrfAddressFamily() modes.Cmd[vrf] {
	return modes.Cmd[vrf]{
		Syntax: `address-family ipv4`,
		Help:   modes.H{"address-family": "Enter Address Family command mode", "ipv4": "Address family"},
		Set:    func(_ *modes.Context, v vrf, _ parser.Args) error { v.IPv4 = true; return nil },
		Unset: func(x *modes.Context, v vrf, _ parser.Args) error {
			v.IPv4, v.FamilyInert = false, config.Inert{}
			for _, i := range x.Config.InVRF(v.Name) {
				x.Config.Interface(i.Name).Address = netip.Prefix{}
			}
			x.Printf("%% IPv4 addresses from all interfaces in VRF %s have been removed\n", v.Name)
			return nil
		},
		Show:  func(v vrf) []parser.Args { return modes.LineIf(v.IPv4) },
		Spell: func(_ debuglog.Release, line string) string { return "!\n " + line },
		Enter: "vrf-family",
	}
}

func exitAddressFamily() modes.Cmd[vrf] {
	return modes.Cmd[vrf]{
		Syntax:  `exit-address-family`,
		Help:    modes.H{"exit-address-family": "Exit from VRF address-family configuration submode"},
		Passive: true,
		Set:     func(x *modes.Context, _ vrf, _ parser.Args) error { x.Session.LeaveMode(); return nil },
	}
}

// forwarding puts an interface into a VRF. Either spelling takes VRFs of either kind;
// which one is printed goes by the kind.
func forwarding(syntax string, help modes.H, classic bool) modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: syntax,
		Help:   modes.MergeHelp(modes.H{"forwarding": "Configure forwarding table", "vrf-name": modes.VRFNameHelp}, help),
		Set: func(x *modes.Context, i iface, a parser.Args) error {
			name := a.Str("vrf-name")
			v := x.Config.VRF(name)
			if v == nil || v.RD == "" && x.Device.Release() == debuglog.IOS124 {
				return NoVRF(name)
			}
			if i.SetVRF(name) {
				x.Printf(addressRemoved, i.Name, "enabling", name)
			}
			return nil
		},
		Unset: func(x *modes.Context, i iface, a parser.Args) error {
			if name := i.VRF; (!a.Has("vrf-name") || a.Str("vrf-name") == name) && i.SetVRF("") {
				x.Printf(addressRemoved, i.Name, "disabling", name)
			}
			return nil
		},
		ShowIn: func(c modes.Global, i iface) []parser.Args {
			if v := c.VRF(i.VRF); v == nil || v.Classic != classic {
				return nil
			}
			return modes.TextLine("vrf-name", i.VRF)
		},
	}
}

const addressRemoved = "%% Interface %s IPv4 disabled and address(es) removed due to %s VRF %s\n"

func ipVRFForwarding() modes.Cmd[iface] {
	return forwarding(`ip vrf forwarding vrf-name:WORD`,
		modes.H{"ip": interfaceIP, "vrf": "VPN Routing/Forwarding parameters on the interface"}, true)
}
func vrfForwarding() modes.Cmd[iface] {
	return forwarding(`<15,xe> vrf forwarding vrf-name:WORD`,
		modes.H{"vrf": "VPN Routing/Forwarding parameters on the interface"}, false)
}

func addVRF(l *modes.Language) {
	inert := func(v vrf) *config.Inert { return &v.Inert }
	modes.DefineMode(l, modes.ModeOf[vrf]{ID: "ip-vrf", Prompt: "config-vrf",
		Title:  "IP VPN Routing/Forwarding instance configuration commands:",
		Parent: modes.GlobalMode, Find: findVRF, Inert: inert})
	modes.DefineMode(l, modes.ModeOf[vrf]{ID: "vrf-definition", Prompt: "config-vrf",
		Title:  "VPN Routing/Forwarding instance configuration commands:",
		Parent: modes.GlobalMode, Find: findVRF, Inert: inert})
	modes.DefineMode(l, modes.ModeOf[vrf]{ID: "vrf-family", Prompt: "config-vrf-af",
		Title:  "IP VPN Routing/Forwarding instance configuration commands:",
		Parent: "vrf-definition", Find: findVRF, Inert: func(v vrf) *config.Inert { return &v.FamilyInert }, Closing: "exit-address-family"})
	l.Add("global", ipVRF(), vrfDefinition())
	l.Add("ip-vrf", vrfDescription(), vrfRD(), modes.ExitFrom[vrf]("VRF configuration mode"))
	l.Add("vrf-definition", vrfDescription(), vrfRD(), vrfAddressFamily(), modes.ExitFrom[vrf]("VRF configuration mode"))
	l.Add("vrf-family", modes.ExitFrom[vrf]("VRF address-family configuration mode"), exitAddressFamily())
}
