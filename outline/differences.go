package outline

import (
	"maps"
	"slices"
	"strings"
)

// Differences lists what stands in only one of two configurations: lines of the second
// begin with +, those of the first with -, each below the lines it belongs to, which
// have no mark. Order counts only where it matters to the device.
func Differences(first, second []*Line) []string {
	d := &differ{}
	d.compareBlocks("", "", first, second)
	return d.out
}

type differ struct{ out []string }

func (d *differ) emitMarked(indent, mark string, l *Line) {
	for _, text := range strings.Split(l.Text, "\n") {
		d.out = append(d.out, indent+mark+text)
	}
	for _, inner := range l.Block {
		d.emitMarked(indent+" ", mark, inner)
	}
}

// compareBlocks walks both lists at once. What is in both is compared inside; between two such
// lines the second's own come first.
func (d *differ) compareBlocks(header, indent string, a, b []*Line) {
	a, b = slices.Clone(a), slices.Clone(b)
	common := inCommon(header, a, b)
	hasA, hasB := countTexts(inOrder(header, a, common)), countTexts(inOrder(header, b, common))
	other := pairLines(b, a)
	done := map[string]int{}
	i := 0
	for _, l := range b {
		if hasA[l.Text] == 0 {
			d.emitMarked(indent, "+", l)
			continue
		}
		// What the first alone has before the line they share.
		if j := indexFrom(a, i, l.Text); j >= 0 {
			for ; i < j; i++ {
				if hasB[a[i].Text] == 0 {
					d.emitMarked(indent, "-", a[i])
				}
			}
			i++
		}
		if done[l.Text]++; done[l.Text] > 1 {
			continue
		}
		at := len(d.out)
		d.compareBlocks(l.Text, indent+" ", other[l].Block, l.Block)
		if len(d.out) > at {
			d.out = slices.Insert(d.out, at, indent+l.Text)
		}
	}
	for ; i < len(a); i++ {
		if hasB[a[i].Text] == 0 {
			d.emitMarked(indent, "-", a[i])
		}
	}
}

func indexFrom(lines []*Line, from int, text string) int {
	for i := from; i < len(lines); i++ {
		if lines[i].Text == text {
			return i
		}
	}
	return -1
}

// inCommon is what the sequences of two blocks have in the same order, by their names.
func inCommon(header string, a, b []*Line) map[string][]string {
	of := func(text string) string { return sequenceName(header, text) }
	lists := linesBySequence(b, of)
	common := map[string][]string{}
	for name, list := range linesBySequence(a, of) {
		common[name] = longestCommon(list, lists[name])
	}
	return common
}

// inOrder is the lines without those of sequences that are not in common.
func inOrder(header string, a []*Line, inCommon map[string][]string) []*Line {
	common := maps.Clone(inCommon)
	var kept []*Line
	for _, l := range a {
		name := sequenceName(header, l.Text)
		if name == "" {
			kept = append(kept, l)
			continue
		}
		if c := common[name]; len(c) > 0 && c[0] == l.Text {
			common[name] = c[1:]
			kept = append(kept, l)
		}
	}
	return kept
}

func linesBySequence(lines []*Line, of func(text string) string) map[string][]string {
	lists := map[string][]string{}
	for _, l := range lines {
		if name := of(l.Text); name != "" {
			lists[name] = append(lists[name], l.Text)
		}
	}
	return lists
}

// maxCompared bounds the work of finding what two sequences have in common; of longer
// ones only the same beginning counts.
const maxCompared = 2000

// longestCommon is the longest list that both have in this order.
func longestCommon(a, b []string) (common []string) {
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		common, a, b = append(common, a[0]), a[1:], b[1:]
	}
	if len(a) > maxCompared || len(b) > maxCompared {
		return common
	}
	length := make([][]int32, len(a)+1)
	for i := range length {
		length[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			} else {
				length[i][j] = max(length[i+1][j], length[i][j+1])
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			common = append(common, a[i])
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return common
}

// Additions lists the lines of the second configuration that the first one lacks, each
// after the lines it belongs to.
func Additions(first, second []*Line) []string {
	p := &planner{}
	p.addMissing("", 0, first, second)
	var out []string
	for _, c := range p.out {
		out = append(out, c.String())
	}
	return out
}
