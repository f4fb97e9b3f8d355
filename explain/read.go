package explain

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"

	"ruthere/plaintext"
)

// Options are what a file is read with.
type Options struct {
	Keys  string // cookies and keys of ISAKMP SAs, one pair a line, as Wireshark's ikev1_decryption_table has them
	Limit int64  // bytes that are read at most, unpacked; 0: DefaultLimit
}

// DefaultLimit is how much of a file is read: some four million lines.
const DefaultLimit = 512 << 20

const (
	longestLine = 64 << 10 // what is longer is cut
	sniffed     = 256 << 10

	sniffedFirst = 16 << 10
)

// Errors of files that cannot be explained.
var (
	ErrEmpty   = errors.New("the file is empty")
	ErrUnknown = errors.New("this is neither a debug log of IOS, nor a log of charon or pluto, nor captured packets")
)

// Read reads a file of any kind, packed by gzip or not. It reads once and keeps what the model has.
func Read(from io.Reader, o Options) (*File, error) {
	if o.Limit <= 0 {
		o.Limit = DefaultLimit
	}
	r := bufio.NewReaderSize(from, sniffed)
	if head, _ := r.Peek(2); bytes.Equal(head, []byte{0x1f, 0x8b}) {
		unpacked, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("the file begins as one of gzip does: %w", err)
		}
		r = bufio.NewReaderSize(unpacked, sniffed)
	}
	if head, _ := r.Peek(sniffed); !isCapture(head) {
		r = bufio.NewReaderSize(plaintext.NewReader(r), sniffed)
	}
	head, err := r.Peek(sniffed)
	if err != nil && err != io.EOF && !errors.Is(err, io.ErrUnexpectedEOF) && len(head) == 0 {
		return nil, err
	}
	if len(bytes.TrimSpace(head)) == 0 {
		return nil, ErrEmpty
	}
	bounded := &limited{from: r, left: o.Limit}
	f := &File{}
	if isCapture(head) {
		f.Kind = Packets
		err = readPackets(bounded, f, o)
	} else {
		if f.Kind, err = textKind(head); err == nil {
			err = readLines(bounded, f)
		}
	}
	if err != nil {
		return nil, err
	}
	if bounded.left <= 0 {
		f.Remarks = append(f.Remarks, fmt.Sprintf("only the first %d MiB were read", o.Limit>>20))
	}
	f.withoutSecond()
	if len(f.Negotiations) >= mostNegotiations {
		f.Remarks = append(f.Remarks, fmt.Sprintf("only the first %d negotiations are told apart", mostNegotiations))
	}
	return f, nil
}

// limited reads so many bytes, and then says that the file ends.
type limited struct {
	from io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left <= 0 {
		return 0, io.EOF
	}
	n, err := l.from.Read(p[:min(int64(len(p)), l.left)])
	l.left -= int64(n)
	return n, err
}

// What betrays the kind of a text. Of several, that which stands in most lines decides.
var textMarks = []struct {
	kind Kind
	mark *regexp.Regexp
}{
	{IOS, regexp.MustCompile(`(?m)ISAKMP(?:-PAK|-ERROR)? ?:|ISAKMP ?\(|IPSEC\([a-z_]+\)|%(?:CRYPTO|IPSEC)-\d-|IKEv2(?:-[A-Z]+)?:|` +
		`Crypto ISAKMP debugging is on|IPv4 Crypto ISAKMP SA|^dst +src +state`)},
	{Charon, regexp.MustCompile(`(?m)(?:^|[\s:])\d{0,4}\[(?:IKE|ENC|NET|CFG|KNL|CHD|LIB|JOB|DMN)\d?\] |` +
		`^(?:generating|parsed) (?:ID_PROT|AGGRESSIVE|QUICK_MODE|INFORMATIONAL_V1) `)},
	{Pluto, regexp.MustCompile(`(?m)"[^"\n]+"(?:\[\d+\])?(?: [0-9a-fA-F.:]+)? #\d+: |pluto(?:\[\d+\])?: |Starting Pluto|` +
		`packet from [0-9.]+:\d+: `)},
}

// textKind finds what wrote a text.
func textKind(head []byte) (Kind, error) {
	control := 0
	for _, c := range head {
		if c < ' ' && c != '\n' && c != '\r' && c != '\t' && c != 0x1b && c != '\b' && c != '\a' {
			control++
		}
	}
	if control*10 > len(head) {
		return "", fmt.Errorf("%w: it is binary, and no capture", ErrUnknown)
	}
	for _, part := range [][]byte{head[:min(len(head), sniffedFirst)], head} {
		best, most := Kind(""), 0
		for _, m := range textMarks {
			if n := len(m.mark.FindAllIndex(part, 500)); n > most {
				best, most = m.kind, n
			}
		}
		if best != "" {
			return best, nil
		}
	}
	for _, m := range unreadMarks {
		if m.mark.Match(head) {
			return "", fmt.Errorf("%w: it looks like %s", ErrUnknown, m.of)
		}
	}
	return "", ErrUnknown
}

// unreadMarks betray logs that are not read, with what can be read instead.
var unreadMarks = []struct {
	mark *regexp.Regexp
	of   string
}{
	{regexp.MustCompile(`\[IKEv1(?: [A-Z]+)?\]|%(?:ASA|PIX)-\d-`), "a log of an ASA, which is not read; capture the negotiation there " +
		"(capture NAME type isakmp), or take the log of its peer"},
	{regexp.MustCompile(`racoon|(?:INFO|ERROR|DEBUG|NOTIFY): .*(?:phase ?[12]|ISAKMP-SA|Identity Protection)`), "a log of racoon, which is " +
		"not read; capture UDP ports 500 and 4500, or take the log of its peer"},
	{regexp.MustCompile(`ike \d+:|ikemgr|kmd\[|iked\[`), "a log of another implementation of IKE, which is not read; capture UDP ports " +
		"500 and 4500, or take the log of its peer"},
}

// A lineReader is a reader of one kind of text.
type lineReader interface {
	line(number int, line string)
	end()
}

func readLines(r io.Reader, f *File) error {
	var reader lineReader
	switch f.Kind {
	case IOS:
		reader = newIOSReader(f)
	case Charon:
		reader = newCharonReader(f)
	default:
		reader = newPlutoReader(f)
	}
	in, cut := bufio.NewReaderSize(r, longestLine), 0
	for {
		line, err := in.ReadSlice('\n')
		if len(line) > 0 {
			f.Lines++
			reader.line(f.Lines, strings.ToValidUTF8(strings.TrimRight(string(line), "\r\n"), "?"))
		}
		for errors.Is(err, bufio.ErrBufferFull) { // the rest of a line that is too long
			cut++
			_, err = in.ReadSlice('\n')
		}
		if err == io.EOF {
			break
		}
		if err != nil {
			f.Remarks = append(f.Remarks, fmt.Sprintf("reading ended after line %d: %v", f.Lines, err))
			break
		}
	}
	reader.end()
	if cut > 0 {
		f.Remarks = append(f.Remarks, fmt.Sprintf("lines longer than %d KiB were cut", longestLine>>10))
	}
	return nil
}
