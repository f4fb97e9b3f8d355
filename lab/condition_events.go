package lab

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ruthere/event"
	"ruthere/lab/fault"
	"ruthere/lab/meaning"
)

// An occurrence is something that happens: it has been seen, or not yet.
type occurrence struct {
	what    string
	found   bool
	last    string // of its kind
	packet  string // that was found, or else the last of its kind; with who sent it to whom, where
	packets func(l *Lab, w *wire, p *meaning.Packet) (of, match bool)
	lines   func(router string, line event.Log) (of, match bool)
}

func (o *occurrence) holds(*Lab) Truth { return truthOf(o.found) }

func (o *occurrence) seen(*Lab) string {
	switch {
	case o.found:
		return o.what + " was seen"
	case o.last == "":
		return o.what + " was not seen, nor another"
	}
	return o.what + " was not seen; the last was " + o.last
}

func (o *occurrence) packetSent(l *Lab, w *wire, p *meaning.Packet) {
	if o.packets == nil {
		return
	}
	if of, match := o.packets(l, w, p); of {
		if !o.found {
			o.packet = fmt.Sprintf("%s, from %s to %s on %s", p, p.IP.Src, p.IP.Dst, w.name)
		}
		o.last, o.found = p.String(), o.found || match
	}
}

func (o *occurrence) lineLogged(_ *Lab, router string, line event.Log) {
	if o.lines == nil {
		return
	}
	if of, match := o.lines(router, line); of {
		o.last, o.found = strings.TrimSpace(line.Stamp+" "+line.Text), o.found || match
	}
}

func (r *conditionReader) watch(o *occurrence) clause {
	r.condition.watchers = append(r.condition.watchers, o)
	return o
}

func readLogFact(r *conditionReader, words []word) (clause, error) {
	m, err := r.lab.findMachine(words[0].text)
	if err != nil {
		return nil, err
	}
	pattern, err := regexp.Compile(words[1].text)
	if err != nil {
		return nil, fmt.Errorf("%q is not a regular expression: %w", words[1].text, err)
	}
	return r.watch(&occurrence{
		what: fmt.Sprintf("log %s %q", m.Name, words[1].text),
		lines: func(router string, line event.Log) (of, match bool) {
			of = router == m.Name && (!quotesUsers(line) || strings.Contains(words[1].text, line.Mnemonic))
			return of, of && pattern.MatchString(strings.TrimSpace(line.Stamp+" "+line.Text))
		},
	}), nil
}

// quotesUsers says whether a line of the log repeats what somebody typed, which may be anything, another line too. It
// counts only for who asks for such lines by name.
func quotesUsers(line event.Log) bool {
	return line.Mnemonic == "CFGLOG_LOGGEDCMD" || strings.HasPrefix(line.Mnemonic, "USERLOG_")
}

func readPacketFact(r *conditionReader, words []word) (clause, error) {
	from, err := r.lab.findNode(words[0].text)
	if err != nil {
		return nil, err
	}
	to, err := r.lab.findNode(words[1].text)
	if err != nil {
		return nil, err
	}
	var kind []string
	for _, w := range words[2:] {
		kind = append(kind, w.text)
	}
	what := strings.TrimSpace(fmt.Sprintf("packet %s %s %s", from.nodeName(), to.nodeName(), strings.Join(kind, " ")))
	var on *wire
	if n := len(kind); n >= 2 && kind[n-2] == "on" {
		if on, err = r.lab.findWire(kind[n-1]); err != nil {
			return nil, err
		}
		kind = kind[:n-2]
	}
	subject := fault.Subject{Kind: fault.Any}
	if len(kind) > 0 {
		if subject, err = fault.ParseSubject(strings.Join(kind, " ")); err != nil {
			return nil, err
		}
	}
	o := &occurrence{what: what, packets: func(l *Lab, w *wire, p *meaning.Packet) (of, match bool) {
		of = (on == nil || w == on) && slices.Contains(l.addressesOf(from), p.IP.Src) && slices.Contains(l.addressesOf(to), p.IP.Dst)
		return of, of && subject.Takes(p)
	}}
	r.condition.packets = append(r.condition.packets, o)
	return r.watch(o), nil
}
