package packet

import (
	"bytes"
	"math/rand/v2"
	"net/netip"
	"testing"
	"time"
)

// A datagram comes out as it was, in whatever order its fragments come, fragments of fragments too.
func TestFragmentsComeTogether(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	now := time.Unix(0, 0)
	for range 200 {
		p := IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"), ID: uint16(r.Uint32()), Protocol: 17,
			TTL: 3, Payload: make([]byte, r.IntN(9000))}
		for i := range p.Payload {
			p.Payload[i] = byte(r.Uint32())
		}
		var pieces []IPv4
		first, _ := p.Fragments(1500)
		for _, f := range first {
			again, ok := f.Fragments(68 + r.IntN(1400))
			if !ok {
				t.Fatal("cannot take a fragment apart")
			}
			pieces = append(pieces, again...)
		}
		r.Shuffle(len(pieces), func(i, j int) { pieces[i], pieces[j] = pieces[j], pieces[i] })
		var all Reassembler
		for n, f := range pieces {
			whole, ok := all.Add(now, f)
			if ok != (n == len(pieces)-1) {
				t.Fatalf("after %d of %d fragments: complete is %v", n+1, len(pieces), ok)
			}
			if ok && !bytes.Equal(whole.Payload, p.Payload) {
				t.Fatal("another payload")
			}
		}
	}
}

func TestDontFragment(t *testing.T) {
	p := IPv4{DontFragment: true, Payload: make([]byte, 1481)}
	if _, ok := p.Fragments(1500); ok {
		t.Error("taken apart against its will")
	}
	if pieces, ok := p.Fragments(1501); !ok || len(pieces) != 1 {
		t.Error("1501 bytes do not fit into 1501")
	}
}

// What never becomes complete is forgotten: too many, too old, or overlapping.
func TestReassemblyIsBounded(t *testing.T) {
	var r Reassembler
	now := time.Unix(0, 0)
	for id := range 1000 {
		r.Add(now, IPv4{ID: uint16(id), MoreFragments: true, Payload: make([]byte, 8)})
	}
	if len(r.unfinished) != mostIncomplete {
		t.Errorf("%d datagrams are remembered", len(r.unfinished))
	}
	r.Add(now.Add(assemblyTime), IPv4{ID: 5000, MoreFragments: true, Payload: make([]byte, 16)})
	if len(r.unfinished) != 1 {
		t.Errorf("%d datagrams are remembered after their time", len(r.unfinished))
	}
	r.Add(now.Add(assemblyTime), IPv4{ID: 5000, FragmentOffset: 8, Payload: make([]byte, 16)})
	if len(r.unfinished) != 0 {
		t.Error("an overlap is remembered")
	}
}
