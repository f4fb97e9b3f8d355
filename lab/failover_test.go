package lab

import (
	"testing"
	"time"
)

// A router whose policy wants signatures and that has no RSA keys can ask no peer of its map: it turns to none, and time goes on.
func TestPeersThatCannotBeAskedAreLeftAlone(t *testing.T) {
	top, err := ParseTopology("failover.yaml", []byte(shipped(t, "failover.yaml")), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	l, err := New(top, Options{})
	if err != nil {
		t.Fatal(err)
	}
	attachConsole(t, l, "Router")
	say(t, l, "Router", "enable", "configure terminal", "crypto isakmp policy 1", "authentication rsa-sig", "crypto map green 1 ipsec-isakmp",
		"set peer 10.0.0.1", "set peer 10.0.0.2", "set transform-set txfm", "match address 101", "interface FastEthernet0/0",
		"crypto map green", "end")
	advance(t, l, 10*time.Second)
	c, err := l.ParseCondition("isakmp Router 10.0.0.1 none and isakmp Router 10.0.0.2 none")
	if err != nil {
		t.Fatal(err)
	}
	say(t, l, "Router", "ping 192.168.2.1 source 192.168.1.1")
	advance(t, l, time.Minute)
	if !c.holds(l) {
		t.Error(c.lastSeen(l))
	}
}
