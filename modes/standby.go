package modes

import (
	"net/netip"

	"ruthere/hsrp"
)

// A SharedAddress is the local end of a crypto map with `redundancy`.
type SharedAddress struct {
	Address netip.Addr
	Stamp   [16]byte // random, since it became one
}

// A StandbyStatus is a group of HSRP as it is now.
type StandbyStatus struct {
	Interface  string
	Group      hsrp.Group
	VirtualMAC string // in use while the group is active; "" without hardware
	DefaultMAC bool   // nobody configured it
	Follow     string // the name of the group in whose state it is; "" = its own decides
	Tracks     []StandbyTrack
}

// A StandbyTrack is what a group tracks.
type StandbyTrack struct {
	Name      string // object 1, or interface FastEthernet0/1
	Known     bool   // there is such an object
	Up        bool
	Decrement int
	Shutdown  bool // stops the group in place of lowering its priority
}

// Standby is what HSRP does.
type Standby interface {
	// StandbyGroups are all groups, by interface and number.
	StandbyGroups() []StandbyStatus
	// SharedAddresses are the virtual addresses that are the local ends of crypto maps, whichever router is active.
	SharedAddresses() []SharedAddress
	// HasFrames says whether the router has frames of its own; without them no group leaves Init.
	HasFrames() bool
}
