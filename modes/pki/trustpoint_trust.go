package pki

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// What is trusted how far, with which key, and for how long.

// checkOrders are the orders of methods that `revocation-check` takes, by the labels of its syntax.
var checkOrders = []struct{ labels, methods []string }{
	{[]string{"none"}, []string{config.None}},
	{[]string{"crl"}, []string{config.CheckList}},
	{[]string{"crl", "crl-none"}, []string{config.CheckList, config.None}},
	{[]string{"crl", "crl-ocsp"}, []string{config.CheckList, config.CheckOCSP}},
	{[]string{"crl", "crl-ocsp", "crl-ocsp-none"}, []string{config.CheckList, config.CheckOCSP, config.None}},
	{[]string{"ocsp"}, []string{config.CheckOCSP}},
	{[]string{"ocsp", "ocsp-none"}, []string{config.CheckOCSP, config.None}},
	{[]string{"ocsp", "ocsp-crl"}, []string{config.CheckOCSP, config.CheckList}},
	{[]string{"ocsp", "ocsp-crl", "ocsp-crl-none"}, []string{config.CheckOCSP, config.CheckList, config.None}},
}

// revocationCheck is shown in any case, as the device does.
func revocationCheck() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `revocation-check {none | crl [crl-none=none | crl-ocsp=ocsp [crl-ocsp-none=none]] |
			ocsp [ocsp-none=none | ocsp-crl=crl [ocsp-crl-none=none]]}`,
		Help: modes.H{"revocation-check": "Revocation checking options", "none": "Ignore revocation check", "crl": "Revocation check by CRL",
			"ocsp": "Revocation check by OCSP"},
		No: `revocation-check`,
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			for _, o := range checkOrders {
				if !slices.ContainsFunc(o.labels, func(label string) bool { return !a.Has(label) }) {
					t.Revocation = o.methods // the longest that fits comes last
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error { t.Revocation = nil; return nil },
		Show: func(t trustpoint) []parser.Args {
			for _, o := range checkOrders {
				if slices.Equal(o.methods, t.Methods()) {
					a := parser.Args{}
					for _, label := range o.labels {
						a[label] = true
					}
					return []parser.Args{a}
				}
			}
			return nil
		},
	}
}

func keyPair() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `rsakeypair label:WORD [bits:<360-4096> [encryption-bits:<360-4096>]]`,
		Help: modes.H{"rsakeypair": "Specify rsakeypair for this identity", "label": "RSA keypair label",
			"bits": "size of the key modulus", "encryption-bits": "size of the encryption key's modulus"},
		No: `rsakeypair`,
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			t.KeyPair, t.KeyBits, t.CipherBits = a.Str("label"), a.Int("bits"), a.Int("encryption-bits")
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error {
			t.KeyPair, t.KeyBits, t.CipherBits = "", 0, 0
			return nil
		},
		Show: func(t trustpoint) []parser.Args {
			if t.KeyPair == "" {
				return nil
			}
			a := parser.Args{"label": t.KeyPair}
			if t.KeyBits != 0 {
				a["bits"] = t.KeyBits
			}
			if t.CipherBits != 0 {
				a["encryption-bits"] = t.CipherBits
			}
			return []parser.Args{a}
		},
	}
}

// hash is that of requests and of the router's messages to the authority.
func hash() modes.Cmd[trustpoint] {
	return modes.Choice(`hash`, modes.H{"hash": "Hash algorithm"}, "", func(t trustpoint) *string { return &t.Hash },
		modes.OptionOf("md5", "use md5 hash algorithm", "md5"), modes.OptionOf("sha1", "use sha1 hash algorithm", "sha1"),
		modes.OptionOf("sha256", "use sha256 hash algorithm", "sha256").In("15,xe"),
		modes.OptionOf("sha384", "use sha384 hash algorithm", "sha384").In("15,xe"),
		modes.OptionOf("sha512", "use sha512 hash algorithm", "sha512").In("15,xe")).WithoutDefaultLine()
}

func autoEnroll() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `auto-enroll [percent:<1-100>] [regenerate]`,
		Help: modes.H{"auto-enroll": "Automatically enroll this router identity", "percent": "Percentage of certificate lifetime",
			"regenerate": "Regenerate keys on re-enrollment"},
		No: `auto-enroll`,
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			t.AutoEnroll, t.AutoEnrollAt, t.NewKeys = true, a.Int("percent"), a.Has("regenerate")
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error {
			t.AutoEnroll, t.AutoEnrollAt, t.NewKeys = false, 0, false
			return nil
		},
		Show: func(t trustpoint) []parser.Args {
			if !t.AutoEnroll {
				return nil
			}
			a := parser.Args{}
			if t.AutoEnrollAt != 0 {
				a["percent"] = t.AutoEnrollAt
			}
			if t.NewKeys {
				a["regenerate"] = true
			}
			return []parser.Args{a}
		},
	}
}

func chainValidation() modes.Cmd[trustpoint] {
	return modes.Cmd[trustpoint]{
		Syntax: `chain-validation {stop | continue [parent:WORD]}`,
		Help: modes.H{"chain-validation": "Chain validation", "stop": "Validate up to this trustpoint (default)",
			"continue": "Continue to the parent trustpoint", "parent": "Name of the parent trustpoint"},
		No: `chain-validation`,
		Set: func(_ *modes.Context, t trustpoint, a parser.Args) error {
			t.ChainValidation = ""
			if a.Has("continue") {
				t.ChainValidation = strings.TrimSpace(config.ChainContinue + " " + a.Str("parent"))
			}
			return nil
		},
		Unset: func(_ *modes.Context, t trustpoint, _ parser.Args) error { t.ChainValidation = ""; return nil },
		Show: func(t trustpoint) []parser.Args {
			parent, continues := t.Continues()
			if !continues {
				return nil
			}
			a := parser.Args{"continue": true}
			if parent != "" {
				a["parent"] = parent
			}
			return []parser.Args{a}
		},
	}
}
