package lab

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ruthere/event"
	"ruthere/router"
)

// greAcrossNAT is a branch behind a home router and its head office, of a release, with protected GRE between them.
const greAcrossNAT = `
seed: gre-nat
routers:
  - name: Head
    ios: %[1]s
    interfaces: [%[2]s]
    config: |
      crypto isakmp policy 1
       encr aes
       authentication pre-share
       group 19
      crypto isakmp key s3cret address 0.0.0.0 0.0.0.0
      crypto ipsec transform-set T esp-aes esp-sha-hmac
       mode transport
      crypto ipsec profile P
       set transform-set T
      interface Tunnel0
       ip address 10.99.0.1 255.255.255.252
       tunnel source %[2]s
       tunnel destination 203.0.113.2
       tunnel protection ipsec profile P
      interface %[2]s
       ip address 203.0.113.1 255.255.255.0
      line con 0
       exec-timeout 0 0
      end
  - name: Branch
    ios: %[1]s
    interfaces: [%[2]s]
    config: |
      crypto isakmp policy 1
       encr aes
       authentication pre-share
       group 19
      crypto isakmp key s3cret address 203.0.113.1
      crypto ipsec transform-set T esp-aes esp-sha-hmac
       mode transport
      crypto ipsec profile P
       set transform-set T
      interface Tunnel0
       ip address 10.99.0.2 255.255.255.252
       tunnel source %[2]s
       tunnel destination 203.0.113.1
       tunnel protection ipsec profile P
      interface %[2]s
       ip address 192.168.1.11 255.255.255.0
      ip route 0.0.0.0 0.0.0.0 192.168.1.1
      line con 0
       exec-timeout 0 0
      end
translators:
  - {name: Home, inside: 192.168.1.1/24, outside: 203.0.113.2/24, gateway: 203.0.113.1}
links:
  - {ends: ["Head:%[2]s", "Home:outside"], delay: 8ms}
  - {ends: ["Home:inside", "Branch:%[2]s"]}
`

// Transport mode across a translator: the two ends know each other by other addresses than they know themselves. Packets pass whoever
// begins quick mode.
func TestProtectedGREAcrossNAT(t *testing.T) {
	for release, port := range map[string]string{`"12.4"`: "FastEthernet0/0", `"15"`: "GigabitEthernet0/0", "xe": "GigabitEthernet1"} {
		t.Run(release, func(t *testing.T) {
			topology, err := ParseTopology("nat.yaml", fmt.Appendf(nil, greAcrossNAT, release, port), nil)
			if err != nil {
				t.Fatal(err)
			}
			began := map[event.Role]int{} // quick modes, by the role of the head office
			var screen strings.Builder
			l, err := New(topology, Options{
				Event: func(e event.Stamped) {
					if is, ok := e.Event.(event.IPsecSA); ok && e.Router == "Head" && is.State == event.Up {
						began[is.Role]++
					}
				},
				Terminal: func(_ string, out router.TerminalOutput) {
					if text, ok := out.(router.TerminalText); ok {
						screen.WriteString(text.Text)
					}
				},
			})
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"Head", "Branch"} {
				attachConsole(t, l, name)
				say(t, l, name, "", "enable")
			}
			advance(t, l, 30*time.Second)
			for _, role := range []event.Role{event.Responder, event.Initiator} {
				if role == event.Initiator {
					say(t, l, "Head", "clear crypto sa")
					advance(t, l, 15*time.Second)
				}
				for name, to := range map[string]string{"Head": "10.99.0.2", "Branch": "10.99.0.1"} {
					screen.Reset()
					say(t, l, name, "ping "+to+" size 1500")
					advance(t, l, 15*time.Second)
					if !strings.Contains(screen.String(), "(5/5)") {
						t.Errorf("%s, when the head office was %s: %s", name, role, screen.String())
					}
				}
				if began[role] == 0 {
					t.Errorf("the head office never was %s: %v", role, began)
				}
			}
		})
	}
}
