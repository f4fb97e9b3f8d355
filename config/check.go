package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// A Refusal is why a configuration cannot stand, in the words of the device.
type Refusal struct{ Text string }

func (r *Refusal) Error() string { return r.Text }

func refusef(format string, args ...any) error {
	return &Refusal{fmt.Sprintf(format, args...)}
}

// Check says whether after could follow before: what one line cannot see, such as
// subnets that overlap. The error's text is what the device prints.
func Check(before, after *Config) error {
	if err := checkOverlap(before, after); err != nil {
		return err
	}
	if err := checkMapsInUse(before, after); err != nil {
		return err
	}
	return checkNamesInUse(before, after)
}

// checkOverlap refuses an address whose subnet another interface of the same VRF has.
func checkOverlap(before, after *Config) error {
	was, now := Changed(before.Interfaces, after.Interfaces)
	if len(now) > 1 && !anyOverlap(after) {
		return nil
	}
	for _, i := range now {
		if old := interfaceNamed(was, i.Name); !i.Address.IsValid() || old != nil && old.Address == i.Address && old.VRF == i.VRF {
			continue
		}
		for _, j := range after.Interfaces {
			if i != j && i.VRF == j.VRF && j.Address.IsValid() && i.Address.Overlaps(j.Address) {
				return refusef("%% %s overlaps with %s", i.Address.Masked().Addr(), j.Name)
			}
		}
	}
	return nil
}

// interfaceNamed is the interface of a name in a list, or nil.
func interfaceNamed(list []*Interface, name string) *Interface {
	for _, i := range list {
		if i.Name == name {
			return i
		}
	}
	return nil
}

// anyOverlap says whether two subnets of one VRF overlap at all.
func anyOverlap(c *Config) bool {
	var all []*Interface
	for _, i := range c.Interfaces {
		if i.Address.IsValid() {
			all = append(all, i)
		}
	}
	slices.SortFunc(all, func(a, b *Interface) int {
		return cmp.Or(strings.Compare(a.VRF, b.VRF), a.Address.Masked().Addr().Compare(b.Address.Masked().Addr()),
			a.Address.Bits()-b.Address.Bits())
	})
	for n := 1; n < len(all); n++ { // of two that overlap, the wider comes first and is followed by one it holds
		if a, b := all[n-1], all[n]; a.VRF == b.VRF && a.Address.Overlaps(b.Address) {
			return true
		}
	}
	return false
}

// checkMapsInUse refuses to drop the last entry of a map that an interface carries.
func checkMapsInUse(before, after *Config) error {
	was, _ := Changed(before.CryptoMaps, after.CryptoMaps)
	for n, e := range was {
		if n > 0 && was[n-1].Map == e.Map {
			continue
		}
		used := after.InterfacesWithMap(e.Map)
		if len(used) == 0 || len(after.CryptoMap(e.Map)) > 0 {
			continue
		}
		names := ""
		for n, i := range used {
			if n > 0 {
				names += ", "
			}
			names += i.Name
		}
		return refusef("%% Crypto-map %s is in use by interface(s): %s\n"+
			"Please remove the crypto map from the above interface(s) first", e.Map, names)
	}
	return nil
}

// checkNamesInUse refuses to take away a VRF, a keyring or an ISAKMP profile that
// something still names.
func checkNamesInUse(before, after *Config) error {
	for _, v := range before.VRFs {
		if after.VRF(v.Name) != nil {
			continue
		}
		if user := after.userOfVRF(v.Name); user != "" {
			return refusef("%% VRF %s is in use by %s", v.Name, user)
		}
	}
	for _, k := range before.ISAKMP.Keyrings {
		if after.ISAKMP.Keyring(k.Name) != nil {
			continue
		}
		if user := after.userOfKeyring(k.Name); user != "" {
			return refusef("%% Keyring %s is in use by %s", k.Name, user)
		}
	}
	for _, p := range before.ISAKMP.Profiles {
		if after.ISAKMP.Profile(p.Name) != nil {
			continue
		}
		if user := after.userOfProfile(p.Name); user != "" {
			return refusef("%% ISAKMP profile %s is in use by %s", p.Name, user)
		}
	}
	return nil
}

func (c *Config) userOfVRF(name string) string {
	for _, k := range c.ISAKMP.Keyrings {
		if k.VRF == name || k.LocalAddress.VRF == name {
			return "crypto keyring " + k.Name
		}
	}
	for _, p := range c.ISAKMP.Profiles {
		if p.VRF == name || p.LocalAddress.VRF == name ||
			slices.ContainsFunc(p.Matches, func(m IdentityMatch) bool { return m.VRF == name }) {
			return "crypto isakmp profile " + p.Name
		}
	}
	return ""
}

func (c *Config) userOfKeyring(name string) string {
	for _, p := range c.ISAKMP.Profiles {
		if slices.Contains(p.Keyrings, name) {
			return "crypto isakmp profile " + p.Name
		}
	}
	return ""
}

func (c *Config) userOfProfile(name string) string {
	for _, e := range c.CryptoMaps {
		if e.Profile == name {
			return fmt.Sprintf("crypto map %s %d", e.Map, e.Sequence)
		}
	}
	for _, m := range c.MapSettings {
		if m.Profile == name {
			return "crypto map " + m.Map
		}
	}
	for _, p := range c.IPsec.Profiles {
		if p.Profile == name {
			return "crypto ipsec profile " + p.Map
		}
	}
	return ""
}
