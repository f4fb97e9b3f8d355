package crypto

import (
	"ruthere/config"
	"ruthere/modes"
)

// The window in which packets may arrive out of order without counting as replayed, RFC 4303
// section 3.4.3. What is configured holds for SAs made afterwards.

// windowSizes are the replay windows that can be configured, in packets.
var windowSizes = []modes.Option[int]{
	modes.OptionOf("64", "Window size of 64 (default)", 64),
	modes.OptionOf("128", "Window size of 128", 128),
	modes.OptionOf("256", "Window size of 256", 256),
	modes.OptionOf("512", "Window size of 512", 512),
	modes.OptionOf("1024", "Window size of 1024", 1024),
}

func replayHelp() modes.H {
	return modes.H{"security-association": "Security association parameters", "replay": "Set replay checking."}
}

func replayWindowHelp() modes.H {
	return modes.MergeHelp(replayHelp(), modes.H{"window-size": "Set replay window size."})
}

func ipsecReplayWindow() modes.Cmd[modes.Global] {
	return modes.Choice(`crypto ipsec security-association replay window-size`, ipsecHelp(replayWindowHelp()),
		config.DefaultReplayWindow, func(c modes.Global) *int { return &c.IPsec.ReplayWindow }, windowSizes...)
}

func ipsecNoReplayCheck() modes.Cmd[modes.Global] {
	return modes.Flag(`crypto ipsec security-association replay disable`, ipsecHelp(modes.MergeHelp(replayHelp(),
		modes.H{"disable": "Disable"})),
		func(c modes.Global) *bool { return &c.IPsec.NoReplayCheck }).WithoutDefaultLine()
}

// setReplayWindow and setNoReplayCheck say the same value: the window of one entry's SAs.
func setReplayWindow() modes.Cmd[mapEntry] {
	return modes.Choice(`set security-association replay window-size`, modes.MergeHelp(setHelp(), replayWindowHelp()),
		0, replayWindowOf, windowSizes...).WithoutDefaultLine()
}

func setNoReplayCheck() modes.Cmd[mapEntry] {
	return modes.Choice(`set security-association replay`, modes.MergeHelp(setHelp(), replayHelp()),
		0, replayWindowOf, modes.OptionOf("disable", "Disable", config.NoReplayCheck)).WithoutDefaultLine()
}

func replayWindowOf(e mapEntry) *int { return &e.ReplayWindow }

func addReplay(l *modes.Language) {
	l.Add("global", ipsecReplayWindow(), ipsecNoReplayCheck())
	l.Add("crypto-map", setNoReplayCheck(), setReplayWindow())
}
