package explain

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// A record is one message of an IOS log, put together from the lines that a terminal or a message of several lines made
// of it.
type record struct {
	number   int    // of its first line
	text     string // from its time stamp on; newlines where the message has them
	host     string // who sent it to a syslog server
	time     string
	body     string // behind the stamp
	squeezed string // the body without spaces: dialects differ in them, and a wrapped line has lost or won some
}

// evidence is the line to quote. What was typed at a prompt is not: there are secrets in it.
func (r record) evidence() Evidence {
	text, _, _ := strings.Cut(r.text, "\n")
	if prompt.MatchString(text) {
		if text, _, _ = strings.Cut(r.body, "\n"); prompt.MatchString(text) {
			text = prompt.FindString(text) + " ..."
		}
	}
	return Evidence{r.number, clip(strings.TrimSpace(text))}
}

// clip bounds a quoted line.
func clip(text string) string {
	const most = 200
	text = strings.ToValidUTF8(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text), "?")
	if len(text) <= most {
		return text
	}
	cut := most
	for !utf8.RuneStart(text[cut]) {
		cut--
	}
	return text[:cut] + "..."
}

const (
	stampPattern = `[*.]?(?:\w{3} +\d{1,2} (?:\d{4} )?)?\d{1,2}:\d{2}:\d{2}(?:\.\d{1,6})?(?: [A-Z]{2,5})?: `
	uptime       = `\d{1,2}w\d{1,2}d: |\d{1,3}d\d{1,2}h: `
)

// A message begins with a time stamp or with one of the words that begin messages of IOS.
var (
	beginning = regexp.MustCompile(`(?:` + stampPattern + `|` + uptime + `)|ISAKMP(?:-PAK|-ERROR)? ?: ?|ISAKMP \(|IPSEC(?::)?\(|` +
		`IKEv2(?:-[A-Z]+)?:|%[A-Z][A-Z0-9_]+-\d-[A-Z0-9_]+: `)
	stamp     = regexp.MustCompile(`^(?:` + stampPattern + `|` + uptime + `)`)
	prompt    = regexp.MustCompile(`^[A-Za-z][\w.-]*(?:\([\w-]+\))?[>#]`)
	bareWords = regexp.MustCompile(`^(?:insert sa successfully|Crypto mapdb|map_db_|\(ipsec_process_proposal\)|` +
		`Crypto ISAKMP debugging|dst +src +state)`)
	syslog = regexp.MustCompile(`^(?:<\d+>)?(?:\d+: )?(?:\w{3} +\d{1,2} \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.]+\S*) +(\S+) `)
	saRow  = regexp.MustCompile(`^(\d+\.\d+\.\d+\.\d+)\s+(\d+\.\d+\.\d+\.\d+)\s+([A-Z]\w+)\s+\d+`)
)

// mostContinued bounds the lines of one message.
const mostContinued = 24

// A recorder puts lines together into records.
type recorder struct {
	give      func(record)
	open      record
	isOpen    bool
	continued int
	last      string // the physical line before
}

// line takes one line of the file.
func (r *recorder) line(number int, line string) {
	line = strings.TrimRight(line, "\r\n")
	wrapped := r.isOpen && isWrapped(r.last, line)
	at := findBeginning(line)
	switch {
	case wrapped && (at == nil || at[0] > 0 && !syslog.MatchString(line)):
		r.open.text += line
		r.continued++
	case at != nil:
		r.begin(number, line, at[0])
	case prompt.MatchString(line), bareWords.MatchString(line), saRow.MatchString(line):
		r.begin(number, line, 0)
	case r.isOpen && r.continued < mostContinued:
		r.open.text += "\n" + line
		r.continued++
	}
	r.last = line
}

// findBeginning is where a message begins in a line. Most begin with their stamp, which is found quickly.
func findBeginning(line string) []int {
	if strings.HasPrefix(line, "ISAKMP") || line == "" {
		return beginning.FindStringIndex(line)
	}
	if c := line[0]; c == '*' || c == '.' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' {
		if at := stamp.FindStringIndex(line); at != nil {
			return at
		}
	}
	if !strings.Contains(line, ": ") && !strings.Contains(line, "ISAKMP") && !strings.Contains(line, "IPSEC") &&
		!strings.HasPrefix(line, "IKEv2") {
		return nil
	}
	return beginning.FindStringIndex(line)
}

// isWrapped says whether a terminal broke a line that was too long for it. One that begins with white space goes on by
// itself, unless the line before is full.
func isWrapped(before, line string) bool {
	n := utf8.RuneCountInString(before)
	full := n == 80 || n == 132
	near := n >= 76 && n < 80
	return full && line != "" || near && line != "" && line[0] != ' ' && line[0] != '\t' && !strings.HasSuffix(before, ".")
}

func (r *recorder) begin(number int, line string, at int) {
	r.end()
	host := ""
	if m := syslog.FindStringSubmatch(line[:at]); m != nil {
		host = m[1]
	} else if m := syslog.FindStringSubmatch(line); m != nil && at == 0 {
		host = hostBehindStamp(line)
	}
	r.open, r.isOpen, r.continued = record{number: number, text: line[at:], host: host}, true, 0
}

// hostBehindStamp finds the sender in a line that begins with a syslog server's own stamp; "" if there is none.
func hostBehindStamp(line string) string {
	m := syslog.FindStringSubmatch(line)
	if m == nil || strings.HasSuffix(m[1], ":") || strings.HasPrefix(m[1], "%") || strings.HasPrefix(m[1], "ISAKMP") {
		return ""
	}
	return m[1]
}

// end gives the open record away; one that holds several messages, for a terminal mixed them, as several.
func (r *recorder) end() {
	if !r.isOpen {
		return
	}
	r.isOpen = false
	one := r.open
	one.body = one.text
	for range 3 { // the server's stamp, then the router's
		at := stamp.FindStringIndex(one.body)
		if at == nil {
			break
		}
		one.time, one.body = strings.TrimSuffix(strings.TrimSpace(one.body[:at[1]]), ":"), one.body[at[1]:]
	}
	starts := message.FindAllStringIndex(one.body, 8)
	if len(starts) > 0 && starts[0][0] > 0 && starts[0][0] < 60 && !bareWords.MatchString(one.body) {
		skip := starts[0][0]
		one.body = one.body[skip:]
		for i := range starts {
			starts[i][0] -= skip
		}
	}
	for i := 1; i < len(starts); i++ {
		part := one
		part.body = one.body[starts[i-1][0]:starts[i][0]]
		r.give(part.squeeze())
	}
	if len(starts) > 1 {
		one.body = one.body[starts[len(starts)-1][0]:]
	}
	r.give(one.squeeze())
}

var message = regexp.MustCompile(`ISAKMP(?:-PAK|-ERROR)?[ :]{1,2}\(|ISAKMP:|ISAKMP : |IPSEC:?\(|%[A-Z][A-Z0-9_]+-\d-[A-Z0-9_]+:`)

func (r record) squeeze() record {
	r.squeezed = strings.Map(func(c rune) rune {
		switch c {
		case ' ', '\t', '\r', 0xa0:
			return -1
		}
		return c
	}, r.body)
	return r
}
