package debuglog

// Aggressive mode (RFC 2409 section 5.4), and how a pre-shared key is found by the identity that it brings. What is known of each
// line stands before it: seen in a public log, recalled (from many), or guessed. That is of 15; 12.4 and XE are the same words in
// the spelling of their neighbours.

// Recalled.
var beginningAggressiveMode = phrase{
	ios124: "ISAKMP:(<id>): beginning Aggressive Mode exchange",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):beginning Aggressive Mode exchange",
}

func (v *Voice) BeginningAggressiveMode() { v.say(&beginningAggressiveMode) }

// Guessed after LookingForKey.
var lookingForNamedKey = phrase{
	args:   "name keyring",
	ios124: "ISAKMP: Looking for a matching key for <name> in <keyring>",
}

// LookingForNamedKey is LookingForKey for an identity that is a name. Only 12.4 says it.
func LookingForNamedKey(name string) Line {
	return lookingForNamedKey.line(Conn{}, text(name), text("default"))
}

// Seen.
var noKeyByHostname = phrase{
	sw:     ISAKMPError,
	args:   "name",
	ios124: "ISAKMP: no pre-shared key based on hostname <name>!",
	ios15:  same,
	iosxe:  xeError + "(0):no pre-shared key based on hostname <name>!",
}

// NoKeyByHostname: there is no key for the name that the peer presents. One for its address may do.
func NoKeyByHostname(name string) Line { return noKeyByHostname.line(Conn{}, text(name)) }

// Recalled of addresses, guessed of names.
var foundKeyByName = phrase{
	args:   "name",
	ios124: "ISAKMP:(<id>):found peer pre-shared key matching <name>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):found peer pre-shared key matching <name>",
}

// FoundKeyByName is FoundPreSharedKey for an identity that is a name.
func (v *Voice) FoundKeyByName(name string) { v.say(&foundKeyByName, text(name)) }

// Recalled.
var foundHostKey = phrase{
	args:   "keyring",
	ios124: "ISAKMP:(<id>):Found HOST key in keyring <keyring>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Found HOST key in keyring <keyring>",
}

// FoundHostKey is FoundAddressKey for a key of a name.
func (v *Voice) FoundHostKey(keyring string) { v.say(&foundHostKey, text(keyring)) }

// Seen.
var lookingForXAuth = phrase{
	args:   "profile",
	ios124: "ISAKMP : Looking for xauth in profile <profile>",
	ios15:  same,
	iosxe:  "ISAKMP: (<id>):Looking for xauth in profile <profile>",
}

// LookingForXAuth takes the place of ScanningProfiles where the identity has matched a profile.
func (v *Voice) LookingForXAuth(profile string) { v.say(&lookingForXAuth, text(profile)) }

// ChosenNATT (recalled) names the version of NAT traversal that a responder answers with, once more before it does.
func (v *Voice) ChosenNATT(version NATVersion) {
	switch version {
	case NATRFC3947:
		v.say(&vendorIDIsNATT, text(natTRFC3947))
	case NATDraft07:
		v.say(&vendorIDIsNATT, text(natTv7))
	case NATDraft03:
		v.say(&vendorIDIs, text("NAT-T v3"))
	default:
		v.say(&vendorIDIs, text("NAT-T v2"))
	}
}

// The text is documented; facility, severity and mnemonic are recalled.
var aggressiveModeDisabled = phrase{
	sw:     Always,
	pace:   oncePerMinute,
	ios124: "%CRYPTO-5-IKMP_AG_MODE_DISABLED: Unable to initiate or respond to Aggressive Mode while disabled",
	ios15:  same,
	iosxe:  same,
}

// AggressiveModeDisabled: it was asked for, by a peer or by the configuration, and is switched off.
func AggressiveModeDisabled() Line { return aggressiveModeDisabled.line(Conn{}) }

// Guessed after CannotStartMainMode.
var cannotStartAggressive = phrase{
	sw:     ISAKMPError,
	ios124: "ISAKMP:(<id>): construct_initial_message: Can not start Aggressive mode",
	ios15:  same,
	iosxe:  xeError + "(<id>):construct_initial_message: Can not start Aggressive mode",
}

// CannotStartAggressive ends a negotiation of aggressive mode that lacks something, as CannotStartMainMode does one of main mode.
func (v *Voice) CannotStartAggressive() { v.say(&cannotStartAggressive) }
