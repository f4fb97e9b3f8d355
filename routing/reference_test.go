package routing

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// A world that tests turn.
type world struct {
	down   map[string]bool
	tracks map[int]bool // that are down
}

func (w *world) IsUp(iface string) bool { return !w.down[iface] }
func (w *world) Allows(track int) bool  { return !w.tracks[track] }

// model is the table made anew, slowly: in each round those routes are usable whose next hop is in the prefix of another one that
// was usable in the round before. The permanent ones that were once usable are told apart by held.
func model(w *world, routes []Route, held map[Route]bool) map[string]Entry {
	usable := make([]bool, len(routes))
	for range MostRounds + 1 {
		next := make([]bool, len(routes))
		for i, r := range routes {
			switch {
			case r.Track != 0 && w.tracks[r.Track]:
				delete(held, r)
			case held[r]:
				next[i] = true
			case r.Interface != "":
				next[i] = !w.down[r.Interface]
			default:
				next[i] = slices.ContainsFunc(routes, func(by Route) bool {
					return usable[slices.Index(routes, by)] && by.VRF == r.Lookup && by.Prefix.Contains(r.NextHop) &&
						(by.VRF != r.VRF || by.Prefix != r.Prefix)
				})
			}
		}
		usable = next
	}
	table := map[string]Entry{}
	for i, r := range routes {
		key := r.VRF + " " + r.Prefix.String()
		e, known := table[key]
		switch {
		case !usable[i]:
			continue
		case !known || r.Distance < e.Distance:
			e = Entry{r.VRF, r.Prefix, r.Source, r.Distance, []Route{r}}
		case r.Distance == e.Distance && r.Source == Static:
			e.Routes = append(e.Routes, r)
		}
		table[key] = e
	}
	grown := false
	for i, r := range routes {
		if r.Permanent && usable[i] && !held[r] {
			held[r], grown = true, true
		}
	}
	if grown {
		return model(w, routes, held)
	}
	return table
}

// way is where a packet goes by the model.
func way(w *world, table map[string]Entry, vrf string, src, dst netip.Addr) (Way, Outcome) {
	to, except := dst, ""
	for range MostRounds + 1 {
		best, at := Entry{}, ""
		for key, e := range table {
			if e.VRF == vrf && e.Prefix.Contains(to) && key != except && (at == "" || e.Prefix.Bits() > best.Prefix.Bits()) {
				best, at = e, key
			}
		}
		if at == "" {
			return Way{}, NoRoute
		}
		r := best.Routes[int(hashOf(src, dst)%uint32(len(best.Routes)))]
		switch {
		case r.Interface != "" && w.down[r.Interface]:
			return Way{}, IsDown
		case r.Interface != "" && r.NextHop.IsValid():
			return Way{r.Interface, r.NextHop}, Found
		case r.Interface != "":
			return Way{r.Interface, to}, Found
		}
		vrf, to, except = r.Lookup, r.NextHop, at
	}
	return Way{}, Loops
}

// A small world, so that routes meet: few interfaces, few networks within one another, next hops everywhere.
func randomRoute(rnd *rand.Rand) Route {
	addr := func() netip.Addr {
		return netip.AddrFrom4([4]byte{10, byte(rnd.IntN(3)), byte(rnd.IntN(3)), byte(rnd.IntN(4))})
	}
	prefix := func(bits ...int) netip.Prefix {
		return netip.PrefixFrom(addr(), bits[rnd.IntN(len(bits))]).Masked()
	}
	vrf := []string{"", "", "", "RED"}[rnd.IntN(4)]
	r := Route{VRF: vrf, Lookup: vrf, Source: Static, Distance: []int{1, 1, 1, 5, 250}[rnd.IntN(5)]}
	switch rnd.IntN(6) {
	case 0:
		return Route{VRF: vrf, Prefix: prefix(24, 30), Source: Connected, Interface: fmt.Sprint("E", rnd.IntN(4))}
	case 1:
		r.Interface = fmt.Sprint("E", rnd.IntN(4))
		if rnd.IntN(2) == 0 {
			r.NextHop = addr()
		}
	default:
		r.NextHop = addr()
		if vrf != "" && rnd.IntN(3) == 0 {
			r.Lookup = ""
		}
	}
	r.Prefix = prefix(0, 8, 16, 24, 30, 32)
	r.Track = max(rnd.IntN(6)-3, 0)
	r.Permanent = rnd.IntN(12) == 0
	return r
}

// Whatever is changed, the table holds what the model makes of it, and packets go where the model sends them; and what Settle
// tells leads from each table to the next.
func TestTableIsWhatTheModelSays(t *testing.T) {
	for seed := range uint64(60) {
		rnd := rand.New(rand.NewPCG(seed, 13))
		w := &world{map[string]bool{}, map[int]bool{}}
		table, held := New(w), map[Route]bool{}
		groups := [3][]Route{}
		told := map[string]Entry{}
		for step := range 60 {
			what := changeSomething(rnd, w, table, &groups)
			for _, c := range table.Settle() {
				key := c.After.VRF + " " + c.After.Prefix.String()
				if diff := cmp.Diff(told[key].Routes, c.Before.Routes, ignored...); diff != "" {
					t.Fatalf("seed %d, step %d, %s: it was told that before was %s", seed, step, what, diff)
				}
				told[key] = c.After
				if len(c.After.Routes) == 0 {
					delete(told, key)
				}
			}
			want := model(w, slices.Concat(groups[0], groups[1], groups[2]), held)
			got := map[string]Entry{}
			for _, e := range table.Entries() {
				got[e.VRF+" "+e.Prefix.String()] = e
			}
			if diff := cmp.Diff(want, got, ignored...); diff != "" || len(got) != table.Len() {
				t.Fatalf("seed %d, step %d, %s: %d entries\n%s", seed, step, what, table.Len(), diff)
			}
			if diff := cmp.Diff(want, told, ignored...); diff != "" {
				t.Fatalf("seed %d, step %d, %s: what was told is\n%s", seed, step, what, diff)
			}
			for range 8 {
				src, dst := randomRoute(rnd).Prefix.Addr(), randomRoute(rnd).Prefix.Addr()
				wantWay, why := way(w, want, "", src, dst)
				if gotWay, is := table.Lookup("", src, dst); gotWay != wantWay || is != why {
					t.Fatalf("seed %d, step %d: from %s to %s by %v, %d, want %v, %d", seed, step, src, dst, gotWay, is, wantWay, why)
				}
			}
		}
		for n := range groups {
			table.Follow(n, nil)
		}
		if table.Settle(); table.Len() != 0 || len(table.vrfs) != 0 || len(table.interfaces) != 0 || len(table.tracks) != 0 {
			t.Fatalf("seed %d: without routes %+v is left", seed, table)
		}
	}
}

var ignored = []cmp.Option{cmpopts.EquateEmpty(), cmpopts.EquateComparable(netip.Prefix{}, netip.Addr{})}

// changeSomething does one thing, or several at once, and says what.
func changeSomething(rnd *rand.Rand, w *world, table *Table, groups *[3][]Route) (what string) {
	for range 1 + rnd.IntN(2) {
		switch n := rnd.IntN(3); rnd.IntN(5) {
		case 0:
			name := fmt.Sprint("E", rnd.IntN(4))
			w.down[name] = !w.down[name]
			table.Look(name)
			what += name + " turns; "
		case 1:
			track := 1 + rnd.IntN(2)
			w.tracks[track] = !w.tracks[track]
			if table.LookAtTrack(track); rnd.IntN(2) == 0 {
				table.LookAtAll()
			}
			what += fmt.Sprint("track ", track, " turns; ")
		case 2:
			if len(groups[n]) > 0 {
				at := rnd.IntN(len(groups[n]))
				groups[n] = slices.Delete(slices.Clone(groups[n]), at, at+1)
			}
			table.Follow(n, groups[n])
			what += fmt.Sprint("group ", n, " loses; ")
		default:
			r := randomRoute(rnd)
			if !slices.Contains(slices.Concat(groups[0], groups[1], groups[2]), r) {
				groups[n] = slices.Insert(slices.Clone(groups[n]), rnd.IntN(len(groups[n])+1), r)
			}
			table.Follow(n, groups[n])
			what += fmt.Sprintf("group %d gets %+v; ", n, r)
		}
	}
	return what
}

// What is put into a trie is found there, whatever else comes and goes.
func TestTrie(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var tree trie[int]
	all := map[netip.Prefix]int{}
	for n := range 4000 {
		p := netip.PrefixFrom(addrOf(rnd.Uint32()&rnd.Uint32()), rnd.IntN(33)).Masked()
		if _, known := all[p]; known && rnd.IntN(2) == 0 || n > 2000 {
			for p = range all {
				break
			}
			tree.remove(p)
			delete(all, p)
		} else {
			*tree.put(p) = n + 1
			all[p] = n + 1
		}
		if got, ok := tree.get(p); ok != (all[p] != 0) || got != all[p] {
			t.Fatalf("%s is %d, %v, want %d", p, got, ok, all[p])
		}
		a := addrOf(rnd.Uint32() & rnd.Uint32())
		covering := 0
		tree.covering(a, func(int) bool { covering++; return true })
		within, inside := 0, netip.PrefixFrom(a, rnd.IntN(20)).Masked()
		tree.within(inside, func(int) { within++ })
		for have := range all {
			if have.Contains(a) {
				covering--
			}
			if inside.Contains(have.Addr()) && have.Bits() >= inside.Bits() {
				within--
			}
		}
		if covering != 0 || within != 0 {
			t.Fatalf("step %d: %d too many cover %s, %d too many in %s", n, covering, a, within, inside)
		}
	}
}
