package ike

import (
	"fmt"
	"net/netip"
	"testing"

	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Networks behind a tunnel come in fourteen bytes each, or eight; what is no network counts as not told.
func TestGivenNetworks(t *testing.T) {
	ten, half := []byte{10, 10, 0, 0, 255, 255, 0, 0}, []byte{192, 168, 1, 200, 255, 255, 255, 128}
	ports := make([]byte, 6)
	join := func(parts ...[]byte) (all []byte) {
		for _, p := range parts {
			all = append(all, p...)
		}
		return all
	}
	for _, test := range []struct {
		what  string
		value []byte
		want  string
	}{
		{"one", join(ten, ports), "[10.10.0.0/16]"},
		{"two", join(ten, ports, half, ports), "[10.10.0.0/16 192.168.1.128/25]"},
		{"without protocol and ports", join(ten, half), "[10.10.0.0/16 192.168.1.128/25]"},
		{"all there is", make([]byte, 14), "[0.0.0.0/0]"},
		{"a mask with a hole", join([]byte{10, 0, 0, 0, 255, 0, 255, 0}, ports), "[]"},
		{"cut short", join(ten, ports, ten), "[10.10.0.0/16]"},
		{"nothing", nil, "[]"},
	} {
		g := readGiven([]isakmp.Attribute{isakmp.VariableAttribute(isakmp.UnitySplitInclude, test.value)})
		if got := fmt.Sprint(g.Split); got != test.want {
			t.Errorf("%s: %s, want %s", test.what, got, test.want)
		}
	}
}

// What a server tells is bounded, and nothing of it is an address or a text that is none.
func TestGivenIsBounded(t *testing.T) {
	var attributes []isakmp.Attribute
	for range 1000 {
		attributes = append(attributes, isakmp.VariableAttribute(isakmp.InternalIP4DNS, []byte{10, 0, 0, 1}),
			isakmp.VariableAttribute(isakmp.InternalIP4Address, []byte{10, 0, 0}), isakmp.VariableAttribute(999, nil),
			isakmp.VariableAttribute(isakmp.UnityBackup, []byte("a,b,c,\x1b[2J")),
			isakmp.VariableAttribute(isakmp.UnitySplitInclude, make([]byte, 14*100)),
			isakmp.VariableAttribute(isakmp.UnityBanner, make([]byte, 1<<15)))
	}
	g := readGiven(attributes)
	if len(g.DNS) != maxGivenList || len(g.Backup) != maxGivenList || len(g.Unknown) != maxGivenList || len(g.Split) != maxSplit ||
		g.Address != (netip.Addr{}) || len(g.Banner) > 4*maxGivenText || g.Backup[3] == "\x1b[2J" {
		t.Errorf("%d DNS servers, %d others, %d unknown, %d networks, address %v, a banner of %d, %q", len(g.DNS), len(g.Backup),
			len(g.Unknown), len(g.Split), g.Address, len(g.Banner), g.Backup)
	}
}

// An answer names the transaction by its identifier, or not at all; one that names another is none.
func TestIdentifierOfAnAnswer(t *testing.T) {
	for _, test := range []struct {
		what   string
		differ func(uint16) uint16
		letIn  bool
	}{
		{"its own", func(id uint16) uint16 { return id }, true},
		{"none", func(uint16) uint16 { return 0 }, true},
		{"another", func(id uint16) uint16 { return id ^ 0x101 }, false},
	} {
		r := dial(t, debuglog.IOS15, nil)
		for id := range r.ivs {
			r.send(id, isakmp.ConfigurationReply, test.differ(r.server().engine.allSAs()[0].nodeWith(id).transaction.identifier),
				isakmp.VariableAttribute(isakmp.XAuthUserName, []byte("alice")), isakmp.VariableAttribute(isakmp.XAuthUserPassword, []byte("secret1")))
			break
		}
		if x := r.server().engine.allSAs()[0].xauth; x.passed != test.letIn {
			t.Errorf("with %s: it is let in: %v", test.what, x.passed)
		}
	}
}
