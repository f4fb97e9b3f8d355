package oakley

import "math/bits"

// Multiplication of a point of P-521 (group 21), since crypto/ecdh takes three times
// as long for it. As in montgomery.go, nothing depends on a value but the result. Only the
// peer's point comes here, after crypto/ecdh found it to be one.

// A coordinate is a value modulo 2^521 - 1 in nine limbs of 58 bits, the least
// significant first, that need not be the smallest. Limbs may grow: a coordinate is
// tight if its limbs are below 2^58 + 2^13, and the sum of n tight ones is n-fold.
// Factors may be up to sevenfold, so that the sum of nine products of limbs, some of
// them doubled, stays below 2^127.
type coordinate [9]uint64

const (
	limbBits = 58
	limbMask = 1<<limbBits - 1
)

// multiply is z = x * y, tight. As 2^522 is 2, a product of limbs that goes beyond
// the ninth counts twice, in the place nine limbs below.
func (z *coordinate) multiply(x, y *coordinate) {
	var reversed [9]uint64
	var doubled [17]uint64 // 2y without its first limb, then y: what one limb of z takes lies side by side
	for i := range 9 {
		reversed[8-i] = x[i]
		doubled[8+i] = y[i]
	}
	for i := range 8 {
		doubled[i] = 2 * y[i+1]
	}
	var high, low uint64 // carried
	for i := range z {
		h, l := dot(&reversed, (*[9]uint64)(doubled[i:]))
		l, c := bits.Add64(l, low, 0)
		h += high + c
		z[i] = l & limbMask
		high, low = h>>limbBits, h<<(64-limbBits)|l>>limbBits
	}
	// What is left over is below 2^70 and counts twice.
	high, low = high<<1|low>>63, low<<1
	var c uint64
	z[0], c = bits.Add64(z[0], low, 0)
	high += c
	z[1] += high<<(64-limbBits) | z[0]>>limbBits
	z[0] &= limbMask
}

// dot is the sum of the products of two rows; as a loop it was a tenth slower.
func dot(x, y *[9]uint64) (high, low uint64) {
	var h, l, c uint64
	high, low = bits.Mul64(x[0], y[0])
	h, l = bits.Mul64(x[1], y[1])
	low, c = bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, c)
	h, l = bits.Mul64(x[2], y[2])
	low, c = bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, c)
	h, l = bits.Mul64(x[3], y[3])
	low, c = bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, c)
	h, l = bits.Mul64(x[4], y[4])
	low, c = bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, c)
	h, l = bits.Mul64(x[5], y[5])
	low, c = bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, c)
	h, l = bits.Mul64(x[6], y[6])
	low, c = bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, c)
	h, l = bits.Mul64(x[7], y[7])
	low, c = bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, c)
	h, l = bits.Mul64(x[8], y[8])
	low, c = bits.Add64(low, l, 0)
	high, _ = bits.Add64(high, h, c)
	return high, low
}

// add is z = x + y, as many-fold as both together.
func (z *coordinate) add(x, y *coordinate) {
	for i := range z {
		z[i] = x[i] + y[i]
	}
}

// triple is z = 3x.
func (z *coordinate) triple(x *coordinate) {
	for i := range z {
		z[i] = 3 * x[i]
	}
}

// subtract is z = x - y, tight, for up to threefold ones: eight times the prime is
// added, of which each limb is larger than y's.
func (z *coordinate) subtract(x, y *coordinate) {
	const low, top = 8 * (1<<limbBits - 1), 8 * (1<<(limbBits-1) - 1)
	var carry uint64
	for i := range 8 {
		limb := x[i] + low - y[i] + carry
		z[i], carry = limb&limbMask, limb>>limbBits
	}
	limb := x[8] + top - y[8] + carry
	z[8], carry = limb&limbMask, limb>>limbBits
	z[0] += 2 * carry
}

// invert is z = 1/x, or 0 for 0: x to the power of the prime less 2, which is 519
// ones, a zero and a one.
func (z *coordinate) invert(x *coordinate) {
	const ones = 519
	power := *x // to the power of so many ones
	count := 1
	for bit := bits.Len(ones) - 2; bit >= 0; bit-- {
		shifted := power
		for range count {
			shifted.multiply(&shifted, &shifted)
		}
		power.multiply(&power, &shifted)
		count *= 2
		if ones>>bit&1 == 1 {
			power.multiply(&power, &power)
			power.multiply(&power, x)
			count++
		}
	}
	power.multiply(&power, &power)
	power.multiply(&power, &power)
	z.multiply(&power, x)
}

// coordinateOf reads a big-endian number of 66 bytes.
func coordinateOf(b []byte) (z coordinate) {
	plain := limbs(b, 9)
	for i := range z {
		at, shift := i*limbBits/64, i*limbBits%64
		z[i] = plain[at] >> shift
		if shift > 64-limbBits && at < 8 {
			z[i] |= plain[at+1] << (64 - shift)
		}
		z[i] &= limbMask
	}
	return z
}

// bytes is the smallest value, big-endian, of a tight coordinate.
func (z *coordinate) bytes() []byte {
	v := *z
	// The bits above the 521st are worth as much as the lowest ones. The later rounds
	// take in what the first one's carry made.
	for range 3 {
		top := v[8] >> (limbBits - 1)
		v[8] &= limbMask >> 1
		v[0] += top
		for i := range 8 {
			v[i+1] += v[i] >> limbBits
			v[i] &= limbMask
		}
	}
	// All ones are the prime itself: zero.
	all := v[8] ^ limbMask>>1
	for i := range 8 {
		all |= v[i] ^ limbMask
	}
	some := uint64(int64(all|-all) >> 63) // all ones but for the prime
	b := make([]byte, 66)
	for i := range v {
		v[i] &= some
	}
	for i := range b {
		bit := 8 * i
		at, shift := bit/limbBits, bit%limbBits
		limb := v[at] >> shift
		if at < 8 {
			limb |= v[at+1] << (limbBits - shift)
		}
		b[65-i] = byte(limb)
	}
	return b
}
