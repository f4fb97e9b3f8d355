// Package plaintext reads text as other machines write it: what Windows saves as "Unicode" is UTF-16, and what it saves as
// "UTF-8" begins with a byte order mark, which is no part of the text.
package plaintext

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

const byteOrderMark = "\ufeff"

// Decode is a text in UTF-8 without a byte order mark. What is in neither encoding is left as it is.
func Decode(text string) string {
	decoded, _ := io.ReadAll(NewReader(bufio.NewReader(bytes.NewReader([]byte(text))))) // a reader of bytes does not fail
	return string(decoded)
}

// sniffed is how many bytes say how a text is encoded.
const sniffed = 1024

// NewReader reads the text of in as UTF-8 without a byte order mark. The errors are those of in.
func NewReader(in *bufio.Reader) io.Reader {
	head, _ := in.Peek(sniffed)
	if bytes.HasPrefix(head, []byte(byteOrderMark)) {
		in.Discard(len(byteOrderMark))
		return in
	}
	if order := orderOf(head); order != nil {
		return &utf16Reader{in: in, order: order}
	}
	return in
}

// orderOf is the byte order of UTF-16 by its mark, or because every other byte of nearly all is zero, as it is with the letters of
// logs and configurations; nil: it is none.
func orderOf(head []byte) binary.ByteOrder {
	switch {
	case bytes.HasPrefix(head, []byte{0xff, 0xfe}):
		return binary.LittleEndian
	case bytes.HasPrefix(head, []byte{0xfe, 0xff}):
		return binary.BigEndian
	}
	var zero [2]int
	for i, b := range head {
		if b == 0 {
			zero[i%2]++
		}
	}
	pairs := len(head) / 2
	switch {
	case pairs < 8:
		return nil
	case zero[0] == 0 && zero[1]*10 >= pairs*9:
		return binary.LittleEndian
	case zero[1] == 0 && zero[0]*10 >= pairs*9:
		return binary.BigEndian
	}
	return nil
}

// A utf16Reader turns UTF-16 into UTF-8. Half a pair of surrogates, and a byte too many at the end, are U+FFFD.
type utf16Reader struct {
	in    *bufio.Reader
	order binary.ByteOrder
	ready []byte // decoded, and not yet read
	begun bool
}

func (r *utf16Reader) Read(p []byte) (int, error) {
	for len(r.ready) < len(p) {
		one, err := r.next()
		if err == io.EOF && len(r.ready) > 0 {
			break
		}
		if err != nil {
			return 0, err
		}
		if r.begun || one != '\ufeff' {
			r.ready = utf8.AppendRune(r.ready, one)
		}
		r.begun = true
	}
	n := copy(p, r.ready)
	r.ready = r.ready[n:]
	return n, nil
}

// next reads a character.
func (r *utf16Reader) next() (rune, error) {
	pair, err := r.in.Peek(2)
	if len(pair) < 2 {
		r.in.Discard(len(pair))
		if len(pair) == 1 {
			return utf8.RuneError, nil
		}
		return 0, err
	}
	one := rune(r.order.Uint16(pair))
	r.in.Discard(2)
	if !utf16.IsSurrogate(one) {
		return one, nil
	}
	if pair, _ = r.in.Peek(2); len(pair) == 2 {
		if both := utf16.DecodeRune(one, rune(r.order.Uint16(pair))); both != utf8.RuneError {
			r.in.Discard(2)
			return both, nil
		}
	}
	return utf8.RuneError, nil
}
