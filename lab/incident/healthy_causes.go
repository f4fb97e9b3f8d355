package incident

// What users complain of although the tunnels are as they should be.

func healthyCauses() []Cause {
	return []Cause{
		{"server-not-listening", "the tunnels are well: the server does not listen", atServer, "", nil,
			func(n *network, _ string, _ chance) { n.host(roleServer).serves = false }},
		{"server-unplugged", "the tunnels are well: the server is not on its network", atServer, "", nil,
			func(n *network, _ string, _ chance) {
				for _, g := range n.gateways {
					if g.address.IsValid() && g.networks[0].Contains(n.host(roleServer).address.Addr()) {
						n.strike("cut %s %s as server-%s", g.name, n.host(roleServer).name, g.role)
					}
				}
			}},
		{"wrong-address", "the tunnels are well: the user asks for an address that nobody has", atUser, "", nil,
			func(n *network, _ string, _ chance) {
				for i := range n.steps {
					if s := &n.steps[i]; s.to == roleServer && s.from == roleUser {
						s.target = hostIn(n.host(roleServer).address, 200+len(n.first)).Addr()
					}
				}
			}},
		{"host-gateway", "the tunnels are well: the user's machine has a wrong gateway", atUser, "", nil,
			func(n *network, _ string, _ chance) { h := n.host(roleUser); h.gateway = hostIn(h.address, 250).Addr() }},
	}
}
