package router

import (
	"net/netip"
	"time"

	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/modes/access"
	"ruthere/packet"
	"ruthere/radius"
)

// Users are judged by servers in datagrams like others: routed, filtered, lost where the network loses them.

// serverQuestions are the questions to servers under way.
type serverQuestions struct {
	client  radius.Client
	waiting map[int]serverQuestion // by serial
}

// A serverQuestion is one of them.
type serverQuestion struct {
	local netip.Addr // from where it is sent; invalid: there is no way
	done  func(radius.Reply)
}

// radiusPort is where questions come from, on every release.
const radiusPort = 1645

// AskServers asks a group about a user. Done gets the reply, unless the terminal that asked is closed by then.
func (r *Router) AskServers(q modes.ServerQuestion, done func(modes.ServerReply)) {
	choice, ok := r.config.ChooseRADIUS(q.Group)
	if !ok {
		r.After(0, "servers", func() { done(modes.ServerReply{Level: -1}) })
		return
	}
	var servers []radius.Server
	for _, s := range choice.Servers {
		servers = append(servers, radius.Server{Addr: netip.AddrPortFrom(s.Addr, uint16(s.AuthPort)), AcctPort: uint16(s.AcctPort),
			Key: access.ClearKey(s.Key), Timeout: s.Timeout, Repeats: s.Retransmit.Times})
	}
	local := r.radiusSource(choice.Source, servers[0].Addr.Addr())
	actor := r.actor
	serial, outputs := r.servers.client.Ask(r.now, r.options.Random("radius"), q.Group, servers, choice.Deadtime,
		radius.Question{User: q.User, Password: q.Password, NAS: local, Line: q.Line, Calling: q.From})
	if r.servers.waiting == nil {
		r.servers.waiting = map[int]serverQuestion{}
	}
	r.servers.waiting[serial] = serverQuestion{local, func(reply radius.Reply) {
		if actor == nil || !actor.Closed() {
			r.actAs(actor, func() {
				done(modes.ServerReply{Answered: reply.Outcome != radius.Silent, Right: reply.Outcome == radius.Accepted,
					Level: reply.Level, Message: reply.Message})
			})
		}
	}}
	// What follows at once is done when the command that asks is over.
	r.After(0, "servers", func() { r.carryOutRADIUS(outputs) })
}

// ServerCounts are what `show radius statistics` shows.
func (r *Router) ServerCounts() radius.Counts { return r.servers.client.Counts }

// radiusSource is the address that questions to a server come from: that of an interface, or of the one that leads there.
func (r *Router) radiusSource(name string, server netip.Addr) netip.Addr {
	if i := r.config.Interface(name); i != nil && r.config.AddressOf(i).IsValid() {
		return r.config.AddressOf(i).Addr()
	}
	if hop, ok := r.findRoute("", server); ok {
		return r.config.AddressOf(hop.iface).Addr()
	}
	return netip.Addr{}
}

// takeRADIUSAnswer takes a datagram from a server that was asked something.
func (r *Router) takeRADIUSAnswer(from netip.Addr, u packet.UDP) bool {
	server := netip.AddrPortFrom(from, u.SrcPort)
	if u.DstPort != radiusPort || !r.servers.client.Asked(server) {
		return false
	}
	r.carryOutRADIUS(r.servers.client.Receive(r.now, server, u.Payload))
	return true
}

func (r *Router) nextRADIUS() (time.Time, string, bool) {
	at, ok := r.servers.client.Deadline()
	return at, "servers", ok
}

func (r *Router) runRADIUS() { r.carryOutRADIUS(r.servers.client.Tick(r.now)) }

// carryOutRADIUS sends what is to be sent, tells what there is to tell, and hands verdicts on.
func (r *Router) carryOutRADIUS(outputs []radius.Output) {
	for _, o := range outputs {
		switch o := o.(type) {
		case radius.Datagram:
			r.sendToRADIUS(o)
		case radius.Received:
			if r.switches.Prints(debuglog.RADIUS) {
				r.logAll(debuglog.RADIUSAnswers(exchange(o.Serial, o.From, o.ID), radius.CodeName(o.Packet), o.Packet, attributeTexts(o.Packet)))
			}
		case radius.Dead:
			r.logAll(debuglog.RADIUSDies(exchange(o.Serial, o.Server, o.ID)))
		case radius.Alive:
			r.Log(debuglog.RADIUSReturns(exchange(0, o.Server, 0)))
		case radius.NoneLeft:
			r.logAll(debuglog.RADIUSNoneLeft(o.Serial, o.Group))
		case radius.Forged:
			r.Log(debuglog.RADIUSForged(exchange(0, o.From, o.ID)))
		case radius.Verdict:
			question, waits := r.servers.waiting[o.Serial]
			delete(r.servers.waiting, o.Serial)
			if waits {
				question.done(o.Reply)
			}
		}
	}
}

func (r *Router) logAll(lines []debuglog.Line) {
	for _, l := range lines {
		r.Log(l)
	}
}

func (r *Router) sendToRADIUS(o radius.Datagram) {
	local, wait := r.servers.waiting[o.Serial].local, int(o.To.Timeout/time.Second)
	switch e := exchange(o.Serial, o.To, o.ID); {
	case !r.switches.Prints(debuglog.RADIUS): // nobody reads what it would say
	case o.Repeats:
		r.logAll(debuglog.RADIUSRepeats(e, wait))
	default:
		r.logAll(debuglog.RADIUSSends(e, local, o.Packet, attributeTexts(o.Packet), wait))
	}
	if !local.IsValid() {
		return // no way there: the time runs out
	}
	u := packet.UDP{SrcPort: radiusPort, DstPort: o.To.Addr.Port(), Payload: o.Packet}
	r.sendOwnPacket("", u.Packet(local, o.To.Addr.Addr(), 255))
}

func exchange(serial int, s radius.Server, id byte) debuglog.RADIUSExchange {
	return debuglog.RADIUSExchange{Login: serial, Server: s.Addr, AcctPort: s.AcctPort, ID: id}
}

func attributeTexts(packet []byte) (texts []string) {
	for _, a := range radius.Attributes(packet) {
		texts = append(texts, debuglog.RADIUSValue{Type: a.Type, Length: a.Length, Value: a.Value}.Text())
	}
	return texts
}
