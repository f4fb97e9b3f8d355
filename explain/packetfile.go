package explain

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"time"
)

// A packetSource reads captured packets one after the other: pcap and pcapng, of either byte order. It is our own because
// files from anywhere must not make the program ask for more memory than a packet may have, which libraries leave open.
type packetSource struct {
	r     *bufio.Reader
	order binary.ByteOrder
	ng    bool
	links []uint32  // the link type of each interface; pcap has one
	ticks []uint64  // of the clock of each interface, in a second
	at    time.Time // of the packet that was read last; zero: the file does not say
}

// longestPacket bounds what a file may say that a packet, or a block of pcapng, has.
const longestPacket = 1 << 20

// Magic numbers, as they stand in a file of the byte order of this table.
const (
	magicMicro   = 0xa1b2c3d4
	magicNano    = 0xa1b23c4d
	blockSection = 0x0a0d0d0a
	orderMagic   = 0x1a2b3c4d
)

// Types of blocks of pcapng.
const (
	blockInterface = 1
	blockOld       = 2
	blockSimple    = 3
	blockPacket    = 6
)

// byteOrderOf says how a file begins that is a capture; nil if it is none.
func byteOrderOf(head []byte) (order binary.ByteOrder, ng bool) {
	if len(head) < 12 {
		return nil, false
	}
	for _, o := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		switch first := o.Uint32(head); {
		case first == magicMicro, first == magicNano:
			return o, false
		case first == blockSection && o.Uint32(head[8:]) == orderMagic:
			return o, true
		}
	}
	return nil, false
}

func isCapture(head []byte) bool {
	order, _ := byteOrderOf(head)
	return order != nil
}

var errBroken = errors.New("the capture is broken")

func newPacketSource(r io.Reader) (*packetSource, error) {
	s := &packetSource{r: bufio.NewReaderSize(r, 64<<10)}
	head, err := s.r.Peek(24)
	if err != nil && len(head) < 12 {
		return nil, fmt.Errorf("%w: it ends within its header", errBroken)
	}
	if s.order, s.ng = byteOrderOf(head); s.order == nil {
		return nil, fmt.Errorf("%w: it does not begin as one", errBroken)
	}
	if !s.ng {
		if len(head) < 24 {
			return nil, fmt.Errorf("%w: it ends within its header", errBroken)
		}
		s.links, s.ticks = []uint32{s.order.Uint32(head[20:]) & 0xffff}, []uint64{1e6}
		if s.order.Uint32(head) == magicNano {
			s.ticks[0] = 1e9
		}
		s.r.Discard(24)
	}
	return s, nil
}

// next is the next packet and its link type; io.EOF at the end of the file.
func (s *packetSource) next() (data []byte, link uint32, err error) {
	if !s.ng {
		head, err := s.take(16)
		if err != nil {
			return nil, 0, err
		}
		n := s.order.Uint32(head[8:])
		if n > longestPacket {
			return nil, 0, fmt.Errorf("%w: a packet of %d bytes", errBroken, n)
		}
		s.at = instantOf(uint64(s.order.Uint32(head))*s.ticks[0]+uint64(s.order.Uint32(head[4:])), s.ticks[0])
		data, err := s.take(int(n))
		return data, s.links[0], err
	}
	for {
		kind, body, err := s.block()
		if err != nil {
			return nil, 0, err
		}
		if data, link, ok := s.packetOf(kind, body); ok {
			return data, link, nil
		}
	}
}

// take reads so many bytes. A file that ends within them has come to its end.
func (s *packetSource) take(n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.r, b); err != nil {
		return nil, err
	}
	return b, nil
}

func (s *packetSource) block() (kind uint32, body []byte, err error) {
	head, err := s.r.Peek(12)
	if err != nil {
		return 0, nil, io.EOF
	}
	if order, ng := byteOrderOf(head); ng { // a new section may have another byte order, and has its own interfaces
		s.order, s.links, s.ticks = order, nil, nil
	}
	kind, length := s.order.Uint32(head), s.order.Uint32(head[4:])
	if length < 12 || length%4 != 0 || length > longestPacket {
		return 0, nil, fmt.Errorf("%w: a block of %d bytes", errBroken, length)
	}
	whole, err := s.take(int(length))
	if err != nil {
		return 0, nil, err
	}
	return kind, whole[8 : length-4], nil
}

// packetOf finds the packet in a block, if it has one; blocks of interfaces are kept.
func (s *packetSource) packetOf(kind uint32, b []byte) (data []byte, link uint32, ok bool) {
	cut := func(from int, n uint32) ([]byte, bool) {
		if from > len(b) || uint64(n) > uint64(len(b)-from) {
			return nil, false
		}
		return b[from : from+int(n)], true
	}
	of := func(which uint32) (uint32, bool) {
		if uint64(which) >= uint64(len(s.links)) {
			return 0, false
		}
		return s.links[which], true
	}
	var known bool
	s.at = time.Time{}
	switch {
	case kind == blockInterface && len(b) >= 8 && len(s.links) < 4096:
		s.links, s.ticks = append(s.links, uint32(s.order.Uint16(b))), append(s.ticks, ticksOf(s.order, b[8:]))
	case kind == blockPacket && len(b) >= 20:
		link, known = of(s.order.Uint32(b))
		data, ok = cut(20, s.order.Uint32(b[12:]))
		if known {
			s.at = instantOf(uint64(s.order.Uint32(b[4:]))<<32|uint64(s.order.Uint32(b[8:])), s.ticks[s.order.Uint32(b)])
		}
	case kind == blockOld && len(b) >= 20:
		link, known = of(uint32(s.order.Uint16(b)))
		data, ok = cut(20, s.order.Uint32(b[12:]))
	case kind == blockSimple && len(b) >= 4:
		link, known = of(0)
		data, ok = cut(4, min(s.order.Uint32(b), uint32(len(b)-4)))
	}
	return data, link, ok && known
}

// Link types: https://www.tcpdump.org/linktypes.html.
const (
	linkNull, linkEthernet, linkRaw, linkRawOld, linkCooked, linkIPv4, linkCooked2 = 0, 1, 101, 12, 113, 228, 276
)

// ipOf is the IPv4 packet in a frame; nil if there is none.
func ipOf(link uint32, b []byte) []byte {
	skip := func(n, kindAt int) []byte {
		if len(b) < n || !isIP(binary.BigEndian.Uint16(b[kindAt:])) {
			return nil
		}
		return b[n:]
	}
	switch link {
	case linkEthernet:
		for tags := 0; len(b) >= 18 && tags < 3; tags++ { // 802.1Q
			if kind := binary.BigEndian.Uint16(b[12:]); kind != 0x8100 && kind != 0x88a8 {
				break
			}
			b = append(append([]byte{}, b[:12]...), b[16:]...)
		}
		return skip(14, 12)
	case linkRaw, linkRawOld, linkIPv4:
		return b
	case linkCooked:
		return skip(16, 14)
	case linkCooked2:
		return skip(20, 0)
	case linkNull:
		if len(b) > 4 {
			return b[4:]
		}
	}
	return nil
}

// isIP says whether an EtherType is that of IPv4 or IPv6.
func isIP(kind uint16) bool { return kind == 0x0800 || kind == 0x86dd }
