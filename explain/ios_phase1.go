package explain

import (
	"regexp"
	"strconv"
	"strings"
)

// shownState is the role and the state behind a packet line: (I) MM_NO_STATE, (N) NEW SA.
var shownState = regexp.MustCompile(`\((I|R|N)\)(NEWSA|[A-Z]{2,4}_[A-Z_]+)`)

// Which message of phase 1 a packet line is about follows from direction, role and state.
var (
	receivedNames = map[string]string{
		"(N)NEWSA": "main 1", "(I)MM_NO_STATE": "main 2", "(R)MM_SA_SETUP": "main 3", "(I)MM_SA_SETUP": "main 4",
		"(R)MM_KEY_EXCH": "main 5", "(I)MM_KEY_EXCH": "main 6",
		"(I)AG_INIT_EXCH": "aggressive 2", "(R)AG_INIT_EXCH": "aggressive 3", "(I)AG_NO_STATE": "aggressive 2",
	}
	sentNames = map[string]string{
		"(I)MM_NO_STATE": "main 1", "(R)MM_SA_SETUP": "main 2", "(I)MM_SA_SETUP": "main 3", "(R)MM_KEY_EXCH": "main 4",
		"(I)MM_KEY_EXCH": "main 5", "(I)AG_NO_STATE": "aggressive 1", "(I)AG_INIT_EXCH": "aggressive 1",
		"(R)AG_INIT_EXCH": "aggressive 2", "(I)AG_AUTH": "aggressive 3",
	}
	dport = regexp.MustCompile(`dport(\d+)sport(\d+)`)
	ports = regexp.MustCompile(`my_port(\d+)peer_port(\d+)`)
)

func (h *iosHost) received(l iosLine) {
	peer := address(l.rest)
	if peer == "" {
		return
	}
	state := shownState.FindString(l.rest)
	var n *Negotiation
	if state == "(N)NEWSA" {
		n = h.begin(Responder, peer, l.at)
	} else {
		n = h.find(l, peer)
		n.setRole(state)
	}
	n.setPort(dport.FindStringSubmatch(l.rest))
	h.offer, h.fresh = nil, false
	m := Message{Name: receivedNames[state], Time: l.time, At: l.at}
	if m.Name == "" {
		m.Name = "phase 2"
	}
	n.message(m)
}

func (h *iosHost) sending(l iosLine) {
	peer := address(l.rest)
	if peer == "" {
		return
	}
	n := h.find(l, peer)
	state := shownState.FindString(l.rest)
	n.setRole(state)
	n.setPort(ports.FindStringSubmatch(l.rest))
	h.fresh = false
	m := Message{Name: sentNames[state], Sent: true, Time: l.time, At: l.at}
	switch {
	case state == "(R)MM_NO_STATE":
		m.Name, m.Note = "informational", "a refusal"
	case state == "(R)MM_KEY_EXCH" && (n.isAuthenticated() || n.State == "IKE_R_MM5"):
		m.Name = "main 6"
	case m.Name == "":
		m.Name = "phase 2"
		if h.quick != nil && h.quick.Initiated && len(h.quick.Offers) == 0 && !n.sentQuick(h.quick.ID) {
			m.Name, m.Quick = "quick 1", h.quick.ID
		}
	}
	n.message(m)
}

func (n *Negotiation) sentQuick(id string) bool {
	for _, m := range n.Messages {
		if m.Name == "quick 1" && m.Quick == id {
			return true
		}
	}
	return false
}

func (n *Negotiation) isAuthenticated() bool { return strings.HasPrefix(n.State, "authenticated") }

func (n *Negotiation) setRole(state string) {
	if n.Role == "" && strings.HasPrefix(state, "(I)") {
		n.Role = Initiator
	} else if n.Role == "" && state != "" {
		n.Role = Responder
	}
	if strings.HasSuffix(state, ")QM_IDLE") { // phase 1 was over before the packet, whether the file has it or not
		n.Established = true
	}
	if strings.Contains(state, ")AG_") {
		n.Mode = AggressiveMode
		if m := n.seen("main 1"); m != nil && !m.Sent { // a packet of a new SA does not say of which mode
			m.Name = "aggressive 1"
		}
	} else if n.Mode == "" {
		n.Mode = MainMode
	}
}

// setPort takes the local port of a pair of them.
func (n *Negotiation) setPort(m []string) {
	if m == nil {
		return
	}
	if p, err := strconv.Atoi(m[1]); err == nil && p <= 65535 {
		n.Port = max(n.Port, p)
	}
}

// ours is said before a negotiation that this router begins.
func (h *iosHost) ours(l iosLine) { h.fresh = true }

func (h *iosHost) peerStruct(l iosLine) {
	peer := address(l.rest)
	if h.fresh {
		h.fresh = false
		h.begin(Initiator, peer, l.at)
		return
	}
	h.find(l, peer)
}

// pointer notes the address of an ISAKMP SA. It also begins a negotiation where the line with the peer is not printed.
func (h *iosHost) pointer(l iosLine) {
	if h.fresh {
		h.fresh = false
		h.begin(Initiator, "", l.at)
	}
	if n := h.current; n != nil {
		n.touch(l.at)
		h.bySA[strings.TrimPrefix(upTo(l.rest, "\n,."), "0x")] = n
	}
}

func (h *iosHost) keyFound(l iosLine) { h.find(l, address(l.rest)) }

func (h *iosHost) authenticated(l iosLine) {
	n := h.find(l, address(l.rest))
	n.State = "authenticated " + n.State
}

var newState = regexp.MustCompile(`^(IKE_\w+?)NewState=(IKE_\w+)`)

func (h *iosHost) state(l iosLine) {
	m := newState.FindStringSubmatch(l.rest)
	if m == nil {
		return
	}
	if strings.HasPrefix(m[2], "IKE_QM_") {
		if h.quick != nil && m[2] == "IKE_QM_PHASE2_COMPLETE" {
			h.quick.Established = true
		}
		return
	}
	n := h.find(l, "")
	if n.isAuthenticated() && m[2] != "IKE_P1_COMPLETE" {
		n.State = "authenticated " + m[2]
	} else {
		n.State = m[2]
	}
	switch {
	case m[2] == "IKE_P1_COMPLETE":
		n.Established = true
	case m[2] == "IKE_DEST_SA":
		n.Deleted = true
	case strings.HasPrefix(m[2], "IKE_I_") && n.Role == "":
		n.Role = Initiator
	case strings.HasPrefix(m[2], "IKE_R_") && n.Role == "":
		n.Role = Responder
	}
	if m[2] == "IKE_R_MM1" && m[1] == "IKE_READY" && n.Role == "" {
		n.Role = Responder
	}
}

var (
	payloadLine = regexp.MustCompile(`^(SA|KE|NONCE|ID|HASH|DELETE|CERT|SIG)payload\.messageID=(-?\d+)`)
	notifyLine  = regexp.MustCompile(`^NOTIFY([A-Z_/]+?)protocol(\d)`)
)

// lastReceived is the message that the lines behind its arrival are about.
func (n *Negotiation) lastReceived() *Message {
	for i := len(n.Messages) - 1; i >= 0; i-- {
		if !n.Messages[i].Sent {
			return &n.Messages[i]
		}
	}
	return &Message{}
}

func (n *Negotiation) addPayload(name string) {
	if m := n.lastReceived(); m.Repeated == 0 && len(m.Payloads) < 40 {
		m.Payloads = append(m.Payloads, name)
	}
}

// rename says what a message of phase 2 turned out to be.
func (n *Negotiation) rename(name, quick string) {
	if m := n.lastReceived(); m.Name == "phase 2" {
		m.Name, m.Quick = name, quick
	}
}

func (n *Negotiation) note(text string) { n.lastReceived().Note = text }

// duplicate: what arrived was no new message, as its state made it look, but the one before it again.
func (h *iosHost) duplicate(l iosLine) {
	n := h.find(l, "")
	n.sign(repeated, "", l.at)
	last := len(n.Messages) - 1
	if last < 0 || n.Messages[last].Sent || n.Messages[last].Repeated > 0 || phaseOf(n.Messages[last].Name) != 1 {
		return
	}
	for i := last - 1; i >= 0; i-- {
		if m := &n.Messages[i]; !m.Sent && phaseOf(m.Name) == 1 {
			m.Repeated++
			n.Messages = n.Messages[:last]
			return
		}
	}
}
