package tunnelmap

import (
	"fmt"
	"net/netip"
	"slices"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
)

// tunnels makes a configuration with an outside and tunnels from it, each protected by the profile P, and in it what edit says.
func tunnels(t *testing.T, n int, edit func(c *config.Config, all []*config.Interface)) *config.Config {
	t.Helper()
	c := config.New()
	for _, name := range []string{"P", "Q"} {
		c.IPsec.Profiles = append(c.IPsec.Profiles, &config.CryptoMapEntry{Map: name, TransformSets: []string{"T"}})
	}
	c.IPsec.TransformSets = []*config.TransformSet{{Name: "T", Transforms: []config.Transform{{Name: "esp-aes", KeyBits: 128},
		{Name: "esp-sha-hmac"}}, Transport: true}}
	outside := c.AddInterface("FastEthernet0/0")
	outside.Address = netip.MustParsePrefix("192.0.2.1/30")
	var all []*config.Interface
	for i := range n {
		tunnel := c.AddInterface(fmt.Sprintf("Tunnel%d", i))
		tunnel.Tunnel.Source, tunnel.Tunnel.Destination = "FastEthernet0/0", "198.51.100.2"
		tunnel.Tunnel.Protection.Profile = "P"
		all = append(all, tunnel)
	}
	if edit != nil {
		edit(c, all)
	}
	c.Seal()
	return c
}

// entriesOf tells the entries of the maps, as "MAP SEQUENCE TUNNEL".
func entriesOf(c *config.Config) (list []string) {
	for _, e := range c.CryptoMaps {
		line := fmt.Sprintf("%s %d", e.Map, e.Sequence)
		if e.Tunnel != nil {
			line += " " + e.Tunnel.Interface
		}
		list = append(list, line)
	}
	return list
}

// What maps tunnels get: one each, one for those that share, none for those that cannot have SAs of their own.
func TestMapsOfTunnels(t *testing.T) {
	share := func(_ *config.Config, all []*config.Interface) {
		for _, i := range all {
			i.Tunnel.Protection.Shared = true
		}
	}
	for what, c := range map[string]struct {
		edit func(c *config.Config, all []*config.Interface)
		want []string
	}{
		"two destinations": {func(_ *config.Config, all []*config.Interface) { all[1].Tunnel.Destination = "198.51.100.6" },
			[]string{"Tunnel0-head-0 65536", "Tunnel0-head-0 65537 Tunnel0", "Tunnel1-head-0 65536", "Tunnel1-head-0 65537 Tunnel1"}},
		"the same ends": {nil, []string{"Tunnel0-head-0 65536", "Tunnel0-head-0 65537 Tunnel0", "Tunnel1-head-0 65536"}},
		"GRE and VTI": {func(_ *config.Config, all []*config.Interface) { all[1].Tunnel.Mode = config.TunnelVTI },
			[]string{"Tunnel0-head-0 65536", "Tunnel0-head-0 65537 Tunnel0", "Tunnel1-head-0 65536", "Tunnel1-head-0 65537 Tunnel1"}},
		"shared": {share, []string{"P-head-1 65536", "P-head-1 65537 Tunnel0"}},
		"shared, two destinations": {func(c *config.Config, all []*config.Interface) {
			share(c, all)
			all[1].Tunnel.Destination = "198.51.100.6"
		}, []string{"P-head-1 65536", "P-head-1 65537 Tunnel0", "P-head-1 65538 Tunnel1"}},
		"one shares": {func(c *config.Config, all []*config.Interface) { share(c, all[1:]) },
			[]string{"Tunnel0-head-0 65536", "Tunnel0-head-0 65537 Tunnel0", "P-head-1 65536"}},
		"another front door": {func(_ *config.Config, all []*config.Interface) { all[1].Tunnel.VRF = "RED" },
			[]string{"Tunnel0-head-0 65536", "Tunnel0-head-0 65537 Tunnel0", "Tunnel1-head-0 65536"}},
		"shut down": {func(_ *config.Config, all []*config.Interface) { all[0].Shutdown = true },
			[]string{"Tunnel1-head-0 65536", "Tunnel1-head-0 65537 Tunnel1"}},
		"no profile": {func(_ *config.Config, all []*config.Interface) { all[0].Tunnel.Protection.Profile = "X" },
			[]string{"Tunnel1-head-0 65536", "Tunnel1-head-0 65537 Tunnel1"}},
		"no destination": {func(_ *config.Config, all []*config.Interface) { all[0].Tunnel.Destination = "" },
			[]string{"Tunnel0-head-0 65536", "Tunnel1-head-0 65536", "Tunnel1-head-0 65537 Tunnel1"}},
	} {
		m := Maps{Release: debuglog.IOS15}
		if got := entriesOf(m.Derive(tunnels(t, 2, c.edit))); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", what, got, c.want)
		}
	}
}

// An entry keeps its number while others come and go, and gets another one with another profile, whatever of it is another.
func TestNumbersOfEntries(t *testing.T) {
	shared := func(n int, edit func(all []*config.Interface)) *config.Config {
		return tunnels(t, n, func(_ *config.Config, all []*config.Interface) {
			for at, i := range all {
				i.Tunnel.Protection.Shared = true
				i.Tunnel.Destination = fmt.Sprintf("198.51.100.%d", 2+4*at)
			}
			edit(all)
		})
	}
	m := Maps{Release: debuglog.IOSXE}
	m.Derive(shared(3, func([]*config.Interface) {}))
	got := entriesOf(m.Derive(shared(3, func(all []*config.Interface) { all[1].Shutdown = true })))
	if want := []string{"P-head-1 65536", "P-head-1 65537 Tunnel0", "P-head-1 65539 Tunnel2"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	for what, edit := range map[string]func(p *config.TunnelProtection){
		"the same":        func(*config.TunnelProtection) {},
		"another profile": func(p *config.TunnelProtection) { p.Profile = "Q" },
		"ISAKMP profile":  func(p *config.TunnelProtection) { p.ISAKMPProfile = "I" },
	} {
		m := Maps{Release: debuglog.IOS124}
		before := m.Derive(tunnels(t, 1, nil)).CryptoMaps[1]
		after := m.Derive(tunnels(t, 1, func(_ *config.Config, all []*config.Interface) { edit(&all[0].Tunnel.Protection) })).CryptoMaps[1]
		if same := before.Sequence == after.Sequence; same != (what == "the same") {
			t.Errorf("%s: the number was %d and is %d", what, before.Sequence, after.Sequence)
		}
	}
}

// What is typed elsewhere leaves maps and interfaces as they were, so that nothing is worked out anew for them.
func TestWhatStaysIsTheSame(t *testing.T) {
	m := Maps{Release: debuglog.IOS15}
	typed := tunnels(t, 3, nil)
	before := m.Derive(typed)
	edited := typed.Clone()
	edited.Hostname = "Other"
	edited.Seal()
	after := m.Derive(edited)
	if !slices.Equal(before.CryptoMaps, after.CryptoMaps) || !slices.Equal(before.Interfaces, after.Interfaces) {
		t.Error("they were made anew")
	}
	none := tunnels(t, 0, nil)
	if m.Derive(none) != none {
		t.Error("a configuration without protected tunnels was copied")
	}
}

// A multipoint tunnel has an entry for each far end that is known; who stays keeps its number, and its entry.
func TestFarEnds(t *testing.T) {
	ends := map[string][]netip.Addr{"Tunnel0": {netip.MustParseAddr("198.51.100.2"), netip.MustParseAddr("198.51.100.3")}}
	m := Maps{Release: debuglog.IOS15, FarEnds: func(name string) []netip.Addr { return ends[name] }}
	c := tunnels(t, 1, func(_ *config.Config, all []*config.Interface) { all[0].Tunnel.Mode = config.TunnelMultipoint })
	first := m.Derive(c)
	want := []string{"Tunnel0-head-0 65536", "Tunnel0-head-0 65537 Tunnel0", "Tunnel0-head-0 65538 Tunnel0"}
	if got := entriesOf(first); !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
	kept := m.EntryTo("Tunnel0", ends["Tunnel0"][1])
	ends["Tunnel0"] = append(ends["Tunnel0"][1:], netip.MustParseAddr("198.51.100.4"))
	second := m.Derive(c)
	want = []string{"Tunnel0-head-0 65536", "Tunnel0-head-0 65538 Tunnel0", "Tunnel0-head-0 65539 Tunnel0"}
	if got := entriesOf(second); !slices.Equal(got, want) || m.EntryTo("Tunnel0", ends["Tunnel0"][0]) != kept || kept.Sequence != 65538 {
		t.Errorf("%q, %+v", got, kept)
	}
	if m.EntryTo("Tunnel0", netip.MustParseAddr("198.51.100.2")) != nil || m.EntryOf("Tunnel0") != nil {
		t.Error("who is gone has an entry, or the tunnel has one of its own")
	}
	none := m.Derive(config.New())
	if len(none.CryptoMaps) != 0 || m.EntryTo("Tunnel0", ends["Tunnel0"][0]) != nil {
		t.Error("entries outlive their tunnel")
	}
	if again := m.Derive(c); len(again.CryptoMaps) != 3 {
		t.Errorf("the far ends are forgotten: %q", entriesOf(again))
	}
}
