package idle

import (
	"ruthere/modes"
	"ruthere/parser"
)

// What a router says of features that are not running here. None of it depends on
// anything but that.

// absent are show commands whose answer is always the same.
var absent = []struct {
	syntax string
	help   modes.H
	answer string
}{
	{`ip igmp groups`, modes.H{"ip": "IP information", "igmp": "IGMP information", "groups": "IGMP group membership information"},
		"IGMP Connected Group Membership\nGroup Address    Interface                Uptime    Expires   Last Reporter   Group Accounted\n"},
	{`crypto <15,xe> ikev2 sa [detail]`, modes.H{"crypto": modes.ShowCryptoHelp, "ikev2": "Shows ikev2 info", "sa": "Shows ikev2 sas",
		"detail": "Shows detailed ikev2 sas"}, ""},
	{`spanning-tree`, modes.H{"spanning-tree": "Spanning tree topology"}, "\nNo spanning tree instances exist.\n\n"},
	{`frame-relay pvc`, modes.H{"frame-relay": "Frame-Relay information", "pvc": "show frame relay pvc statistics"}, ""},
	{`ip pim neighbor`, modes.H{"ip": "IP information", "pim": "PIM information", "neighbor": "PIM neighbor information"},
		"PIM Neighbor Table\nMode: B - Bidir Capable, DR - Designated Router, N - Default DR Priority,\n      S - State Refresh Capable\n" +
			"Neighbor          Interface                Uptime/Expires    Ver   DR\n" +
			"Address                                                            Prio/Mode\n"},
	{`format built-in`, modes.H{"format": "Show format information", "built-in": "Show the built-in spec files"}, ""},
	{`crypto optional`, modes.H{"crypto": modes.ShowCryptoHelp, "optional": "Optional Encryption Status"}, ""},
}

func addAbsent(l *modes.Language) {
	for _, a := range absent {
		l.Add("exec", modes.ShowCommand(a.syntax, a.help, func(x *modes.Context, _ modes.Device, _ parser.Args) error {
			x.Printf("%s", a.answer)
			return nil
		}))
	}
}
