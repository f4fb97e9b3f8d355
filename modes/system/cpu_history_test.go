package system

import (
	"testing"

	"ruthere/modes"
)

// The maximum is written above, a column reaches as high as it, and an average is told from it.
func TestCPUGraph(t *testing.T) {
	g := cpuGraph{width: 12, peaks: true, values: []modes.UsagePeak{{Average: 31, Maximum: 47}, {Average: 4, Maximum: 5}, {Maximum: 100}}}
	marks, fives := g.scale()
	for _, c := range []struct{ what, got, want string }{
		{"hundreds", g.digits()[0], "  1         "},
		{"tens", g.digits()[1], "4 0         "},
		{"ones", g.digits()[2], "750         "},
		{"100 %", g.row(100), "  *         "},
		{"50 %", g.row(50), "* *         "},
		{"30 %", g.row(30), "# *         "},
		{"10 %", g.row(10), "#**         "},
		{"marks", marks, "0....5....1."},
		{"fives", fives, "          0 "},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
}
