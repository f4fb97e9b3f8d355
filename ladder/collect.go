package ladder

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"ruthere/event"
)

// A Collector makes a story of what happens in a lab: of its packets and of what its routers tell. It remembers the last
// sixty thousand of either.
type Collector struct {
	nodes    []string
	passages *passages
	events   []event.Stamped
	lost     int // events that are forgotten
}

// NewCollector returns one for a lab with these routers and hosts, which stand from left to right in this order.
func NewCollector(nodes []string) *Collector {
	return &Collector{nodes: nodes, passages: newPassages()}
}

// Cross takes a packet that is put on a wire.
func (c *Collector) Cross(x Crossing) { c.passages.cross(x) }

// eventsKept bounds what is remembered; the oldest go first.
const eventsKept = 60_000

// Event takes what has changed.
func (c *Collector) Event(e event.Stamped) {
	if log, ok := e.Event.(event.Log); ok && !selects(log) {
		return
	}
	if c.events = append(c.events, e); len(c.events) > eventsKept {
		c.lost += eventsKept / 10
		c.events = slices.Delete(c.events, 0, eventsKept/10)
	}
}

// selects chooses lines of the log: about the tunnels, and warnings and worse. Interfaces have notes of their own; what
// debugging says is what the picture shows.
func selects(log event.Log) bool {
	switch {
	case log.Facility == "", log.Facility == "LINK", log.Facility == "LINEPROTO":
		return false
	case strings.HasPrefix(log.Facility, "CRYPTO"):
		return log.Severity <= 5
	}
	return log.Severity <= 4
}

// Story is what happened up to an instant.
func (c *Collector) Story(title string, now time.Time) Story {
	s := Story{Title: title}
	messages := c.passages.messages(now)
	for _, name := range c.nodes {
		part := slices.ContainsFunc(messages, func(m Message) bool { return m.From == name || m.To == name })
		if part {
			s.Participants = append(s.Participants, Participant{name, c.addressOf(name)})
		}
	}
	var notes []Item
	n := noting{s: &s, owners: c.passages.owners, links: map[string]event.State{}, off: map[string]bool{}}
	if forgotten := c.lost + c.passages.left; forgotten > 0 {
		notes = append(notes, Note{Text: fmt.Sprintf("%s older packets and changes are forgotten", thousands(forgotten)), Kind: KindRemark})
	}
	for _, e := range c.events {
		if note, ok := n.note(e); ok {
			notes = append(notes, note)
		}
	}
	s.Items = merge(notes, messages)
	s.Lifetimes = livesOf(c.events, c.passages.owners, now)
	s.Lifetimes.Title = title
	return s
}

// merge puts notes before the messages of the same instant: a state changes, and then its message leaves.
func merge(notes []Item, messages []Message) (items []Item) {
	items = append(items, notes...)
	for _, m := range messages {
		items = append(items, m)
	}
	sortByTime(items)
	return items
}

// addressOf is the address that a participant sends its first message from, else one that it was reached at.
func (c *Collector) addressOf(name string) string {
	for _, p := range c.passages.all {
		if p.From == name && p.sent.IsValid() {
			return p.sent.String()
		}
	}
	for _, p := range c.passages.all {
		if !p.Lost && p.last == name {
			return p.dst.String()
		}
	}
	return ""
}

// A noting makes notes of events.
type noting struct {
	s      *Story
	owners map[netip.Addr]string
	links  map[string]event.State // interfaces that have been up since the boot
	off    map[string]bool        // routers that were, once
	fault  string                 // the last that was told, and when
	at     time.Time
}

func (n *noting) note(e event.Stamped) (note Note, ok bool) {
	note = Note{At: e.At, Of: e.Router, Kind: KindState}
	if e.Router != "" && n.s.find(e.Router) < 0 {
		return note, false
	}
	switch v := e.Event.(type) {
	case event.Transition:
		note.Text, note.With = v.To, n.peer(v.Remote.Addr())
	case event.ISAKMPSA:
		note.With = n.peer(v.Remote.Addr())
		ok = note.became("ISAKMP SA", v.State, v.Reason)
		return note, ok
	case event.IPsecSA:
		note.With = n.peer(v.Remote)
		ok = note.became("IPsec SA", v.State, v.Reason)
		return note, ok
	case event.DPD:
		note.With, note.Kind = n.peer(v.Remote), KindTimer
		switch v.State {
		case event.AskedAgain:
			note.Text = fmt.Sprintf("no answer, asks again (%d)", v.Misses)
		case event.Dead:
			note.Text, note.Tone = "DPD: the peer is dead", Bad
		default:
			return note, false
		}
	case event.Log:
		note.Kind, note.Text = KindLog, v.Text
	case event.Fault:
		return n.aboutFault(note, v)
	default:
		return n.machine(note, v)
	}
	return note, true
}

// machine notes what happens to a router as a whole.
func (n *noting) machine(note Note, e event.Event) (Note, bool) {
	switch v := e.(type) {
	case event.Peer:
		note.Text = fmt.Sprintf("turns from peer %s to %s: %s", v.From, v.To, v.Reason)
	case event.Interface:
		key := note.Of + " " + v.Name
		before, was := n.links[key]
		if !was && v.State != event.Up { // it boots
			return note, false
		}
		if n.links[key] = v.State; !was || before == v.State {
			return note, false
		}
		note.Text = fmt.Sprintf("%s is %s", v.Name, v.State)
		if v.State != event.Up {
			note.Tone = Bad
		}
	case event.Router:
		note.Text = "the router is off"
		switch v.State {
		case event.Reloading:
			note.Text = "the router reloads"
			n.off[note.Of] = true
		case event.Booted:
			note.Text = "the router is up"
			for key := range n.links {
				if strings.HasPrefix(key, note.Of+" ") {
					delete(n.links, key)
				}
			}
			return note, n.off[note.Of]
		default:
			note.Tone, n.off[note.Of] = Bad, true
		}
	default:
		return note, false
	}
	return note, true
}

// became words the end or the beginning of an SA; that it was begun says the first message.
func (note *Note) became(what string, s event.State, why event.Reason) bool {
	switch s {
	case event.Up:
		note.Text, note.Tone = what+" is up", Good
	case event.Down, event.Failed:
		note.Text, note.Tone = what+" is down", Bad
		if s == event.Failed {
			note.Text = what + " failed"
		}
		if why == event.Superseded || why == event.Operator || why == event.Lifetime {
			note.Tone = Plain
		}
		if why != "" {
			note.Text += ": " + strings.ReplaceAll(string(why), "-", " ")
		}
	default:
		return false
	}
	return true
}

// aboutFault notes a fault once, though it is told for each direction.
func (n *noting) aboutFault(note Note, v event.Fault) (Note, bool) {
	note.Kind, note.Tone = KindFault, Bad
	note.Text = "fault: " + v.Text
	switch v.State {
	case event.Hit:
		return note, false
	case event.Cleared:
		note.Text, note.Tone = "fault ends: "+v.Name, Good
	}
	if n.fault == note.Text && n.at.Equal(note.At) {
		return note, false
	}
	n.fault, n.at = note.Text, note.At
	return note, true
}

func (n *noting) peer(a netip.Addr) string {
	if name, ok := n.owners[a]; ok && n.s.find(name) >= 0 {
		return name
	}
	return ""
}
