package lab

import (
	"strings"
	"testing"
	"time"
)

// A router answers for addresses elsewhere unless its interface is told not to.
func TestProxyARP(t *testing.T) {
	for _, line := range []string{"ip proxy-arp", "no ip proxy-arp"} {
		topology, err := ParseTopology("proxy.yaml", []byte(strings.ReplaceAll(proxyLab, "LINE", line)), nil)
		if err != nil {
			t.Fatal(err)
		}
		l, err := New(topology, Options{})
		if err != nil {
			t.Fatal(err)
		}
		advance(t, l, 5*time.Second)
		c, err := l.ParseCondition("ping R1 172.16.0.1")
		if err != nil {
			t.Fatal(err)
		}
		reached := c.holds(l) // that asks
		for range 5 {
			advance(t, l, time.Second)
			reached = reached || c.holds(l)
		}
		if reached != (line == "ip proxy-arp") {
			t.Errorf("%s: reached is %v", line, reached)
		}
	}
}

// proxyLab has a router that takes everything for its neighbour.
const proxyLab = `
routers:
  - name: R1
    config: |
      interface FastEthernet0/0
       ip address 10.0.0.1 255.255.255.0
      ip route 0.0.0.0 0.0.0.0 FastEthernet0/0
  - name: R2
    config: |
      interface FastEthernet0/0
       ip address 10.0.0.2 255.255.255.0
       LINE
      interface Loopback0
       ip address 172.16.0.1 255.255.255.255
links:
  - {ends: ["R1:FastEthernet0/0", "R2:FastEthernet0/0"]}
`
