package system

import (
	"math"
	"strings"

	"ruthere/modes"
	"ruthere/parser"
)

// A cpuGraph is one of the three graphs of `show processes cpu history`, the latest on the
// left.
type cpuGraph struct {
	title  string
	width  int
	values []modes.UsagePeak
	peaks  bool // averages and maxima are told apart
}

// digits are three lines over the graph that say each maximum, its digits one below the
// other; zeros in front are left out.
func (g cpuGraph) digits() (lines []string) {
	for _, place := range []int{100, 10, 1} {
		var line strings.Builder
		for at := range g.width {
			n := 0
			if at < len(g.values) {
				n = int(math.Round(g.values[at].Maximum))
			}
			if n < place && place > 1 || at >= len(g.values) && place == 1 {
				line.WriteByte(' ')
				continue
			}
			line.WriteByte(byte('0' + n/place%10))
		}
		lines = append(lines, line.String())
	}
	return lines
}

// row is the line of the graph for so many percent: what reaches to the middle of the ten
// below it counts.
func (g cpuGraph) row(percent int) string {
	line := []byte(strings.Repeat(" ", g.width))
	for at, v := range g.values {
		switch floor := float64(percent) - 5; {
		case g.peaks && v.Average >= floor:
			line[at] = '#'
		case v.Maximum >= floor:
			line[at] = '*'
		}
	}
	return string(line)
}

// scale is two lines with a mark at every fifth value, up to the last.
func (g cpuGraph) scale() (marks, fives string) {
	for at := 0; at <= g.width; at++ {
		mark, below := byte('.'), byte(' ')
		switch {
		case at == 0 || at == 5:
			mark = byte('0' + at)
		case at%5 == 0:
			mark, below = byte('0'+at/10), byte('0'+at%10)
		}
		marks, fives = marks+string(mark), fives+string(below)
	}
	if g.width%5 != 0 { // the place after the last has a mark of its own only if it is a fifth
		return marks[:g.width], fives[:g.width]
	}
	return marks, fives
}

func (g cpuGraph) print(x *modes.Context) {
	x.Println("")
	for _, line := range g.digits() {
		x.Println("    " + line)
	}
	for percent := 100; percent >= 10; percent -= 10 {
		x.Printf("%3d %s\n", percent, g.row(percent))
	}
	marks, fives := g.scale()
	x.Printf("    %s\n    %s\n               %s\n", marks, fives, g.title)
	if g.peaks {
		x.Println("              * = maximum CPU%   # = average CPU%")
	}
}

func showCPUHistory() modes.Cmd[modes.Device] {
	return modes.ShowCommand(`processes cpu history`, modes.H{"processes": processesHelp, "cpu": "Show CPU use per process",
		"history": "Show CPU history in graph format"},
		func(x *modes.Context, b modes.Device, _ parser.Args) error {
			h := b.Usage().History
			var seconds []modes.UsagePeak
			for _, percent := range h.Seconds {
				seconds = append(seconds, modes.UsagePeak{Maximum: percent})
			}
			now, _ := b.Clock()
			x.Printf("\n%s   %s\n", b.Config().Hostname, now.Format("03:04:05 PM Monday Jan 2 2006 MST"))
			for _, g := range []cpuGraph{
				{"CPU% per second (last 60 seconds)", 60, seconds, false},
				{"CPU% per minute (last 60 minutes)", 60, h.Minutes, true},
				{"CPU% per hour (last 72 hours)", 72, h.Hours, true},
			} {
				g.print(x)
			}
			return nil
		})
}
