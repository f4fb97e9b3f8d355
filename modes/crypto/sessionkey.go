package crypto

import (
	"strings"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/modes"
	"ruthere/parser"
)

// setSessionKey is a key of an entry with `ipsec-manual`, for one direction and one protocol.
func setSessionKey() modes.Cmd[mapEntry] {
	return modes.Cmd[mapEntry]{
		Syntax: `set session-key {inbound | outbound} {ah ah-spi:<256-4294967295> ah-key:Hex-data! |
			esp spi:<256-4294967295> cipher cipher-key:Hex-data! [authenticator authenticator-key:Hex-data!]}`,
		Hidden: true, // as on the device: `?` is about entries with IKE
		No: `set session-key {inbound | outbound} {ah [ah-spi:<256-4294967295> [ah-key:Hex-data!]] |
			esp [spi:<256-4294967295> [cipher cipher-key:Hex-data! [authenticator authenticator-key:Hex-data!]]]}`,
		Help: modes.MergeHelp(setHelp(), modes.H{"session-key": "Specify IPSec keys for use within manual keying", "inbound": "Inbound keys",
			"outbound": "Outbound keys", "ah": "AH protocol", "esp": "ESP protocol", "ah-spi": "Security parameter index",
			"spi": "Security parameter index", "cipher": "Cipher key", "authenticator": "Authenticator key", "ah-key": "Key string, in hexadecimal",
			"cipher-key": "Key string, in hexadecimal", "authenticator-key": "Key string, in hexadecimal"}),
		Set: func(x *modes.Context, e mapEntry, a parser.Args) error {
			if e.Manual == nil {
				return modes.Refuse("ERROR: Session keys are for crypto maps with ipsec-manual.")
			}
			key := config.SessionKey{SPI: uint32(a.Int("spi") + a.Int("ah-spi")), Cipher: a.Str("cipher-key"),
				Authenticator: a.Str("authenticator-key") + a.Str("ah-key")}
			if len(key.Cipher)%2 != 0 || len(key.Authenticator)%2 != 0 {
				return modes.Refuse("ERROR: A key has an even number of hexadecimal digits.")
			}
			if err := ike.CheckSessionKey(x.Config, e, a.Has("ah"), key); err != nil {
				return modes.Refuse("ERROR: " + err.Error() + ".")
			}
			*e.Manual.Direction(a.Has("inbound")).Protocol(a.Has("ah")) = key
			return nil
		},
		Unset: func(_ *modes.Context, e mapEntry, a parser.Args) error {
			if e.Manual != nil {
				*e.Manual.Direction(a.Has("inbound")).Protocol(a.Has("ah")) = config.SessionKey{}
			}
			return nil
		},
		Show: func(e mapEntry) (lines []parser.Args) {
			for _, k := range sessionKeys(e) {
				line := parser.Args{k.direction: true, k.protocol: true}
				switch {
				case k.SPI == 0:
					continue
				case k.protocol == "ah":
					line["ah-spi"], line["ah-key"] = int(k.SPI), k.Authenticator
				default:
					line["spi"], line["cipher"], line["cipher-key"] = int(k.SPI), true, k.Cipher
					if k.Authenticator != "" {
						line["authenticator"], line["authenticator-key"] = true, k.Authenticator
					}
				}
				lines = append(lines, line)
			}
			return lines
		},
	}
}

// A namedKey is a session key with what it is for.
type namedKey struct {
	config.SessionKey
	direction, protocol string
}

// sessionKeys are those of an entry, also such as are not set; none of an entry that IKE negotiates.
func sessionKeys(e mapEntry) []namedKey {
	if e.Manual == nil {
		return nil
	}
	m := e.Manual
	return []namedKey{{m.Inbound.ESP, "inbound", "esp"}, {m.Inbound.AH, "inbound", "ah"}, {m.Outbound.ESP, "outbound", "esp"},
		{m.Outbound.AH, "outbound", "ah"}}
}

// checkSessionKeys refuses a transform set that an entry's keys are too short for.
func checkSessionKeys(c *config.Config, e mapEntry) error {
	for _, k := range sessionKeys(e) {
		if k.SPI == 0 {
			continue
		}
		if err := ike.CheckSessionKey(c, e, k.protocol == "ah", k.SessionKey); err != nil {
			return modes.Refuse("ERROR: " + err.Error() + ".")
		}
	}
	return nil
}

// hiddenKey stands for a key that there is. The device shows it, to every user and in `show tech-support`.
func hiddenKey(digits string) string {
	if digits == "" {
		return ""
	}
	return "<removed>"
}

// printSessionKeys is what `show crypto map` tells of them.
func printSessionKeys(x *modes.Context, e mapEntry) {
	for _, k := range sessionKeys(e) {
		direction := strings.ToUpper(k.direction[:1]) + k.direction[1:]
		x.Printf("\t%s %s spi: %d,\n", direction, k.protocol, k.SPI)
		if k.protocol == "ah" {
			x.Printf("\t    key: %s,\n", hiddenKey(k.Authenticator))
		} else {
			x.Printf("\t    cipher key: %s,\n\t    auth key: %s,\n", hiddenKey(k.Cipher), hiddenKey(k.Authenticator))
		}
	}
}
