package live

import (
	"fmt"
	"net/netip"
	"time"

	"ruthere/packet"
	"ruthere/router"
)

// A network joins the router's interfaces to the host's. It belongs to the goroutine of
// Router.Run.
type network struct {
	router *Router
	links  map[string]*link     // by the router's name of the interface
	said   map[string]time.Time // when a complaint was last made
	raw    rawSender
}

// A link is what one interface of the router has on the host.
type link struct {
	address netip.Addr
	port    *port  // nil: down
	why     string // it is down
}

func newNetwork(r *Router) *network {
	return &network{router: r, links: map[string]*link{}, said: map[string]time.Time{}}
}

// follow brings the links to what the configuration wants and the host offers now. It
// tells the router what changed, and the user why.
func (n *network) follow(wanted []router.WantedInterface) {
	host, err := readHostAddresses()
	if err != nil {
		n.complain(err.Error())
		return
	}
	n.forget(wanted)
	for _, w := range wanted {
		if w.Shutdown {
			n.drop(w.Name, "administratively down")
			continue
		}
		if !w.Address.IsValid() {
			n.drop(w.Name, "no ip address")
			continue
		}
		n.connect(w.Name, w.Address.Addr(), host)
	}
}

// forget closes the links of interfaces that are gone.
func (n *network) forget(wanted []router.WantedInterface) {
	still := map[string]bool{}
	for _, w := range wanted {
		still[w.Name] = true
	}
	for name, l := range n.links {
		if !still[name] {
			l.port.close()
			delete(n.links, name)
		}
	}
}

// drop takes an interface down that needs no explanation.
func (n *network) drop(name, why string) {
	l := n.link(name)
	l.port.close()
	changed := l.why != why
	*l = link{why: why}
	if changed {
		n.router.step(router.LinkChange{Interface: name, Why: why})
	}
}

func (n *network) link(name string) *link {
	l := n.links[name]
	if l == nil {
		l = &link{}
		n.links[name] = l
	}
	return l
}

// connect brings an interface up, if the host lets it.
func (n *network) connect(name string, address netip.Addr, host hostAddresses) {
	l := n.link(name)
	if l.address != address {
		l.port.close()
		*l = link{address: address}
	}
	on, err := host.usable(address)
	if err == nil && l.port == nil {
		l.port, err = n.open(name, address)
		if err == nil {
			l.why = ""
			n.router.options.Notice(fmt.Sprintf("%s is up: %s on %s", name, address, on))
			n.router.step(router.LinkChange{Interface: name, Up: true})
			return
		}
	}
	if err == nil || l.why == err.Error() {
		return
	}
	l.port.close()
	l.port, l.why = nil, err.Error()
	n.router.options.Notice(fmt.Sprintf("%s is down: %s", name, l.why))
	n.router.step(router.LinkChange{Interface: name, Why: l.why})
}

// send puts a packet on the network. From an address of ours it leaves through its
// socket; the way it takes is the host's to know.
func (n *network) send(data []byte) {
	p, err := packet.ParseIPv4(data)
	if err != nil {
		n.complain("the router made a packet that is none: " + err.Error())
		return
	}
	var sender interface {
		send(p packet.IPv4, data []byte) error
	} = &n.raw
	for _, l := range n.links {
		if l.port != nil && l.address == p.Src {
			sender = l.port
		}
	}
	if err := sender.send(p, data); err != nil {
		n.complain(fmt.Sprintf("cannot send a packet from %s to %s: %v", p.Src, p.Dst, err))
	}
}

// complain says something at most once a minute.
func (n *network) complain(text string) {
	if last, said := n.said[text]; said && time.Since(last) < time.Minute {
		return
	}
	if len(n.said) > 1000 { // foreign addresses may stand in it
		clear(n.said)
	}
	n.said[text] = time.Now()
	n.router.options.Notice(text)
}

// reset closes all links without a word, for a router that starts over.
func (n *network) reset() {
	for name, l := range n.links {
		l.port.close()
		delete(n.links, name)
	}
}

func (n *network) close() {
	n.reset()
	n.raw.close()
}
