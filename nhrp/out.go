package nhrp

import (
	"net/netip"

	"ruthere/packet"
)

// An Output is one thing that NHRP wants done, or tells of.
type Output interface{ isOutput() }

// Out collects them in order.
type Out struct{ Items []Output }

func (o *Out) add(item Output) { o.Items = append(o.Items, item) }

// Send is a packet to be sent by an interface to an NBMA address, as its bytes.
type Send struct {
	Interface string
	To        netip.Addr
	Packet    packet.NHRP
	Data      []byte
}

// Received is a packet that came by an interface from an NBMA address, whatever is thought of it.
type Received struct {
	Interface string
	From      netip.Addr
	Packet    packet.NHRP
	Size      int
	ToUs      bool // else it is to be sent on
}

// Malformed is one that could not be read.
type Malformed struct {
	Interface string
	From      netip.Addr
	Err       error
}

// RoutesChanged: Shortcuts are others than before.
type RoutesChanged struct{}

// Cached is a change of the cache.
type Cached struct {
	Entry   Entry
	Removed bool
}

// Registered is a client that has registered, or has done so from another NBMA address than before.
type Registered struct {
	Interface    string
	Client, NBMA netip.Addr
}

// ServerMoved is a server that answers, or does no longer.
type ServerMoved struct {
	Interface    string
	Server, NBMA netip.Addr
	Local        netip.Addr // address of the interface
	LocalNBMA    netip.Addr
	Up           bool
}

// Refused is an answer by which somebody refuses what was asked.
type Refused struct {
	Interface string
	Type      packet.NHRPType
	From      netip.Addr // protocol address
	Code      uint16
}

// ErrorHeard is an error indication that came.
type ErrorHeard struct {
	Interface string
	From      netip.Addr // protocol address
	Code      uint16
	Offset    int
	Trigger   packet.NHRPType // of the packet in error; 0: unknown
	Contents  []byte
}

// NotAuthentic is a packet without the word that the interface asks for.
type NotAuthentic struct {
	Interface string
	From      netip.Addr // NBMA address
	Packet    packet.NHRP
}

// Retried is a server that is asked again: when is how long it was waited, or will be, for an answer.
type Retried struct {
	Interface string
	Server    netip.Addr
	Seconds   int
}

func (Send) isOutput()          {}
func (Received) isOutput()      {}
func (Malformed) isOutput()     {}
func (RoutesChanged) isOutput() {}
func (Cached) isOutput()        {}
func (Registered) isOutput()    {}
func (ServerMoved) isOutput()   {}
func (Refused) isOutput()       {}
func (ErrorHeard) isOutput()    {}
func (NotAuthentic) isOutput()  {}
func (Retried) isOutput()       {}
