package isakmp

import "fmt"

// A Reason says in one word what is wrong with a message.
type Reason uint8

const (
	Malformed       Reason = iota + 1 // the bytes contradict each other or the RFC
	TooShort                          // the datagram is shorter than its header says, or than a header
	TooLong                           // the datagram is longer than its header says
	BadVersion                        // not ISAKMP 1.0
	ReservedNotZero                   // a reserved byte is set: after decryption, the sign of a wrong key
	UnknownType                       // a payload type that is unassigned or out of place
	BadLength                         // a length field that does not fit what surrounds it
	TrailingBytes                     // clear text goes on after the last payload
	Unsupported                       // a domain of interpretation or situation this package cannot read
	Encrypted                         // payloads cannot be read before they are decrypted
)

var reasons = [...]string{
	Malformed:       "malformed",
	TooShort:        "too short",
	TooLong:         "too long",
	BadVersion:      "bad version",
	ReservedNotZero: "reserved not zero",
	UnknownType:     "unknown payload type",
	BadLength:       "bad length",
	TrailingBytes:   "trailing bytes",
	Unsupported:     "unsupported",
	Encrypted:       "encrypted",
}

func (r Reason) String() string {
	if int(r) < len(reasons) && reasons[r] != "" {
		return reasons[r]
	}
	return fmt.Sprintf("reason %d", uint8(r))
}

// An Error says why bytes are not an ISAKMP message.
type Error struct {
	Payload PayloadType // what was being read; PayloadNone for the header
	Reason  Reason
	Notify  NotifyType // what RFC 2408 section 5 would answer; zero for nothing
	Detail  string     // the values met, for a person
}

func (e *Error) Error() string {
	where := "header"
	if e.Payload != PayloadNone {
		where = e.Payload.String() + " payload"
	}
	if e.Detail == "" {
		return fmt.Sprintf("isakmp %s: %s", where, e.Reason)
	}
	return fmt.Sprintf("isakmp %s: %s: %s", where, e.Reason, e.Detail)
}

func failure(p PayloadType, r Reason, n NotifyType, format string, args ...any) *Error {
	return &Error{Payload: p, Reason: r, Notify: n, Detail: fmt.Sprintf(format, args...)}
}
