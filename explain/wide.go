package explain

import (
	"bufio"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// isWide says whether a file begins with the mark of UTF-16, in which Windows saves what a console printed.
func isWide(head []byte) bool {
	return len(head) == 2 && (head[0] == 0xff && head[1] == 0xfe || head[0] == 0xfe && head[1] == 0xff)
}

// narrowed reads UTF-16 as UTF-8. What lies outside the basic plane becomes a replacement character: no log needs it.
type narrowed struct {
	from  *bufio.Reader
	order binary.ByteOrder
}

func (n *narrowed) Read(p []byte) (written int, err error) {
	if len(p) < utf8.UTFMax {
		return 0, io.ErrShortBuffer
	}
	var two [2]byte
	for written+utf8.UTFMax <= len(p) {
		if _, err := io.ReadFull(n.from, two[:]); err != nil {
			if written > 0 {
				return written, nil
			}
			return 0, io.EOF
		}
		if n.order == nil {
			if n.order = binary.ByteOrder(binary.BigEndian); two[0] == 0xff {
				n.order = binary.LittleEndian
			}
			continue
		}
		one := rune(n.order.Uint16(two[:]))
		if utf16.IsSurrogate(one) {
			one = utf8.RuneError
		}
		written += utf8.EncodeRune(p[written:], one)
	}
	return written, nil
}
