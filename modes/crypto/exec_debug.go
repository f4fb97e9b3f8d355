package crypto

import (
	"time"

	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// debugs are the debug commands and the switches they move.
var debugs = []struct {
	words string
	help  modes.H
	sw    debuglog.Switch
}{
	{"crypto isakmp", modes.H{"isakmp": "ISAKMP Key Management"}, debuglog.ISAKMP},
	{"crypto isakmp error", modes.H{"isakmp": "ISAKMP Key Management", "error": "ISAKMP errors"}, debuglog.ISAKMPError},
	{"crypto isakmp dpd", modes.H{"isakmp": "ISAKMP Key Management", "dpd": "Dead peer detection only"}, debuglog.ISAKMPDPD},
	{"crypto ipsec", modes.H{"ipsec": "IPSEC processing"}, debuglog.IPsec},
	{"crypto ipsec client ezvpn", modes.H{"ipsec": "IPSEC processing", "client": "Client", "ezvpn": "Easy VPN client"}, debuglog.EzVPN},
	{"crypto engine", modes.H{"engine": "Crypto Engine Debug"}, debuglog.CryptoEngine},
	{"crypto isakmp aaa", modes.H{"isakmp": "ISAKMP Key Management", "aaa": "Crypto ISAKMP AAA"}, debuglog.ISAKMPAAA},
	{"crypto isakmp ha", modes.H{"isakmp": "ISAKMP Key Management", "ha": "Crypto ISAKMP High Availability debug"}, debuglog.ISAKMPHA},
	{"crypto ha", modes.H{"ha": "Crypto High Availability (generic) debug"}, debuglog.CryptoHA},
	{"crypto kmi", modes.H{"kmi": "Crypto Key Management Interface"}, debuglog.CryptoKMI},
	{"crypto mib", modes.H{"mib": "IPSEC Management Transactions"}, debuglog.CryptoMIB},
	{"crypto pki scep", modes.H{"pki": "PKI Client", "scep": "PKI SCEP"}, debuglog.CryptoPKISCEP},
	{"crypto pki server", modes.H{"pki": "PKI Client", "server": "PKI Certificate Server"}, debuglog.CryptoPKIServer},
	{"crypto pki messages", modes.H{"pki": "PKI Client", "messages": "PKI Input/Output Messages"}, debuglog.CryptoPKIMessages},
	{"crypto pki transactions", modes.H{"pki": "PKI Client", "transactions": "PKI Transactions"}, debuglog.CryptoPKITransactions},
	{"crypto pki validation", modes.H{"pki": "PKI Client", "validation": "PKI Validation Path Debugging"}, debuglog.CryptoPKIValidation},
	{"crypto pki api", modes.H{"pki": "PKI Client", "api": "PKI API"}, debuglog.CryptoPKIAPI},
	{"crypto pki callbacks", modes.H{"pki": "PKI Client", "callbacks": "PKI Callbacks"}, debuglog.CryptoPKICallbacks},
	{"crypto routing", modes.H{"routing": "IPSEC Route Events"}, debuglog.CryptoRouting},
	{"crypto socket", modes.H{"socket": "Crypto Secure Socket Debug"}, debuglog.CryptoSocket},
	{"crypto verbose", modes.H{"verbose": "verbose decode"}, debuglog.CryptoVerbose},
}

func debugCommands() (all []modes.Command) {
	for _, d := range debugs {
		all = append(all, modes.DebugCommands(d.words, modes.MergeHelp(modes.H{"crypto": "Cryptographic subsystem"}, d.help), d.sw)...)
	}
	return all
}

func clearHelp() modes.H {
	return modes.H{"clear": "Reset functions", "crypto": "Encryption subsystem"}
}

// clearSession takes its halves in either order, as the device does.
func clearSession() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear crypto session &{local local-addr:A.B.C.D [port-local=port local-port:<1-65535>] |
			remote remote-addr:A.B.C.D [port-remote=port remote-port:<1-65535>] | fvrf fvrf-name:WORD | ivrf ivrf-name:WORD | username user:WORD |
			isakmp group group-name:WORD}`,
		Help: modes.MergeHelp(clearHelp(), modes.H{"session": "clear crypto sessions (tunnels)",
			"local":  "Clear crypto sessions for a local crypto endpoint",
			"remote": "Clear crypto sessions for a remote IKE peer", "local-addr": "IP address of the local crypto endpoint",
			"remote-addr": "IP address of the remote IKE peer",
			"port":        "IKE port", "local-port": "Local port", "remote-port": "Remote port", "fvrf": "Front-door VRF", "ivrf": "Inside VRF",
			"fvrf-name": "VRF name", "ivrf-name": "VRF name", "username": "Clear crypto sessions for a username", "user": "Username",
			"isakmp": "Clear crypto sessions for an ISAKMP group", "group": "ISAKMP group", "group-name": "Group name"}),
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			f := ike.Filter{Local: a.Addr("local-addr"), Remote: a.Addr("remote-addr"),
				LocalPort: uint16(a.Int("local-port")), RemotePort: uint16(a.Int("remote-port")),
				FVRF: a.Str("fvrf-name"), IVRF: a.Str("ivrf-name"), User: a.Str("user"), Group: a.Str("group-name")}
			if !b.Config().HasVRF(f.FVRF) || !b.Config().HasVRF(f.IVRF) {
				return nil // nothing is in a VRF that does not exist
			}
			b.Crypto(func(now time.Time, e *ike.Engine, out *ike.Out) { e.ClearSession(now, f, out) })
			return nil
		},
	}
}

func clearISAKMP() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear crypto isakmp [conn:<0-2147483647> | active | standby]`,
		Help: modes.MergeHelp(clearHelp(), modes.H{"isakmp": "Flush the ISAKMP database", "conn": "connection id of SA",
			"active": "Clear HA-enabled ISAKMP SAs in the active state", "standby": "Clear HA-enabled ISAKMP SAs in the standby state"}),
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			if a.Has("standby") {
				return nil // every SA of a router without a redundancy group is active
			}
			b.Crypto(func(now time.Time, e *ike.Engine, out *ike.Out) { e.ClearISAKMP(now, a.Int("conn"), out) })
			return nil
		},
	}
}

func clearSA() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear crypto sa [counters | map name:WORD | peer [vrf vrf:WORD] addr:A.B.C.D | vrf vrf:WORD | spi spi:<256-4294967295> |
			entry destination:A.B.C.D {ah | esp} spi:<256-4294967295>]`,
		Help: modes.MergeHelp(clearHelp(), modes.H{"sa": "Clear all crypto SAs", "counters": "Reset the SA counters",
			"map": "Clear all SAs for a given crypto map", "name": "Crypto map name",
			"peer": "Clear all SAs for a given crypto peer",
			"addr": "IP address of peer", "sa/vrf": "Clear all SAs for a given front-door VRF", "peer/vrf": "Front-door VRF of the peer",
			"vrf/vrf": "VRF name", "sa/spi": "Clear the SA of a given SPI", "spi/spi": "SPI of the SA",
			"entry": "Clear one SA", "destination": "Destination address of the SA", "ah": "AH protocol", "esp": "ESP protocol",
			"esp/spi": "SPI of the SA", "ah/spi": "SPI of the SA"}),
		Level: 15,
		Set: func(x *modes.Context, b modes.Device, a parser.Args) error {
			if a.Has("counters") || a.Has("ah") {
				return nil // there is no AH here
			}
			f := ike.IPsecFilter{Peer: a.Addr("addr"), Map: a.Str("name"), VRF: a.Str("vrf"), SPI: uint32(a.Int("spi")),
				Destination: a.Addr("destination")}
			if !b.Config().HasVRF(f.VRF) {
				return nil // nothing is in a VRF that does not exist
			}
			b.Crypto(func(now time.Time, e *ike.Engine, out *ike.Out) { e.ClearIPsec(now, f, out) })
			return nil
		},
	}
}

func clearLogging() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `clear logging`,
		Help:   modes.H{"clear": "Reset functions", "logging": "Clear logging buffer"},
		Level:  15,
		Set: func(x *modes.Context, b modes.Device, _ parser.Args) error {
			x.Terminal.Confirm("Clear logging buffer [confirm]", func(yes bool) {
				if yes {
					b.ClearLog()
				}
			})
			return nil
		},
	}
}

func addExecDebug(l *modes.Language) {
	l.Add("exec", debugCommands()...)
	l.Add("exec", debugCondition(), undebugCondition(), showDebugCondition())
	l.Add("exec", clearSession(), clearISAKMP(), clearSA(), clearLogging())
}
