package incident

import (
	"fmt"
	"net/netip"
	"strings"
	"time"

	"ruthere/debuglog"
)

// A network is what a scenario makes of a seed, before and after something is wrong with it.
type network struct {
	chance     chance
	clock      time.Time
	gateways   []*gateway
	agreement  Agreement
	accesses   []access // in the order of the provider's ports
	translator *translator
	segments   []segment
	hosts      []*host
	steps      []step
	faults     []timedFault
	manners    map[string]string // of routers, by name
	down       string            // the gateway that everybody knows to be out of service; "": none
	first      string            // who complains
	restarted  string            // the gateway that somebody restarts; "": none
}

// An access is a link between the provider and somebody.
type access struct {
	role, link, end string
	provider        netip.Prefix
}

// A segment is a network inside, with who is on it.
type segment struct {
	link string
	ends []string
}

type translator struct {
	name             string
	inside, outside  netip.Prefix
	gateway          netip.Addr
	insideOf         string // the end of the link inside
	mappingInSeconds int
}

// A host is somebody's machine.
type host struct {
	role, name string
	address    netip.Prefix
	gateway    netip.Addr
	serves     bool
}

// A timedFault is a sentence of package fault.
type timedFault struct {
	at   time.Duration
	text string
}

// The roles of machines, which have other names in each lab.
const (
	roleBranch     = "branch"
	roleHead       = "head"
	roleHub        = "hub"
	roleSpoke1     = "spoke1"
	roleSpoke2     = "spoke2"
	roleFirst      = "first"
	roleSecond     = "second"
	roleProvider   = "provider"
	roleTranslator = "translator"
	roleUser       = "user"
	roleColleague  = "colleague"
	roleServer     = "server"
	roleArchive    = "archive"
	accessOf       = "access-" // and the role of who is at its end
)

// providerName is that of the provider's router in every lab.
const providerName = "Provider"

// gateway finds one by its role.
func (n *network) gateway(role string) *gateway {
	for _, g := range n.gateways {
		if g.role == role {
			return g
		}
	}
	return nil
}

func (n *network) host(role string) *host {
	for _, h := range n.hosts {
		if h.role == role {
			return h
		}
	}
	return nil
}

// nameOf is the name that what has a role has in this lab.
func (n *network) nameOf(role string) string {
	if g := n.gateway(role); g != nil {
		return g.name
	}
	if h := n.host(role); h != nil {
		return h.name
	}
	for _, a := range n.accesses {
		if role == accessOf+a.role {
			return a.link
		}
	}
	if role == roleTranslator && n.translator != nil {
		return n.translator.name
	}
	return providerName
}

// towns are the names of sites.
var towns = []string{"Basel", "Turin", "Porto", "Ghent", "Lund", "Graz", "Leeds", "Split", "Vaasa", "Brno", "Malmo", "Trier", "Nancy",
	"Parma", "Vigo", "Galway"}

// people are those who use the network.
var people = []string{"Anna", "Bruno", "Chiara", "David", "Elena", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Luca"}

// The names of hardware, by release.
var hardware = map[debuglog.Release][ports]string{
	debuglog.IOS124: {"FastEthernet0/0", "FastEthernet0/1", "FastEthernet1/0"},
	debuglog.IOS15:  {"GigabitEthernet0/0", "GigabitEthernet0/1", "GigabitEthernet0/2"},
	debuglog.IOSXE:  {"GigabitEthernet1", "GigabitEthernet2", "GigabitEthernet3"},
}

// newNetwork draws what all have in common.
func newNetwork(scenario string, seed uint64) *network {
	c := newChance(seed, "network", scenario)
	n := &network{chance: c, manners: map[string]string{}}
	n.clock = time.Date(2026, time.Month(1+c.IntN(12)), 1+c.IntN(28), 7+c.IntN(10), c.IntN(60), c.IntN(60), 3e6, time.UTC)
	n.agreement = Agreement{
		Encryption: oneOf(c, "3des", "aes", "aes 256"), Hash: oneOf(c, "md5", "sha"), Authentication: "pre-share", Group: oneOf(c, 2, 5, 14),
		Transform: oneOf(c, transforms...), PFS: oneOf(c, 0, 0, 2, 5), Keepalive: "10 periodic",
	}
	return n
}

var transforms = []string{"esp-3des esp-md5-hmac", "esp-3des esp-sha-hmac", "esp-aes esp-sha-hmac", "esp-aes 256 esp-sha-hmac"}

// publicNetworks are those of documentation (RFC 5737), of which each access has eight addresses.
var publicNetworks = []string{"192.0.2", "198.51.100", "203.0.113"}

// addGateway gives a role a router with so many networks behind it, at the provider's.
func (n *network) addGateway(role string, networks []netip.Prefix) *gateway {
	c, i := n.chance, len(n.gateways)
	g := &gateway{role: role, release: oneOf(c, debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE), networks: networks,
		keepalive: n.agreement.Keepalive, set: oneOf(c, "STRONG", "ts", "Trans", "OFFICES"), mapName: oneOf(c, "VPN", "green", "cm", "OUTSIDE")}
	for g.name == "" || n.isTaken(g.name) {
		g.name = oneOf(c, towns...)
	}
	g.ports = hardware[g.release]
	g.policy = &policy{number: oneOf(c, 1, 10, 20, 100), encryption: n.agreement.Encryption, hash: n.agreement.Hash,
		authentication: n.agreement.Authentication, group: n.agreement.Group, lifetime: oneOf(c, 0, 0, 28800, 3600, 43200)}
	net := netip.MustParsePrefix(fmt.Sprintf("%s.%d/29", publicNetworks[i%3], 8*(1+c.IntN(30))))
	provider := hostIn(net, 1)
	g.address = hostIn(net, 2+c.IntN(4))
	g.routes = []staticRoute{{netip.MustParsePrefix("0.0.0.0/0"), provider.Addr()}}
	n.accesses = append(n.accesses, access{role, accessOf + strings.ToLower(g.name), g.name + ":" + g.ports[outside], provider})
	n.gateways = append(n.gateways, g)
	return g
}

func (n *network) isTaken(name string) bool {
	for _, g := range n.gateways {
		if g.name == name {
			return true
		}
	}
	return false
}

// drawNetworks draws private networks, all different.
func (n *network) drawNetworks(count int) (list []netip.Prefix) {
	first := 1 + n.chance.IntN(200)
	for i := range count {
		list = append(list, netip.MustParsePrefix(fmt.Sprintf("10.%d.%d.0/24", first+i, n.chance.IntN(250))))
	}
	return list
}

// addHost puts a machine on a network of a gateway: its first is at port inside.
func (n *network) addHost(role, name string, g *gateway, port int) *host {
	h := &host{role: role, name: name, address: hostIn(g.networks[port-inside], 10+n.chance.IntN(80)),
		gateway: hostIn(g.networks[port-inside], g.hostNumber()).Addr(), serves: role == roleServer || role == roleArchive}
	n.hosts = append(n.hosts, h)
	return h
}

// join says who is on a network inside.
func (n *network) join(link string, ends ...string) {
	n.segments = append(n.segments, segment{link, ends})
}

// connect makes a tunnel between two gateways. Each knows the other by an address, which a translator may have changed.
func (n *network) connect(a, b *gateway, seenA, seenB netip.Addr) {
	secret := n.chance.secret()
	n.agreement.Tunnels = append(n.agreement.Tunnels, AgreedTunnel{Between: [2]string{a.name, b.name}, Key: secret})
	n.addEnd(a, b, seenB, secret)
	n.addEnd(b, a, seenA, secret)
}

func (n *network) addEnd(g, far *gateway, seen netip.Addr, secret string) {
	t := &tunnel{far: far, peers: []netip.Addr{seen}, transform: n.agreement.Transform, pfs: n.agreement.PFS, list: 101 + len(g.tunnels)}
	for _, from := range g.networks {
		for _, to := range far.networks {
			t.entries = append(t.entries, listEntry{from: from, to: to})
		}
	}
	g.tunnels = append(g.tunnels, t)
	g.keys = append(g.keys, preshared{secret, seen})
}
