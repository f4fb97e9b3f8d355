package live

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/netip"
	"os"
	"sync"
	"syscall"
	"time"

	"ruthere/ntp"
	"ruthere/packet"
	"ruthere/router"
)

// A port is the sockets on one address of the host. UDP carries IKE; the raw sockets
// carry ESP and the router's own pings, and are missing without the right to open them.
type port struct {
	driver   *Driver
	name     string // of the router's interface
	address  netip.Addr
	ike, nat *net.UDPConn
	time     timePort
	tunnels  tunnelPort
	esp      *net.IPConn // nil: not permitted
	ah       *net.IPConn // as well
	icmp     *net.IPConn // nil: not permitted

	mu    sync.Mutex
	other map[uint16]*net.UDPConn // for questions to name servers, by the port they come from
}

// openPort opens the sockets of an interface and starts to read them.
func (n *network) openPort(name string, address netip.Addr) (*port, error) {
	o := n.driver.options
	p := &port{driver: n.driver, name: name, address: address}
	var err error
	if p.ike, err = listenUDP(address, o.IKEPort, "--ike-port"); err != nil {
		return nil, err
	}
	if p.nat, err = listenUDP(address, o.NATPort, "--nat-port"); err != nil {
		p.close()
		return nil, err
	}
	p.esp, err = listenIP(address, packet.ProtocolESP)
	if err == nil {
		p.ah, err = listenIP(address, packet.ProtocolAH)
	}
	if err == nil {
		p.icmp, err = listenIP(address, packet.ProtocolICMP)
	}
	if err != nil {
		n.noticeOnce(fmt.Sprintf("cannot send or receive ESP and AH (IP protocols 50 and 51) and unprotected pings on %s: %v; "+
			"this needs %s. IKE works, and so do tunnels through a NAT (UDP 4500)", address, systemError(err), rightToRawSockets))
	}
	p.startReaders()
	return p, nil
}

func listenUDP(address netip.Addr, number uint16, flag string) (*net.UDPConn, error) {
	c, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(address, number)))
	switch {
	case err == nil:
		err = fragmentFreely(c)
	case errors.Is(err, syscall.EADDRINUSE):
		err = fmt.Errorf("UDP port %d of %s is in use by another program (%s chooses another one)", number, address, flag)
	case errors.Is(err, fs.ErrPermission):
		err = fmt.Errorf("no permission to use UDP port %d of %s: run %s, or choose a port above 1023 with %s",
			number, address, rightToLowPorts, flag)
	default:
		err = fmt.Errorf("cannot use UDP port %d of %s: %w", number, address, systemError(err))
	}
	return c, err
}

func listenIP(address netip.Addr, protocol uint8) (*net.IPConn, error) {
	c, err := net.ListenIP(fmt.Sprintf("ip4:%d", protocol), &net.IPAddr{IP: address.AsSlice()})
	if err == nil {
		err = fragmentFreely(c)
	}
	return c, err
}

// systemError is the system's own word inside an error of package net, which would repeat
// what the message says already.
func systemError(err error) error {
	var number syscall.Errno
	if errors.As(err, &number) {
		return number
	}
	return err
}

// close ends the readers too. A nil port is closed already.
func (p *port) close() {
	if p == nil {
		return
	}
	for _, c := range []*net.UDPConn{p.ike, p.nat, p.time.socket} {
		if c != nil {
			_ = c.Close()
		}
	}
	for _, c := range []*net.IPConn{p.esp, p.ah, p.icmp} {
		if c != nil {
			_ = c.Close()
		}
	}
	p.tunnels.close()
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.other {
		_ = c.Close()
	}
}

// startReaders starts one reader per socket.
func (p *port) startReaders() {
	w := &p.driver.work
	w.Go(func() { p.readUDP(p.ike, packet.PortISAKMP) })
	w.Go(func() { p.readUDP(p.nat, packet.PortNAT) })
	if p.esp != nil {
		w.Go(func() { p.readIP(p.esp, packet.ProtocolESP, anything) })
	}
	if p.ah != nil {
		w.Go(func() { p.readHeaders() })
	}
	if p.icmp != nil {
		w.Go(func() { p.readIP(p.icmp, packet.ProtocolICMP, forPings) })
	}
}

func anything([]byte) bool { return true }

// forPings picks what may answer a ping of the router's own. Echoes from others are
// answered by the host.
func forPings(icmp []byte) bool {
	m, err := packet.ParseICMP(icmp)
	return err == nil && (m.Type == packet.ICMPEchoReply || m.IsError())
}

const maxDatagram = 1 << 16

func (p *port) readUDP(c *net.UDPConn, number uint16) {
	buffer := make([]byte, maxDatagram)
	for {
		n, from, err := c.ReadFromUDPAddrPort(buffer)
		if err != nil {
			if !mayReadOn(err) {
				return
			}
			continue
		}
		source := from.Addr().Unmap()
		u := packet.UDP{SrcPort: p.standardPort(from.Port()), DstPort: number, Payload: buffer[:n]}
		if !p.handPacket(source, packet.ProtocolUDP, u.Append(nil, source, p.address)) {
			return
		}
	}
}

func (p *port) readIP(c *net.IPConn, protocol uint8, wanted func(payload []byte) bool) {
	buffer := make([]byte, maxDatagram)
	for {
		n, from, err := c.ReadFromIP(buffer)
		if err != nil {
			if !mayReadOn(err) {
				return
			}
			continue
		}
		source, ok := netip.AddrFromSlice(from.IP.To4())
		if !ok || !wanted(buffer[:n]) {
			continue
		}
		if !p.handPacket(source, protocol, buffer[:n]) {
			return
		}
	}
}

// readHeaders takes packets with AH, with the IP header that their check value covers.
func (p *port) readHeaders() {
	buffer := make([]byte, maxDatagram)
	for {
		n, _, _, _, err := p.ah.ReadMsgIP(buffer, nil) // unlike ReadFromIP it leaves the header
		switch {
		case err != nil && !mayReadOn(err):
			return
		case err != nil:
			continue
		}
		data := bytes.Clone(buffer[:n])
		if !p.driver.events.Post(func() { p.driver.stepRouter(router.PacketIn{Interface: p.name, Data: data}) }) {
			return
		}
	}
}

// mayReadOn says whether reading may go on. The pause keeps an error that stays from
// taking all of a core.
func mayReadOn(err error) bool {
	if errors.Is(err, net.ErrClosed) || errors.Is(err, os.ErrDeadlineExceeded) {
		return false
	}
	time.Sleep(10 * time.Millisecond)
	return true
}

// handPacket hands the router a packet as the wire had it; false means that it has ended.
func (p *port) handPacket(source netip.Addr, protocol uint8, payload []byte) bool {
	in := packet.IPv4{Src: source, Dst: p.address, TTL: 64, Protocol: protocol, Payload: payload}
	data := in.Append(nil)
	return p.driver.events.Post(func() { p.driver.stepRouter(router.PacketIn{Interface: p.name, Data: data}) })
}

// standardPort and actualPort translate between the ports that the router knows and those that
// --ike-port, --nat-port and --ntp-port replace them with.
func (p *port) standardPort(number uint16) uint16 {
	switch number {
	case p.driver.options.IKEPort:
		return packet.PortISAKMP
	case p.driver.options.NATPort:
		return packet.PortNAT
	case p.driver.options.NTPPort:
		return ntp.Port
	}
	return number
}

func (p *port) actualPort(number uint16) uint16 {
	switch number {
	case packet.PortISAKMP:
		return p.driver.options.IKEPort
	case packet.PortNAT:
		return p.driver.options.NATPort
	case ntp.Port:
		return p.driver.options.NTPPort
	}
	return number
}

// sendPacket sends a packet from the port's address.
func (p *port) sendPacket(q packet.IPv4, data []byte) error {
	switch q.Protocol {
	case packet.ProtocolUDP:
		u, err := packet.ParseUDP(q.Payload, q.Src, q.Dst)
		if err != nil {
			return err
		}
		return p.sendUDP(u, q.Dst)
	case packet.ProtocolESP:
		return sendIP(p.esp, q)
	case packet.ProtocolICMP:
		return sendIP(p.icmp, q)
	}
	return fmt.Errorf("no socket for IP protocol %d", q.Protocol)
}

func (p *port) sendUDP(u packet.UDP, to netip.Addr) error {
	c, err := p.ike, error(nil)
	switch {
	case u.SrcPort == packet.PortNAT:
		c = p.nat
	case u.SrcPort == ntp.Port && p.time.socket != nil:
		c = p.time.socket
	case u.SrcPort == ntp.Port: // somebody else tells the time here: servers answer whatever port asks
		c, err = p.otherPort(u.SrcPort, 0)
	case u.SrcPort != packet.PortISAKMP:
		c, err = p.otherPort(u.SrcPort, u.SrcPort)
	}
	if err != nil {
		return err
	}
	_, err = c.WriteToUDPAddrPort(u.Payload, netip.AddrPortFrom(to, p.actualPort(u.DstPort)))
	return shortenError(err)
}

// otherTime is how long a port that the router chose itself stays open for answers.
const otherTime = 30 * time.Second

// otherPort is a socket for a port that the router chose itself, bound to one of the host's; 0 is a free one.
func (p *port) otherPort(number, bound uint16) (*net.UDPConn, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if c := p.other[number]; c != nil {
		return c, nil
	}
	c, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(p.address, bound)))
	if err != nil {
		return nil, shortenError(err)
	}
	if err := c.SetReadDeadline(time.Now().Add(otherTime)); err != nil {
		return nil, err
	}
	if p.other == nil {
		p.other = map[uint16]*net.UDPConn{}
	}
	p.other[number] = c
	p.driver.work.Go(func() {
		p.readUDP(c, number)
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.other, number)
		_ = c.Close()
	})
	return c, nil
}

func sendIP(c *net.IPConn, q packet.IPv4) error {
	if c == nil {
		return nil // not permitted, as was explained when the interface came up
	}
	_, err := c.WriteToIP(q.Payload, &net.IPAddr{IP: q.Dst.AsSlice()})
	return shortenError(err)
}

func shortenError(err error) error {
	if err == nil {
		return nil
	}
	return systemError(err)
}
