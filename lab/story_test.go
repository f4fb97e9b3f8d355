package lab_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/capture"
	"ruthere/lab"
	"ruthere/ladder"
	"ruthere/scripts"
)

// A withTables is a file of packets and the tables beside it.
type withTables struct {
	bytes.Buffer
	tables map[string]string
}

func (w *withTables) Close() error { return nil }
func (w *withTables) AppendTable(name, lines string) error {
	w.tables[name] += lines
	return nil
}

// drawn replays a transcript and returns its story, and that of its capture with the keys that are beside it.
func drawn(t *testing.T, name, text string) (run, captured ladder.Story) {
	t.Helper()
	file := &withTables{tables: map[string]string{}}
	o := lab.ReplayOptions{Capture: capture.Record(file, capture.PCAPNG, "test"), Ended: func(l *lab.Lab) (err error) {
		run, err = l.Story()
		return err
	}}
	if _, err := lab.ReplayWith(name, text, scripts.Files, o); err != nil {
		t.Fatal(err)
	}
	packets, _, err := capture.Read(file.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	keys, err := ladder.ReadKeys(file.tables["ikev1_decryption_table"])
	if err != nil {
		t.Fatal(err)
	}
	return run, ladder.Captured(name, packets, keys)
}

// messageNames are the messages of a story, as they were sent.
func messageNames(s ladder.Story) (names []string) {
	for _, i := range s.Items {
		if m, ok := i.(ladder.Message); ok && m.Kind == ladder.KindIKE {
			names = append(names, fmt.Sprintf("%s %s %s %v", m.At.Format("15:04:05.000"), m.Name, m.Number, m.Payloads))
		}
	}
	return names
}

// A run and the capture of the same run, opened with the keys beside it, are the same story: what a lab reads with the keys of its
// routers, and what is read from the file without them, are one.
func TestRunAndCaptureAreOneStory(t *testing.T) {
	for _, name := range []string{"chapter-periodic", "chapter-failover", "chapter-ha", "chapter-clear-session", "deaths-15"} {
		text, err := fs.ReadFile(scripts.Files, name+".transcript")
		if err != nil {
			t.Fatal(err)
		}
		run, captured := drawn(t, name, string(text))
		a, b := messageNames(run), messageNames(captured)
		if len(a) < 10 || !slices.Equal(a, b) {
			for i := range min(len(a), len(b)) {
				if a[i] != b[i] {
					t.Errorf("message %d\n    run %s\ncapture %s", i, a[i], b[i])
					break
				}
			}
			t.Errorf("%s: %d messages in the run, %d in the capture", name, len(a), len(b))
		}
	}
}

// What is drawn of a run: who lost a message, what was repeated, what was on its way, who was off.
func TestStoryOfARun(t *testing.T) {
	for _, one := range []struct{ typed, shows string }{
		{"@ ping Inside Server\n@ 1s", "├─ MM1 ───"},
		{"@ ping Inside Server\n@ 1s", "IKE_I_MM1"},
		{"@ ping Inside Server\n@ 1s", "IPsec SA is up"},
		{"@ ping Inside Server\n@ 9s", "ESP x 8"},
		{"@ cut Router Peer\n@ ping Inside Server\n@ 1s", "─╳ cut"},
		{"@ cut Router Peer\n@ ping Inside Server\n@ 15s", "MM1 (again)"},
		{"@ cut Router Peer\n@ 1s", "fault: cut Router Peer"},
		{"@ fault drop main mode message 2 from Peer once as deaf\n@ ping Inside Server\n@ 1s", "deaf ╳─"},
		{"@ ping Inside Server\n@ 5s\n@ crash Peer\n@ 40s", "╳ nobody there"},
		{"@ ping Inside Server\n@ 5s\n@ crash Peer\n@ 40s", "DPD: the peer is"},
		{"@ delay Router Peer 2s\n@ ping Inside Server\n@ 5s", "on its way for 2.0 s"},
		{"@ delay Router Peer 2s\n@ ping Inside Server\n@ 1s", "still on its way"},
	} {
		run, _ := drawn(t, "story.transcript", "@ lab lab.yaml\n@ 5s\n"+one.typed+"\n")
		text, err := ladder.Draw(run, ladder.FormatText, ladder.Options{})
		if err != nil || !strings.Contains(text, one.shows) {
			t.Errorf("%q does not show %q: %v\n%s", one.typed, one.shows, err, text)
		}
	}
}

// SAs and probes of a run are bars and ticks, with why they ended.
func TestLifetimesOfARun(t *testing.T) {
	run, _ := drawn(t, "lives.transcript", "@ lab lab.yaml\n@ 5s\n@ ping Inside Server\n@ 25s\n@ crash Peer\n@ 40s\n")
	var lines []string
	for _, b := range run.Lifetimes.Bars {
		line := fmt.Sprintf("%s: %s, up %v, %s", b.Group, strings.Fields(b.Name)[0], !b.Up.IsZero(), b.Why)
		for _, tick := range b.Ticks {
			line += " " + string(tick.What)
		}
		lines = append(lines, line)
	}
	got := strings.Join(lines, "\n")
	for _, want := range []string{"Router, peer 10.2.80.209 (Peer): ISAKMP, up true, peer-dead",
		"Router, peer 10.2.80.209 (Peer): IPsec, up true, peer-dead",
		"unanswered unanswered unanswered unanswered dead", "Peer, peer 10.1.32.14 (Router): ISAKMP, up true, router off"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// Drawing changes nothing: a lab that has drawn goes on as one that has not, also from a run that was written down.
func TestDrawingChangesNothing(t *testing.T) {
	const before, behind = "@ lab lab.yaml\n@ 5s\n@ ping Inside Server\n@ 12s\n", "@ cut Router Peer\n@ 30s\n"
	plain, _ := drawn(t, "plain.transcript", before+behind)
	drawing, _ := drawn(t, "drawing.transcript", before+"@ ladder last 5s\nRouter>lab ladder\n@ 0s\n"+behind)
	if a, b := messageNames(plain), messageNames(drawing); !slices.Equal(a, b) {
		t.Errorf("drawing changes what happens:\n%v\n%v", a, b)
	}
	if !drawing.End().Equal(plain.End()) || plain.End().IsZero() {
		t.Errorf("one ends at %v, the other at %v", plain.End(), drawing.End())
	}
	if d := drawing.End().Sub(drawing.Items[0].(ladder.Note).At); d > time.Minute || d <= 0 {
		t.Errorf("the story takes %v", d)
	}
}

func TestLadderCommandRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"ladder last":            "usage: ladder",
		"ladder last soon":       `"soon" is not a time`,
		"ladder a.png":           "is neither",
		"ladder sas":             "ladder sas FILE.svg",
		"ladder only mm":         `there is no kind "mm"`,
		"ladder a.svg":           "no files can be written here",
		"ladder between R1":      "usage: ladder",
		"ladder between A Peer":  `nobody here is called "A"`,
		"ladder only ike,ladder": `there is no kind "ladder"`,
	} {
		r, err := lab.ReplayWith("refused", "@ lab lab.yaml\n@ 5s\n@ "+line+"\n", scripts.Files, lab.ReplayOptions{})
		if got := fmt.Sprint(r.Actual, err); !strings.Contains(got, want) {
			t.Errorf("%s: %s", line, got)
		}
	}
}
