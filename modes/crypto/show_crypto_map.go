package crypto

import (
	"fmt"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showCryptoMap() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto map [interface if:INTERFACE | tag name:WORD]`, modes.H{"crypto": modes.ShowCryptoHelp,
		"map": "Crypto maps", "interface": "Crypto maps applied to an interface",
		"tag": "Crypto map with the given tag", "name": "Crypto map tag"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			only := a.Str("name")
			if a.Has("if") {
				i := b.InForce().Interface(a.Str("if"))
				if i == nil || i.CryptoMap == "" {
					return nil
				}
				only = i.CryptoMap
			}
			var names []string // in the order of the configuration
			for _, e := range b.InForce().CryptoMaps {
				if len(names) == 0 || names[len(names)-1] != e.Map {
					names = append(names, e.Map)
				}
			}
			for _, name := range names {
				if only == "" || name == only {
					printCryptoMap(x, b, name)
				}
			}
			return nil
		})
}

func printCryptoMap(x *modes.Context, b modes.Device, name string) {
	c := b.InForce()
	entries := c.CryptoMap(name)
	for _, m := range c.MapSettings {
		if i := c.Interface(m.Local); m.Map == name && i != nil {
			x.Printf("Crypto Map: \"%s\" idb: %s local address: %s\n\n", name, i.Name, c.AddressOf(i).Addr())
		}
	}
	entries = append(entries, b.Engine().Temporary(name)...)
	for i, e := range entries {
		printMapEntry(x, b, e)
		if i < len(entries)-1 {
			x.Println("")
		}
	}
	x.Printf("\tInterfaces using crypto map %s:\n", name)
	for _, i := range c.InterfacesWithMap(name) {
		x.Printf("\t\t%s\n", i.Name)
	}
	x.Println("")
}

func printMapEntry(x *modes.Context, b modes.Device, e *config.CryptoMapEntry) {
	classic := b.Release() == debuglog.IOS124
	c := b.InForce()
	family := "IPv4 "
	if classic {
		family = ""
	}
	kind := "ipsec-isakmp"
	if e.Manual != nil {
		kind = "ipsec-manual"
	}
	x.Printf("Crypto Map %s\"%s\" %d %s\n", family, e.Map, e.Sequence, kind)
	if e.Dynamic != "" {
		x.Printf("\tDynamic map template tag: %s\n", e.Dynamic)
		if e.Discover {
			x.Printf("\tDiscover: enabled\n")
		}
		return
	}
	if e.Description != "" {
		x.Printf("\tDescription: %s\n", e.Description)
	}
	if e.IPsecProfile != "" && e.Tunnel == nil {
		x.Printf("\tProfile name: %s\n", e.IPsecProfile)
		printProtection(x, b, e)
		return
	}
	if e.Tunnel != nil {
		x.Printf("\tMap is a PROFILE INSTANCE.\n")
	}
	if e.Permits == nil && (len(e.Peers) == 0 || e.AccessList == "") {
		x.Printf("\tWARNING: This crypto map is in an incomplete state!\n\t\t(missing peer or access-list definitions)\n")
	}
	for _, p := range e.Peers {
		x.Printf("\tPeer = %s\n", p)
	}
	if p := c.ProfileOf(e); p != nil {
		x.Printf("\tISAKMP Profile: %s\n", p.Name)
	}
	printMatch(x, c, e)
	if len(e.Peers) > 0 {
		x.Printf("\tCurrent peer: %s\n", e.Peers[b.Engine().CurrentPeer(e)])
	}
	if e.Manual != nil {
		printTransformSets(x, b, e)
		printSessionKeys(x, e)
		return
	}
	printProtection(x, b, e)
}

// printMatch lists the entries of the access list of a map entry.
func printMatch(x *modes.Context, c *config.Config, e *config.CryptoMapEntry) {
	if e.Tunnel != nil {
		x.Printf("\tExtended IP access list \n\t    access-list  %s\n", aceText(e.Permits.Entries[0]))
		return
	}
	if e.Permits != nil {
		x.Printf("\tExtended IP access list \n\t    access-list  %s\n\t    dynamic (created from dynamic map %s/%d)\n",
			aceText(e.Permits.Entries[0]), e.Template.Map, e.Template.Sequence)
		return
	}
	if e.AccessList == "" {
		x.Printf("\tNo matching address list set.\n")
		return
	}
	x.Printf("\tExtended IP access list %s\n", e.AccessList)
	list := c.AccessList(e.AccessList)
	if list == nil {
		return
	}
	for _, ace := range list.Entries {
		if ace.Remark == "" {
			x.Printf("\t    access-list %s %s\n", e.AccessList, aceText(ace))
		}
	}
}

// aceText is an extended entry as show commands write it.
func aceText(e config.Entry) string {
	verb := "deny"
	if e.Permit {
		verb = "permit"
	}
	text := fmt.Sprintf("%s %s %s %s", verb, protocolWord(e.Protocol), matchText(e.Src), matchText(e.Dst))
	if e.Options != "" {
		text += " " + e.Options
	}
	return text
}

func matchText(m config.Match) string {
	text := m.Addr.String() + " " + m.Wildcard.String()
	switch {
	case m.Wildcard == config.Any.Wildcard:
		text = "any"
	case m.Wildcard == config.HostMatch(m.Addr).Wildcard:
		text = "host " + m.Addr.String()
	}
	switch m.Port.Op {
	case "":
	case "range":
		text += fmt.Sprintf(" range %d %d", m.Port.From, m.Port.To)
	default:
		text += fmt.Sprintf(" %s %d", m.Port.Op, m.Port.From)
	}
	return text
}

func protocolWord(p int) string {
	if p == config.AnyProtocol {
		return "ip"
	}
	if word, ok := map[int]string{1: "icmp", 2: "igmp", 4: "ipinip", 6: "tcp", 17: "udp", 47: "gre", 50: "esp", 51: "ahp", 88: "eigrp",
		89: "ospf", 103: "pim"}[p]; ok {
		return word
	}
	return fmt.Sprint(p)
}

// transformParts are a set's transforms as show commands write them, by protocol, AH first: the AES length
// moves into the word.
func transformParts(t *config.TransformSet) (parts []string) {
	isHeader := func(tr config.Transform) bool { return tr == t.Header() }
	if t.Header() != (config.Transform{}) {
		parts = append(parts, t.Header().Name)
	}
	if rest := slices.DeleteFunc(slices.Clone(t.Transforms), isHeader); len(rest) > 0 {
		parts = append(parts, transformWords(rest))
	}
	return parts
}

func transformWords(transforms []config.Transform) string {
	var words []string
	for _, tr := range transforms {
		word := tr.Name
		if tr.Name == "esp-aes" && tr.KeyBits > 128 {
			word = fmt.Sprintf("esp-%d-aes", tr.KeyBits)
		} else if tr.KeyBits > 128 {
			word = fmt.Sprintf("%s %d", tr.Name, tr.KeyBits)
		}
		words = append(words, word)
	}
	return strings.Join(words, " ")
}

func showTransformSet() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto ipsec transform-set [name:WORD]`, modes.H{"crypto": modes.ShowCryptoHelp, "ipsec": "Show IPSEC policy",
		"transform-set": "Crypto transform sets", "name": "Transform set tag"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			for _, t := range b.Config().IPsec.TransformSets {
				if a.Has("name") && a.Str("name") != t.Name {
					continue
				}
				mode := "Tunnel"
				if t.Transport {
					mode = "Transport"
				}
				x.Printf("Transform set %s: ", t.Name)
				for _, words := range transformParts(t) {
					x.Printf("{ %s  } \n   will negotiate = { %s,  }, \n   ", words, mode)
				}
				x.Println("")
			}
			return nil
		})
}

func showSALifetime() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto ipsec security-association lifetime`, modes.H{"crypto": modes.ShowCryptoHelp,
		"ipsec":                "Show IPSEC policy",
		"security-association": "Show parameters for IPSec security associations", "lifetime": "Show the lifetime"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			i := b.Config().IPsec
			x.Printf("Security association lifetime: %d kilobytes/%d seconds\n", i.LifetimeKilobytes, i.LifetimeSeconds)
			if i.IdleTime > 0 {
				x.Printf("Security association idletime: %d seconds\n", modes.InSeconds(i.IdleTime))
			}
			return nil
		})
}

func addShowCryptoMap(l *modes.Language) {
	l.Add("exec", showCryptoMap(), showTransformSet(), showSALifetime())
}
