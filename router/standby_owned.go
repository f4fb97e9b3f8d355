package router

import (
	"fmt"
	"io"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/hsrp"
	"ruthere/modes"
	"ruthere/modes/access"
)

// What a router has by HSRP: virtual addresses while a group is active, and what it knows of its groups.

func (g *standbyGroup) virtualAddresses() (list []netip.Addr) {
	if addr := g.VirtualAddress(); addr.IsValid() {
		list = append(list, addr)
	}
	return append(list, g.set.Secondary...)
}

// virtualMAC is the hardware address of a group's virtual addresses.
func (r *Router) virtualMAC(g *standbyGroup) string {
	switch {
	case g.set.MAC != "":
		return g.set.MAC
	case g.iface.Standby.UseBIA:
		return r.hardwareAddress(g.iface.Name)
	}
	return hardwareText(hsrp.VirtualMAC(g.Version, g.Number))
}

// virtualHolder is the interface of a VRF that has an address as the active router of a group, or nil.
func (r *Router) virtualHolder(vrf string, a netip.Addr) *config.Interface {
	for _, g := range r.standby {
		if g.State == hsrp.Active && g.iface.VRF == vrf && slices.Contains(g.virtualAddresses(), a) {
			return g.iface
		}
	}
	return nil
}

// standbyAddresses are the multicast groups that an interface listens to for HSRP, and the addresses that it has by it.
func (r *Router) standbyAddresses(i *config.Interface) (groups []netip.Addr, virtual []VirtualAddress) {
	for _, g := range r.standby {
		if g.iface.Name != i.Name {
			continue
		}
		if to := hsrp.Destination(g.Version); !slices.Contains(groups, to) {
			groups = append(groups, to)
		}
		if g.State != hsrp.Active {
			continue
		}
		for _, addr := range g.virtualAddresses() {
			virtual = append(virtual, VirtualAddress{addr, r.virtualMAC(g)})
		}
	}
	return groups, virtual
}

// localAddress is the address that this router may have as the local end of an interface's crypto map: with `redundancy` none, while
// another router has it.
func (r *Router) localAddress(i *config.Interface) netip.Addr {
	local := r.config.LocalAddress(i)
	if i.Redundancy != "" && r.virtualHolder(i.VRF, local) == nil {
		return netip.Addr{}
	}
	return local
}

// isDuplicate says whether a neighbour has an address that is ours now.
func (r *Router) isDuplicate(i *config.Interface, in Neighbour) bool {
	if in.Addr == i.Address.Addr() {
		return in.Hardware != r.hardwareAddress(i.Name)
	}
	for _, g := range r.standby {
		if g.State == hsrp.Active && g.iface.Name == i.Name && slices.Contains(g.virtualAddresses(), in.Addr) {
			return in.Hardware != r.virtualMAC(g)
		}
	}
	return false
}

// standbyAuthentication is what the configuration has a group ask for. Of a chain of keys the first one that has a text is used, whatever
// its lifetimes.
func (r *Router) standbyAuthentication(g *config.StandbyGroup) hsrp.Authentication {
	key := g.Key
	if g.KeyType7 {
		key, _ = access.FromTypeSeven(key)
	}
	a := hsrp.Authentication{Text: g.Text, Key: key}
	if g.KeyChain == "" {
		return a
	}
	for chain := range r.config.Inert.All() {
		if chain.Text != "key chain "+g.KeyChain || chain.Block == nil {
			continue
		}
		for k := range chain.Block.All() {
			number, ok := strings.CutPrefix(k.Text, "key ")
			id, err := strconv.ParseUint(number, 10, 32)
			if text := keyStringOf(k); ok && err == nil && text != "" {
				return hsrp.Authentication{Key: text, KeyID: uint32(id)}
			}
		}
	}
	return a
}

// keyStringOf is the text of a key of a chain, in clear.
func keyStringOf(k *config.InertLine) string {
	if k.Block == nil {
		return ""
	}
	for line := range k.Block.All() {
		text, ok := strings.CutPrefix(line.Text, "key-string ")
		if !ok {
			continue
		}
		if hidden, is := strings.CutPrefix(text, "7 "); is {
			text, _ = access.FromTypeSeven(hidden)
		}
		return strings.TrimPrefix(text, "0 ")
	}
	return ""
}

// standbyTracks are what a group tracks, as it is now.
func (r *Router) standbyTracks(g *config.StandbyGroup) (list []modes.StandbyTrack) {
	const defaultDecrement = 10
	for _, t := range g.Tracks {
		s := modes.StandbyTrack{Name: "interface " + t.Interface, Known: true, Decrement: t.Decrement, Shutdown: t.Shutdown}
		if s.Decrement == 0 {
			s.Decrement = defaultDecrement
		}
		if t.Object > 0 {
			s.Name = fmt.Sprintf("object %d", t.Object)
			s.Up, s.Known = r.trackedObject(t.Object)
		} else {
			i := r.config.Interface(t.Interface)
			s.Up = i != nil && r.isUp(i)
		}
		list = append(list, s)
	}
	return list
}

// SharedAddresses are the virtual addresses that are local ends of crypto maps, in the order of the configuration.
func (r *Router) SharedAddresses() []modes.SharedAddress { return slices.Clone(r.shared) }

// followShared notes which addresses those are; a new one gets a stamp.
func (r *Router) followShared() {
	before := r.shared
	r.shared = nil
	for _, i := range r.config.Interfaces {
		local := r.config.LocalAddress(i)
		if i.Redundancy == "" || !local.IsValid() || r.isShared(local) {
			continue
		}
		s := modes.SharedAddress{Address: local}
		if at := slices.IndexFunc(before, func(b modes.SharedAddress) bool { return b.Address == local }); at >= 0 {
			s.Stamp = before[at].Stamp
		} else {
			_, _ = io.ReadFull(r.options.Random("ha stamp"), s.Stamp[:]) // the streams do not end
		}
		r.shared = append(r.shared, s)
	}
}

func (r *Router) isShared(a netip.Addr) bool {
	return slices.ContainsFunc(r.shared, func(s modes.SharedAddress) bool { return s.Address == a })
}

// HasFrames says whether groups can run here.
func (r *Router) HasFrames() bool { return r.options.Frames }

// StandbyGroups are all groups of HSRP, by interface and number.
func (r *Router) StandbyGroups() (list []modes.StandbyStatus) {
	for _, i := range config.HardwareFirst(r.config.Interfaces) {
		for at := range i.Standby.Groups {
			set := &i.Standby.Groups[at]
			g := r.standbyGroupOf(i, set)
			list = append(list, modes.StandbyStatus{Interface: i.Name, Group: *g.Group, VirtualMAC: r.virtualMAC(g),
				DefaultMAC: set.MAC == "" && !i.Standby.UseBIA, Follow: set.Follow, Tracks: r.standbyTracks(set)})
		}
	}
	return list
}
