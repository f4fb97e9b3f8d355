package live

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"ruthere/modes"
	"ruthere/router"
)

// scpBlock is how much of a file is moved between two words on the progress, in bytes.
const scpBlock = 64 << 10

// An scpFarEnd is the server's scp, as the router's side of a copy sees it.
type scpFarEnd struct {
	in   *bufio.Reader
	out  io.Writer
	tell func(router.SCPProgress)
}

func newSCPFarEnd(in io.Reader, out io.Writer, tell func(router.SCPProgress)) *scpFarEnd {
	return &scpFarEnd{in: bufio.NewReaderSize(in, scpLine), out: out, tell: tell}
}

// fetch receives the file that `scp -f` sends, of no more than limit bytes.
func (f *scpFarEnd) fetch(limit int) (string, error) {
	for {
		if err := f.acknowledge(); err != nil {
			return "", err
		}
		line, err := f.readLine()
		if err != nil {
			return "", err
		}
		switch line[0] {
		case 'T': // times are the router's own
		case 'C':
			return f.fetchFile(line, limit)
		case 1, 2:
			return "", complaint(line[1:])
		default:
			return "", modes.TransferFailed
		}
	}
}

// fetchFile receives the file of a line "C0644 SIZE NAME".
func (f *scpFarEnd) fetchFile(line string, limit int) (string, error) {
	fields := strings.SplitN(line, " ", 3)
	if len(fields) != 3 {
		return "", modes.TransferFailed
	}
	size, err := strconv.ParseInt(fields[1], 10, 64)
	switch {
	case err != nil || size < 0:
		return "", modes.TransferFailed
	case size > int64(limit):
		return "", modes.TransferNoRoom
	}
	f.tell(router.SCPProgress{Announced: printable(line)})
	if err := f.acknowledge(); err != nil {
		return "", err
	}
	var text strings.Builder // grows with what really comes
	for left := size; left > 0; {
		n, err := io.CopyN(&text, f.in, min(left, scpBlock))
		if err != nil {
			return "", err
		}
		left -= n
		f.tell(router.SCPProgress{Bytes: text.Len()})
	}
	if err := f.awaitAcknowledgement(); err != nil {
		return "", err
	}
	return text.String(), f.acknowledge()
}

// send has `scp -t` write a file.
func (f *scpFarEnd) send(name, data string) error {
	if err := f.awaitAcknowledgement(); err != nil {
		return err
	}
	if _, err := fmt.Fprintf(f.out, "C0644 %d %s\n", len(data), name); err != nil {
		return err
	}
	if err := f.awaitAcknowledgement(); err != nil {
		return err
	}
	for sent := 0; sent < len(data); {
		end := min(sent+scpBlock, len(data))
		if _, err := io.WriteString(f.out, data[sent:end]); err != nil {
			return err
		}
		sent = end
		f.tell(router.SCPProgress{Bytes: sent})
	}
	if err := f.acknowledge(); err != nil {
		return err
	}
	return f.awaitAcknowledgement()
}

func (f *scpFarEnd) acknowledge() error {
	_, err := f.out.Write([]byte{0})
	return err
}

// awaitAcknowledgement waits for the server to agree, or to say why not.
func (f *scpFarEnd) awaitAcknowledgement() error {
	b, err := f.in.ReadByte()
	if err != nil || b == 0 {
		return err
	}
	line, err := f.readLine()
	if err != nil {
		return err
	}
	return complaint(line)
}

// readLine reads a line of control, without its end; one that is empty or too long is an error.
func (f *scpFarEnd) readLine() (string, error) {
	line, err := f.in.ReadSlice('\n')
	if err != nil {
		return "", err
	}
	if len(line) < 2 {
		return "", modes.TransferFailed
	}
	return string(line[:len(line)-1]), nil
}

// complaintLength bounds what is shown of a server's complaint, in bytes.
const complaintLength = 80

// complaint is why a server refuses: in the device's words where it has some, else in the server's.
func complaint(line string) modes.TransferError {
	for _, known := range []modes.TransferError{modes.TransferNotFound, modes.TransferDenied, modes.TransferNoRoom} {
		if strings.Contains(line, string(known)) {
			return known
		}
	}
	line = strings.TrimSpace(printable(line))
	if line == "" {
		return modes.TransferFailed
	}
	return modes.TransferError(strings.ToValidUTF8(line[:min(len(line), complaintLength)], ""))
}

// printable is a server's text without what would move the cursor of who reads it.
func printable(text string) string {
	return strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return -1
		}
		return c
	}, strings.ToValidUTF8(text, ""))
}

// shellWord is a word as a server's shell leaves it whole.
func shellWord(word string) string {
	plain := func(c rune) bool {
		return c < 0x80 && (unicode.IsLetter(c) || unicode.IsDigit(c) || strings.ContainsRune("/._-:+,@%=", c))
	}
	if word != "" && !strings.HasPrefix(word, "-") && !strings.ContainsFunc(word, func(c rune) bool { return !plain(c) }) {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
