package explain

import (
	"errors"
	"fmt"
	"io"
	"net/netip"

	"ruthere/crypto/isakmp"
	"ruthere/packet"
)

// packetReader makes negotiations of captured packets.
type packetReader struct {
	file      *File
	keys      map[isakmp.Cookie][]byte
	byCookie  map[isakmp.Cookie]*captured
	number    int
	time      string                // of the packet that is looked at
	fragments map[[12]byte]fragment // first fragments of messages whose rest has not come
	sixth     int                   // packets of IPv6 with IKE or ESP
	closed    int                   // messages that stayed encrypted
}

// captured is one negotiation with what is needed to read on.
type captured struct {
	*Negotiation
	initiator netip.Addr
	box       box
	counts    map[uint32]int // of the messages of each exchange of phase 2
	last      map[string]bool
}

func readPackets(r io.Reader, f *File, o Options) error {
	s, err := newPacketSource(r)
	if err != nil {
		return err
	}
	p := &packetReader{file: f, byCookie: map[isakmp.Cookie]*captured{}, fragments: map[[12]byte]fragment{}}
	if p.keys, err = parseKeys(o.Keys); err != nil {
		return err
	}
	for {
		data, link, err := s.next()
		if err == nil {
			p.number++
			p.time = stampOf(s.at)
			if ip := ipOf(link, data); ip != nil {
				p.packet(ip)
			}
			continue
		}
		if errors.Is(err, io.ErrUnexpectedEOF) {
			f.Remarks = append(f.Remarks, "the capture ends within a packet")
		} else if !errors.Is(err, io.EOF) {
			f.Remarks = append(f.Remarks, fmt.Sprintf("reading ended after packet %d: %v", p.number, err))
		}
		break
	}
	f.Lines = p.number
	if p.closed > 0 {
		f.Remarks = append(f.Remarks, fmt.Sprintf("%d message%s stayed encrypted; --keys opens what it has keys for", p.closed, plural(p.closed)))
	}
	if p.sixth > 0 {
		f.Remarks = append(f.Remarks, fmt.Sprintf("%d packet%s of IKE or ESP over IPv6, which is not read", p.sixth, plural(p.sixth)))
	}
	p.lostFragments()
	return nil
}

// isSixth says whether a packet is one of IPv6 that would be of interest: UDP port 500 or 4500, or ESP.
func isSixth(b []byte) bool {
	const header = 40
	if len(b) < header+4 || b[0]>>4 != 6 {
		return false
	}
	src, dst := port(b[header:]), port(b[header+2:])
	return b[6] == 50 || b[6] == 17 && (src == 500 || dst == 500 || src == 4500 || dst == 4500)
}

// nonESPMarker stands before IKE on UDP port 4500: RFC 3948 section 2.2.
const nonESPMarker = 4

func (p *packetReader) packet(b []byte) {
	if isSixth(b) {
		p.sixth++
		return
	}
	ip, err := packet.ParseIPv4(b)
	if err != nil || ip.Protocol != 17 {
		return
	}
	key := fragmentKey(b)
	if ip.IsFragment() && isLaterFragment(b) {
		delete(p.fragments, key)
		return
	}
	if len(ip.Payload) < 8 {
		return
	}
	src, dst := port(ip.Payload[0:]), port(ip.Payload[2:])
	datagram := ip.Payload[8:]
	switch {
	case src == 4500 || dst == 4500:
		if len(datagram) < nonESPMarker || datagram[0]|datagram[1]|datagram[2]|datagram[3] != 0 {
			return
		}
		datagram = datagram[nonESPMarker:]
	case src != 500 && dst != 500:
		return
	}
	d := datagramSeen{p, ip.Src, ip.Dst, int(min(dst, src)), datagram, Evidence{Number: p.number}}
	if src == 4500 || dst == 4500 {
		d.port = 4500
	}
	if ip.IsFragment() {
		if n, name := d.whole(false); n != nil && len(p.fragments) < 1000 {
			p.fragments[key] = fragment{n, name}
		}
		return
	}
	d.whole(true)
}

func port(b []byte) uint16 { return uint16(b[0])<<8 | uint16(b[1]) }

// A datagramSeen is one IKE message on its way.
type datagramSeen struct {
	p        *packetReader
	src, dst netip.Addr
	port     int
	bytes    []byte
	at       Evidence
}

// whole takes a message; of one that is only a fragment, what its header says.
func (d datagramSeen) whole(complete bool) (*captured, string) {
	if len(d.bytes) >= isakmp.HeaderLen && d.bytes[17]>>4 == 2 {
		d.at.Text = fmt.Sprintf("%s > %s, IKEv2", d.src, d.dst)
		d.p.file.second(d.at)
		return nil, ""
	}
	h, err := isakmp.ParseHeader(d.bytes)
	if complete && err != nil {
		return nil, ""
	}
	if !complete {
		if len(d.bytes) < isakmp.HeaderLen || h.Version != 0x10 {
			return nil, ""
		}
	}
	n := d.negotiation(h)
	d.at.Text = fmt.Sprintf("%s > %s, %s, %d bytes", d.src, d.dst, h.Exchange, h.Length)
	n.touch(d.at)
	n.Port = max(n.Port, d.port)
	if n.Cookies == "" || !h.Responder.IsZero() {
		n.Cookies = h.Initiator.String() + " " + h.Responder.String()
	}
	m := Message{Sent: d.src == n.initiator, At: d.at, Time: d.p.time, Bytes: int(h.Length)}
	if !complete {
		m.Note = "in fragments"
	}
	var payloads []isakmp.Payload
	if complete {
		payloads = d.payloads(h, n)
	}
	m.Payloads = payloadNames(payloads)
	d.name(&m, h, n, payloads)
	if n.isRepetition(d.bytes, m.Sent, m.Name) {
		n.again(m, d.at)
		return n, m.Name
	}
	n.Negotiation.message(m)
	d.read(h, n, m, payloads)
	return n, m.Name
}

// payloadNames are the names of payloads; of vendor IDs, how many there are.
func payloadNames(payloads []isakmp.Payload) (names []string) {
	vendors := 0
	for _, p := range payloads {
		if p.Type == isakmp.PayloadVendorID {
			vendors++
		} else if len(names) < 40 {
			names = append(names, p.Type.String())
		}
	}
	if vendors > 0 {
		names = append(names, fmt.Sprintf("VENDOR ID x%d", vendors))
	}
	return names
}

// negotiation is the one that a message's cookie names; the first message makes it.
func (d datagramSeen) negotiation(h isakmp.Header) *captured {
	if n := d.p.byCookie[h.Initiator]; n != nil {
		return n
	}
	from, to := d.src, d.dst
	n := &captured{initiator: from, counts: map[uint32]int{}, last: map[string]bool{}, Negotiation: &Negotiation{Role: Observer,
		Local: from.String(), Peer: to.String(), complete: h.Responder.IsZero()}}
	switch h.Exchange {
	case isakmp.AggressiveMode:
		n.Mode = AggressiveMode
	case isakmp.MainMode:
		n.Mode = MainMode
	}
	n.box.key = d.p.keys[h.Initiator]
	if len(d.p.file.Negotiations) < mostNegotiations {
		d.p.byCookie[h.Initiator] = n
		d.p.file.Negotiations = append(d.p.file.Negotiations, n.Negotiation)
	}
	return n
}

// payloads reads what a message has; nil if it is encrypted and there is no key, or the key does not fit.
func (d datagramSeen) payloads(h isakmp.Header, n *captured) []isakmp.Payload {
	if h.Flags&isakmp.FlagEncryption == 0 {
		m, err := isakmp.ParseMessage(d.bytes)
		if err != nil {
			return nil
		}
		n.box.clear(h, m)
		return m.Payloads
	}
	list := n.box.open(h, d.bytes[isakmp.HeaderLen:])
	if list == nil {
		d.p.closed++
	}
	return list
}

// name finds which message of its exchange this is.
func (d datagramSeen) name(m *Message, h isakmp.Header, n *captured, payloads []isakmp.Payload) {
	pick := func(initiator, responder string) string {
		if m.Sent {
			return initiator
		}
		return responder
	}
	switch h.Exchange {
	case isakmp.MainMode:
		switch {
		case h.Flags&isakmp.FlagEncryption != 0:
			m.Name = pick("main 5", "main 6")
		case h.Next == isakmp.PayloadSA:
			m.Name = pick("main 1", "main 2")
		default:
			m.Name = pick("main 3", "main 4")
		}
	case isakmp.AggressiveMode:
		m.Name = pick("aggressive 1", "aggressive 2")
		if m.Sent && n.seen("aggressive 2") != nil {
			m.Name = "aggressive 3"
		}
	case isakmp.QuickMode:
		m.Quick = fmt.Sprint(h.MessageID)
		m.Name = fmt.Sprintf("quick %d", min(n.counts[h.MessageID]+1, 4))
	case isakmp.Transaction:
		m.Name = "transaction"
	default:
		m.Name = "informational"
	}
}

// isRepetition says whether the same bytes were there before; the last few hundred messages are remembered.
func (n *captured) isRepetition(b []byte, sent bool, name string) bool {
	key := fmt.Sprint(sent, " ", string(b[:min(len(b), 400)]))
	if n.last[key] {
		return true
	}
	if len(n.last) > 300 {
		clear(n.last)
	}
	n.last[key] = true
	return false
}

// again notes that a message was repeated.
func (n *captured) again(m Message, at Evidence) {
	for i := len(n.Messages) - 1; i >= 0; i-- {
		if o := &n.Messages[i]; o.Sent == m.Sent && (o.Name == m.Name || m.Quick != "" && o.Quick == m.Quick) {
			o.Repeated++
			break
		}
	}
	if m.Quick != "" && n.Established {
		n.quick(m.Quick, at).sign(resent2, "", at)
	} else if !n.Established {
		n.sign(resent, m.Name, at)
	}
}
