package idle

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// A bgpPeer is a neighbor of a BGP process.
type bgpPeer struct{ address, as string }

func bgpPeers(b block) (peers []bgpPeer) {
	for _, line := range b.all("neighbor") {
		words := strings.Fields(line)
		if len(words) == 3 && words[1] == "remote-as" {
			peers = append(peers, bgpPeer{words[0], words[2]})
		}
	}
	return peers
}

func printBGPProtocol(x *modes.Context, b block) {
	synchronized, summary := "disabled", "disabled"
	if b.has("synchronization") {
		synchronized = "enabled"
	}
	if b.has("auto-summary") {
		summary = "enabled"
	}
	x.Printf("Routing Protocol is \"bgp %s\"\n"+noFilters+"  IGP synchronization is %s\n  Automatic route summarization is %s\n",
		b.text, synchronized, summary)
	if peers := bgpPeers(b); len(peers) > 0 {
		x.Println("  Neighbor(s):\n    Address          FiltIn FiltOut DistIn DistOut Weight RouteMap")
		for _, peer := range peers {
			x.Printf("    %-51s\n", peer.address)
		}
	}
	x.Printf("  Maximum path: %s\n"+noSources+"  Distance: external 20 internal 200 local 200\n\n", b.value("maximum-paths", "1"))
}

func showBGP(x *modes.Context, d modes.Device, a parser.Args) {
	processes := blocksOf(&d.Config().Inert, "router bgp")
	if len(processes) == 0 {
		x.Printf("%% BGP not active\n\n")
	}
	for _, p := range processes {
		peers := bgpPeers(p)
		if a.Has("summary") {
			x.Printf("BGP router identifier %v, local AS number %s\nBGP table version is 1, main routing table version 1\n\n",
				p.routerID(d.Config(), "bgp router-id"), p.text)
			x.Println("Neighbor        V          AS MsgRcvd MsgSent   TblVer  InQ OutQ Up/Down  State/PfxRcd")
		}
		for _, peer := range peers {
			switch {
			case a.Has("summary"):
				x.Printf("%-15s 4 %11s       0       0        1    0    0 never    Idle\n", peer.address, peer.as)
			case a.Has("neighbors"):
				x.Printf("BGP neighbor is %s,  remote AS %s\n  BGP version 4, remote router ID 0.0.0.0\n  BGP state = Idle\n", peer.address, peer.as)
			}
		}
	}
}

func addBGP(l *modes.Language) {
	show(l, `ip bgp [summary | neighbors | vpnv4 all [summary] | all summary]`, ipHelp(modes.H{"bgp": "BGP information",
		"summary": "Summary of BGP neighbor status", "neighbors": "Detailed information on TCP and BGP neighbor connections",
		"vpnv4": "Address family", "all": "All address families"}), showBGP)
	show(l, `bgp all summary`, modes.H{"bgp": "BGP information", "all": "All address families",
		"summary": "Summary of BGP neighbor status"}, func(x *modes.Context, d modes.Device, _ parser.Args) {
		showBGP(x, d, parser.Args{"summary": true})
	})
}
