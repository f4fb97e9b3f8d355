package incident

import "slices"

// What can be wrong with ISAKMP.

func phase1Causes() []Cause {
	return []Cause{
		{"encryption-mismatch", "the ISAKMP policy has another encryption than was agreed", atGateways, "policy", nil,
			changePolicy(func(p *policy, c chance) { p.encryption = otherThan(c, p.encryption, "des", "3des", "aes", "aes 256") })},
		{"hash-mismatch", "the ISAKMP policy has another hash than was agreed", atGateways, "policy", nil,
			changePolicy(func(p *policy, c chance) { p.hash = otherThan(c, p.hash, "md5", "sha") })},
		{"group-mismatch", "the ISAKMP policy has another Diffie-Hellman group than was agreed", atGateways, "policy", nil,
			changePolicy(func(p *policy, c chance) { p.group = otherThan(c, p.group, 1, 2, 5, 14) })},
		{"authentication-mismatch", "the ISAKMP policy has another authentication than was agreed", atGateways, "policy", nil,
			changePolicy(func(p *policy, _ chance) { p.authentication = "rsa-sig" })},
		{"no-policy", "there is no ISAKMP policy", atGateways, "policy", nil,
			func(n *network, role string, _ chance) { n.gateway(role).policy = nil }},
		{"isakmp-disabled", "ISAKMP is switched off", atGateways, "enable", nil,
			func(n *network, role string, _ chance) { n.gateway(role).disabled = true }},
		{"wrong-key", "the pre-shared key is another one", atGateways, "key", nil,
			changeKey(func(keys []preshared, at int, c chance) []preshared {
				keys[at].secret = c.secret()
				return keys
			})},
		{"key-for-wrong-address", "the pre-shared key is kept for another address", atGateways, "key", nil,
			changeKey(func(keys []preshared, at int, _ chance) []preshared {
				keys[at].address = keys[at].address.Next()
				return keys
			})},
		{"no-key", "there is no pre-shared key for the peer", atGateways, "key", nil,
			changeKey(func(keys []preshared, at int, _ chance) []preshared { return slices.Delete(keys, at, at+1) })},
	}
}

func changePolicy(change func(*policy, chance)) func(*network, string, chance) {
	return func(n *network, role string, c chance) { change(n.gateway(role).policy, c) }
}

// oneTunnel is the tunnel that is struck.
func (g *gateway) oneTunnel(c chance) *tunnel { return oneOf(c, g.tunnels...) }

// changeKey changes the key for the last peer of a tunnel: where there are two, the first is out of service.
func changeKey(change func(keys []preshared, at int, c chance) []preshared) func(*network, string, chance) {
	return func(n *network, role string, c chance) {
		g := n.gateway(role)
		t := g.oneTunnel(c)
		peer := t.peers[len(t.peers)-1]
		at := slices.IndexFunc(g.keys, func(k preshared) bool { return k.address == peer })
		g.keys = change(g.keys, at, c)
	}
}
