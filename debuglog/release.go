package debuglog

import (
	"strconv"
	"strings"
)

// A Release is a generation of IOS: the dialect in which lines are spelled.
type Release int

const (
	IOS124 Release = iota // 12.3T to 12.4 mainline: ISAKMP:(0:1:HW:2):text
	IOS15                 // 15.0 to 15.4: ISAKMP:(1001):text
	IOSXE                 // 15.5 and later, IOS XE: ISAKMP: (1001):text, ISAKMP-PAK:, ISAKMP-ERROR:
)

func (r Release) String() string {
	switch r {
	case IOS15:
		return "15"
	case IOSXE:
		return "XE"
	default:
		return "12.4"
	}
}

// Mark is the release's word where a choice of releases is written down: 12.4, 15 or xe.
func (r Release) Mark() string { return strings.ToLower(r.String()) }

// A Conn names the phase 1 SA that a line is about. The zero Conn is the time before a
// connection id exists, which ends when the keys are derived (message 3 or 4 of main mode).
type Conn struct {
	ID int // 1 is the first phase 1 SA of the router, 2 the second; 0 is none yet
}

// Number is the connection id as show commands and 15.x debug lines print it (1001 for the
// first SA, 0 for none yet). 12.4 counts from 1.
func (c Conn) Number(r Release) int {
	if c.ID == 0 || r == IOS124 {
		return c.ID
	}
	return 1000 + c.ID
}

// appendID appends what stands between the parentheses of "ISAKMP:(…):".
func (c Conn) appendID(dst []byte, r Release) []byte {
	switch {
	case r != IOS124:
		return strconv.AppendInt(dst, int64(c.Number(r)), 10)
	case c.ID == 0:
		return append(dst, "0:0:N/A:0"...)
	default:
		dst = append(dst, "0:"...)
		dst = strconv.AppendInt(dst, int64(c.ID), 10)
		dst = append(append(dst, ':'), r.Processor().IKE...)
		return strconv.AppendInt(append(dst, ':'), int64(r.Processor().Slot), 10)
	}
}

// hardwareEngine is added by 12.4 to the connection id in the lines that print a number, when the
// SA is in hardware.
const hardwareEngine = 0x10000000

// appendNumber appends what stands between the parentheses of "ISAKMP (…):".
func (c Conn) appendNumber(dst []byte, r Release) []byte {
	if r != IOS124 {
		return c.appendID(dst, r)
	}
	dst = append(dst, "0:"...)
	if c.ID == 0 {
		return append(dst, '0')
	}
	number := int64(c.ID)
	if r.Processor().InHardware() {
		number += hardwareEngine
	}
	return strconv.AppendInt(dst, number, 10)
}

// A Pointer is the address or handle of one of the router's own structures. It prints as 8
// upper-case hexadecimal digits, on IOS XE as 64 bits without zeroes in front.
type Pointer uint64

func (p Pointer) append(dst []byte, r Release) []byte {
	if r == IOSXE {
		return appendHex(dst, uint64(p), 1)
	}
	return appendHex(dst, uint64(uint32(p)), 8)
}

// Text is the pointer as release r prints it, without "0x".
func (p Pointer) Text(r Release) string { return string(p.append(nil, r)) }

// appendHex appends n in upper-case hexadecimal, zero-padded to at least width digits.
func appendHex(dst []byte, n uint64, width int) []byte {
	const digits = "0123456789ABCDEF"
	for shift := 60; shift >= 0; shift -= 4 {
		if n>>shift != 0 || shift < 4*width {
			dst = append(dst, digits[n>>shift&15])
		}
	}
	return dst
}
