package explain

import (
	"strconv"
	"strings"
)

// processing is said of each payload of a message, and of notifications by their names.
func (h *iosHost) processing(l iosLine) {
	if strings.HasPrefix(l.rest, "vendoridpayload") {
		h.find(l, "")
		return
	}
	if m := payloadLine.FindStringSubmatch(l.rest); m != nil {
		n := h.find(l, "")
		n.addPayload(m[1])
		n.Signatures = n.Signatures || m[1] == "SIG" || m[1] == "CERT"
		switch {
		case m[1] == "SA" && m[2] != "0":
			h.quick, h.offer = n.quick(nodeID(m[2]), l.at), nil
			if !h.quick.Initiated {
				n.rename("quick 1", h.quick.ID)
			} else {
				n.rename("quick 2", h.quick.ID)
			}
		case m[1] == "DELETE":
			n.rename("informational", "")
			n.note("DELETE")
			n.sign(peerDeleted, "", l.at)
		}
		return
	}
	if m := notifyLine.FindStringSubmatch(l.rest); m != nil {
		h.notified(l, m[1], m[2])
	}
}

// notified takes a notification of the peer.
func (h *iosHost) notified(l iosLine, name, protocol string) {
	n := h.find(l, "")
	n.rename("informational", "")
	n.note(name)
	name = strings.TrimPrefix(name, "DPD/")
	switch {
	case name == "INITIAL_CONTACT":
		n.note("")
	case name == "PROPOSAL_NOT_CHOSEN" || name == "NO_PROPOSAL_CHOSEN":
		if protocol == "1" && !n.Established {
			n.sign(refused1, "NO-PROPOSAL-CHOSEN", l.at)
			return
		}
		q := h.quick
		if q == nil || q.Established {
			if q = n.openQuick(); q == nil {
				q = n.quick("", l.at)
			}
		}
		q.sign(refused2, "NO-PROPOSAL-CHOSEN", l.at)
	case strings.HasPrefix(name, "INVALID_ID"):
		if q := n.openQuick(); n.Established && q != nil {
			q.sign(refused2, "INVALID-ID-INFORMATION", l.at)
		} else if !n.Established {
			n.sign(refused1, "INVALID-ID-INFORMATION", l.at)
		}
	case strings.HasPrefix(name, "INVALID_SPI"):
		n.sign(invalidSPI, "", l.at)
	case strings.HasPrefix(name, "PAYLOAD_MALFORMED"), strings.HasPrefix(name, "AUTHENTICATION_FAILED"),
		strings.HasPrefix(name, "INVALID_HASH"), strings.HasPrefix(name, "UNSUPPORTED_EXCHANGE"):
		if !n.Established {
			n.sign(refused1, strings.ReplaceAll(name, "_", "-"), l.at)
		}
	}
}

// openQuick is the last quick mode of ours that has not come to an end.
func (n *Negotiation) openQuick() *Quick {
	for i := len(n.Quick) - 1; i >= 0; i-- {
		if q := n.Quick[i]; !q.Established && len(q.Signs) == 0 {
			return q
		}
	}
	return nil
}

// clearNotify is said of a notification without a hash: the peer's refusal of phase 1, or a forgery.
func (h *iosHost) clearNotify(l iosLine) {
	n := h.find(l, "")
	m := n.lastReceived()
	if m.Name == "main 2" && m.Repeated == 0 {
		m.Name = "informational"
	}
	m.Note = "a notification without a hash"
	if !n.Established {
		n.sign(refused1, "", l.at)
	}
}

// nodeID writes a message ID as an unsigned number: releases differ.
func nodeID(text string) string {
	if v, err := strconv.ParseInt(text, 10, 64); err == nil && v < 0 {
		return strconv.FormatUint(uint64(uint32(v)), 10)
	}
	return text
}

// authenticationFailed says by its number of which method: 1 is pre-shared keys, the others are signatures and public
// keys (RFC 2409 appendix A).
func (h *iosHost) authenticationFailed(l iosLine) {
	if strings.HasPrefix(strings.ToLower(l.rest), "authenticationmethod") && !strings.HasPrefix(after(l.rest, "method"), "1failed") {
		certificateSign(h, l)
		return
	}
	h.find(l, "").sign(hashWrong, "", l.at)
}

// userRefused: extended authentication of a client failed.
func (h *iosHost) userRefused(l iosLine) {
	if n := h.find(l, ""); count(n.Signs, xauthFailed) == 0 {
		n.sign(xauthFailed, "", l.at)
	}
}

// created is said by 12.2, which names no states of quick mode.
func (h *iosHost) created(l iosLine) {
	h.find(l, "")
	if h.quick != nil {
		h.quick.Established = true
	}
}

// nothingToProve: there is neither a key nor a certificate.
func (h *iosHost) nothingToProve(l iosLine) {
	n := h.find(l, "")
	n.sign(noKey, "", l.at)
	n.sign(notBegun, "", l.at)
}
