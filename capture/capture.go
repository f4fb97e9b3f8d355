// Package capture writes packets to files that Wireshark and its like read: pcapng, with interfaces, directions, comments
// and the secrets of IPsec SAs inside, and classic pcap. Beside a file it puts the tables of keys with which Wireshark
// opens what is encrypted in it.
//
// It writes what it is given, in that order; where files lie, and who may have them, is the driver's to know.
package capture

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Types of links: with LINKTYPE_RAW packets begin with the IP header, with LINKTYPE_ETHERNET with that of a frame.
const (
	linkRaw      = 101
	linkEthernet = 1
)

// snapLen is the length in bytes up to which packets are kept: longer than any packet of IPv4.
const snapLen = 0xffff

// A Direction is which way a packet went, seen from the interface.
type Direction uint8

const (
	Unknown Direction = iota
	In
	Out
)

// A Packet is one packet of IPv4 as it was on a wire.
type Packet struct {
	At        time.Time
	Interface string // such as Router:FastEthernet0/0
	Direction Direction
	Header    []byte // of Ethernet, before Data; nil: the packet alone. Only pcapng keeps it
	Data      []byte
	Length    int      // on the wire, if Data is not all of it; 0 = it is
	Comments  []string // a line each
}

// A Format is how a file holds packets.
type Format uint8

const (
	PCAPNG Format = iota
	PCAP          // classic: packets and their times, to the microsecond, and nothing else
)

// Standard is the name that stands for standard output.
const Standard = "-"

// FormatOf is the format that a file of that name has; standard output has pcapng. The error
// says which names there are.
func FormatOf(name string) (Format, error) {
	switch lower := strings.ToLower(name); {
	case name == Standard, strings.HasSuffix(lower, ".pcapng"):
		return PCAPNG, nil
	case strings.HasSuffix(lower, ".pcap"), strings.HasSuffix(lower, ".cap"):
		return PCAP, nil
	}
	return 0, fmt.Errorf("the name of a capture tells its format: %q ends neither in .pcapng nor in .pcap", name)
}

// A Sink is where a capture goes: the file itself, and the tables beside it.
type Sink interface {
	io.WriteCloser
	// AppendTable adds lines to a table of the Wireshark profile beside the file. A sink
	// without a place beside it does nothing.
	AppendTable(name, lines string) error
}

// Plain is a sink that has nothing beside it.
func Plain(w io.Writer) Sink { return plain{w} }

type plain struct{ io.Writer }

func (plain) Close() error                     { return nil }
func (plain) AppendTable(string, string) error { return nil }

// length is how long the packet was on the wire.
func (p Packet) length() uint32 { return uint32(max(p.Length, len(p.Data))) }

// A Recorder writes one capture. Its first error ends it: what comes after is not written, and
// Err tells.
type Recorder struct {
	sink     Sink
	file     packetFile
	keys     map[string]bool // table lines that were written
	messages messages
	packets  int
	err      error
}

// A packetFile is a file in one of the formats.
type packetFile interface {
	begin() error
	writePacket(Packet) error
	writeSecrets(kind uint32, data []byte) error
}

// Record begins a capture. Application names the program, for who reads the file.
func Record(sink Sink, f Format, application string) *Recorder {
	r := &Recorder{sink: sink, keys: map[string]bool{}}
	if f == PCAP {
		r.file = pcapFile{sink}
	} else {
		r.file = &pcapngFile{w: sink, application: application}
	}
	if r.err = r.file.begin(); r.err == nil {
		r.err = r.beginTables()
	}
	return r
}

// WritePacket writes a packet. Data is not kept. In pcapng an encrypted IKE message that is there already is cut short: see
// copies.go.
func (r *Recorder) WritePacket(p Packet) {
	if r.err != nil {
		return
	}
	if _, opened := r.file.(*pcapngFile); opened {
		p = r.messages.shorten(p, r.packets+1)
	}
	if r.err = r.file.writePacket(p); r.err == nil {
		r.packets++
	}
}

// Packets is how many packets were written.
func (r *Recorder) Packets() int { return r.packets }

// Err is why the capture ended early, or nil.
func (r *Recorder) Err() error { return r.err }

// Close ends the capture and its sink. The error is the first there was.
func (r *Recorder) Close() error {
	if err := r.sink.Close(); r.err == nil {
		r.err = err
	}
	return r.err
}
