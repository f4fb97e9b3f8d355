package crypto

import (
	"strings"
	"time"

	remote "ruthere/crypto/ezvpn"
	"ruthere/modes"
	"ruthere/parser"
)

func showEzVPN() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto ipsec client ezvpn [name:WORD]`, modes.H{"crypto": modes.ShowCryptoHelp, "ipsec": "Show IPSEC policy",
		"client": "Show Client Status", "ezvpn": "Show Easy VPN client status", "name": "Name of the client"},
		func(_ *modes.Context, b modes.Device, a parser.Args) (list []remote.Status, err error) {
			for _, s := range b.EasyVPNs() {
				if !a.Has("name") || s.Name == a.Str("name") {
					list = append(list, s)
				}
			}
			return list, nil
		}, func(x *modes.Context, list []remote.Status, _ parser.Args) {
			x.Printf("Easy VPN Remote Phase: 8\n\n")
			for _, s := range list {
				printEzVPN(x, s)
			}
		}, easyVPNDocument)
}

// printEzVPN prints a client as the command reference does. Where the banner stands, and what says that somebody is to type a
// password, is chosen.
func printEzVPN(x *modes.Context, s remote.Status) {
	x.Printf("Tunnel name : %s\nInside interface list: %s\n", s.Name, strings.Join(s.Inside, ", "))
	if s.Outside != "" {
		x.Printf("Outside interface: %s \n", s.Outside)
	}
	x.Printf("Current State: %v\nLast Event: %v\n", s.State, s.LastEvent)
	if s.Pending {
		x.Println("Pending XAuth Request")
	}
	g := s.Given
	if s.Loopback != "" {
		x.Printf("Address: %s (applied on %s)\n", g.Address, s.Loopback)
		mask := modes.MaskOf(32)
		if g.Mask.IsValid() {
			mask = g.Mask
		}
		x.Printf("Mask: %s\n", mask)
	}
	for i, a := range g.DNS[:min(2, len(g.DNS))] {
		x.Printf("%s: %s\n", []string{"DNS Primary", "DNS Secondary"}[i], a)
	}
	for i, a := range g.WINS[:min(2, len(g.WINS))] {
		x.Printf("%s: %s\n", []string{"NBMS/WINS Primary", "NBMS/WINS Secondary"}[i], a)
	}
	if g.Domain != "" {
		x.Printf("Default Domain: %s\n", g.Domain)
	}
	if s.State >= remote.SocketsOpen {
		x.Printf("Save Password: %s\n", map[bool]string{true: "Allowed", false: "Disallowed"}[g.SavePassword])
	}
	for i, p := range g.Split {
		x.Printf("Split Tunnel List: %d\n       Address    : %s\n       Mask       : %s\n       Protocol   : 0x0\n"+
			"       Source Port: 0\n       Dest Port  : 0\n", i+1, p.Addr(), modes.MaskOf(p.Bits()))
	}
	for _, d := range g.SplitDNS {
		x.Printf("Split DNS: %s\n", d)
	}
	if g.Banner != "" {
		x.Printf("Banner: %s\n", g.Banner)
	}
	if s.Server.IsValid() {
		x.Printf("Current EzVPN Peer: %s\n", s.Server)
	}
	if len(s.Backup) > 0 {
		x.Println("Backup Gateways")
		for i, name := range s.Backup {
			x.Printf(" (%d): %s\n", i, name)
		}
	}
	x.Println("")
}

func clearEzVPN() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear crypto ipsec client ezvpn [name:WORD]`,
		Help: modes.MergeHelp(clearHelp(), modes.H{"ipsec": "Clear IPSEC state", "client": "Clear client state",
			"ezvpn": "Clear Easy VPN client state", "name": "Name of the client"}),
		Level: 15,
		Set: func(_ *modes.Context, b modes.Device, a parser.Args) error {
			b.EasyVPN(func(now time.Time, s *remote.Clients) { s.Clear(now, a.Str("name")) })
			return nil
		},
	}
}

func ezvpnExecHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"crypto": "Encryption related commands.", "ipsec": "IPsec commands",
		"client": "IPsec client commands", "ezvpn": "Easy VPN client commands", "name": "Easy VPN client name"}, more)
}

func connectEzVPN() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `crypto ipsec client ezvpn connect [name:WORD]`,
		Help:   ezvpnExecHelp(modes.H{"connect": "Connect Easy VPN client"}),
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			b.EasyVPN(func(now time.Time, s *remote.Clients) {
				for _, st := range s.Statuses() {
					if !a.Has("name") || st.Name == a.Str("name") {
						s.Connect(now, st.Name)
					}
				}
			})
			return nil
		},
	}
}

// answerEzVPN asks for what a server wants to know of the user. Its questions are those of the command reference.
func answerEzVPN() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `crypto ipsec client ezvpn xauth [name:WORD]`,
		Help:   ezvpnExecHelp(modes.H{"xauth": "Respond to Easy VPN XAUTH requests"}),
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			var name string
			var waits bool
			b.EasyVPN(func(_ time.Time, s *remote.Clients) { name, waits = s.Pending(a.Str("name")) })
			if !waits {
				return nil
			}
			x.Println("Enter Username and Password.")
			x.Terminal.Ask("Username: ", false, func(user string, ok bool) {
				if !ok {
					return
				}
				x.Terminal.Ask("Password: ", true, func(password string, ok bool) {
					if ok {
						b.EasyVPN(func(now time.Time, s *remote.Clients) { s.Answer(now, name, user, password) })
					}
				})
			})
			return nil
		},
	}
}
