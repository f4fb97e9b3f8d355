package event

import "net/netip"

// Fault is one of a lab's faults that was Set or Cleared, or that Hit a packet.
type Fault struct {
	State State  `json:"state"`
	Name  string `json:"name"`           // cut, delay, loss, a router's manner, or as its author called it
	Text  string `json:"text,omitempty"` // the sentence that set it; of Hit the packet that was struck
	Link  string `json:"link,omitempty"` // where; "" = at a router
	From  string `json:"from,omitempty"` // the direction; "" = all
	To    string `json:"to,omitempty"`
}

// Packet is an IPv4 packet that was Sent on a link, or Lost there.
type Packet struct {
	State    State      `json:"state"`
	Link     string     `json:"link"`
	From     string     `json:"from"`         // router or host
	To       string     `json:"to,omitempty"` // "" = nobody there takes it
	VLAN     uint16     `json:"vlan,omitempty"`
	Src      netip.Addr `json:"src"`
	Dst      netip.Addr `json:"dst"`
	Protocol uint8      `json:"protocol"` // of IP
	SrcPort  uint16     `json:"src_port,omitempty"`
	DstPort  uint16     `json:"dst_port,omitempty"`
	Length   int        `json:"length"`          // bytes, IP header included
	Fault    string     `json:"fault,omitempty"` // what lost it
}

func (e Fault) Kind() Kind  { return KindFault }
func (e Fault) What() State { return e.State }
func (Fault) isEvent()      {}

func (e Packet) Kind() Kind  { return KindPacket }
func (e Packet) What() State { return e.State }
func (Packet) isEvent()      {}
