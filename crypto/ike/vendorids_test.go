package ike

import (
	"net/netip"
	"testing"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// An ASA sends its DPD vendor ID in message 6, not in message 4: it must be asked with
// R_U_THERE all the same. A NAT version named as late changes nothing.
func TestVendorIDsOfTheLastMessages(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.trigger(0)
	e := n.rigs[0].engine
	sa := e.allSAs()[0]
	sa.peerDPD, sa.nat.version, sa.material = false, isakmp.VendorNATTDraft03, &material{}
	out := &Out{}
	c := e.changeSA(n.now, sa, out)
	id := isakmp.New(c.ownIdentity())
	m := &received{payloads: []isakmp.Payload{id, isakmp.New(&isakmp.Hash{Data: c.phase1Hash(state.Responder, id.Body)}),
		vendorPayload(isakmp.VendorDPD), vendorPayload(isakmp.VendorRFC3947)}}
	if err := c.authenticatePeer(m, state.Responder); err != nil {
		t.Fatal(err)
	}
	if !sa.peerDPD || e.livenessWith(sa) != LivenessDPD {
		t.Error("the DPD vendor ID was not read")
	}
	if sa.nat.version != isakmp.VendorNATTDraft03 {
		t.Errorf("the NAT version became %v", sa.nat.version)
	}
}

// The initiator can answer XAUTH. The responder names it where the configuration has it ask.
func TestXAUTHVendorID(t *testing.T) {
	onMap := func(c *config.Config) { c.SetMapXAuth("green", "VPN") }
	inProfile := func(c *config.Config, list string) {
		p, _ := c.ISAKMP.AddProfile("VPN")
		p.Matches = []config.IdentityMatch{{Kind: config.MatchAddress, Prefix: netip.PrefixFrom(leftAddr, 32)}}
		p.Clients.XAuth = list
	}
	for what, test := range map[string]struct {
		edit func(right *config.Config)
		want int
	}{
		"site to site":       {func(*config.Config) {}, 0},
		"the map asks":       {onMap, 1},
		"another map asks":   {func(c *config.Config) { c.SetMapXAuth("blue", "VPN") }, 0},
		"the profile asks":   {func(c *config.Config) { inProfile(c, "VPN") }, 1},
		"its profile spares": {func(c *config.Config) { onMap(c); inProfile(c, "") }, 0},
		"its key spares":     {func(c *config.Config) { onMap(c); c.ISAKMP.Keys[0].NoXAuth = true }, 0},
	} {
		for _, release := range releases {
			n := newNet(t, release, func(_, right *config.Config) { test.edit(right) })
			n.trigger(0)
			for i, want := range []int{1, test.want} {
				if got := count(n.rigs[1-i].lines, "vendor ID is XAUTH"); got != want {
					t.Errorf("%v, %s: rig %d names XAUTH %d times, want %d", release, what, i, got, want)
				}
			}
			if up := n.rigs[0].up(); up != (test.want == 0) { // this initiator cannot say who its user is
				t.Errorf("%v, %s: tunnel: %v", release, what, up)
			}
		}
	}
}
