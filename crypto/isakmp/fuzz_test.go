package isakmp

import (
	"bytes"
	"errors"
	"testing"
)

func FuzzParseHeader(f *testing.F) {
	for _, test := range headerTests {
		f.Add(unhex(f, test.wire))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		h, err := ParseHeader(b)
		if err != nil {
			mustBeError(t, err)
			return
		}
		if got := h.Append(nil); !bytes.Equal(got, b[:HeaderLen]) || int(h.Length) != len(b) {
			t.Errorf("%x reads as %+v", b, h)
		}
	})
}

func FuzzParsePayloads(f *testing.F) {
	for _, test := range saTests {
		f.Add(uint8(PayloadSA), AppendPayloads(nil, []Payload{New(test.value)}), false)
	}
	f.Fuzz(func(t *testing.T, first uint8, b []byte, padded bool) {
		payloads, err := ParsePayloads(PayloadType(first), b, Trailing(padded))
		if err != nil {
			mustBeError(t, err)
			return
		}
		mustRewrite(t, payloads, b, padded)
	})
}

func FuzzMessage(f *testing.F) {
	for _, datagrams := range recordedTunnels(f) {
		for _, datagram := range datagrams[:4] {
			f.Add(datagram)
		}
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := ParseMessage(b)
		if err != nil {
			mustBeError(t, err)
			return
		}
		if got := m.Append(nil); !bytes.Equal(got, b) {
			t.Errorf("rewritten\n     %x\nwant %x", got, b)
		}
		mustRewrite(t, m.Payloads, b[HeaderLen:], false)
	})
}

func mustBeError(t *testing.T, err error) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) || e.Reason == 0 || e.Detail == "" {
		t.Errorf("error without a reason: %#v", err)
	}
}

// What is accepted says everything that was in the bytes: it writes to the same.
func mustRewrite(t *testing.T, payloads []Payload, b []byte, padded bool) {
	t.Helper()
	got := AppendPayloads(nil, payloads)
	if !bytes.HasPrefix(b, got) || !padded && len(got) != len(b) {
		t.Errorf("rewritten\n     %x\nwant %x", got, b)
	}
	for _, p := range payloads {
		if again := New(p.Value); again.Type != p.Type || !bytes.Equal(again.Body, p.Body) {
			t.Errorf("%v payload\n     %x\nreads as %+v\nand writes as\n     %x", p.Type, p.Body, p.Value, again.Body)
		}
	}
}
