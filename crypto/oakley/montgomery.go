package oakley

import "math/bits"

// Arithmetic modulo an odd prime that takes the same time and touches the same
// memory whatever the values are; only their lengths show. It is our own for two
// reasons. filippo.io/bigmod has assembly for RSA's sizes of 1024, 1536 and 2048
// bits, where modp.go uses it, but takes nearly twice as long as this at 3072 and
// 4096; and it does not give out Montgomery's representation, which tables of
// powers are made of. math/big does not promise equal times.
//
// What makes it so: no branch and no index depends on a limb, bits.Mul64 and
// bits.Add64 are single instructions on the machines we care for (see their
// comments in math/bits), and a choice is made with masks.

// A residue is a value modulo a prime, the least significant limb first. Unless it
// is said to be plain, it is in Montgomery's representation: times 2^64 for each limb.
type residue []uint64

// A field computes modulo an odd prime whose length is a multiple of four limbs.
type field struct {
	prime    residue // plain
	inverse  uint64  // -1/prime modulo 2^64
	one      residue
	squared  residue // 2^128 for each limb, which brings a plain value into the representation
	byteSize int
}

func newField(prime []byte) *field {
	f := &field{byteSize: len(prime)}
	f.prime = limbs(prime, len(prime)/8)
	// Newton's iteration: each step doubles the number of bits that are right, and
	// an odd number is its own inverse modulo 8.
	inverse := f.prime[0]
	for range 5 {
		inverse *= 2 - f.prime[0]*inverse
	}
	f.inverse = -inverse
	f.one, f.squared = f.powerOfTwo(64*len(f.prime)), f.powerOfTwo(128*len(f.prime))
	return f
}

// powerOfTwo is 2^n, plain. It is slow.
func (f *field) powerOfTwo(n int) residue {
	r := make(residue, len(f.prime))
	r[0] = 1
	for range n {
		f.add(r, r, r)
	}
	return r
}

// limbs reads a big-endian number of at most n limbs.
func limbs(b []byte, n int) residue {
	r := make(residue, n)
	for i := range b {
		at := len(b) - 1 - i
		r[i/8] |= uint64(b[at]) << (i % 8 * 8)
	}
	return r
}

// value brings a plain number below the prime into the representation; ok is false
// if it is not below. It says so in equal time, but a peer's value is no secret.
func (f *field) value(b []byte) (r residue, ok bool) {
	r = limbs(b, len(f.prime))
	var borrow uint64
	for i := range r {
		_, borrow = bits.Sub64(r[i], f.prime[i], borrow)
	}
	if borrow == 0 {
		return nil, false
	}
	f.multiply(r, r, f.squared, make(residue, 2*len(r)))
	return r, true
}

// bytes is the plain number, big-endian, as long as the prime.
func (f *field) bytes(r residue) []byte {
	plain, scratch := make(residue, len(r)), make(residue, 2*len(r))
	copy(scratch, r)
	f.reduce(plain, scratch)
	b := make([]byte, f.byteSize)
	for i := range b {
		b[len(b)-1-i] = byte(plain[i/8] >> (i % 8 * 8))
	}
	return b
}

// add is z = x + y. Any of them may be the same.
func (f *field) add(z, x, y residue) {
	var carry uint64
	for i := range z {
		z[i], carry = bits.Add64(x[i], y[i], carry)
	}
	f.subtractOnce(z, z, carry)
}

// subtractOnce is z = x less the prime if x, with a carry beyond it, is not below the prime.
func (f *field) subtractOnce(z, x residue, carry uint64) {
	x, prime := x[:len(z)], f.prime[:len(z)]
	var borrow uint64
	for i := range x {
		_, borrow = bits.Sub64(x[i], prime[i], borrow)
	}
	// Below the prime: nothing carried, and the subtraction had to borrow.
	_, below := bits.Sub64(carry, 0, borrow)
	mask := below - 1
	borrow = 0
	for i := range z {
		z[i], borrow = bits.Sub64(x[i], prime[i]&mask, borrow)
	}
}

// multiply is z = x * y. Scratch is twice as long; z may be x or y.
func (f *field) multiply(z, x, y, scratch residue) {
	n := len(x)
	clear(scratch[:n])
	for i, limb := range y[:n] {
		scratch[n+i] = addProduct(scratch[i:i+n], x, limb)
	}
	f.reduce(z, scratch)
}

// square is z = x * x, with nearly half of the limbs' products saved.
func (f *field) square(z, x, scratch residue) {
	n := len(x)
	clear(scratch)
	for i := range n - 1 {
		scratch[n+i] = addProduct(scratch[2*i+1:n+i], x[i+1:], x[i])
	}
	var shifted, carry uint64
	for i, limb := range x {
		high, low := bits.Mul64(limb, limb)
		pair := (*[2]uint64)(scratch[2*i:])
		double0, double1 := pair[0]<<1|shifted, pair[1]<<1|pair[0]>>63
		shifted = pair[1] >> 63
		pair[0], carry = bits.Add64(double0, low, carry)
		pair[1], carry = bits.Add64(double1, high, carry)
	}
	f.reduce(z, scratch)
}

// reduce is z = t / 2^64 for each limb of the prime, and spends t: Montgomery's
// reduction, Handbook of Applied Cryptography, algorithm 14.32.
func (f *field) reduce(z, t residue) {
	n := len(f.prime)
	var carry uint64
	for i := range n {
		row := addProduct(t[i:i+n], f.prime, t[i]*f.inverse)
		t[n+i], carry = bits.Add64(t[n+i], row, carry)
	}
	f.subtractOnce(z, t[n:], carry)
}

// addProduct is z += x * y; the carry is what does not fit. Eight limbs at a time
// leave two chains of carries for each four in the processor's flags.
func addProduct(z, x residue, y uint64) (carry uint64) {
	z = z[:len(x)]
	for len(x) >= 8 {
		x8, z8 := (*[8]uint64)(x), (*[8]uint64)(z)
		h0, l0 := bits.Mul64(x8[0], y)
		h1, l1 := bits.Mul64(x8[1], y)
		h2, l2 := bits.Mul64(x8[2], y)
		h3, l3 := bits.Mul64(x8[3], y)
		var c uint64
		l0, c = bits.Add64(l0, carry, 0)
		l1, c = bits.Add64(l1, h0, c)
		l2, c = bits.Add64(l2, h1, c)
		l3, c = bits.Add64(l3, h2, c)
		h3 += c // a product's high limb has room for it
		z8[0], c = bits.Add64(z8[0], l0, 0)
		z8[1], c = bits.Add64(z8[1], l1, c)
		z8[2], c = bits.Add64(z8[2], l2, c)
		z8[3], c = bits.Add64(z8[3], l3, c)
		carry = h3 + c
		h0, l0 = bits.Mul64(x8[4], y)
		h1, l1 = bits.Mul64(x8[5], y)
		h2, l2 = bits.Mul64(x8[6], y)
		h3, l3 = bits.Mul64(x8[7], y)
		l0, c = bits.Add64(l0, carry, 0)
		l1, c = bits.Add64(l1, h0, c)
		l2, c = bits.Add64(l2, h1, c)
		l3, c = bits.Add64(l3, h2, c)
		h3 += c
		z8[4], c = bits.Add64(z8[4], l0, 0)
		z8[5], c = bits.Add64(z8[5], l1, c)
		z8[6], c = bits.Add64(z8[6], l2, c)
		z8[7], c = bits.Add64(z8[7], l3, c)
		carry = h3 + c
		x, z = x[8:], z[8:]
	}
	for len(x) >= 4 {
		x4, z4 := (*[4]uint64)(x), (*[4]uint64)(z)
		h0, l0 := bits.Mul64(x4[0], y)
		h1, l1 := bits.Mul64(x4[1], y)
		h2, l2 := bits.Mul64(x4[2], y)
		h3, l3 := bits.Mul64(x4[3], y)
		var c uint64
		l0, c = bits.Add64(l0, carry, 0)
		l1, c = bits.Add64(l1, h0, c)
		l2, c = bits.Add64(l2, h1, c)
		l3, c = bits.Add64(l3, h2, c)
		h3 += c
		z4[0], c = bits.Add64(z4[0], l0, 0)
		z4[1], c = bits.Add64(z4[1], l1, c)
		z4[2], c = bits.Add64(z4[2], l2, c)
		z4[3], c = bits.Add64(z4[3], l3, c)
		carry = h3 + c
		x, z = x[4:], z[4:]
	}
	for i := range x {
		high, low := bits.Mul64(x[i], y)
		var c uint64
		low, c = bits.Add64(low, carry, 0)
		high += c
		z[i], c = bits.Add64(z[i], low, 0)
		carry = high + c
	}
	return carry
}

// choose is z = table[index], where an even number of entries lie one after the other. All of
// them are read.
func choose(z residue, table []uint64, index uint64) {
	clear(z)
	n := len(z)
	for i := uint64(0); len(table) >= 2*n; i += 2 {
		even, odd := equal(i, index), equal(i+1, index)
		first, second := table[:n], table[n:2*n]
		for j := range z {
			z[j] |= first[j]&even | second[j]&odd
		}
		table = table[2*n:]
	}
}

// equal is all ones if two numbers below 2^63 are equal, else zero.
func equal(x, y uint64) uint64 {
	return uint64(int64((x^y)-1) >> 63)
}
