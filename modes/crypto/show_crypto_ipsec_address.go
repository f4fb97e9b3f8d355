package crypto

import (
	"cmp"
	"slices"

	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/modes"
)

// printSAsByAddress is `show crypto ipsec sa address`: the SAs by the address their packets go to.
func printSAsByAddress(x *modes.Context, pairs []ike.PairStatus, detail bool) {
	var all []ike.IPsecSAStatus
	for _, p := range pairs {
		all = append(append(all, p.In.ByProtocol()...), p.Out.ByProtocol()...)
	}
	slices.SortStableFunc(all, func(a, b ike.IPsecSAStatus) int {
		return cmp.Or(a.Destination.Compare(b.Destination), cmp.Compare(a.FVRF, b.FVRF),
			-cmp.Compare(protocolOfSA(a), protocolOfSA(b)))
	})
	for i, sa := range all {
		opens := i == 0 || sa.Destination != all[i-1].Destination || sa.FVRF != all[i-1].FVRF
		switch {
		case opens && x.Device.Release() == debuglog.IOS124:
			x.Printf("\ndest address: %s\n", sa.Destination)
		case opens:
			x.Printf("\nfvrf/address: %s/%s\n", vrfWord(sa.FVRF), sa.Destination)
		}
		if opens || protocolOfSA(sa) != protocolOfSA(all[i-1]) {
			x.Printf("   protocol: %s\n", protocolOfSA(sa))
		}
		printIPsecSA(x, sa, detail)
	}
	if len(all) == 0 {
		x.Println("\nNo SAs found")
	}
}
