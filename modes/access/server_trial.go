package access

import (
	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// tryServers is `test aaa`, which asks a group of servers about a user.
func tryServers() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `test aaa group {radius | tacacs=tacacs+ | name:WORD} user:WORD password:WORD! {legacy | new-code}`,
		Help: modes.H{"test": "Test subsystems, memory, and interfaces", "aaa": "Test AAA Subsystem", "group": "AAA group test",
			"radius": "use radius group", "tacacs+": "use tacacs group", "name": "Server-group name", "user": "Username",
			"password": "Password", "legacy": "Use legacy API", "new-code": "Use new code"},
		Level: modes.TopLevel,
		Set: func(x *modes.Context, d modes.Device, a parser.Args) error {
			group, protocol := a.Str("name"), "radius"
			switch {
			case a.Has("radius"):
				group = config.AllRADIUS
			case a.Has("tacacs"):
				group, protocol = "tacacs+", "tacacs+"
			}
			if !a.Has("new-code") {
				x.Printf("Attempting authentication test to server-group %s using %s\n", group, protocol)
			}
			q := modes.ServerQuestion{Group: group, User: a.Str("user"), Password: a.Str("password"), Line: -1}
			whileWaiting(x.Terminal, func(done func()) {
				d.AskServers(q, func(r modes.ServerReply) {
					printTrial(x, a.Has("new-code"), q.User, r)
					done()
				})
			})
			return nil
		},
	}
}

// printTrial tells what came of it.
func printTrial(x *modes.Context, isNew bool, user string, r modes.ServerReply) {
	switch {
	case isNew && r.Right:
		x.Printf("User successfully authenticated\n\nUSER ATTRIBUTES\n\nusername             0   \"%s\"\n", debuglog.Visible(user))
	case isNew:
		x.Println("User rejected")
	case r.Right:
		x.Printf("User was successfully authenticated.\n\n")
	case r.Answered:
		x.Printf("User authentication request was rejected by server.\n\n")
	default:
		x.Println("No authoritative response from any server.")
	}
}
