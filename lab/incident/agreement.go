package incident

import (
	"net/netip"
	"slices"
)

// An Agreement is what those who made the tunnels wrote down: how all should be. It is right in every incident.
type Agreement struct {
	Encryption     string          `json:"encryption"`     // of phase 1, as a configuration has it
	Hash           string          `json:"hash"`           // likewise
	Authentication string          `json:"authentication"` // likewise
	Group          int             `json:"group"`
	Transform      string          `json:"transform_set"`
	PFS            int             `json:"pfs_group,omitempty"` // 0: none
	Keepalive      string          `json:"keepalive"`           // what stands behind crypto isakmp keepalive
	Tunnels        []AgreedTunnel  `json:"tunnels"`
	Gateways       []AgreedGateway `json:"gateways"`
	Machines       []AgreedMachine `json:"machines"`
	OutOfService   string          `json:"out_of_service,omitempty"` // the gateway that is, and everybody knows
	Links          []AgreedLink    `json:"links"`
}

// An AgreedTunnel has a key of its own.
type AgreedTunnel struct {
	Between [2]string `json:"between"`
	Key     string    `json:"key"`
}

// An AgreedGateway is a router that ends tunnels.
type AgreedGateway struct {
	Name         string         `json:"name"`
	Address      netip.Addr     `json:"address"`
	Outside      string         `json:"outside"` // its port there
	NextHop      netip.Addr     `json:"next_hop"`
	Keepalive    string         `json:"keepalive"`
	NATKeepalive int            `json:"nat_keepalive_seconds,omitempty"`
	Translates   bool           `json:"translates,omitempty"` // what goes to the internet, and nothing that goes through tunnels
	Networks     []netip.Prefix `json:"networks"`
	Ports        []string       `json:"ports"` // of the networks, in their order
	Peers        []AgreedPeer   `json:"peers"`
}

// An AgreedPeer is the other end of a tunnel, by the addresses at which it is reached, best first.
type AgreedPeer struct {
	Name      string         `json:"name"` // of the last of them
	Addresses []netip.Addr   `json:"addresses"`
	Networks  []netip.Prefix `json:"networks"`
}

// An AgreedMachine is a user's or a server.
type AgreedMachine struct {
	Name    string     `json:"name"`
	Address netip.Addr `json:"address"`
	Gateway netip.Addr `json:"gateway"`
	Serves  string     `json:"serves,omitempty"`
}

// An AgreedLink is a link to the provider.
type AgreedLink struct {
	Name     string     `json:"name"`
	Site     string     `json:"site"`     // the gateway at its end
	Provider netip.Addr `json:"provider"` // the provider's address there
}

// agree writes down how all is, as long as nothing is wrong with it.
func (n *network) agree() {
	a := &n.agreement
	for _, g := range n.gateways {
		s := AgreedGateway{Name: g.name, Address: g.address.Addr(), Outside: g.ports[outside], NextHop: g.routes[0].hop, Keepalive: g.keepalive,
			NATKeepalive: g.natKeepalive, Networks: g.networks, Ports: g.ports[inside : inside+len(g.networks)]}
		for _, t := range g.tunnels {
			s.Peers = append(s.Peers, AgreedPeer{t.far.name, slices.Clone(t.peers), t.far.networks})
		}
		a.Gateways = append(a.Gateways, s)
	}
	for _, h := range n.hosts {
		m := AgreedMachine{Name: h.name, Address: h.address.Addr(), Gateway: h.gateway}
		if h.serves {
			m.Serves = "http"
		}
		a.Machines = append(a.Machines, m)
	}
	for _, one := range n.accesses {
		a.Links = append(a.Links, AgreedLink{one.link, n.nameOf(one.role), one.provider.Addr()})
	}
}
