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
	driver     *Driver
	links      map[string]*hostLink // by the router's name of the interface
	said       map[string]time.Time // when a complaint was last made
	raw        rawSender
	reassembly packet.Reassembler // of the router's own fragments
}

// A hostLink is what one interface of the router has on the host.
type hostLink struct {
	address netip.Addr
	port    *port  // nil: down
	why     string // it is down
}

func newNetwork(r *Driver) *network {
	return &network{driver: r, links: map[string]*hostLink{}, said: map[string]time.Time{}}
}

// followConfig brings the links to what the configuration wants and the host offers now. It
// tells the router what changed, and the user why.
func (n *network) followConfig(wanted []router.WantedInterface) {
	host, err := readHostAddresses()
	if err != nil {
		n.noticeOnce(err.Error())
		return
	}
	n.forgetGone(wanted)
	for _, w := range wanted {
		if w.Shutdown {
			n.dropInterface(w.Name, "administratively down")
			continue
		}
		if !w.Address.IsValid() {
			n.dropInterface(w.Name, "no ip address")
			continue
		}
		n.connectInterface(w.Name, w.Address.Addr(), host)
	}
	for _, w := range wanted {
		if l := n.links[w.Name]; l != nil && l.port != nil {
			l.port.followTime(n.driver.router.KeepsTime())
			l.port.followTunnels(n.driver.router.TunnelsInClear())
		}
	}
}

// forgetGone closes the links of interfaces that are gone.
func (n *network) forgetGone(wanted []router.WantedInterface) {
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

// dropInterface takes an interface down that needs no explanation.
func (n *network) dropInterface(name, why string) {
	l := n.linkOf(name)
	l.port.close()
	changed := l.why != why
	*l = hostLink{why: why}
	if changed {
		n.driver.stepRouter(router.LinkChange{Interface: name, Why: why})
	}
}

func (n *network) linkOf(name string) *hostLink {
	l := n.links[name]
	if l == nil {
		l = &hostLink{}
		n.links[name] = l
	}
	return l
}

// connectInterface brings an interface up, if the host lets it.
func (n *network) connectInterface(name string, address netip.Addr, host hostAddresses) {
	l := n.linkOf(name)
	if l.address != address {
		l.port.close()
		*l = hostLink{address: address}
	}
	on, err := host.usableInterface(address)
	if err == nil && l.port == nil {
		l.port, err = n.openPort(name, address)
		if err == nil {
			l.why = ""
			n.driver.options.Notice(fmt.Sprintf("%s is up: %s on %s", name, address, on))
			n.driver.stepRouter(router.LinkChange{Interface: name, Up: true})
			return
		}
	}
	if err == nil || l.why == err.Error() {
		return
	}
	l.port.close()
	l.port, l.why = nil, err.Error()
	n.driver.options.Notice(fmt.Sprintf("%s is down: %s", name, l.why))
	n.driver.stepRouter(router.LinkChange{Interface: name, Why: l.why})
}

// sendPacket puts a packet on the network. From an address of ours it leaves through its
// socket, unless it has to leave as it is; the way it takes is the host's to know.
func (n *network) sendPacket(data []byte) {
	p, err := packet.ParseIPv4(data)
	if err != nil {
		n.noticeOnce("the router made a packet that is none: " + err.Error())
		return
	}
	if p.IsFragment() && !leavesWhole(p.Protocol) { // the host takes apart what it sends, and its sockets take no fragments
		whole, complete := n.reassembly.Add(time.Now(), p)
		if !complete {
			return
		}
		p, data = whole, whole.Append(nil)
	}
	var sender interface {
		sendPacket(p packet.IPv4, data []byte) error
	} = &n.raw
	for _, l := range n.links {
		if l.port != nil && l.address == p.Src && !leavesWhole(p.Protocol) {
			sender = l.port
		}
	}
	if err := sender.sendPacket(p, data); err != nil {
		n.noticeFor("cannot send: "+failureReason(err), fmt.Sprintf("cannot send a packet from %s to %s: %v", p.Src, p.Dst, err))
	}
}

// noticeOnce says something at most once a minute.
func (n *network) noticeOnce(text string) { n.noticeFor(text, text) }

// noticeFor says something of a kind at most once a minute. Of kinds there are few: what a foreign
// packet brings, such as its address, is no part of one.
func (n *network) noticeFor(kind, text string) {
	if last, said := n.said[kind]; said && time.Since(last) < time.Minute {
		return
	}
	n.said[kind] = time.Now()
	n.driver.options.Notice(text)
}

// closeLinks closes all links without a word, for a router that starts over.
func (n *network) closeLinks() {
	for name, l := range n.links {
		l.port.close()
		delete(n.links, name)
	}
}

func (n *network) close() {
	n.closeLinks()
	n.raw.close()
}
