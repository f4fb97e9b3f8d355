package crypto

import (
	"ruthere/config"
	"ruthere/modes"
)

// How protected packets fit into the path, globally and on an interface.

func dfBitHelp() modes.H {
	return modes.H{"crypto": "Encryption module", "ipsec": "Configure IPSEC policy", "df-bit": "Handling of encapsulated DF bit."}
}

// dfBit is `crypto ipsec df-bit`; copied is what the word copy stands for where the command is.
func dfBit[T any](copied config.DFBit, of func(T) *config.DFBit) modes.Cmd[T] {
	return modes.Choice(`crypto ipsec df-bit`, dfBitHelp(), "", of,
		modes.OptionOf("clear", "Clear DF bit in outer IP header", config.DFClear),
		modes.OptionOf("copy", "Copy DF bit from inner header", copied),
		modes.OptionOf("set", "Set DF bit in the outer IP header", config.DFSet))
}

// fragmentation is `crypto ipsec fragmentation`; before is what before-encryption stands for where the command is.
func fragmentation[T any](before config.Fragmentation, of func(T) *config.Fragmentation) modes.Cmd[T] {
	return modes.Choice(`crypto ipsec fragmentation`, modes.H{"crypto": "Encryption module", "ipsec": "Configure IPSEC policy",
		"fragmentation": "Handling of fragmentation of near-MTU sized packets"}, "", of,
		modes.OptionOf("after-encryption", "Perform fragmentation after encryption", config.AfterEncryption),
		modes.OptionOf("before-encryption", "Perform fragmentation before encryption", before))
}

// udpEncapsulation is whether NAT traversal is offered to peers, and taken from them.
func udpEncapsulation() modes.Cmd[modes.Global] {
	return modes.FlagOn(`crypto ipsec nat-transparency udp-encapsulation`, modes.H{"crypto": "Encryption module",
		"ipsec": "Configure IPSEC policy", "nat-transparency": "IPsec NAT transparency model",
		"udp-encapsulation": "UDP encapsulation of IPsec protocols"},
		func(c modes.Global) *bool { return &c.IPsec.UDPEncapsulation })
}

func addPathMTU(l *modes.Language) {
	l.Add("global", udpEncapsulation(), dfBit("", func(c modes.Global) *config.DFBit { return &c.IPsec.DFBit }),
		fragmentation("", func(c modes.Global) *config.Fragmentation { return &c.IPsec.Fragmentation }))
	onInterface := dfBit(config.DFCopy, func(i *config.Interface) *config.DFBit { return &i.DFBit })
	taking := fragmentation(config.BeforeEncryption, func(i *config.Interface) *config.Fragmentation { return &i.Fragmentation })
	for _, c := range []modes.Cmd[*config.Interface]{onInterface, taking} {
		c.Hidden = true
		l.Add("interface", c.WithoutDefaultLine())
	}
}
