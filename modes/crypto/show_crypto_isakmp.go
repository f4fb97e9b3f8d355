package crypto

import (
	"fmt"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

func showISAKMPSA() modes.Cmd[modes.Device] {
	return modes.ShowStatus(`crypto isakmp sa [detail|active|standby|nat|count|vrf vrf:WORD]`, modes.H{"crypto": modes.ShowCryptoHelp,
		"isakmp": "Show ISAKMP", "sa": "Show ISAKMP Security Associations",
		"detail": "Show ISAKMP SA Detail", "active": "Shows HA-enabled ISAKMP SAs in the active state",
		"standby": "Shows HA-enabled ISAKMP SAs in the standby state", "count": "Show the number of ISAKMP SAs",
		"nat": "Show ISAKMP SAs behind NAT", "sa/vrf": "Show ISAKMP SAs of a VRF", "vrf/vrf": "VRF name"},
		wantedSAs, printWantedSAs, isakmpDocument)
}

func wantedSAs(_ *modes.Context, b modes.Device, a parser.Args) ([]ike.SAStatus, error) {
	return slices.DeleteFunc(b.Engine().SAs(b.Now()), func(sa ike.SAStatus) bool {
		return a.Has("nat") && !sa.NAT || a.Has("vrf") && sa.IVRF != a.Str("vrf") || a.Has("standby") // nothing stands by
	}), nil
}

func printWantedSAs(x *modes.Context, sas []ike.SAStatus, a parser.Args) {
	switch {
	case a.Has("detail"):
		printSADetail(x, sas)
	case a.Has("count"):
		printSACount(x, sas)
	default:
		printSAs(x, sas)
	}
}

// printSAs is `show crypto isakmp sa`: a row an SA, responder first. 12.4 has a slot
// column and knows no IPv6.
func printSAs(x *modes.Context, sas []ike.SAStatus) {
	slot := ""
	if x.Device.Release() == debuglog.IOS124 {
		slot = "slot "
	} else {
		x.Println("IPv4 Crypto ISAKMP SA")
	}
	x.Printf("dst             src             state          conn-id %sstatus\n", slot)
	for _, sa := range sas {
		status := "ACTIVE"
		if sa.Deleted {
			status += " (deleted)"
		}
		if slot != "" {
			status = fmt.Sprintf("%4d %s", 0, status)
		}
		x.Printf("%-16s%-16s%-15s%7d %s\n", sa.Dst(), sa.Src(), sa.State, sa.Conn, status)
	}
	x.Println("")
	if slot == "" {
		x.Println("IPv6 Crypto ISAKMP SA\n")
	}
}

const saLegend = `Codes: C - IKE configuration mode, D - Dead Peer Detection
       K - Keepalives, N - NAT-traversal
       T - cTCP encapsulation, X - IKE Extended Authentication
       psk - Preshared key, rsig - RSA signature
       renc - RSA encryption
`

const saTitles = `
C-id  Local           Remote          I-VRF  Status Encr Hash   Auth DH Lifetime Cap.

`

func printSADetail(x *modes.Context, sas []ike.SAStatus) {
	classic := x.Device.Release() == debuglog.IOS124
	x.Printf("%s", saLegend)
	if !classic {
		x.Println("IPv4 Crypto ISAKMP SA")
	}
	x.Printf("%s", saTitles)
	for _, sa := range sas {
		encr, hash, auth, group, life := "", "", "", "", "0"
		if sa.Suite.Cipher != 0 {
			encr, hash, auth, group = cipherWord(sa.Suite.Cipher), hashWord(sa.Suite.Hash), "psk", fmt.Sprint(uint16(sa.Suite.Group))
			if sa.Signs {
				auth = "rsig"
			}
			life = hoursMinutesSeconds(sa.Remaining)
		}
		status := "ACTIVE"
		x.Printf("%-5d %-15s %-15s %-6s %-6s %-4s %-6s %-4s %-2s %-8s %-4s\n", sa.Conn, sa.Local.Addr(), sa.Remote.Addr(), sa.IVRF,
			status, encr, hash, auth, group, life, capabilities(sa))
		x.Printf("       %s\n\n", engineOf(x.Device.Release(), sa))
	}
	if !classic {
		x.Println("IPv6 Crypto ISAKMP SA\n")
	}
}

// engineOf says where the crypto engine holds an SA; before there are keys, nowhere.
func engineOf(r debuglog.Release, sa ike.SAStatus) string {
	title, number := "Engine-id:Conn-id", fmt.Sprintf("%s:%d", r.Processor().IKE, sa.Engine)
	if r == debuglog.IOS124 {
		title, number = "Connection-id:Engine-id", fmt.Sprintf("%d:%d(%s)", sa.Engine, r.Processor().Slot, r.Processor().Kind())
	}
	if sa.Engine == 0 {
		number = "???"
	}
	return title + " =  " + number
}

func printSACount(x *modes.Context, sas []ike.SAStatus) {
	var active, negotiating, dead int
	for _, sa := range sas {
		switch {
		case sa.Deleted:
			dead++
		case sa.State == state.QMIdle:
			active++
		default:
			negotiating++
		}
	}
	x.Printf("Active ISAKMP SA's: %d\n\nStandby ISAKMP SA's: 0\n\nCurrently being negotiated ISAKMP SA's: %d\n\nDead ISAKMP SA's: %d\n",
		active, negotiating, dead)
}

// capabilities are the letters of an SA, in the legend's order.
func capabilities(sa ike.SAStatus) (letters string) {
	if sa.Configured {
		letters += "C"
	}
	if sa.DPD {
		letters += "D"
	}
	if sa.Keepalives {
		letters += "K"
	}
	if sa.XAuth {
		letters += "X"
	}
	if sa.NAT {
		letters += "N"
	}
	return letters
}

func cipherWord(c oakley.Cipher) string {
	return map[oakley.Cipher]string{oakley.DES: "des", oakley.TripleDES: "3des", oakley.AES: "aes"}[c]
}

func hashWord(h oakley.Hash) string {
	return map[oakley.Hash]string{oakley.MD5: "md5", oakley.SHA1: "sha", oakley.SHA256: "sha256", oakley.SHA384: "sha384",
		oakley.SHA512: "sha512"}[h]
}

// hoursMinutesSeconds is a lifetime that counts down: 23:59:11.
func hoursMinutesSeconds(d time.Duration) string {
	s := int(d / time.Second)
	return fmt.Sprintf("%02d:%02d:%02d", s/3600, s/60%60, s%60)
}

func showISAKMPPolicy() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`crypto isakmp policy`, modes.H{"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP",
		"policy": "Show ISAKMP protection suite policy"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Println("\nGlobal IKE policy")
			for _, p := range b.Config().ISAKMP.Policies {
				printPolicy(x, fmt.Sprintf("Protection suite of priority %d", p.Priority), p)
			}
			if b.Release() == debuglog.IOS124 {
				printPolicy(x, "Default protection suite", config.NewPolicy(0))
			}
			return nil
		})
}

func printPolicy(x *modes.Context, title string, p *config.Policy) {
	x.Println(title)
	x.Printf("\tencryption algorithm:\t%s\n", map[config.Encryption]string{
		config.DES: "DES - Data Encryption Standard (56 bit keys).", config.TripleDES: "Three key triple DES",
		config.AES: fmt.Sprintf("AES - Advanced Encryption Standard (%d bit keys).", max(p.KeyBits, 128))}[p.Encryption])
	x.Printf("\thash algorithm:\t\t%s\n", map[config.HashName]string{
		config.MD5: "Message Digest 5", config.SHA: "Secure Hash Standard", config.SHA256: "Secure Hash Standard 2 (256 bit)",
		config.SHA384: "Secure Hash Standard 2 (384 bit)", config.SHA512: "Secure Hash Standard 2 (512 bit)"}[p.Hash])
	x.Printf("\tauthentication method:\t%s\n", map[config.Authentication]string{
		config.PreShare: "Pre-Shared Key", config.RSASig: "Rivest-Shamir-Adleman Signature",
		config.RSAEncr: "Rivest-Shamir-Adleman Encryption"}[p.Authentication])
	x.Printf("\tDiffie-Hellman group:\t#%d (%s)\n", p.Group, groupBits(p.Group))
	x.Printf("\tlifetime:\t\t%d seconds, no volume limit\n", modes.InSeconds(p.Lifetime))
}

func groupBits(group int) string {
	if group == 24 {
		return "2048 bit, 256 bit subgroup"
	}
	return fmt.Sprintf("%d bit", oakley.Group(group).Bits())
}

func showISAKMPKey() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `show crypto isakmp key`,
		Help: modes.MergeHelp(modes.ShowHelp(),
			modes.H{"crypto": modes.ShowCryptoHelp, "isakmp": "Show ISAKMP", "key": "Show ISAKMP preshared keys"}),
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Println("Keyring      Hostname/Address                            Preshared Key\n")
			printKeys(x, "default", b.Config().ISAKMP.Keys)
			for _, ring := range b.Config().ISAKMP.Keyrings {
				printKeys(x, ring.Name, ring.Keys)
			}
			return nil
		},
	}
}

// printKeys lists the keys of a ring; its name stands before the first.
func printKeys(x *modes.Context, ring string, keys []config.PreSharedKey) {
	for _, k := range keys {
		who := k.Host
		if k.Prefix.IsValid() {
			who = k.Prefix.Addr().String()
			if !k.Prefix.IsSingleIP() {
				who = fmt.Sprintf("%-15s[%-15s]", who, modes.MaskOf(k.Prefix.Bits()))
			}
		}
		key := k.Key
		if k.Encrypted {
			key = "(encrypted)"
		}
		x.Printf("%-13s%-44s%s\n", ring, who, key)
		ring = ""
	}
}

func addShowCryptoISAKMP(l *modes.Language) {
	l.Add("exec", showISAKMPSA(), showISAKMPPolicy(), showISAKMPKey(), showISAKMPPeers())
}
