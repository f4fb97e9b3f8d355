package ipsec_test

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"net/netip"
	"slices"
	"testing"

	"ruthere/crypto/ipsec"
)

var (
	peerA = netip.MustParseAddr("192.0.2.1")
	peerB = netip.MustParseAddr("192.0.2.2")
	nets  = ipsec.Selector{Local: ourNet, Remote: theirNet}
)

// addPair adds a pair to the database whose SPIs are spi and spi+1.
func addPair(t testing.TB, d *ipsec.Database, spi uint32, selector ipsec.Selector, remote netip.Addr) *ipsec.Pair {
	t.Helper()
	half := func(spi uint32) *ipsec.SA {
		return &ipsec.SA{SPI: spi, Selector: selector, Remote: remote}
	}
	p, err := d.Add(half(spi), half(spi+1))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestDatabaseRekey(t *testing.T) {
	var d ipsec.Database
	flow := ipsec.Flow{Selector: nets, Remote: peerA}
	packet := ipsec.Fields{Src: ourHost, Dst: peerHost}

	old := addPair(t, &d, 0x1000, nets, peerA)
	fresh := addPair(t, &d, 0x2000, nets, peerA)
	if d.Outbound(flow) != fresh || d.Match(packet) != fresh {
		t.Error("the newest does not win")
	}
	if d.Inbound(0x1000) != old || d.Inbound(0x2000) != fresh || d.Inbound(0x1001) != nil {
		t.Error("inbound SAs are not found by SPI")
	}
	if d.OutboundSPI(peerA, ipsec.SPIs{ESP: 0x1001}) != old ||
		d.OutboundSPI(peerB, ipsec.SPIs{ESP: 0x1001}) != nil || d.OutboundSPI(peerA, ipsec.SPIs{ESP: 0x1000}) != nil {
		t.Error("outbound SAs are not found by the peer's SPI")
	}
	if got := d.ByFlow(flow); !slices.Equal(got, []*ipsec.Pair{old, fresh}) {
		t.Errorf("pairs of the flow: %v", got)
	}

	d.Remove(fresh)
	d.Remove(fresh)
	if d.Outbound(flow) != old || d.Match(packet) != old || d.Inbound(0x2000) != nil || d.Len() != 1 {
		t.Error("the old pair does not serve again")
	}
	d.Remove(old)
	if d.Outbound(flow) != nil || d.Match(packet) != nil || d.Len() != 0 || len(d.Pairs()) != 0 {
		t.Error("something is left")
	}
}

func TestDatabaseFlowIgnoresHostBits(t *testing.T) {
	var d ipsec.Database
	p := addPair(t, &d, 0x1000, ipsec.Selector{Local: netip.MustParsePrefix("10.1.1.9/24"), Remote: theirNet}, peerA)
	if d.Outbound(ipsec.Flow{Selector: nets, Remote: peerA}) != p {
		t.Error("not found")
	}
	if d.Outbound(ipsec.Flow{Selector: nets, Remote: peerB}) != nil {
		t.Error("found for another peer")
	}
}

func TestDatabaseSPIInUse(t *testing.T) {
	var d ipsec.Database
	first := addPair(t, &d, 0x1000, nets, peerA)
	if _, err := d.Add(&ipsec.SA{SPI: 0x1000}, &ipsec.SA{SPI: 0x9999}); err == nil {
		t.Error("two inbound SAs with one SPI")
	}
	if d.Len() != 1 || d.Inbound(0x1000) != first {
		t.Error("the refused pair left traces")
	}
	// Outbound SPIs are the peers' choice, and two peers may choose the same.
	out := &ipsec.SA{SPI: first.Out.SPI, Selector: nets, Remote: peerB}
	second, err := d.Add(&ipsec.SA{SPI: 0x2000}, out)
	if err != nil || d.OutboundSPI(peerB, ipsec.SPIs{ESP: out.SPI}) != second || d.OutboundSPI(peerA, ipsec.SPIs{ESP: out.SPI}) != first {
		t.Errorf("two peers with one outbound SPI: %v", err)
	}
}

func TestDatabaseConnectionNumbers(t *testing.T) {
	var d ipsec.Database
	one, two := addPair(t, &d, 0x1000, nets, peerA), addPair(t, &d, 0x2000, nets, peerA)
	if got := []int{one.In.ConnID, one.Out.ConnID, two.In.ConnID, two.Out.ConnID}; !slices.Equal(got, []int{1, 2, 3, 4}) {
		t.Errorf("connection ids %v, want 1 to 4", got)
	}
	numbered, err := d.Add(&ipsec.SA{SPI: 0x3000, ConnID: 2001}, &ipsec.SA{SPI: 0x3001, ConnID: 2002})
	if err != nil || numbered.In.ConnID != 2001 || numbered.Out.ConnID != 2002 {
		t.Errorf("own connection ids became %d and %d, error %v", numbered.In.ConnID, numbered.Out.ConnID, err)
	}
}

func TestAllocateSPI(t *testing.T) {
	stream := func(spis ...uint32) *bytes.Reader {
		var b []byte
		for _, spi := range spis {
			b = binary.BigEndian.AppendUint32(b, spi)
		}
		return bytes.NewReader(b)
	}
	var d ipsec.Database
	want := func(because string, r *bytes.Reader, want uint32) {
		t.Helper()
		if got, err := d.AllocateSPI(r); err != nil || got != want {
			t.Errorf("%s: got %#x, error %v, want %#x", because, got, err, want)
		}
	}
	want("reserved ones are skipped", stream(0, 255, 256), 256)
	want("allocated ones are skipped", stream(256, 0x1000), 0x1000)
	p := addPair(t, &d, 0x1000, nets, peerA)
	d.ReleaseSPI(0x1000)
	want("those of SAs are skipped and cannot be released", stream(0x1000, 0x1002), 0x1002)
	d.ReleaseSPI(256)
	want("released ones come back", stream(256), 256)
	d.Remove(p)
	want("so do those of removed SAs", stream(0x1000), 0x1000)
	if d.Inbound(256) != nil {
		t.Error("an allocated SPI is no SA")
	}
	if _, err := d.AllocateSPI(stream(1, 2)); err == nil {
		t.Error("randomness at its end: no error")
	}
	if _, err := d.AllocateSPI(zeros{}); err == nil {
		t.Error("randomness that never yields a good one: no error")
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

// Against a plain list in the order of Add.
func TestDatabaseRandom(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4301))
	var d ipsec.Database
	var list []*ipsec.Pair
	peers := []netip.Addr{peerA, peerB, ourHost}
	filter := func(keep func(*ipsec.Pair) bool) (kept []*ipsec.Pair) {
		for _, p := range list {
			if keep(p) {
				kept = append(kept, p)
			}
		}
		return kept
	}
	last := func(pairs []*ipsec.Pair) *ipsec.Pair {
		if len(pairs) == 0 {
			return nil
		}
		return pairs[len(pairs)-1]
	}
	for step := range 3000 {
		if r.IntN(2) == 0 || len(list) < 5 {
			list = append(list, addPair(t, &d, uint32(1000+2*step), randomSelector(r), peers[r.IntN(len(peers))]))
		} else {
			i := r.IntN(len(list))
			d.Remove(list[i])
			list = slices.Delete(list, i, i+1)
		}
		if !slices.Equal(d.Pairs(), list) || d.Len() != len(list) {
			t.Fatalf("step %d: the list is wrong", step)
		}
		f := randomFields(r)
		matching := filter(func(p *ipsec.Pair) bool { return p.Out.Selector.Matches(f) })
		if got := d.Match(f); got != last(matching) {
			t.Fatalf("step %d: %+v meets %v, want %v", step, f, got, last(matching))
		}
		peer := peers[r.IntN(len(peers))]
		if got := d.ByPeer(peer); !slices.Equal(got, filter(func(p *ipsec.Pair) bool { return p.Out.Remote == peer })) {
			t.Fatalf("step %d: pairs of %v are wrong", step, peer)
		}
		if len(list) == 0 {
			continue
		}
		flow := list[r.IntN(len(list))].Flow()
		same := filter(func(p *ipsec.Pair) bool { return p.Flow() == flow })
		if !slices.Equal(d.ByFlow(flow), same) || d.Outbound(flow) != last(same) {
			t.Fatalf("step %d: pairs of %+v are wrong", step, flow)
		}
	}
}

func TestDatabaseListsAreCopies(t *testing.T) {
	var d ipsec.Database
	one, two := addPair(t, &d, 0x1000, nets, peerA), addPair(t, &d, 0x2000, nets, peerA)
	for _, p := range d.ByPeer(peerA) { // what the death of a peer does
		d.Remove(p)
	}
	if d.Len() != 0 {
		t.Errorf("%d pairs survive, of %v and %v", d.Len(), one.In, two.In)
	}
}
