package config

import (
	"slices"
	"testing"
)

// TestOrderOfInterfaces: the running-config lists loopbacks and tunnels first, show commands last.
func TestOrderOfInterfaces(t *testing.T) {
	c := New()
	for _, name := range []string{"Tunnel1", "Vlan1", "Serial0/0", "Loopback10", "FastEthernet0/1", "Loopback2", "FastEthernet0/0.10",
		"Tunnel0", "FastEthernet0/0", "Dialer1"} {
		c.AddInterface(name)
	}
	names := func(all []*Interface) (names []string) {
		for _, i := range all {
			names = append(names, i.Name)
		}
		return names
	}
	kept := []string{"Loopback2", "Loopback10", "Tunnel0", "Tunnel1", "Dialer1", "FastEthernet0/0", "FastEthernet0/0.10", "FastEthernet0/1",
		"Serial0/0", "Vlan1"}
	if got := names(c.Interfaces); !slices.Equal(got, kept) {
		t.Errorf("running-config: got %v, want %v", got, kept)
	}
	shown := []string{"FastEthernet0/0", "FastEthernet0/0.10", "FastEthernet0/1", "Serial0/0", "Dialer1", "Loopback2", "Loopback10",
		"Tunnel0", "Tunnel1", "Vlan1"}
	if got := names(HardwareFirst(c.Interfaces)); !slices.Equal(got, shown) {
		t.Errorf("show commands: got %v, want %v", got, shown)
	}
}
