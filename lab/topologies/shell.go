package topologies

import (
	"net/netip"
	"strings"
)

// A shellEffect is what commands of a shell do to a host's network.
type shellEffect struct {
	addresses map[string]netip.Prefix // by interface
	routes    []shellRoute
}

type shellRoute struct {
	to  netip.Prefix // 0.0.0.0/0 is the default
	via netip.Addr
}

// gatewayIn is where a host with an address sends what is not on its subnet: by its default
// route, or else by the first route that it has.
func (e shellEffect) gatewayIn(address netip.Prefix) (gateway netip.Addr) {
	for _, r := range e.routes {
		if address.Contains(r.via) && (!gateway.IsValid() || r.to.Bits() == 0) {
			gateway = r.via
		}
	}
	return gateway
}

// readShell reads the commands that give addresses and routes (ip, ifconfig, route), one or more a
// line, and passes over all others.
func readShell(lines []scalar) shellEffect {
	e := shellEffect{addresses: map[string]netip.Prefix{}}
	for _, line := range lines {
		for _, command := range strings.FieldsFunc(line.value, func(r rune) bool { return r == ';' || r == '&' || r == '\n' || r == '\r' }) {
			e.takeCommand(strings.Fields(stripShell(command)))
		}
	}
	return e
}

// stripShell takes away what wraps a command: sh -c '...', sudo.
func stripShell(command string) string {
	words := strings.Fields(strings.NewReplacer(`"`, " ", `'`, " ").Replace(command))
	for len(words) > 0 {
		switch words[0] {
		case "sh", "bash", "ash", "/bin/sh", "/bin/bash", "-c", "-lc", "sudo":
			words = words[1:]
			continue
		}
		break
	}
	return strings.Join(words, " ")
}

func (e *shellEffect) takeCommand(words []string) {
	switch {
	case len(words) < 3:
	case words[0] == "ip" && words[1] == "-4":
		e.takeCommand(append([]string{"ip"}, words[2:]...))
	case words[0] == "ip" && strings.HasPrefix("address", words[1]) && isAdding(words[2]) && len(words) > 3:
		if p, err := netip.ParsePrefix(words[3]); err == nil && p.Addr().Is4() {
			e.addAddress(wordAfter(words, "dev"), p)
		}
	case words[0] == "ip" && strings.HasPrefix("route", words[1]) && isAdding(words[2]) && len(words) > 3:
		e.addRoute(words[3], wordAfter(words, "via"))
	case words[0] == "ifconfig":
		e.takeIfconfig(words[1], words[2:])
	case words[0] == "route" && words[1] == "add":
		to := words[2]
		if to == "-net" && len(words) > 3 {
			to = words[3]
		}
		e.addRoute(to, wordAfter(words, "gw"))
	}
}

func isAdding(verb string) bool {
	return verb == "add" || verb == "replace" || verb == "append" || verb == "change"
}

// takeIfconfig takes `eth1 10.0.0.2/24` and `eth1 10.0.0.2 netmask 255.255.255.0`.
func (e *shellEffect) takeIfconfig(iface string, words []string) {
	if p, err := netip.ParsePrefix(words[0]); err == nil {
		e.addAddress(iface, p)
		return
	}
	a, err := netip.ParseAddr(words[0])
	mask, errMask := netip.ParseAddr(wordAfter(words, "netmask"))
	if err == nil && errMask == nil && a.Is4() && mask.Is4() {
		e.addAddress(iface, netip.PrefixFrom(a, bitsOf(mask)))
	}
}

func bitsOf(mask netip.Addr) (bits int) {
	for _, b := range mask.As4() {
		for ; b&0x80 != 0; b <<= 1 {
			bits++
		}
	}
	return bits
}

func (e *shellEffect) addAddress(iface string, p netip.Prefix) {
	if _, taken := e.addresses[iface]; !taken {
		e.addresses[iface] = p
	}
}

func (e *shellEffect) addRoute(to, via string) {
	gateway, err := netip.ParseAddr(via)
	if err != nil {
		return
	}
	prefix, err := netip.ParsePrefix(to)
	if to == "default" || to == "0/0" {
		prefix, err = netip.PrefixFrom(netip.IPv4Unspecified(), 0), nil
	}
	if err == nil {
		e.routes = append(e.routes, shellRoute{prefix, gateway})
	}
}

// wordAfter is the word behind another, "" if there is none.
func wordAfter(words []string, key string) string {
	for i := range words[:max(len(words)-1, 0)] {
		if words[i] == key {
			return words[i+1]
		}
	}
	return ""
}
