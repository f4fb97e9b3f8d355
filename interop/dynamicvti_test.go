package interop

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// dynamicConfig is a router that clones an interface for whoever has the key.
var dynamicConfig = fmt.Sprintf(`hostname Router
crypto isakmp policy 1
 encr aes
 authentication pre-share
 group 14
crypto keyring SPOKES
 pre-shared-key address 0.0.0.0 0.0.0.0 key kd94j1ksldz
crypto isakmp keepalive 10 periodic
crypto isakmp profile SPOKE
 keyring SPOKES
 match identity address 0.0.0.0
 virtual-template 1
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto ipsec profile P
 set transform-set T
 set isakmp-profile SPOKE
interface Loopback0
 ip address %s 255.255.255.0
interface Loopback1
 ip address %s 255.255.255.255
interface Virtual-Template1 type tunnel
 ip unnumbered Loopback1
 tunnel source FastEthernet0/0
 tunnel mode ipsec ipv4
 tunnel protection ipsec profile P
interface FastEthernet0/0
 ip address %s 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.1.32.1
ip route %s 255.255.255.255 Virtual-Access1
ip route 192.168.2.0 255.255.255.0 Virtual-Access1
end
`, insideHere, tunnelHere, dutAddr, tunnelThere)

// strongSwan's static end of a tunnel meets a router that does not know it: an interface is cloned when it comes, lives through renewals,
// is gone when strongSwan is dead or says that it goes, and is there again, under the same number, when it is back.
func TestDynamicVTI(t *testing.T) {
	t.Parallel()
	for _, libipsec := range []bool{false, true} {
		kind := tunnelKind{name: "dynamic VTI", mode: "tunnel", dynamic: true, theyStart: true, libipsec: libipsec}
		if libipsec {
			kind.name += ", strongSwan's ESP"
		}
		t.Run(kind.name, func(t *testing.T) {
			t.Parallel()
			l := startTunnel(t, kind)
			gone := func() {
				t.Helper()
				eventually(t, 5*time.Second, "the interface is gone", func() bool {
					return !strings.Contains(l.console.Run("show ip interface brief"), "Virtual-Access")
				})
			}
			gone()
			l.bringUp()
			l.wantPassing()
			l.wantLongPassing()
			wantUp(l.console)
			mark := l.console.Mark()
			l.Do("rekey", "child")
			l.console.ExpectAfter(mark, 5*time.Second, `Old State = IKE_QM_R_QM2 +`+quickModeDone)
			l.wantPassing()
			if story := l.console.After(mark); strings.Contains(story, "Interface Virtual-Access") {
				t.Errorf("the line protocol has changed:\n%s", story)
			}
			const line = `%LINEPROTO-5-UPDOWN: Line protocol on Interface Virtual-Access1, changed state to `
			for _, end := range []struct {
				do    []string
				limit time.Duration
			}{{[]string{"crash"}, detection}, {[]string{"terminate"}, 5 * time.Second}} {
				mark = l.console.Mark()
				l.Do(end.do[0], end.do[1:]...)
				l.console.ExpectAfter(mark, end.limit, line+"down")
				gone()
				if end.do[0] == "crash" {
					l.Do("boot")
				}
				mark = l.console.Mark()
				l.bringUp()
				l.console.ExpectAfter(mark, 2*time.Second, line+"up")
				l.wantPassing()
			}
		})
	}
}
