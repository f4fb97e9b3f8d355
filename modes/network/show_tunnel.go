package network

import (
	"cmp"
	"fmt"
	"net/netip"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// tunnelTransports are what the modes of tunnels carry over what, in the device's words.
var tunnelTransports = map[string]string{
	"gre ip": "GRE/IP", "gre multipoint": "multi-GRE/IP", "gre ipv6": "GRE/IPv6", "ipip": "IP/IP", "ipip decapsulate-any": "IP/IP",
	"ipsec ipv4": "IPSEC/IP", "ipsec ipv6": "IPSEC/IPv6", "ipv6ip": "IPv6/IP", "ipv6ip 6to4": "IPv6/IP", "ipv6ip isatap": "IPv6/IP",
	"ipv6ip auto-tunnel": "IPv6/IP", "udp ip": "UDP/IP",
}

// printTunnel is what `show interfaces` says of a tunnel besides.
func printTunnel(x *modes.Context, i shownInterface) {
	c, t := i.config, i.config.Tunnel
	value := func(keywords, byDefault string) string {
		return cmp.Or(strings.Join(linesAfter(c, "tunnel "+keywords), " "), byDefault)
	}
	if x.Device.Release() != debuglog.IOS124 {
		x.Printf("  Tunnel linestate evaluation %s\n", i.shownLinestate())
	}
	x.Printf("  Tunnel source %s", tunnelSource(x, cmp.Or(t.Source, "UNKNOWN")))
	if !t.IsMultipoint() || x.Device.Release() == debuglog.IOS124 {
		x.Printf(", destination %s", cmp.Or(t.Destination, "UNKNOWN"))
	}
	x.Println("")
	if x.Device.Release() != debuglog.IOS124 {
		printSourceTracking(x, i)
	}
	mode := cmp.Or(t.Mode, config.TunnelGRE)
	x.Printf("  Tunnel protocol/transport %s\n", cmp.Or(tunnelTransports[mode], "GRE/IP"))
	if strings.HasPrefix(mode, "gre") {
		key := "disabled"
		if t.Keyed {
			key = fmt.Sprintf("0x%X", t.Key)
		}
		x.Printf("    Key %s, sequencing %s\n    Checksumming of packets %s\n", key, modes.EnabledText(t.Sequence), modes.EnabledText(t.Checksum))
	}
	ttl := cmp.Or(t.TTL, 255)
	if x.Device.Release() == debuglog.IOS124 {
		x.Printf("  Tunnel TTL %d\n  Fast tunneling enabled\n", ttl)
	} else {
		if t.IsVTI() {
			x.Printf("  Tunnel TTL %d\n", ttl)
		} else {
			x.Printf("  Tunnel TTL %d, Fast tunneling enabled\n", ttl)
		}
	}
	if t.Discovery.On {
		x.Printf("  %s\n", discoveryLine(x.Device.Now(), i))
	}
	if x.Device.Release() != debuglog.IOS124 && i.TransportMTU > 0 {
		x.Printf("  Tunnel transport MTU %d bytes\n", i.TransportMTU)
	}
	x.Printf("  Tunnel transmit bandwidth %s (kbps)\n  Tunnel receive bandwidth %s (kbps)\n", value("bandwidth transmit", "8000"),
		value("bandwidth receive", "8000"))
	profile := t.Protection.Profile
	if words := strings.Fields(value("protection ipsec profile", "")); len(words) > 0 {
		profile = words[0] // with IKEv2, which is kept only
	}
	if profile != "" {
		x.Printf("  Tunnel protection via IPSec (profile %q)\n", profile)
	}
}

// printCloned is what `show interfaces` says of a tunnel that was cloned from a virtual template.
func printCloned(x *modes.Context, i shownInterface) {
	status := "0x4"
	if x.Device.Release() == debuglog.IOS124 {
		status = "0x44"
	}
	x.Printf("  Encapsulation %s\n  Tunnel vaccess, cloned from %s\n  Vaccess status %s, loopback not set\n", i.encapsulation,
		i.config.Template, status)
}

// printSourceTracking says which tunnels follow the interface that a tunnel's source is.
func printSourceTracking(x *modes.Context, i shownInterface) {
	source := i.config.Tunnel.Source
	if x.Config.Interface(source) == nil {
		return
	}
	members := 0
	for _, other := range x.Config.Interfaces {
		if config.IsTunnel(other.Name) && other.Tunnel.Source == source {
			members++
		}
	}
	x.Printf("   Tunnel Subblocks:\n      src-track:\n         %s source tracking subblock associated with %s\n"+
		"          Set of tunnels with source %s, %s (includes iterators), on interface <OK>\n", i.Name, source, source,
		modes.Plural(members, "member"))
}

// shownLinestate is why a tunnel's line protocol is what it is. `shutdown` and its `no` show at once, before it is judged.
func (i shownInterface) shownLinestate() modes.Linestate {
	switch {
	case i.AdminDown:
		return modes.LinestateShutdown
	case i.Linestate == modes.LinestateShutdown:
		return modes.LinestateUnjudged
	}
	return i.Linestate
}

// tunnelSource is the address of a source, and the interface that has it.
func tunnelSource(x *modes.Context, source string) string {
	if c := x.Config.Interface(source); c != nil {
		address := x.Config.AddressOf(c)
		if !address.IsValid() {
			return "UNKNOWN (" + source + ")"
		}
		return fmt.Sprintf("%s (%s)", address.Addr(), source)
	}
	if addr, err := netip.ParseAddr(source); err == nil {
		for _, i := range x.Config.Interfaces {
			if i.Address.Addr() == addr {
				return fmt.Sprintf("%s (%s)", addr, i.Name)
			}
		}
	}
	return source
}
