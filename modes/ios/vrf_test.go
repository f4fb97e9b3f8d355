package ios

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
	"ruthere/modes"
)

// frontDoor is a configuration as the device prints it, blanks at the ends of lines
// included (· stands for those). It reads back as itself, and in this order.
const frontDoor = `ip vrf RED
 description the internet
 rd 65000:1
 route-target export 65000:1
!
vrf definition BLUE
 rd 65000:2
 !
 address-family ipv4
  route-target both 65000:2
 exit-address-family
!
ip name-server 8.8.8.8
ip name-server vrf RED 9.9.9.9
!
crypto keyring KR vrf RED··
  description keys of the front door
  local-address GigabitEthernet0/0
  pre-shared-key address 192.0.2.9 key abc
  pre-shared-key address 0.0.0.0 0.0.0.0 key any
  pre-shared-key hostname peer.example key def
!
crypto isakmp profile P1
   description a branch
   vrf BLUE
   keyring KR
   self-identity user-fqdn gw@lab.example
   match identity address 192.0.2.9 255.255.255.255 RED
   match identity address 192.0.2.10 255.255.255.255·
   match identity host domain example
   match identity group staff
   keepalive 10 retry 3
   local-address GigabitEthernet0/0
   initiate mode aggressive
!
crypto ipsec security-association idle-time 900
!
crypto map VPN isakmp-profile P1
crypto map VPN 10 ipsec-isakmp·
 set peer 192.0.2.9 default
 set peer 192.0.2.10
 set security-association lifetime kilobytes disable
 set security-association idle-time 600 default
 set isakmp-profile P1
 match address 101
!
interface GigabitEthernet0/0
 ip vrf forwarding RED
 ip address 192.0.2.1 255.255.255.0
 crypto map VPN
!
interface GigabitEthernet0/1
 vrf forwarding BLUE
 ip address 192.0.2.1 255.255.255.0
!
ip route 0.0.0.0 0.0.0.0 10.0.0.254
ip route vrf RED 0.0.0.0 0.0.0.0 192.0.2.254
ip route vrf BLUE 10.2.0.0 255.255.0.0 GigabitEthernet0/0 192.0.2.9
ip route vrf BLUE 10.9.0.0 255.255.0.0 10.0.0.254 global 5
`

func TestVRFsAreReadAndPrinted(t *testing.T) {
	text := strings.ReplaceAll(frontDoor, "·", " ")
	rest := running(load(t, debuglog.IOS15, text), debuglog.IOS15)
	for line := range strings.Lines(text) {
		_, after, found := strings.Cut("\n"+rest, "\n"+line)
		if !found {
			t.Fatalf("no line %q in order; what is left:\n%s", line, rest)
		}
		rest = after
	}
}

func TestNoFormsOfVRFs(t *testing.T) {
	text := strings.ReplaceAll(frontDoor, "·", " ") + `
ip vrf RED
 no description
 no route-target export 65000:1
vrf definition BLUE
 no address-family ipv4
no ip name-server vrf RED 9.9.9.9
crypto keyring KR
 no local-address
 no description
 no pre-shared-key address 0.0.0.0 0.0.0.0
 no pre-shared-key hostname peer.example key other
crypto isakmp profile P1
 no description
 no vrf
 no keyring KR
 no self-identity
 no match identity address 192.0.2.9 255.255.255.255 RED
 no match identity host domain example
 no match identity group staff
 no keepalive
 no local-address
 no initiate mode aggressive
no crypto ipsec security-association idle-time
no crypto map VPN isakmp-profile
crypto map VPN 10
 no set peer 192.0.2.9
 no set security-association lifetime kilobytes
 no set security-association idle-time
 no set isakmp-profile
interface GigabitEthernet0/0
 no ip vrf forwarding
no ip route vrf RED 0.0.0.0 0.0.0.0
no ip route vrf BLUE 10.2.0.0 255.255.0.0
no ip route vrf BLUE 10.9.0.0 255.255.0.0 10.0.0.254 global
`
	var kept []string
	for line := range strings.Lines(running(load(t, debuglog.IOS15, text), debuglog.IOS15)) {
		for _, word := range []string{"vrf", "BLUE", "rd ", "keyring", "pre-shared-key", "profile", "match identity", "crypto map", "set ",
			"ip route", "name-server", "idle-time", "ip address"} {
			if strings.Contains(line, word) {
				kept = append(kept, strings.TrimRight(line, " \n"))
				break
			}
		}
	}
	want := []string{"ip vrf RED", " rd 65000:1", "vrf definition BLUE", " rd 65000:2", "ip name-server 8.8.8.8",
		"crypto keyring KR vrf RED", "  pre-shared-key address 192.0.2.9 key abc", "  pre-shared-key hostname peer.example key def",
		"crypto isakmp profile P1", "   match identity address 192.0.2.10 255.255.255.255",
		"crypto map VPN 10 ipsec-isakmp", " set peer 192.0.2.10", " no ip address", " crypto map VPN", " vrf forwarding BLUE", " no ip address",
		"ip route 0.0.0.0 0.0.0.0 10.0.0.254"}
	if diff := cmp.Diff(want, kept); diff != "" {
		t.Errorf("what is left (-want +got):\n%s", diff)
	}
}

func TestVRFRefusals(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"interface Gi0/0\n ip vrf forwarding RED", "% VRF RED does not exist or does not have a RD."},
		{"ip vrf RED\ninterface Gi0/0\n ip vrf forwarding RED", "% VRF RED does not exist or does not have a RD."},
		{"crypto keyring K vrf RED", "% VRF RED does not exist or does not have a RD."},
		{"ip route vrf RED 0.0.0.0 0.0.0.0 10.0.0.1", "% VRF RED does not exist or does not have a RD."},
		{"ip vrf RED\n rd 1:1\nip vrf BLUE\n rd 1:1", "% Cannot set RD, check if it's unique"},
		{"ip vrf RED\n rd one", "% Malformed RD: it is ASN:nn or IP-address:nn"},
		{"vrf definition RED\n rd 1:1\ninterface Gi0/0\n vrf forwarding RED\n ip address 10.0.0.1 255.0.0.0",
			"% GigabitEthernet0/0 is linked to a VRF. Enable IPv4 on that VRF first."},
		{"crypto isakmp profile P\n keyring K", "% Keyring K does not exist"},
		{"crypto map M isakmp-profile P", `ERROR: ISAKMP profile with tag "P" does not exist.`},
		{"crypto keyring K\n pre-shared-key address 10.0.0.1 key a\n pre-shared-key address 10.0.0.1 key b",
			"A pre-shared key for address mask 10.0.0.1 255.255.255.255 already exists!"},
	} {
		l := &loader{config: load(t, debuglog.IOS124, ""), release: debuglog.IOS124}
		complaints := modes.Load(l, test.text)
		if len(complaints) != 1 || complaints[0].Message != test.want {
			t.Errorf("%q:\n got %v\nwant %s", test.text, complaints, test.want)
		}
	}
}
