package config

// An Alias is another word for the beginning of a command: `alias MODE NAME COMMAND`.
type Alias struct {
	Mode    string // as the command writes it: exec, configure, interface ...
	Name    string
	Command string // "" says that a name the router comes with was taken away
}

// A Privilege is the level that a command's keywords need: `privilege MODE [all] level
// LEVEL COMMAND`.
type Privilege struct {
	Mode    string // as the command writes it
	Command string // keywords in full, one blank between them
	Level   int    // 0 to 15
	All     bool   // for all commands that begin thus
}

// SetAlias adds an alias, in the place of one of that name.
func (c *Config) SetAlias(a Alias) {
	for i, have := range c.Aliases {
		if have.Mode == a.Mode && have.Name == a.Name {
			c.Aliases[i] = a
			return
		}
	}
	c.Aliases = append(c.Aliases, a)
}
