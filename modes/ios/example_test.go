package ios_test

import (
	"fmt"

	"ruthere/debuglog"
	"ruthere/modes/ios"
)

// The text of a configuration becomes plain data, and what no router would take is named.
func ExampleParse() {
	c, complaints := ios.Parse(`hostname Branch
crypto isakmp policy 10
 encryption aes 256
 group 19
crypto isakmp keepalive 10 3 periodic
crypto map VPN 10 ipsec-isakmp
 set peer 10.0.0.2
 set peers 10.0.0.3
interface GigabitEthernet0/0
 ip address 10.0.0.1 255.255.255.0
`, debuglog.IOS15)

	fmt.Println(c.Hostname, "asks its peers every", c.ISAKMP.Keepalive.Interval)
	for _, p := range c.ISAKMP.Policies {
		fmt.Printf("policy %d: %s %d, group %d, %v\n", p.Priority, p.Encryption, p.KeyBits, p.Group, p.Lifetime)
	}
	for _, e := range c.CryptoMap("VPN") {
		fmt.Println("peer", e.Peers[0].Addr)
	}
	fmt.Println(c.Interface("GigabitEthernet0/0").Address)
	for _, bad := range complaints {
		fmt.Printf("line %d, column %d: %s\n", bad.Line, bad.Column, bad.Message)
	}
	// Output:
	// Branch asks its peers every 10s
	// policy 10: aes 256, group 19, 24h0m0s
	// peer 10.0.0.2
	// 10.0.0.1/24
	// line 8, column 10: % Invalid input detected
}
