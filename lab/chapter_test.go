package lab

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The chapter's debug output is three excerpts from the life of one tunnel: DPD comes up, a probe is
// answered, the peer dies.
var excerpts = []int{1, 12, 60} // lines

var (
	stamp      = regexp.MustCompile(`^\*\w{3} +\d+ \d\d:\d\d:\d\d\.\d{3}: `)
	nodeNumber = regexp.MustCompile(`(node |message ID = )-?\d+`)
	pointer    = regexp.MustCompile(`(struct 0x|sa = |for [\d.]+: )[0-9A-F]{8}\b`)
	spi        = regexp.MustCompile(`SPI 0x[0-9A-F]+`)
	sequence   = regexp.MustCompile(`sequence 0x[0-9A-F]+`)
)

// masked is a log line without what differs from run to run, white space folded.
func masked(line string) string {
	line = stamp.ReplaceAllString(line, "*STAMP: ")
	line = nodeNumber.ReplaceAllString(line, "${1}NODE")
	line = pointer.ReplaceAllString(line, "${1}POINTER")
	line = spi.ReplaceAllString(line, "SPI 0xSPI")
	line = sequence.ReplaceAllString(line, "sequence 0xSEQUENCE")
	return strings.Join(strings.Fields(line), " ")
}

// maskedLines masks a text line by line. Where the device goes on after a tab on the next
// line, the chapter's typesetter did not; it is one line here. The empty lines that the
// device pads some lines with are white space like any other.
func maskedLines(text string) (lines []string) {
	for line := range strings.Lines(strings.ReplaceAll(text, "\n\t", "\t")) {
		if line := masked(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// missing is the first of the excerpts that a transcript, masked, does not contain, each
// contiguous and after the one before; 0 if there is none.
func missing(have, chapter []string) int {
	for i, n := range excerpts {
		excerpt := chapter[:n]
		chapter = chapter[n:]
		at := slices.IndexFunc(indices(have), func(at int) bool {
			return at+n <= len(have) && slices.Equal(have[at:at+n], excerpt)
		})
		if at < 0 {
			return i + 1
		}
		have = have[at+n:]
	}
	return 0
}

func indices(s []string) []int {
	list := make([]int, len(s))
	for i := range list {
		list[i] = i
	}
	return list
}

// The router says what the chapter prints, word for word, because a tunnel came up, a
// peer answered, and a wire was cut.
func TestChapter(t *testing.T) {
	text := shipped(t, "chapter-periodic.transcript")
	actual, _, err := Replay("chapter-periodic.transcript", text, scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile("testdata/dpd-periodic.log")
	if err != nil {
		t.Fatal(err)
	}
	chapter := maskedLines(string(data))
	have := maskedLines(actual)
	if i := missing(have, chapter); i != 0 {
		t.Fatalf("excerpt %d of the chapter's log is not there:\n%s", i, nearest(have, chapter, i))
	}

	// The comparison is worth something only if it sees every word.
	for n, line := range chapter {
		words := strings.Fields(line)
		for w := range words {
			other := slices.Clone(chapter)
			changed := slices.Clone(words)
			changed[w] += "x"
			other[n] = strings.Join(changed, " ")
			if missing(have, other) == 0 {
				t.Errorf("line %d of the chapter may read %q", n+1, other[n])
			}
		}
	}
}

// nearest shows how far the best place for an excerpt agrees with it.
func nearest(have, chapter []string, excerpt int) string {
	from := 0
	for _, n := range excerpts[:excerpt-1] {
		from += n
	}
	want := chapter[from : from+excerpts[excerpt-1]]
	best, length := 0, -1
	for at := range have {
		n := 0
		for n < len(want) && at+n < len(have) && have[at+n] == want[n] {
			n++
		}
		if n > length {
			best, length = at, n
		}
	}
	got := "the end"
	if best+length < len(have) {
		got = have[best+length]
	}
	return strings.Join(want[:length], "\n") + "\nwant: " + want[length] + "\n got: " + got
}
