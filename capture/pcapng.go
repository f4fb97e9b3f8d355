package capture

import (
	"encoding/binary"
	"io"
	"slices"
)

// A pcapngFile is a section of draft-ietf-opsawg-pcapng. An interface is described before its first packet. Everything
// is little-endian and aligned to 32 bits.
type pcapngFile struct {
	w           io.Writer
	application string
	interfaces  []described
}

// An interface is described once for each type of its packets.
type described struct {
	name string
	link uint16
}

// Types of blocks, section 4 of the draft.
const (
	blockSection   = 0x0A0D0D0A
	blockInterface = 1
	blockPacket    = 6
	blockSecrets   = 10
)

// Codes of options: 3.5 of the draft, and the tables of each block.
const (
	optionEnd     = 0
	optionComment = 1

	optionHardware    = 2 // of a section
	optionSystem      = 3
	optionApplication = 4

	optionName       = 2 // of an interface
	optionResolution = 9

	optionFlags = 2 // of a packet
)

const (
	byteOrderMagic = 0x1A2B3C4D
	unknownLength  = 0xFFFFFFFFFFFFFFFF
	nanoseconds    = 9 // if_tsresol: powers of ten

	flagInbound  = 1 // epb_flags, bits 0 and 1
	flagOutbound = 2
)

// maxOption is how long an option may be: its length has 16 bits.
const maxOption = 0xffff

func (f *pcapngFile) begin() error {
	b := binary.LittleEndian.AppendUint32(nil, byteOrderMagic)
	b = binary.LittleEndian.AppendUint16(b, 1)
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint64(b, unknownLength)
	b = appendOption(b, optionHardware, "made of software")
	b = appendOption(b, optionSystem, "IOS-style router, simulated")
	b = appendOption(b, optionApplication, f.application)
	return f.writeBlock(blockSection, appendOption(b, optionEnd, ""))
}

// interfaceNumber is the number of an interface, which is described if it is new.
func (f *pcapngFile) interfaceNumber(name string, link uint16) (uint32, error) {
	for i, have := range f.interfaces {
		if have == (described{name, link}) {
			return uint32(i), nil
		}
	}
	b := binary.LittleEndian.AppendUint16(nil, link)
	b = binary.LittleEndian.AppendUint16(b, 0)
	b = binary.LittleEndian.AppendUint32(b, snapLen)
	b = appendOption(b, optionName, name)
	b = appendOption(b, optionResolution, string([]byte{nanoseconds}))
	f.interfaces = append(f.interfaces, described{name, link})
	return uint32(len(f.interfaces) - 1), f.writeBlock(blockInterface, appendOption(b, optionEnd, ""))
}

func (f *pcapngFile) writePacket(p Packet) error {
	link := uint16(linkRaw)
	if p.Header != nil {
		link = linkEthernet
	}
	number, err := f.interfaceNumber(p.Interface, link)
	if err != nil {
		return err
	}
	at := uint64(p.At.UnixNano())
	b := binary.LittleEndian.AppendUint32(nil, number)
	b = binary.LittleEndian.AppendUint32(b, uint32(at>>32))
	b = binary.LittleEndian.AppendUint32(b, uint32(at))
	header := uint32(len(p.Header))
	b = binary.LittleEndian.AppendUint32(b, header+uint32(len(p.Data)))
	b = binary.LittleEndian.AppendUint32(b, header+p.length())
	b = appendPadded(b, append(slices.Clip(p.Header), p.Data...))
	options := len(b)
	for _, c := range p.Comments {
		b = appendOption(b, optionComment, c)
	}
	if p.Direction != Unknown {
		flags := uint32(flagInbound)
		if p.Direction == Out {
			flags = flagOutbound
		}
		b = appendOption(b, optionFlags, string(binary.LittleEndian.AppendUint32(nil, flags)))
	}
	if len(b) > options {
		b = appendOption(b, optionEnd, "")
	}
	return f.writeBlock(blockPacket, b)
}

// writeSecrets writes a decryption secrets block. Its length counts the secrets alone, not what aligns them.
func (f *pcapngFile) writeSecrets(kind uint32, data []byte) error {
	b := binary.LittleEndian.AppendUint32(nil, kind)
	b = binary.LittleEndian.AppendUint32(b, uint32(len(data)))
	return f.writeBlock(blockSecrets, appendPadded(b, data))
}

// writeBlock writes a block, whose body is aligned: its length stands on both sides.
func (f *pcapngFile) writeBlock(kind uint32, body []byte) error {
	const around = 12
	length := uint32(around + len(body))
	b := make([]byte, 0, length)
	b = binary.LittleEndian.AppendUint32(b, kind)
	b = binary.LittleEndian.AppendUint32(b, length)
	b = append(b, body...)
	_, err := f.w.Write(binary.LittleEndian.AppendUint32(b, length))
	return err
}

// appendOption appends an option. A value that is too long is cut, and one that is empty left out but for the end.
func appendOption(b []byte, code uint16, value string) []byte {
	if value == "" && code != optionEnd {
		return b
	}
	value = value[:min(len(value), maxOption)]
	b = binary.LittleEndian.AppendUint16(b, code)
	b = binary.LittleEndian.AppendUint16(b, uint16(len(value)))
	return appendPadded(b, []byte(value))
}

func appendPadded(b, data []byte) []byte {
	b = append(b, data...)
	return append(b, make([]byte, -len(data)&3)...)
}
