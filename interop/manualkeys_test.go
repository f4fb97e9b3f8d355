package interop

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
)

// Two routers on real sockets with keys that were typed at both, ESP inside AH: what the one sends, the other takes, whole packets and
// such as are too long for the wire. The kernel's own IPsec would be the better judge, but has no AH on many machines.
func TestManualKeysOnRealSockets(t *testing.T) {
	t.Parallel()
	lab := StartLab(t)
	left := startByHand(lab, lab.Env["DUT_NETNS"], "10.1.32.14", "10.2.80.209", "172.16.1", "172.16.2", 300, 400)
	peer := strings.TrimSuffix(lab.Env["DUT_NETNS"], "dut") + "peer1"
	right := startByHand(lab, peer, "10.2.80.209", "10.1.32.14", "172.16.2", "172.16.1", 400, 300)
	for _, size := range []string{"100", "4000"} {
		if out := left.Run("ping 172.16.2.1 source Loopback0 repeat 3 timeout 1 size " + size); !strings.Contains(out, "!!!") {
			t.Errorf("pings of %s bytes:\n%s", size, out)
		}
	}
	out := right.Run("show crypto ipsec sa")
	if !regexp.MustCompile(`#pkts decaps: [1-9][0-9]*,`).MatchString(out) || !strings.Contains(out, "recv errors 0") {
		t.Errorf("what came:\n%s", out)
	}
}

// startByHand starts a router in one of the lab's namespaces, on ports that nobody else there has.
func startByHand(l *Lab, namespace, local, remote, inside, outside string, in, out int) *Console {
	l.t.Helper()
	binary, err := ruthere()
	if err != nil {
		l.t.Fatal(err)
	}
	const key = "0123456789abcdef23456789abcdef01456789abcdef0123"
	text := fmt.Sprintf(`hostname Router
crypto ipsec transform-set T ah-sha-hmac esp-3des esp-md5-hmac
crypto map green 1 ipsec-manual
 set peer %[2]s
 set session-key inbound esp %[5]d cipher %[7]s authenticator %[7]s
 set session-key inbound ah %[5]d %[7]s
 set session-key outbound esp %[6]d cipher %[7]s authenticator %[7]s
 set session-key outbound ah %[6]d %[7]s
 set transform-set T
 match address 101
interface Loopback0
 ip address %[3]s.1 255.255.255.0
interface FastEthernet0/0
 ip address %[1]s 255.255.255.0
 crypto map green
ip route 0.0.0.0 0.0.0.0 FastEthernet0/0
access-list 101 permit ip %[3]s.0 0.0.0.255 %[4]s.0 0.0.0.255
end
`, local, remote, inside, outside, in, out, key)
	file := filepath.Join(l.t.TempDir(), "startup-config")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		l.t.Fatal(err)
	}
	c := StartConsole(l.t, exec.Command("ip", "netns", "exec", namespace, binary, "run", "--config", file, "--console",
		"--ike-port", "1500", "--nat-port", "1501"))
	c.Expect(10*time.Second, `^Router>`)
	c.Run("enable")
	c.Run("terminal length 0")
	return c
}
