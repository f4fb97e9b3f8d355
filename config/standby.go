package config

import (
	"net/netip"
	"slices"
	"time"
)

// A Standby is what an interface says of HSRP: `standby ...`. The zero value is none.
type Standby struct {
	Version2       bool
	UseBIA         bool          // the interface's own hardware address is the virtual one
	Minimum, Delay time.Duration // standby delay: since the interface came up, since it first did after a boot (reload)
	Groups         []StandbyGroup
}

// A StandbyGroup is one group. Zero durations and texts are what is so by default.
type StandbyGroup struct {
	Number    int
	Enabled   bool       // standby ip
	Address   netip.Addr // invalid: to be learned
	Secondary []netip.Addr
	Name      string

	Priority int // 0 to 255

	Preempt               bool
	Minimum, Reload, Sync int // delays of preemption in seconds

	Hello, Hold time.Duration

	Text     string // authentication
	Key      string // of MD5, as it is printed
	KeyType7 bool   // and so it is hidden
	KeyChain string

	Follow string // the name of the group in whose state this one is; "" = its own decides
	MAC    string // 0000.0c07.ac01
	Tracks []StandbyTrack
}

// DefaultStandbyPriority is a group's unless it says another.
const DefaultStandbyPriority = 100

// A StandbyTrack is an object or an interface, whose fall lowers the priority or stops the group.
type StandbyTrack struct {
	Object    int    // 0: an interface
	Interface string // in full
	Decrement int
	Shutdown  bool
}

// Version is that of the protocol.
func (s *Standby) Version() int {
	if s.Version2 {
		return 2
	}
	return 1
}

// Group returns the group of that number, or nil.
func (s *Standby) Group(number int) *StandbyGroup {
	if at := slices.IndexFunc(s.Groups, func(g StandbyGroup) bool { return g.Number == number }); at >= 0 {
		return &s.Groups[at]
	}
	return nil
}

// AddGroup returns the group of that number, made if there was none.
func (s *Standby) AddGroup(number int) *StandbyGroup {
	if g := s.Group(number); g != nil {
		return g
	}
	at, _ := slices.BinarySearchFunc(s.Groups, number, func(g StandbyGroup, n int) int { return g.Number - n })
	s.Groups = slices.Insert(s.Groups, at, StandbyGroup{Number: number, Priority: DefaultStandbyPriority})
	return &s.Groups[at]
}

// DropEmpty forgets a group of which nothing is said any more.
func (s *Standby) DropEmpty(number int) {
	g := s.Group(number)
	if g != nil && !g.Enabled && len(g.Secondary)+len(g.Tracks) == 0 && g.Name+g.Text+g.Key+g.KeyChain+g.MAC+g.Follow == "" &&
		g.Priority == DefaultStandbyPriority && !g.Preempt && g.Hello == 0 {
		s.Groups = slices.DeleteFunc(s.Groups, func(g StandbyGroup) bool { return g.Number == number })
	}
}

func (s Standby) clone() Standby {
	s.Groups = slices.Clone(s.Groups)
	for i, g := range s.Groups {
		s.Groups[i].Secondary, s.Groups[i].Tracks = slices.Clone(g.Secondary), slices.Clone(g.Tracks)
	}
	return s
}

// RedundancyGroup is the group that `crypto map ... redundancy NAME` of an interface means: one of its own, else the first of that name.
func (c *Config) RedundancyGroup(i *Interface) *StandbyGroup {
	named := func(i *Interface, name string) *StandbyGroup {
		for at := range i.Standby.Groups {
			if i.Standby.Groups[at].Name == name {
				return &i.Standby.Groups[at]
			}
		}
		return nil
	}
	if i.Redundancy == "" {
		return nil
	}
	if g := named(i, i.Redundancy); g != nil {
		return g
	}
	for _, other := range c.Interfaces {
		if g := named(other, i.Redundancy); g != nil {
			return g
		}
	}
	return nil
}
