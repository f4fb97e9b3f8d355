package routing

import (
	"encoding/binary"
	"math/bits"
	"net/netip"
)

// A trie holds values by prefixes of IPv4 addresses. Chains of nodes with one child are one node, so what is looked for is found
// in as many steps as there are forks on the way: some 14 among ten thousand prefixes.
type trie[V any] struct{ root *node[V] }

type node[V any] struct {
	key   uint32 // its bits; those behind length are 0
	len   int
	held  bool // there is a value; else it is only a fork
	value V
	child [2]*node[V]
}

func bitsOf(a netip.Addr) uint32 {
	b := a.As4()
	return binary.BigEndian.Uint32(b[:])
}

// bitAt is bit n of a key, counted from the left.
func bitAt(key uint32, n int) uint32 { return key >> (31 - n) & 1 }

// covers says whether a node's prefix is one of key.
func (n *node[V]) covers(key uint32) bool { return n.len == 0 || (key^n.key)>>(32-n.len) == 0 }

// put returns the place of a prefix's value, which it makes if there is none.
func (t *trie[V]) put(p netip.Prefix) *V {
	key, length := bitsOf(p.Addr()), p.Bits()
	for at := &t.root; ; {
		n := *at
		if n == nil {
			*at = &node[V]{key: key, len: length, held: true}
			return &(*at).value
		}
		common := min(bits.LeadingZeros32(key^n.key), n.len, length)
		switch {
		case common < n.len:
			fork := &node[V]{key: key &^ (1<<(32-common) - 1), len: common}
			fork.child[bitAt(n.key, common)] = n
			*at = fork // from where the search goes on
		case length == n.len:
			n.held = true
			return &n.value
		default:
			at = &n.child[bitAt(key, n.len)]
		}
	}
}

// get is the value of exactly a prefix.
func (t *trie[V]) get(p netip.Prefix) (v V, ok bool) {
	key, length := bitsOf(p.Addr()), p.Bits()
	n := t.root
	for n != nil && n.len < length && n.covers(key) {
		n = n.child[bitAt(key, n.len)]
	}
	if n == nil || n.len != length || n.key != key || !n.held {
		return v, false
	}
	return n.value, true
}

// remove takes a prefix's value out, and the forks that are none any more.
func (t *trie[V]) remove(p netip.Prefix) { removeBelow(&t.root, bitsOf(p.Addr()), p.Bits()) }

func removeBelow[V any](at **node[V], key uint32, length int) {
	n := *at
	switch {
	case n == nil || n.len > length || !n.covers(key):
		return
	case n.len < length:
		removeBelow(&n.child[bitAt(key, n.len)], key, length)
	default:
		var none V
		n.held, n.value = false, none
	}
	if n.held {
		return
	}
	switch {
	case n.child[0] == nil:
		*at = n.child[1]
	case n.child[1] == nil:
		*at = n.child[0]
	}
}

// covering goes through the values of the prefixes that an address is in, the shortest first, until it is told to stop.
func (t *trie[V]) covering(a netip.Addr, yield func(V) bool) {
	key := bitsOf(a)
	for n := t.root; n != nil && n.covers(key); n = n.child[bitAt(key, n.len)] {
		if n.held && !yield(n.value) || n.len == 32 {
			return
		}
	}
}

// within goes through the values of a prefix and of all its parts.
func (t *trie[V]) within(p netip.Prefix, yield func(V)) {
	key, length := bitsOf(p.Addr()), p.Bits()
	n := t.root
	for n != nil && n.len < length {
		if !n.covers(key) {
			return
		}
		n = n.child[bitAt(key, n.len)]
	}
	if n != nil && p.Contains(addrOf(n.key)) {
		n.each(yield)
	}
}

func (n *node[V]) each(yield func(V)) {
	if n.held {
		yield(n.value)
	}
	for _, child := range n.child {
		if child != nil {
			child.each(yield)
		}
	}
}

func addrOf(key uint32) netip.Addr {
	var b [4]byte
	binary.BigEndian.PutUint32(b[:], key)
	return netip.AddrFrom4(b)
}
