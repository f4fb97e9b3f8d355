package crypto

import (
	"fmt"
	"net/netip"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showIPsecSA() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto ipsec sa [peer [vrf fvrf:WORD] peer:A.B.C.D | map name:WORD | interface if:INTERFACE |
		vrf fvrf:WORD | identity | address | count] [detail]`,
		modes.H{"crypto": modes.ShowCryptoHelp, "ipsec": "Show IPSEC policy", "sa": "IPSEC SA table",
			"peer/peer": "Peer address", "sa/peer": "IPSEC SA table for all SAs to the given peer",
			"map": "IPSEC SA table for a specific crypto map", "name": "Crypto map tag",
			"interface": "IPSEC SA table for a specific interface", "count": "Show the number of IPSEC SAs", "detail": "show counter detail",
			"sa/vrf": "IPSEC SA table for a specific front-door VRF", "peer/vrf": "Front-door VRF of the peer", "vrf/fvrf": "VRF name",
			"identity": "IPSEC SADB identity tree", "address": "IPSEC SA table in (dest) address order"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			if a.Has("count") {
				n := 2 * len(b.Engine().IPsec.Pairs())
				x.Printf("IPsec SA total: %d, active: %d, rekeying: 0, unused: 0, invalid: 0\n", n, n)
				return nil
			}
			if a.Has("address") {
				printSAsByAddress(x, b, a.Has("detail"))
				return nil
			}
			any := false
			for _, i := range b.Config().Interfaces {
				if i.CryptoMap == "" {
					continue
				}
				any = true
				if a.Has("if") && a.Str("if") != i.Name || a.Has("name") && a.Str("name") != i.CryptoMap ||
					a.Has("fvrf") && a.Str("fvrf") != i.VRF {
					continue
				}
				printInterfaceSAs(x, b, i, a)
			}
			if !any {
				x.Println("\nNo SAs found")
			}
			return nil
		})
}

// A flow is one line of a crypto map's access list with the peer it goes to.
type flow struct {
	entry    *config.CryptoMapEntry
	selector ipsec.Selector
	peer     netip.Addr
	pairs    []*ipsec.Pair
}

// flows lists what a crypto map protects: its access lists' permits, and the SAs a
// peer negotiated for a part of one.
func flows(b modes.Device, mapName string) (list []flow) {
	c := b.Config()
	for _, e := range c.CryptoMap(mapName) {
		acl := c.AccessList(e.AccessList)
		if !e.Complete() || acl == nil {
			continue
		}
		rest := b.Engine().PairsOf(e)
		for _, ace := range acl.Entries {
			s, ok := ike.SelectorOf(ace)
			if !ok || !ace.Permit {
				continue
			}
			f := flow{entry: e, selector: s, peer: b.Engine().Address(e.Peers[b.Engine().CurrentPeer(e)])}
			var others []*ipsec.Pair
			for _, p := range rest {
				if p.Out.Selector.Equal(s) {
					f.pairs, f.peer = append(f.pairs, p), p.Out.Remote
				} else {
					others = append(others, p)
				}
			}
			rest = others
			list = append(list, f)
		}
		for _, p := range rest {
			list = append(list, flow{entry: e, selector: p.Out.Selector, peer: p.Out.Remote, pairs: []*ipsec.Pair{p}})
		}
	}
	return list
}

func printInterfaceSAs(x *modes.Context, b modes.Device, i *config.Interface, a parser.Args) {
	printed := false
	for _, f := range flows(b, i.CryptoMap) {
		if a.Has("peer") && f.peer != a.Addr("peer") {
			continue
		}
		x.Println("")
		if !printed {
			x.Printf("interface: %s\n    Crypto map tag: %s, local addr %s\n\n", i.Name, i.CryptoMap, b.Config().LocalAddress(i))
		}
		printed = true
		printFlowHead(x, b, i, f, a.Has("detail"))
		if !a.Has("identity") {
			printFlowSAs(x, b, i, f, a.Has("detail"))
		}
	}
}

// printFlowHead is what a flow protects, and its counters.
func printFlowHead(x *modes.Context, b modes.Device, i *config.Interface, f flow, detail bool) {
	in, out, _ := totals(f.pairs)
	flags := "origin_is_acl,"
	if b.Engine().Requested(f.selector) {
		flags += "ipsec_sa_request_sent"
	}
	x.Printf("   protected vrf: %s\n", vrfWord(b.Config().InsideVRF(f.entry, i)))
	x.Printf("   local  ident (addr/mask/prot/port): (%s)\n", f.selector.LocalIdent())
	x.Printf("   remote ident (addr/mask/prot/port): (%s)\n", f.selector.RemoteIdent())
	x.Printf("   current_peer %s port %d\n", f.peer, ike.Port)
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

func printFlowSAs(x *modes.Context, b modes.Device, i *config.Interface, f flow, detail bool) {
	_, _, mtu := totals(f.pairs)
	ip := i.PacketMTU()
	path := ip
	if n := len(f.pairs); n > 0 && f.pairs[n-1].PathMTU > 0 {
		path = min(path, f.pairs[n-1].PathMTU)
	}
	x.Printf("\n     local crypto endpt.: %s, remote crypto endpt.: %s\n", b.Config().LocalAddress(i), f.peer)
	if b.Release() == debuglog.IOS124 {
		x.Printf("     path mtu %d, ip mtu %d, ip mtu idb %s\n", path, ip, i.Name)
	} else {
		if mtu == nil {
			x.Printf("     plaintext mtu %d", path)
		} else {
			x.Printf("     plaintext mtu %d", mtu.PlaintextMTU(path))
		}
		x.Printf(", path mtu %d, ip mtu %d, ip mtu idb %s\n", path, ip, i.Name)
	}
	spi := uint32(0)
	if n := len(f.pairs); n > 0 {
		spi = f.pairs[n-1].Out.SPI
	}
	x.Printf("     current outbound spi: 0x%X(%d)\n", spi, spi)
	if b.Release() != debuglog.IOS124 {
		printPFS(x, f.entry)
	}
	printSAList(x, b, f, detail)
}

func vrfWord(name string) string {
	if name == "" {
		return "(none)"
	}
	return name
}

func printPFS(x *modes.Context, e *config.CryptoMapEntry) {
	if e.PFSGroup > 0 {
		x.Printf("     PFS (Y/N): Y, DH group: group%d\n", e.PFSGroup)
	} else {
		x.Printf("     PFS (Y/N): N, DH group: none\n")
	}
}

// totals adds up the counters of a flow's SAs; newest is the transform in use.
func totals(pairs []*ipsec.Pair) (in, out ipsec.Counters, newest *ipsec.Transform) {
	for _, p := range pairs {
		in.Add(p.In.Counters)
		out.Add(p.Out.Counters)
		newest = &p.Out.Transform
	}
	return in, out, newest
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

func printSAList(x *modes.Context, b modes.Device, f flow, detail bool) {
	for _, direction := range []string{"inbound", "outbound"} {
		x.Printf("\n     %s esp sas:\n", direction)
		for _, p := range f.pairs {
			sa := p.In
			if direction == "outbound" {
				sa = p.Out
			}
			printIPsecSA(x, b, p, sa, detail)
		}
		x.Printf("\n     %s ah sas:\n\n     %s pcp sas:\n", direction, direction)
	}
}

func printIPsecSA(x *modes.Context, b modes.Device, p *ipsec.Pair, sa *ipsec.SA, detail bool) {
	x.Printf("      spi: 0x%X(%d)\n", sa.SPI, sa.SPI)
	x.Printf("        transform: %s ,\n", sa.Transform)
	x.Printf("        in use settings ={%s, }\n", sa.Mode)
	x.Printf("        %s, crypto map: %s\n", connWords(b, p, sa), b.Engine().MapOf(p))
	kilobytes, seconds := sa.Remaining(b.Now())
	if sa.Lifetime.Kilobytes == 0 {
		x.Printf("        sa timing: remaining key lifetime (sec): %d\n        Kilobyte Volume Rekey has been disabled\n", seconds)
	} else {
		x.Printf("        sa timing: remaining key lifetime (k/sec): (%d/%d)\n", kilobytes, seconds)
	}
	x.Printf("        IV size: %d bytes\n", sa.IVLen())
	replay := "N"
	if sa.ReplayWindow() > 0 {
		replay = "Y"
	}
	if detail && sa.ReplayWindow() > 0 && b.Release() != debuglog.IOS124 {
		replay += fmt.Sprintf("  replay window size: %d", sa.ReplayWindow())
	}
	x.Printf("        replay detection support: %s\n", replay)
	if b.Release() == debuglog.IOS124 {
		x.Printf("        Status: ACTIVE\n")
	} else {
		x.Printf("        Status: ACTIVE(ACTIVE)\n")
	}
}

// connWords name an SA of a pair in the crypto engine.
func connWords(b modes.Device, p *ipsec.Pair, sa *ipsec.SA) string {
	const tunnel, initiated, always = 0x40, 0x4000, 0x80000000
	r, flags := b.Release(), uint32(always)
	if !sa.Mode.IsTransport() {
		flags |= tunnel
	}
	if b.Engine().Initiated(p) {
		flags |= initiated
	}
	words := fmt.Sprintf("conn id: %d, flow_id: %s:%d", sa.ConnID, r.Processor().Flows, sa.ConnID-ike.FirstConnID(r)+1)
	switch r {
	case debuglog.IOS124:
		return words
	case debuglog.IOSXE:
		return fmt.Sprintf("%s, sibling_flags FFFFFFFF%08X", words, flags|8)
	}
	return fmt.Sprintf("%s, sibling_flags %08X", words, flags)
}

func addShowCryptoIPsec(l *modes.Language) { l.Add("exec", showIPsecSA()) }
