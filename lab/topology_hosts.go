package lab

import (
	"maps"
	"net/netip"
	"slices"
	"strings"
)

// What a topology says of hosts.

func (p *topologyReader) readHost(name, address, gateway located[string]) Host {
	h := Host{Name: name.value}
	var err error
	if h.Address, err = netip.ParsePrefix(address.value); err != nil || !h.Address.Addr().Is4() {
		p.failAt(max(address.line, name.line), "host %s: address %q is not like 192.168.1.10/24", name.value, address.value)
		return h
	}
	if gateway.value == "" {
		return h
	}
	if h.Gateway, err = netip.ParseAddr(gateway.value); err != nil || !h.Address.Contains(h.Gateway) {
		p.failAt(gateway.line, "host %s: gateway %q is not an address in %s", name.value, gateway.value, h.Address.Masked())
	}
	return h
}

func (p *topologyReader) readServices(name located[string], words []located[string]) (serves []string) {
	for _, word := range words {
		if !slices.Contains(Services, word.value) {
			p.failAt(word.line, "host %s: serves %q is none of %s", name.value, word.value, strings.Join(Services, ", "))
		}
		serves = append(serves, word.value)
	}
	return serves
}

func (p *topologyReader) readNames(name located[string], names map[string]located[string]) map[string]netip.Addr {
	if names == nil {
		return nil
	}
	known := map[string]netip.Addr{}
	for _, one := range slices.Sorted(maps.Keys(names)) {
		addr, err := netip.ParseAddr(names[one].value)
		if err != nil || !addr.Is4() {
			p.failAt(names[one].line, "host %s: the name %s has no address such as 192.168.1.10, but %q", name.value, one, names[one].value)
		}
		known[strings.ToLower(strings.TrimSuffix(one, "."))] = addr
	}
	return known
}
