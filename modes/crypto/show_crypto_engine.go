package crypto

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

const cryptoEngineHelp = "Show crypto engine info"

// engineRow is one connection of the crypto engine.
type engineRow struct {
	id               int
	kind, algorithm  string
	iface            string
	encrypt, decrypt uint64
	last             uint32
	addr             netip.Addr
}

func showEngineConnections() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto engine connections active`, modes.H{"crypto": modes.ShowCryptoHelp, "engine": cryptoEngineHelp,
		"connections": "Show connection information", "active": "Show all active connections"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			classic := b.Release() == debuglog.IOS124
			x.Printf("Crypto Engine Connections\n\n")
			if classic {
				x.Println("   ID Interface  Type  Algorithm           Encrypt  Decrypt IP-Address")
			} else {
				x.Println("   ID  Type    Algorithm           Encrypt  Decrypt LastSeqN IP-Address")
			}
			for _, r := range engineRows(b) {
				if classic {
					x.Printf("%5d %-10s %-5s %-18s%9d%9d %s\n", r.id, modes.ShortInterface(r.iface), r.kind, r.algorithm, r.encrypt, r.decrypt, r.addr)
				} else {
					x.Printf("%5d  %-8s%-19s%8d%9d%9d %s\n", r.id, r.kind, r.algorithm, r.encrypt, r.decrypt, r.last, r.addr)
				}
			}
			x.Println("")
			return nil
		})
}

// engineRows lists the IPsec SAs, each direction by itself, and the ISAKMP SAs, by id.
func engineRows(b modes.Device) (rows []engineRow) {
	nameOf := func(a netip.Addr) string {
		for _, i := range b.Config().Interfaces {
			if i.Address.IsValid() && i.Address.Addr() == a {
				return i.Name
			}
		}
		return ""
	}
	for _, p := range b.Engine().IPsec.Pairs() {
		add := func(in, out int, algorithm string, of, to ipsec.Counters) {
			rows = append(rows,
				engineRow{id: in, kind: "IPsec", algorithm: algorithm, iface: nameOf(p.In.Local), decrypt: of.Packets,
					last: uint32(of.Packets), addr: p.In.Local},
				engineRow{id: out, kind: "IPsec", algorithm: algorithm, iface: nameOf(p.In.Local), encrypt: to.Packets, addr: p.In.Local})
		}
		if p.In.AH != nil {
			add(p.In.AH.ConnID, p.Out.AH.ConnID, engineWords(p.In.Header()), p.In.AH.Counters, p.Out.AH.Counters)
		}
		if p.In.HasESP() {
			add(p.In.ConnID, p.Out.ConnID, engineWords(p.In.ESP()), p.In.Counters, p.Out.Counters)
		}
	}
	for _, sa := range b.Engine().SAs(b.Now()) {
		if sa.Conn != 0 && sa.Suite.Cipher != 0 {
			cipher := strings.ToUpper(cipherWord(sa.Suite.Cipher))
			if sa.Suite.KeyBits > 128 {
				cipher += modes.Itoa(sa.Suite.KeyBits)
			}
			rows = append(rows, engineRow{id: sa.Conn, kind: "IKE", algorithm: strings.ToUpper(hashWord(sa.Suite.Hash)) + "+" + cipher,
				iface: nameOf(sa.Local.Addr()), addr: sa.Local.Addr()})
		}
	}
	slices.SortStableFunc(rows, func(a, b engineRow) int { return cmp.Compare(a.id, b.id) })
	return rows
}

// engineWords is a transform as the engine writes it: AES256+SHA512.
func engineWords(t ipsec.Transform) string {
	var parts []string
	for _, word := range strings.Fields(t.String()) {
		word = strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(word, "esp-"), "ah-"), "-hmac")
		if bits, isAES := strings.CutSuffix(word, "-aes"); isAES {
			word = "aes" + bits
		}
		parts = append(parts, strings.ToUpper(word))
	}
	return strings.Join(parts, "+")
}

func showEngineBrief() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto engine {brief | configuration}`, modes.H{"crypto": modes.ShowCryptoHelp, "engine": cryptoEngineHelp,
		"brief": "Show all crypto engines in the system", "configuration": "Show crypto engine config"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			if p := b.Release().Processor(); p.IsHardware() {
				name := p.Module
				if p.Kind() == "hardware" {
					name = "Virtual Private Network (VPN) Module"
				}
				x.Printf("        crypto engine name:  %s\n        crypto engine type:  hardware\n"+
					"                     State:  Enabled\n                  Location:  onboard 0\n              Product Name:  %s\n\n", name, p.Module)
			}
			x.Printf("        crypto engine name:  Software Crypto Engine\n        crypto engine type:  software\n"+
				"             serial number:  %08X\n       crypto engine state:  installed\n     crypto engine in slot:  N/A\n", serialNumber(b))
			if a.Has("configuration") {
				x.Printf("                  platform:  Cisco Software Crypto Engine\n\n   Crypto Adjacency Counts:\n                Lock Count:  0\n" +
					"              Unlock Count:  0\n        crypto lib version:  22.0.0\n")
			}
			x.Println("")
			return nil
		})
}

// serialNumber is the chassis number as the engine has it.
func serialNumber(b modes.Hardware) (n uint32) {
	for _, c := range []byte(b.Serial()) {
		n = n*31 + uint32(c)
	}
	return n
}

func showEngineStatistic() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto engine accelerator statistic`, modes.H{"crypto": modes.ShowCryptoHelp, "engine": cryptoEngineHelp,
		"accelerator": "Show crypto accelerator info", "statistic": "Show crypto accelerator statistics"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			p := b.Release().Processor()
			if !p.IsHardware() {
				x.Println("% No hardware crypto engine is installed")
				return nil
			}
			var in, out ipsec.Counters
			for _, pair := range b.Engine().IPsec.Pairs() {
				in.Add(pair.In.Counters)
				out.Add(pair.Out.Counters)
			}
			x.Printf("Device:   %s\n\t%d packets encrypted, %d packets decrypted\n\t%d output errors, %d input errors\n",
				p.Module, out.Packets, in.Packets, out.Errors, in.Errors)
			return nil
		})
}

func showELI() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto eli`, modes.H{"crypto": modes.ShowCryptoHelp, "eli": "Encryption Layer Interface"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			active := 0
			for _, sa := range b.Engine().SAs(b.Now()) {
				if !sa.Deleted {
					active++
				}
			}
			encryption, engines, name := "INACTIVE", 0, "Software Crypto Engine"
			if p := b.Release().Processor(); p.IsHardware() {
				encryption, engines, name = "ACTIVE", 1, p.Module
			}
			capability := "DES, 3DES, AES"
			if b.Release() != debuglog.IOS124 {
				capability += ", GCM"
			}
			x.Printf("\nHardware Encryption : %s\n Number of hardware crypto engines = %d \n\n", encryption, engines)
			x.Printf(" CryptoEngine %s details: state = Active\n Capability    : %s\n\n", name, capability)
			if b.Release() != debuglog.IOSXE {
				x.Printf(" IKE-Session   : %5d active, 12000 max, 0 failed\n", active)
			}
			x.Printf(" IPSec-Session : %5d active, 20000 max, 0 failed\n\n", ipsecSAs(b))
			return nil
		})
}

// ipsecSAs is how many IPsec SAs there are, those of AH and of ESP counted each.
func ipsecSAs(b modes.Device) (n int) {
	for _, p := range b.Engine().PairStatuses(b.Now()) {
		n += len(p.In.ByProtocol()) + len(p.Out.ByProtocol())
	}
	return n
}

func showDefaultPolicy() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto isakmp <15,xe> default policy`, modes.H{"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP",
		"default": "Show ISAKMP default policies", "policy": "Show ISAKMP protection suite policy"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			if b.Config().ISAKMP.DefaultPolicyHidden {
				return nil
			}
			for i, p := range defaultPolicies(b.Release()) {
				if i == 0 {
					x.Println("")
				}
				printPolicy(x, fmt.Sprintf("Default protection suite of priority %d", p.Priority), p)
			}
			return nil
		})
}

// defaultPolicies are the suites that a release offers when the user gives none.
func defaultPolicies(r debuglog.Release) (all []*config.Policy) {
	add := func(priority int, e config.Encryption, h config.HashName, a config.Authentication, group int) {
		p := config.NewPolicy(priority)
		p.Encryption, p.Hash, p.Authentication, p.Group = e, h, a, group
		all = append(all, p)
	}
	both := [2]config.Authentication{config.RSASig, config.PreShare}
	switch r {
	case debuglog.IOSXE:
		for i, a := range both {
			add(65513+i, config.AES, config.SHA, a, 14)
		}
	case debuglog.IOS15:
		n := 65507
		for _, e := range []config.Encryption{config.AES, config.TripleDES} {
			for _, h := range []config.HashName{config.SHA, config.MD5} {
				for _, a := range both {
					add(n, e, h, a, map[config.Encryption]int{config.AES: 5, config.TripleDES: 2}[e])
					n++
				}
			}
		}
	}
	return all
}

func addShowCryptoEngine(l *modes.Language) {
	l.Add("exec", showEngineConnections(), showEngineBrief(), showEngineStatistic(), showELI(), showDefaultPolicy())
}
