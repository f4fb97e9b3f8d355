package explain

import (
	"fmt"
	"strings"

	"ruthere/ladder"
)

// Story is the report as what a ladder is drawn of: one negotiation after the other, with what each failed of. Where all
// messages have time stamps that grow, they are the axis; otherwise a rung stands where it stands in the file.
func (r *Report) Story() ladder.Story {
	s := ladder.Story{Title: "What the file shows: " + kindNames[r.File.Kind]}
	known, missing := map[string]bool{}, 0
	name := func(address, otherwise string) string {
		n := orWord(address, otherwise)
		if !known[n] && len(known) < mostLanes {
			known[n] = true
			s.Participants = append(s.Participants, ladder.Participant{Name: n})
		}
		return n
	}
	for i, n := range r.Negotiations {
		left, right := name(n.Local, orWord(n.Host, "this side")), name(n.Peer, "peer")
		if !known[left] || !known[right] || left == right {
			missing++
			continue
		}
		s.Items = append(s.Items, ladder.Note{Of: left, With: right, Kind: ladder.KindRemark,
			Text: fmt.Sprintf("negotiation %d, from %s %d", i+1, r.File.unitOf(), n.First.Number)})
		s.Items = append(s.Items, r.rungs(i+1, n, left, right)...)
	}
	if missing > 0 {
		s.Title += fmt.Sprintf(" (without %d of %d negotiations: more than %d columns cannot be read)",
			missing, len(r.Negotiations), mostLanes)
	}
	s.Items = withInstants(s.Items, r.stamps())
	return s
}

// mostLanes bounds the participants: more cannot be read.
const mostLanes = 6

// rungs are the messages of a negotiation, what is missing, and what is to be said of it.
func (r *Report) rungs(number int, n *Negotiation, left, right string) (items []ladder.Item) {
	failed := map[string]bool{}
	for _, f := range r.Findings {
		if f.Negotiation == number && !f.End {
			failed[f.Failed] = true
		}
	}
	for _, m := range n.Messages {
		from, to := right, left
		if m.Sent {
			from, to = left, right
		}
		one := ladder.Message{From: from, To: to, Name: shortName(m.Name), Payloads: m.Payloads, Meaning: m.Note, Kind: ladder.KindIKE,
			Failed: failed[m.Name]}
		items = append(items, one)
		for range min(m.Repeated, mostAgain) {
			one.Again = true
			items = append(items, one)
		}
	}
	if n.Established {
		items = append(items, ladder.Note{Of: left, With: right, Kind: ladder.KindState, Text: "phase 1 is complete", Tone: ladder.Good})
	}
	for _, f := range r.Findings {
		if f.Negotiation == number {
			tone := ladder.Bad
			if f.End {
				tone = ladder.Plain
			}
			items = append(items, ladder.Note{Of: left, With: right, Kind: ladder.KindRemark, Tone: tone,
				Text: fmt.Sprintf("%s (%s, %s)", f.Title, f.Cause, f.Sure)})
		}
	}
	return items
}

// shortName is MM1 for main 1, as ladders say it.
func shortName(name string) string {
	for _, w := range [][2]string{{"main ", "MM"}, {"aggressive ", "AM"}, {"quick ", "QM"}} {
		if number, is := strings.CutPrefix(name, w[0]); is {
			return w[1] + number
		}
	}
	return strings.ToUpper(name)
}
