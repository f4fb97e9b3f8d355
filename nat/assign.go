package nat

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/packet"
)

// portRanges are those within which a port is replaced: one that servers use by convention stays such a one.
var portRanges = [...][2]uint16{{1, 511}, {512, 1023}, {1024, 65535}}

// assign makes the translation of a flow that goes from inside to outside and has none. wanted is false if nothing asks for
// one; else a nil translation means that there is no room, address or port.
func (t *Table) assign(now time.Time, p passing) (tr *Translation, wanted bool) {
	if slices.ContainsFunc(t.config.NAT.Exempt, func(list string) bool { return t.permitsList(list, p.flow) }) {
		return nil, false
	}
	if parent := t.parentOf(p.protocol, p.inside); parent != nil {
		if parent.Static && !t.appliesTo(parent, p) {
			return nil, false
		}
		return t.child(now, parent, p), true
	}
	for _, m := range t.mappings {
		if m.List != "" && !t.permitsList(m.List, p.flow) || m.RouteMap != "" && !t.permitsMap(m.RouteMap, p.flow, p.by) {
			continue
		}
		if m.Shared() {
			return t.share(now, m, p), true
		}
		return t.lend(now, m, p), true
	}
	return nil, false
}

// appliesTo says whether the route map of a static translation, if it has one, wants a packet translated.
func (t *Table) appliesTo(static *Translation, p passing) bool {
	s := t.staticOf(static)
	return s == nil || s.RouteMap == "" || t.permitsMap(s.RouteMap, p.flow, p.by)
}

// parentOf is the translation for anybody that an end inside has: that of its port, or of its host.
func (t *Table) parentOf(protocol uint8, local netip.AddrPort) *Translation {
	if tr := t.out[flow{protocol, local, netip.AddrPort{}}]; tr != nil {
		return tr
	}
	return t.out[flow{inside: netip.AddrPortFrom(local.Addr(), 0)}]
}

// parentAt is the translation for anybody that an end has which the outside sees.
func (t *Table) parentAt(protocol uint8, global netip.AddrPort) *Translation {
	if tr := t.in[flow{protocol, global, netip.AddrPort{}}]; tr != nil {
		return tr
	}
	return t.in[flow{inside: netip.AddrPortFrom(global.Addr(), 0)}]
}

// child is the translation of a flow that follows from one for anybody. p has the end inside, as it is.
func (t *Table) child(now time.Time, parent *Translation, p passing) *Translation {
	global := parent.Global
	if !parent.Extended() {
		global = netip.AddrPortFrom(parent.Global.Addr(), p.inside.Port())
	}
	return t.add(now, Translation{Protocol: p.protocol, Local: p.inside, Global: global, Outside: p.outside,
		Mapping: parent.Mapping, parent: parent})
}

// lend gives a host an address of its own. An access list judges the host, once; a route map judges each flow.
func (t *Table) lend(now time.Time, m mapping, p passing) *Translation {
	host, lent := netip.AddrPortFrom(p.inside.Addr(), 0), map[netip.Addr]netip.Addr{}
	for _, tr := range t.all {
		lent[tr.Global.Addr()] = tr.Local.Addr()
	}
	for _, r := range t.ranges(m) {
		for a := r.First; r.Contains(a); a = a.Next() {
			if holder, taken := lent[a]; taken && holder != host.Addr() {
				continue
			}
			if m.RouteMap != "" {
				return t.add(now, Translation{Protocol: p.protocol, Local: p.inside, Global: netip.AddrPortFrom(a, p.inside.Port()),
					Outside: p.outside, Mapping: m.number})
			}
			parent := t.add(now, Translation{Local: host, Global: netip.AddrPortFrom(a, 0), Mapping: m.number})
			if parent == nil {
				return nil
			}
			t.keep(now, parent, t.holds("timeout"))
			return t.child(now, parent, p)
		}
	}
	return nil
}

// share gives an end inside a port of an address that others have too: its own, if that is free, else the next in its range.
func (t *Table) share(now time.Time, m mapping, p passing) *Translation {
	for _, r := range t.ranges(m) {
		for a := r.First; r.Contains(a); a = a.Next() {
			if port, ok := t.freePort(m, a, p); ok {
				return t.add(now, Translation{Protocol: p.protocol, Local: p.inside, Global: netip.AddrPortFrom(a, port),
					Outside: p.outside, Mapping: m.number})
			}
		}
	}
	return nil
}

// freePort is the port that an end inside gets of an address.
func (t *Table) freePort(m mapping, a netip.Addr, p passing) (port uint16, ok bool) {
	fits := func(port uint16) bool {
		at := netip.AddrPortFrom(a, port)
		l := t.leases[end{p.protocol, at}]
		return (l == nil || l.holder == p.inside) && t.in[flow{p.protocol, at, p.outside}] == nil &&
			(m.Interface == "" || t.Busy == nil || !t.Busy(p.protocol, port))
	}
	if !hasPorts(p.protocol) || p.inside.Port() == 0 { // answers can be told apart by who gives them only
		return 0, t.in[flow{p.protocol, netip.AddrPortFrom(a, 0), p.outside}] == nil
	}
	want := p.inside.Port()
	if p.protocol == packet.ProtocolICMP {
		want = max(want, t.LeastEcho)
	}
	for _, r := range portRanges {
		if want < r[0] || want > r[1] {
			continue
		}
		for range int(r[1]-r[0]) + 1 {
			if fits(want) {
				return want, true
			}
			if want++; want > r[1] || want < r[0] {
				want = r[0]
			}
		}
	}
	return 0, false
}

func hasPorts(protocol uint8) bool {
	return protocol == packet.ProtocolUDP || protocol == packet.ProtocolTCP || protocol == packet.ProtocolICMP
}

// Defaults of how long translations hold, in seconds, as the command reference has them.
var defaultTimeouts = map[string]time.Duration{"timeout": 24 * time.Hour, "tcp-timeout": 24 * time.Hour, "udp-timeout": 5 * time.Minute,
	"dns-timeout": time.Minute, "icmp-timeout": time.Minute, "finrst-timeout": time.Minute, "syn-timeout": time.Minute}

// holds is how long translations of a kind hold; 0 = for ever.
func (t *Table) holds(kind string) time.Duration {
	for _, s := range t.config.NAT.Timeouts {
		switch {
		case s.Kind != kind:
		case s.Never:
			return 0
		default:
			return max(time.Duration(s.Seconds)*time.Second, time.Second)
		}
	}
	return defaultTimeouts[kind]
}

// keep has a translation hold from now on.
func (t *Table) keep(now time.Time, tr *Translation, holds time.Duration) {
	tr.Used, tr.Holds = now, holds
	switch {
	case tr.Static:
	case holds == 0:
		tr.Until = time.Time{}
		t.deadlines.Remove(tr)
	default:
		tr.Until = now.Add(holds)
		t.deadlines.Set(tr, tr.Until)
	}
}
