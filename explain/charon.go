package explain

import (
	"regexp"
	"strings"
)

// charonReader reads the log of strongSwan's charon: from a file, from syslog or the journal, or what swanctl and stroke
// print. It needs what level 1 says; level 2 changes nothing.
type charonReader struct {
	file    *File
	threads map[string]*charonThread // a thread works on one message at a time
	byName  map[string]*Negotiation  // by name[number] or by number
	byPair  map[string]*Negotiation  // by the addresses: the last one
	last    *Negotiation
}

// A charonThread remembers what lines before said about the message that a thread works on.
type charonThread struct {
	current  *Negotiation
	pending  *Message // generated, not sent yet
	local    string
	peer     string
	port     string
	bytes    int
	received []Offer
	identity string               // the peer's
	second   bool                 // it works on IKEv2
	waiting  []func(*Negotiation) // what is to be noted when it is known which negotiation the thread works on
}

func newCharonReader(f *File) *charonReader {
	return &charonReader{f, map[string]*charonThread{}, map[string]*Negotiation{}, map[string]*Negotiation{}, nil}
}

// A line is: anything, thread, group, maybe the name of the SA, text.
var (
	charonLine = regexp.MustCompile(`(?:^|[\s:])(\d{1,4})?\[(IKE|ENC|NET|CFG|KNL|CHD|MGR|ESP|JOB)\d?\] (?:<([^>|]+)(?:\|(\d+))?> )?(.*)`)
	charonBare = regexp.MustCompile(`^(?:initiating \w+ Mode IKE_SA|(?:generating|parsed) [A-Z_0-9]+ re|(?:sending|received) packet: |` +
		`sending retransmit|retransmit \d|` +
		`giving up after|received \w+ error notify|IKE_SA \S+ |CHILD_SA \S+ |establishing |invalid \w+_V1 payload)`)
	charonStamp  = regexp.MustCompile(`^(?:\w{3} +\d{1,2} +)?(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:\.\d+)?`)
	charonEnds   = regexp.MustCompile(`from ([0-9a-fA-F.:]+)\[(\d+)\] to ([0-9a-fA-F.:]+)\[(\d+)\](?: \((\d+) bytes\))?`)
	charonPacket = regexp.MustCompile(`^(generating|parsed) (ID_PROT|AGGRESSIVE|QUICK_MODE|INFORMATIONAL_V1|TRANSACTION) ` +
		`(request|response) (\d+) \[ ?([^\]]*?) ?\]`)
	charonStart = regexp.MustCompile(`^initiating (Main|Aggressive) Mode IKE_SA (\S+?\[\d+\]) to (\S+)`)
	charonPeer  = regexp.MustCompile(`^(\S+) is initiating an? (Main|Aggressive) Mode IKE_SA`)
	charonName  = regexp.MustCompile(`IKE_SA (\S*?\(?\w*\)?\[(\d+)\])`)
	charonTS    = regexp.MustCompile(`no matching CHILD_SA config found for (\S+) === (\S+)`)
)

func (r *charonReader) line(number int, line string) {
	m := charonLine.FindStringSubmatch(line)
	if m == nil && charonBare.MatchString(line) { // what stroke prints
		m = []string{line, "", "", "", "", strings.TrimRight(line, "\r\n")}
	}
	if m == nil {
		return
	}
	thread, text := m[1], m[5]
	t := r.threads[thread]
	if t == nil {
		if len(r.threads) >= 10000 {
			return
		}
		t = &charonThread{}
		r.threads[thread] = t
	}
	if m[3] != "" && m[4] != "" {
		if n := r.byName["#"+m[4]]; n != nil {
			t.current = n
		}
	}
	if m[2] == "CFG" && (strings.HasPrefix(text, "vici ") || strings.HasPrefix(text, "received stroke")) {
		t.current = nil
	}
	c := charonEvent{r: r, t: t, number: number, text: text, time: charonStamp.FindString(line),
		at: Evidence{number, clip(strings.TrimSpace(line[max(0, strings.Index(line, "["+m[2])):]))}}
	c.take()
}

func (r *charonReader) end() {}

// A charonEvent is one line while it is looked at.
type charonEvent struct {
	r      *charonReader
	t      *charonThread
	number int
	text   string
	time   string
	at     Evidence
}

// begin starts a negotiation and has the thread work on it.
func (c charonEvent) begin(role Role, mode, name, peer string) *Negotiation {
	n := &Negotiation{Role: role, Mode: MainMode, Name: upTo(name, "[("), Peer: peer, Local: c.t.local, complete: true}
	if mode == "Aggressive" {
		n.Mode = AggressiveMode
	}
	c.keep(n)
	if m := charonName.FindStringSubmatch("IKE_SA " + name); m != nil {
		c.r.byName["#"+m[2]] = n
	}
	return n
}

func (c charonEvent) keep(n *Negotiation) {
	if len(c.r.file.Negotiations) < mostNegotiations {
		c.r.file.Negotiations = append(c.r.file.Negotiations, n)
	}
	c.t.current, c.r.last = n, n
	if n.Peer != "" {
		c.r.byPair[n.Peer] = n
	}
}

// negotiation is the one that a line is about; a log that begins in the middle has it made.
func (c charonEvent) negotiation() *Negotiation {
	n := c.known()
	if n == nil {
		n = &Negotiation{Peer: c.t.peer, Local: c.t.local}
		c.keep(n)
	}
	c.settle(n)
	n.touch(c.at)
	return n
}

// known is the negotiation that a line is about, if that can be told already: by the thread, the peer, or because there
// is no other.
func (c charonEvent) known() *Negotiation {
	if c.t.current != nil {
		return c.t.current
	}
	if n := c.r.byPair[c.t.peer]; n != nil {
		return n
	}
	if len(c.r.file.Negotiations) == 1 && (c.t.peer == "" || c.r.last.Peer == "" || c.r.last.Peer == c.t.peer) {
		return c.r.last
	}
	return nil
}

// settle has a thread work on a negotiation, and notes what waited for that.
func (c charonEvent) settle(n *Negotiation) {
	c.t.current = n
	for _, note := range c.t.waiting {
		note(n)
	}
	c.t.waiting = nil
}

// about notes something of the negotiation that a line is about: at once, or when a later line of its thread names it.
func (c charonEvent) about(note func(*Negotiation)) {
	if n := c.known(); n != nil {
		n.touch(c.at)
		note(n)
	} else if len(c.t.waiting) < 20 {
		c.t.waiting = append(c.t.waiting, note)
	}
}

// charonSecond are the words for exchanges of IKEv2.
var charonSecond = regexp.MustCompile(`^(?:generating|parsed) (?:IKE_SA_INIT|IKE_AUTH|IKE_INTERMEDIATE|CREATE_CHILD_SA|INFORMATIONAL) ` +
	`(?:request|response)|^initiating IKE_SA |is initiating an IKE_SA|^retransmit \d+ of request with message ID`)

func (c charonEvent) take() {
	if charonSecond.MatchString(c.text) {
		c.t.second, c.t.pending = true, nil
		c.r.file.second(c.at)
		return
	}
	if c.t.second && !strings.HasPrefix(c.text, "received packet: ") && !charonPacket.MatchString(c.text) {
		return
	}
	c.t.second = false
	switch {
	case strings.HasPrefix(c.text, "received packet: "):
		c.arrived()
	case strings.HasPrefix(c.text, "sending packet: "):
		c.left()
	case strings.HasPrefix(c.text, "generating "), strings.HasPrefix(c.text, "parsed "):
		c.message()
	default:
		c.said()
	}
}

// arrived: a datagram; what it is about is not known yet, but for its addresses.
func (c charonEvent) arrived() {
	m := charonEnds.FindStringSubmatch(c.text)
	if m == nil {
		return
	}
	*c.t = charonThread{peer: m[1], local: m[3], port: m[4], bytes: number(m[5])}
	c.t.current = c.r.byPair[m[1]]
}

// left: what was generated is sent, or sent again.
func (c charonEvent) left() {
	m := charonEnds.FindStringSubmatch(c.text)
	if m == nil {
		return
	}
	n := c.t.current
	if n == nil {
		n = c.r.byPair[m[3]]
	}
	if n == nil && c.t.pending == nil && len(c.t.waiting) == 0 {
		return
	}
	if n == nil {
		n = &Negotiation{}
		c.keep(n)
	}
	c.settle(n)
	n.touch(c.at)
	if n.Local == "" {
		n.Local = m[1]
	}
	if n.Peer == "" {
		n.Peer = m[3]
	}
	c.r.byPair[m[3]] = n
	n.Port = max(n.Port, number(m[2]))
	if p := c.t.pending; p != nil {
		p.Bytes = number(m[5])
		n.message(*p)
		c.t.pending = nil
	}
}
