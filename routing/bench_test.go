package routing

import (
	"fmt"
	"net/netip"
	"testing"
)

var sizes = []int{10, 100, 1000, 10000}

// lab is a table of many static routes by 2,000 interfaces at most, a default route, and a floating one beside each fourth route.
func lab(size int) (*world, *Table, []Route) {
	w := &world{map[string]bool{}, map[int]bool{}}
	var connected, static []Route
	interfaces := min(size, 2000)
	for n := range interfaces {
		connected = append(connected, Route{Prefix: netip.PrefixFrom(addrOf(0xAC100000+uint32(n)*4), 30), Interface: fmt.Sprint("Tunnel", n)})
	}
	static = append(static, Route{Prefix: netip.MustParsePrefix("0.0.0.0/0"), Source: Static, Distance: 1,
		NextHop: addrOf(0xAC100002), Track: 1})
	for n := range size {
		r := Route{Prefix: netip.PrefixFrom(addrOf(0x0A000000+uint32(n)*256), 24), Source: Static, Distance: 1,
			NextHop: addrOf(0xAC100002 + uint32(n%interfaces)*4)}
		static = append(static, r)
		if n%4 == 0 {
			r.Distance, r.Interface, r.NextHop = 250, "Null0", netip.Addr{}
			static = append(static, r)
		}
	}
	t := New(w)
	t.Follow(0, connected)
	t.Follow(1, static)
	t.Settle()
	return w, t, static
}

func BenchmarkLookup(b *testing.B) {
	for _, size := range sizes {
		_, t, _ := lab(size)
		src := addrOf(0xC0A80001)
		b.Run(fmt.Sprintf("recursive/%d", size), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				if _, found := t.Lookup("", src, addrOf(0x0A000005+uint32(i%size)*256)); found != Found {
					b.Fatal(found)
				}
			}
		})
		// What is bare: a map of what is looked for, one probe for each length that there is, and nothing recursive.
		type key struct {
			vrf    string
			prefix netip.Prefix
		}
		bare, lengths := map[key]Way{}, [33]bool{}
		for _, e := range t.Entries() {
			bare[key{"", e.Prefix}], lengths[e.Prefix.Bits()] = Way{Interface: e.Routes[0].Interface}, true
		}
		b.Run(fmt.Sprintf("bare map/%d", size), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				to := addrOf(0x0A000005 + uint32(i%size)*256)
				for bits := 32; bits >= 0; bits-- {
					if !lengths[bits] {
						continue
					}
					if _, ok := bare[key{"", netip.PrefixFrom(to, bits).Masked()}]; ok {
						break
					}
				}
			}
		})
	}
}

func BenchmarkChange(b *testing.B) {
	for _, size := range sizes {
		w, t, static := lab(size)
		settles := func(b *testing.B) {
			if len(t.Settle()) == 0 {
				b.Fatal("nothing changed")
			}
		}
		b.Run(fmt.Sprintf("interface/%d", size), func(b *testing.B) {
			for i := 0; b.Loop(); i++ {
				name := fmt.Sprint("Tunnel", i%min(size, 2000))
				w.down[name] = !w.down[name]
				t.Look(name)
				settles(b)
			}
			clear(w.down)
			t.LookAtAll()
			t.Settle()
		})
		b.Run(fmt.Sprintf("default by track/%d", size), func(b *testing.B) {
			for b.Loop() {
				w.tracks[1] = !w.tracks[1]
				t.LookAtTrack(1)
				settles(b)
			}
		})
		b.Run(fmt.Sprintf("typed/%d", size), func(b *testing.B) {
			more := append(append([]Route{}, static...), Route{Prefix: netip.MustParsePrefix("192.0.2.0/24"), Source: Static, Distance: 1,
				Interface: "Null0"})
			for i := 0; b.Loop(); i++ {
				t.Follow(1, more[:len(more)-i%2])
				t.Settle()
			}
		})
		b.Run(fmt.Sprintf("bare: all anew/%d", size), func(b *testing.B) {
			for b.Loop() {
				anew := New(w)
				anew.Follow(1, static)
				anew.Settle()
			}
		})
	}
}
