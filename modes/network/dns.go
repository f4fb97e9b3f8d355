package network

import (
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

func ipDomainLookup() modes.Cmd[modes.Global] {
	return modes.FlagOn(`ip domain lookup`,
		modes.H{"ip": modes.IPHelp, "domain": "IP DNS Resolver", "lookup": "Enable IP Domain Name System hostname translation"},
		func(c modes.Global) *bool { return &c.DomainLookup })
}

// ipDomainDashLookup is the older spelling.
func ipDomainDashLookup() modes.Cmd[modes.Global] {
	c := modes.FlagOn(`ip domain-lookup`, modes.H{"ip": modes.IPHelp, "domain-lookup": "Enable IP Domain Name System hostname translation"},
		func(c modes.Global) *bool { return &c.DomainLookup })
	c.ShowNo, c.Hidden = nil, true
	return c
}

func domainName(syntax string, help modes.H, hidden bool) modes.Cmd[modes.Global] {
	c := modes.Text(syntax, help, func(c modes.Global) *string { return &c.DomainName })
	c.Hidden = hidden
	return c
}

func ipDomainName() modes.Cmd[modes.Global] {
	return domainName(`ip domain name domain-name:WORD`,
		modes.H{"ip": modes.IPHelp, "domain": "IP DNS Resolver", "name": "Define the default domain name",
			"domain-name": "Default domain name"}, false)
}
func ipDomainDashName() modes.Cmd[modes.Global] {
	return domainName(`ip domain\-name domain-name:WORD`,
		modes.H{"ip": modes.IPHelp, "domain-name": "Default domain name"}, true)
}

func ipDomainList() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip domain list domain-name:WORD`,
		Help: modes.H{"ip": modes.IPHelp, "domain": "IP DNS Resolver", "list": "Domain name to complete unqualified host names.",
			"domain-name": "A domain name"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !slices.Contains(c.DomainList, a.Str("domain-name")) {
				c.DomainList = append(c.DomainList, a.Str("domain-name"))
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			c.DomainList = slices.DeleteFunc(c.DomainList, func(d string) bool { return !a.Has("domain-name") || d == a.Str("domain-name") })
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, d := range c.DomainList {
				lines = append(lines, parser.Args{"domain-name": d})
			}
			return lines
		},
	}
}

func ipHost() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip host name:WORD addr:A.B.C.D`,
		Help: modes.H{"ip": modes.IPHelp, "host": "Add an entry to the ip hostname table", "name": "Name of host",
			"addr": "Host IP address"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			h := config.Host{Name: a.Str("name"), Addr: a.Addr("addr")}
			if i := hostIndex(c, h.Name); i >= 0 {
				c.Hosts[i] = h
			} else {
				c.Hosts = append(c.Hosts, h)
			}
			resolvePeers(c)
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !a.Has("name") {
				return modes.ErrIncomplete
			}
			if i := hostIndex(c, a.Str("name")); i >= 0 {
				c.Hosts = slices.Delete(c.Hosts, i, i+1)
			}
			resolvePeers(c)
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, h := range c.Hosts {
				lines = append(lines, parser.Args{"name": h.Name, "addr": h.Addr})
			}
			return lines
		},
	}
}

func hostIndex(c modes.Global, name string) int {
	return slices.IndexFunc(c.Hosts, func(h config.Host) bool { return strings.EqualFold(h.Name, name) })
}

// lookup is the address of a host of the configuration, or that host is an address.
func KnownHost(c modes.Global, host string) (netip.Addr, bool) {
	if a, err := modes.ParseAddr(host); err == nil {
		return a, true
	}
	if i := hostIndex(c, host); i >= 0 {
		return c.Hosts[i].Addr, true
	}
	return netip.Addr{}, false
}

// resolvePeers looks the names of dynamic peers up again.
func resolvePeers(c modes.Global) {
	for _, e := range c.CryptoMaps {
		for i, p := range e.Peers {
			if p.Dynamic {
				c.MapEntry(e.Map, e.Sequence).Peers[i].Addr, _ = KnownHost(c, p.Host)
			}
		}
	}
}

// maxNameServers is how many name servers one table has.
const maxNameServers = 6

// Nobody is asked: names are known from `ip host` or not at all.
func ipNameServer() modes.Cmd[modes.Global] {
	return modes.Cmd[modes.Global]{
		Syntax: `ip name-server [vrf vrf-name:WORD] addrs:A.B.C.D...`,
		Help: modes.H{"ip": modes.IPHelp, "name-server": "Specify address of name server to use", "vrf": "Specify VRF",
			"vrf-name": modes.VRFNameHelp,
			"addrs":    "Domain server IP address (maximum of 6)"},
		Set: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			if !c.HasVRF(a.Str("vrf-name")) {
				return NoVRF(a.Str("vrf-name"))
			}
			for _, addr := range a.Addrs("addrs") {
				s := config.NameServer{VRF: a.Str("vrf-name"), Addr: addr}
				switch {
				case slices.Contains(c.NameServers, s):
				case len(nameServers(c, s.VRF)) == maxNameServers:
					return modes.Refuse("% Name-server table is full")
				default:
					c.NameServers = append(c.NameServers, s)
				}
			}
			return nil
		},
		Unset: func(_ *modes.Context, c modes.Global, a parser.Args) error {
			addrs := a.Addrs("addrs")
			c.NameServers = slices.DeleteFunc(c.NameServers, func(s config.NameServer) bool {
				return s.VRF == a.Str("vrf-name") && (len(addrs) == 0 || slices.Contains(addrs, s.Addr))
			})
			return nil
		},
		Show: func(c modes.Global) (lines []parser.Args) {
			for _, s := range c.NameServers {
				a := parser.Args{"addrs": []netip.Addr{s.Addr}}
				if s.VRF != "" {
					a["vrf"], a["vrf-name"] = true, s.VRF
				}
				lines = append(lines, a)
			}
			return lines
		},
	}
}

func nameServers(c modes.Global, vrf string) (list []string) {
	for _, s := range c.NameServers {
		if s.VRF == vrf {
			list = append(list, s.Addr.String())
		}
	}
	return list
}

// askedServers are the servers that a lookup in the global table seems to ask: all
// hosts of the wire when none is known.
func askedServers(c modes.Global) []string {
	if known := nameServers(c, ""); len(known) > 0 {
		return known
	}
	return []string{"255.255.255.255"}
}

func addDNS(l *modes.Language) {
	l.Add("global", ipDomainList(), ipDomainLookup(), ipDomainDashLookup(), ipDomainName(), ipDomainDashName(), ipHost(), ipNameServer())
}
