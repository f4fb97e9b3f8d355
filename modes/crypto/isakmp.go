package crypto

import (
	"slices"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// crypto is the help of `crypto isakmp` and what follows.
func isakmpHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"crypto": "Encryption module", "isakmp": "Configure ISAKMP policy"}, more)
}

func isakmpEnable() modes.Cmd[modes.Global] {
	return modes.FlagOn(`crypto isakmp enable`, isakmpHelp(modes.H{"enable": "Enable ISAKMP"}),
		func(c modes.Global) *bool { return &c.ISAKMP.Enabled })
}

func isakmpIdentity() modes.Cmd[modes.Global] {
	return modes.Choice(`crypto isakmp identity`, isakmpHelp(modes.H{"identity": "Set the identity which ISAKMP will use"}),
		config.IdentityAddress, func(c modes.Global) *string { return &c.ISAKMP.Identity },
		modes.OptionOf("address", "Use the IP address of the interface for the identity", config.IdentityAddress),
		modes.OptionOf("dn", "Use the distinguished name of the router cert for the identity", config.IdentityDN),
		modes.OptionOf("hostname", "Use the hostname of the router for the identity", config.IdentityHostname))
}

func isakmpKeepalive() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax:  `crypto isakmp keepalive secs:<10-3600> [retry:<2-60>] [periodic | on-demand]`,
		Default: "no crypto isakmp keepalive",
		Help: isakmpHelp(modes.H{
			"keepalive": "Set a keepalive interval for use with IOS peers",
			"secs":      "Number of seconds between keep alives",
			"retry":     "Number of seconds between retries if keepalive fails",
			"periodic":  "send DPD messages at regular intervals",
			"on-demand": "send DPD messages only when there is traffic to send (default)",
		}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			k := &config.Keepalive{Interval: modes.Seconds(a.Int("secs")), Retry: config.DefaultKeepaliveRetry, Periodic: a.Has("periodic")}
			if a.Has("retry") {
				k.Retry = modes.Seconds(a.Int("retry"))
			}
			c.ISAKMP.Keepalive = k
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error { c.ISAKMP.Keepalive = nil; return nil },
		Show: func(c modes.Global) []parser.Args {
			k := c.ISAKMP.Keepalive
			if k == nil {
				return nil
			}
			a := parser.Args{"secs": modes.InSeconds(k.Interval)}
			if k.Retry != config.DefaultKeepaliveRetry {
				a["retry"] = modes.InSeconds(k.Retry)
			}
			if k.Periodic {
				a["periodic"] = true
			}
			return []parser.Args{a}
		},
	}
}

func isakmpNATKeepalive() modes.Cmd[modes.Global] {
	return modes.Time(`crypto isakmp nat keepalive secs:<5-3600>`,
		isakmpHelp(modes.H{"nat": "Set a nat  keepalive interval for use with IOS peers",
			"keepalive": "Set a nat keepalive interval for use with IOS peers",
			"secs":      "Number of seconds between keep alives"}),
		time.Second, 0, func(c modes.Global) *time.Duration { return &c.ISAKMP.NATKeepalive })
}

func isakmpInvalidSPIRecovery() modes.Cmd[modes.Global] {
	return modes.Flag(`crypto isakmp invalid-spi-recovery`,
		isakmpHelp(modes.H{"invalid-spi-recovery": "Initiate IKE and send Invalid SPI Notify"}),
		func(c modes.Global) *bool { return &c.ISAKMP.InvalidSPIRecovery })
}

func isakmpAggressiveMode() modes.Cmd[modes.Global] {
	return modes.Flag(`crypto isakmp aggressive-mode disable`,
		isakmpHelp(modes.H{"aggressive-mode": "Disable ISAKMP aggressive mode ", "disable": "Disable ISAKMP aggressive mode "}),
		func(c modes.Global) *bool { return &c.ISAKMP.NoAggressiveMode })
}

func isakmpFragmentation() modes.Cmd[modes.Global] {
	return modes.Flag(`crypto isakmp <15,xe> fragmentation`,
		isakmpHelp(modes.H{"fragmentation": "IKE Fragmentation enabled if required"}),
		func(c modes.Global) *bool { return &c.ISAKMP.Fragmentation })
}

func isakmpDefaultPolicy() modes.Cmd[modes.Global] {
	return modes.FlagNegated(`crypto isakmp <15,xe> default policy`,
		isakmpHelp(modes.H{"default": "ISAKMP default policy", "policy": "ISAKMP default policy"}),
		func(c modes.Global) *bool { return &c.ISAKMP.DefaultPolicyHidden })
}

func cryptoLogging() modes.Cmd[modes.Global] {
	return modes.Flag(`crypto logging session`,
		modes.H{"crypto": "Encryption module", "logging": "logging messages", "session": "Log session up and down messages"},
		func(c modes.Global) *bool { return &c.CryptoLogging })
}

func isakmpPolicy() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `crypto isakmp policy priority:<1-10000>`,
		Help:   isakmpHelp(modes.H{"policy": "Set policy for an ISAKMP protection suite", "priority": "Priority of protection suite"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.ISAKMP.AddPolicy(a.Int("priority"))
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("priority") {
				return modes.ErrIncomplete
			}
			c.ISAKMP.Policies = slices.DeleteFunc(c.ISAKMP.Policies, func(p *config.Policy) bool { return p.Priority == a.Int("priority") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, p := range c.ISAKMP.Policies {
				lines = append(lines, parser.Args{"priority": p.Priority})
			}
			return lines
		},
		Enter: "isakmp-policy",
	}
}

type policy = *config.Policy

func policyEncryption() modes.Cmd[policy] {
	return modes.Cmd[policy]{
		Syntax:  `encryption {3des | aes [128 | 192 | 256] | des}`,
		Default: "encryption des",
		Help: modes.H{"encryption": "Set encryption algorithm for protection suite", "3des": "Three key triple DES",
			"aes": "AES - Advanced Encryption Standard.", "des": "DES - Data Encryption Standard (56 bit keys).",
			"128": "128 bit keys.", "192": "192 bit keys.", "256": "256 bit keys."},
		Set: func(_ *modes.Context, p policy, a parser.Args) error {
			p.Encryption, p.KeyBits = config.DES, 0
			switch {
			case a.Has("3des"):
				p.Encryption = config.TripleDES
			case a.Has("aes"):
				p.Encryption, p.KeyBits = config.AES, keyBits(a, "")
			}
			return nil
		},
		Unset: func(_ *modes.Context, p policy, _ parser.Args) error {
			p.Encryption, p.KeyBits = config.DES, 0
			return nil
		},
		Show: func(p policy) []parser.Args {
			if p.Encryption == config.DES {
				return nil
			}
			a := parser.Args{string(p.Encryption): true}
			if p.KeyBits != 0 && p.KeyBits != 128 {
				a[modes.Itoa(p.KeyBits)] = true
			}
			return []parser.Args{a}
		},
		Spell: func(r debuglog.Release, line string) string {
			if r == debuglog.IOSXE {
				return line
			}
			return "encr" + line[len("encryption"):]
		},
	}
}

// keyBits is the length of an AES key as typed, 128 if it was not.
func keyBits(a parser.Args, prefix string) int {
	for _, bits := range []int{192, 256} {
		if a.Has(prefix + modes.Itoa(bits)) {
			return bits
		}
	}
	return 128
}

func policyHash() modes.Cmd[policy] {
	return modes.Choice(`hash`, modes.H{"hash": "Set hash algorithm for protection suite"},
		config.SHA, func(p policy) *config.HashName { return &p.Hash },
		modes.OptionOf("md5", "Message Digest 5", config.MD5), modes.OptionOf("sha", "Secure Hash Standard", config.SHA),
		modes.OptionOf("sha256", "Secure Hash Standard 2 (256 bit)", config.SHA256).In(fromIOS15),
		modes.OptionOf("sha384", "Secure Hash Standard 2 (384 bit)", config.SHA384).In(fromIOS15),
		modes.OptionOf("sha512", "Secure Hash Standard 2 (512 bit)", config.SHA512).In(fromIOS15))
}

func policyAuthentication() modes.Cmd[policy] {
	c := modes.Choice(`authentication`, modes.H{"authentication": "Set authentication method for protection suite"},
		config.RSASig, func(p policy) *config.Authentication { return &p.Authentication },
		modes.OptionOf("pre-share", "Pre-Shared Key", config.PreShare), modes.OptionOf("rsa-encr", "Rivest-Shamir-Adleman Encryption",
			config.RSAEncr),
		modes.OptionOf("rsa-sig", "Rivest-Shamir-Adleman Signature", config.RSASig))
	choose := c.Set
	c.Set = func(x *modes.Context, p policy, a parser.Args) error {
		if a.Has("rsa-encr") && !x.Loading {
			x.Println("% Authentication by RSA encryption is kept, but this router has none: the policy is neither offered nor agreed to.")
		}
		return choose(x, p, a)
	}
	return c
}

// fromIOS15 marks what 12.4 does not have.
const fromIOS15 = "15,xe"

// groupOptions are the Diffie-Hellman groups that can be configured. Group 14 came after 12.4(25d); a router of
// that release has it here, since the debug log of the manual's chapter shows one negotiating it.
var groupOptions = []modes.Option[int]{
	modes.OptionOf("1", "Diffie-Hellman group 1 (768 bit)", 1),
	modes.OptionOf("2", "Diffie-Hellman group 2 (1024 bit)", 2),
	modes.OptionOf("5", "Diffie-Hellman group 5 (1536 bit)", 5),
	modes.OptionOf("14", "Diffie-Hellman group 14 (2048 bit)", 14),
	modes.OptionOf("15", "Diffie-Hellman group 15 (3072 bit)", 15).In(fromIOS15),
	modes.OptionOf("16", "Diffie-Hellman group 16 (4096 bit)", 16).In(fromIOS15),
	modes.OptionOf("19", "Diffie-Hellman group 19 (256 bit ecp)", 19).In(fromIOS15),
	modes.OptionOf("20", "Diffie-Hellman group 20 (384 bit ecp)", 20).In(fromIOS15),
	modes.OptionOf("21", "Diffie-Hellman group 21 (521 bit ecp)", 21).In(fromIOS15),
	modes.OptionOf("24", "Diffie-Hellman group 24 (2048 bit, 256 bit subgroup)", 24).In(fromIOS15),
}

func policyGroup() modes.Cmd[policy] {
	return modes.Choice(`group`, modes.H{"group": "Set the Diffie-Hellman group"}, 1, func(p policy) *int { return &p.Group }, groupOptions...)
}

func policyLifetime() modes.Cmd[policy] {
	return modes.Time(`lifetime secs:<60-86400>`, modes.H{"lifetime": "Set lifetime for ISAKMP security association",
		"secs": "lifetime in seconds"},
		time.Second, config.DefaultLifetime, func(p policy) *time.Duration { return &p.Lifetime })
}

func addISAKMP(l *modes.Language) {
	modes.DefineMode(l, modes.ModeOf[policy]{ID: "isakmp-policy", Prompt: "config-isakmp", Title: "ISAKMP commands:", Parent: modes.GlobalMode,
		Find: func(c *config.Config, path parser.Args) []policy {
			return modes.OneTarget(c.ISAKMP.Policy(path.Int("priority")))
		}})
	l.Add("global", isakmpEnable(), isakmpIdentity(), isakmpKeepalive(), isakmpNATKeepalive(), isakmpInvalidSPIRecovery(),
		isakmpAggressiveMode(), isakmpFragmentation(), isakmpDefaultPolicy(), cryptoLogging(), isakmpPolicy())
	l.Add("isakmp-policy", policyEncryption(), policyHash(), policyAuthentication(), policyGroup(), policyLifetime(),
		modes.ExitFrom[policy]("ISAKMP protection suite configuration mode"))
}
