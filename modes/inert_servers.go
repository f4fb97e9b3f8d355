package modes

// Servers of authentication, which nobody asks; and terminal lines of hardware that is
// not there.
var (
	TACACSGroup   = inertMode("config-sg-tacacs+", "Server group configuration commands:", Global)
	RADIUSGroup   = inertMode("config-sg-radius", "Server group configuration commands:", Global)
	TACACSServer  = inertMode("config-server-tacacs", "TACACS+ server configuration commands:", Global)
	RADIUSServer  = inertMode("config-radius-server", "RADIUS server configuration commands:", Global)
	DynamicAuthor = inertMode("config-locsvr-da-radius", "Dynamic authorization configuration commands:", Global)
	AsyncLine     = inertMode("config-line", "Line configuration commands:", Global)
)

var serverHelp = H{
	"aaa": "Authentication, Authorization and Accounting.", "group": "AAA group definitions", "server": "AAA server group definitions", "tacacs+": "Tacacs+ server-group definition", "radius": "Radius server-group definition", "dynamic-author": "Local server for dynamic authorization",
	"tacacs": "Configure a TACACS server", "name": "Specify a server name", "source-interface": "Specify interface for source address", "forwarding": "Configure forwarding table", "deadtime": "Specify time in minutes to ignore an unresponsive server", "load-balance": "Load balancing", "auth-port": "UDP port for authentication", "acct-port": "UDP port for accounting",
	"server-private": "Specify a private server", "address": "Specify the server address", "key": "Set the encryption key", "timeout": "Time to wait for a server", "single-connection": "Multiplex all packets over a single tcp connection", "retransmit": "Number of retries", "automate-tester": "Configure server automated testing", "username": "User name", "pac": "Protected Access Credential key", "send-nat-address": "Send NAT address",
	"boot": "Modify system boot parameters", "system": "System image file", "config": "Configuration file", "host": "Router-specific config file", "network": "Network-wide config file", "client": "Specify a client", "server-key": "Set the shared secret",
	"line": "Configure a terminal line", "exec": "Start an EXEC process", "transport": "Define transport protocols for line", "preferred": "Specify the preferred protocol to use", "stopbits": "Set async line stop bits", "activation-character": "Define the activation character", "login": "Enable password checking", "local": "Local password checking", "authentication": "Authentication parameters",
	"exec-timeout": "Set the EXEC timeout", "session-timeout": "Set interval for closing connection when there is no input traffic", "modem": "Configure the Modem Control Lines", "InOut": "Both incoming and outgoing use of modem", "enable": "Enable the modem", "script": "Chat scripts", "dialer": "Chat script for dialer", "speed": "Set the transmit and receive speeds", "flowcontrol": "Set the flow control", "hardware": "Set hardware flow control", "software": "Set software flow control",
	"no-exec": "No EXEC", "access-class": "Filter connections", "rotary": "Add line to a rotary group", "length": "Set number of lines on a screen", "rxspeed": "Set the receive speed", "txspeed": "Set the transmit speed", "privilege": "Change privilege level for line", "level": "Assign default privilege level for line", "port": "Port",
}

func init() {
	Global.family(serverHelp).
		opens(`aaa group server tacacs+ name:WORD`, TACACSGroup).opens(`aaa group server radius name:WORD`, RADIUSGroup).opens(`aaa server radius dynamic-author`, DynamicAuthor).
		opens(`tacacs server name:WORD`, TACACSServer).opens(`radius server name:WORD`, RADIUSServer).
		opensList(`line first:<1-807> [last:<1-807>]`, AsyncLine)
	for _, m := range []*Mode{TACACSGroup, RADIUSGroup} {
		m.family(serverHelp).lines(`server name name:WORD`, `server addr:A.B.C.D [auth-port auth:<0-65535>] [acct-port acct:<0-65535>]`, `server-private addr:A.B.C.D ~ [auth-port auth:<0-65535>] [acct-port acct:<0-65535>] [port port:<0-65535>] [timeout secs:<1-1000>] [key [type0=0 | 6 | 7] key:LINE]`,
			`ip tacacs source-interface ~ interface:INTERFACE`, `ip radius source-interface ~ interface:INTERFACE`, `ip vrf forwarding ~ vrf-name:WORD`, `deadtime ~ minutes:<1-1440>`, `load-balance rest:LINE`)
		m.exits("server group configuration mode")
	}
	TACACSServer.family(serverHelp).lines(`address ipv4 ~ addr:HOST`, `address ipv6 ~ addr6:X:X:X:X::X`, `key ~ [type0=0 | 6 | 7] key:LINE`, `timeout ~ secs:<1-1000>`, `port ~ port:<1-65535>`, `single-connection`, `send-nat-address`)
	TACACSServer.exits("TACACS+ server configuration mode")
	RADIUSServer.family(serverHelp).lines(`address ipv4 ~ addr:HOST [auth-port auth:<0-65535>] [acct-port acct:<0-65535>]`, `key ~ [type0=0 | 6 | 7] key:LINE`, `timeout ~ secs:<1-1000>`, `retransmit ~ retries:<0-100>`, `automate-tester username ~ user:WORD rest:LINE`, `pac key ~ [type0=0 | 6 | 7] key:LINE`)
	RADIUSServer.exits("RADIUS server configuration mode")
	DynamicAuthor.family(serverHelp).lines(`client addr:HOST ~ [server-key [type0=0 | 6 | 7] key:LINE]`, `server-key ~ [type0=0 | 6 | 7] key:LINE`, `port ~ port:<0-65535>`)
	DynamicAuthor.exits("dynamic authorization configuration mode")
	AsyncLine.family(serverHelp).lines(`*exec`, `*activation-character ~ [character:<0-127>]`, `transport preferred ~ protocol:WORD`, `transport input ~ protocols:WORD...`, `transport output ~ protocols:WORD...`, `stopbits ~ number:WORD`, `*login ~ [local | authentication list:WORD]`, `password ~ [type0=0 | 7] password:LINE`,
		`exec-timeout ~ minutes:<0-35791> [secs:<0-2147483>]`, `session-timeout ~ minutes:<0-35791>`, `modem ~ {InOut | enable}`, `script dialer ~ name:WORD`, `speed ~ bps:<0-4294967295>`, `rxspeed ~ bps:<0-4294967295>`, `txspeed ~ bps:<0-4294967295>`, `flowcontrol ~ {none | hardware | software}`, `access-class list:WORD {in | out}`, `rotary ~ number:<0-127>`, `length ~ number:<0-512>`, `privilege level ~ number:<0-15>`)
	AsyncLine.exits("line configuration mode")
}
