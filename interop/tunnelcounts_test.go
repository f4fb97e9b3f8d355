package interop

import (
	"regexp"
	"strconv"
	"testing"
)

// tunnelPackets is what the router's tunnel interface has counted.
func tunnelPackets(c *Console, iface string) (in, out int) {
	c.t.Helper()
	text := c.Run("show interfaces " + iface)
	return countIn(c.t, text, `(\d+) packets input`), countIn(c.t, text, `(\d+) packets output`)
}

// outboundSPI is that of the SA by which the router sends.
func outboundSPI(c *Console) string {
	c.t.Helper()
	m := regexp.MustCompile(`current outbound spi: 0x(\w+)`).FindStringSubmatch(c.Run("show crypto ipsec sa"))
	if m == nil || m[1] == "0" {
		c.t.Error("it sends by no SA")
		return ""
	}
	return m[1]
}

// saPackets is what the router's SAs have protected and opened.
func saPackets(c *Console) (encaps, decaps int) {
	c.t.Helper()
	text := c.Run("show crypto ipsec sa")
	return countIn(c.t, text, `#pkts encaps: (\d+)`), countIn(c.t, text, `#pkts decaps: (\d+)`)
}

func countIn(t *testing.T, text, pattern string) int {
	t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(text)
	if m == nil {
		t.Errorf("no %q in\n%s", pattern, text)
		return 0
	}
	return atoi(m[1])
}

// atoi is a number that an expression has found to be one.
func atoi(digits string) int {
	n, _ := strconv.Atoi(digits)
	return n
}
