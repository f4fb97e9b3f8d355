package config

import (
	"net/netip"
	"testing"
	"time"
)

func key(k, prefix string) PreSharedKey {
	return PreSharedKey{Key: k, Prefix: netip.MustParsePrefix(prefix)}
}

// rings has keys of every kind for the same addresses.
func rings() *Config {
	c := New()
	c.AddVRF("RED", true)
	c.AddInterface("GigabitEthernet0/0").VRF = "RED"
	c.Interface("GigabitEthernet0/0").Address = netip.MustParsePrefix("192.0.2.1/24")
	c.ISAKMP.Keys = []PreSharedKey{key("global-any", "0.0.0.0/0"), key("global-host", "10.0.0.9/32")}
	c.ISAKMP.Keyrings = []*Keyring{
		{Name: "PLAIN", Keys: []PreSharedKey{key("plain-net", "10.0.0.0/8")}},
		{Name: "RED-ANY", VRF: "RED", Keys: []PreSharedKey{key("red-any", "0.0.0.0/0"), key("red-net", "10.0.0.0/16")}},
		{Name: "RED-HOST", VRF: "RED", Keys: []PreSharedKey{key("red-host", "10.0.0.9/32")}},
		{Name: "RED-GI", VRF: "RED", LocalAddress: LocalAddress{Interface: "GigabitEthernet0/0"},
			Keys: []PreSharedKey{key("red-gi", "172.16.0.0/16")}},
		{Name: "BLUE", VRF: "BLUE", LocalAddress: LocalAddress{Addr: netip.MustParseAddr("192.0.2.7")},
			Keys: []PreSharedKey{key("blue", "10.0.0.0/8")}},
	}
	return c
}

func TestKeyAt(t *testing.T) {
	for _, test := range []struct {
		what        string
		keyrings    []string // of the profile; nil: no profile
		fvrf        string
		local, peer string // local "": any
		want        string // "": no key
	}{
		{"a keyring goes before the global keys", nil, "", "", "10.0.0.9", "plain-net"},
		{"the global keys come last", nil, "", "", "192.168.0.1", "global-any"},
		{"the longest mask of all keyrings of the VRF", nil, "RED", "", "10.0.0.9", "red-host"},
		{"the longest mask of one keyring", nil, "RED", "", "10.0.7.7", "red-net"},
		{"the profile's keyrings first, whatever the mask", []string{"RED-ANY"}, "RED", "", "10.0.0.9", "red-net"},
		{"a profile's keyring without a key lets the others answer", []string{"RED-HOST"}, "RED", "", "10.0.7.7", "red-net"},
		{"a keyring of another VRF does not count", []string{"RED-HOST"}, "", "", "10.0.0.9", "plain-net"},
		{"global keys are for the global table", nil, "BLUE", "", "192.168.0.1", ""},
		{"bound to the interface's address", nil, "RED", "192.0.2.1", "172.16.0.1", "red-gi"},
		{"bound to another address than ours", nil, "RED", "192.0.2.2", "172.16.0.1", "red-any"},
		{"bound to the address", nil, "BLUE", "192.0.2.7", "10.1.1.1", "blue"},
		{"not bound to the address", nil, "BLUE", "192.0.2.8", "10.1.1.1", ""},
	} {
		var p *Profile
		if test.keyrings != nil {
			p = &Profile{Keyrings: test.keyrings}
		}
		local, _ := netip.ParseAddr(test.local)
		got, ok := rings().KeyAt(p, test.fvrf, local, netip.MustParseAddr(test.peer))
		if got.Key != test.want || ok != (test.want != "") {
			t.Errorf("%s: key %q (%v), want %q", test.what, got.Key, ok, test.want)
		}
	}
}

func TestProfileFor(t *testing.T) {
	match := func(prefix, vrf string) IdentityMatch {
		return IdentityMatch{Kind: MatchAddress, Prefix: netip.MustParsePrefix(prefix), VRF: vrf}
	}
	c := New()
	c.ISAKMP.Profiles = []*Profile{
		{Name: "INCOMPLETE"},
		{Name: "HOSTS", Matches: []IdentityMatch{{Kind: MatchHost, Text: "a.example"}, match("10.0.0.9/32", "")}},
		{Name: "RED", Matches: []IdentityMatch{match("10.0.0.0/8", "RED")}},
		{Name: "NETS", Matches: []IdentityMatch{match("172.16.0.0/16", ""), match("10.0.0.0/8", "")}},
		{Name: "LATE", Matches: []IdentityMatch{match("10.0.5.0/24", "")}},
	}
	for _, test := range []struct{ fvrf, peer, want string }{
		{"", "10.0.0.9", "HOSTS"},
		{"", "10.0.5.5", "NETS"}, // the first in order, not the longest mask
		{"RED", "10.0.0.9", "RED"},
		{"RED", "172.16.0.1", ""},
		{"", "192.168.0.1", ""},
	} {
		name := ""
		if p := c.ProfileFor(test.fvrf, netip.MustParseAddr(test.peer)); p != nil {
			name = p.Name
		}
		if name != test.want {
			t.Errorf("peer %s in VRF %q: profile %q, want %q", test.peer, test.fvrf, name, test.want)
		}
	}
}

func TestKeepaliveFor(t *testing.T) {
	with := func(interval, retry int, periodic bool) *Keepalive {
		return &Keepalive{time.Duration(interval) * time.Second, time.Duration(retry) * time.Second, periodic}
	}
	for _, test := range []struct {
		what                  string
		global, profile, want *Keepalive
	}{
		{"nothing said", nil, nil, nil},
		{"the global one", with(10, 3, true), nil, with(10, 3, true)},
		{"the profile's, in the global mode", with(10, 3, true), with(30, 5, false), with(30, 5, true)},
		{"the profile's alone is on demand", nil, with(30, 5, false), with(30, 5, false)},
	} {
		c := New()
		c.ISAKMP.Keepalive = test.global
		got := c.KeepaliveFor(&Profile{Keepalive: test.profile})
		if (got == nil) != (test.want == nil) || got != nil && *got != *test.want {
			t.Errorf("%s: %v, want %v", test.what, got, test.want)
		}
	}
	if New().KeepaliveFor(nil) != nil {
		t.Error("a keepalive from nowhere")
	}
}

func TestInsideVRF(t *testing.T) {
	c := New()
	c.ISAKMP.Profiles = []*Profile{{Name: "IN-BLUE", VRF: "BLUE"}, {Name: "IN-FRONT"}}
	c.SetMapProfile("SHARED", "IN-BLUE")
	front := &Interface{VRF: "RED"}
	for _, test := range []struct {
		entry CryptoMapEntry
		want  string
	}{
		{CryptoMapEntry{Map: "VPN"}, "RED"},
		{CryptoMapEntry{Map: "VPN", Profile: "IN-FRONT"}, "RED"},
		{CryptoMapEntry{Map: "VPN", Profile: "IN-BLUE"}, "BLUE"},
		{CryptoMapEntry{Map: "SHARED"}, "BLUE"},
		{CryptoMapEntry{Map: "SHARED", Profile: "IN-FRONT"}, "RED"},
	} {
		if got := c.InsideVRF(&test.entry, front); got != test.want {
			t.Errorf("map %s with profile %q: inside VRF %q, want %q", test.entry.Map, test.entry.Profile, got, test.want)
		}
	}
}
