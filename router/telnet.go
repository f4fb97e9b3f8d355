package router

import (
	"bytes"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/shell"
	"ruthere/shell/keys"
	"ruthere/tcp"
	"ruthere/telnet"
)

// telnetTerminals is the first number of the terminals of users who came by telnet over the data path: far from those that
// drivers give.
const telnetTerminals = 1 << 20

// mostUnsent bounds what waits to be sent to a user, in bytes: the output of some long commands. Who does not read for so
// long is thrown out.
const mostUnsent = 4 << 20

// A telnetUser is a user who came by telnet over the data path, with the terminal of the line that they got.
type telnetUser struct {
	r      *Router
	id     int // of the terminal
	side   *telnet.Side
	reader keys.Reader
	queue  tcp.Queue // to be shown
	gone   bool
}

func telnetConnect(id int, f tcp.Flow) Connect {
	return Connect{Terminal: id, Transport: config.TransportTelnet, From: f.Remote.Addr(), To: f.Local.Addr()}
}

// newTelnetUser is a user whose connection is being opened.
func (r *Router) newTelnetUser() *telnetUser {
	r.lastTelnetUser++
	u := &telnetUser{r: r, id: telnetTerminals + r.lastTelnetUser}
	u.side = telnet.NewServer(func(width, height int) {
		r.withActor(u.id, func(t *connection) { t.Resize(width, height) })
	})
	u.reader = keys.Reader{
		Send:     u.write,
		Help:     func(line string) string { return r.Help(u.id, line) },
		Complete: func(line string) (string, bool) { return r.Complete(u.id, line) },
		Line: func(text string, end keys.Key) {
			r.withActor(u.id, func(t *connection) { t.Line(text, lineEnds[end]) })
		},
		Key: func(k byte) { r.withActor(u.id, func(t *connection) { t.Terminal.Key(k) }) },
	}
	return u
}

// lineEnds are the keys that end a line.
var lineEnds = map[keys.Key]shell.End{keys.Return: shell.Return, keys.CtrlZ: shell.CtrlZ, keys.CtrlC: shell.CtrlC}

func (r *Router) telnetUser(id int) *telnetUser {
	for _, u := range r.telnetUsers {
		if u.id == id {
			return u
		}
	}
	return nil
}

// handle takes what happens to the user's connection.
func (u *telnetUser) handle(now time.Time, e tcp.Event, out *tcp.Out) {
	u.queue.Conn = e.Conn
	switch e.Kind {
	case tcp.Opened:
		u.begin()
	case tcp.Readable:
		u.read(e.Conn.Read(now, out))
	case tcp.Writable:
		u.queue.Flush(now, out)
	case tcp.PeerClosed:
		u.leave()
		e.Conn.Close(now, out)
	case tcp.Ended:
		u.leave()
		u.r.telnetUsers = slices.DeleteFunc(u.r.telnetUsers, func(other *telnetUser) bool { return other == u })
	}
}

// begin lets the user in: a line, and what it asks for.
func (u *telnetUser) begin() {
	r := u.r
	r.telnetUsers = append(r.telnetUsers, u)
	if _, ok := r.connectLine(telnetConnect(u.id, u.queue.Conn.Flow)); !ok { // the last line is taken since then
		u.close()
		return
	}
	u.send(u.side.Offer())
	r.startLogin(Enter{Terminal: u.id})
}

// read takes what the user's side has sent.
func (u *telnetUser) read(b []byte) {
	text, reply := u.side.Receive(b)
	u.send(reply)
	if len(text) == 0 || u.gone {
		return
	}
	u.r.withTerminal(u.id, func(t *connection) { t.UserActive() })
	if keys.Interrupted(text) {
		u.r.withActor(u.id, func(t *connection) { t.Interrupt() })
	}
	u.reader.Feed(text)
}

// readTelnetUsers has lines and keys taken that were typed before they were asked for.
func (r *Router) readTelnetUsers() {
	for _, u := range slices.Clone(r.telnetUsers) {
		u.reader.Pump()
	}
}

// show shows what the terminal has to show, and asks what it has to ask.
func (u *telnetUser) show(o TerminalOutput) {
	switch o := o.(type) {
	case TerminalText:
		u.reader.Write(o.Text)
	case TerminalLog:
		u.reader.Log(o.Text, o.Synchronous)
	case TerminalReady:
		q := o.Request
		if q.Key {
			u.reader.AskKey(q.Prompt)
			return
		}
		u.reader.AskLine(keys.Request{Prompt: q.Prompt, Secret: q.Secret, History: q.History, NoHelp: q.Literal, NoEditing: q.NoEditing})
	case TerminalClosed:
		u.gone = true
		u.reader.Stop()
		u.close()
	}
}

// write shows text to the user; a line ends in CR LF there.
func (u *telnetUser) write(text string) {
	u.send(u.side.Encode(bytes.ReplaceAll([]byte(text), []byte("\n"), []byte("\r\n"))))
}

func (u *telnetUser) send(b []byte) {
	u.r.withTCP(func(now time.Time, _ *tcp.Stack, out *tcp.Out) {
		if u.queue.Write(now, b, out); u.queue.Unsent() > mostUnsent {
			u.queue.Conn.Abort(now, out)
		}
	})
}

// close ends the connection once all is shown.
func (u *telnetUser) close() {
	u.r.withTCP(func(now time.Time, _ *tcp.Stack, out *tcp.Out) { u.queue.Close(now, out) })
}

// leave hangs up: the user is gone.
func (u *telnetUser) leave() {
	if u.gone {
		return
	}
	u.gone = true
	u.reader.Stop()
	u.r.detachTerminal(u.id)
}
