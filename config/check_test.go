package config

import (
	"net/netip"
	"slices"
	"testing"
)

// named is a configuration in which everything that can be named is.
func named() *Config {
	c := New()
	c.AddVRF("RED", true)
	c.AddVRF("BLUE", false).IPv4 = true
	for name, vrf := range map[string]string{"GigabitEthernet0/0": "RED", "GigabitEthernet0/1": "BLUE"} {
		i := c.AddInterface(name)
		i.VRF, i.Address = vrf, netip.MustParsePrefix("10.0.0.1/24")
	}
	c.AddInterface("GigabitEthernet0/2")
	c.ISAKMP.AddKeyring("KR").VRF = "RED"
	p, _ := c.ISAKMP.AddProfile("P")
	p.Keyrings = []string{"KR"}
	e, _ := c.AddMapEntry("VPN", 10)
	e.Profile = "P"
	return c
}

func TestCheck(t *testing.T) {
	set := func(name, address string) func(*Config) {
		return func(c *Config) { c.Interface(name).Address = netip.MustParsePrefix(address) }
	}
	for _, test := range []struct {
		what string
		edit func(c *Config)
		want string // "": it may stand
	}{
		{"the same subnet in two VRFs", func(*Config) {}, ""},
		{"and in the global table", set("GigabitEthernet0/2", "10.0.0.7/24"), ""},
		{"twice in one VRF", func(c *Config) {
			c.Interface("GigabitEthernet0/2").VRF = "RED"
			set("GigabitEthernet0/2", "10.0.0.7/16")(c)
		}, "% 10.0.0.0 overlaps with GigabitEthernet0/0"},
		{"a VRF of interfaces only", func(c *Config) { c.RemoveVRF("BLUE") }, ""},
		{"a VRF with a keyring", func(c *Config) { c.RemoveVRF("RED") }, "% VRF RED is in use by crypto keyring KR"},
		{"a keyring that a profile names", func(c *Config) { c.ISAKMP.Keyrings = nil }, "% Keyring KR is in use by crypto isakmp profile P"},
		{"a profile that a crypto map names", func(c *Config) { c.ISAKMP.Profiles = nil }, "% ISAKMP profile P is in use by crypto map VPN 10"},
		{"all of them at once", func(c *Config) {
			c.CryptoMaps, c.ISAKMP.Profiles, c.ISAKMP.Keyrings = nil, nil, nil
			c.RemoveVRF("RED")
		}, ""},
	} {
		before := named()
		after := before.Clone()
		test.edit(after)
		got := ""
		if err := Check(before, after); err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("%s: %q, want %q", test.what, got, test.want)
		}
	}
}

func TestRemoveVRF(t *testing.T) {
	c := named()
	c.Routes = []Route{{VRF: "BLUE", Prefix: netip.MustParsePrefix("0.0.0.0/0")}, {Prefix: netip.MustParsePrefix("0.0.0.0/0")}}
	c.RemoveVRF("BLUE")
	if i := c.Interface("GigabitEthernet0/1"); i.VRF != "" || i.Address.IsValid() {
		t.Errorf("the interface is left in VRF %q with %v", i.VRF, i.Address)
	}
	if slices.ContainsFunc(c.Routes, func(r Route) bool { return r.VRF == "BLUE" }) || len(c.Routes) != 1 {
		t.Errorf("routes left: %v", c.Routes)
	}
}
