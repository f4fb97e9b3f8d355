package ike

import (
	"net/netip"
	"testing"

	"ruthere/config"
)

// With `level per-host` each pair of hosts has SAs of its own, which the peer takes as a part of what it protects; protocol and ports
// stay those of the access list. A line that is no selector wants nothing either way.
func TestPerHost(t *testing.T) {
	ace := config.Entry{Permit: true, Protocol: 6, Src: prefixMatch("192.168.1.0/24"), Dst: prefixMatch("192.168.2.0/24")}
	src, dst := netip.MustParseAddr("192.168.1.7"), netip.MustParseAddr("192.168.2.9")
	for _, c := range []struct {
		perHost bool
		want    string
	}{
		{false, "192.168.1.0/255.255.255.0/6/0 -> 192.168.2.0/255.255.255.0/6/0"},
		{true, "192.168.1.7/255.255.255.255/6/0 -> 192.168.2.9/255.255.255.255/6/0"},
	} {
		got, ok := WantedFor(&config.CryptoMapEntry{PerHost: c.perHost}, ace, src, dst)
		if !ok || got.String() != c.want {
			t.Errorf("per host %v: %s, %v; want %s", c.perHost, got, ok, c.want)
		}
	}
	if _, ok := WantedFor(&config.CryptoMapEntry{PerHost: true}, config.Entry{Remark: "none"}, src, dst); ok {
		t.Error("a remark wants SAs")
	}
	for _, release := range releases {
		n := newNet(t, release, nil)
		entry := n.rigs[0].engine.config.MapEntry("green", 1)
		entry.PerHost = true
		list := n.rigs[0].engine.config.AccessList("101").Entries[0]
		for _, from := range []string{"192.168.1.7", "192.168.1.8", "192.168.1.7"} {
			want, _ := WantedFor(entry, list, netip.MustParseAddr(from), dst)
			n.clear(0, func(e *Engine, out *Out) { e.Acquire(n.now, entry, e.config.Interface("FastEthernet0/0"), want, out) })
			if e := n.rigs[0].engine; e.Protecting(entry, e.config.Interface("FastEthernet0/0"), want) == nil {
				t.Errorf("%v: nothing protects what %s sends", release, from)
			}
		}
		left := n.rigs[0].engine.IPsec
		flows := map[string]bool{}
		for _, p := range left.Pairs() {
			flows[p.Out.Selector.String()] = true
		}
		if len(flows) != 2 || n.rigs[1].engine.IPsec.Len() != left.Len() {
			t.Errorf("%v: SAs for %v, the peer has %d pairs", release, flows, n.rigs[1].engine.IPsec.Len())
		}
	}
}
