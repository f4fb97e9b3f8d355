package capture

import (
	"encoding/binary"
	"io"
)

// A pcapFile is in the classic format: draft-ietf-opsawg-pcap, sections 4 and 5.
type pcapFile struct{ w io.Writer }

const pcapMagic = 0xa1b2c3d4 // stamps in microseconds

func (f pcapFile) begin() error {
	b := binary.LittleEndian.AppendUint32(nil, pcapMagic)
	b = binary.LittleEndian.AppendUint16(b, 2)
	b = binary.LittleEndian.AppendUint16(b, 4)
	b = append(b, make([]byte, 8)...) // time zone and accuracy, both unused
	b = binary.LittleEndian.AppendUint32(b, snapLen)
	b = binary.LittleEndian.AppendUint32(b, linkRaw)
	_, err := f.w.Write(b)
	return err
}

func (f pcapFile) writePacket(p Packet) error {
	b := binary.LittleEndian.AppendUint32(nil, uint32(p.At.Unix()))
	b = binary.LittleEndian.AppendUint32(b, uint32(p.At.Nanosecond()/1000))
	b = binary.LittleEndian.AppendUint32(b, uint32(len(p.Data)))
	b = binary.LittleEndian.AppendUint32(b, p.length())
	_, err := f.w.Write(append(b, p.Data...))
	return err
}

// writeSecrets writes nothing: the format has no place for them.
func (pcapFile) writeSecrets(uint32, []byte) error { return nil }
