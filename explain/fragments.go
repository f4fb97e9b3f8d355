package explain

// fragmentKey names the datagram that a fragment belongs to: RFC 791 section 2.3.
func fragmentKey(b []byte) (key [12]byte) {
	copy(key[:2], b[4:6])
	copy(key[2:10], b[12:20])
	key[10] = b[9]
	return key
}

func isLaterFragment(b []byte) bool { return port(b[6:])&0x1fff != 0 }

// fragmented is the first message of a negotiation that is among fragments.
func (n *Negotiation) fragmented(fragments map[[12]byte]fragment) *Message {
	for i := range n.Messages {
		for _, f := range fragments {
			if f.n.Negotiation == n && f.name == n.Messages[i].Name {
				return &n.Messages[i]
			}
		}
	}
	return nil
}

// lostFragments: of some messages the first fragment was captured, and never the rest.
func (p *packetReader) lostFragments() {
	for _, n := range p.file.Negotiations {
		if lost := n.fragmented(p.fragments); lost != nil && !n.Established {
			lost.Bytes = max(lost.Bytes, 1500)
			n.sign(resent, lost.Name, lost.At)
		}
	}
}

// A fragment is the first part of a message that was cut on the way.
type fragment struct {
	n    *captured
	name string
}
