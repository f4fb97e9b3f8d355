package oakley

// window is how many bits of an exponent power takes at a time.
const window = 4

// power is base^exponent, big-endian. It takes the same steps for all exponents of a length.
func (f *field) power(base residue, exponent []byte) residue {
	n := len(f.prime)
	scratch := make(residue, 2*n)
	table := make(residue, n<<window) // base^0, base^1, ...
	copy(table, f.one)
	copy(table[n:], base)
	for i := 2; i < 1<<window; i += 2 {
		f.square(table[i*n:(i+1)*n], table[i/2*n:(i/2+1)*n], scratch)
		f.multiply(table[(i+1)*n:(i+2)*n], table[i*n:(i+1)*n], base, scratch)
	}
	result, factor := make(residue, n), make(residue, n)
	copy(result, f.one)
	for i, b := range exponent {
		for shift := 8 - window; shift >= 0; shift -= window {
			if i > 0 || shift < 8-window { // one squared is one
				for range window {
					f.square(result, result, scratch)
				}
			}
			choose(factor, table, uint64(b)>>shift&(1<<window-1))
			f.multiply(result, result, factor, scratch)
		}
	}
	return result
}

// A comb holds powers of one base, with which others of it cost a fifth of what power
// takes: the method of Lim and Lee, "More Flexible Exponentiation with
// Precomputation", CRYPTO '94. Take the exponent's bits as a matrix of teeth rows;
// each row is cut into combBlocks blocks. One entry of the table stands for one column
// of one block, that is, for a choice of rows. Its selection reads the block's whole table.
type comb struct {
	*field
	block   int // columns of a block
	columns int
	tables  [combBlocks]residue
}

const (
	teeth      = 5
	combBlocks = 4
)

// newComb makes the table for exponents of a number of bytes.
func newComb(f *field, base residue, exponentLen int) *comb {
	c := &comb{field: f}
	c.block = (8*exponentLen + teeth*combBlocks - 1) / (teeth * combBlocks)
	c.columns = c.block * combBlocks
	n, scratch := len(f.prime), make(residue, 2*len(f.prime))
	power := append(residue(nil), base...) // base^(2^bit)
	for i := range c.tables {
		c.tables[i] = make(residue, n<<teeth)
		copy(c.tables[i], f.one)
	}
	for row := range teeth {
		for i := range c.tables {
			// The entries with this row are those without it, times its power.
			table, half := c.tables[i], n<<row
			for at := 0; at < half; at += n {
				f.multiply(table[half+at:half+at+n], table[at:at+n], power, scratch)
			}
			for range c.block {
				f.square(power, power, scratch)
			}
		}
	}
	return c
}

// powerOfBase is the base to an exponent no longer than the comb was made for.
func (c *comb) powerOfBase(exponent []byte) residue {
	n := len(c.prime)
	result, factor, scratch := make(residue, n), make(residue, n), make(residue, 2*n)
	copy(result, c.one)
	for column := c.block - 1; column >= 0; column-- {
		if column < c.block-1 {
			c.square(result, result, scratch)
		}
		for i, table := range c.tables {
			choose(factor, table, c.rows(exponent, i*c.block+column))
			c.multiply(result, result, factor, scratch)
		}
	}
	return result
}

// rows is one column of the exponent's matrix.
func (c *comb) rows(exponent []byte, column int) (rows uint64) {
	for row := range teeth {
		if bit := row*c.columns + column; bit < 8*len(exponent) {
			rows |= uint64(exponent[len(exponent)-1-bit/8]>>(bit%8)&1) << row
		}
	}
	return rows
}
