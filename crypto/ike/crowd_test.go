package ike

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"runtime"
	"slices"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ike/state"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// However clients come and go, each gets the lowest address that is free, also when the range grows and shrinks under them.
func TestLeasesAreTheLowestFree(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		first := netip.MustParseAddr("10.99.0.10")
		pool := &config.AddressPool{Name: "P", Ranges: []config.AddressRange{{First: first, Last: netip.MustParseAddr("10.99.0.60")}}}
		c := config.New()
		c.Pools = []*config.AddressPool{pool}
		e := New(debuglog.IOS15, c, streams(1))
		var out []*lease
		for step := range 2000 {
			switch {
			case step%100 == 99:
				pool.Ranges[0].Last = netip.AddrFrom4([4]byte{10, 99, 0, byte(20 + random.IntN(80))})
			case len(out) > 0 && random.IntN(5) < 2:
				i := random.IntN(len(out))
				e.returnLease(out[i])
				out = slices.Delete(out, i, i+1)
			default:
				want := first
				for e.leases.of[want] != nil {
					want = want.Next()
				}
				l := e.takeLease(&client{}, pool)
				if pool.Ranges[0].Contains(want) != (l != nil) || l != nil && l.addr != want {
					t.Fatalf("seed %d, step %d: given %+v, want %v", seed, step, l, want)
				}
				if l != nil {
					out = append(out, l)
				}
			}
		}
	}
}

// Routes are listed by age, whatever went between.
func TestReverseRoutesByAge(t *testing.T) {
	l, random := reverseRouteList{of: map[reverseKey]*reverseRoute{}}, rand.New(rand.NewPCG(1, 2))
	var want []*reverseRoute
	for step := range 5000 {
		if len(want) > 0 && random.IntN(9) < 4 {
			i := random.IntN(len(want))
			l.remove(want[i])
			want = slices.Delete(want, i, i+1)
		} else {
			r := &reverseRoute{reverseKey: reverseKey{entryKey{"m", step}, netip.Prefix{}}}
			l.add(r)
			want = append(want, r)
		}
		got := slices.Collect(l.byAge.all)
		if !slices.Equal(got, want) || len(l.byAge.places) > 2*len(want)+1 {
			t.Fatalf("step %d: %d routes in %d places, want %d", step, len(got), len(l.byAge.places), len(want))
		}
	}
}

// A crowd is a server with clients, each with an ISAKMP SA, an address, a pair of IPsec SAs, an entry and a route.
type crowd struct {
	engine *Engine
	out    Out
	sas    []*SA
}

func newCrowd(b *testing.B, size int) *crowd {
	c := siteToSite(rightAddr, leftAddr, "192.168.2.0/24",
		"192.168.1.0/24")
	serving(nil)(siteToSite(leftAddr, rightAddr, "192.168.1.0/24", "192.168.2.0/24"), c)
	c.Pools[0].Ranges = []config.AddressRange{{First: netip.MustParseAddr("10.100.0.0"), Last: netip.MustParseAddr("10.103.255.255")}}
	k := &crowd{engine: New(debuglog.IOS15, c, streams(1)), out: Out{Enabled: func(debuglog.Switch) bool { return false }}}
	for i := range size {
		k.enter(b, i)
	}
	return k
}

// enter lets a client in, whose name has its number.
func (k *crowd) enter(b *testing.B, i int) {
	e, now := k.engine, time.Date(2004, 3, 25, 9, 0, 0, 0, time.UTC)
	peer := netip.AddrFrom4([4]byte{172, byte(16 + i>>16), byte(i >> 8), byte(i)})
	sa := e.newSA(state.Responder, "", netip.AddrPortFrom(rightAddr, Port), netip.AddrPortFrom(peer, Port),
		isakmp.Cookie{byte(i), byte(i >> 8), 1})
	sa.phase, sa.Established, sa.material, sa.group = state.P1Complete, now, nil, groupName
	sa.xauth = &xauth{user: fmt.Sprintf("user%d", i), passed: true}
	c := e.changeSA(now, sa, &k.out)
	c.enterClient()
	l := c.takeLease(sa.client, e.config.Pools[0])
	want := selector{Local: anyPrefix, Remote: netip.PrefixFrom(l.addr, 32)}
	x := c.exchangeUnder(&node{})
	entry := x.makeTemporary(e.config.DynamicMapEntry("DM", 10), e.config.MapEntry("green", 1), want)
	e.dynamic.add(entry)
	var pair [2]*ipsec.SA
	for n := range pair {
		one, err := ipsec.NewSA(uint32(0x1000+2*i+n), ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1}, make([]byte, 36))
		if err != nil {
			b.Fatal(err)
		}
		one.Local, one.Remote, one.Selector = rightAddr, peer, want
		pair[n] = one
	}
	p, err := e.IPsec.Add(pair[0], pair[1])
	if err != nil {
		b.Fatal(err)
	}
	e.owners[p] = owner{entry: entryKey{entry.Map, entry.Sequence}, client: sa.client, port: Port}
	x.noteUp(p)
	k.sas, k.out.Items = append(k.sas, sa), nil
}

// BenchmarkClients measures a server of so many clients: bytes that a client takes, and nanoseconds to find one by name and by
// address, to let one go, and to have one come.
func BenchmarkClients(b *testing.B) {
	for _, size := range []int{1000, 10000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			before := heapInUse()
			k := newCrowd(b, size)
			b.ReportMetric(float64(heapInUse()-before)/float64(size), "B/client")
			e, random := k.engine, rand.New(rand.NewPCG(1, 1))
			each := func(what string, do func(i int)) {
				start, times := time.Now(), 1000
				for range times {
					do(random.IntN(size))
				}
				b.ReportMetric(float64(time.Since(start).Nanoseconds())/float64(times), what)
			}
			each("ns/name", func(i int) { e.loginsOf(fmt.Sprintf("user%d", i), groupName) })
			each("ns/address", func(i int) {
				if e.leases.of[k.sas[i].client.lease.addr] == nil {
					b.Fatal("nobody has the address")
				}
			})
			each("ns/cycle", func(i int) { // goes, and comes again
				sa := k.sas[i]
				e.dropPair(e.pairsOf(sa.client)[0], "", &k.out)
				e.purgeSA(sa, &k.out)
				e.settleQueue(time.Time{}, &k.out)
				k.enter(b, i)
				k.sas[i], k.sas = k.sas[len(k.sas)-1], k.sas[:len(k.sas)-1]
			})
			runtime.KeepAlive(k)
		})
	}
}

func heapInUse() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
