package explain_test

import (
	"strings"
	"testing"

	"ruthere/explain"
	"ruthere/ladder"
)

// drawn is the ladder of a log on the terminal.
func drawn(t *testing.T, log string) string {
	t.Helper()
	text, err := ladder.Draw(diagnose(t, []byte(log)).Story(), ladder.FormatText, ladder.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// The axis of a ladder is the log's own, in every form of time stamp; where there is none, or where it goes back, there is none.
func TestLadderHasTheTimesOfTheLog(t *testing.T) {
	log := func(first, second, third string) string {
		return first + `ISAKMP (0): received packet from 198.51.100.7 dport 500 sport 500 Global (N) NEW SA
` + second + `ISAKMP:(0): sending packet to 198.51.100.7 my_port 500 peer_port 500 (R) MM_SA_SETUP
` + third + `ISAKMP (0): received packet from 198.51.100.7 dport 500 sport 500 Global (R) MM_SA_SETUP
`
	}
	for _, c := range []struct{ first, second, third, want string }{
		{"*Mar  1 00:21:07.131: ", "*Mar  1 00:21:07.135: ", "*Mar  1 00:21:08.131: ", "00:21:07.131 00:21:07.135 00:21:08.131"},
		{"Mar 31 23:59:59.999 UTC: ", "Apr  1 00:00:00.000 UTC: ", "Apr  1 00:00:00.003 UTC: ", "23:59:59.999 00:00:00.000 00:00:00.003"},
		{"*Feb 29 2004 15:17:00.003 UTC: ", "*Feb 29 2004 15:17:00.007 UTC: ", "*Feb 29 2004 15:17:00.011 UTC: ",
			"15:17:00.003 15:17:00.007 15:17:00.011"},
		{"00:14:21: ", "00:14:21: ", "00:14:22: ", "00:14:21.000 00:14:22.000"},
		{"", "", "", ""},
		{"3w2d: ", "3w2d: ", "3w2d: ", ""},
		{"*Mar  1 00:21:07.131: ", "", "*Mar  1 00:21:08.131: ", ""},
		{"*Mar  1 00:21:07.131: ", "*Mar  1 00:21:06.131: ", "*Mar  1 00:21:08.131: ", ""},
	} {
		text := drawn(t, log(c.first, c.second, c.third))
		var got []string
		for _, line := range strings.Split(text, "\n") {
			if word, _, _ := strings.Cut(line, " "); strings.Count(word, ":") == 2 {
				got = append(got, word)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s\n%s", c.first, got, c.want, text)
		}
	}
}

// IKEv2 is not read: nothing is claimed of it, in no kind of file, and what is of IKEv1 beside it keeps its own.
func TestVersion2IsNotRead(t *testing.T) {
	for _, p := range posts(t) {
		if !strings.Contains(p.name, "IKEv2") {
			continue
		}
		r := diagnose(t, []byte(p.log))
		if len(r.Findings) != 1 || r.Findings[0].Cause != explain.NotShown || !strings.Contains(r.Findings[0].Why, "IKEv2") {
			t.Errorf("%s: %v", p.name, r.Findings)
		}
	}
}

// A capture has its own times, of pcap and of pcapng with any resolution.
func TestLadderHasTheTimesOfTheCapture(t *testing.T) {
	f := diagnosePackets(t, rawCapture(datagram(4, mainMode1)), "").Negotiations
	if len(f) != 1 || len(f[0].Messages) != 1 || f[0].Messages[0].Time != "2023-11-14T22:13:20.000000" {
		t.Errorf("got %+v", f)
	}
}

// mainMode1 is the header of a first message, with nothing behind it.
var mainMode1 = []byte{1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10, 2, 0, 0, 0, 0, 0, 0, 0, 0, 28}
