package ike

import (
	"net/netip"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

func fqdn(name string) config.Identity {
	return config.Identity{Kind: config.IdentityFQDN, Name: name}
}
func userFQDN(name string) config.Identity {
	return config.Identity{Kind: config.IdentityUserFQDN, Name: name}
}

// The key, and the profile, are those of the identity that the first message brings: a name's own key first, then that of the
// address its packets come from.
func TestKeyOfTheIdentity(t *testing.T) {
	const good = "kd94j1ksldz"
	named := func(key, host string) config.PreSharedKey { return config.PreSharedKey{Key: key, Host: host} }
	of := func(key string, prefix string) config.PreSharedKey {
		return config.PreSharedKey{Key: key, Prefix: netip.MustParsePrefix(prefix)}
	}
	for _, test := range []struct {
		what   string
		self   config.Identity
		global []config.PreSharedKey
		ring   []config.PreSharedKey // of the keyring VPN
		match  *config.IdentityMatch // of the profile VPN, which names the keyring
		up     bool
		said   []string
	}{
		{"a host's key", fqdn(spoke), []config.PreSharedKey{of("other", "10.1.32.14/32"), named(good, spoke)}, nil, nil, true,
			[]string{"found peer pre-shared key matching " + spoke, "local preshared key found"}},
		{"a host's key in any keyring", fqdn(spoke), []config.PreSharedKey{named("other", spoke)}, []config.PreSharedKey{named(good, spoke)}, nil,
			true, []string{"peer matches *none* of the profiles", "found peer pre-shared key matching " + spoke}},
		{"no host's key, the address's", fqdn(spoke), []config.PreSharedKey{of(good, "10.1.32.14/32")}, nil, nil, true,
			[]string{"no pre-shared key based on hostname " + spoke + "!", "local preshared key found"}},
		{"no host's key, everybody's", fqdn(spoke), []config.PreSharedKey{of(good, "0.0.0.0/0")}, nil, nil, true,
			[]string{"no pre-shared key based on hostname " + spoke + "!"}},
		{"a user's key", userFQDN("user@lab.example"), []config.PreSharedKey{named(good, "user@lab.example")}, nil, nil, true,
			[]string{"type         : 3", "USER FQDN    : user@lab.example", "local preshared key found"}},
		{"the key of an address that is its identity", config.Identity{Kind: config.IdentityAddress, Addr: thirdAddr},
			[]config.PreSharedKey{of(good, "10.2.80.210/32"), of("other", "10.1.32.14/32")}, nil, nil, true, []string{"local preshared key found"}},
		{"the longest mask", config.Identity{Kind: config.IdentityAddress, Addr: leftAddr},
			[]config.PreSharedKey{of("other", "0.0.0.0/0"), of(good, "10.1.32.0/24")}, nil, nil, true, []string{"local preshared key found"}},
		{"a profile of the host, its keyring first", fqdn(spoke), []config.PreSharedKey{named("other", spoke)},
			[]config.PreSharedKey{named(good, spoke)}, &config.IdentityMatch{Kind: config.MatchHost, Text: spoke}, true,
			[]string{"peer matches VPN profile", "Found HOST key in keyring VPN", "Looking for xauth in profile VPN"}},
		{"a profile of the domain", fqdn(spoke), nil, []config.PreSharedKey{named(good, spoke)},
			&config.IdentityMatch{Kind: config.MatchHostDomain, Text: "lab.example"}, true, []string{"peer matches VPN profile"}},
		{"a domain that only ends alike", fqdn("spoke.slab.example"), []config.PreSharedKey{named(good, "spoke.slab.example")}, nil,
			&config.IdentityMatch{Kind: config.MatchHostDomain, Text: "lab.example"}, true, []string{"peer matches *none* of the profiles"}},
		{"a profile of the user", userFQDN("user@lab.example"), nil, []config.PreSharedKey{named(good, "user@lab.example")},
			&config.IdentityMatch{Kind: config.MatchUser, Text: "user@lab.example"}, true, []string{"peer matches VPN profile"}},
		{"a profile of the users' domain", userFQDN("user@lab.example"), nil, []config.PreSharedKey{of(good, "10.1.32.0/24")},
			&config.IdentityMatch{Kind: config.MatchUserDomain, Text: "lab.example"}, true,
			[]string{"peer matches VPN profile", "no pre-shared key based on hostname user@lab.example!", "Found ADDRESS key in keyring VPN"}},
		{"a user is no host", userFQDN(spoke), nil, []config.PreSharedKey{named("other", "x")},
			&config.IdentityMatch{Kind: config.MatchHost, Text: spoke}, false, []string{"peer matches *none* of the profiles",
				"No pre-shared key with 10.1.32.14!"}},
		{"a profile of an address, presented", config.Identity{Kind: config.IdentityAddress, Addr: thirdAddr}, nil,
			[]config.PreSharedKey{of(good, "10.2.80.210/32")},
			&config.IdentityMatch{Kind: config.MatchAddress, Prefix: netip.MustParsePrefix("10.2.80.210/32")}, true,
			[]string{"peer matches VPN profile"}},
		{"an address that packets come from is no identity", fqdn(spoke), []config.PreSharedKey{named(good, spoke)}, nil,
			&config.IdentityMatch{Kind: config.MatchAddress, Prefix: netip.MustParsePrefix("10.1.32.14/32")}, true,
			[]string{"peer matches *none* of the profiles"}},
	} {
		t.Run(test.what, func(t *testing.T) {
			for _, release := range releases {
				n := newNet(t, release, func(left, right *config.Config) {
					aggressively(left, right)
					left.ISAKMP.Peers[0].Endpoint = test.self
					right.ISAKMP.Keys = test.global
					right.ISAKMP.AddKeyring("VPN").Keys = test.ring
					if test.match != nil {
						p, _ := right.ISAKMP.AddProfile("VPN")
						p.Keyrings, p.Matches = []string{"VPN"}, []config.IdentityMatch{*test.match}
					}
				})
				n.call()
				if up := n.rigs[0].up() && n.rigs[1].up(); up != test.up {
					t.Errorf("%v: up %t, want %t:\n%s", release, up, test.up, strings.Join(n.rigs[1].lines, "\n"))
				}
				n.rigs[1].said(t, test.said...)
			}
		})
	}
}

// What names a group has the group's key or none: no key of an address is tried for it.
func TestGroupsHaveNoKeyOfAnAddress(t *testing.T) {
	n := newNet(t, debuglog.IOS15, aggressively)
	e := n.rigs[1].engine
	e.config.ISAKMP.Keys = []config.PreSharedKey{{Key: "k", Prefix: anyPrefix}, {Key: "k", Host: "group"}}
	for _, id := range []*isakmp.Identification{{Type: isakmp.IDKeyID, Data: []byte("group")}, {Type: isakmp.IDDN, Data: []byte{0x30, 0}}} {
		if _, _, ok := e.keyOfIdentity(nil, "", rightAddr, leftAddr, identityOf(id)); ok {
			t.Errorf("%v has a key", id.Type)
		}
	}
	if p := (&config.Profile{Matches: []config.IdentityMatch{{Kind: config.MatchGroup, Text: "group"}}}); true {
		e.config.ISAKMP.Profiles = []*config.Profile{p}
		group := identityOf(&isakmp.Identification{Type: isakmp.IDKeyID, Data: []byte("group")})
		if e.config.ProfileOfIdentity("", rightAddr, group) != p {
			t.Error("`match identity group` does not match a group")
		}
	}
}

// In main mode the key is needed before the identity comes: a name's key is that of the address that the name is known to have.
func TestNamedKeyInMainMode(t *testing.T) {
	for _, release := range releases {
		for _, known := range []bool{true, false} {
			n := newNet(t, release, func(left, right *config.Config) {
				left.Hostname, left.DomainName, left.ISAKMP.Identity = "spoke", "lab.example", config.IdentityHostname
				right.ISAKMP.Keys = []config.PreSharedKey{{Key: "kd94j1ksldz", Host: spoke}}
				if known {
					right.Hosts = []config.Host{{Name: spoke, Addr: leftAddr}}
				}
			})
			n.call()
			if n.rigs[1].up() != known {
				t.Errorf("%v: up %t, with the name known %t", release, n.rigs[1].up(), known)
			}
			if known {
				n.rigs[0].said(t, "beginning Main Mode exchange", "using id type ID_FQDN")
				n.rigs[1].said(t, "type         : 2", "FQDN name    : "+spoke, "New State = IKE_P1_COMPLETE")
			}
		}
	}
}

// What a router calls itself: the entry by which it calls, the profile, the global identity.
func TestOwnIdentity(t *testing.T) {
	for _, test := range []struct {
		what string
		edit func(c *config.Config, p *config.Profile)
		want config.Identity
	}{
		{"nothing said", func(*config.Config, *config.Profile) {}, config.Identity{Kind: config.IdentityAddress, Addr: leftAddr}},
		{"hostname", func(c *config.Config, _ *config.Profile) { c.ISAKMP.Identity = config.IdentityHostname }, fqdn("spoke.lab.example")},
		{"hostname without a domain", func(c *config.Config, _ *config.Profile) {
			c.ISAKMP.Identity, c.DomainName = config.IdentityHostname, ""
		}, fqdn("spoke")},
		{"self-identity address", func(c *config.Config, p *config.Profile) {
			c.ISAKMP.Identity, p.SelfIdentity = config.IdentityHostname, config.IdentityAddress
		}, config.Identity{Kind: config.IdentityAddress, Addr: leftAddr}},
		{"self-identity fqdn", func(_ *config.Config, p *config.Profile) { p.SelfIdentity = config.IdentityFQDN }, fqdn("spoke.lab.example")},
		{"self-identity fqdn NAME", func(_ *config.Config, p *config.Profile) {
			p.SelfIdentity, p.FQDN = config.IdentityFQDN, "other.example"
		}, fqdn("other.example")},
		{"self-identity user-fqdn", func(_ *config.Config, p *config.Profile) {
			p.SelfIdentity, p.UserFQDN = config.IdentityUserFQDN, "u@example"
		}, userFQDN("u@example")},
	} {
		for _, aggressive := range []bool{false, true} {
			n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
				left.Hostname, left.DomainName = "spoke", "lab.example"
				p, _ := left.ISAKMP.AddProfile("VPN")
				p.Aggressive = aggressive
				left.MapEntry("green", 1).Profile = "VPN"
				test.edit(left, p)
			})
			n.call()
			if !n.rigs[0].up() || !n.rigs[1].up() {
				t.Fatalf("%s: no tunnel", test.what)
			}
			want := test.want.Name
			if want == "" {
				want = test.want.Addr.String()
			}
			if got := n.rigs[1].engine.SAs(n.now)[0].PeerID; got != want {
				t.Errorf("%s, aggressive mode %t: called itself %q, want %q", test.what, aggressive, got, want)
			}
			if mode := len(phase1Of(n.rigs[0])) == 2; mode != aggressive {
				t.Errorf("%s: aggressive mode %t, want %t", test.what, mode, aggressive)
			}
		}
	}
}

// Which mode an initiator takes.
func TestModeOfTheInitiator(t *testing.T) {
	entry := func(c *config.Config, edit func(p *config.ISAKMPPeer)) {
		p := c.ISAKMP.AddPeer(&config.ISAKMPPeer{Addr: rightAddr})
		p.Password, p.Endpoint = "kd94j1ksldz", fqdn(spoke)
		edit(p)
	}
	profile := func(c *config.Config) {
		p, _ := c.ISAKMP.AddProfile("VPN")
		p.Aggressive = true
		c.MapEntry("green", 1).Profile = "VPN"
	}
	for _, test := range []struct {
		what       string
		edit       func(c *config.Config)
		aggressive bool
	}{
		{"nothing said", func(*config.Config) {}, false},
		{"an entry", func(c *config.Config) { entry(c, func(*config.ISAKMPPeer) {}) }, true},
		{"an entry without a password", func(c *config.Config) { entry(c, func(p *config.ISAKMPPeer) { p.Password = "" }) }, false},
		{"with one that cannot be read", func(c *config.Config) { entry(c, func(p *config.ISAKMPPeer) { p.Encrypted = true }) }, false},
		{"without an identity", func(c *config.Config) { entry(c, func(p *config.ISAKMPPeer) { p.Endpoint = config.Identity{} }) }, false},
		{"of another peer", func(c *config.Config) { entry(c, func(p *config.ISAKMPPeer) { p.Addr = thirdAddr }) }, false},
		{"of another VRF", func(c *config.Config) { entry(c, func(p *config.ISAKMPPeer) { p.VRF = "RED" }) }, false},
		{"of a host that is the peer", func(c *config.Config) {
			c.Hosts = []config.Host{{Name: "hub", Addr: rightAddr}}
			entry(c, func(p *config.ISAKMPPeer) { p.Addr, p.Host = netip.Addr{}, "hub" })
		}, true},
		{"of a host that is not known", func(c *config.Config) {
			entry(c, func(p *config.ISAKMPPeer) { p.Addr, p.Host = netip.Addr{}, "hub" })
		}, false},
		{"a profile", profile, true},
		{"a profile, and only a key of a name", func(c *config.Config) {
			profile(c)
			c.ISAKMP.Keys = []config.PreSharedKey{{Key: "kd94j1ksldz", Host: "hub"}}
		}, true},
		{"switched off", func(c *config.Config) { profile(c); c.ISAKMP.NoAggressiveMode = true }, false},
	} {
		n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
			test.edit(left)
			right.ISAKMP.Keys = append(right.ISAKMP.Keys, config.PreSharedKey{Key: "kd94j1ksldz", Host: spoke})
		})
		n.drop = func(Datagram) bool { return true }
		n.call()
		h, err := isakmp.ParseHeader(n.rigs[0].sent[0].Data)
		if err != nil || (h.Exchange == isakmp.AggressiveMode) != test.aggressive {
			t.Errorf("%s: %v, %v", test.what, h.Exchange, err)
		}
	}
}

// An initiator with keys of names alone takes the one of the responder's identity.
func TestKeyOfTheRespondersIdentity(t *testing.T) {
	for _, name := range []string{"hub.lab.example", "other.lab.example"} {
		n := newNet(t, debuglog.IOS15, func(left, right *config.Config) {
			p, _ := left.ISAKMP.AddProfile("VPN")
			p.Aggressive = true
			left.MapEntry("green", 1).Profile = "VPN"
			left.ISAKMP.Keys = []config.PreSharedKey{{Key: "kd94j1ksldz", Host: "hub.lab.example"}}
			right.Hostname, right.DomainName = strings.TrimSuffix(name, ".lab.example"), "lab.example"
			right.ISAKMP.Identity = config.IdentityHostname
		})
		n.call()
		if up, want := n.rigs[0].up(), name == "hub.lab.example"; up != want {
			t.Errorf("%s: up %t, want %t:\n%s", name, up, want, strings.Join(n.rigs[0].lines, "\n"))
		}
	}
}
