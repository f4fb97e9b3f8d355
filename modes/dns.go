package modes

import (
	"net/netip"
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

const ipHelp = "Global IP configuration subcommands"

var ipDomainLookup = flagOn(`ip domain lookup`,
	H{"ip": ipHelp, "domain": "IP DNS Resolver", "lookup": "Enable IP Domain Name System hostname translation"},
	func(c global) *bool { return &c.DomainLookup })

// ipDomainDashLookup is the older spelling.
var ipDomainDashLookup = func() Cmd[global] {
	c := flagOn(`ip domain-lookup`, H{"ip": ipHelp, "domain-lookup": "Enable IP Domain Name System hostname translation"},
		func(c global) *bool { return &c.DomainLookup })
	c.ShowNo, c.Hidden = nil, true
	return c
}()

func domainName(syntax string, help H, hidden bool) Cmd[global] {
	return Cmd[global]{
		Syntax: syntax,
		Help:   help,
		Hidden: hidden,
		Set:    func(_ *Context, c global, a parser.Args) error { c.DomainName = a.Str("domain-name"); return nil },
		Unset:  func(_ *Context, c global, _ parser.Args) error { c.DomainName = ""; return nil },
		Show: func(c global) []parser.Args {
			if c.DomainName == "" {
				return nil
			}
			return []parser.Args{{"domain-name": c.DomainName}}
		},
	}
}

var (
	ipDomainName = domainName(`ip domain name domain-name:WORD`,
		H{"ip": ipHelp, "domain": "IP DNS Resolver", "name": "Define the default domain name", "domain-name": "Default domain name"}, false)
	ipDomainDashName = domainName(`ip domain\-name domain-name:WORD`,
		H{"ip": ipHelp, "domain-name": "Default domain name"}, true)
)

var ipHost = Cmd[global]{
	Syntax: `ip host name:WORD addr:A.B.C.D`,
	Help: H{"ip": ipHelp, "host": "Add an entry to the ip hostname table", "name": "Name of host",
		"addr": "Host IP address"},
	Set: func(_ *Context, c global, a parser.Args) error {
		h := config.Host{Name: a.Str("name"), Addr: a.Addr("addr")}
		if i := hostIndex(c, h.Name); i >= 0 {
			c.Hosts[i] = h
		} else {
			c.Hosts = append(c.Hosts, h)
		}
		resolvePeers(c)
		return nil
	},
	Unset: func(_ *Context, c global, a parser.Args) error {
		if !a.Has("name") {
			return errIncomplete
		}
		if i := hostIndex(c, a.Str("name")); i >= 0 {
			c.Hosts = slices.Delete(c.Hosts, i, i+1)
		}
		resolvePeers(c)
		return nil
	},
	Show: func(c global) (lines []parser.Args) {
		for _, h := range c.Hosts {
			lines = append(lines, parser.Args{"name": h.Name, "addr": h.Addr})
		}
		return lines
	},
}

func hostIndex(c global, name string) int {
	return slices.IndexFunc(c.Hosts, func(h config.Host) bool { return strings.EqualFold(h.Name, name) })
}

// lookup is the address of a host of the configuration, or that host is an address.
func lookup(c global, host string) (netip.Addr, bool) {
	if a, err := parseAddr(host); err == nil {
		return a, true
	}
	if i := hostIndex(c, host); i >= 0 {
		return c.Hosts[i].Addr, true
	}
	return netip.Addr{}, false
}

// resolvePeers looks the names of dynamic peers up again.
func resolvePeers(c global) {
	for _, e := range c.CryptoMaps {
		for i, p := range e.Peers {
			if p.Dynamic {
				e.Peers[i].Addr, _ = lookup(c, p.Host)
			}
		}
	}
}

func init() {
	Global.grammar.Heading("ip", "Global IP configuration subcommands:")
	Global.Add(ipDomainLookup, ipDomainDashLookup, ipDomainName, ipDomainDashName, ipHost)
}
