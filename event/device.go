package event

import "net/netip"

// Router is a router that has Booted, is Reloading, or is Off.
type Router struct {
	State    State  `json:"state"`
	Hostname string `json:"hostname,omitempty"`
	Release  string `json:"release,omitempty"` // 12.4, 15 or xe
	Reason   string `json:"reason,omitempty"`  // why it booted, as show version words it
}

// Interface is an interface whose line (the link) or line protocol is another one now: the line is Up, Down or AdminDown, or the
// interface is Removed. After a boot each interface is told once. A device logs the same a little later.
type Interface struct {
	State    State        `json:"state"`
	Protocol State        `json:"line_protocol"` // Up or Down
	Name     string       `json:"name"`
	VRF      string       `json:"vrf,omitempty"`
	Address  netip.Prefix `json:"address,omitzero"`
}

// Route is a way to a prefix that was Added to a routing table or Removed from it.
type Route struct {
	State     State        `json:"state"`
	VRF       string       `json:"vrf,omitempty"`
	Prefix    netip.Prefix `json:"prefix"`
	Source    string       `json:"source"` // connected, local or static
	Distance  int          `json:"distance"`
	NextHop   netip.Addr   `json:"next_hop,omitzero"`
	Interface string       `json:"interface,omitempty"` // "" when only a next hop is named
}

// Log is a line of the log, however many terminals, buffers and servers show it.
type Log struct {
	Facility   string `json:"facility,omitempty"` // of %FACILITY-SEVERITY-MNEMONIC; "" = a line of a debug
	Severity   int    `json:"severity"`           // 0 to 7, 7 for a line of a debug
	Mnemonic   string `json:"mnemonic,omitempty"`
	Debug      string `json:"debug,omitempty"`      // which debug let it out: Crypto ISAKMP
	Connection int    `json:"connection,omitempty"` // of the phase 1 SA that the line names; 0 = none
	Stamp      string `json:"stamp,omitempty"`      // what is printed before the text, up to its last blank
	Text       string `json:"text"`                 // may have several lines; ends in "\n" before an empty one
}

func (e Router) Kind() Kind  { return KindRouter }
func (e Router) What() State { return e.State }
func (Router) isEvent()      {}

func (e Interface) Kind() Kind  { return KindInterface }
func (e Interface) What() State { return e.State }
func (Interface) isEvent()      {}

func (e Route) Kind() Kind  { return KindRoute }
func (e Route) What() State { return e.State }
func (Route) isEvent()      {}

func (Log) Kind() Kind  { return KindLog }
func (Log) What() State { return Said }
func (Log) isEvent()    {}

// HSRP is a group of HSRP in another state: disabled, init, learn, listen, speak, standby or active.
type HSRP struct {
	State     State      `json:"state"`
	From      string     `json:"from"` // the state before
	Interface string     `json:"interface"`
	Group     int        `json:"group"`
	Address   netip.Addr `json:"address,omitzero"` // virtual
}

func (e HSRP) Kind() Kind  { return KindHSRP }
func (e HSRP) What() State { return e.State }
func (HSRP) isEvent()      {}

// Track is an object of `track` that is Up or Down now, after its delay. A new one is down until it is told, or up with
// `default-state up`.
type Track struct {
	State     State  `json:"state"`
	Object    int    `json:"object"`
	Subject   string `json:"subject"`   // what it watches, as the log has it: ip sla 1, interface Gi0/1, list
	Parameter string `json:"parameter"` // reachability, line-protocol, boolean and
	Change    int    `json:"change"`    // counts the object's changes from 1
}

func (e Track) Kind() Kind  { return KindTrack }
func (e Track) What() State { return e.State }
func (Track) isEvent()      {}
