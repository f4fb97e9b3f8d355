package ike

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// since is what a rig said after its first n lines, but for `debug crypto engine`.
func (b *rig) since(n int) (lines []string) {
	for i, line := range b.lines[n:] {
		if b.let[n+i] != debuglog.CryptoEngine {
			lines = append(lines, line)
		}
	}
	return lines
}

// isakmpSince is what `debug crypto isakmp` showed of a rig after its first n lines.
func (b *rig) isakmpSince(n int) (lines []string) {
	for i, line := range b.lines[n:] {
		if b.let[n+i] != debuglog.IPsec && b.let[n+i] != debuglog.CryptoEngine {
			lines = append(lines, line)
		}
	}
	return lines
}

// marks is how much each rig has said so far.
func (n *testnet) marks() (at [2]int) {
	for i := range at {
		at[i] = len(n.rigs[i].lines)
	}
	return at
}

// clear runs an operator's command on a rig.
func (n *testnet) clear(i int, command func(*Engine, *Out)) {
	out := Out{Events: true}
	command(n.rigs[i].engine, &out)
	n.follow(n.rigs[i], &out)
}

// The numbers of the log that are drawn at random, and what they are shown as. An SPI
// is printed in hex or in decimal, and is one number either way.
var drawn = []struct {
	name    string
	base    int
	pattern *regexp.Regexp
}{
	{"node", 10, regexp.MustCompile(`(?:[nN]ode |message ID = |message ID |M-ID of )(-?[1-9]\d*)\b`)},
	{"memory", 10, regexp.MustCompile(`^\s+spi (\d{9,}), message ID`)},
	{"pointer", 16, regexp.MustCompile(`(?:sa ?= ?|delme=|struct |peer = |peer_reap for [0-9.]+: |inserted successfully |SA found for peer )` +
		`((?:0x)?[0-9A-F]{8,16})\b`)},
	{"sequence", 16, regexp.MustCompile(`(?:sequence |seq\. no )(0x[0-9A-F]+)`)},
	{"spi", 16, regexp.MustCompile(`(?:spi |SPI:|SPI |spi= )(0x[0-9A-F]{3,8})`)},
	{"spi", 16, regexp.MustCompile(`current outbound sa to SPI ([0-9A-F]+)`)},
	{"spi", 10, regexp.MustCompile(`(?:has spi |getting spi |spi= [^(]*\()(\d{6,})`)},
}

// A mask gives each random number of the log a name by the order in which it came, so
// that a golden file shows which lines speak of the same thing.
type mask map[string]string

func (m mask) line(s string) string {
	for _, d := range drawn {
		s = d.pattern.ReplaceAllStringFunc(s, func(found string) string {
			text := strings.TrimPrefix(d.pattern.FindStringSubmatch(found)[1], "0x")
			number, err := strconv.ParseInt(text, d.base, 64)
			if err != nil {
				wide, err := strconv.ParseUint(text, d.base, 64) // XE's addresses
				if err != nil {
					return found
				}
				number = int64(wide)
			}
			if d.name == "node" {
				number = int64(uint32(number)) // one and the same, printed signed or not
			}
			key := fmt.Sprint(d.name, number)
			if m[key] == "" {
				m[d.name] += "x"
				m[key] = fmt.Sprintf("<%s%d>", d.name, len(m[d.name]))
			}
			before, after, _ := strings.Cut(found, text)
			return before + m[key] + after
		})
	}
	return s
}

// TestLife compares all that both ends of a tunnel say from the first packet to the
// last purge with testdata/life-*.txt, word by word and space by space.
//
// The blocks follow what is known of the device: main mode and quick mode of 15.x and
// XE from public transcripts, dead peer detection and teardown of 12.4 from the
// chapter's own sample, the rest of 12.4 and the answer to a probe from the shape of
// their neighbours. A difference is either a defect or a word that was learned better;
// in the second case, run with -update and read the change.
func TestLife(t *testing.T) {
	phases := []struct {
		what string // and how well it is known
		do   func(*testnet)
	}{
		{"main mode and quick mode: the left begins", func(n *testnet) { n.trigger(0) }},
		{"a periodic R_U_THERE of either side and its answer", func(n *testnet) { n.run(10 * time.Second) }},
		{"clear crypto sa on the left: DELETE of the IPsec SAs", func(n *testnet) {
			n.clear(0, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) })
		}},
		{"the next packet, of the right: quick mode on an idle SA", func(n *testnet) { n.trigger(1) }},
		{"clear crypto isakmp on the left: DELETE of the ISAKMP SA", func(n *testnet) {
			n.clear(0, func(e *Engine, out *Out) { e.ClearISAKMP(n.now, 0, out) })
		}},
		{"a minute later: nodes and SA are purged", func(n *testnet) { n.run(61 * time.Second) }},
	}
	for _, release := range releases {
		n := newNet(t, release, nil)
		var text strings.Builder
		masks := [2]mask{{}, {}}
		for _, p := range phases {
			n.tell(&text, &masks, p.what, p.do)
		}
		golden(t, fmt.Sprintf("life-%v.txt", release), text.String())
	}
}

// tell writes what both ends say while something is done.
func (n *testnet) tell(text *strings.Builder, masks *[2]mask, what string, do func(*testnet)) {
	fmt.Fprintf(text, "=== %s\n", what)
	from := n.marks()
	do(n)
	for i, side := range []string{"left", "right"} {
		fmt.Fprintf(text, "--- %s\n", side)
		for _, line := range n.rigs[i].since(from[i]) {
			fmt.Fprintf(text, "%s\n", masks[i].line(line))
		}
	}
}

// golden compares a text with a file of testdata, and names the first line that differs.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	sameLines(t, name, strings.Split(got, "\n"), strings.Split(string(want), "\n"))
}

func sameLines(t *testing.T, name string, got, want []string) {
	t.Helper()
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Fatalf("%s: line %d is missing: %q", name, i+1, want[i])
		case i >= len(want):
			t.Fatalf("%s: line %d is too much: %q", name, i+1, got[i])
		case got[i] != want[i]:
			t.Fatalf("%s: line %d is\n%q\nwant\n%q", name, i+1, got[i], want[i])
		}
	}
}

// folded is a line of the chapter's log or of ours with what differs from run to run
// taken out, white space folded, and the one slip of the chapter's edition mended: it
// spells IKE_MESG_ as IKE_MSG_ in places.
func folded(line string) string {
	line = strings.TrimSpace(line)
	line = regexp.MustCompile(`^\*\w+ +\d+ [\d:.]+: `).ReplaceAllString(line, "")
	line = regexp.MustCompile(`(node|message ID =) -?\d+`).ReplaceAllString(line, "$1 N")
	line = regexp.MustCompile(`0x[0-9A-F]{3,}|(sa = |: )[0-9A-F]{8}$`).ReplaceAllString(line, "${1}P")
	line = regexp.MustCompile(`sequence 0x\w+`).ReplaceAllString(line, "sequence S")
	line = strings.ReplaceAll(line, "IKE_MSG_", "IKE_MESG_")
	return strings.Join(strings.Fields(line), " ")
}

// TestChapter compares a whole probe and the death of a peer with the sample output of
// the dead peer detection chapter, testdata/seed-debug.log.
func TestChapter(t *testing.T) {
	raw, err := os.ReadFile("testdata/seed-debug.log")
	if err != nil {
		t.Fatal(err)
	}
	var chapter []string
	for line := range strings.Lines(string(raw)) {
		chapter = append(chapter, folded(line))
	}
	n := newNet(t, debuglog.IOS124, nil)
	n.rigs[1].engine.config.ISAKMP.Keepalive = nil // there only the left asks
	n.trigger(0)
	left := n.rigs[0]
	from := n.marks()[0]
	n.run(10 * time.Second)
	// The chapter's sample of a probe leaves out its first line, "set new node".
	sameLines(t, "probe", fold(left.isakmpSince(from))[1:], chapter[1:13])

	// Four answers are younger than 50 seconds when the peer dies, a fifth goes meanwhile.
	n.run(40 * time.Second)
	n.drop = func(d Datagram) bool { return d.Remote.Addr() == rightAddr }
	from = n.marks()[0]
	n.run(25 * time.Second)
	death := withoutPurges(fold(left.isakmpSince(from)))
	sameLines(t, "death", death, withoutPurges(chapter[13:]))
}

func fold(lines []string) (out []string) {
	for _, line := range strings.Split(strings.ReplaceAll(strings.Join(lines, "\n"), "\n\t", " "), "\n") {
		if f := folded(line); f != "" && !strings.HasPrefix(f, "DPD:") { // another debug's
			out = append(out, f)
		}
	}
	return out
}

// withoutPurges leaves out the purge of an old node: "purging node" not behind a packet.
func withoutPurges(lines []string) (out []string) {
	for i, line := range lines {
		if strings.HasSuffix(line, "purging node N") && (i == 0 || !strings.Contains(lines[i-1], "sending packet")) {
			continue
		}
		out = append(out, line)
	}
	return out
}
