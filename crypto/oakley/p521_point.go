package oakley

// A point of P-521 stands for (x/z, y/z), and with z = 0 for the neutral element. Its x is
// tight, y up to twofold and z up to fourfold.
type point struct{ x, y, z coordinate }

// curveB is the curve's b: NIST SP 800-186 section 3.2.1.5.
var curveB = coordinateOf(mustHex("0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf07" +
	"3573df883d2c34f1ef451fd46b503f00"))

// add is r = p + q, for all points: Renes, Costello and Batina, "Complete addition formulas for
// prime order elliptic curves", 2015, algorithm 4.
func (r *point) add(p, q *point) {
	var xx, yy, zz, xy, yz, xz, sum coordinate // xy is x1*y2 + x2*y1, and so on
	xx.multiply(&p.x, &q.x)
	yy.multiply(&p.y, &q.y)
	zz.multiply(&p.z, &q.z)
	cross := func(z, a1, b1, a2, b2, aa, bb *coordinate) {
		var one, other coordinate
		one.add(a1, b1)
		other.add(a2, b2)
		z.multiply(&one, &other)
		sum.add(aa, bb)
		z.subtract(z, &sum)
	}
	cross(&xy, &p.x, &p.y, &q.x, &q.y, &xx, &yy)
	cross(&yz, &p.y, &p.z, &q.y, &q.z, &yy, &zz)
	cross(&xz, &p.x, &p.z, &q.x, &q.z, &xx, &zz)

	var u, less, left, right coordinate
	r.combine(&u, &less, &xx, &yy, &zz, &xy, &yz, &xz)
	left.multiply(&yz, &less)
	right.multiply(&xy, &u)
	r.z.add(&left, &right)
}

// double is r = p + p: algorithm 6 of the same paper.
func (r *point) double(p *point) {
	var xx, yy, zz, xy, yz, xz coordinate // xy is 2*x*y, and so on
	xx.multiply(&p.x, &p.x)
	yy.multiply(&p.y, &p.y)
	zz.multiply(&p.z, &p.z)
	xy.multiply(&p.x, &p.y)
	xy.add(&xy, &xy)
	yz.multiply(&p.y, &p.z)
	yz.add(&yz, &yz)
	xz.multiply(&p.x, &p.z)
	xz.add(&xz, &xz)

	var u, less coordinate
	r.combine(&u, &less, &xx, &yy, &zz, &xy, &yz, &xz)
	r.z.multiply(&yz, &yy)
	r.z.add(&r.z, &r.z)
	r.z.add(&r.z, &r.z)
}

// combine makes r's x and y of the products of two points' coordinates, which may be the same
// point's, and for z: u, which is 3*xx - 3*zz, and less, which is yy - 3*(xz - b*zz).
func (r *point) combine(u, less, xx, yy, zz, xy, yz, xz *coordinate) {
	var v, w, more, triple coordinate
	w.multiply(&curveB, zz)
	w.subtract(xz, &w)
	w.triple(&w)
	more.add(yy, &w)
	less.subtract(yy, &w)

	triple.triple(zz)
	v.multiply(&curveB, xz) // v is 3*(b*xz - 3*zz - xx)
	v.subtract(&v, &triple)
	v.subtract(&v, xx)
	v.triple(&v)
	u.triple(xx)
	u.subtract(u, &triple)

	var left, right coordinate
	left.multiply(xy, &more)
	right.multiply(yz, &v)
	r.x.subtract(&left, &right)
	left.multiply(&more, less)
	right.multiply(u, &v)
	r.y.add(&left, &right)
}

// multiplyP521 is the x coordinate of a point times a scalar, both big-endian. The point, its two
// coordinates, must be one of the curve.
func multiplyP521(coordinates, scalar []byte) []byte {
	const size = 66
	var table [1 << window]point // the point times 0, 1, ...
	table[0].y[0] = 1
	table[1] = point{x: coordinateOf(coordinates[:size]), y: coordinateOf(coordinates[size:])}
	table[1].z[0] = 1
	for i := 2; i < len(table); i += 2 {
		table[i].double(&table[i/2])
		table[i+1].add(&table[i], &table[1])
	}
	r, addend := table[0], point{}
	for i, b := range scalar {
		for shift := 8 - window; shift >= 0; shift -= window {
			if i > 0 || shift < 8-window { // twice the neutral element is itself
				for range window {
					r.double(&r)
				}
			}
			addend.choose(&table, uint64(b)>>shift&(1<<window-1))
			r.add(&r, &addend)
		}
	}
	r.z.invert(&r.z)
	r.x.multiply(&r.x, &r.z)
	return r.x.bytes()
}

// choose is p = table[index]. All entries are read.
func (p *point) choose(table *[1 << window]point, index uint64) {
	*p = point{}
	for i := range table {
		mask, entry := equal(uint64(i), index), &table[i]
		for j := range p.x {
			p.x[j] |= entry.x[j] & mask
			p.y[j] |= entry.y[j] & mask
			p.z[j] |= entry.z[j] & mask
		}
	}
}
