package reproduction

import (
	"fmt"
	"strings"
)

func (c *Case) write(one, two side, faults []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Two routers of release %s whose negotiation fails: %s.\n"+
		"# Made by ruthere explain --reproduce; addresses and keys are made up.\n\n", c.Release, c.Cause)
	fmt.Fprintf(&b, "seed: reproduction\nclock: 2004-03-25T15:17:00Z\n\nrouters:\n")
	for _, s := range []side{one, two} {
		fmt.Fprintf(&b, "  - name: %s\n    ios: %q\n    interfaces: [%s]\n    config: |\n", s.name, c.Release, interfaces[c.Release])
		for _, line := range s.configuration(interfaces[c.Release]) {
			b.WriteString("      " + line + "\n")
		}
		b.WriteByte('\n')
	}
	fmt.Fprintf(&b, "links:\n  - name: wire\n    ends: [\"R1:%[1]s\", \"R2:%[1]s\"]\n    delay: 3ms\n", interfaces[c.Release])
	if len(faults) > 0 {
		b.WriteString("\nfaults:\n")
		for _, f := range faults {
			fmt.Fprintf(&b, "  - %s\n", f)
		}
	}
	return b.String()
}

// configuration is that of one router.
func (s side) configuration(port string) []string {
	lines := []string{"hostname " + s.name, "crypto isakmp policy 1"}
	for _, a := range s.policy {
		lines = append(lines, " "+a.Name+" "+a.Value)
	}
	if s.key != "" {
		lines = append(lines, "crypto isakmp key "+s.key+" address "+s.peer)
	}
	lines = append(lines, s.aggressive...)
	if s.keepalive {
		lines = append(lines, "crypto isakmp keepalive 10 periodic")
	}
	lines = append(lines, "crypto ipsec transform-set Offer "+s.transform, "crypto map Tunnel 1 ipsec-isakmp", " set peer "+s.peer,
		" set transform-set Offer")
	if s.pfs != "" {
		lines = append(lines, " set pfs group"+s.pfs)
	}
	return append(lines, " match address 101", "interface Loopback0", " ip address "+s.own+" 255.255.255.0", "interface "+port,
		" ip address "+s.address+" 255.255.255.0", " crypto map Tunnel", "ip route 0.0.0.0 0.0.0.0 "+neighbour(s),
		"access-list 101 permit ip "+s.network+" 0.0.0.255 "+s.remote+" 0.0.0.255", "line con 0", " exec-timeout 0 0", "end")
}

// neighbour is the router at the other end of the wire.
func neighbour(s side) string {
	if s.address == address1 {
		return address2
	}
	return address1
}
