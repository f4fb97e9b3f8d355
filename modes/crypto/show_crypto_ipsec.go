package crypto

import (
	"fmt"
	"slices"
	"strings"

	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showIPsecSA() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto ipsec sa [peer [vrf fvrf:WORD] peer:A.B.C.D | map name:WORD | interface if:INTERFACE |
		vrf fvrf:WORD | identity | address | count] [detail]`,
		modes.H{"crypto": modes.ShowCryptoHelp, "ipsec": "Show IPSEC policy", "sa": "IPSEC SA table",
			"peer/peer": "Peer address", "sa/peer": "IPSEC SA table for all SAs to the given peer",
			"map": "IPSEC SA table for a specific crypto map", "name": "Crypto map tag",
			"interface": "IPSEC SA table for a specific interface", "count": "Show the number of IPSEC SAs", "detail": "show counter detail",
			"sa/vrf": "IPSEC SA table for a specific front-door VRF", "peer/vrf": "Front-door VRF of the peer", "vrf/fvrf": "VRF name",
			"identity": "IPSEC SADB identity tree", "address": "IPSEC SA table in (dest) address order"},
		wantedIPsec, printIPsec, ipsecDocument)
}

// ipsecStatus is what is wanted of the interfaces with crypto maps, and all pairs of SAs.
type ipsecStatus struct {
	some       bool // there are crypto maps on interfaces, perhaps others
	interfaces []ike.ProtectedInterface
	pairs      []ike.PairStatus
}

func wantedIPsec(_ *modes.Context, b modes.Device, a parser.Args) (s ipsecStatus, err error) {
	all := b.Engine().ProtectedInterfaces(b.Now())
	s.some, s.pairs = len(all) > 0, b.Engine().PairStatuses(b.Now())
	for _, i := range all {
		if a.Has("if") && a.Str("if") != i.Name || a.Has("name") && a.Str("name") != i.Map || a.Has("fvrf") && a.Str("fvrf") != i.FVRF {
			continue
		}
		i.Flows = slices.DeleteFunc(i.Flows, func(f ike.FlowStatus) bool { return a.Has("peer") && f.Peer != a.Addr("peer") })
		s.interfaces = append(s.interfaces, i)
	}
	return s, nil
}

func printIPsec(x *modes.Context, s ipsecStatus, a parser.Args) {
	switch {
	case a.Has("count"):
		n := 0
		for _, p := range s.pairs {
			n += len(p.In.ByProtocol()) + len(p.Out.ByProtocol())
		}
		x.Printf("IPsec SA total: %d, active: %d, rekeying: 0, unused: 0, invalid: 0\n", n, n)
	case a.Has("address"):
		printSAsByAddress(x, s.pairs, a.Has("detail"))
	case !s.some:
		x.Println("\nNo SAs found")
	default:
		for _, i := range s.interfaces {
			printInterfaceSAs(x, i, a)
		}
	}
}

func printInterfaceSAs(x *modes.Context, i ike.ProtectedInterface, a parser.Args) {
	for n, f := range i.Flows {
		x.Println("")
		if n == 0 {
			x.Printf("interface: %s\n    Crypto map tag: %s, local addr %s\n\n", i.Name, i.Map, i.Local)
		}
		printFlowHead(x, f, a.Has("detail"))
		if !a.Has("identity") {
			printFlowSAs(x, i, f, a.Has("detail"))
		}
	}
}

// printFlowHead is what a flow protects, and its counters.
func printFlowHead(x *modes.Context, f ike.FlowStatus, detail bool) {
	in, out := f.In, f.Out
	flags := "origin_is_acl,"
	if f.Requested {
		flags += "ipsec_sa_request_sent"
	}
	x.Printf("   protected vrf: %s\n", vrfWord(f.InsideVRF))
	x.Printf("   local  ident (addr/mask/prot/port): (%s)\n", f.Selector.LocalIdent())
	x.Printf("   remote ident (addr/mask/prot/port): (%s)\n", f.Selector.RemoteIdent())
	x.Printf("   current_peer %s port %d\n", f.Peer, ike.Port)
	x.Printf("     PERMIT, flags={%s}\n", flags)
	x.Printf("    #pkts encaps: %d, #pkts encrypt: %d, #pkts digest: %d\n", out.Packets, out.Packets, out.Packets)
	x.Printf("    #pkts decaps: %d, #pkts decrypt: %d, #pkts verify: %d\n", in.Packets, in.Packets, in.Packets)
	x.Printf("    #pkts compressed: 0, #pkts decompressed: 0\n")
	x.Printf("    #pkts not compressed: 0, #pkts compr. failed: 0\n")
	x.Printf("    #pkts not decompressed: 0, #pkts decompress failed: 0\n")
	if detail {
		printErrorDetail(x, in, out)
	} else {
		x.Printf("    #send errors %d, #recv errors %d\n", out.Errors, in.Errors)
	}
}

func printFlowSAs(x *modes.Context, i ike.ProtectedInterface, f ike.FlowStatus, detail bool) {
	classic := x.Device.Release() == debuglog.IOS124
	path, spi := i.MTU, uint32(0)
	plaintext := path
	if len(f.Pairs) > 0 {
		inUse := f.Pairs[f.InUse]
		if inUse.PathMTU > 0 {
			path = min(path, inUse.PathMTU)
		}
		plaintext, spi = inUse.Out.PlaintextMTU(path), inUse.Out.SPI
	}
	x.Printf("\n     local crypto endpt.: %s, remote crypto endpt.: %s\n", i.Local, f.Peer)
	if classic {
		x.Printf("     path mtu %d, ip mtu %d, ip mtu idb %s\n", path, i.MTU, i.MTUOf)
	} else {
		x.Printf("     plaintext mtu %d, path mtu %d, ip mtu %d, ip mtu idb %s\n", plaintext, path, i.MTU, i.MTUOf)
	}
	x.Printf("     current outbound spi: 0x%X(%d)\n", spi, spi)
	if !classic {
		printPFS(x, f.PFSGroup)
	}
	printSAList(x, f, detail)
}

func vrfWord(name string) string {
	if name == "" {
		return "(none)"
	}
	return name
}

func printPFS(x *modes.Context, group int) {
	if group > 0 {
		x.Printf("     PFS (Y/N): Y, DH group: group%d\n", group)
	} else {
		x.Printf("     PFS (Y/N): N, DH group: none\n")
	}
}

func printErrorDetail(x *modes.Context, in, out ipsec.Counters) {
	x.Printf("    #pkts no sa (send) 0, #pkts invalid sa (rcv) 0\n")
	x.Printf("    #pkts encaps failed (send) %d, #pkts decaps failed (rcv) %d\n", out.Errors, in.Errors)
	x.Printf("    #pkts invalid prot (recv) 0, #pkts verify failed: %d\n", in.VerifyErrors)
	x.Printf("    #pkts invalid identity (recv) 0, #pkts invalid len (rcv) 0\n")
	x.Printf("    #pkts replay rollover (send): 0, #pkts replay rollover (rcv) 0\n")
	x.Printf("    ##pkts replay failed (rcv): %d\n", in.ReplayErrors)
	x.Printf("    #pkts tagged (send): 0, #pkts untagged (rcv): 0\n")
	x.Printf("    #pkts not tagged (send): 0, #pkts not untagged (rcv): 0\n")
	x.Printf("    #pkts internal err (send): 0, #pkts internal err (recv) 0\n")
}

func printSAList(x *modes.Context, f ike.FlowStatus, detail bool) {
	for _, direction := range []string{"inbound", "outbound"} {
		for _, protocol := range []string{"esp", "ah", "pcp"} {
			x.Printf("\n     %s %s sas:\n", direction, protocol)
			for _, p := range f.Pairs {
				sa := p.In
				if direction == "outbound" {
					sa = p.Out
				}
				printSAsOf(x, sa, protocol, detail)
			}
		}
	}
}

// printSAsOf prints the SA of a protocol in one direction, if there is one.
func printSAsOf(x *modes.Context, sa ike.IPsecSAStatus, protocol string, detail bool) {
	for _, one := range sa.ByProtocol() {
		if strings.EqualFold(protocolOfSA(one), protocol) {
			printIPsecSA(x, one, detail)
		}
	}
}

// protocolOfSA is the protocol of an SA that has one.
func protocolOfSA(sa ike.IPsecSAStatus) string {
	if sa.HasESP() {
		return "ESP"
	}
	return "AH"
}

func printIPsecSA(x *modes.Context, sa ike.IPsecSAStatus, detail bool) {
	x.Printf("      spi: 0x%X(%d)\n", sa.SPI, sa.SPI)
	x.Printf("        transform: %s ,\n", sa.Transform)
	x.Printf("        in use settings ={%s, }\n", sa.Mode)
	x.Printf("        %s, crypto map: %s\n", connWords(x.Device.Release(), sa), sa.Map)
	switch {
	case sa.Manual:
		x.Printf("        no sa timing\n")
	case sa.Lifetime.Kilobytes == 0:
		x.Printf("        sa timing: remaining key lifetime (sec): %d\n        Kilobyte Volume Rekey has been disabled\n", sa.Remaining.Seconds)
	default:
		x.Printf("        sa timing: remaining key lifetime (k/sec): (%d/%d)\n", sa.Remaining.Kilobytes, sa.Remaining.Seconds)
	}
	if sa.HasESP() {
		x.Printf("        IV size: %d bytes\n", sa.IVLen())
	}
	replay := "N"
	if sa.ReplayWindow > 0 {
		replay = "Y"
	}
	if detail && sa.ReplayWindow > 0 && x.Device.Release() != debuglog.IOS124 {
		replay += fmt.Sprintf("  replay window size: %d", sa.ReplayWindow)
	}
	x.Printf("        replay detection support: %s\n", replay)
	if x.Device.Release() == debuglog.IOS124 {
		x.Printf("        Status: ACTIVE\n")
	} else {
		x.Printf("        Status: ACTIVE(ACTIVE)\n")
	}
}

// connWords name an SA in the crypto engine.
func connWords(r debuglog.Release, sa ike.IPsecSAStatus) string {
	const tunnel, initiated, always = 0x40, 0x4000, 0x80000000
	flags := uint32(always)
	if !sa.Mode.IsTransport() {
		flags |= tunnel
	}
	if sa.Initiated {
		flags |= initiated
	}
	words := fmt.Sprintf("conn id: %d, flow_id: %s:%d", sa.ConnID, r.Processor().Flows, sa.FlowID)
	switch r {
	case debuglog.IOS124:
		return words
	case debuglog.IOSXE:
		return fmt.Sprintf("%s, sibling_flags FFFFFFFF%08X", words, flags|8)
	}
	return fmt.Sprintf("%s, sibling_flags %08X", words, flags)
}

func addShowCryptoIPsec(l *modes.Language) { l.Add("exec", showIPsecSA()) }
