package explain_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"ruthere/explain"
	"ruthere/explain/reproduction"
)

func diagnosePackets(t testing.TB, packets []byte, keys string) *explain.Report {
	t.Helper()
	f, err := explain.Read(bytes.NewReader(packets), explain.Options{Keys: keys})
	if err != nil {
		t.Fatal(err)
	}
	return explain.Diagnose(f)
}

// Captures of two strongSwans, healthy: with keys every message opens, without them nothing is claimed.
func TestHealthyCaptures(t *testing.T) {
	files, _ := filepath.Glob(filepath.Join("testdata", "packets", "*.pcap"))
	if len(files) < 5 {
		t.Fatalf("only %d captures", len(files))
	}
	for _, name := range files {
		base := strings.TrimSuffix(filepath.Base(name), ".pcap")
		packets, keys := read(t, "packets/"+base+".pcap"), string(read(t, "packets/"+base+".keys"))
		for _, with := range []string{"", keys} {
			r := diagnosePackets(t, packets, with)
			if r.Failed() || len(r.Negotiations) != 1 || !r.Negotiations[0].Established {
				t.Errorf("%s: %s", base, claim(r))
			}
			for _, m := range r.Negotiations[0].Messages {
				if with != "" && len(m.Payloads) == 0 {
					t.Errorf("%s: %s at packet %d stays shut", base, m.Name, m.At.Number)
				}
			}
		}
	}
}

// What fails between our routers, seen in a capture of it: in clear only as much as is in clear, with keys the rest.
func TestCapturedFailures(t *testing.T) {
	for _, c := range []struct {
		cause       explain.Cause
		clear, keys string
	}{
		{explain.NoCommonPolicy, "no-common-policy likely at main 1", "no-common-policy likely at main 1"},
		{explain.WrongKey, "wrong-pre-shared-key likely at main 5", "wrong-pre-shared-key likely at main 5"},
		{explain.NoAnswer, "no-answer likely at main 1", "no-answer likely at main 1"},
		{explain.AnswersLost, "answers-lost likely at main 4", "answers-lost likely at main 4"},
		{explain.TransformMismatch, "transform-set-mismatch possible at quick 1", "transform-set-mismatch possible at quick 1"},
	} {
		played := play(t, c.cause)
		for _, with := range [][2]string{{"", c.clear}, {played.Keys, c.keys}} {
			r := diagnosePackets(t, played.Packets, with[0])
			if got, _, _ := strings.Cut(claim(r), ";"); got != with[1] {
				var b strings.Builder
				r.Print(&b)
				t.Errorf("%s, keys %t: got %q, want %q\n%s", c.cause, with[0] != "", got, with[1], b.String())
			}
		}
	}
}

func play(t testing.TB, cause explain.Cause) reproduction.Played {
	t.Helper()
	r := &explain.Report{File: &explain.File{Kind: explain.IOS, Release: "15"},
		Negotiations: []*explain.Negotiation{{Role: explain.Initiator}},
		Findings:     []explain.Finding{{Negotiation: 1, Cause: cause}}}
	c, err := reproduction.Make(r)
	if err != nil {
		t.Fatal(err)
	}
	played, err := c.Run()
	if err != nil {
		t.Fatal(err)
	}
	return played
}

// Of a key nothing is ever printed, in no report and no error.
func TestKeysStaySecret(t *testing.T) {
	packets, keys := read(t, "packets/main-aes128-sha1-modp2048.pcap"), string(read(t, "packets/main-aes128-sha1-modp2048.keys"))
	secret := strings.Fields(keys)[1]
	r := diagnosePackets(t, packets, keys)
	var b strings.Builder
	r.Print(&b)
	r.JSON(&b)
	fmt.Fprintf(&b, "%v %+v", r.File, r.Negotiations[0])
	_, err := explain.Read(bytes.NewReader(packets), explain.Options{Keys: "no cookie, " + secret})
	if err == nil {
		t.Error("a table of keys that is none is taken")
	}
	if strings.Contains(b.String(), secret) || strings.Contains(fmt.Sprint(err), secret) {
		t.Error("a key is printed")
	}
}
