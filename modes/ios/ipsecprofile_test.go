package ios

import (
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
)

// An IPsec profile is kept in its parts and printed as it was typed, in the order of the device.
func TestIPsecProfileIsKept(t *testing.T) {
	const text = `crypto ipsec profile IPP
 description to the branch
 set security-association lifetime kilobytes disable
 set security-association lifetime seconds 900
 set security-association idle-time 600
 set transform-set T 
 set pfs group14
 set isakmp-profile P1
`
	const needs = "crypto isakmp profile P1\ncrypto ipsec transform-set T esp-aes esp-sha-hmac\n"
	c := load(t, debuglog.IOS15, needs+text+" responder-only\n set ikev2-profile V2\n")
	p := c.IPsec.Profile("IPP")
	if p == nil || p.PFSGroup != 14 || p.Profile != "P1" || p.LifetimeSeconds != 900 || p.LifetimeKilobytes != config.NoVolumeLimit ||
		len(p.TransformSets) != 1 || !p.ResponderOnly || p.Inert.Get("set ikev2-profile") == nil {
		t.Errorf("kept as %+v", p)
	}
	if printed := running(c, debuglog.IOS15); !strings.Contains(printed, text+" responder-only\n set ikev2-profile V2\n") {
		t.Errorf("printed:\n%s", printed)
	}
	without := *c.Clone()
	without.ISAKMP.Profiles = nil
	if err := config.Check(c, &without); err == nil || !strings.Contains(err.Error(), "in use by crypto ipsec profile IPP") {
		t.Errorf("the profile that it names may go: %v", err)
	}
}
