package network

import (
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

func showHosts() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`hosts`, modes.H{"hosts": "IP domain-name, lookup style, nameservers, and host table"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			c := b.Config()
			domain, style := c.DomainName, "uses domain service"
			if domain == "" {
				domain = "not set"
			}
			if !c.DomainLookup {
				style = "uses static mappings"
			}
			x.Printf("Default domain is %s\nName/address lookup %s\nName servers are %s\n\n", domain, style, strings.Join(askedServers(c), ", "))
			x.Printf("Codes: u - unknown, e - expired, * - OK, ? - revalidate\n       t - temporary, p - permanent\n\n")
			x.Printf("Host                      Port  Flags      Age Type   Address(es)\n")
			for _, h := range c.Hosts {
				x.Printf("%-25s None  (perm, OK)  0   IP      %s\n", h.Name, h.Addr)
			}
			return nil
		})
}

func addShowHosts(l *modes.Language) { l.Add("exec", showHosts()) }
