package incident

import (
	"net/netip"
	"slices"
)

// What can be wrong with a crypto map and what it names.

func phase2Causes() []Cause {
	return []Cause{
		{"wrong-peer", "the crypto map has another address for the peer", atGateways, "peer", nil,
			changeTunnel(func(_ *network, t *tunnel, _ chance) { t.peers[len(t.peers)-1] = t.peers[len(t.peers)-1].Next() })},
		{"no-peer", "the crypto map lacks the peer", atGateways, "peer", nil,
			changeTunnel(func(_ *network, t *tunnel, _ chance) { t.peers = t.peers[:len(t.peers)-1] })},
		{"transform-mismatch", "the transform set is another than was agreed", atGateways, "transform", nil,
			changeTunnel(func(_ *network, t *tunnel, c chance) { t.transform = otherThan(c, t.transform, transforms...) })},
		{"pfs-mismatch", "perfect forward secrecy is missing, or has another group than was agreed", atGateways, partPFS, nil, changePFS},
		{"list-not-mirrored", "the crypto access list names another network than there is", atGateways, "list", nil,
			changeTunnel(misnameNetwork)},
		{"list-misses-network", "the crypto access list lacks a network", atGateways, "list", nil,
			changeTunnel(func(_ *network, t *tunnel, _ chance) { t.entries = t.entries[:len(t.entries)-1] })},
		{"list-denies", "the crypto access list denies what it permits further down", atGateways, "list", nil,
			changeTunnel(func(_ *network, t *tunnel, c chance) {
				e := oneOf(c, t.entries...)
				e.deny = true
				t.entries = append([]listEntry{e}, t.entries...)
			})},
		{"no-list", "the crypto map names no access list", atGateways, "list", nil,
			changeTunnel(func(_ *network, t *tunnel, _ chance) { t.list, t.entries = 0, nil })},
	}
}

// partPFS is the part of a configuration of causes for which perfect forward secrecy has to be agreed.
const partPFS = "pfs"

func changeTunnel(change func(*network, *tunnel, chance)) func(*network, string, chance) {
	return func(n *network, role string, c chance) { change(n, n.gateway(role).oneTunnel(c), c) }
}

// changePFS takes the group away only from who opens tunnels: who answers takes a peer's group even if he asks for none.
func changePFS(n *network, role string, c chance) {
	t := n.gateway(role).oneTunnel(c)
	groups := []int{1, 2, 5}
	if slices.Contains([]string{roleBranch, roleSpoke1, roleSpoke2}, role) {
		groups = append(groups, 0)
	}
	t.pfs = otherThan(c, t.pfs, groups...)
}

// misnameNetwork has an entry name a network beside one that there is.
func misnameNetwork(_ *network, t *tunnel, c chance) {
	e := &t.entries[c.IntN(len(t.entries))]
	wrong := &e.to
	if c.coin() {
		wrong = &e.from
	}
	a := wrong.Addr().As4()
	a[2]++
	*wrong = netip.PrefixFrom(netip.AddrFrom4(a), wrong.Bits())
}
