// Package tftp moves files by the Trivial File Transfer Protocol (RFC 1350): its messages to
// and from bytes, and the state of one transfer at either end. Ports and time are its user's.
package tftp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"strings"
)

// Port is where servers take requests.
const Port = 69

// BlockSize is how many bytes of a file one message carries; the last one carries fewer.
const BlockSize = 512

// The kinds of messages, RFC 1350 section 5.
const (
	readRequest  = 1
	writeRequest = 2
	dataBlock    = 3
	acknowledged = 4
	failure      = 5
)

// A Code says what went wrong, RFC 1350 appendix.
type Code uint16

const (
	Undefined      Code = 0
	FileNotFound   Code = 1
	AccessDenied   Code = 2
	DiskFull       Code = 3
	IllegalMessage Code = 4
	UnknownPort    Code = 5
	FileExists     Code = 6
)

// texts are the device's words for what a server answers.
var texts = [...]string{Undefined: "Undefined error", FileNotFound: "No such file or directory", AccessDenied: "Permission denied",
	DiskFull: "Not enough space", IllegalMessage: "Illegal TFTP operation", UnknownPort: "Unknown transfer ID", FileExists: "File exists"}

// Error says it in words.
func (c Code) Error() string {
	if int(c) < len(texts) {
		return texts[c]
	}
	return texts[Undefined]
}

// A message is one datagram. Its name is a request's, number that of a block, or the code of a failure.
type message struct {
	kind   uint16
	name   string
	number uint16
	data   []byte
}

var errMessage = errors.New("not a TFTP message")

func parseMessage(b []byte) (m message, err error) {
	if len(b) < 4 {
		return m, errMessage
	}
	m.kind = binary.BigEndian.Uint16(b)
	switch m.kind {
	case readRequest, writeRequest:
		parts := bytes.SplitN(b[2:], []byte{0}, 3) // name, mode, and options that nobody need understand
		if len(parts) < 3 || len(parts[0]) == 0 || !knownMode(string(parts[1])) {
			return m, errMessage
		}
		m.name = string(parts[0])
	case dataBlock, acknowledged, failure:
		m.number, m.data = binary.BigEndian.Uint16(b[2:]), b[4:]
	default:
		return m, errMessage
	}
	if m.kind == dataBlock && len(m.data) > BlockSize {
		return m, errMessage
	}
	return m, nil
}

// knownMode says whether a file can be sent so: both modes move the same bytes between routers.
func knownMode(mode string) bool {
	return strings.EqualFold(mode, "octet") || strings.EqualFold(mode, "netascii")
}

func appendRequest(kind uint16, name string) []byte {
	b := binary.BigEndian.AppendUint16(nil, kind)
	b = append(append(b, name...), 0)
	return append(append(b, "octet"...), 0)
}

func appendNumbered(kind, number uint16, data []byte) []byte {
	b := binary.BigEndian.AppendUint16(nil, kind)
	return append(binary.BigEndian.AppendUint16(b, number), data...)
}

// Failure is the message that tells the other end what went wrong.
func Failure(c Code) []byte { return appendNumbered(failure, uint16(c), append([]byte(c.Error()), 0)) }
