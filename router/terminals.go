package router

import (
	"slices"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/modes/storage"
	"ruthere/shell"
)

// A connection is a terminal of the router together with how its user came.
type connection struct {
	id int
	*shell.Terminal
	kind  config.LineKind
	quiet bool // see Attach

	transport config.Transport // by which a virtual line was reached: ssh, telnet
	user      string           // the user authenticated by the transport, if known
	known     bool
	failures  int              // to authenticate
	logged    bool             // the session, as ip ssh logging events asks
	agreed    bool             // on the algorithms of SSH
	ended     bool             // the session of SSH, and debug ip ssh has told
	in, out   modes.SSHCiphers // what protects the connection
}

func (r *Router) attachTerminal(in Attach) {
	t := &connection{id: in.Terminal, kind: in.Kind, quiet: in.Quiet}
	t.Terminal = shell.NewTerminal(in.Terminal, shell.Origin{Kind: in.Kind, Number: in.Number, From: in.From}, in.Height,
		in.Width, r, terminalOutlet{r})
	r.openTerminal(t)
	switch {
	case in.Standby:
		r.showBoot(t)
	case in.Privileged:
		t.OpenPrivileged()
	default:
		t.Open()
	}
	if in.Kind == config.LineConsole {
		r.log.unread, r.log.consoleRead = nil, true
	}
}

// showBoot shows on a console how the router has started, and what it has logged since then;
// in between, a router without a configuration asks for one.
func (r *Router) showBoot(t *connection) {
	t.Print(modes.BootText(r))
	unread := r.log.unread
	wait := func() {
		t.Standby()
		for _, line := range unread {
			t.Terminal.Log(line)
		}
	}
	if _, configured := r.bootConfig(); configured {
		wait()
		return
	}
	x := &modes.Context{Device: r, Terminal: t.Terminal, Config: r.config}
	t.SetUp(func() { storage.InitialDialogue(x, wait) })
}

func (r *Router) detachTerminal(id int) {
	r.withTerminal(id, func(t *connection) { r.logSSHClose(t); t.Hangup() })
	r.terminals = slices.DeleteFunc(r.terminals, func(t *connection) bool { return t.id == id })
}

// withTerminal runs f with the terminal of that number, if it is open.
func (r *Router) withTerminal(id int, f func(*connection)) {
	for _, t := range r.terminals {
		if t.id == id {
			f(t)
			return
		}
	}
}

// Help answers `?` typed after text at a terminal.
func (r *Router) Help(id int, text string) (help string) {
	r.withTerminal(id, func(t *connection) { help = t.Terminal.Help(text) })
	return help
}

// Complete answers Tab typed after text at a terminal.
func (r *Router) Complete(id int, text string) (completed string, ok bool) {
	r.withTerminal(id, func(t *connection) { completed, ok = t.Terminal.Complete(text) })
	return completed, ok
}

// Prompt is what a terminal asks for a line with.
func (r *Router) Prompt(id int) (prompt string) {
	r.withTerminal(id, func(t *connection) { prompt = t.Terminal.Prompt() })
	return prompt
}

// terminalOutlet is the router as its terminals' Output.
type terminalOutlet struct{ r *Router }

func (o terminalOutlet) Text(id int, s string) { o.r.showOn(TerminalText{id, s}) }
func (o terminalOutlet) Log(id int, s string, synchronous bool) {
	o.r.showOn(TerminalLog{id, s, synchronous})
}
func (o terminalOutlet) Ready(id int, q shell.InputRequest) { o.r.showOn(TerminalReady{id, q}) }
func (o terminalOutlet) Closed(id int)                      { o.r.showOn(TerminalClosed{id}) }

// showOn shows something on a terminal: one of the driver's, or one whose user came over the data path.
func (r *Router) showOn(o TerminalOutput) {
	if u := r.telnetUser(o.TerminalID()); u != nil {
		u.show(o)
		return
	}
	r.out.add(o)
}
