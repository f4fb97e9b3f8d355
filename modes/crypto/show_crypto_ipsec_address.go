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
		all = append(all, p.In, p.Out)
	}
	slices.SortStableFunc(all, func(a, b ike.IPsecSAStatus) int {
		return cmp.Or(a.Destination.Compare(b.Destination), cmp.Compare(a.FVRF, b.FVRF))
	})
	for i, sa := range all {
		if i == 0 || sa.Destination != all[i-1].Destination || sa.FVRF != all[i-1].FVRF {
			if x.Device.Release() == debuglog.IOS124 {
				x.Printf("\ndest address: %s\n   protocol: ESP\n", sa.Destination)
			} else {
				x.Printf("\nfvrf/address: %s/%s\n   protocol: ESP\n", vrfWord(sa.FVRF), sa.Destination)
			}
		}
		printIPsecSA(x, sa, detail)
	}
	if len(all) == 0 {
		x.Println("\nNo SAs found")
	}
}
