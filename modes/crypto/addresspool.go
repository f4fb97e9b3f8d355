package crypto

import (
	"fmt"
	"net/netip"
	"slices"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// maxPoolRange is the most addresses of one range.
const maxPoolRange = 65536

func localPoolHelp(more modes.H) modes.H {
	return modes.MergeHelp(modes.H{"ip": "Global IP configuration subcommands", "local": "Local",
		"pool": "IP Local address pool lists", "default": "Create default local pool", "pool-name": "Create named local pool"}, more)
}

func localPool() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip local pool {default | pool-name:WORD} first:A.B.C.D [last:A.B.C.D] [group group-name:WORD]`,
		Help: localPoolHelp(modes.H{"first": "First IP address of range", "last": "Last IP address of range", "group": "Pool group",
			"group-name": "Pool group name"}),
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			r := poolRange(a)
			if r.Last.Less(r.First) || r.Size() > maxPoolRange {
				return modes.Refuse(fmt.Sprintf("%%Bad IP range, %s - %s", r.First, r.Last))
			}
			have := c.Pool(poolName(a))
			if have != nil && slices.Contains(have.Ranges, r) {
				return nil
			}
			if other := c.Overlapping(r); other != nil {
				return modes.Refuse("%IP address range overlaps with pool: " + other.Name)
			}
			if have == nil {
				have = &config.AddressPool{Name: poolName(a)}
				c.Pools = append(c.Pools, have)
			}
			have.Ranges = append(have.Ranges, r)
			return nil
		},
		No: `ip local pool {default | pool-name:WORD} [first:A.B.C.D [last:A.B.C.D] [group group-name:WORD]]`,
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			p := c.Pool(poolName(a))
			if p == nil {
				return nil
			}
			p.Ranges = slices.DeleteFunc(p.Ranges, func(r config.AddressRange) bool { return !a.Has("first") || r == poolRange(a) })
			if len(p.Ranges) == 0 {
				c.Pools = slices.DeleteFunc(c.Pools, func(q *config.AddressPool) bool { return p == q })
			}
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, p := range c.Pools {
				for _, r := range p.Ranges {
					lines = append(lines, poolArgs(p.Name, r))
				}
			}
			return lines
		},
	}
}

func poolName(a parser.Args) string {
	if a.Has("pool-name") {
		return a.Str("pool-name")
	}
	return config.DefaultGroup
}

func poolRange(a parser.Args) config.AddressRange {
	r := config.AddressRange{First: a.Addr("first"), Last: a.Addr("first"), Group: a.Str("group-name")}
	if a.Has("last") {
		r.Last = a.Addr("last")
	}
	return r
}

// poolArgs is the inverse of poolName and poolRange.
func poolArgs(name string, r config.AddressRange) parser.Args {
	a := parser.Args{"pool-name": name, "first": r.First}
	if name == config.DefaultGroup {
		a = parser.Args{"default": true, "first": r.First}
	}
	if r.Last != r.First {
		a["last"] = r.Last
	}
	if r.Group != "" {
		a["group"], a["group-name"] = true, r.Group
	}
	return a
}

func showLocalPool() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`ip local pool [pool-name:WORD]`, modes.H{"ip": "IP information", "local": "IP local options",
		"pool": "IP local address pool lists", "pool-name": "Pool name"},
		func(x *modes.Context, b modes.Device, a parser.Args) error {
			pools := b.Config().Pools
			if a.Has("pool-name") {
				p := b.Config().Pool(a.Str("pool-name"))
				if p == nil {
					return modes.Refuse("%Local pool " + a.Str("pool-name") + " does not exist")
				}
				pools = []*config.AddressPool{p}
			}
			printPools(x, b, pools, a.Has("pool-name"))
			return nil
		})
}

func printPools(x *modes.Context, b modes.Device, pools []*config.AddressPool, whole bool) {
	blocked := b.Release() != debuglog.IOS124
	head, row := " %-24s %-15s %-15s %4s  %6s", " %-24s %-15s %-15s %4d  %6d"
	line := fmt.Sprintf(head, "Pool", "Begin", "End", "Free", "In use")
	if blocked {
		line += "   Blocked"
	}
	x.Println(line)
	for _, p := range pools {
		for i, r := range p.Ranges {
			name, used := p.Name, len(b.Engine().Leases(r))
			if i > 0 {
				name = ""
			}
			line := fmt.Sprintf(row, name, r.First, r.Last, r.Size()-used, used)
			if blocked {
				line += fmt.Sprintf("  %8d", 0)
			}
			x.Println(line)
		}
	}
	if !whole {
		return
	}
	for _, p := range pools {
		printAddresses(x, b, p)
	}
}

// printAddresses lists which addresses of a pool are free, and who has the others.
func printAddresses(x *modes.Context, b modes.Device, p *config.AddressPool) {
	x.Println("Available addresses:")
	taken, free := map[netip.Addr]bool{}, 0
	for _, r := range p.Ranges {
		for _, l := range b.Engine().Leases(r) {
			taken[l.Addr] = true
		}
		for at := r.First; r.Contains(at); at = at.Next() {
			if !taken[at] {
				free++
				x.Printf("   %s\n", at)
			}
		}
	}
	if free == 0 {
		x.Println("   None")
	}
	x.Println("Inuse addresses:")
	for _, r := range p.Ranges {
		for _, l := range b.Engine().Leases(r) {
			x.Printf("   %-19s %s\n", l.Addr, l.User)
		}
	}
	if len(taken) == 0 {
		x.Println("   None")
	}
}

func addAddressPool(l *modes.Language) {
	l.Add("global", localPool())
	l.Add("exec", showLocalPool())
}
