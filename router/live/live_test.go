package live

import (
	"fmt"
	"net"
	"strings"
	"testing"
)

// site is the configuration of one of two routers with an office behind each.
func site(name, address, peer string, office, other int) string {
	return fmt.Sprintf(`hostname %s
crypto isakmp policy 1
 encr aes
 authentication pre-share
 group 14
crypto isakmp key secret address %s
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto map m 1 ipsec-isakmp
 set peer %s
 set transform-set T
 match address 101
interface Loopback0
 ip address 192.168.%d.1 255.255.255.0
interface FastEthernet0/0
 ip address %s 255.255.255.0
 crypto map m
ip route 192.168.%d.0 255.255.255.0 %s
access-list 101 permit ip 192.168.%d.0 0.0.0.255 192.168.%d.0 0.0.0.255
end
`, name, peer, peer, office, address, other, peer, office, other)
}

// Two routers on real sockets agree on a tunnel and ping through it: IKE over UDP, the
// echoes as ESP.
func TestTunnel(t *testing.T) {
	needRawSockets(t)
	const left, right = "127.0.0.61", "127.0.0.62"
	ike, nat := freePorts(t, left, right)
	peer := start(t, Options{NVRAM: startup(site("Right", right, left, 2, 1)), IKEPort: ike, NATPort: nat})
	peer.notices.wait(t, 0, "FastEthernet0/0 is up: "+right)
	r := start(t, Options{NVRAM: startup(site("Left", left, right, 1, 2)), IKEPort: ike, NATPort: nat})
	r.notices.wait(t, 0, "FastEthernet0/0 is up: "+left)

	r.expect("Left>")
	r.run("enable", "Left#")
	r.run("ping 192.168.2.1 source Loopback0 repeat 1 timeout 1", "Left#")
	if out := r.run("ping 192.168.2.1 source Loopback0", "Left#"); !strings.Contains(out, "!!!!!") {
		t.Errorf("not all came back through the tunnel:%s", out)
	}
	if out := r.run("ping 192.168.2.1 source Loopback0 size 4000 repeat 2", "Left#"); !strings.Contains(out, "!!\n") {
		t.Errorf("not all that must be cut into fragments came back:%s", out)
	}
	if out := r.run("ping "+right+" repeat 2", "Left#"); !strings.Contains(out, "!!\n") {
		t.Errorf("the host does not answer unprotected pings:%s", out)
	}
	if out := r.run("show crypto session", "Left#"); !strings.Contains(out, "UP-ACTIVE") {
		t.Errorf("the session is not up:%s", out)
	}

	r.stop()
	r.notices.wait(t, 0, "ends: sends DELETE to the peers of 1 ISAKMP SAs")
	peer.expect("Right>")
	for range 100 { // the peer knows long before it could have asked three times whether anybody is there
		out := peer.run("show crypto session", "Right>")
		if !strings.Contains(out, "UP") {
			return
		}
	}
	t.Error("the peer of a router that was switched off has not heard of it")
}

func TestInterfaceSaysWhyItIsDown(t *testing.T) {
	const address = "127.0.0.63"
	ike, nat := freePorts(t, address)
	taken, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(address), Port: int(ike)})
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	for _, c := range []struct{ name, address, why string }{
		{"port in use", address, fmt.Sprintf("UDP port %d of %s is in use by another program", ike, address)},
		{"not an address of the host", "198.51.100.7", "no interface of this host has the address 198.51.100.7"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := start(t, Options{IKEPort: ike, NATPort: nat, NVRAM: startup(
				"hostname R\ninterface FastEthernet0/0\n ip address " + c.address + " 255.255.255.0\nend\n")})
			r.notices.wait(t, 0, "FastEthernet0/0 is down: "+c.why)
			r.expect("R>")
			out := r.run("show ip interface brief", "R>")
			if !strings.Contains(out, "down                  down") {
				t.Errorf("the interface is not down:\n%s", out)
			}
		})
	}
}

// An interface follows the configuration at once.
func TestInterfaceFollowsTheConfiguration(t *testing.T) {
	const address = "127.0.0.64"
	ike, nat := freePorts(t, address)
	r := start(t, Options{IKEPort: ike, NATPort: nat})
	r.expect("Router>")
	r.run("enable", "Router#")
	r.run("configure terminal", "Router(config)#")
	r.run("interface FastEthernet0/0", "Router(config-if)#")
	r.run("ip address "+address+" 255.255.255.0", "Router(config-if)#")
	r.run("no shutdown", "Router(config-if)#")
	r.notices.wait(t, 0, "FastEthernet0/0 is up: "+address)
	r.run("shutdown", "Router(config-if)#")
	r.run("do show clock", "Router(config-if)#") // all that follows from the line before is done
	c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(address), Port: int(ike)})
	if err != nil {
		t.Fatalf("the port of an interface that was shut down is still taken: %v", err)
	}
	c.Close()
}

func TestStartupConfiguration(t *testing.T) {
	folder := t.TempDir()
	r := start(t, Options{NVRAM: open(t, folder)})
	r.expect("Router>")
	r.run("enable", "Router#")
	r.run("configure terminal", "Router(config)#")
	r.run("hostname Saved", "Saved(config)#")
	r.run("end", "Saved#")
	r.run("write memory", "Saved#")
	r.stop()

	start(t, Options{NVRAM: open(t, folder)}).expect("Saved>")
}

// A reload starts over from the startup configuration, at the same console.
func TestReload(t *testing.T) {
	r := start(t, Options{NVRAM: startup("hostname Before\nno such command\nend\n")})
	r.notices.wait(t, 0, `startup configuration, line 2, "no such command"`)
	r.expect("Before>")
	r.run("enable", "Before#")
	r.run("configure terminal", "Before(config)#")
	r.run("hostname Unsaved", "Unsaved(config)#")
	r.run("end", "Unsaved#")
	// Save? no. Confirm.
	r.run("reload", ": ")
	r.run("no", "[confirm]")
	r.typing.Write([]byte("\n"))
	r.expect("Before>")
}

// After exit the console waits for RETURN and then greets the next user.
func TestExitMakesTheConsoleAvailable(t *testing.T) {
	r := start(t, Options{})
	r.expect("Router>")
	r.run("enable", "Router#")
	r.run("exit", "Press RETURN to get started")
	r.typing.Write([]byte("\n"))
	r.expect("Router>")
}
