package incident

import (
	"net/netip"
	"time"
)

// A scenario is a network that works, and what its users do in it.
type scenario struct {
	name, title string
	gateways    []string // roles at which something can be wrong
	begins      []string // of them, those that open tunnels
	accesses    []string // roles whose links to the provider can be struck
	draw        func(n *network)
}

// scenarios are all that there are.
var scenarios = []scenario{
	{"two-sites", "a branch and a head office", []string{roleBranch, roleHead}, []string{roleBranch},
		[]string{roleBranch, roleHead}, drawTwoSites},
	{"nat", "a branch behind a home router, and a head office", []string{roleBranch, roleHead}, []string{roleBranch},
		[]string{roleBranch, roleHead}, drawNAT},
	{"hub", "a hub and two branches", []string{roleSpoke1, roleSpoke2, roleHub}, []string{roleSpoke1, roleSpoke2},
		[]string{roleSpoke1, roleSpoke2, roleHub}, drawHub},
	{"failover", "a branch and two gateways of a head office, of which one is out of service", []string{roleBranch, roleSecond},
		[]string{roleBranch}, []string{roleBranch, roleSecond}, drawFailover},
}

// network makes the network of a seed. With pfs, perfect forward secrecy is agreed.
func (s *scenario) network(seed uint64, pfs bool) *network {
	n := newNetwork(s.name, seed)
	if pfs {
		n.agreement.PFS = oneOf(n.chance, 2, 5)
	}
	s.draw(n)
	for i, h := range n.hosts {
		if h.role == roleUser {
			n.first = n.hosts[i].name
		}
	}
	n.agree()
	return n
}

// addPeople draws the names of users.
func (n *network) addPeople(count int) (names []string) {
	at := n.chance.Perm(len(people))
	for i := range count {
		names = append(names, people[at[i]])
	}
	return names
}

func drawTwoSites(n *network) {
	networks := n.drawNetworks(3)
	branch, head := n.addGateway(roleBranch, networks[:1]), n.addGateway(roleHead, networks[1:])
	n.connect(branch, head, branch.address.Addr(), head.address.Addr())
	user, server, archive := n.addPeople(1)[0], "Server", "Archive"
	n.addHost(roleUser, user, branch, inside)
	n.addHost(roleServer, server, head, inside)
	n.addHost(roleArchive, archive, head, annex)
	n.join("lan-branch", branch.name+":"+branch.ports[inside], user)
	n.join("lan-head", head.name+":"+head.ports[inside], server)
	n.join("lan-archive", head.name+":"+head.ports[annex], archive)
	n.usual()
}

// usual is what users do where a branch works with a head office.
func (n *network) usual() {
	n.do(12*time.Second, pingQuietly, roleUser, roleServer)
	n.do(time.Second, pingQuietly, roleUser, roleArchive)
	n.do(5*time.Second, ping, roleUser, roleServer)
	n.do(time.Second, ping, roleUser, roleArchive)
	n.do(time.Second, fetchFile, roleUser, roleServer)
	n.do(time.Second, ping, roleServer, roleUser)
}

func drawNAT(n *network) {
	n.agreement.Keepalive = "10"
	networks := n.drawNetworks(3)
	branch, head := n.addGateway(roleBranch, networks[:1]), n.addGateway(roleHead, networks[1:])
	home := netip.MustParsePrefix("192.168.1.1/24")
	n.translator = &translator{name: "Homebox", inside: home, outside: branch.address, gateway: n.accesses[0].provider.Addr(),
		insideOf: branch.name + ":" + branch.ports[outside], mappingInSeconds: 30}
	n.accesses[0].link, n.accesses[0].end = accessOf+"homebox", "Homebox:outside"
	outer := branch.address.Addr()
	branch.address = hostIn(home, 2+n.chance.IntN(50))
	branch.routes[0].hop = home.Addr()
	branch.natKeepalive = 20
	n.connect(branch, head, outer, head.address.Addr())
	user := n.addPeople(1)[0]
	n.addHost(roleUser, user, branch, inside)
	n.addHost(roleServer, "Server", head, inside)
	n.addHost(roleArchive, "Archive", head, annex)
	n.join("lan-branch", branch.name+":"+branch.ports[inside], user)
	n.join("lan-head", head.name+":"+head.ports[inside], "Server")
	n.join("lan-archive", head.name+":"+head.ports[annex], "Archive")
	n.usual()
}

func drawHub(n *network) {
	networks := n.drawNetworks(4)
	one, two := n.addGateway(roleSpoke1, networks[:1]), n.addGateway(roleSpoke2, networks[1:2])
	hub := n.addGateway(roleHub, networks[2:])
	n.connect(one, hub, one.address.Addr(), hub.address.Addr())
	n.connect(two, hub, two.address.Addr(), hub.address.Addr())
	names := n.addPeople(2)
	n.addHost(roleUser, names[0], one, inside)
	n.addHost(roleColleague, names[1], two, inside)
	n.addHost(roleServer, "Server", hub, inside)
	n.addHost(roleArchive, "Archive", hub, annex)
	n.join("lan-one", one.name+":"+one.ports[inside], names[0])
	n.join("lan-two", two.name+":"+two.ports[inside], names[1])
	n.join("lan-hub", hub.name+":"+hub.ports[inside], "Server")
	n.join("lan-archive", hub.name+":"+hub.ports[annex], "Archive")
	n.do(12*time.Second, pingQuietly, roleUser, roleServer)
	n.do(time.Second, pingQuietly, roleColleague, roleServer)
	n.do(time.Second, pingQuietly, roleUser, roleArchive)
	n.do(time.Second, pingQuietly, roleColleague, roleArchive)
	n.do(5*time.Second, ping, roleUser, roleServer)
	n.do(time.Second, ping, roleUser, roleArchive)
	n.do(time.Second, fetchFile, roleUser, roleServer)
	n.do(time.Second, ping, roleServer, roleUser)
	n.do(time.Second, ping, roleColleague, roleServer)
	n.do(time.Second, ping, roleColleague, roleArchive)
	n.do(time.Second, fetchFile, roleColleague, roleServer)
	n.do(time.Second, ping, roleServer, roleColleague)
}

func drawFailover(n *network) {
	networks := n.drawNetworks(3)
	branch := n.addGateway(roleBranch, networks[:1])
	first, second := n.addGateway(roleFirst, networks[1:]), n.addGateway(roleSecond, networks[1:])
	n.connect(branch, first, branch.address.Addr(), first.address.Addr())
	n.connect(branch, second, branch.address.Addr(), second.address.Addr())
	branch.tunnels[0].peers = append(branch.tunnels[0].peers, branch.tunnels[1].peers...)
	branch.tunnels[0].far = second
	branch.tunnels = branch.tunnels[:1]
	user := n.addPeople(1)[0]
	n.addHost(roleUser, user, branch, inside)
	n.addHost(roleServer, "Server", second, inside)
	n.addHost(roleArchive, "Archive", second, annex)
	n.join("lan-branch", branch.name+":"+branch.ports[inside], user)
	n.join("lan-head", first.name+":"+first.ports[inside], second.name+":"+second.ports[inside], "Server")
	n.join("lan-archive", first.name+":"+first.ports[annex], second.name+":"+second.ports[annex], "Archive")
	n.down = first.name
	n.agreement.OutOfService = first.name
	n.strike("cut %s %s", providerName, first.name)
	n.do(12*time.Second, pingQuietly, roleUser, roleServer)
	n.do(2*time.Minute, pingQuietly, roleUser, roleServer)
	n.do(time.Second, pingQuietly, roleUser, roleArchive)
	n.do(5*time.Second, ping, roleUser, roleServer)
	n.do(time.Second, ping, roleUser, roleArchive)
	n.do(time.Second, fetchFile, roleUser, roleServer)
	n.do(time.Second, ping, roleServer, roleUser)
}
