package load

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"strings"
	"time"

	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/packet"
)

// A peer is one engine with sockets of its own. It belongs to one goroutine; another reads each socket.
type peer struct {
	setup
	address netip.Addr
	ports   Ports
	engine  *ike.Engine
	sockets map[uint16]*net.UDPConn // by the port as the engine sees it
	arrived chan ike.Datagram
	closed  chan struct{} // nobody takes what arrives any more
	note    func(p *peer, at time.Time, e event.Event)

	began   time.Time         // of the attempt under way
	up      bool              // it has led to a tunnel
	over    bool              // it has ended, in one way or the other
	said    isakmp.NotifyType // by the gateway, in the clear
	failure string
}

// Ports are the UDP ports that stand for 500 and 4500 on the network, here and at the gateway.
type Ports struct{ IKE, NAT uint16 }

func (p Ports) onNetwork(port uint16) uint16 {
	if port == packet.PortNAT {
		return p.NAT
	}
	return p.IKE
}

func (p Ports) asEngine(port uint16) uint16 {
	switch port {
	case p.NAT:
		return packet.PortNAT
	case p.IKE:
		return packet.PortISAKMP
	}
	return port
}

// begin opens the peer's first socket and makes a new engine, which knows nothing of what was before.
func (p *peer) begin(private []byte) error {
	p.engine = ike.New(debuglog.IOS15, p.config, randomness(private))
	p.began, p.up, p.over, p.said = time.Time{}, false, false, 0
	p.sockets, p.arrived, p.closed = map[uint16]*net.UDPConn{}, make(chan ike.Datagram, 16), make(chan struct{})
	return p.open(packet.PortISAKMP)
}

// randomness is an engine's: true, but for the private values.
func randomness(private []byte) func(string) io.Reader {
	return func(purpose string) io.Reader {
		if purpose == "dh" {
			return bytes.NewReader(private)
		}
		return rand.Reader
	}
}

// open opens the socket of a port and reads from it until it is closed.
func (p *peer) open(port uint16) error {
	if p.sockets[port] != nil {
		return nil
	}
	local := netip.AddrPortFrom(p.address, p.ports.onNetwork(port))
	c, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(local))
	if err != nil {
		return explainBind(local, err)
	}
	p.sockets[port] = c
	go p.readSocket(c, netip.AddrPortFrom(p.address, port), p.arrived, p.closed)
	return nil
}

// explainBind says what to do about an address that is not this host's.
func explainBind(local netip.AddrPort, err error) error {
	switch {
	case errors.Is(err, os.ErrPermission):
		return fmt.Errorf("%w: ports below 1024 are for root; --ike-port and --nat-port name others", err)
	case strings.Contains(err.Error(), "cannot assign"):
		return fmt.Errorf("%w: it is no address of this host; ip route add local NETWORK dev lo makes a whole network its own", err)
	}
	return fmt.Errorf("cannot open %s: %w", local, err)
}

// readSocket hands on what comes from the network, as the engine wants it: without the marker of RFC 3948.
func (p *peer) readSocket(c *net.UDPConn, local netip.AddrPort, arrived chan<- ike.Datagram, closed <-chan struct{}) {
	buffer := make([]byte, 1<<16)
	for {
		n, from, err := c.ReadFromUDPAddrPort(buffer)
		if errors.Is(err, net.ErrClosed) {
			return
		} else if err != nil { // such as port unreachable, for what was sent before
			continue
		}
		data := buffer[:n]
		if local.Port() == packet.PortNAT {
			var marked bool
			if data, marked = bytes.CutPrefix(data, []byte(packet.NonESPMarker)); !marked {
				continue // ESP, or a keepalive of a translator
			}
		}
		remote := netip.AddrPortFrom(from.Addr().Unmap(), p.ports.asEngine(from.Port()))
		select {
		case arrived <- ike.Datagram{Local: local, Data: bytes.Clone(data), Remote: remote}:
		case <-closed:
			return
		}
	}
}

// close closes the sockets; what still comes in is dropped. The peer may begin anew.
func (p *peer) close() {
	if p.closed == nil { // it never began
		return
	}
	close(p.closed)
	p.closed = nil
	for _, c := range p.sockets {
		_ = c.Close()
	}
}

// call asks the gateway for a tunnel.
func (p *peer) call() error {
	p.began = time.Now()
	return p.give(func(out *ike.Out) { p.engine.Acquire(p.began, p.entry, p.iface, p.flow, out) })
}

// serve does what the engine wants until done says so, or ctx is.
func (p *peer) serve(ctx context.Context, until time.Time, done func() bool) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for !done() {
		wait := time.Until(until)
		if wait <= 0 {
			return nil
		}
		if due, _, ok := p.engine.Deadline(); ok {
			wait = min(wait, max(time.Until(due), time.Millisecond))
		}
		timer.Reset(wait)
		var err error
		select {
		case <-ctx.Done():
			return nil
		case d := <-p.arrived:
			p.noteNotification(d.Data)
			err = p.give(func(out *ike.Out) { p.engine.Receive(time.Now(), d, out) })
		case <-timer.C:
			err = p.give(func(out *ike.Out) { p.engine.Tick(time.Now(), out) })
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// give gives the engine an input and does what comes of it.
func (p *peer) give(input func(*ike.Out)) error {
	out := ike.Out{Enabled: debuglog.Switches{}.Prints, Events: true}
	input(&out)
	for i := 0; i < len(out.Items); i++ { // an answer adds to them
		switch item := out.Items[i].(type) {
		case ike.Job:
			p.engine.Answer(time.Now(), item.Compute(), &out)
		case ike.Datagram:
			if err := p.send(item); err != nil {
				return err
			}
		case ike.Event:
			p.note(p, time.Now(), item.Event)
		}
	}
	return nil
}

func (p *peer) send(d ike.Datagram) error {
	if err := p.open(d.Local.Port()); err != nil {
		return err
	}
	data := d.Data
	if d.Local.Port() == packet.PortNAT {
		data = append([]byte(packet.NonESPMarker), data...)
	}
	to := netip.AddrPortFrom(d.Remote.Addr(), p.ports.onNetwork(d.Remote.Port()))
	_, err := p.sockets[d.Local.Port()].WriteToUDPAddrPort(data, to)
	if err != nil && errors.Is(err, net.ErrClosed) {
		return err
	}
	return nil // a message may be lost on the way, here too
}

// noteNotification notes an error that the gateway tells in the clear. The engine believes nobody who is not
// authenticated; but a person wants to know.
func (p *peer) noteNotification(data []byte) {
	h, err := isakmp.ParseHeader(data)
	if err != nil || h.Exchange != isakmp.Informational || h.Flags&isakmp.FlagEncryption != 0 {
		return
	}
	payloads, err := isakmp.ParsePayloads(h.Next, data[isakmp.HeaderLen:], isakmp.TrailingRefused)
	if err != nil {
		return
	}
	for _, one := range payloads {
		if n, ok := one.Value.(*isakmp.Notify); ok && n.Type.IsError() {
			p.said = n.Type
		}
	}
}
