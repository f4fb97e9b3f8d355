package lab

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
	"time"

	"ruthere/lab/fault"
)

// A Span is a length of time; in JSON whole microseconds.
type Span time.Duration

// MarshalJSON implements json.Marshaler.
func (s Span) MarshalJSON() ([]byte, error) {
	return strconv.AppendInt(nil, time.Duration(s).Microseconds(), 10), nil
}

// An Overview is what there is in a lab and how it is: what `lab show` prints, with --json as JSON (docs/json.md).
type Overview struct {
	Schema      int               `json:"schema"`
	Time        string            `json:"time"` // RFC 3339, with nanoseconds
	Routers     []RouterState     `json:"routers"`
	Hosts       []HostState       `json:"hosts"`
	Translators []TranslatorState `json:"translators"`
	Links       []LinkState       `json:"links"`
	Faults      []FaultState      `json:"faults"`
}

// RouterState is a router of a lab.
type RouterState struct {
	Name     string   `json:"name"`
	Release  string   `json:"release"`
	On       bool     `json:"on"`
	Hostname string   `json:"hostname,omitempty"` // "" while it is off
	Manners  []string `json:"manners"`            // in which it misbehaves
}

// HostState is a host.
type HostState struct {
	Name    string       `json:"name"`
	Address netip.Prefix `json:"address"`
	Last    string       `json:"last_ping,omitempty"` // what came of it
}

// LinkState is a wire, with those of its directions that are not as the topology says.
type LinkState struct {
	Name    string     `json:"name"`
	Ends    []string   `json:"ends"`
	Delay   Span       `json:"delay_microseconds"`
	Rate    int64      `json:"bits_per_second,omitempty"`
	Queue   int        `json:"queue_packets,omitempty"`
	Jitter  Span       `json:"jitter_microseconds,omitempty"`
	Reorder bool       `json:"reorders,omitempty"`
	MTU     int        `json:"mtu_bytes,omitempty"`
	Ways    []WayState `json:"struck"`
}

// WayState is a direction of a wire.
type WayState struct {
	From      string  `json:"from"`
	To        string  `json:"to"`
	Text      string  `json:"text"` // in which ways it differs
	Cut       bool    `json:"cut"`
	Delay     Span    `json:"delay_microseconds"`
	Loss      float64 `json:"loss_percent"`
	Duplicate float64 `json:"duplicate_percent"`
}

// FaultState is a fault, until it is healed.
type FaultState struct {
	Name string `json:"name"`
	Text string `json:"sentence"`
	Hits int    `json:"hits"` // packets that it has struck
	Held int    `json:"held"`
	Over bool   `json:"over"`
	Left Span   `json:"left_microseconds,omitempty"` // until it ends by itself; 0 = it does not

	packets bool // it strikes packets, and is no manner of a router: nothing else of the overview shows it
}

// Overview tells what there is and how it is.
func (l *Lab) Overview() Overview {
	o := Overview{Schema: 1, Time: l.now.UTC().Format("2006-01-02T15:04:05.000000000Z07:00"), Routers: []RouterState{}, Hosts: []HostState{},
		Translators: []TranslatorState{}, Links: []LinkState{}, Faults: l.faultStates()}
	for _, m := range l.machines {
		s := RouterState{Name: m.Name, Release: m.Release.Mark(), On: m.box != nil, Manners: []string{}}
		if s.On {
			s.Hostname = m.box.Hostname()
		}
		for _, one := range m.kinds {
			s.Manners = append(s.Manners, one.name)
		}
		o.Routers = append(o.Routers, s)
	}
	for _, h := range l.hosts {
		o.Hosts = append(o.Hosts, HostState{h.Name, h.Address, h.last})
	}
	for _, t := range l.translators {
		o.Translators = append(o.Translators, t.state())
	}
	for _, w := range l.wires {
		o.Links = append(o.Links, w.linkState())
	}
	return o
}

func (w *wire) linkState() LinkState {
	s := LinkState{Name: w.name, Delay: Span(w.normal.delay), Ways: []WayState{},
		Jitter: Span(w.jitter.most), Reorder: w.jitter.reorders, MTU: w.normal.mtu}
	if n := w.lines[0][0]; n != nil {
		s.Rate, s.Queue = n.bits, n.queue
	}
	for _, p := range w.ends {
		s.Ends = append(s.Ends, End{p.nodeName(), p.iface}.String())
	}
	for from, row := range w.ways {
		for to, d := range row {
			if normal := w.normalWay(from, to); from != to && d != normal {
				s.Ways = append(s.Ways, WayState{w.ends[from].nodeName(), w.ends[to].nodeName(), d.differencesFrom(normal), d.cut,
					Span(d.delay), d.loss, d.duplicate})
			}
		}
	}
	return s
}

func (l *Lab) faultStates() []FaultState {
	list := []FaultState{}
	for _, f := range l.faults {
		s := FaultState{Name: f.Name, Text: f.text(), Hits: f.hits, Held: len(f.held), Over: f.over,
			packets: f.StrikesPackets() && f.of == nil && !f.over}
		if !f.over && !f.until.IsZero() {
			s.Left = Span(f.until.Sub(l.now))
		}
		list = append(list, s)
	}
	return list
}

func runShow(l *Lab, args []string) (string, error) {
	if len(args) == 0 {
		return l.Overview().text(), nil
	}
	if args[0] != "--json" {
		return "", fmt.Errorf("%q is not --json", args[0])
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(l.Overview())
	return b.String(), err
}

// text is what `lab show` prints.
func (o Overview) text() string {
	var b strings.Builder
	for _, r := range o.Routers {
		state := "switched off"
		if r.On {
			state = "running IOS " + strings.ToUpper(r.Release)
		}
		fmt.Fprintf(&b, "router %-12s %s\n", r.Name, strings.Join(append([]string{state}, r.Manners...), ", "))
	}
	for _, h := range o.Hosts {
		fmt.Fprintf(&b, "host   %-12s %s", h.Name, h.Address)
		if h.Last != "" {
			fmt.Fprintf(&b, "; last: %s", h.Last)
		}
		b.WriteByte('\n')
	}
	for _, t := range o.Translators {
		fmt.Fprintf(&b, "translator %-8s %s inside, %s outside; %s, %d mappings\n", t.Name, t.Inside, t.Outside, t.Mapping, len(t.Mappings))
	}
	for _, k := range o.Links {
		fmt.Fprintf(&b, "link   %-12s %s, %s\n", k.Name, strings.Join(k.Ends, " -- "), k.lineText())
		for _, w := range k.Ways {
			fmt.Fprintf(&b, "       %s -> %s: %s\n", w.From, w.To, w.Text)
		}
	}
	for _, f := range o.Faults {
		if f.packets {
			fmt.Fprintf(&b, "fault  %-12s %s\n", f.Name, f.Text)
		}
	}
	return b.String()
}

// lineText says what the link does to packets by itself.
func (k *LinkState) lineText() string {
	says := []string{time.Duration(k.Delay).String()}
	if k.Jitter > 0 {
		text := "jitter " + time.Duration(k.Jitter).String()
		if k.Reorder {
			text += " (reorders)"
		}
		says = append(says, text)
	}
	if k.Rate > 0 {
		says = append(says, "rate "+fault.RateText(k.Rate))
	}
	if k.Queue > 0 {
		says = append(says, "queue "+strconv.Itoa(k.Queue))
	}
	if k.MTU > 0 {
		says = append(says, "mtu "+strconv.Itoa(k.MTU))
	}
	return strings.Join(says, ", ")
}

// faultTable lists faults with how often each has struck.
func faultTable(faults []FaultState) string {
	if len(faults) == 0 {
		return "no faults\n"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%-16s %6s  %s\n", "Name", "Hits", "Fault")
	for _, f := range faults {
		fmt.Fprintf(&b, "%-16s %6d  %s", f.Name, f.Hits, f.Text)
		switch {
		case f.Held > 0:
			fmt.Fprintf(&b, " (%d held)", f.Held)
		case f.Over:
			b.WriteString(" (over)")
		case f.Left > 0:
			fmt.Fprintf(&b, " (%s left)", fault.TimeText(time.Duration(f.Left).Truncate(time.Millisecond)))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// differencesFrom says in which ways a direction is not as normal.
func (d direction) differencesFrom(normal direction) string {
	var says []string
	if d.cut {
		says = append(says, "cut")
	}
	if d.delay != normal.delay {
		says = append(says, "takes "+d.delay.String())
	}
	if d.loss != normal.loss {
		says = append(says, "loses "+percentText(d.loss))
	}
	if d.duplicate != normal.duplicate {
		says = append(says, "doubles "+percentText(d.duplicate))
	}
	if d.line != normal.line {
		says = append(says, "sends "+strconv.FormatInt(d.line.bits, 10)+" bits a second")
	}
	if d.mtu != normal.mtu {
		says = append(says, "loses what is longer than "+strconv.Itoa(d.mtu)+" bytes")
	}
	return strings.Join(says, ", ")
}

func percentText(n float64) string { return strconv.FormatFloat(n, 'g', -1, 64) + " percent" }
