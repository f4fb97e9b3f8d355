package config

import "net/netip"

// ClassfulNetwork is the network that an IPv4 address is in by its class (RFC 791 section 2.3).
func ClassfulNetwork(a netip.Addr) netip.Prefix {
	bits := 24
	switch first := a.As4()[0]; {
	case first < 128:
		bits = 8
	case first < 192:
		bits = 16
	}
	return netip.PrefixFrom(a, bits).Masked()
}
