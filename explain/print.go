package explain

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"strings"
)

func decimal(n int) string { return strconv.Itoa(n) }

// unitOf is what evidence is numbered in.
func (f *File) unitOf() string {
	if f.Kind == Packets {
		return "packet"
	}
	return "line"
}

var kindNames = map[Kind]string{IOS: "a debug log of IOS", Charon: "a log of charon (strongSwan)", Pluto: "a log of pluto (libreswan)",
	Packets: "captured packets"}

// Print writes the report for people.
func (r *Report) Print(w io.Writer) error {
	p := &printer{}
	f := r.File
	p.line("%s, %d %ss, %d negotiation%s", kindNames[f.Kind], f.Lines, f.unitOf(), len(r.Negotiations), plural(len(r.Negotiations)))
	for _, remark := range f.Remarks {
		p.line("note: %s", remark)
	}
	for i, n := range r.Negotiations {
		if i >= mostPrinted {
			p.line("")
			p.line("... %d more negotiations; --json has all", len(r.Negotiations)-i)
			break
		}
		if same := r.sameAs(i); same >= 0 {
			p.line("")
			p.line("Negotiation %d: as negotiation %d (%ss %d to %d)", i+1, same+1, f.unitOf(), n.First.Number, n.Last.Number)
			continue
		}
		r.negotiation(p, i+1, n)
	}
	for _, finding := range r.Findings {
		if finding.Negotiation == 0 {
			p.line("")
			p.finding(f, finding)
		}
	}
	if !r.Failed() && len(r.Negotiations) > 0 {
		p.line("")
		p.line("Nothing failed in this file.")
	}
	_, err := io.WriteString(w, p.text.String())
	return err
}

// sameAs is the first negotiation with the same peer that failed of the same; -1 if there is none.
func (r *Report) sameAs(which int) int {
	mine := r.causesOf(which + 1)
	if mine == "" {
		return -1
	}
	for i := range which {
		a, b := r.Negotiations[i], r.Negotiations[which]
		if a.Peer == b.Peer && a.Role == b.Role && a.Mode == b.Mode && a.Host == b.Host && r.causesOf(i+1) == mine {
			return i
		}
	}
	return -1
}

func (r *Report) causesOf(number int) string {
	var b strings.Builder
	for _, f := range r.Findings {
		if f.Negotiation == number {
			fmt.Fprint(&b, f.Cause, f.Sure, f.Failed, f.Differences)
		}
	}
	return b.String()
}

// mostPrinted bounds the negotiations of the text; JSON has all.
const mostPrinted = 50

func plural(n int) string {
	if n == 1 {
		return ""
	}
	return "s"
}

type printer struct{ text strings.Builder }

func (p *printer) line(format string, args ...any) {
	fmt.Fprintf(&p.text, format, args...)
	p.text.WriteByte('\n')
}

func (r *Report) negotiation(p *printer, number int, n *Negotiation) {
	p.line("")
	p.line("Negotiation %d: %s (%ss %d to %d)", number, n.describe(), r.File.unitOf(), n.First.Number, n.Last.Number)
	p.ladder(r.File, n)
	found := 0
	for _, finding := range r.Findings {
		if finding.Negotiation == number {
			p.line("")
			p.finding(r.File, finding)
			found++
		}
	}
	if found == 0 {
		p.line("  %s", n.outcome())
	}
}

// describe says who talks with whom, as far as that is known.
func (n *Negotiation) describe() string {
	var b strings.Builder
	b.WriteString(orWord(string(n.Mode), "phase 1 is not in the file"))
	switch n.Role {
	case Initiator:
		fmt.Fprintf(&b, " that this side began with %s", orWord(n.Peer, "a peer"))
	case Responder:
		fmt.Fprintf(&b, " that %s began", orWord(n.Peer, "a peer"))
	case Observer:
		fmt.Fprintf(&b, " from %s to %s", n.Local, n.Peer)
	default:
		fmt.Fprintf(&b, " with %s", orWord(n.Peer, "a peer"))
	}
	if n.Name != "" {
		fmt.Fprintf(&b, ", connection %s", n.Name)
	}
	if n.Host != "" {
		fmt.Fprintf(&b, ", logged by %s", n.Host)
	}
	return b.String()
}

// outcome is said where there is no finding.
func (n *Negotiation) outcome() string {
	up := 0
	for _, q := range n.Quick {
		if q.Established {
			up++
		}
	}
	switch {
	case n.Established && up > 0:
		return fmt.Sprintf("phase 1 and %d quick mode%s succeeded", up, plural(up))
	case n.Established:
		return "phase 1 succeeded; the file has no quick mode of it"
	case up > 0:
		return fmt.Sprintf("%d quick mode%s succeeded", up, plural(up))
	}
	return "the file has only its end, or something about it"
}

// mostRungs bounds the messages of one ladder in the text.
const mostRungs = 24

// ladder draws the messages as far as they went.
func (p *printer) ladder(f *File, n *Negotiation) {
	for i, m := range n.Messages {
		if i >= mostRungs {
			p.line("  ... %d more", len(n.Messages)-i)
			break
		}
		arrow, name := "  <--", m.Name
		if m.Sent {
			arrow = "-->  "
		}
		if len(m.Payloads) > 0 {
			name += " [" + strings.Join(m.Payloads, " ") + "]"
		}
		if m.Note != "" {
			name += ": " + m.Note
		}
		if m.Repeated > 0 {
			name += fmt.Sprintf(" (seen %d more time%s)", m.Repeated, plural(m.Repeated))
		}
		p.line("  %s %-60s %s %d", arrow, name, f.unitOf(), m.At.Number)
	}
}

func (p *printer) finding(f *File, x Finding) {
	word := "Failed"
	if x.End {
		word = "Note"
	}
	p.line("%s: %s [%s, %s]", word, x.Title, x.Cause, x.Sure)
	if x.Failed != "" {
		p.line("  message: %s", x.Failed)
	}
	if x.Why != "" {
		p.wrapped("  why: ", x.Why)
	}
	if x.RFC != "" {
		p.line("  see: %s", x.RFC)
	}
	for _, d := range x.Differences {
		p.line("  differs: %s: ours %s, theirs %s", d.Attribute, orWord(d.Ours, "not shown"), orWord(d.Theirs, "not shown"))
	}
	for _, e := range x.Evidence {
		p.line("  %s %d: %s", f.unitOf(), e.Number, e.Text)
	}
	for _, s := range x.Change {
		p.line("  change %s:", s.Where)
		for _, l := range s.Lines {
			p.line("      %s", l)
		}
	}
	if x.Next != "" {
		p.wrapped("  next: ", x.Next)
	}
}

// wrapped writes text in lines of at most 100 columns.
func (p *printer) wrapped(head, text string) {
	line := head
	for _, word := range strings.Fields(text) {
		if len(line)+1+len(word) > 100 && strings.TrimSpace(line) != "" {
			p.line("%s", strings.TrimRight(line, " "))
			line = strings.Repeat(" ", len(head))
		}
		if line != head && !strings.HasSuffix(line, " ") {
			line += " "
		}
		line += word
	}
	p.line("%s", line)
}

// JSON writes the report for programs; docs/explain.md describes it.
func (r *Report) JSON(w io.Writer) error {
	type message struct {
		Name     string   `json:"name"`
		Sent     bool     `json:"sent"`
		Payloads []string `json:"payloads,omitempty"`
		Note     string   `json:"note,omitempty"`
		Repeated int      `json:"repeated,omitempty"`
		Time     string   `json:"time,omitempty"`
		At       int      `json:"at"`
	}
	type negotiation struct {
		Peer        string    `json:"peer,omitempty"`
		Local       string    `json:"local,omitempty"`
		Host        string    `json:"host,omitempty"`
		Connection  string    `json:"connection,omitempty"`
		Cookies     string    `json:"cookies,omitempty"`
		Mode        Mode      `json:"mode,omitempty"`
		Role        Role      `json:"role,omitempty"`
		Established bool      `json:"established"`
		QuickModes  int       `json:"quickModes"`
		QuickUp     int       `json:"quickModesUp"`
		First       int       `json:"first"`
		Last        int       `json:"last"`
		Messages    []message `json:"messages"`
	}
	out := struct {
		Kind         Kind          `json:"kind"`
		Count        int           `json:"count"`
		Unit         string        `json:"unit"`
		Failed       bool          `json:"failed"`
		Remarks      []string      `json:"remarks,omitempty"`
		Findings     []Finding     `json:"findings"`
		Negotiations []negotiation `json:"negotiations"`
	}{r.File.Kind, r.File.Lines, r.File.unitOf(), r.Failed(), r.File.Remarks, append([]Finding{}, r.Findings...), []negotiation{}}
	for _, n := range r.Negotiations {
		one := negotiation{Peer: n.Peer, Local: n.Local, Host: n.Host, Connection: n.Name, Cookies: n.Cookies, Mode: n.Mode, Role: n.Role,
			Established: n.Established, QuickModes: len(n.Quick), First: n.First.Number, Last: n.Last.Number, Messages: []message{}}
		for _, q := range n.Quick {
			if q.Established {
				one.QuickUp++
			}
		}
		for _, m := range n.Messages {
			one.Messages = append(one.Messages, message{m.Name, m.Sent, m.Payloads, m.Note, m.Repeated, m.Time, m.At.Number})
		}
		out.Negotiations = append(out.Negotiations, one)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(out)
}
