package modes

func init() {
	Line.family(H{"modem": "Configure the Modem Control Lines", "enable": "Enable the modem", "activation-character": "Define the activation character",
		"script": "specify event related chat scripts to run on the line", "dialer": "Chat script for dialer", "reset": "Chat script for reset",
		"autoselect": "Set line to autoselect", "ppp": "Start PPP", "during-login": "Do autoselect at the Username/Password prompt",
		"access-class": "Filter connections", "txspeed": "Set the transmit speed", "rxspeed": "Set the receive speed",
	}).lines(`*modem enable`, `*activation-character ~ [character:<0-127>]`, `script dialer ~ name:WORD`, `script reset ~ name:WORD`, `autoselect ~ {ppp | during-login}`,
		`ipv6 access-class list:WORD {in | out}`, `txspeed ~ bps:<0-4294967295>`, `rxspeed ~ bps:<0-4294967295>`)
}
