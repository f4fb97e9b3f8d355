package router

import (
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
	"ruthere/packet"
)

// entryKey names an entry of an access list.
type entryKey struct {
	list     string
	sequence int
}

// matches counts what met the entries of access lists, and remembers which of the flows
// to be logged are being counted for the next line about them.
type matches struct {
	hits   map[entryKey]uint64
	logged map[loggedFlow]*uint64 // packets since the last line
}

type loggedFlow struct {
	entryKey
	config.Flow
}

const (
	// logUpdate is how often the device sums up a flow that it logs.
	logUpdate = 5 * time.Minute
	// mostLoggedFlows bounds what a sender of made-up addresses can have us remember.
	mostLoggedFlows = 1024
)

func newMatches() matches {
	return matches{map[entryKey]uint64{}, map[loggedFlow]*uint64{}}
}

// flowOf is what access lists look at in a packet.
func flowOf(p packet.IPv4) config.Flow {
	fields := ipsec.FieldsOf(p)
	f := config.Flow{Src: fields.Src, Dst: fields.Dst, Protocol: fields.Protocol, SrcPort: fields.SrcPort, DstPort: fields.DstPort}
	const ack, reset = 0x10, 0x04
	switch {
	case p.FragmentOffset != 0:
	case p.Protocol == packet.ProtocolICMP && len(p.Payload) >= 2:
		f.ICMPType, f.ICMPCode = p.Payload[0], p.Payload[1]
	case p.Protocol == packet.ProtocolTCP && len(p.Payload) >= 14:
		f.Established = p.Payload[13]&(ack|reset) != 0
	}
	return f
}

// mayEnterBy says whether the access group of an interface lets a packet in; the sender of
// one that it does not is told.
func (r *Router) mayEnterBy(i *config.Interface, p packet.IPv4) bool {
	passes := r.passesList(i.GroupIn, i, p)
	if !passes {
		r.tracePacket(debuglog.PacketDenied, i.Name, "", p)
		r.sendUnreachable(i.VRF, i, p, packet.CodeProhibited)
	}
	return passes
}

// mayLeaveBy says whether the access group of an interface lets a forwarded packet out.
// What a crypto map protects goes out as something else; what the router sends itself
// is not asked about.
func (r *Router) mayLeaveBy(vrf string, i *config.Interface, p packet.IPv4) bool {
	if i.GroupOut == "" {
		return true
	}
	if i.CryptoMap != "" {
		if _, _, protected := r.cryptoMapEntryFor(vrf, i, flowOf(p)); protected {
			return true
		}
	}
	return r.passesList(i.GroupOut, i, p)
}

// passesList says whether an access list lets a packet pass. A list that does not exist, or is empty, lets
// everything pass.
func (r *Router) passesList(list string, i *config.Interface, p packet.IPv4) bool {
	l := r.config.AccessList(list)
	if list == "" || l == nil || len(l.Entries) == 0 {
		return true
	}
	flow := flowOf(p)
	e, met := l.Lookup(flow)
	if !met {
		return false
	}
	r.matches.hits[entryKey{list, e.Sequence}]++
	if log, input := e.Logs(); log {
		in := ""
		if input {
			in = i.Name
		}
		r.logMatch(l, e, flow, in)
	}
	return e.Permit
}

// logMatch logs the first packet of a flow at once, and the number of those that follow
// five minutes later.
func (r *Router) logMatch(l *config.AccessList, e config.Entry, flow config.Flow, in string) {
	key := loggedFlow{entryKey{l.Name, e.Sequence}, flow}
	if !l.Extended {
		key.Flow = config.Flow{Src: flow.Src}
	}
	if more := r.matches.logged[key]; more != nil {
		*more++
		return
	}
	say := func(packets uint64) {
		r.Log(debuglog.AccessListMatch(debuglog.AccessMatch{List: l.Name, Standard: !l.Extended, Permit: e.Permit, Protocol: flow.Protocol,
			Src: flow.Src, Dst: flow.Dst, SrcPort: flow.SrcPort, DstPort: flow.DstPort, Type: flow.ICMPType, Code: flow.ICMPCode,
			Interface: in, Packets: packets}))
	}
	say(1)
	if len(r.matches.logged) >= mostLoggedFlows {
		return
	}
	more := new(uint64)
	r.matches.logged[key] = more
	r.After(logUpdate, "access list", func() {
		if r.matches.logged[key] == more {
			delete(r.matches.logged, key)
			if *more > 0 {
				say(*more)
			}
		}
	})
}

// followAccessLists forgets the matches of entries that are no longer what they were.
func (r *Router) followAccessLists(before, after *config.Config) {
	changed, _ := config.Changed(before.AccessLists, after.AccessLists)
	for _, l := range changed {
		kept := map[config.Entry]bool{}
		if now := after.AccessList(l.Name); now != nil {
			for _, e := range now.Entries {
				kept[e] = true
			}
		}
		for _, e := range l.Entries {
			if !kept[e] {
				delete(r.matches.hits, entryKey{l.Name, e.Sequence})
			}
		}
	}
}

// Matches is how many packets have met an entry of an access list since it was typed or
// the counters were cleared.
func (r *Router) Matches(list string, sequence int) uint64 {
	return r.matches.hits[entryKey{list, sequence}]
}

// ClearMatches sets the counters of a list to zero; "" stands for all lists.
func (r *Router) ClearMatches(list string) {
	for key := range r.matches.hits {
		if list == "" || key.list == list {
			delete(r.matches.hits, key)
		}
	}
}

// icmpInterval is the least time between two ICMP errors about packets that could not be
// delivered (`ip icmp rate-limit unreachable`).
const icmpInterval = 500 * time.Millisecond

// maySendUnreachable limits the errors about undeliverable packets, as the device does: that is why
// a ping past a closed door shows U.U.U.
func (r *Router) maySendUnreachable() bool {
	if !r.lastUnreachable.IsZero() && r.now.Sub(r.lastUnreachable) < icmpInterval {
		return false
	}
	r.lastUnreachable = r.now
	return true
}
