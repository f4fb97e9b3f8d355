package network

import (
	"fmt"
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func interfaceCommand() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `interface interface:INTERFACE [multipoint | point-to-point | type kind:WORD]`,
		Help: modes.H{"interface": "Select an interface to configure", "multipoint": "Treat as a multipoint link",
			"point-to-point": "Treat as a point-to-point link",
			"type":           "Type of a virtual template", "kind": "ethernet, serial or tunnel"},
		Set: func(x *modes.Context, c modes.Global, a parser.Args) error {
			name := a.Str("interface")
			if c.Interface(name) == nil {
				if err := canMake(x, name); err != nil {
					return err
				}
				c.AddInterface(name).Shutdown = startsShut(name)
			}
			switch {
			case a.Has("type"):
				c.Interface(name).Kind = a.Str("kind")
			case a.Has("point-to-point"), a.Has("multipoint"):
				c.Interface(name).Kind = map[bool]string{true: "multipoint", false: "point-to-point"}[a.Has("multipoint")]
			}
			if x.Device.Loading() { // a saved configuration says `shutdown` where it is so
				c.Interface(name).Shutdown = false
			}
			return nil
		},
		Unset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			name := a.Str("interface")
			switch {
			case name == "":
				return modes.ErrIncomplete
			case c.Interface(name) == nil:
				return modes.BadInterfaceNumber(x.Line)
			case !modes.IsMade(name) && !isSubinterface(name):
				return modes.Refuse("% Removal of physical interfaces is not permitted")
			}
			c.Interfaces = slices.DeleteFunc(c.Interfaces, func(i *config.Interface) bool { return i.Name == name })
			if isSubinterface(name) {
				x.Println("Not all config may be removed and may reappear after reactivating the sub-interface")
			}
			return nil
		},
		Reset: func(x *modes.Context, c modes.Global, a parser.Args) error {
			i := c.Interface(a.Str("interface"))
			if i == nil {
				return modes.BadInterfaceNumber(x.Line)
			}
			*i = config.Interface{Name: i.Name, Shutdown: startsShut(i.Name)}
			x.Printf("Interface %s set to default configuration\n", i.Name)
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, i := range c.Interfaces {
				lines = append(lines, interfaceArgs(i))
			}
			return lines
		},
		Enter: "interface",
	}
}

// canMake says why an interface cannot be made: of a kind that the platform does not know, or without the hardware for it.
// A text that is loaded may have any kind.
func canMake(x *modes.Context, name string) error {
	switch {
	case x.Device.CanHave(name) && (x.Loading || modes.HasInterfaceKind(x.Device.Release(), name)):
		return nil
	case !modes.HasInterfaceKind(x.Device.Release(), name):
		return modes.BadInterfaceKind(x.Line)
	}
	return modes.BadInterfaceNumber(x.Line)
}

// startsShut says whether an interface that nothing was said of is shut down, as ports are.
func startsShut(name string) bool { return !modes.IsMade(name) && !isSubinterface(name) }

func isSubinterface(name string) bool {
	_, is := config.ParentOf(name)
	return is
}

// interfaceArgs are the arguments of the line that opens an interface.
func interfaceArgs(i iface) parser.Args {
	a := parser.Args{"interface": i.Name}
	switch i.Kind {
	case "":
	case "multipoint", "point-to-point":
		a[i.Kind] = true
	default:
		a["type"], a["kind"] = true, i.Kind
	}
	return a
}

type iface = *config.Interface

func interfaceDescription() modes.Cmd[iface] {
	return modes.Description(modes.H{"description": "Interface specific description",
		"text": "Up to 200 characters describing this interface"},
		func(i iface) *string { return &i.Description })
}

const interfaceIP = "Interface Internet Protocol config commands"

func ipAddress() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `ip address {addr:A.B.C.D mask:A.B.C.D [secondary] | dhcp}`,
		Help: modes.H{"ip": interfaceIP, "address": "Set the IP address of an interface", "addr": "IP address", "mask": "IP subnet mask",
			"secondary": "Make this IP address a secondary address", "dhcp": "IP Address negotiated via DHCP"},
		Set: func(x *modes.Context, i iface, a parser.Args) error {
			if err := wantsVLAN(x, i); err != nil {
				return err
			}
			if a.Has("dhcp") {
				i.Address, i.Secondary, i.DHCP, i.Unnumbered = netip.Prefix{}, nil, true, ""
				return nil
			}
			if v := x.Config.VRF(i.VRF); v != nil && !v.Addressable() {
				return modes.Refuse(fmt.Sprintf("%% %s is linked to a VRF. Enable IPv4 on that VRF first.", i.Name))
			}
			bits, ok := modes.MaskBits(a.Addr("mask"))
			if !ok {
				return modes.Refuse(fmt.Sprintf("Bad mask 0x%X for address %s", a.Addr("mask").As4(), a.Addr("addr")))
			}
			p := netip.PrefixFrom(a.Addr("addr"), bits)
			if !isHostAddress(x, p.Addr()) {
				return modes.Refuse("Not a valid host address - " + p.Addr().String())
			}
			if !usable(p) {
				return modes.Refuse(fmt.Sprintf("Bad mask /%d for address %s", bits, a.Addr("addr")))
			}
			i.DHCP, i.Unnumbered = false, ""
			if !a.Has("secondary") {
				i.Address = p
				return nil
			}
			if !i.Address.IsValid() && !x.Loading { // a saved configuration has the secondary ones first
				return modes.Refuse("% Primary address must be configured first")
			}
			if !slices.Contains(i.Secondary, p) {
				i.Secondary = append(i.Secondary, p)
			}
			return nil
		},
		Unset: unsetAddress,
		Show: func(i iface) (lines []parser.Args) {
			for _, p := range i.Secondary {
				lines = append(lines, parser.Args{"addr": p.Addr(), "mask": modes.MaskOf(p.Bits()), "secondary": true})
			}
			switch {
			case i.Address.IsValid():
				lines = append(lines, parser.Args{"addr": i.Address.Addr(), "mask": modes.MaskOf(i.Address.Bits())})
			case i.DHCP:
				lines = append(lines, parser.Args{"dhcp": true})
			}
			return lines
		},
		ShowNo: func(i iface) []parser.Args {
			return modes.LineIf(!i.Address.IsValid() && !i.DHCP && !i.Negotiated && i.Unnumbered == "")
		},
	}
}

func unsetAddress(_ *modes.Context, i iface, a parser.Args) error {
	at := slices.IndexFunc(i.Secondary, func(p netip.Prefix) bool { return p.Addr() == a.Addr("addr") })
	switch {
	case !a.Has("addr"):
		i.Address, i.Secondary, i.DHCP = netip.Prefix{}, nil, false
	case at >= 0:
		i.Secondary = slices.Delete(i.Secondary, at, at+1)
	case a.Addr("addr") != i.Address.Addr():
		return modes.Refuse("% Invalid address")
	case len(i.Secondary) > 0:
		return modes.Refuse("Must delete secondary before deleting primary")
	default:
		i.Address = netip.Prefix{}
	}
	return nil
}

// isHostAddress says whether an address can be that of a host: not of the classes D and E, nor
// of network 0, nor of 127.0.0.0/8. The last of these are accepted outside a lab: they are how routers on
// one host's real network find each other.
func isHostAddress(x *modes.Context, a netip.Addr) bool {
	first := a.As4()[0]
	onRealNetwork := x.Device.Lab() == nil
	return first != 0 && first < 224 && (first != 127 || onRealNetwork)
}

// usable says whether an interface can have the address: not that of the network, nor
// the broadcast one.
func usable(p netip.Prefix) bool {
	if p.Bits() == 0 || p.Bits() >= 31 {
		return p.Bits() > 0
	}
	a, w := p.Addr().As4(), modes.WildcardOf(p.Bits()).As4()
	network, broadcast := true, true
	for i := range a {
		network = network && a[i]&w[i] == 0
		broadcast = broadcast && a[i]&w[i] == w[i]
	}
	return !network && !broadcast
}

func ipAccessGroup() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `ip access-group {number:<1-199> | expanded:<1300-2699> | list:WORD} {in | out}`,
		Help: modes.H{"ip": interfaceIP, "access-group": "Specify access control for packets", "list": "Access-list name",
			"number": "IP access list (standard or extended)", "expanded": "IP expanded access list (standard or extended)",
			"in": "inbound packets", "out": "outbound packets"},
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			if a.Has("in") {
				i.GroupIn = modes.ListName(a, "list")
			} else {
				i.GroupOut = modes.ListName(a, "list")
			}
			return nil
		},
		Unset: func(_ *modes.Context, i iface, a parser.Args) error {
			if !a.Has("in") && !a.Has("out") {
				return modes.ErrIncomplete
			}
			if a.Has("in") {
				i.GroupIn = ""
			} else {
				i.GroupOut = ""
			}
			return nil
		},
		Show: func(i iface) (lines []parser.Args) {
			if i.GroupIn != "" {
				lines = append(lines, parser.Args{"list": i.GroupIn, "in": true})
			}
			if i.GroupOut != "" {
				lines = append(lines, parser.Args{"list": i.GroupOut, "out": true})
			}
			return lines
		},
	}
}

func mtu() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax:  `mtu bytes:<64-9600>`,
		Default: "mtu 1500",
		Help:    modes.H{"mtu": "Set the interface Maximum Transmission Unit (MTU)", "bytes": "MTU size in bytes"},
		Set: func(_ *modes.Context, i iface, a parser.Args) error {
			i.MTU = a.Int("bytes")
			if i.MTU == 1500 {
				i.MTU = 0
			}
			return nil
		},
		Unset: func(_ *modes.Context, i iface, _ parser.Args) error { i.MTU = 0; return nil },
		Show: func(i iface) []parser.Args {
			if i.MTU == 0 {
				return nil
			}
			return []parser.Args{{"bytes": i.MTU}}
		},
	}
}

func shutdown() modes.Cmd[iface] {
	return modes.Flag(`shutdown`, modes.H{"shutdown": "Shutdown the selected interface"}, func(i iface) *bool { return &i.Shutdown })
}

func interfaceCryptoMap() modes.Cmd[iface] {
	return modes.Cmd[iface]{
		Syntax: `crypto map name:WORD [redundancy group:WORD [stateful]]`,
		Help: modes.H{"crypto": "Encryption/Decryption commands", "map": "Assign a Crypto Map", "name": "Crypto Map tag",
			"redundancy": "Enable IPSec redundancy", "group": "Redundancy group name", "stateful": "Enable stateful failover"},
		Set: func(x *modes.Context, i iface, a parser.Args) error {
			if len(x.Config.CryptoMap(a.Str("name"))) == 0 && !x.Loading {
				return modes.Refuse(fmt.Sprintf("ERROR: Crypto Map with tag %q does not exist.", a.Str("name")))
			}
			if a.Has("stateful") {
				return modes.Refuse("% Stateful failover is not supported: no router here sends its SAs to another (SSO). Without stateful " +
					"the peers negotiate again with the router that takes over.")
			}
			i.CryptoMap, i.Redundancy = a.Str("name"), a.Str("group")
			return nil
		},
		Unset: func(_ *modes.Context, i iface, a parser.Args) error {
			switch {
			case a.Has("name") && a.Str("name") != i.CryptoMap:
			case a.Has("redundancy"):
				i.Redundancy = ""
			default:
				i.CryptoMap, i.Redundancy = "", ""
			}
			return nil
		},
		Show: func(i iface) []parser.Args {
			lines := modes.TextLine("name", i.CryptoMap)
			if len(lines) > 0 && i.Redundancy != "" {
				lines[0]["redundancy"], lines[0]["group"] = true, i.Redundancy
			}
			return lines
		},
	}
}

func addInterface(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[iface]{ID: "interface", Prompt: "config-if", Title: "Interface configuration commands:",
		Parent: modes.GlobalMode,
		Find:   interfacesAt, PromptOf: interfacePrompt, Headings: map[string]string{"ip": "Interface IP configuration subcommands:"},
		KindOf: interfaceKind, Inert: func(i iface) *config.Inert { return &i.Inert }})
	l.Add("global", interfaceCommand())
	l.Add("interface", interfaceDescription(), mtu(), encapsulationVLAN(),
		ipVRFForwarding(), vrfForwarding(), ipAddress(), ipAccessGroup(), shutdown(),
		interfaceCryptoMap(),
		modes.ExitFrom[iface]("interface configuration mode"))
}
