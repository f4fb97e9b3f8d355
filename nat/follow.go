package nat

import (
	"net/netip"
	"slices"
	"time"

	"ruthere/config"
	"ruthere/packet"
)

// Follow has the table do what a configuration says. Translations that it would not make any more end, static ones come and
// go. c must not be changed afterwards.
func (t *Table) Follow(now time.Time, c *config.Config) {
	t.config, t.maps = c, readRouteMaps(c)
	t.followMappings()
	t.removeAll(func(tr *Translation) bool { return tr.Mapping != 0 && !t.stillGives(tr) })
	t.followStatic(now)
}

// followMappings numbers the mappings: one that stays keeps its number.
func (t *Table) followMappings() {
	var now []mapping
	for _, m := range t.config.NAT.Dynamic {
		at := slices.IndexFunc(t.mappings, func(have mapping) bool { return have.NATMapping == m })
		if at >= 0 {
			now = append(now, t.mappings[at])
			continue
		}
		t.last++
		now = append(now, mapping{m, t.last})
	}
	t.mappings = now
}

// stillGives says whether the mapping of a translation is there, and has its address.
func (t *Table) stillGives(tr *Translation) bool {
	at := slices.IndexFunc(t.mappings, func(m mapping) bool { return m.number == tr.Mapping })
	return at >= 0 && slices.ContainsFunc(t.ranges(t.mappings[at]), func(p config.NATPool) bool { return p.Contains(tr.Global.Addr()) })
}

// ranges are the addresses that a mapping gives: those of its pool, or that of its interface.
func (t *Table) ranges(m mapping) []config.NATPool {
	if m.Pool != "" {
		if p, ok := t.config.NAT.Pool(m.Pool); ok {
			return []config.NATPool{p}
		}
		return nil
	}
	if a := t.addressOf(m.Interface); a.IsValid() {
		return []config.NATPool{{First: a, Last: a}}
	}
	return nil
}

// addressOf is the address of an interface, invalid if it has none.
func (t *Table) addressOf(name string) netip.Addr {
	for _, i := range t.config.Interfaces {
		if i.Name == name {
			return t.config.AddressOf(i).Addr()
		}
	}
	return netip.Addr{}
}

// protocolOf is the number of a static translation's protocol, 0 for all.
func protocolOf(s config.NATStatic) uint8 {
	switch s.Protocol {
	case "tcp":
		return packet.ProtocolTCP
	case "udp":
		return packet.ProtocolUDP
	}
	return 0
}

// ends are the ends that a static translation ties together; ok is false while its interface has no address.
func (t *Table) ends(s config.NATStatic) (local, global netip.AddrPort, ok bool) {
	a := s.Global
	if s.Interface != "" {
		a = t.addressOf(s.Interface)
	}
	return netip.AddrPortFrom(s.Local, uint16(s.LocalPort)), netip.AddrPortFrom(a, uint16(s.GlobalPort)), a.IsValid()
}

// followStatic makes the static translations those of the configuration.
func (t *Table) followStatic(now time.Time) {
	t.removeAll(func(tr *Translation) bool {
		root := tr
		if tr.parent != nil {
			root = tr.parent
		}
		return root.Static && t.staticOf(root) == nil
	})
	for _, s := range t.config.NAT.Static {
		local, global, ok := t.ends(s)
		if have := t.in[flow{protocolOf(s), global, netip.AddrPort{}}]; !ok || have != nil && have.Static {
			continue
		}
		t.removeAll(func(tr *Translation) bool { return tr.Protocol == protocolOf(s) && tr.Global == global }) // it comes first
		t.add(now, Translation{Protocol: protocolOf(s), Local: local, Global: global, Static: true})
	}
}

// staticOf is the line of the configuration that a static translation stands for, or nil.
func (t *Table) staticOf(tr *Translation) *config.NATStatic {
	for i, s := range t.config.NAT.Static {
		local, global, ok := t.ends(s)
		if ok && protocolOf(s) == tr.Protocol && local == tr.Local && global == tr.Global {
			return &t.config.NAT.Static[i]
		}
	}
	return nil
}
