package isakmp

import (
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// unhex reads hexadecimal digits, with spaces where they help the reader.
func unhex(t testing.TB, digits string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.Join(strings.Fields(digits), ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// A bodyTest is one payload as bytes and as what they say.
type bodyTest struct {
	name  string
	body  string // hex, without the generic header
	value Value
}

// testBodies holds each payload to its bytes in both directions, and to being
// refused when it is cut anywhere or its reserved byte is set.
func testBodies(t *testing.T, tests []bodyTest) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := New(test.value)
			if got, want := hex.EncodeToString(p.Body), hex.EncodeToString(unhex(t, test.body)); got != want {
				t.Errorf("body\n got %s\nwant %s", got, want)
			}
			wire := AppendPayloads(nil, []Payload{p})
			got, err := ParsePayloads(p.Type, wire, TrailingRefused)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff([]Payload{p}, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("parsed (-want +got):\n%s", diff)
			}
			for n := range wire {
				if _, err := ParsePayloads(p.Type, wire[:n], PaddingAllowed); err == nil {
					t.Errorf("cut to %d of %d bytes: accepted", n, len(wire))
				}
			}
			wire[1] = 0x5a
			_, err = ParsePayloads(p.Type, wire, PaddingAllowed)
			wantError(t, err, p.Type, ReservedNotZero, NotifyPayloadMalformed)
		})
	}
}

// testShortBodies cuts a body and tells a generic header that agrees with the
// cut, so that only what is inside the body can be the reason to refuse it. Up
// to complete bytes have to be refused.
func testShortBodies(t *testing.T, v Value, complete int) {
	body := New(v).Body
	for n := range complete {
		short := AppendPayloads(nil, []Payload{{Type: v.PayloadType(), Body: body[:n]}})
		if _, err := ParsePayloads(v.PayloadType(), short, TrailingRefused); err == nil {
			t.Errorf("%v body of %d bytes: accepted", v.PayloadType(), n)
		}
	}
}

// A refusal is a body that does not hold together.
type refusal struct {
	name    string
	body    string
	payload PayloadType
	reason  Reason
	notify  NotifyType
}

func testRefusals(t *testing.T, first PayloadType, tests []refusal) {
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			b := AppendPayloads(nil, []Payload{{Type: first, Body: unhex(t, test.body)}})
			_, err := ParsePayloads(first, b, TrailingRefused)
			wantError(t, err, test.payload, test.reason, test.notify)
		})
	}
}

func wantError(t *testing.T, err error, p PayloadType, r Reason, n NotifyType) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error is %v, want an *Error", err)
	}
	if e.Payload != p || e.Reason != r || e.Notify != n {
		t.Errorf("%v payload, %v, answer %v (%s)\nwant %v payload, %v, answer %v", e.Payload, e.Reason, e.Notify, e.Detail, p, r, n)
	}
}

func TestChain(t *testing.T) {
	hash := New(&Hash{Data: unhex(t, "0102 0304")})
	private := New(&Raw{Type: 200, Data: unhex(t, "aabb")})
	vendor := New(&VendorID{})
	chain := []Payload{hash, private, vendor}
	wire := unhex(t, "c8000008 01020304  0d000006 aabb  00000004")

	if got := AppendPayloads(nil, chain); string(got) != string(wire) {
		t.Errorf("appended %x, want %x", got, wire)
	}
	if got := FirstType(chain); got != PayloadHash {
		t.Errorf("announced by %v", got)
	}
	got, err := ParsePayloads(PayloadHash, wire, TrailingRefused)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(chain, got, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("parsed (-want +got):\n%s", diff)
	}
}

func TestTrailing(t *testing.T) {
	wire := unhex(t, "00000008 01020304  000000")
	if _, err := ParsePayloads(PayloadHash, wire, PaddingAllowed); err != nil {
		t.Errorf("padding: %v", err)
	}
	_, err := ParsePayloads(PayloadHash, wire, TrailingRefused)
	wantError(t, err, PayloadHash, TrailingBytes, NotifyUnequalPayloadLengths)

	if got, err := ParsePayloads(PayloadNone, nil, TrailingRefused); err != nil || len(got) != 0 {
		t.Errorf("no payloads: %v, %v", got, err)
	}
}

func TestBadChains(t *testing.T) {
	for _, test := range []struct {
		name    string
		first   PayloadType
		wire    string
		payload PayloadType
		reason  Reason
		notify  NotifyType
	}{
		{"nothing where a payload is announced", PayloadKE, "", PayloadKE, BadLength, NotifyPayloadMalformed},
		{"length below the generic header", PayloadHash, "00000003", PayloadHash, BadLength, NotifyPayloadMalformed},
		{"length zero", PayloadHash, "00000000", PayloadHash, BadLength, NotifyPayloadMalformed},
		{"length beyond the end", PayloadHash, "0000ffff 01", PayloadHash, BadLength, NotifyPayloadMalformed},
		{"reserved before length", PayloadID, "3b91ffff 01", PayloadID, ReservedNotZero, NotifyPayloadMalformed},
		{"reserved before the next type", PayloadID, "4b910005 01", PayloadID, ReservedNotZero, NotifyPayloadMalformed},
		{"unassigned first", 23, "00000004", 23, UnknownType, NotifyInvalidPayloadType},
		{"unassigned first, highest", 127, "00000004", 127, UnknownType, NotifyInvalidPayloadType},
		{"unassigned next", PayloadHash, "17000005 01 00000004", 23, UnknownType, NotifyInvalidPayloadType},
		{"proposal on its own", PayloadProposal, "00000004", PayloadProposal, UnknownType, NotifyInvalidPayloadType},
		{"transform after a hash", PayloadHash, "03000005 01 00000004", PayloadTransform, UnknownType, NotifyInvalidPayloadType},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := ParsePayloads(test.first, unhex(t, test.wire), PaddingAllowed)
			wantError(t, err, test.payload, test.reason, test.notify)
		})
	}
}

// A caller may reuse its receive buffer while the engine still holds payloads.
func TestParsedPayloadsOutliveTheBuffer(t *testing.T) {
	wire := unhex(t, "00000008 01020304")
	got, err := ParsePayloads(PayloadHash, wire, TrailingRefused)
	if err != nil {
		t.Fatal(err)
	}
	clear(wire)
	if want := unhex(t, "01020304"); string(got[0].Body) != string(want) || string(got[0].Value.(*Hash).Data) != string(want) {
		t.Errorf("parsed bytes changed with the buffer: %x", got[0].Body)
	}
}

// Hashes are built by appending to bodies: that must not reach the next payload.
func TestAppendingToABodyLeavesTheNextAlone(t *testing.T) {
	got, err := ParsePayloads(PayloadHash, unhex(t, "0d000008 01020304 00000008 05060708"), TrailingRefused)
	if err != nil {
		t.Fatal(err)
	}
	_ = append(got[0].Body, make([]byte, 8)...)
	if want := unhex(t, "05060708"); string(got[1].Body) != string(want) {
		t.Errorf("the next body is %x, want %x", got[1].Body, want)
	}
}

func TestErrorReads(t *testing.T) {
	_, err := ParsePayloads(PayloadID, unhex(t, "00910005 01"), PaddingAllowed)
	if got, want := err.Error(), "isakmp ID payload: reserved not zero: 0x91"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	_, err = ParseHeader(nil)
	if got, want := err.Error(), "isakmp header: too short: 0 bytes, and the header alone is 28"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestPayloadTypeWords(t *testing.T) {
	for typ, want := range map[PayloadType]string{
		PayloadSA: "SA", PayloadKE: "KE", PayloadID: "ID", PayloadHash: "HASH", PayloadNonce: "NONCE",
		PayloadNotification: "NOTIFY", PayloadDelete: "DELETE", PayloadVendorID: "VENDOR ID",
		PayloadNATD: "NAT-D", PayloadNATDDraft: "NAT-D", 99: "99",
	} {
		if got := typ.String(); got != want {
			t.Errorf("%d reads %q, want %q", uint8(typ), got, want)
		}
	}
}
