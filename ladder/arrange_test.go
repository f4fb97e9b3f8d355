package ladder_test

import (
	"strings"
	"testing"
	"time"

	"ruthere/ladder"
)

// A quiet stretch is folded with how often and how long; one that is loud, as questions without an answer, is not.
func TestQuietStretchesAreFolded(t *testing.T) {
	text := draw(t, small(), ladder.FormatText, ladder.Options{})
	if !strings.Contains(text, "INFO R_U_THERE, INFO R_U_THERE_ACK, 18 times more in 2 min 50 s: folded") {
		t.Errorf("nothing is folded in\n%s", text)
	}
	if n := strings.Count(text, "╳ cut"); n != 3 {
		t.Errorf("%d of 3 lost questions are shown", n)
	}
	var s teller
	s.Participants = small().Participants
	for i := range 7 {
		s.ike(i*2000, "Router", "Peer", "INFO R_U_THERE")
	}
	if text := draw(t, s.Story, ladder.FormatText, ladder.Options{}); strings.Contains(text, "folded") {
		t.Errorf("questions without an answer are folded:\n%s", text)
	}
}

// However long a run, a picture has no more rows than asked for, and says what it leaves out.
func TestLongRunsAreBounded(t *testing.T) {
	s := teller{small()}
	names := []string{"MM1", "MM2", "QM1", "QM2", "QM3"}
	began := time.Now()
	for i := range 100_000 {
		s.ike(300_000+i, "Router", "Peer", names[i*i%7%5], strings.Repeat("N", i%11))
	}
	text := draw(t, s.Story, ladder.FormatText, ladder.Options{Rows: 50})
	if n := strings.Count(text, "\n"); n > 130 {
		t.Errorf("50 rows take %d lines", n)
	}
	if !strings.Contains(text, "rows left out") {
		t.Errorf("nothing is said of what is left out:\n%s", text)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("100,000 messages took %v", took)
	}
}

func TestChoosing(t *testing.T) {
	s := teller{small()}
	s.Participants = append(s.Participants, ladder.Participant{Name: "Third"})
	s.ike(1000, "Router", "Third", "AM1")
	for _, one := range []struct {
		what    string
		options ladder.Options
		has     string
		not     string
	}{
		{"all", ladder.Options{}, "AM1", ""},
		{"between two", ladder.Options{Between: []string{"router", "peer"}}, "MM1", "AM1"},
		{"between the others", ladder.Options{Between: []string{"Router", "Third"}}, "AM1", "MM2"},
		{"from", ladder.Options{From: after(900)}, "AM1", "MM2"},
		{"until", ladder.Options{Until: after(900)}, "MM1", "AM1"},
		{"kinds", ladder.Options{Kinds: []ladder.Kind{ladder.KindESP, ladder.KindFault}}, "cut Router Peer", "MM1"},
	} {
		text := draw(t, s.Story, ladder.FormatText, one.options)
		if !strings.Contains(text, one.has) || one.not != "" && strings.Contains(text, one.not) {
			t.Errorf("%s: wants %s and no %s:\n%s", one.what, one.has, one.not, text)
		}
	}
	_, err := ladder.Draw(s.Story, ladder.FormatText, ladder.Options{Between: []string{"Router", "Nobody"}})
	if err == nil || !strings.Contains(err.Error(), "Router, Peer, Third") {
		t.Errorf("somebody who is not there: %v", err)
	}
	for i := range 5 {
		name := string(rune('a' + i))
		s.Participants = append(s.Participants, ladder.Participant{Name: name})
		s.ike(2000, "Router", name, "MM1")
	}
	if _, err := ladder.Draw(s.Story, ladder.FormatSVG, ladder.Options{}); err == nil || !strings.Contains(err.Error(), "8 take part") {
		t.Errorf("eight participants: %v", err)
	}
}

// What has no instant stays where it is: a log without time stamps is in the order of its lines.
func TestOrderWithoutTimes(t *testing.T) {
	var s teller
	s.Participants = small().Participants
	for _, name := range []string{"MM1", "MM2", "MM3"} {
		s.add(ladder.Message{From: "Router", To: "Peer", Name: name, Kind: ladder.KindIKE})
	}
	text := draw(t, s.Story, ladder.FormatText, ladder.Options{})
	if a, b, c := strings.Index(text, "MM1"), strings.Index(text, "MM2"), strings.Index(text, "MM3"); a < 0 || a > b || b > c {
		t.Errorf("out of order:\n%s", text)
	}
}

func TestFormatOf(t *testing.T) {
	for name, want := range map[string]ladder.Format{"-": ladder.FormatText, "a.TXT": ladder.FormatText, "a.svg": ladder.FormatSVG,
		"b/a.html": ladder.FormatHTML, "a.mmd": ladder.FormatMermaid} {
		if got, err := ladder.FormatOf(name); err != nil || got != want {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	if _, err := ladder.FormatOf("a.png"); err == nil || !strings.Contains(err.Error(), ".svg") {
		t.Errorf("a.png: %v", err)
	}
}
