package incident

// What can be wrong with interfaces and routes.

func portCauses() []Cause {
	return []Cause{
		{"map-not-applied", "the crypto map is on no interface", atGateways, "map", nil,
			func(n *network, role string, _ chance) { n.gateway(role).mapAt = nowhere }},
		{"map-on-wrong-interface", "the crypto map is on the wrong interface", atGateways, "map", nil,
			func(n *network, role string, _ chance) { n.gateway(role).mapAt = inside }},
		{"no-route", "there is no route to the other site", atGateways, "route", nil,
			func(n *network, role string, _ chance) { n.gateway(role).routes = nil }},
		{"wrong-next-hop", "the route to the other site leads elsewhere", atGateways, "route", nil, misroute},
		{"interface-shut", "an interface is shut down", atGateways, "port", nil,
			func(n *network, role string, c chance) {
				g := n.gateway(role)
				g.shut[c.IntN(1+len(g.networks))] = true
			}},
		{"filter-drops-ike", "an access group drops IKE", atGateways, "filter", nil, filter(outside, func(*gateway) string {
			return "deny udp any any eq isakmp"
		})},
		{"filter-drops-tunnel", "an access group drops what the tunnel carries", atGateways, "filter", nil, filterTunnel},
		{"filter-drops-users", "an access group drops what users send", atGateways, "filter", nil, filter(inside, func(g *gateway) string {
			return "deny ip " + wildcard(g.networks[0]) + " any"
		})},
		{"nat-exemption-missing", "the router translates the addresses of what the tunnel carries, which its crypto access list then misses",
			atGateways, "translation", nil, func(n *network, role string, _ chance) {
				n.gateway(role).translates = translatesAll
			}},
	}
}

func filter(port int, line func(g *gateway) string) func(*network, string, chance) {
	return func(n *network, role string, _ chance) {
		g := n.gateway(role)
		g.filters[port] = []string{line(g), "permit ip any any"}
	}
}

// filterTunnel drops ESP, or what carries it through a translator.
func filterTunnel(n *network, role string, c chance) {
	line := "deny esp any any"
	if n.translator != nil {
		line = "deny udp any any eq non500-isakmp"
	}
	filter(outside, func(*gateway) string { return line })(n, role, c)
}

// misroute has the default route lead to an address that nobody has.
func misroute(n *network, role string, _ chance) {
	g := n.gateway(role)
	hop := g.address.Addr().Next()
	if hop == g.routes[0].hop {
		hop = hop.Next()
	}
	g.routes[0].hop = hop
}
