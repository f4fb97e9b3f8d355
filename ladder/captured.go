package ladder

import (
	"fmt"
	"net/netip"
	"time"

	"ruthere/capture"
	"ruthere/crypto/ike"
	"ruthere/crypto/isakmp"
	"ruthere/lab/meaning"
)

// Captured is a capture as a story: who talked to whom by their addresses, and what it says, opened with the keys as far as there
// are some. A packet that several interfaces have recorded is there once.
func Captured(title string, packets []capture.Packet, keys Keys) Story {
	c := captured{Story: Story{Title: title}, ring: &keyring{keys: keys, seen: map[isakmp.Cookie]*seenSA{}},
		copies: map[copyKey]*seenCopy{}, parts: map[netip.Addr]bool{}}
	c.plain, c.reader = meaning.NewReader(noKeys), meaning.NewReader(c.ring.find)
	for _, p := range packets {
		c.take(p)
	}
	if c.closed > 0 {
		text := fmt.Sprintf("%s encrypted messages are not opened: there is no key for them", thousands(c.closed))
		c.Items = append([]Item{Note{Kind: KindRemark, Text: text}}, c.Items...)
	}
	return c.Story
}

func noKeys(_, _ isakmp.Cookie) (p ike.Protection, ok bool) { return p, false }

// captured is the story of a capture in the making.
type captured struct {
	Story
	ring          *keyring
	plain, reader *meaning.Reader
	copies        map[copyKey]*seenCopy
	parts         map[netip.Addr]bool
	closed        int // messages that nothing opens
}

// A copyKey tells a message from others by its sender and its beginning, which is there even where a capture has cut the rest off.
type copyKey struct {
	src, dst netip.Addr
	begin    string
	length   int
}

type seenCopy struct {
	Message
	interfaces string
}

// longestPacket is that of IPv4, in bytes.
const longestPacket = 0xffff

// copyTime is within which a packet passes all wires of a way.
const copyTime = time.Second

func (c *captured) take(p capture.Packet) {
	cut := p.Length > len(p.Data)
	var read meaning.Packet
	if cut { // it has its headers: nothing is learnt from the rest
		read = c.plain.Read(append(p.Data[:len(p.Data):len(p.Data)], make([]byte, min(p.Length-len(p.Data), longestPacket))...))
	} else {
		c.ring.note(c.plain.Read(p.Data))
		read = c.reader.Read(p.Data)
	}
	m, ok := messageOf(read)
	if !ok {
		return
	}
	m.At, m.From, m.To, m.Size = p.At, read.IP.Src.String(), read.IP.Dst.String(), max(len(p.Data), p.Length)
	content := read.Content()
	key := copyKey{read.IP.Src, read.IP.Dst, string(content[:min(len(content), isakmp.HeaderLen)]), m.Size}
	if before := c.copies[key]; before != nil {
		elsewhere := before.interfaces != p.Interface
		if elsewhere && p.At.Sub(before.At) < copyTime {
			return
		}
		m.Name, m.Number, m.Payloads = before.Name, before.Number, before.Payloads
		m.Again = m.Kind == KindIKE
	} else if cut && m.Kind == KindIKE {
		m.Payloads, m.Meaning = nil, "cut off by the capture"
	}
	if len(c.copies) < copiesKept {
		c.copies[key] = &seenCopy{m, p.Interface}
	}
	if read.Message != nil && read.Message.IsEncrypted() && !read.Message.Opened && !m.Again {
		c.closed++
	}
	c.join(read.IP.Src)
	c.join(read.IP.Dst)
	c.Items = append(c.Items, m)
}

// copiesKept bounds the messages that are remembered.
const copiesKept = 200_000

func (c *captured) join(a netip.Addr) {
	if !c.parts[a] {
		c.parts[a] = true
		c.Participants = append(c.Participants, Participant{Name: a.String()})
	}
}
