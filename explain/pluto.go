package explain

import (
	"regexp"
	"strings"
)

// plutoReader reads the log of libreswan's pluto, with and without debugging: "name" #state: text, and
// packet from ADDRESS:PORT: text.
type plutoReader struct {
	file    *File
	states  map[string]*Negotiation // by the number of the state
	quicks  map[string]*Quick
	byPeer  map[string]*Negotiation
	byName  map[string]*Negotiation
	second  map[string]bool // states that are of IKEv2
	current string          // the peer of the packet that is being processed, of debug lines
}

func newPlutoReader(f *File) *plutoReader {
	return &plutoReader{file: f, states: map[string]*Negotiation{}, quicks: map[string]*Quick{}, byPeer: map[string]*Negotiation{},
		byName: map[string]*Negotiation{}, second: map[string]bool{}}
}

var (
	plutoLine     = regexp.MustCompile(`(?:^|[\s:])"([^"\n]{1,120})"(?:\[\d+\])?(?: ([0-9a-fA-F.:]+))?(?: #(\d+))?: (.*)`)
	plutoPacket   = regexp.MustCompile(`packet from \[?([0-9a-fA-F.:]+?)\]?:(\d+): (.*)`)
	plutoReceived = regexp.MustCompile(`\| \*received \d+ bytes from ([0-9.]+):(\d+)`)
	plutoStamp    = regexp.MustCompile(`^\w{3} +\d{1,2} \d\d:\d\d:\d\d(?:\.\d+)?`)
	plutoRefused  = regexp.MustCompile(`Oakley Transform \[([^\]]+)\] refused`)
	plutoNoRoute  = regexp.MustCompile(`no connection is known for ([0-9./]+)===\S*? *(?:\.\.\.|===)?.*?===([0-9./]+)`)
	plutoQuickID  = regexp.MustCompile(`msgid:([0-9a-f]+)`)
	plutoTimeout  = regexp.MustCompile(`STATE_(MAIN|AGGR|QUICK)_(I\d|R\d)`)
	plutoRemote   = regexp.MustCompile(`Peer ID is ID_IPV4_ADDR: '([0-9.]+)'`)
)

func (r *plutoReader) end() {}

func (r *plutoReader) line(number int, line string) {
	if m := plutoReceived.FindStringSubmatch(line); m != nil {
		r.current = m[1]
		return
	}
	if strings.Contains(line, ": | ") || strings.HasPrefix(line, "| ") {
		return
	}
	stamp := plutoStamp.FindString(line)
	if m := plutoLine.FindStringSubmatch(line); m != nil {
		e := plutoEvent{r: r, name: m[1], state: m[3], text: m[4], time: stamp, at: quote(number, line, `"`+m[1])}
		e.take(m[2])
		return
	}
	if m := plutoPacket.FindStringSubmatch(line); m != nil {
		e := plutoEvent{r: r, text: m[3], time: stamp, at: quote(number, line, "packet from")}
		e.packet(m[1])
	}
}

// quote is a line from a word on.
func quote(number int, line, from string) Evidence {
	if at := strings.Index(line, from); at > 0 {
		line = line[at:]
	}
	return Evidence{number, clip(strings.TrimSpace(line))}
}

// A plutoEvent is one line while it is looked at.
type plutoEvent struct {
	r                       *plutoReader
	name, state, text, time string
	at                      Evidence
}

// begin starts a negotiation.
func (e plutoEvent) begin(role Role, peer string) *Negotiation {
	n := &Negotiation{Name: e.name, Role: role, Peer: peer, Mode: MainMode, complete: role != ""}
	if strings.Contains(e.text, "Aggressive Mode") || strings.Contains(e.text, "STATE_AGGR") {
		n.Mode = AggressiveMode
	}
	if len(e.r.file.Negotiations) < mostNegotiations {
		e.r.file.Negotiations = append(e.r.file.Negotiations, n)
	}
	if e.state != "" {
		e.r.states[e.state] = n
	}
	e.r.byName[e.name] = n
	if peer != "" {
		e.r.byPeer[peer] = n
	}
	n.touch(e.at)
	return n
}

// negotiation finds what a line is about by the number of its state.
func (e plutoEvent) negotiation(peer string) *Negotiation {
	n := e.r.states[e.state]
	if n == nil {
		n = e.begin("", peer)
	}
	if n.Peer == "" {
		n.Peer = peer
	}
	n.touch(e.at)
	return n
}

// plutoSecond are the words for IKEv2.
var plutoSecond = regexp.MustCompile(`IKEv2|IKE_SA_INIT|IKE_AUTH|STATE_V2_|STATE_PARENT_|PARENT SA|CREATE_CHILD_SA`)

func (e plutoEvent) take(peer string) {
	if e.r.second[e.state] || plutoSecond.MatchString(e.text) && !strings.Contains(e.text, "IKEv1") {
		e.r.file.second(e.at)
		if e.state != "" && len(e.r.second) < mostNegotiations {
			e.r.second[e.state] = true
		}
		return
	}
	switch {
	case e.state == "":
		return
	case e.text == "STATE_MAIN_I1: initiate", e.text == "STATE_AGGR_I1: initiate": // what whack prints
		if e.r.states[e.state] == nil {
			e.begin(Initiator, peer)
		}
		return
	case strings.HasPrefix(e.text, "initiating ") && strings.Contains(e.text, "Mode") && !strings.Contains(e.text, "Quick"):
		e.begin(Initiator, peer)
		return
	case strings.HasPrefix(e.text, "responding to Main Mode"), strings.HasPrefix(e.text, "responding to Aggressive Mode"):
		if peer == "" {
			peer = e.r.current
		}
		n := e.begin(Responder, peer)
		name := "main 1"
		if n.Mode == AggressiveMode {
			name = "aggressive 1"
		}
		n.message(Message{Name: name, Time: e.time, At: e.at})
		return
	case strings.HasPrefix(e.text, "initiating Quick Mode"), strings.HasPrefix(e.text, "responding to Quick Mode"):
		e.beginQuick()
		return
	}
	if q := e.r.quicks[e.state]; q != nil {
		e.quick(q)
		return
	}
	e.phase1(e.negotiation(peer))
}

// beginQuick has a state of its own begin, which belongs to the ISAKMP SA of its connection.
func (e plutoEvent) beginQuick() {
	n := e.r.byName[e.name]
	if n == nil {
		n = e.begin("", "")
		n.Established = true
	}
	n.touch(e.at)
	id := e.state
	if m := plutoQuickID.FindStringSubmatch(e.text); m != nil {
		id = m[1]
	}
	q := n.quick(id, e.at)
	q.Initiated = strings.HasPrefix(e.text, "initiating")
	e.r.quicks[e.state], e.r.states[e.state] = q, n
	if !q.Initiated {
		n.message(Message{Name: "quick 1", Quick: id, Time: e.time, At: e.at})
	}
}

// plutoSent are the messages that pluto says it sent, in this and in older words.
var plutoSent = []struct{ says, name string }{
	{"sent Main Mode request", "main 1"}, {"sent Main Mode R1", "main 2"}, {"sent Main Mode I2", "main 3"},
	{"sent Main Mode R2", "main 4"}, {"sent Main Mode I3", "main 5"}, {"STATE_MAIN_R1: sent MR1", "main 2"},
	{"STATE_MAIN_I2: sent MI2", "main 3"}, {"STATE_MAIN_R2: sent MR2", "main 4"}, {"STATE_MAIN_I3: sent MI3", "main 5"},
	{"sent Aggressive Mode", "aggressive 1"}, {"sent Quick Mode request", "quick 1"}, {"sent Quick Mode reply", "quick 2"},
}

// before is the message that must have arrived for another to be sent.
var before = map[string]string{"main 3": "main 2", "main 4": "main 3", "main 5": "main 4"}

func (e plutoEvent) sent(n *Negotiation, quick string) bool {
	for _, s := range plutoSent {
		if strings.HasPrefix(e.text, s.says) {
			if b := before[s.name]; b != "" && n.seen(b) == nil {
				n.message(Message{Name: b, Time: e.time, At: e.at})
			}
			n.message(Message{Name: s.name, Sent: true, Quick: quick, Time: e.time, At: e.at})
			return true
		}
	}
	return false
}

func (e plutoEvent) phase1(n *Negotiation) {
	if e.sent(n, "") {
		return
	}
	if m := plutoRefused.FindStringSubmatch(e.text); m != nil && len(n.Comparisons) < mostComparisons {
		n.Comparisons = append(n.Comparisons, Comparison{Theirs: plutoOffer(m[1]), At: e.at})
		return
	}
	if m := plutoRemote.FindStringSubmatch(e.text); m != nil && n.Peer == "" {
		n.Peer = m[1]
		return
	}
	for _, row := range plutoRows {
		if strings.Contains(e.text, row.says) {
			row.do(e, n)
			return
		}
	}
}
