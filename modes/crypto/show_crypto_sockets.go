package crypto

import (
	"ruthere/crypto/ike"
	"ruthere/modes"
	"ruthere/parser"
)

// showSockets lists the sockets between tunnels and IPsec, and which profiles tunnels listen with (command reference, `show crypto
// sockets`). The word of one that has no SAs yet is a guess.
func showSockets() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto sockets`, modes.H{"crypto": modes.ShowCryptoHelp, "sockets": "Secure Socket Information"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			all := b.Engine().Sockets()
			x.Printf("\nNumber of Crypto Socket connections %d\n\n", len(all))
			for _, s := range all {
				printSocket(x, s)
			}
			heading := "\nCrypto Sockets in Listen state:\n"
			for _, e := range b.InForce().CryptoMaps {
				if e.IPsecProfile != "" && e.Tunnel == nil {
					x.Printf("%sClient: \"TUNNEL SEC\" Profile: \"%s\" Map-name: \"%s\"\n", heading, e.IPsecProfile, e.Map)
					heading = ""
				}
			}
			if heading == "" {
				x.Println("")
			}
			return nil
		})
}

func printSocket(x *modes.Context, s ike.SocketStatus) {
	x.Printf("   %s Peers (local/remote): %s/%s\n", modes.ShortInterface(s.Interface), s.Local, s.Remote)
	x.Printf("       Local Ident  (addr/mask/port/prot): (%s/%d/%d)\n", s.Selector.LocalMask(), s.Selector.LocalPort, s.Selector.Protocol)
	x.Printf("       Remote Ident (addr/mask/port/prot): (%s/%d/%d)\n", s.Selector.RemoteMask(), s.Selector.RemotePort, s.Selector.Protocol)
	if s.Shared {
		x.Printf("       Flags: shared\n")
	}
	x.Printf("       IPSec Profile: \"%s\"\n", s.Profile)
	x.Printf("       Socket State: %s\n", map[bool]string{true: "Open", false: "Opening"}[s.Open])
	x.Printf("       Client: \"TUNNEL SEC\" (Client State: Active)\n")
}
