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

// printTunnel is what `show interfaces` says of a tunnel besides: as configured, for it carries nothing here.
func printTunnel(x *modes.Context, c *config.Interface) {
	value := func(keywords, byDefault string) string {
		return cmp.Or(strings.Join(linesAfter(c, "tunnel "+keywords), " "), byDefault)
	}
	enabled := func(keywords string) string { return modes.EnabledText(len(linesAfter(c, "tunnel "+keywords)) > 0) }
	x.Printf("  Tunnel source %s, destination %s\n", tunnelSource(x, value("source", "UNKNOWN")), value("destination", "UNKNOWN"))
	mode := value("mode", "gre ip")
	x.Printf("  Tunnel protocol/transport %s\n", cmp.Or(tunnelTransports[mode], "GRE/IP"))
	if strings.HasPrefix(mode, "gre") {
		key := "disabled"
		if number := value("key", ""); number != "" {
			var n uint32
			_, _ = fmt.Sscan(number, &n)
			key = fmt.Sprintf("0x%X", n)
		}
		x.Printf("    Key %s, sequencing %s\n    Checksumming of packets %s\n", key, enabled("sequence-datagrams"), enabled("checksum"))
	}
	ttl := value("ttl", "255")
	if x.Device.Release() == debuglog.IOS124 {
		x.Printf("  Tunnel TTL %s\n  Fast tunneling enabled\n", ttl)
	} else {
		x.Printf("  Tunnel TTL %s, Fast tunneling enabled\n", ttl)
	}
	x.Printf("  Tunnel transmit bandwidth %s (kbps)\n  Tunnel receive bandwidth %s (kbps)\n", value("bandwidth transmit", "8000"),
		value("bandwidth receive", "8000"))
	if words := strings.Fields(value("protection ipsec profile", "")); len(words) > 0 {
		x.Printf("  Tunnel protection via IPSec (profile %q)\n", words[0])
	}
}

// tunnelSource is the address of a source, and the interface that has it.
func tunnelSource(x *modes.Context, source string) string {
	if c := x.Config.Interface(source); c != nil {
		if !c.Address.IsValid() {
			return "UNKNOWN (" + source + ")"
		}
		return fmt.Sprintf("%s (%s)", c.Address.Addr(), source)
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
