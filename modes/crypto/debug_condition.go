package crypto

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

const conditionSyntax = `crypto condition {peer {ipv4 addr:A.B.C.D | subnet net:A.B.C.D mask:A.B.C.D | hostname host:WORD |
	group group:WORD | username user:WORD}
	| fvrf fvrf-name:WORD | ivrf ivrf-name:WORD | unmatched [isakmp | ipsec | engine] | reset}`

func conditionHelp() modes.H {
	return modes.H{"crypto": "Cryptographic subsystem", "condition": "Defining conditions based debug", "peer": "IKE peer identity filter",
		"ipv4": "Peer IP address", "addr": "IP address of the peer",
		"subnet": "Range of peer IP addresses", "net": "IP address of the subnet", "mask": "Subnet mask", "hostname": "Peer hostname",
		"host": "FQDN of the peer", "group": "Group name of the peer", "group/group": "Group name",
		"username": "Username of the peer", "user": "Username", "fvrf": "Front-door VRF", "fvrf-name": "VRF name", "ivrf": "Inside VRF",
		"ivrf-name": "VRF name",
		"unmatched": "Output debugs even if no context available", "isakmp": "ISAKMP debugs", "ipsec": "IPSEC debugs",
		"engine": "Crypto Engine debugs", "reset": "Delete all debug filters and turn off conditional debug"}
}

// conditionNames are the filters by name, and what show crypto debug-condition calls them.
var conditionNames = []struct{ argument, title string }{
	{"host", "IKE peer hostname filters:"}, {"group", "IKE group filters:"}, {"user", "IKE username filters:"}, {"fvrf-name",
		"FVRF filters:"}, {"ivrf-name", "IVRF filters:"},
}

// changeCondition adds a filter to the condition, or takes it away.
func changeCondition(c *debuglog.Condition, a parser.Args, add bool) error {
	switch {
	case a.Has("reset"):
		*c = debuglog.Condition{}
	case a.Has("unmatched"):
		c.Unmatched = add
	case a.Has("addr"):
		c.Peers = changed(c.Peers, netip.PrefixFrom(a.Addr("addr"), 32), add)
	case a.Has("net"):
		bits, ok := modes.MaskBits(a.Addr("mask"))
		if !ok {
			return modes.Refuse("%Inconsistent address and mask")
		}
		c.Peers = changed(c.Peers, netip.PrefixFrom(a.Addr("net"), bits).Masked(), add)
	default:
		for _, n := range conditionNames {
			if a.Has(n.argument) {
				c.Names = changed(c.Names, n.argument+" "+a.Str(n.argument), add)
			}
		}
	}
	return nil
}

func changed[T comparable](list []T, one T, add bool) []T {
	list = slices.DeleteFunc(slices.Clone(list), func(have T) bool { return have == one })
	if add {
		list = append(list, one)
	}
	return list
}

func conditionCommand(add bool) func(*modes.Context, modes.Device, parser.Args) error {
	return func(_ *modes.Context, b modes.Device, a parser.Args) error {
		return changeCondition(&b.Switches().Condition, a, add)
	}
}

func debugCondition() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: "debug " + conditionSyntax,
		Help:   modes.MergeHelp(conditionHelp(), modes.H{"debug": modes.DebugHelp}),
		Level:  15,
		Set:    conditionCommand(true),
		Unset:  conditionCommand(false),
	}
}

func undebugCondition() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: "undebug " + conditionSyntax,
		Help:   modes.MergeHelp(conditionHelp(), modes.H{"undebug": modes.UndebugHelp}),
		Level:  15,
		Set:    conditionCommand(false),
	}
}

func showDebugCondition() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `show crypto debug-condition`,
		Help:   modes.MergeHelp(modes.ShowHelp(), modes.H{"crypto": modes.ShowCryptoHelp, "debug-condition": "Debug Condition filters"}),
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			c := b.Switches().Condition
			word := map[bool]string{true: "ON", false: "OFF"}
			x.Printf("Crypto conditional debug currently is turned %s\n", word[c.Given()])
			for _, part := range []string{"IKE", "IPsec", "Crypto Engine"} {
				x.Printf("%s debug context unmatched flag: %s\n", part, word[c.Unmatched])
			}
			if len(c.Peers) > 0 {
				x.Printf("\nIKE peer IP address filters:\n")
			}
			for _, p := range c.Peers {
				if p.IsSingleIP() {
					x.Println(p.Addr().String())
				} else {
					x.Println(fmt.Sprintf("%s %s", p.Addr(), modes.MaskOf(p.Bits())))
				}
			}
			for _, n := range conditionNames {
				title := "\n" + n.title + "\n"
				for _, name := range c.Names {
					if rest, ok := strings.CutPrefix(name, n.argument+" "); ok {
						x.Printf("%s%s\n", title, rest)
						title = ""
					}
				}
			}
			return nil
		},
	}
}
