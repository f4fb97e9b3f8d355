package explain

import (
	"encoding/binary"
	"testing"
)

func TestClocksOfCaptures(t *testing.T) {
	for _, c := range []struct {
		options []byte
		count   uint64
		want    string
	}{
		{nil, 1700000000_250000, "2023-11-14T22:13:20.250000"},
		{[]byte{9, 0, 1, 0, 9, 0, 0, 0}, 1700000000_250000000, "2023-11-14T22:13:20.250000"},
		{[]byte{2, 0, 3, 0, 'l', 'o', '0', 0, 9, 0, 1, 0, 3, 0, 0, 0}, 1700000000_250, "2023-11-14T22:13:20.250000"},
		{[]byte{9, 0, 1, 0, 0x80 | 10, 0, 0, 0}, 1700000000<<10 | 256, "2023-11-14T22:13:20.250000"},
		{[]byte{9, 0, 1, 0, 0, 0, 0, 0}, 1700000000, "2023-11-14T22:13:20.000000"},
		{[]byte{9, 0, 1, 0, 12, 0, 0, 0}, 1700000_250000000000, "1970-01-20T16:13:20.250000"},
		{[]byte{9, 0, 200, 0, 1}, 0, ""},
	} {
		if got := stampOf(instantOf(c.count, ticksOf(binary.LittleEndian, c.options))); got != c.want {
			t.Errorf("%v: got %s, want %s", c.options, got, c.want)
		}
	}
}
