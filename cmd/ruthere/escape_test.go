package main

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// Ctrl-^ x leads to the lab; doubled, the Ctrl-^ is the router's.
func TestEscape(t *testing.T) {
	for _, c := range []struct {
		typed, want string
		escapes     int
	}{
		{"show\r", "show\r", 0},
		{"\x1ex", "\x1e\x03", 1},
		{"\x1e\x1ex", "\x1ex", 0},
		{"\x1e\x1e\x1ex", "\x1e\x1e\x03", 1},
		{"a\x1ebx", "a\x1ebx", 0},
	} {
		for _, in := range []io.Reader{strings.NewReader(c.typed), iotest.OneByteReader(strings.NewReader(c.typed))} {
			n := 0
			got, err := io.ReadAll(&escape{Reader: in, escaped: func() { n++ }, ended: func() {}})
			if string(got) != c.want || n != c.escapes || err != nil {
				t.Errorf("%q: %q, %d escapes, %v; want %q, %d", c.typed, got, n, err, c.want, c.escapes)
			}
		}
	}
}
