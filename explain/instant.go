package explain

import (
	"strings"
	"time"

	"ruthere/ladder"
)

// mostAgain is how often a repeated message is drawn.
const mostAgain = 3

// stampForms are the forms of time stamps, of routers and daemons. A year that is not there is year 0, which is a leap
// year and compares as any other; uptime is a time of day.
var stampForms = []string{"Jan 2 15:04:05.999999", "Jan 2 2006 15:04:05.999999", "2006-01-02T15:04:05.999999", "2006-01-02 15:04:05.999999",
	"15:04:05.999999"}

// instant reads a time stamp as it stands in a file.
func instant(text string) (time.Time, bool) {
	words := strings.Fields(strings.TrimLeft(text, "*."))
	if n := len(words); n > 1 && !strings.ContainsAny(words[n-1], "0123456789") {
		words = words[:n-1] // the name of a time zone
	}
	text = strings.TrimSuffix(strings.Join(words, " "), ":")
	for _, form := range stampForms {
		if at, err := time.Parse(form, text); err == nil {
			return at.Add(time.Hour * 24 * 366), true // never the zero time, which stands for none
		}
	}
	return time.Time{}, false
}

// stamps are the instants of the messages that Story draws, repetitions as zeros; nil if a message has none, or if they
// do not grow: clocks are set, and logs of two routers are put together.
func (r *Report) stamps() (list []time.Time) {
	var last time.Time
	for _, n := range r.Negotiations {
		for _, m := range n.Messages {
			at, ok := instant(m.Time)
			if !ok || at.Before(last) {
				return nil
			}
			last = at
			list = append(list, at)
			for range min(m.Repeated, mostAgain) {
				list = append(list, time.Time{})
			}
		}
	}
	return list
}

// withInstants gives messages their instants, if there is one for each.
func withInstants(items []ladder.Item, stamps []time.Time) []ladder.Item {
	messages := 0
	for _, item := range items {
		if _, is := item.(ladder.Message); is {
			messages++
		}
	}
	if messages != len(stamps) {
		return items
	}
	for i, item := range items {
		if m, is := item.(ladder.Message); is {
			m.At, stamps = stamps[0], stamps[1:]
			items[i] = m
		}
	}
	return items
}
