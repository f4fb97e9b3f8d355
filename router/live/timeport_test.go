package live

import (
	"fmt"
	"net"
	"strings"
	"testing"
	"time"
)

// until runs a command until it says something.
func (r *running) until(command, prompt, want string) {
	r.t.Helper()
	out := ""
	for range 200 {
		if out = r.run(command, prompt); strings.Contains(out, want) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	r.t.Errorf("%s never says %q:\n%s", command, want, out)
}

// One router on real sockets asks another one for the time; when a third program has the port of the one who asks, it asks from another.
func TestTimeFromAnotherRouter(t *testing.T) {
	const server, client = "127.0.0.71", "127.0.0.72"
	for _, taken := range []bool{false, true} {
		ike, nat := freePorts(t, server, client)
		ntpPort, _ := freePorts(t, server, client)
		if taken {
			c, err := net.ListenUDP("udp4", &net.UDPAddr{IP: net.ParseIP(client), Port: int(ntpPort)})
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
		}
		options := func(name, address, line string) Options {
			return Options{IKEPort: ike, NATPort: nat, NTPPort: ntpPort, NVRAM: startup(fmt.Sprintf(
				"hostname %s\ninterface FastEthernet0/0\n ip address %s 255.0.0.0\n%s\nend\n", name, address, line))}
		}
		s := start(t, options("Server", server, "ntp master 3"))
		s.notices.wait(t, 0, "FastEthernet0/0 is up")
		c := start(t, options("Client", client, "ntp server "+server+" iburst"))
		c.notices.wait(t, 0, "FastEthernet0/0 is up")
		if taken {
			c.notices.wait(t, 0, fmt.Sprintf("nobody can ask for the time at %s: UDP port %d of %s is in use", client, ntpPort, client))
		}
		c.expect("Client>")
		c.until("show ntp associations detail", "Client>", "peer mode server")
		s.stop()
		c.stop()
	}
}
