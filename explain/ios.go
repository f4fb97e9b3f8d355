package explain

import (
	"regexp"
	"strconv"
	"strings"
)

// iosReader reads what a router prints under debug crypto isakmp and debug crypto ipsec, in any release's spelling.
type iosReader struct {
	file    *File
	hosts   map[string]*iosHost
	records recorder
}

// An iosHost is one router in the file: a syslog server has many in one.
type iosHost struct {
	file    *File
	current *Negotiation            // that the lines without a name of their own belong to
	byID    map[string]*Negotiation // by connection id
	bySA    map[string]*Negotiation // by the pointer of the ISAKMP SA
	all     []*Negotiation
	quick   *Quick      // that lines about proposals belong to
	request *ipsecBlock // the last of IPSEC(sa_request) or IPSEC(validate_proposal_request)
	offer   *Offer      // that attribute lines belong to
	fresh   bool        // the next line about a peer begins a negotiation of ours
	name    string
}

// An ipsecBlock is what a message of debug crypto ipsec says an SA is about.
type ipsecBlock struct{ local, remote, localProxy, remoteProxy, transform string }

func newIOSReader(f *File) *iosReader {
	r := &iosReader{file: f, hosts: map[string]*iosHost{}}
	r.records.give = r.record
	return r
}

func (r *iosReader) line(number int, line string) { r.records.line(number, line) }

func (r *iosReader) end() { r.records.end() }

// iosPrefix is the front of a message, with the connection id that some have.
var iosPrefix = regexp.MustCompile(`^ISAKMP(?:-PAK|-ERROR)?:?(?:\(([0-9A-Z:/]*)\))?:*`)

func (r *iosReader) record(rec record) {
	h := r.hosts[rec.host]
	if h == nil {
		if len(r.hosts) >= 500 {
			return
		}
		h = &iosHost{file: r.file, byID: map[string]*Negotiation{}, bySA: map[string]*Negotiation{}, name: rec.host}
		r.hosts[rec.host] = h
	}
	if rec.body == "" {
		return
	}
	if m := rowOf(rec.body); m != nil {
		if len(r.file.SAs) < mostSigns {
			r.file.SAs = append(r.file.SAs, SARow{m[1], m[2], m[3], rec.evidence()})
		}
		return
	}
	if strings.HasPrefix(rec.squeezed, "CryptoISAKMPdebuggingison") || strings.Contains(upTo(rec.squeezed, "\n"), "#debugcryptoisakmp") {
		if r.file.Debugging.Number == 0 {
			r.file.Debugging = rec.evidence()
		}
		return
	}
	if strings.HasPrefix(rec.squeezed, "IKEv2") {
		r.file.second(rec.evidence())
		return
	}
	line := iosLine{record: rec, at: rec.evidence(), rest: rec.squeezed}
	if m := iosPrefix.FindStringSubmatchIndex(rec.squeezed); m != nil {
		if m[2] >= 0 {
			line.id = connectionID(rec.squeezed[m[2]:m[3]])
		}
		line.rest = rec.squeezed[m[1]:]
		r.file.Release = releaseOf(r.file.Release, rec)
	} else if strings.HasPrefix(rec.squeezed, "IPSEC") {
		r.file.IPsecDebug = true
	}
	for _, row := range iosRows() {
		if strings.HasPrefix(line.rest, row.begins) {
			line.rest = line.rest[len(row.begins):]
			row.do(h, line)
			return
		}
	}
	if line.id != "" && line.id != "0" { // a line that says nothing to us, but for whose it is
		h.find(line, "")
	}
}

// connectionID makes one name of what releases print: 0:1:HW:2, 0:268435457, 0:2, 1001.
func connectionID(text string) string {
	parts := strings.Split(text, ":")
	word := parts[len(parts)-1]
	if len(parts) == 4 {
		word = parts[1]
	}
	n, err := strconv.ParseUint(word, 10, 32)
	if err != nil {
		return "0"
	}
	if n >= 0x08000000 { // the number of a crypto engine is in the upper bits
		n &= 0xffff
	}
	return strconv.FormatUint(n, 10)
}

// engineID is how 12.4 writes a connection: with the engine that does its arithmetic.
var engineID = regexp.MustCompile(`^ISAKMP:?\(\d+:\d+:[A-Z/]+:\d+\)`)

// releaseOf is the release of ours that writes as a log does.
func releaseOf(before string, rec record) string {
	switch {
	case before == "12.4" || before == "xe":
		return before
	case strings.HasPrefix(rec.squeezed, "ISAKMP-"):
		return "xe"
	case engineID.MatchString(rec.squeezed):
		return "12.4"
	}
	return "15"
}

// An iosLine is one message while it is looked at.
type iosLine struct {
	record
	at   Evidence
	id   string // of the connection; "" if the message has none
	rest string // squeezed, behind what the row begins with
}

// sixth is an address of IPv6; the word behind it may begin with letters that are digits, too.
var sixth = regexp.MustCompile(`^[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:]*:[0-9A-Fa-f]*`)

// address reads an address at the beginning of squeezed text.
func address(text string) string {
	if long := sixth.FindString(text); long != "" {
		for _, word := range []string{"dport", "failed"} {
			if at := strings.Index(text, word); at > 0 && at < len(long) {
				long = long[:at]
			}
		}
		return long
	}
	end := strings.IndexFunc(text, func(c rune) bool { return c != '.' && (c < '0' || c > '9') })
	if end < 0 {
		end = len(text)
	}
	return strings.TrimRight(text[:end], ".")
}

// after is the text behind the first mark; "" if it is not there.
func after(text, mark string) string {
	_, rest, _ := strings.Cut(text, mark)
	return rest
}

// upTo is the text before any of the marks.
func upTo(text, marks string) string {
	if end := strings.IndexAny(text, marks); end >= 0 {
		return text[:end]
	}
	return text
}

// begin starts a negotiation.
func (h *iosHost) begin(role Role, peer string, at Evidence) *Negotiation {
	n := &Negotiation{Host: h.name, Role: role, Peer: peer, complete: true, Mode: MainMode}
	if len(h.file.Negotiations) < mostNegotiations {
		h.file.Negotiations = append(h.file.Negotiations, n)
		h.all = append(h.all, n)
	}
	n.touch(at)
	h.current, h.quick, h.offer = n, nil, nil
	return n
}

// find is the negotiation a message belongs to: by its connection id, its peer, or because the message before it did.
// A log that begins in the middle has it made.
func (h *iosHost) find(l iosLine, peer string) *Negotiation {
	n := h.lookup(l.id, peer)
	if n == nil {
		n = h.begin("", peer, l.at)
		n.complete = false
	}
	if l.id != "" && l.id != "0" {
		h.byID[l.id], n.id = n, l.id
	}
	if n.Peer == "" {
		n.Peer = peer
	}
	n.touch(l.at)
	if n != h.current {
		h.current, h.quick, h.offer = n, nil, nil
	}
	return n
}

func (h *iosHost) lookup(id, peer string) *Negotiation {
	fits := func(n *Negotiation) bool { return n != nil && (peer == "" || n.Peer == "" || n.Peer == peer) }
	if id != "" && id != "0" {
		if n := h.byID[id]; fits(n) {
			return n
		}
		if n := h.current; fits(n) && n.id == "" {
			return n
		}
		return h.latest(func(n *Negotiation) bool { return fits(n) && n.Peer != "" && n.id == "" && !n.Deleted })
	}
	if id == "0" && h.current != nil && h.current.id != "" { // about one that has no number yet, if there is one
		if n := h.latest(func(n *Negotiation) bool { return fits(n) && n.id == "" && !n.Deleted }); n != nil {
			return n
		}
	}
	if fits(h.current) {
		return h.current
	}
	return h.latest(func(n *Negotiation) bool { return fits(n) && peer != "" })
}

// latest is the last negotiation that is wanted, of the last fifty.
func (h *iosHost) latest(wanted func(*Negotiation) bool) *Negotiation {
	for i := len(h.all) - 1; i >= 0 && i >= len(h.all)-50; i-- {
		if wanted(h.all[i]) {
			return h.all[i]
		}
	}
	return nil
}

// rowOf reads a row of show crypto isakmp sa; nil if a line is none.
func rowOf(line string) []string {
	if line[0] < '0' || line[0] > '9' {
		return nil
	}
	return saRow.FindStringSubmatch(line)
}
