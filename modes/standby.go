package modes

import "ruthere/hsrp"

// A StandbyStatus is a group of HSRP as it is now.
type StandbyStatus struct {
	Interface  string
	Group      hsrp.Group
	VirtualMAC string // in use while the group is active; "" without hardware
	DefaultMAC bool   // nobody configured it
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
}
