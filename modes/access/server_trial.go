package access

import (
	"ruthere/modes"
	"ruthere/parser"
)

// tryServers is `test aaa`, which asks a group of servers about a user. None of them answers
// here.
func tryServers() modes.Cmd[modes.Device] {
	return modes.Cmd[modes.Device]{
		Syntax: `test aaa group {radius | tacacs=tacacs+ | name:WORD} user:WORD password:WORD! {legacy | new-code}`,
		Help: modes.H{"test": "Test subsystems, memory, and interfaces", "aaa": "Test AAA Subsystem", "group": "AAA group test",
			"radius": "use radius group", "tacacs+": "use tacacs group", "name": "Server-group name", "user": "Username",
			"password": "Password", "legacy": "Use legacy API", "new-code": "Use new code"},
		Level: modes.TopLevel,
		Set: func(x *modes.Context, _ modes.Device, a parser.Args) error {
			if a.Has("new-code") {
				x.Println("User rejected")
				return nil
			}
			group, protocol := a.Str("name"), "radius"
			switch {
			case a.Has("radius"):
				group = "radius"
			case a.Has("tacacs"):
				group, protocol = "tacacs+", "tacacs+"
			}
			x.Printf("Attempting authentication test to server-group %s using %s\n", group, protocol)
			x.Println("No authoritative response from any server.")
			return nil
		},
	}
}
