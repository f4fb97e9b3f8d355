package incident

import "strings"

// What can be wrong outside, and is mended by others.

func providerCauses() []Cause {
	return []Cause{
		{"udp-500-blocked", "IKE (UDP port 500) is dropped on the way", atProvider, partProvider, nil, block("UDP port 500")},
		{"udp-4500-blocked", "IKE and ESP in UDP (port 4500) are dropped on the way", atProvider, partProvider, []string{"nat"},
			block("UDP port 4500")},
		{"esp-blocked", "ESP is dropped on the way", atProvider, partProvider, []string{"two-sites", "hub", "failover"}, block("ESP")},
		{"link-cut", "the link to the provider is broken", atAccess, partProvider, nil,
			func(n *network, role string, _ chance) {
				a := n.access(role)
				end, _, _ := strings.Cut(a.end, ":")
				n.strike("cut %s %s as provider", providerName, end)
			}},
		{"mtu-black-hole", "long packets are lost on the link to the provider, and nobody is told", atAccess, partProvider, nil,
			func(n *network, role string, c chance) {
				n.strike("mtu link %s %d as provider", n.access(role).link, 1000+c.IntN(300))
			}},
		{"packet-loss", "the link to the provider loses a part of the packets", atAccess, partProvider, nil,
			func(n *network, role string, c chance) {
				a := n.access(role)
				end, _, _ := strings.Cut(a.end, ":")
				n.strike("loss %s %s %d as provider", providerName, end, 25+5*c.IntN(7))
			}},
	}
}

// partProvider is what nothing in a configuration is about.
const partProvider = "provider"

// block drops packets at the provider, both ways or one.
func block(packets string) func(*network, string, chance) {
	return func(n *network, _ string, c chance) {
		whose := ""
		if n.translator == nil && c.coin() {
			var names []string
			for _, g := range n.gateways {
				if g.name != n.down {
					names = append(names, g.name)
				}
			}
			whose = " from " + oneOf(c, names...)
		}
		n.strike("drop %s%s at %s as provider", packets, whose, providerName)
	}
}

func (n *network) access(role string) *access {
	for i := range n.accesses {
		if accessOf+n.accesses[i].role == role {
			return &n.accesses[i]
		}
	}
	return nil
}
