package isakmp

import "encoding/binary"

// A reader is a cursor over the bytes of one payload. It remembers its first
// failure and returns zeros from then on, so that a parser reads every field
// and asks once, with finish.
type reader struct {
	payload PayloadType
	notify  NotifyType // the answer to bytes that are missing or wrong
	b       []byte
	err     *Error
}

func (r *reader) fail(reason Reason, format string, args ...any) {
	if r.err == nil {
		r.err = failure(r.payload, reason, r.notify, format, args...)
	}
	r.b = nil
}

// bytes returns the next n bytes. Appending to them cannot reach what follows.
func (r *reader) bytes(n int) []byte {
	if r.err != nil {
		return nil
	}
	if n > len(r.b) {
		r.fail(BadLength, "%d bytes where %d are needed", len(r.b), n)
		return nil
	}
	b := r.b[:n:n]
	r.b = r.b[n:]
	return b
}

func (r *reader) rest() []byte { return r.bytes(len(r.b)) }

func (r *reader) u8() uint8 {
	if b := r.bytes(1); b != nil {
		return b[0]
	}
	return 0
}

func (r *reader) u16() uint16 {
	if b := r.bytes(2); b != nil {
		return binary.BigEndian.Uint16(b)
	}
	return 0
}

func (r *reader) u32() uint32 {
	if b := r.bytes(4); b != nil {
		return binary.BigEndian.Uint32(b)
	}
	return 0
}

func (r *reader) reserved8() {
	if v := r.u8(); v != 0 {
		r.fail(ReservedNotZero, "0x%02x", v)
	}
}

func (r *reader) reserved16() {
	if v := r.u16(); v != 0 {
		r.fail(ReservedNotZero, "0x%04x", v)
	}
}

// element reads one link of a chain: next, reserved, length, and the body the
// length covers. Payloads, proposals and transforms all begin like this (RFC
// 2408 section 3.2). The reserved byte is looked at before the length, because
// a message decrypted with the wrong key should be known by it.
func (r *reader) element() (next uint8, body []byte) {
	next = r.u8()
	r.reserved8()
	length := int(r.u16())
	if r.err == nil && (length < genericHeaderLen || length-genericHeaderLen > len(r.b)) {
		r.fail(BadLength, "length %d with %d bytes left", length, len(r.b)+genericHeaderLen)
	}
	return next, r.bytes(length - genericHeaderLen)
}

// finish reports the first failure, or bytes that nothing has read.
func (r *reader) finish() error {
	if r.err == nil && len(r.b) > 0 {
		r.fail(BadLength, "%d bytes too many", len(r.b))
	}
	if r.err != nil {
		return r.err
	}
	return nil
}
