package crypto

import (
	"ruthere/modes"
	"ruthere/parser"
)

// showHA is `show crypto ha`: the virtual addresses by which peers know this router.
func showHA() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto ha`, modes.H{"crypto": modes.ShowCryptoHelp, "ha": "Crypto High Availability information"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			list := b.SharedAddresses()
			for _, v := range list {
				x.Printf("IKE VIP: %s\n  stamp: % X\n", v.Address, v.Stamp)
			}
			for _, v := range list {
				x.Printf("IPSec VIP: %s\n", v.Address)
			}
			return nil
		})
}
