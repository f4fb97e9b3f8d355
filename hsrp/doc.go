// Package hsrp is the Hot Standby Router Protocol of one group on one interface: version 1 as RFC 2281 has it, version 2 as it is publicly
// known and as Wireshark decodes it. Time, settings and messages come in; messages, changes of state and what debugging says of them go
// out, in order. Who has the interface, and its packets, is not known here.
package hsrp

import (
	"net/netip"
	"time"
)

// Port is the UDP port of both versions, at either end.
const Port = 1985

// TTL is that of every packet.
const TTL = 1

// Destination is where the messages of a version go: all routers (version 1), or a group of its own.
func Destination(version int) netip.Addr {
	if version == 2 {
		return netip.AddrFrom4([4]byte{224, 0, 0, 102})
	}
	return netip.AddrFrom4([4]byte{224, 0, 0, 2})
}

// MostGroups is how many groups an interface can have: their numbers begin with 0.
func MostGroups(version int) int {
	if version == 2 {
		return 4096
	}
	return 256
}

// VirtualMAC is the hardware address of a group (RFC 2281 section 5.1; version 2 has a block of its own).
func VirtualMAC(version, group int) [6]byte {
	if version == 2 {
		return [6]byte{0, 0, 0x0c, 0x9f, 0xf0 | byte(group>>8), byte(group)}
	}
	return [6]byte{0, 0, 0x0c, 0x07, 0xac, byte(group)}
}

// What is so unless it is configured (RFC 2281 section 5.3).
const (
	DefaultPriority = 100
	DefaultHello    = 3 * time.Second
	DefaultHold     = 10 * time.Second
	DefaultText     = "cisco" // authentication
)

// A State is a group's, section 5.5.
type State uint8

const (
	Disabled State = iota // there is no virtual address, nor should one be learned
	Initial
	Learn
	Listen
	Speak
	Standby
	Active
)

var stateNames = [...]string{"Disabled", "Init", "Learn", "Listen", "Speak", "Standby", "Active"}

// String is the state as the device writes it.
func (s State) String() string { return stateNames[s] }
