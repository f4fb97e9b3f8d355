package explain_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"

	"ruthere/explain"
)

// repeating is an endless file of one text.
type repeating struct {
	text string
	at   int
}

func (r *repeating) Read(p []byte) (n int, err error) {
	for n < len(p) {
		k := copy(p[n:], r.text[r.at:])
		n, r.at = n+k, (r.at+k)%len(r.text)
	}
	return n, nil
}

// A file without end is read up to the limit, and the report says so. What is kept of it is bounded.
func TestEndlessFile(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine: nothing to race")
	}
	text := string(read(t, "ios/router-no-proposal.console.txt")) + "\n"
	f, err := explain.Read(&repeating{text: text}, explain.Options{Limit: 12 << 20})
	if err != nil {
		t.Fatal(err)
	}
	if len(f.Negotiations) > 2000 || !strings.Contains(fmt.Sprint(f.Remarks), "only the first 12 MiB") {
		t.Errorf("%d negotiations, remarks %q", len(f.Negotiations), f.Remarks)
	}
	var b strings.Builder
	if explain.Diagnose(f).Print(&b); b.Len() > 200<<10 {
		t.Errorf("a report of %d bytes", b.Len())
	}
}

// What cannot be explained is an error that says so.
func TestUnreadable(t *testing.T) {
	short := append(binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4), make([]byte, 8)...)
	for _, c := range []struct {
		name, content, want string
	}{
		{"nothing", "", "empty"}, {"white space", " \n\t\n", "empty"},
		{"a letter", "It does not work.", "neither"}, {"a binary", "\x7fELF\x00\x01\x02\x03" + strings.Repeat("\x00\x01", 100), "binary"},
		{"gzip of nothing", "\x1f\x8b", "gzip"}, {"the head of a capture", string(short), "within its header"},
	} {
		_, err := explain.Read(strings.NewReader(c.content), explain.Options{})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := explain.Read(broken{}, explain.Options{}); err == nil || errors.Is(err, explain.ErrEmpty) {
		t.Errorf("a file that cannot be read: %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("disk on fire") }

// A packed file that would unpack to more than the limit is read up to it.
func TestPackedBomb(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine: nothing to race")
	}
	var packed bytes.Buffer
	w := gzip.NewWriter(&packed)
	io.Copy(w, io.LimitReader(&repeating{text: "*Mar  1 00:00:01.000: ISAKMP:(0):a line of nothing\n"}, 64<<20))
	w.Close()
	f, err := explain.Read(&packed, explain.Options{Limit: 1 << 20})
	if err != nil || len(f.Remarks) != 1 {
		t.Errorf("%v, %v", err, f.Remarks)
	}
}

// A capture that claims packets larger than any is no reason to ask for memory.
func TestLyingCapture(t *testing.T) {
	head := binary.LittleEndian.AppendUint32(nil, 0xa1b2c3d4)
	head = append(head, make([]byte, 16)...)
	head = binary.LittleEndian.AppendUint32(head, 1)
	packet := append(make([]byte, 8), 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff, 0x7f)
	f, err := explain.Read(bytes.NewReader(append(head, packet...)), explain.Options{})
	if err != nil || !strings.Contains(fmt.Sprint(f.Remarks), "a packet of 2147483647 bytes") {
		t.Errorf("%v, %v", err, f)
	}
}

// What was typed between the lines of a log is quoted nowhere, though a terminal has run it into them.
func TestTypedSecrets(t *testing.T) {
	typed := "Router(config)#crypto isakmp key Sw0rdf1sh address 192.0.2.9"
	for _, before := range []string{typed + "\n", typed, typed + strings.Repeat(" ", 80-len(typed)) + "\nRouter#",
		typed + "\ndebug crypto isakmp\n", "R1#debug crypto isakmp " + typed + "\n"} {
		for _, line := range []string{"*Mar  1 00:00:01.000: ISAKMP:(0):No pre-shared key with 192.0.2.9!",
			"ISAKMP:(0):No pre-shared key with 192.0.2.9!", "Crypto ISAKMP debugging is on", ""} {
			var b strings.Builder
			r := diagnose(t, []byte(before+line+"\nCrypto ISAKMP debugging is on\n"))
			r.Print(&b)
			r.JSON(&b)
			if strings.Contains(b.String(), "Sw0rdf1sh") {
				t.Errorf("%q is quoted:\n%s", before+line, b.String())
			}
		}
	}
}

// A log is explained alike, however the editor saved it that it was pasted into.
func TestEncodings(t *testing.T) {
	text := "ISAKMP:(0): processing SA payload. message ID = 0\n*Nov 28 04:24:18.379: ISAKMP: reserved not zero on ID payload!\n"
	text = strings.Repeat(text, 10)
	want, err := explain.Read(strings.NewReader(text), explain.Options{})
	if err != nil {
		t.Fatal(err)
	}
	wide := func(high int) string { // high is where the byte of the higher order stands
		b := make([]byte, 2*len(text))
		for i := range len(text) {
			b[2*i+1-high] = text[i]
		}
		return string(b)
	}
	for name, saved := range map[string]string{"UTF-8 with a mark": "\ufeff" + text, "UTF-16 of Windows": "\xff\xfe" + wide(1),
		"UTF-16, big-endian": "\xfe\xff" + wide(0), "UTF-16 without a mark": wide(1)} {
		if got, err := explain.Read(strings.NewReader(saved), explain.Options{}); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, %v; want %+v", name, got, err, want)
		}
	}
}
