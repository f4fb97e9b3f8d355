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
      crypto isakmp nat keepalive 10
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

// branchPorts are the releases of both routers, with an interface that each has.
var branchPorts = map[string]string{`"12.4"`: "FastEthernet0/0", `"15"`: "GigabitEthernet0/0", "xe": "GigabitEthernet1"}

// A branchLab is that lab. It counts the pairs of IPsec SAs by the role of the head office, and shows what the consoles do.
type branchLab struct {
	*Lab
	began  map[event.Role]int
	lastUp time.Time
	screen strings.Builder
}

func newBranchLab(t *testing.T, release string, change *strings.Replacer) *branchLab {
	t.Helper()
	text := change.Replace(fmt.Sprintf(greAcrossNAT, release, branchPorts[release]))
	topology, err := ParseTopology("nat.yaml", []byte(text), nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &branchLab{began: map[event.Role]int{}}
	b.Lab, err = New(topology, Options{
		Event: func(e event.Stamped) {
			if is, ok := e.Event.(event.IPsecSA); ok && e.Router == "Head" && is.State == event.Up {
				b.began[is.Role]++
				b.lastUp = e.At
			}
		},
		Terminal: func(_ string, out router.TerminalOutput) {
			if text, ok := out.(router.TerminalText); ok {
				b.screen.WriteString(text.Text)
			}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"Head", "Branch"} {
		attachConsole(t, b.Lab, name)
		say(t, b.Lab, name, "", "enable")
	}
	advance(t, b.Lab, 30*time.Second)
	return b
}

// wantPassing has each end ping the other.
func (b *branchLab) wantPassing(t *testing.T, when string) {
	t.Helper()
	for name, to := range map[string]string{"Head": "10.99.0.2", "Branch": "10.99.0.1"} {
		b.screen.Reset()
		say(t, b.Lab, name, "ping "+to+" size 1500")
		advance(t, b.Lab, 15*time.Second)
		if !strings.Contains(b.screen.String(), "(5/5)") {
			t.Errorf("%s, %s: %s", name, when, b.screen.String())
		}
	}
}

// Transport mode across a translator: the two ends know each other by other addresses than they know themselves. Packets pass whoever
// begins quick mode.
func TestProtectedGREAcrossNAT(t *testing.T) {
	for release := range branchPorts {
		t.Run(release, func(t *testing.T) {
			b := newBranchLab(t, release, strings.NewReplacer())
			b.wantPassing(t, "when the branch has begun")
			say(t, b.Lab, "Head", "clear crypto sa")
			advance(t, b.Lab, 15*time.Second)
			b.wantPassing(t, "when the head office has begun")
			if b.began[event.Responder] == 0 || b.began[event.Initiator] == 0 {
				t.Errorf("the head office was always one thing: %v", b.began)
			}
		})
	}
}

// A head office that only answers clears all it has: it deletes the IPsec SAs, which the branch asks for at once, and then the ISAKMP SA
// under which it does. The branch is back all the same before a timer has asked again.
func TestTunnelAsksUnderAnotherSA(t *testing.T) {
	for release := range branchPorts {
		t.Run(release, func(t *testing.T) {
			b := newBranchLab(t, release, strings.NewReplacer("crypto ipsec profile P\n       set transform-set T\n      interface Tunnel0\n"+
				"       ip address 10.99.0.1", "crypto ipsec profile P\n       set transform-set T\n       responder-only\n      interface Tunnel0\n"+
				"       ip address 10.99.0.1"))
			b.wantPassing(t, "at first")
			cleared, ups := b.Now(), b.began[event.Responder]
			say(t, b.Lab, "Head", "clear crypto session")
			advance(t, b.Lab, 40*time.Second)
			if took := b.lastUp.Sub(cleared); b.began[event.Responder] != ups+1 || took > 2*time.Second {
				t.Errorf("%d pairs of SAs came up, the last after %v", b.began[event.Responder]-ups, took)
			}
			b.wantPassing(t, "after that")
			if b.began[event.Initiator] > 0 {
				t.Errorf("it only answers, and has begun %d times", b.began[event.Initiator])
			}
		})
	}
}
