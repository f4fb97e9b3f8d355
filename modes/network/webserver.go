package network

import (
	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func httpHelp(help modes.H) modes.H {
	return modes.MergeHelp(modes.H{"ip": modes.IPHelp, "http": "HTTP server configuration"}, help)
}

// httpServer is shown in either form.
func httpServer() modes.Cmd[modes.Global] {
	c := modes.Flag(`ip http server`, httpHelp(modes.H{"server": "Enable http server"}),
		func(c modes.Global) *bool { return &c.HTTP.Server })
	c.ShowNo = func(c modes.Global) []parser.Args { return modes.LineIf(!c.HTTP.Server) }
	c.Default = ""
	return c
}

func httpPort() modes.Cmd[modes.Global] {
	return modes.Number(`ip http port number:<0-65535>`, httpHelp(modes.H{"port": "Set http server port", "number": "HTTP port"}),
		config.DefaultHTTPPort, func(c modes.Global) *int { return &c.HTTP.Port })
}

func httpConnections() modes.Cmd[modes.Global] {
	return modes.Number(`ip http max-connections number:<1-16>`, httpHelp(modes.H{
		"max-connections": "Set maximum number of concurrent http server connections", "number": "Number of connections"}),
		config.DefaultHTTPConnections, func(c modes.Global) *int { return &c.HTTP.Connections })
}

func httpAccessClass() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip http access-class {number:<1-99> | ipv4 list:WORD}`,
		Help: httpHelp(modes.H{"access-class": "Restrict http server access by access-class", "number": "Access list number",
			"ipv4": "IPv4 access list", "list": "Access list name"}),
		No: `ip http access-class`,
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.HTTP.AccessList, c.HTTP.AccessNamed = a.Str("list"), a.Has("list")
			if a.Has("number") {
				c.HTTP.AccessList = modes.ListName(a, "number")
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, _ parser.Args) error {
			c.HTTP.AccessList, c.HTTP.AccessNamed = "", false
			return nil
		},
		Show: func(c modes.Global) []parser.Args {
			switch {
			case c.HTTP.AccessList == "":
				return nil
			case c.HTTP.AccessNamed:
				return []parser.Args{{"ipv4": true, "list": c.HTTP.AccessList}}
			}
			return []parser.Args{{"number": modes.ParseNumber(c.HTTP.AccessList)}}
		},
	}
}

func addWebServer(l *modes.Language) {
	l.Add("global", httpServer(), httpPort(), httpConnections(), httpAccessClass())
}
