package hsrp

import "net/netip"

// An Output is one thing that a group wants done, or tells of.
type Output interface{ isOutput() }

// Out collects them in order.
type Out struct{ Items []Output }

func (o *Out) add(item Output) { o.Items = append(o.Items, item) }

// Send is a message to be sent to Destination, as its bytes: from the virtual hardware address if the group is active.
type Send struct {
	Message Message
	Data    []byte
}

// Announce is gratuitous ARP for the virtual addresses: they are here now.
type Announce struct{}

// Moved is a change of state.
type Moved struct{ From, To State }

// Heard is a message of the group's that came, whatever is thought of it.
type Heard struct {
	Message Message
	From    netip.Addr
}

// Happened is an event that changed something, in the state that it met.
type Happened struct {
	In              State
	Event           Event
	Active, Standby Router // as they were known
	From            netip.Addr
	Priority        int // of From
}

// Known is another router that is the active or the standby one.
type Known struct {
	Active   bool
	Now, Was Router
}

// BadAuthentication is a message that does not show what the group asks for.
type BadAuthentication struct {
	From  netip.Addr
	State State
}

// OtherAddress is an active router with another virtual address than the one configured here.
type OtherAddress struct{ From, Address netip.Addr }

func (Send) isOutput()              {}
func (Announce) isOutput()          {}
func (Moved) isOutput()             {}
func (Heard) isOutput()             {}
func (Happened) isOutput()          {}
func (Known) isOutput()             {}
func (BadAuthentication) isOutput() {}
func (OtherAddress) isOutput()      {}
