package modes

import (
	"net/netip"
	"strings"
	"time"

	"ruthere/crypto/ike"
	"ruthere/debuglog"
	"ruthere/parser"
)

const (
	debugHelp   = "Debugging functions (see also 'undebug')"
	undebugHelp = "Disable debugging functions (see also 'debug')"
)

// debugs are the debug commands and the switches they move.
var debugs = []struct {
	words string
	help  H
	sw    debuglog.Switch
}{
	{"crypto isakmp", H{"isakmp": "ISAKMP Key Management"}, debuglog.ISAKMP},
	{"crypto isakmp error", H{"isakmp": "ISAKMP Key Management", "error": "ISAKMP errors"}, debuglog.ISAKMPError},
	{"crypto isakmp dpd", H{"isakmp": "ISAKMP Key Management", "dpd": "Dead peer detection only"}, debuglog.ISAKMPDPD},
	{"crypto ipsec", H{"ipsec": "IPSEC processing"}, debuglog.IPsec},
	{"crypto engine", H{"engine": "Crypto Engine Debug"}, debuglog.CryptoEngine},
	{"crypto isakmp aaa", H{"isakmp": "ISAKMP Key Management", "aaa": "Crypto ISAKMP AAA"}, debuglog.ISAKMPAAA},
	{"crypto isakmp ha", H{"isakmp": "ISAKMP Key Management", "ha": "Crypto ISAKMP High Availability debug"}, debuglog.ISAKMPHA},
	{"crypto ha", H{"ha": "Crypto High Availability (generic) debug"}, debuglog.CryptoHA},
	{"crypto kmi", H{"kmi": "Crypto Key Management Interface"}, debuglog.CryptoKMI},
	{"crypto mib", H{"mib": "IPSEC Management Transactions"}, debuglog.CryptoMIB},
	{"crypto pki messages", H{"pki": "PKI Client", "messages": "PKI Input/Output Messages"}, debuglog.CryptoPKIMessages},
	{"crypto pki transactions", H{"pki": "PKI Client", "transactions": "PKI Transactions"}, debuglog.CryptoPKITransactions},
	{"crypto routing", H{"routing": "IPSEC Route Events"}, debuglog.CryptoRouting},
	{"crypto socket", H{"socket": "Crypto Secure Socket Debug"}, debuglog.CryptoSocket},
	{"crypto verbose", H{"verbose": "verbose decode"}, debuglog.CryptoVerbose},
}

func debugCommands() (all []Command) {
	for _, d := range debugs {
		off := func(x *Context, b Box, _ parser.Args) error {
			x.Println(b.Switches().Off(d.sw))
			return nil
		}
		help := with(H{"crypto": "Cryptographic subsystem"}, d.help)
		all = append(all,
			Cmd[Box]{Syntax: "debug " + d.words, Help: with(help, H{"debug": debugHelp}), Level: 15, Unset: off,
				Set: func(x *Context, b Box, _ parser.Args) error {
					x.Println(b.Switches().On(d.sw))
					return nil
				}},
			Cmd[Box]{Syntax: "undebug " + d.words, Help: with(help, H{"undebug": undebugHelp}), Level: 15, Set: off})
	}
	return all
}

func allOff(x *Context, b Box, _ parser.Args) error {
	x.Println(b.Switches().AllOff())
	return nil
}

var debugAll = Cmd[Box]{
	Syntax: `debug all`,
	Help:   H{"debug": debugHelp, "all": "Enable all debugging"},
	Level:  15,
	Unset:  allOff,
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Terminal.Ask("This may severely impact network performance. Continue? (yes/[no]): ", false, func(text string, ok bool) {
			text = strings.ToLower(strings.TrimSpace(text))
			switch {
			case !ok:
			case text != "" && strings.HasPrefix("yes", text):
				x.Println(b.Switches().AllOn())
			}
		})
		return nil
	},
}

var undebugAll = Cmd[Box]{
	Syntax: `undebug all`,
	Help:   H{"undebug": undebugHelp, "all": "Disable all debugging"},
	Level:  15,
	Set:    allOff,
}

var showDebugging = Cmd[Box]{
	Syntax: `show debugging`,
	Help:   with(showing, H{"debugging": "State of each debugging option"}),
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		if lines := b.Switches().Lines(); len(lines) > 0 {
			if b.Release() != debuglog.IOSXE {
				x.Println("")
			}
			x.Printf("%s\n", strings.Join(lines, "\n"))
		}
		x.Println("")
		return nil
	},
}

var clearHelp = H{"clear": "Reset functions", "crypto": "Encryption subsystem"}

// clearSession takes its halves in either order, as the device does.
var clearSession = Cmd[Box]{
	Syntax: `clear crypto session &{local local-addr:A.B.C.D [port-local=port local-port:<1-65535>] | remote remote-addr:A.B.C.D [port-remote=port remote-port:<1-65535>] | fvrf fvrf-name:WORD | ivrf ivrf-name:WORD | username user:WORD}`,
	Help: with(clearHelp, H{"session": "clear crypto sessions (tunnels)", "local": "Clear crypto sessions for a local crypto endpoint",
		"remote": "Clear crypto sessions for a remote IKE peer", "local-addr": "IP address of the local crypto endpoint", "remote-addr": "IP address of the remote IKE peer",
		"port": "IKE port", "local-port": "Local port", "remote-port": "Remote port", "fvrf": "Front-door VRF", "ivrf": "Inside VRF",
		"fvrf-name": "VRF name", "ivrf-name": "VRF name", "username": "Clear crypto sessions for a username", "user": "Username"}),
	Level: 15,
	Set: func(x *Context, b Box, a parser.Args) error {
		f := ike.Filter{Local: a.Addr("local-addr"), Remote: a.Addr("remote-addr"),
			LocalPort: uint16(a.Int("local-port")), RemotePort: uint16(a.Int("remote-port")),
			FVRF: a.Str("fvrf-name"), IVRF: a.Str("ivrf-name")}
		if a.Has("username") {
			return nil // nobody logs in by XAuth
		}
		if !b.Config().HasVRF(f.FVRF) || !b.Config().HasVRF(f.IVRF) {
			return nil // nothing is in a VRF that does not exist
		}
		b.Crypto(func(now time.Time, e *ike.Engine, out *ike.Out) { e.ClearSession(now, f, out) })
		return nil
	},
}

var clearISAKMP = Cmd[Box]{
	Syntax: `clear crypto isakmp [conn:<0-2147483647>]`,
	Help:   with(clearHelp, H{"isakmp": "Flush the ISAKMP database", "conn": "connection id of SA"}),
	Level:  15,
	Set: func(x *Context, b Box, a parser.Args) error {
		b.Crypto(func(now time.Time, e *ike.Engine, out *ike.Out) { e.ClearISAKMP(now, a.Int("conn"), out) })
		return nil
	},
}

var clearSA = Cmd[Box]{
	Syntax: `clear crypto sa [counters | peer addr:A.B.C.D]`,
	Help: with(clearHelp, H{"sa": "Clear all crypto SAs", "counters": "Reset the SA counters", "peer": "Clear all SAs for a given crypto peer",
		"addr": "IP address of peer"}),
	Level: 15,
	Set: func(x *Context, b Box, a parser.Args) error {
		if a.Has("counters") {
			return nil
		}
		peer := netip.Addr{}
		if a.Has("addr") {
			peer = a.Addr("addr")
		}
		b.Crypto(func(now time.Time, e *ike.Engine, out *ike.Out) { e.ClearIPsec(now, peer, out) })
		return nil
	},
}

var clearLogging = Cmd[Box]{
	Syntax: `clear logging`,
	Help:   H{"clear": "Reset functions", "logging": "Clear logging buffer"},
	Level:  15,
	Set: func(x *Context, b Box, _ parser.Args) error {
		x.Terminal.Confirm("Clear logging buffer [confirm]", func(yes bool) {
			if yes {
				b.ClearLog()
			}
		})
		return nil
	},
}

func init() {
	Exec.Add(debugCommands()...)
	Exec.Add(debugCondition, undebugCondition, showDebugCondition)
	Exec.Add(debugAll, undebugAll, showDebugging, clearSession, clearISAKMP, clearSA, clearLogging)
}
