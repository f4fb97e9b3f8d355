package router

import (
	"slices"

	"ruthere/modes"
	"ruthere/shell"
)

// A terminal is one of the router's, and how its user came.
type terminal struct {
	id int
	*shell.Terminal
	kind string

	transport string // by which a virtual line was reached: ssh, telnet
	user      string // whom the transport has authenticated, if known
	known     bool
	failures  int              // to authenticate
	logged    bool             // the session, as ip ssh logging events asks
	in, out   modes.SSHCiphers // what protects the connection
}

func (r *Router) attach(in Attach) {
	t := &terminal{id: in.Terminal, kind: in.Kind}
	t.Terminal = shell.NewTerminal(in.Terminal, shell.Place{Kind: in.Kind, Number: in.Number, From: in.From}, in.Height, in.Width, r, outlet{r})
	r.opened(t)
	if in.Standby {
		t.Standby()
	} else {
		t.Open()
	}
}

func (r *Router) detach(id int) {
	r.at(id, func(t *terminal) { r.logSSHClose(t); t.Hangup() })
	r.terminals = slices.DeleteFunc(r.terminals, func(t *terminal) bool { return t.id == id })
}

// at runs f with the terminal of that number, if it is open.
func (r *Router) at(id int, f func(*terminal)) {
	for _, t := range r.terminals {
		if t.id == id {
			f(t)
			return
		}
	}
}

// Help answers `?` typed behind text at a terminal.
func (r *Router) Help(id int, text string) (help string) {
	r.at(id, func(t *terminal) { help = t.Terminal.Help(text) })
	return help
}

// Complete answers Tab typed behind text at a terminal.
func (r *Router) Complete(id int, text string) (completed string, ok bool) {
	r.at(id, func(t *terminal) { completed, ok = t.Terminal.Complete(text) })
	return completed, ok
}

// Prompt is what a terminal asks for a line with.
func (r *Router) Prompt(id int) (prompt string) {
	r.at(id, func(t *terminal) { prompt = t.Terminal.Prompt() })
	return prompt
}

// outlet is the router as its terminals' Output.
type outlet struct{ r *Router }

func (o outlet) Text(id int, s string) { o.r.out.add(TerminalText{id, s}) }
func (o outlet) Log(id int, s string, synchronous bool) {
	o.r.out.add(TerminalLog{id, s, synchronous})
}
func (o outlet) Ready(id int, q shell.Request) { o.r.out.add(TerminalReady{id, q}) }
func (o outlet) Closed(id int)                 { o.r.out.add(TerminalClosed{id}) }
