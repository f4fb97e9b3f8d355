package config

import (
	"fmt"
)

// A Refusal is why a configuration cannot stand, in the words of the device.
type Refusal struct{ Text string }

func (r *Refusal) Error() string { return r.Text }

func refuse(format string, args ...any) error {
	return &Refusal{fmt.Sprintf(format, args...)}
}

// Check says whether after could follow before: what one line cannot see, such as
// subnets that overlap. The error's text is what the device prints.
func Check(before, after *Config) error {
	if err := checkOverlap(before, after); err != nil {
		return err
	}
	return checkMapsInUse(before, after)
}

// checkOverlap refuses an address whose subnet another interface has.
func checkOverlap(before, after *Config) error {
	for _, i := range after.Interfaces {
		if old := before.Interface(i.Name); !i.Address.IsValid() || old != nil && old.Address == i.Address {
			continue
		}
		for _, j := range after.Interfaces {
			if i != j && j.Address.IsValid() && i.Address.Overlaps(j.Address) {
				return refuse("%% %s overlaps with %s", i.Address.Masked().Addr(), j.Name)
			}
		}
	}
	return nil
}

// checkMapsInUse refuses to drop the last entry of a map that an interface carries.
func checkMapsInUse(before, after *Config) error {
	for _, e := range before.CryptoMaps {
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
		return refuse("%% Crypto-map %s is in use by interface(s): %s\nPlease remove the crypto map from the above interface(s) first", e.Map, names)
	}
	return nil
}
