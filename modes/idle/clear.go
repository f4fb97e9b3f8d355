package idle

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// What is cleared of features that do nothing here has nothing in it; the commands say what the
// device says.

func clearWith(syntax string, help modes.H, do func(x *modes.Context, d modes.Device) error) modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: "clear " + syntax,
		Help:   modes.UsedHelp(syntax+" clear", modes.MergeHelp(modes.H{"clear": "Reset functions", "ip": "IP"}, help)),
		Level:  modes.TopLevel,
		Set:    func(x *modes.Context, d modes.Device, _ parser.Args) error { return do(x, d) },
	}
}

func silently(*modes.Context, modes.Device) error { return nil }

func resetBGP(_ *modes.Context, d modes.Device) error {
	if len(blocksOf(&d.Config().Inert, "router bgp")) == 0 {
		return modes.Refuse("% BGP not active\n\n")
	}
	return nil
}

func resetOSPF(x *modes.Context, d modes.Device) error {
	if len(blocksOf(&d.Config().Inert, "router ospf")) == 0 {
		return nil
	}
	x.Terminal.Ask("Reset ALL OSPF processes? [no]: ", false, func(text string, ok bool) {
		text = strings.ToLower(strings.TrimSpace(text))
		if ok && text != "" && !strings.HasPrefix("yes", text) && !strings.HasPrefix("no", text) {
			x.Println("% Please answer 'yes' or 'no'.")
		}
	})
	return nil
}

func addClear(l *modes.Language) {
	l.Add("exec",
		clearWith(`ip bgp {\* | addr:A.B.C.D | as:<1-4294967295>} [soft [in | out]]`, modes.H{"bgp": "Clear BGP connections",
			"*": "Clear all peers", "addr": "BGP neighbor address to clear", "as": "Clear peers with the AS number",
			"soft": "Soft reconfig inbound and outbound updates", "in": "Soft reconfig inbound update",
			"out": "Soft reconfig outbound update"}, resetBGP),
		clearWith(`ip ospf [number:<1-65535>] process`, modes.H{"ospf": "OSPF clear commands", "number": "Process ID number",
			"process": "Reset OSPF process"}, resetOSPF),
		clearWith(`ip eigrp neighbors`, modes.H{"eigrp": "Clear IP-EIGRP", "neighbors": "Clear IP-EIGRP neighbors"}, silently),
		clearWith(`ip dhcp binding {\* | addr:A.B.C.D}`, modes.H{"dhcp": "Delete items from the DHCP database",
			"binding": "DHCP address bindings", "*": "Clear all automatic bindings", "addr": "IP address"}, silently),
	)
}
