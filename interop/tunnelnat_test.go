package interop

import (
	"net/netip"
	"testing"
)

// Somebody between translates the router's address, or the peer's: ESP goes in UDP, and each end's tunnel is to the address that it
// sees. In tunnel mode GRE has the addresses that the ends have themselves, which the peer would not know of one that it cannot see.
func TestTunnelAcrossNAT(t *testing.T) {
	t.Parallel()
	const natAddr = "10.2.80.1"
	seen := farEndSettings{UDP: true, Remote: netip.MustParseAddr(natAddr)}
	for _, c := range []struct {
		kind tunnelKind
		nat  string
	}{
		{tunnelKind{name: "GRE in a map, tunnel mode, our address", mapped: true, mode: "tunnel", far: farEndSettings{GRE: true},
			libipsec: true}, "dut"},
		{tunnelKind{name: "protected GRE, transport mode, our address and ports", mode: "transport", lines: greFields,
			far: greWithFields.inTransport().inUDP(seen)}, "dut-ports"},
		{tunnelKind{name: "protected GRE, transport mode, the peer's address", mode: "transport", peer: natAddr,
			far: farEndSettings{GRE: true, Transport: true, UDP: true}}, "peer"},
		{tunnelKind{name: "protected GRE, transport mode, the peer's address, they start", mode: "transport", peer: natAddr, theyStart: true,
			far: farEndSettings{GRE: true, Transport: true, UDP: true}}, "peer"},
		{tunnelKind{name: "VTI, the peer's address", mode: "tunnel", lines: []string{"tunnel mode ipsec ipv4"}, libipsec: true,
			peer: natAddr}, "peer"},
	} {
		t.Run(c.kind.name, func(t *testing.T) {
			t.Parallel()
			Needs(t, "nft")
			l := startTunnel(t, c.kind, "--nat", c.nat)
			l.bringUp()
			l.wantPassing()
			l.wantLongPassing()
			wantUp(l.console)
		})
	}
}

// inUDP is a far end whose ESP goes in UDP, and that sees the router at another address.
func (s farEndSettings) inUDP(seen farEndSettings) farEndSettings {
	s.UDP, s.Remote = seen.UDP, seen.Remote
	return s
}
