package explain

import (
	"strings"
)

// message: a datagram is written or was read.
func (c charonEvent) message() {
	m := charonPacket.FindStringSubmatch(c.text)
	if m == nil {
		return
	}
	sent := m[1] == "generating"
	payloads := strings.Fields(m[5])
	if !sent && m[3] == "request" && m[4] == "0" && len(payloads) > 0 && payloads[0] == "SA" {
		n := &Negotiation{Peer: c.t.peer, Local: c.t.local, Role: Responder, Mode: MainMode, complete: true}
		if m[2] == "AGGRESSIVE" {
			n.Mode = AggressiveMode
		}
		c.keep(n)
	}
	if c.known() == nil && sent { // the line that sends it has the address
		c.t.pending = &Message{Name: charonMessage(m[2], m[3], payloads), Sent: true, Payloads: payloads, Time: c.time, At: c.at}
		return
	}
	n := c.negotiation()
	if n.Mode == "" && m[2] == "ID_PROT" {
		n.Mode = MainMode
	}
	if n.Role == "" && m[2] == "ID_PROT" {
		n.Role = Responder
		if sent == (m[3] == "request") {
			n.Role = Initiator
		}
	}
	n.Port = max(n.Port, number(c.t.port))
	msg := Message{Name: charonMessage(m[2], m[3], payloads), Sent: sent, Payloads: payloads, Time: c.time, Bytes: c.t.bytes, At: c.at}
	if m[2] == "QUICK_MODE" {
		q := n.quick(m[4], c.at)
		q.Initiated = q.Initiated || m[3] == "request" && sent && len(payloads) > 1
		msg.Quick = m[4]
	}
	for _, p := range payloads {
		n.Signatures = n.Signatures || p == "SIG" || p == "CERT"
		if strings.HasPrefix(p, "N(") && p != "N(INITIAL_CONTACT)" {
			msg.Note = strings.TrimSuffix(strings.TrimPrefix(p, "N("), ")")
		}
	}
	if sent {
		c.t.pending = &msg
		return
	}
	n.message(msg)
}

// charonMessage names a message by its exchange, its direction and what is in it.
func charonMessage(exchange, direction string, payloads []string) string {
	has := func(p string) bool {
		for _, one := range payloads {
			if one == p {
				return true
			}
		}
		return false
	}
	first := direction == "request"
	pick := func(request, response string) string {
		if first {
			return request
		}
		return response
	}
	switch exchange {
	case "ID_PROT":
		switch {
		case has("SA"):
			return pick("main 1", "main 2")
		case has("KE"):
			return pick("main 3", "main 4")
		}
		return pick("main 5", "main 6")
	case "AGGRESSIVE":
		if has("SA") {
			return pick("aggressive 1", "aggressive 2")
		}
		return "aggressive 3"
	case "QUICK_MODE":
		if has("SA") {
			return pick("quick 1", "quick 2")
		}
		return "quick 3"
	case "TRANSACTION":
		return "transaction"
	}
	return "informational"
}

// number reads what a pattern has found to be digits; what is too long is 0.
func number(digits string) (n int) {
	for _, d := range digits {
		if n > 1<<24 || d < '0' || d > '9' {
			return 0
		}
		n = n*10 + int(d-'0')
	}
	return n
}
