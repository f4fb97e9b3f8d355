package idle

import (
	"cmp"
	"strconv"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// showHTTPServer says how the web server is configured. The secure one serves nobody here.
func showHTTPServer(x *modes.Context, b modes.Device, _ parser.Args) {
	global := &b.Config().Inert
	setting := block{below: global}.value
	status := func(line string) string { return capital(modes.EnabledText(hasLine(global, line))) }
	h := b.Config().HTTP
	access := cmp.Or(h.AccessList, "0")
	life := strings.Fields(setting("ip http timeout-policy", "idle 180 life 180 requests 1"))
	x.Printf("HTTP server status: %s\nHTTP server port: %s\nHTTP server authentication method: %s\nHTTP server access class: %s\n"+
		"HTTP server base path: %s\nHTTP server help root: \nMaximum number of concurrent server connections allowed: %s\n"+
		"Server idle time-out: %s seconds\nServer life time-out: %s seconds\nMaximum number of requests allowed on a connection: %s\n"+
		"HTTP server active session modules: %s\n", capital(modes.EnabledText(h.Server)), strconv.Itoa(h.Port),
		setting("ip http authentication", "enable"), access, setting("ip http path", ""), strconv.Itoa(h.Connections),
		life[1], life[3], life[5], setting("ip http active-session-modules", "ALL"))
	x.Printf("HTTP secure server capability: Present\nHTTP secure server status: %s\nHTTP secure server port: %s\n"+
		"HTTP secure server ciphersuite: %s\nHTTP secure server client authentication: Disabled\n"+
		"HTTP secure server trustpoint: %s\nHTTP secure active session modules: %s\n", status("ip http secure-server"),
		setting("ip http secure-port", "443"), setting("ip http secure-ciphersuite", "3des-ede-cbc-sha des-cbc-sha rc4-128-md5 rc4-128-sha"),
		setting("ip http secure-trustpoint", ""), setting("ip http secure-active-session-modules", "ALL"))
}

func addWebServer(l *modes.Language) {
	show(l, `ip http server status`, ipHelp(modes.H{"http": "HTTP information", "server": "HTTP server information",
		"status": "HTTP server status information"}), showHTTPServer)
}
