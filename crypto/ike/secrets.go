package ike

import (
	"fmt"
	"net/netip"

	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// What leaves the engine besides for who records packets, and only if it is asked for (Out.Recording): keys, before the
// first packet that they open, and what is said of each message, whether or not debugging is on.

// ISAKMPKeys are the keys that an ISAKMP SA has just got.
type ISAKMPKeys struct {
	Initiator isakmp.Cookie
	Cipher    []byte // Ka, the cipher's key: RFC 2409 appendix B
}

// ESPKeys are the keys that an IPsec SA has just got. Its packets go from Src to Dst.
type ESPKeys struct {
	Src, Dst  netip.Addr
	SPI       uint32
	Transform ipsec.Transform
	Keys      []byte // as many bytes as the transform takes
}

// Arrived is what is said of a message that has come in.
type Arrived struct{ debuglog.Line }

func (ISAKMPKeys) item() {}
func (ESPKeys) item()    {}
func (Arrived) item()    {}

// Format prints nothing of the keys, with any verb.
func (ISAKMPKeys) Format(f fmt.State, _ rune) { fmt.Fprint(f, "ike.ISAKMPKeys(secret)") }

// Format prints nothing of the keys, with any verb.
func (ESPKeys) Format(f fmt.State, _ rune) { fmt.Fprint(f, "ike.ESPKeys(secret)") }

// tellKeys tells the keys of the SA.
func (c *change) tellKeys() {
	if c.out.Recording {
		c.out.add(ISAKMPKeys{Initiator: c.sa.cookieI, Cipher: c.sa.keys.Cipher})
	}
}

// tellESPKeys tells the keys of an IPsec SA that is being made.
func (o *Out) tellESPKeys(sa *ipsec.SA, inbound bool, keys []byte) {
	if !o.Recording || !sa.HasESP() {
		return // an Authentication Header hides nothing
	}
	k := ESPKeys{Src: sa.Local, Dst: sa.Remote, SPI: sa.SPI, Transform: sa.ESP(), Keys: keys}
	if inbound {
		k.Src, k.Dst = k.Dst, k.Src
	}
	o.add(k)
}

// An overheard line is the one that was last said, whatever debugging is on.
type overheard struct{ line debuglog.Line }

func (*overheard) Wants(debuglog.Switch, netip.Addr) bool { return true }
func (o *overheard) Hear(l debuglog.Line)                 { o.line = l }

// overhear is the line that say says, for who records packets; otherwise none.
func (c *change) overhear(say func(log *debuglog.Voice)) (line debuglog.Line) {
	if !c.out.Recording {
		return line
	}
	var heard overheard
	say(&debuglog.Voice{Conn: c.log.Conn, Peer: c.log.Peer, To: &heard})
	return heard.line
}

// saySent says that a message of the SA leaves, and returns the line for its packet.
func (c *change) saySent() debuglog.Line {
	say := func(log *debuglog.Voice) {
		log.SendingPacket(c.sa.remote.Addr(), c.sa.local.Port(), c.sa.remote.Port(), c.sa.role, c.sa.shown)
	}
	say(&c.log)
	return c.overhear(say)
}

// sayReceived says that a message of the SA has come in.
func (c *change) sayReceived(d Datagram) {
	c.sayArrived(func(log *debuglog.Voice) {
		log.ReceivedPacket(d.Remote.Addr(), d.Local.Port(), d.Remote.Port(), c.sa.vrf, c.sa.role, c.sa.shown)
	})
}

// sayReceivedFirst says that a message has come in that opens the SA.
func (c *change) sayReceivedFirst(d Datagram) {
	c.sayArrived(func(log *debuglog.Voice) {
		log.ReceivedFirstPacket(d.Remote.Addr(), d.Local.Port(), d.Remote.Port(), c.sa.vrf)
	})
}

func (c *change) sayArrived(say func(log *debuglog.Voice)) {
	say(&c.log)
	if c.out.Recording {
		c.out.add(Arrived{c.overhear(say)})
	}
}
