package crypto

import (
	"cmp"
	"net/netip"
	"slices"

	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/modes"
)

// A directed SA is one half of a pair, and where its packets go.
type directedSA struct {
	vrf         string // front-door
	destination netip.Addr
	sa          *ipsec.SA
	pair        *ipsec.Pair
}

// printSAsByAddress is `show crypto ipsec sa address`: the SAs by the address their packets go to.
func printSAsByAddress(x *modes.Context, b modes.Device, detail bool) {
	var all []directedSA
	for _, p := range b.Engine().IPsec.Pairs() {
		vrf := b.Engine().FrontDoorVRF(p)
		all = append(all, directedSA{vrf, p.In.Local, p.In, p}, directedSA{vrf, p.Out.Remote, p.Out, p})
	}
	slices.SortStableFunc(all, func(a, b directedSA) int {
		return cmp.Or(a.destination.Compare(b.destination), cmp.Compare(a.vrf, b.vrf))
	})
	for i, d := range all {
		if i == 0 || d.destination != all[i-1].destination || d.vrf != all[i-1].vrf {
			if b.Release() == debuglog.IOS124 {
				x.Printf("\ndest address: %s\n   protocol: ESP\n", d.destination)
			} else {
				x.Printf("\nfvrf/address: %s/%s\n   protocol: ESP\n", vrfWord(d.vrf), d.destination)
			}
		}
		printIPsecSA(x, b, d.pair, d.sa, detail)
	}
	if len(all) == 0 {
		x.Println("\nNo SAs found")
	}
}
