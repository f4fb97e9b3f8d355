package explain

import (
	"regexp"
	"strings"
)

func (h *iosHost) beginQuick(l iosLine) {
	n := h.find(l, "")
	h.quick = n.quick(nodeID(upTo(l.rest, "\n")), l.at)
	h.quick.Initiated = true
	if h.request != nil {
		h.quick.Local, h.quick.Remote = h.request.localProxy, h.request.remoteProxy
	}
	h.offer = nil
}

func (h *iosHost) checkingQuick(l iosLine) {
	n := h.find(l, "")
	if h.quick == nil {
		h.quick = n.quick("", l.at)
	}
	h.offer = nil
}

var (
	transformLine = regexp.MustCompile(`^(\d+),((?:ESP|AH)_[A-Z0-9_]+)`)
	nodeLine      = regexp.MustCompile(`^(-?\d+),Input=`)
)

// transform begins an offer of quick mode.
func (h *iosHost) transform(l iosLine) {
	m := transformLine.FindStringSubmatch(l.rest)
	if m == nil {
		return
	}
	n := h.find(l, "")
	if h.quick == nil {
		h.quick = n.quick("", l.at)
	}
	if len(h.quick.Offers) >= 60 {
		return
	}
	h.quick.Offers = append(h.quick.Offers, Offer{})
	h.offer = &h.quick.Offers[len(h.quick.Offers)-1]
	h.addAttribute("encryption", m[2])
}

// node names the quick mode that the next state is of.
func (h *iosHost) node(l iosLine) {
	if m := nodeLine.FindStringSubmatch(l.rest); m != nil {
		h.quick = h.find(l, "").quick(nodeID(m[1]), l.at)
		h.offer = nil
	}
}

// Errors that a proposal of quick mode is turned down with.
const (
	errorProxies   = "32"
	errorTransform = "256"
)

func (h *iosHost) invalidated(l iosLine) {
	n := h.find(l, "")
	if h.quick == nil {
		h.quick = n.quick("", l.at)
	}
	switch upTo(l.rest, "\n!") {
	case errorProxies:
		h.quick.sign(noProxies, "", l.at)
	case errorTransform:
		h.quick.sign(noTransform, "", l.at)
	default:
		h.quick.sign(quickDiscarded, "", l.at)
	}
}

var deletedNode = regexp.MustCompile(`^(-?\d+)error(TRUE|FALSE)reason"([^"\n]*)"`)

func (h *iosHost) deletingNode(l iosLine) {
	m := deletedNode.FindStringSubmatch(l.rest)
	if m == nil {
		return
	}
	n := h.find(l, "")
	for _, q := range n.Quick {
		if q.ID != nodeID(m[1]) {
			continue
		}
		switch {
		case m[2] == "TRUE" && m[3] == "QMrejected":
			q.sign(quickDiscarded, "", l.at)
		case m[3] == "DeleteLarval":
			if count(q.Signs, refused2) == 0 {
				q.sign(refused2, "", l.at)
			}
		case m[2] == "FALSE" && strings.HasPrefix(m[3], "quickmodedone"): // 12.2
			q.Established = true
		case strings.HasPrefix(m[3], "DeathbyretransmissionP2"):
			q.sign(gaveUp2, "", l.at)
		case m[2] == "FALSE" && (m[3] == "NoError" || m[3] == "QMdone(await)"):
			q.Established = true
		}
	}
}

var (
	blockEnds    = regexp.MustCompile(`local=([\d.]+)(?::\d+)?,remote=([\d.]+)`)
	blockProxies = regexp.MustCompile(`(?s)local_proxy=([\d./]+).*?remote_proxy=([\d./]+)`)
	blockWords   = regexp.MustCompile(`transform= ([a-z0-9 -]+?) +\((?:Tunnel|Transport)`)
)

// ipsecRequest takes what IPsec asks for, or is asked.
func (h *iosHost) ipsecRequest(l iosLine) {
	ends, proxies := blockEnds.FindStringSubmatch(l.squeezed), blockProxies.FindStringSubmatch(l.squeezed)
	if ends == nil || proxies == nil {
		return
	}
	b := &ipsecBlock{local: ends[1], remote: ends[2], localProxy: proxy(proxies[1]), remoteProxy: proxy(proxies[2])}
	if m := blockWords.FindStringSubmatch(l.body); m != nil {
		b.transform = m[1]
	}
	h.request = b
	if n := h.lookup("", b.remote); n != nil && n.Peer == b.remote && n.Local == "" {
		n.Local = b.local
	}
	if n := h.current; n != nil && n.Peer == b.remote && h.quick != nil && !h.quick.Initiated {
		h.quick.Local, h.quick.Remote = b.localProxy, b.remoteProxy
	}
}

// proxy keeps network and mask of network/mask/protocol/port.
func proxy(text string) string {
	parts := strings.Split(text, "/")
	if len(parts) < 2 {
		return text
	}
	return parts[0] + " " + parts[1]
}

var deletedSA = regexp.MustCompile(`^"([^"\n]*)"state\((I|R|N)\)(\w+?)\(peer([0-9A-Fa-f.:]+)\)`)

func (h *iosHost) deletingSA(l iosLine) {
	m := deletedSA.FindStringSubmatch(l.rest)
	if m == nil {
		return
	}
	n := h.find(l, m[4])
	n.setRole("(" + m[2] + ")" + m[3])
	n.Deleted = true
	once := func(w What) {
		if count(n.Signs, w) == 0 {
			n.sign(w, "", l.at)
		}
	}
	if why := strings.ToLower(m[1]); strings.Contains(why, "xauth") && strings.Contains(why, "fail") {
		once(xauthFailed)
	}
	switch m[1] {
	case "DeathbyretransmissionP1":
		once(gaveUp)
	case "DeathbyretransmissionP2":
		if q := n.openQuickAny(); q != nil {
			q.sign(gaveUp2, "", l.at)
		}
	case "Phase1SApolicyproposalnotaccepted":
		once(policyGone)
	case "peersalive":
		once(peerDead)
	case "IKESALifetimeExceeded":
		once(lifetimeOver)
	case "Receiveinitialcontact":
		once(initialContact)
	}
}

// openQuickAny is the last quick mode that has not come up.
func (n *Negotiation) openQuickAny() *Quick {
	for i := len(n.Quick) - 1; i >= 0; i-- {
		if !n.Quick[i].Established {
			return n.Quick[i]
		}
	}
	return nil
}

// peerLine is about lines that begin with the word peer.
func (h *iosHost) peerLine(l iosLine) {
	peer := address(l.rest)
	if peer != "" && strings.HasPrefix(l.rest[len(peer):], "notresponding") {
		h.find(l, peer).sign(peerDead, "", l.at)
	}
}

// purged forgets the pointer of an SA, for another may have it.
func (h *iosHost) purged(l iosLine) {
	pointer := strings.TrimPrefix(upTo(l.rest, ",\n"), "0x")
	if n := h.bySA[pointer]; n != nil {
		n.Deleted = true
	}
	delete(h.bySA, pointer)
}

func (h *iosHost) strayMessage(l iosLine) { h.file.sign(noSA, address(l.rest), l.at) }

var spiSource = regexp.MustCompile(`srcaddr=([\d.]+)`)

func (h *iosHost) straySPI(l iosLine) {
	peer := ""
	if m := spiSource.FindStringSubmatch(l.rest); m != nil {
		peer = strings.TrimRight(m[1], ".")
	}
	h.file.sign(invalidSPI, peer, l.at)
}

func (h *iosHost) denied(l iosLine) {
	h.file.sign(tooMany, address(after(l.rest, "SArequestfrom")), l.at)
}

func (h *iosHost) aggressiveOff(l iosLine) {
	if h.current != nil && !h.current.Established {
		h.current.sign(noAggressive, "", l.at)
		return
	}
	h.file.sign(noAggressive, "", l.at)
}
