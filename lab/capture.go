package lab

import (
	"encoding/binary"
	"io"
)

// The classic pcap format: draft-ietf-opsawg-pcap, section 4 and 5.
const (
	pcapMagic    = 0xa1b2c3d4 // stamps in microseconds
	pcapSnapLen  = 0xffff
	pcapLinkType = 101 // LINKTYPE_RAW: packets begin with the IP header
)

// A capture is one pcap file being written.
type capture struct {
	w    io.Writer
	link string // "" for all links
}

func writeCaptureHeader(w io.Writer) error {
	b := binary.LittleEndian.AppendUint32(nil, pcapMagic)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 4)
	b = append(b, make([]byte, 8)...) // time zone and accuracy, both unused
	b = binary.LittleEndian.AppendUint32(b, pcapSnapLen)
	b = binary.LittleEndian.AppendUint32(b, pcapLinkType)
	_, err := w.Write(b)
	return err
}

// writeCapture writes a packet to the files that want it. They hold packets of IP alone: the tag of a VLAN is not among them.
func (l *Lab) writeCapture(on *wire, data []byte) {
	for _, c := range l.captures {
		if c.link != "" && c.link != on.name {
			continue
		}
		b := binary.LittleEndian.AppendUint32(nil, uint32(l.now.Unix()))
		b = binary.LittleEndian.AppendUint32(b, uint32(l.now.Nanosecond()/1000))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
		b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
		if _, err := c.w.Write(append(b, data...)); err != nil && l.captureErr == nil {
			l.captureErr = err
		}
	}
}
