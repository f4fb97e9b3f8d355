package main

import (
	"bytes"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"os"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike"
	"ruthere/crypto/ipsec"
	"ruthere/debuglog"
)

// behindResponder is the network that the tunnels lead to.
var behindResponder = netip.MustParsePrefix("192.168.1.0/24")

// An initiator is one peer of the responder, with an engine and a socket of its own.
type initiator struct {
	engine *ike.Engine
	socket *net.UDPConn
	buffer []byte
}

// bringUpTunnel negotiates one tunnel from an address.
func (l *load) bringUpTunnel(from netip.Addr) error {
	socket, err := net.ListenUDP("udp4", net.UDPAddrFromAddrPort(netip.AddrPortFrom(from, ike.Port)))
	if err != nil {
		return err
	}
	defer socket.Close()
	c := l.configOf(from)
	x := &initiator{engine: ike.New(debuglog.IOS124, c, randomness()), socket: socket, buffer: make([]byte, 1<<16)}
	flow := ipsec.Selector{Local: netip.PrefixFrom(from, 32), Remote: behindResponder}
	err = x.give(func(out *ike.Out) { x.engine.Acquire(time.Now(), c.CryptoMaps[0], c.Interfaces[0], flow, out) })
	for err == nil && x.engine.IPsec.Outbound(ipsec.Flow{Selector: flow, Remote: l.responder}) == nil {
		err = x.wait(l.deadline)
	}
	return err
}

// randomness is the engine's. All engines have one private value, so that computing the public one costs the load
// nothing worth speaking of: it is the responder that is measured.
func randomness() func(string) io.Reader {
	same := bytes.Repeat([]byte{0x2b}, 1<<10)
	return func(purpose string) io.Reader {
		if purpose == "dh" {
			return bytes.NewReader(same)
		}
		return rand.Reader
	}
}

// wait takes the next message or lets a timer run out.
func (x *initiator) wait(deadline time.Time) error {
	if time.Now().After(deadline) {
		return errors.New("no time is left")
	}
	until := time.Now().Add(10 * time.Second)
	if due, _, ok := x.engine.Deadline(); ok && due.Before(until) {
		until = due
	}
	if err := x.socket.SetReadDeadline(until); err != nil {
		return err
	}
	n, from, err := x.socket.ReadFromUDPAddrPort(x.buffer)
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return x.give(func(out *ike.Out) { x.engine.Tick(time.Now(), out) })
	case err != nil:
		return err
	}
	own := x.socket.LocalAddr().(*net.UDPAddr).AddrPort()
	d := ike.Datagram{Local: own, Remote: netip.AddrPortFrom(from.Addr().Unmap(), from.Port()), Data: bytes.Clone(x.buffer[:n])}
	return x.give(func(out *ike.Out) { x.engine.Receive(time.Now(), d, out) })
}

// give gives the engine an input and does what comes of it.
func (x *initiator) give(input func(*ike.Out)) error {
	out := ike.Out{Enabled: debuglog.Switches{}.Prints}
	input(&out)
	for i := 0; i < len(out.Items); i++ { // an answer adds to them
		switch item := out.Items[i].(type) {
		case ike.Job:
			x.engine.Answer(time.Now(), item.Compute(), &out)
		case ike.Datagram:
			if _, err := x.socket.WriteToUDPAddrPort(item.Data, item.Remote); err != nil {
				return fmt.Errorf("cannot send: %w", err)
			}
		}
	}
	return nil
}

// configOf is the configuration of one initiator.
func (l *load) configOf(from netip.Addr) *config.Config {
	c := config.New()
	p := c.ISAKMP.AddPolicy(1)
	p.Encryption, p.KeyBits, p.Authentication, p.Group = config.AES, 128, config.PreShare, l.group
	c.ISAKMP.Keys = []config.PreSharedKey{{Key: l.key, Prefix: netip.MustParsePrefix("0.0.0.0/0")}}
	c.IPsec.TransformSets = []*config.TransformSet{{Name: "Trans1", Transforms: []config.Transform{
		{Name: "esp-aes", KeyBits: 128}, {Name: "esp-sha-hmac"}}}}
	entry, _ := c.AddMapEntry("green", 1)
	entry.Peers, entry.TransformSets, entry.AccessList = []config.Peer{{Addr: l.responder}}, []string{"Trans1"}, "101"
	i := c.AddInterface("FastEthernet0/0")
	i.Address, i.CryptoMap = netip.PrefixFrom(from, 8), "green"
	c.AddAccessList("101", true).Add(config.Entry{Permit: true, Protocol: config.AnyProtocol, Src: config.HostMatch(from),
		Dst: config.Match{Addr: behindResponder.Addr(), Wildcard: netip.AddrFrom4([4]byte{0, 0, 0, 255})}})
	return c
}
