package ladder

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// What repeats is folded: of a pattern of up to longestPattern entries that comes leastRepeats times or more, the first and
// the last are shown.
const (
	longestPattern = 12
	leastRepeats   = 4
	leastLoud      = 9 // of what is no quiet stretch: five questions without an answer are the point of a picture
)

// isLoud says whether something is wrong in a pattern, or questions have no answer.
func isLoud(pattern []entry) bool {
	var asks, answers bool
	first := ""
	for _, e := range pattern {
		if m := e.message; m != nil {
			if first == "" {
				first = m.From
			}
			asks, answers = true, answers || m.From != first
		}
	}
	return asks && !answers || slices.ContainsFunc(pattern, entry.isLoud)
}

// isLoud says whether something is wrong.
func (e entry) isLoud() bool {
	switch {
	case e.message != nil:
		return e.message.Lost || e.message.Failed || e.message.Missing || e.message.Again
	case e.note != nil:
		return e.note.Tone == Bad || e.note.Kind == KindTimer
	}
	return e.stream != nil && e.stream.lost > 0
}

// fold leaves the middle of each quiet stretch out, and says so.
func fold(list []entry) (folded []entry) {
	signs := make([]string, len(list))
	for i, e := range list {
		signs[i] = e.sign()
	}
	for at := 0; at < len(list); {
		period, times := repeats(signs[at:])
		if times < leastRepeats || times < leastLoud && isLoud(list[at:at+period]) {
			folded = append(folded, list[at])
			at++
			continue
		}
		hidden := list[at+period : at+period*(times-1)]
		folded = append(folded, list[at:at+period]...)
		folded = append(folded, entry{at: hidden[0].at, end: hidden[len(hidden)-1].end, folded: foldedText(list[at:at+period], hidden, times-2)})
		folded = append(folded, list[at+period*(times-1):at+period*times]...)
		at += period * times
	}
	return folded
}

// repeats finds the pattern that begins here and takes the most entries, and how often it comes; one that is itself a
// repetition is none.
func repeats(signs []string) (period, times int) {
	for p := 1; p <= longestPattern && p*leastRepeats <= len(signs); p++ {
		n := 1
		for (n+1)*p <= len(signs) && same(signs[:p], signs[n*p:(n+1)*p]) {
			n++
		}
		if n >= leastRepeats && n*p > period*times {
			period, times = p, n
		}
	}
	return period, times
}

func same(a, b []string) bool {
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

// sign is what makes two entries the same thing again: numbers in them do not count.
func (e entry) sign() string {
	switch {
	case e.message != nil:
		m := e.message
		return fmt.Sprint("m", m.From, m.To, m.Name, m.Payloads, m.Lost, m.Fault, m.Again, m.Failed, m.Missing)
	case e.note != nil:
		return "n" + e.note.Of + string(e.note.Kind) + strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return -1
			}
			return r
		}, e.note.Text)
	case e.stream != nil:
		return fmt.Sprint("s", e.stream.name, e.stream.a, e.stream.b, e.stream.there == 0, e.stream.back == 0, e.stream.lost > 0, e.stream.faults)
	}
	return e.folded
}

// foldedText says what is left out: what it is, how often and for how long.
func foldedText(pattern, hidden []entry, times int) string {
	var names []string
	for _, e := range pattern {
		name := ""
		switch {
		case e.message != nil:
			name = e.message.Name
		case e.stream != nil:
			name = e.stream.name
		}
		if name != "" && (len(names) == 0 || names[len(names)-1] != name) && len(names) < 4 {
			names = append(names, name)
		}
	}
	what := "the same"
	if len(names) > 0 {
		what = strings.Join(names, ", ")
	}
	text := fmt.Sprintf("%s, %s times more", what, thousands(times))
	if times == 1 {
		text = what + ", once more"
	}
	if took := hidden[len(hidden)-1].end.Sub(hidden[0].at); took > 0 {
		text += " in " + duration(took)
	}
	return text + ": folded"
}

// cut leaves the middle out of what is still too long, and says so.
func cut(list []entry, most int) []entry {
	if len(list) <= most {
		return list
	}
	head := most / 2
	tail := most - head - 1
	hidden := list[head : len(list)-tail]
	text := fmt.Sprintf("%s rows left out", thousands(len(hidden)))
	if took := hidden[len(hidden)-1].end.Sub(hidden[0].at); took > 0 {
		text += ", " + duration(took)
	}
	short := append([]entry{}, list[:head]...)
	short = append(short, entry{at: hidden[0].at, end: hidden[len(hidden)-1].end, folded: text + ": ask for less time, or fewer kinds"})
	return append(short, list[len(list)-tail:]...)
}
