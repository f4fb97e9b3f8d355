package capture

import (
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// ErrFormat is what Read wraps when a file is neither pcapng nor pcap.
var ErrFormat = errors.New("neither pcapng nor pcap")

// Read reads a file in pcapng or in the classic format, of either byte order, to microseconds or nanoseconds. It returns the
// packets of IPv4, their IP header first, whatever their link is: raw, Ethernet with or without VLAN tags, Linux's cooked, or BSD's
// loopback. Other packets are left out and counted. A file that is cut off yields what is whole, and an error with it.
func Read(file []byte) (packets []Packet, others int, err error) {
	r := fileReader{rest: file}
	switch {
	case len(file) < 24:
		return nil, 0, fmt.Errorf("a file of %d bytes: %w", len(file), ErrFormat)
	case binary.LittleEndian.Uint32(file) == blockSection:
		err = r.readBlocks()
	case r.classicHeader(file):
		err = r.readClassic()
	default:
		err = fmt.Errorf("the file begins with %x: %w", file[:4], ErrFormat)
	}
	return r.packets, r.others, err
}

// A fileReader takes a file apart.
type fileReader struct {
	rest       []byte
	order      binary.ByteOrder
	nanosecond bool   // of the classic format
	link       uint16 // of the classic format
	interfaces []readInterface
	packets    []Packet
	others     int
}

type readInterface struct {
	name  string
	link  uint16
	units uint64 // of time stamps, per second
}

// classicHeader says whether the file begins as the classic format does.
func (r *fileReader) classicHeader(file []byte) bool {
	for _, order := range []binary.ByteOrder{binary.LittleEndian, binary.BigEndian} {
		magic := order.Uint32(file)
		if magic == 0xa1b2c3d4 || magic == 0xa1b23c4d {
			r.order, r.nanosecond = order, magic == 0xa1b23c4d
			r.link = uint16(order.Uint32(file[20:]))
			r.rest = file[24:]
			return true
		}
	}
	return false
}

func (r *fileReader) readClassic() error {
	for len(r.rest) >= 16 {
		seconds, part := r.order.Uint32(r.rest), r.order.Uint32(r.rest[4:])
		captured, length := r.order.Uint32(r.rest[8:]), r.order.Uint32(r.rest[12:])
		if uint64(captured) > uint64(len(r.rest)-16) {
			return fmt.Errorf("packet %d is cut off", len(r.packets)+r.others+1)
		}
		if !r.nanosecond {
			part *= 1000
		}
		r.add(readInterface{link: r.link}, time.Unix(int64(seconds), int64(part)).UTC(), r.rest[16:16+captured], length, nil)
		r.rest = r.rest[16+captured:]
	}
	if len(r.rest) > 0 {
		return errors.New("the file ends inside the header of a packet")
	}
	return nil
}

// blockSimple is the one block that is read and never written: draft-ietf-opsawg-pcapng.
const blockSimple = 3

func (r *fileReader) readBlocks() error {
	r.order = binary.LittleEndian
	for len(r.rest) >= 12 {
		if binary.LittleEndian.Uint32(r.rest) == blockSection {
			switch r.order = binary.LittleEndian; {
			case binary.BigEndian.Uint32(r.rest[8:]) == 0x1a2b3c4d:
				r.order = binary.BigEndian
			case binary.LittleEndian.Uint32(r.rest[8:]) != 0x1a2b3c4d:
				return fmt.Errorf("a section of the file has no byte order: %w", ErrFormat)
			}
			r.interfaces = nil
		}
		kind, length := r.order.Uint32(r.rest), r.order.Uint32(r.rest[4:])
		if length < 12 || length%4 != 0 || uint64(length) > uint64(len(r.rest)) {
			return fmt.Errorf("a block behind packet %d is cut off", len(r.packets)+r.others)
		}
		if err := r.block(kind, r.rest[8:length-4]); err != nil {
			return err
		}
		r.rest = r.rest[length:]
	}
	if len(r.rest) > 0 {
		return errors.New("the file ends inside a block")
	}
	return nil
}

func (r *fileReader) block(kind uint32, body []byte) error {
	switch {
	case kind == blockInterface && len(body) >= 8:
		one := readInterface{link: r.order.Uint16(body), units: 1_000_000}
		r.eachOption(body[8:], func(code uint16, value []byte) {
			switch {
			case code == 2:
				one.name = string(value)
			case code == 9 && len(value) == 1:
				one.units = unitsOf(value[0])
			}
		})
		r.interfaces = append(r.interfaces, one)
	case kind == blockPacket && len(body) >= 20:
		id, captured := r.order.Uint32(body), r.order.Uint32(body[12:])
		if uint64(id) >= uint64(len(r.interfaces)) || uint64(captured) > uint64(len(body)-20) {
			return fmt.Errorf("packet %d does not hold together", len(r.packets)+r.others+1)
		}
		of := r.interfaces[id]
		stamp := uint64(r.order.Uint32(body[4:]))<<32 | uint64(r.order.Uint32(body[8:]))
		r.add(of, stampOf(stamp, of.units), body[20:20+captured], r.order.Uint32(body[16:]), body[20+(captured+3)/4*4:])
	case kind == blockSimple && len(body) >= 4 && len(r.interfaces) > 0:
		length := r.order.Uint32(body)
		r.add(r.interfaces[0], time.Time{}, body[4:4+min(uint64(length), uint64(len(body)-4))], length, nil)
	}
	return nil
}

// unitsOf reads if_tsresol: a power of ten, or of two with the highest bit set.
func unitsOf(b byte) uint64 {
	base, units := uint64(10), uint64(1)
	if b&0x80 != 0 {
		base = 2
	}
	for range b & 0x7f {
		if units > 1<<60/base {
			break
		}
		units *= base
	}
	return units
}

func stampOf(stamp, units uint64) time.Time {
	part := float64(stamp%units) / float64(units) * 1e9
	if 1_000_000_000%units == 0 {
		part = float64(stamp % units * (1_000_000_000 / units))
	}
	return time.Unix(int64(stamp/units&0x7fffffffff), int64(part)).UTC()
}

// eachOption hands the options of a block to f.
func (r *fileReader) eachOption(b []byte, f func(code uint16, value []byte)) {
	for len(b) >= 4 {
		code, length := r.order.Uint16(b), int(r.order.Uint16(b[2:]))
		if code == 0 || length > len(b)-4 {
			return
		}
		f(code, b[4:4+length])
		b = b[min(4+(length+3)/4*4, len(b)):]
	}
}

// add keeps a packet of IPv4.
func (r *fileReader) add(of readInterface, at time.Time, data []byte, length uint32, options []byte) {
	ip, ok := ipOf(of.link, data)
	if !ok {
		r.others++
		return
	}
	p := Packet{At: at, Interface: of.name, Data: ip}
	if uint64(length) > uint64(len(data)) {
		p.Length = int(length) - (len(data) - len(ip))
	}
	r.eachOption(options, func(code uint16, value []byte) {
		switch {
		case code == 1:
			p.Comments = append(p.Comments, string(value))
		case code == 2 && len(value) == 4:
			p.Direction = Direction(r.order.Uint32(value) & 3)
		}
	})
	r.packets = append(r.packets, p)
}

// ipOf finds the IPv4 header in a frame of a link: the numbers are those of tcpdump.org/linktypes.html.
func ipOf(link uint16, data []byte) (ip []byte, ok bool) {
	const (
		null, ethernet, cooked, ipv4, cooked2 = 0, 1, 113, 228, 276
	)
	kind := -1
	switch at := 0; link {
	case linkRaw, 12, ipv4:
		ip, kind = data, 0x0800
	case null:
		if len(data) > 4 {
			ip, kind = data[4:], 0x0800
		}
	case ethernet:
		for at = 12; len(data) >= at+4 && (word(data[at:]) == 0x8100 || word(data[at:]) == 0x88a8); at += 4 {
		}
		if len(data) > at+2 {
			ip, kind = data[at+2:], word(data[at:])
		}
	case cooked:
		if len(data) > 16 {
			ip, kind = data[16:], word(data[14:])
		}
	case cooked2:
		if len(data) > 20 {
			ip, kind = data[20:], word(data)
		}
	}
	if kind != 0x0800 || len(ip) < 20 || ip[0]>>4 != 4 {
		return nil, false
	}
	if total := word(ip[2:]); total >= 20 && total < len(ip) { // without what an Ethernet pads
		ip = ip[:total]
	}
	return ip, true
}

func word(b []byte) int { return int(binary.BigEndian.Uint16(b)) }
