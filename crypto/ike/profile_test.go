package ike

import (
	"net/netip"
	"testing"

	"ruthere/config"
	"ruthere/crypto/isakmp"
)

// A profile is of the identity that a peer presents, not of where its packets come from.
func TestProfileIsOfTheIdentity(t *testing.T) {
	inside := netip.MustParseAddr("100.64.1.2")
	for _, release := range releases {
		for matched, want := range map[netip.Addr]string{inside: "peer matches VPN profile", leftAddr: "peer matches *none* of the profiles"} {
			n := newNet(t, release, func(_, right *config.Config) {
				p, _ := right.ISAKMP.AddProfile("VPN")
				p.Matches = []config.IdentityMatch{{Kind: config.MatchAddress, Prefix: netip.PrefixFrom(matched, 32)}}
				right.ISAKMP.AddProfile("LAB")
			})
			n.trigger(0)
			right := n.rigs[1]
			if count(right.lines, "Scanning profiles for xauth ... VPN LAB") != 1 {
				t.Errorf("%v: the profiles are not named once", release)
			}
			out := Out{Events: true}
			c := right.engine.changeSA(n.now, right.engine.allSAs()[0], &out)
			c.sayProfile(isakmp.AddressIdentification(inside, 17, 500))
			right.lines = nil
			n.follow(right, &out)
			right.said(t, want)
			if got := profileName(c.sa.profile); (got == "VPN") != (matched == inside) {
				t.Errorf("%v: with %v matched, the SA has profile %q", release, matched, got)
			}
		}
	}
}

// Both ends name the keyring of the matched profile.
func TestKeyringOfTheProfile(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, right *config.Config) {
			for i, c := range []*config.Config{left, right} {
				peer := netip.PrefixFrom([]netip.Addr{rightAddr, leftAddr}[i], 32)
				c.ISAKMP.AddKeyring("VPN").Keys, c.ISAKMP.Keys = c.ISAKMP.Keys, nil
				p, _ := c.ISAKMP.AddProfile("VPN")
				p.Keyrings, p.Matches = []string{"VPN"}, []config.IdentityMatch{{Kind: config.MatchAddress, Prefix: peer}}
			}
		})
		n.trigger(0)
		for i, b := range n.rigs {
			b.said(t, "peer matches VPN profile", "Found ADDRESS key in keyring VPN")
			if !b.up() {
				t.Errorf("%v: rig %d has no tunnel", release, i)
			}
		}
	}
}
