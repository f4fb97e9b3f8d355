package ike

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// XE's addresses have 64 bits and no zeroes in front; a notification of ours has the SA's as its spi.
func TestAddressesOfARelease(t *testing.T) {
	for release, want := range map[debuglog.Release]struct{ pointer, handle string }{
		debuglog.IOS124: {`8[0-3][0-9A-F]{6}`, "80000002"}, debuglog.IOS15: {`8[0-3][0-9A-F]{6}`, "80000002"},
		debuglog.IOSXE: {`80007309[0-9A-F]{8}`, "8000000040000002"},
	} {
		n := newNet(t, release, func(_, right *config.Config) {
			right.IPsec.TransformSets[0].Transforms[0].Name = "esp-3des"
		})
		n.trigger(0)
		created := regexp.MustCompile("New peer created peer = 0x" + want.pointer + " peer_handle = 0x" + want.handle + "$")
		found := false
		for _, l := range n.rigs[0].lines {
			found = found || created.MatchString(l)
		}
		if !found {
			t.Errorf("%v: no line has the form %v", release, created)
		}
		right := n.rigs[1]
		right.said(t, "Sending NOTIFY PROPOSAL_NOT_CHOSEN protocol 3", fmt.Sprintf("spi %d, message ID = ", right.engine.allSAs()[0].pointer))
	}
}

// The numbers of IPsec SAs begin where each release begins.
func TestConnectionNumbers(t *testing.T) {
	for release, first := range map[debuglog.Release]int{debuglog.IOS124: 2000, debuglog.IOS15: 1, debuglog.IOSXE: 2001} {
		n := newNet(t, release, nil)
		n.trigger(0)
		for _, b := range n.rigs {
			b.said(t, fmt.Sprintf(", sa_conn_id= %d", first), fmt.Sprintf(", sa_conn_id= %d", first+1))
			if p := b.engine.IPsec.Pairs()[0]; p.In.ConnID != first || p.Out.ConnID != first+1 {
				t.Errorf("%v: the pair has %d and %d, the log says %d", release, p.In.ConnID, p.Out.ConnID, first)
			}
		}
	}
}

// 12.4 looks at its default suite after the own ones, and takes it from nobody.
func TestDefaultSuiteIsLookedAtLast(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, func(left, right *config.Config) {
			left.ISAKMP.Policies[0].Encryption, left.ISAKMP.Policies[0].Group = config.DES, 1
			right.ISAKMP.AddPolicy(2)
		})
		n.trigger(0)
		want := map[bool]int{true: 1}[release == debuglog.IOS124]
		if got := count(n.rigs[1].lines, "against priority 65535 policy"); got != want || n.rigs[1].engine.IPsec.Len() != 0 {
			t.Errorf("%v: looked at %d times, want %d; %d tunnels", release, got, want, n.rigs[1].engine.IPsec.Len())
		}
	}
}

// An ASA's message 6 has a payload of type 17 before its DPD vendor ID; later it shortens the lifetime.
func TestWhatAnASASays(t *testing.T) {
	for _, release := range releases {
		n := newNet(t, release, nil)
		n.trigger(0)
		left := n.rigs[0]
		sa := left.engine.allSAs()[0]
		sa.material = &material{}
		out := Out{Events: true}
		c := left.engine.changeSA(n.now, sa, &out)
		id := isakmp.New(c.ownIdentity())
		m := &received{payloads: []isakmp.Payload{id, isakmp.New(&isakmp.Hash{Data: c.phase1Hash(state.Responder, id.Body)}),
			isakmp.New(&isakmp.Raw{Type: 17, Data: make([]byte, 8)}), vendorPayload(isakmp.VendorDPD)}}
		if err := c.authenticatePeer(m, state.Responder); err != nil {
			t.Fatal(err)
		}
		left.lines = nil
		n.follow(left, &out)
		left.said(t, "processing HASH payload", "received payload type 17", "vendor ID is DPD", "SA authentication status:")

		left.lines = nil
		n.peerSends(isakmp.New(&isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolISAKMP, Type: isakmp.NotifyResponderLifetime,
			Data: isakmp.AppendAttributes(nil, []isakmp.Attribute{isakmp.BasicAttribute(isakmp.AttrLifeType, isakmp.LifeSeconds),
				lifeDuration(isakmp.AttrLifeDuration, 3600)})}))
		left.said(t, "processing NOTIFY RESPONDER_LIFETIME protocol 1", "SA authentication status:", "processing responder lifetime",
			"restart ike sa timer to 3600 secs")
	}
}

// 15 prints a message ID unsigned where a packet is at hand, and signed where it names a node.
func TestMessageIDsAreSignedByRelease(t *testing.T) {
	n := newNet(t, debuglog.IOS15, nil)
	n.trigger(0)
	n.trigger(1)
	signed, unsigned := 0, 0
	for _, b := range n.rigs {
		for _, l := range b.lines {
			switch negative := regexp.MustCompile(` -\d{2,}`).MatchString(l); {
			case strings.Contains(l, "message ID = "), strings.Contains(l, "M-ID of "), strings.Contains(l, ":Node "):
				unsigned++
				if negative {
					t.Errorf("signed: %s", l)
				}
			case negative:
				signed++
			}
		}
	}
	if signed == 0 || unsigned == 0 {
		t.Errorf("%d lines with a negative node, %d with a message ID: nothing was tried", signed, unsigned)
	}
}

// Without a certificate a policy of signatures is taken from nobody, neither the default suite of 12.4 nor one of our own.
func TestSignaturesAreTakenFromNobody(t *testing.T) {
	offered := readTransform(isakmp.Transform{Attributes: policyAttributes(config.NewPolicy(1))})
	if why, is := offered.mismatchWith(config.NewPolicy(2), true, false, false); !is || why != debuglog.AuthMismatch {
		t.Errorf("an offer of signatures meets a policy of signatures: %v, %v", why, is)
	}
}
