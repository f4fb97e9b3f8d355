package lab

import "slices"

// offers says whether there is a command in this lab.
func (l *Lab) offers(c *command) bool {
	return (c.exists == nil || c.exists(l)) && !slices.Contains(l.line.topology.Withheld, c.name)
}
