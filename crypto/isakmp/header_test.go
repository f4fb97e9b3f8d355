package isakmp

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
)

var headerTests = []struct {
	name   string
	wire   string
	header Header
}{
	{
		"first message of main mode",
		"a78fc9c55db8a10a 0000000000000000 01 10 02 00 00000000 0000001c",
		Header{
			Initiator: Cookie{0xa7, 0x8f, 0xc9, 0xc5, 0x5d, 0xb8, 0xa1, 0x0a},
			Next:      PayloadSA, Version: 0x10, Exchange: MainMode, Length: 28,
		},
	},
	{
		"encrypted quick mode, commit bit",
		"a78fc9c55db8a10a 9076ceb0744bbf59 08 10 20 03 3fb376c0 0000001c",
		Header{
			Initiator: Cookie{0xa7, 0x8f, 0xc9, 0xc5, 0x5d, 0xb8, 0xa1, 0x0a},
			Responder: Cookie{0x90, 0x76, 0xce, 0xb0, 0x74, 0x4b, 0xbf, 0x59},
			Next:      PayloadHash, Version: 0x10, Exchange: QuickMode, Flags: FlagEncryption | FlagCommit,
			MessageID: 0x3fb376c0, Length: 28,
		},
	},
}

func TestHeader(t *testing.T) {
	for _, test := range headerTests {
		t.Run(test.name, func(t *testing.T) {
			wire := unhex(t, test.wire)
			got, err := ParseHeader(wire)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.header, got); diff != "" {
				t.Errorf("parsed (-want +got):\n%s", diff)
			}
			if got := test.header.Append(nil); string(got) != string(wire) {
				t.Errorf("appended %x, want %x", got, wire)
			}
			for n := range wire {
				_, err := ParseHeader(wire[:n])
				wantError(t, err, PayloadNone, TooShort, NotifyUnequalPayloadLengths)
			}
		})
	}
}

func TestBadHeaders(t *testing.T) {
	for _, test := range []struct {
		name   string
		wire   string
		reason Reason
		notify NotifyType
	}{
		{"IKEv2", "a78fc9c55db8a10a 0000000000000000 21 20 22 08 00000000 0000001c", BadVersion, NotifyInvalidMajorVersion},
		{"major version 0", "a78fc9c55db8a10a 0000000000000000 01 01 02 00 00000000 0000001c", BadVersion, NotifyInvalidMajorVersion},
		{"version 1.1", "a78fc9c55db8a10a 0000000000000000 01 11 02 00 00000000 0000001c", BadVersion, NotifyInvalidMinorVersion},
		{"length zero", "a78fc9c55db8a10a 0000000000000000 01 10 02 00 00000000 00000000", BadLength, NotifyUnequalPayloadLengths},
		{"datagram cut", "a78fc9c55db8a10a 0000000000000000 01 10 02 00 00000000 0000001d", TooShort, NotifyUnequalPayloadLengths},
		{"length of 4 GB", "a78fc9c55db8a10a 0000000000000000 01 10 02 00 00000000 ffffffff", TooShort, NotifyUnequalPayloadLengths},
		{"datagram goes on", "a78fc9c55db8a10a 0000000000000000 01 10 02 00 00000000 0000001c 00", TooLong, NotifyUnequalPayloadLengths},
	} {
		t.Run(test.name, func(t *testing.T) {
			h, err := ParseHeader(unhex(t, test.wire))
			wantError(t, err, PayloadNone, test.reason, test.notify)
			if h.Initiator.IsZero() {
				t.Error("the peer's cookie is lost")
			}
		})
	}
}

// A nil *Error in an error would make every good message a bad one.
func TestGoodHeaderHasNilError(t *testing.T) {
	_, err := ParseHeader(unhex(t, headerTests[0].wire))
	var e *Error
	if err != nil || errors.As(err, &e) {
		t.Errorf("error %#v for a good header", err)
	}
}

func TestCookie(t *testing.T) {
	if !(Cookie{}).IsZero() || (Cookie{7: 1}).IsZero() {
		t.Error("IsZero is wrong")
	}
	if got := (Cookie{0xa7, 0x8f, 7: 1}).String(); got != "a78f000000000001" {
		t.Errorf("reads %s", got)
	}
}
