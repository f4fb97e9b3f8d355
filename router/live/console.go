package live

import (
	"ruthere/router"
	"ruthere/shell"
)

// A Console makes a router's console available again after its user logged out: the
// device shows Press RETURN, and the next RETURN opens a new login.
type Console struct {
	Attach router.Attach
	out    bool // the user has logged out
}

// Out translates what the router does with the terminal: the end of a login becomes a
// wait for RETURN.
func (c *Console) Out(o router.Output) router.Output {
	if closed, ok := o.(router.TerminalClosed); ok {
		c.out = true
		return pressReturn(closed.Terminal)
	}
	return o
}

// In translates what the user does: the inputs that the router is to get, and what the
// terminal is to do before that, if anything.
func (c *Console) In(in router.Input) (forRouter []router.Input, forTerminal router.Output) {
	if !c.out {
		return []router.Input{in}, nil
	}
	switch in := in.(type) {
	case router.Key:
		if in.Key == '\r' {
			c.out = false
			return []router.Input{router.Detach{Terminal: c.Attach.Terminal}, c.Attach}, nil
		}
		return nil, pressReturn(c.Attach.Terminal)
	case router.Resize:
		c.Attach.Height, c.Attach.Width = in.Height, in.Width
	}
	return nil, nil
}

// Rebooted tells that the router attaches the terminal anew.
func (c *Console) Rebooted() { c.out = false }

func pressReturn(terminal int) router.Output {
	return router.TerminalReady{Terminal: terminal, Request: shell.Request{Key: true}}
}
