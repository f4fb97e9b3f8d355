package crypto

import (
	"ruthere/config"
	"ruthere/modes"
)

// Who behind a peer is asked for a name and a password (XAUTH). Only the vendor ID that announces
// it is sent: see config.AsksXAuth.

func xauthHelp() modes.H {
	return modes.H{"client": "Specify client configuration settings", "authentication": "Set parameters for XAUTH", "list": "Specify AAA list",
		"methods": "Named authentication list"}
}

func cryptoMapXAuth() modes.Cmd[modes.Global] {
	return mapSetting{
		keywords: "client authentication list", argument: "methods", kind: "WORD", help: xauthHelp(),
		set: (*config.Config).SetMapXAuth,
		of:  func(m config.MapSettings) string { return m.XAuth },
	}.command()
}

func profileXAuth() modes.Cmd[profile] {
	return modes.Text(`client authentication list methods:WORD`, xauthHelp(), func(p profile) *string { return &p.XAuth })
}

func addXAuth(l *modes.Language) {
	l.Add("global", cryptoMapXAuth())
	l.Add("isakmp-profile", profileXAuth())
}
