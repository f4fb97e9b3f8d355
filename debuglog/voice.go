package debuglog

import "net/netip"

// A Listener hears what is said.
type Listener interface {
	// Wants reports whether anybody wants lines that a debug lets out and that are about a
	// peer; an invalid address stands for no peer. A line that nobody wants is never made.
	Wants(s Switch, about netip.Addr) bool
	Hear(l Line)
}

// A Voice says the lines that are about one phase 1 SA: its methods are those lines, each
// named after what happened. Lines that name no connection are functions of the package.
type Voice struct {
	Conn Conn
	Peer netip.Addr // whom the lines are about
	To   Listener
}

// Say passes on lines that name no connection.
func (v *Voice) Say(lines ...Line) {
	for i := range lines {
		if v.Wants(lines[i].Switch()) {
			v.To.Hear(lines[i])
		}
	}
}

// Wants reports whether anybody wants this voice's lines of a debug: for who would have to
// collect something first.
func (v *Voice) Wants(s Switch) bool { return v.To.Wants(s, v.Peer) }

func (v *Voice) say(p *phrase, args ...arg) {
	if v.Wants(p.sw) {
		v.To.Hear(p.line(v.Conn, args...))
	}
}
