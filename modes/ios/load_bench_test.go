package ios

import (
	"fmt"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// hubConfig is the configuration of a hub of about as many lines: for every fifty of
// them a peer with its key, its access list and its entry of the crypto map; and the
// interfaces, routes, prefix lists and policies that come with so many branches.
func hubConfig(lines int) string {
	var b strings.Builder
	b.WriteString("hostname hub\ncrypto isakmp policy 10\n encr aes 256\n authentication pre-share\n group 14\n" +
		"crypto ipsec transform-set T esp-aes 256 esp-sha-hmac\n")
	for i := range lines / 50 {
		hi, lo := i/250, i%250
		fmt.Fprintf(&b, "crypto isakmp key k%d address 172.%d.%d.1\n", i, 16+hi, lo)
		fmt.Fprintf(&b, "ip access-list extended B%d\n remark branch %d\n", i, i)
		for n := range 30 {
			fmt.Fprintf(&b, " permit ip 10.%d.%d.0 0.0.0.255 192.168.%d.0 0.0.0.255\n", hi, lo, n)
		}
		fmt.Fprintf(&b, "crypto map VPN %d ipsec-isakmp \n description branch %d\n set peer 172.%d.%d.1\n set transform-set T \n"+
			" set pfs group14\n match address B%d\n", i+1, i, 16+hi, lo, i)
		fmt.Fprintf(&b, "interface GigabitEthernet0/1.%d\n encapsulation dot1Q %d\n ip address 10.%d.%d.1 255.255.255.0\n no ip redirects\n",
			i+1, i%4000+1, 100+hi, lo)
		fmt.Fprintf(&b, "ip route 10.%d.%d.0 255.255.255.0 172.%d.%d.1\n", hi, lo, 16+hi, lo)
		fmt.Fprintf(&b, "ip prefix-list BRANCHES seq %d permit 10.%d.%d.0/24\n", i*5+5, hi, lo)
		fmt.Fprintf(&b, "policy-map P%d\n class class-default\n  shape average 900000\n", i)
	}
	b.WriteString("interface GigabitEthernet0/0\n ip address 172.31.255.1 255.255.255.0\n crypto map VPN\nend\n")
	return b.String()
}

// The cost of a line must not grow with the length of the configuration.
func BenchmarkLoad(b *testing.B) {
	for _, lines := range []int{25_000, 50_000, 100_000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			text := hubConfig(lines)
			for b.Loop() {
				l := &loader{config: config.New(), release: debuglog.IOS15}
				if c := modes.Load(l, text); len(c) > 0 {
					b.Fatal(c[0])
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(strings.Count(text, "\n")), "ns/line")
		})
	}
}

func BenchmarkShowRunning(b *testing.B) {
	for _, lines := range []int{25_000, 50_000, 100_000} {
		b.Run(fmt.Sprint(lines), func(b *testing.B) {
			text := hubConfig(lines)
			l := &loader{config: config.New(), release: debuglog.IOS15}
			modes.Load(l, text)
			for b.Loop() {
				running(l.config, debuglog.IOS15)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(strings.Count(text, "\n")), "ns/line")
		})
	}
}

// Matching one line of a large configuration, in the mode it belongs to.
func BenchmarkMatchLine(b *testing.B) {
	for _, c := range []struct {
		mode string
		line string
	}{
		{modes.GlobalMode, "crypto isakmp keepalive 10 3 periodic"},
		{modes.GlobalMode, "crypto map VPN 10 ipsec-isakmp"},
		{modes.GlobalMode, "ip route 10.0.0.0 255.0.0.0 172.16.0.1"},
		{modes.GlobalMode, "ip nat inside source static tcp 10.0.0.1 80 interface Dialer1 8080"},
		{"crypto-map", " set peer 172.16.0.1"},
		{"interface", " ip address 10.0.0.1 255.255.255.0"},
		{"extended-access-list", " permit tcp 10.0.0.0 0.0.0.255 host 192.168.1.1 range 1024 2048 established log"},
		{"router-bgp", " neighbor 10.0.0.1 remote-as 65000"},
	} {
		b.Run(strings.ReplaceAll(strings.TrimSpace(c.line), " ", "_"), func(b *testing.B) {
			for b.Loop() {
				if _, err := Language(debuglog.IOS15).Mode(c.mode).Match(c.line, 15); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
