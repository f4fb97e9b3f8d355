package lab

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"ruthere/lab/fault"
	"ruthere/lab/meaning"
)

// An occurrence is something that happens: it has been seen, or not yet.
type occurrence struct {
	what    string
	found   bool
	last    string // of its kind
	packets func(l *Lab, p *meaning.Packet) (text string, of, match bool)
	lines   func(router, text string) (of, match bool)
}

func (o *occurrence) holds(*Lab) bool { return o.found }

func (o *occurrence) seen(*Lab) string {
	switch {
	case o.found:
		return o.what + " was seen"
	case o.last == "":
		return o.what + " was not seen, nor another"
	}
	return o.what + " was not seen; the last was " + o.last
}

func (o *occurrence) packetSent(l *Lab, p *meaning.Packet) {
	if o.packets == nil {
		return
	}
	if text, of, match := o.packets(l, p); of {
		o.last, o.found = text, o.found || match
	}
}

func (o *occurrence) lineLogged(router, text string) {
	if o.lines == nil {
		return
	}
	if of, match := o.lines(router, text); of {
		o.last, o.found = text, o.found || match
	}
}

func (r *conditionReader) watch(o *occurrence) expression {
	r.condition.watchers = append(r.condition.watchers, o)
	return o
}

func readLogFact(r *conditionReader, words []word) (expression, error) {
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
		lines: func(router, text string) (of, match bool) {
			return router == m.Name, router == m.Name && pattern.MatchString(text)
		},
	}), nil
}

func readPacketFact(r *conditionReader, words []word) (expression, error) {
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
	subject := fault.Subject{Kind: fault.Any}
	if len(kind) > 0 {
		if subject, err = fault.ParseSubject(strings.Join(kind, " ")); err != nil {
			return nil, err
		}
	}
	what := strings.TrimSpace(fmt.Sprintf("packet %s %s %s", from.nodeName(), to.nodeName(), strings.Join(kind, " ")))
	return r.watch(&occurrence{what: what, packets: func(l *Lab, p *meaning.Packet) (string, bool, bool) {
		if !slices.Contains(l.addressesOf(from), p.IP.Src) || !slices.Contains(l.addressesOf(to), p.IP.Dst) {
			return "", false, false
		}
		return p.String(), true, subject.Takes(p)
	}}), nil
}
