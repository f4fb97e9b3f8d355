package ladder

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// An entry is what one row shows, before anybody knows where: an item, a stream of packets that are told together, or
// something that is left out.
type entry struct {
	at, end time.Time
	message *Message
	note    *Note
	stream  *stream
	folded  string // what is left out here
}

// A stream is packets between two participants that nothing else interrupts: so many there, so many back.
type stream struct {
	name        string
	a, b        string
	there, back int
	lost        int
	faults      []string
	bytes       int
}

// gather makes entries of items; packets of ESP and of other protocols become streams.
func gather(items []Item) (list []entry) {
	for _, i := range items {
		switch i := i.(type) {
		case Note:
			list = append(list, entry{at: i.At, end: i.At, note: &i})
		case Message:
			if i.Kind == KindIKE {
				list = append(list, entry{at: i.At, end: i.At, message: &i})
				continue
			}
			if n := len(list); n == 0 || !list[n-1].takes(i) {
				list = append(list, entry{at: i.At, stream: &stream{name: i.Name, a: i.From, b: i.To}})
			}
			list[len(list)-1].add(i)
		}
	}
	return list
}

// takes says whether a packet goes on with the stream that an entry is.
func (e *entry) takes(m Message) bool {
	s := e.stream
	return s != nil && s.name == m.Name && (s.a == m.From && s.b == m.To || s.a == m.To && s.b == m.From)
}

func (e *entry) add(m Message) {
	s := e.stream
	e.end = m.At
	if s.bytes += m.Size; m.From == s.a {
		s.there++
	} else {
		s.back++
	}
	if m.Lost {
		s.lost++
	}
	if m.Fault != "" && !slices.Contains(s.faults, m.Fault) && len(s.faults) < 3 {
		s.faults = append(s.faults, m.Fault)
	}
}

// text is such as "ESP x 120, 3.2 s".
func (s *stream) text(took time.Duration) string {
	text := s.name
	if n := s.there + s.back; n > 1 {
		text += fmt.Sprintf(" x %s", thousands(n))
		if took > 0 {
			text += ", " + duration(took)
		}
	}
	return text
}

// more says what the name does not: how many went which way, and what was lost.
func (s *stream) more() (lines []string) {
	if s.there > 0 && s.back > 0 {
		lines = append(lines, fmt.Sprintf("%s from %s, %s from %s", thousands(s.there), s.a, thousands(s.back), s.b))
	}
	switch {
	case s.lost > 0 && len(s.faults) > 0:
		lines = append(lines, fmt.Sprintf("%s lost: %s", thousands(s.lost), strings.Join(s.faults, ", ")))
	case s.lost > 0:
		lines = append(lines, fmt.Sprintf("%s lost", thousands(s.lost)))
	}
	return lines
}

// thousands is a number with commas.
func thousands(n int) string {
	text := fmt.Sprint(n)
	for at := len(text) - 3; at > 0; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// duration is a duration to the eye: 12 ms, 3.2 s, 9 min 30 s, 2 h 5 min.
func duration(d time.Duration) string {
	switch {
	case d < time.Second:
		return fmt.Sprintf("%d ms", d.Milliseconds())
	case d < 9950*time.Millisecond:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d < time.Minute:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d < time.Hour:
		return strings.TrimSuffix(fmt.Sprintf("%d min %d s", int(d.Minutes()), int(d.Seconds())%60), " 0 s")
	}
	return strings.TrimSuffix(fmt.Sprintf("%d h %d min", int(d.Hours()), int(d.Minutes())%60), " 0 min")
}
