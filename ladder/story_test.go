package ladder_test

import (
	"testing"
	"time"

	"ruthere/ladder"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

func after(ms int) time.Time { return noon.Add(time.Duration(ms) * time.Millisecond) }

// small is a story with one of everything.
func small() ladder.Story {
	s := ladder.Story{Title: "A tunnel that dies", Participants: []ladder.Participant{{Name: "Router", Address: "10.1.32.14"}, {Name: "Peer", Address: "10.2.80.209"}}}
	add := func(i ladder.Item) { s.Items = append(s.Items, i) }
	message := func(at int, from, to, name string, payloads ...string) {
		add(ladder.Message{At: after(at), From: from, To: to, Name: name, Payloads: payloads, Kind: ladder.KindIKE})
	}
	state := func(at int, of, text string) {
		add(ladder.Note{At: after(at), Of: of, Text: text, Kind: ladder.KindState})
	}
	state(0, "Router", "IKE_I_MM1")
	message(0, "Router", "Peer", "MM1", "SA", "VENDOR ID x4")
	state(6, "Peer", "IKE_R_MM1")
	message(9, "Peer", "Router", "MM2", "SA", "VENDOR ID")
	add(ladder.Note{At: after(400), Of: "Router", Text: "ISAKMP SA 1 is up", Kind: ladder.KindState, Tone: ladder.Good})
	add(ladder.Note{At: after(440), Of: "Router", Text: "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  . Peer 10.2.80.209:500       Id: 10.2.80.209", Kind: ladder.KindLog})
	for i := range 120 {
		from, to := "Router", "Peer"
		if i%2 == 1 {
			from, to = to, from
		}
		add(ladder.Message{At: after(500 + 20*i), From: from, To: to, Name: "ESP", Kind: ladder.KindESP, Size: 136})
	}
	for i := range 20 {
		add(ladder.Message{At: after(10000 * (i + 1)), From: "Router", To: "Peer", Name: "INFO R_U_THERE", Number: "7", Kind: ladder.KindIKE})
		add(ladder.Message{At: after(10000*(i+1) + 10), From: "Peer", To: "Router", Name: "INFO R_U_THERE_ACK", Number: "7", Kind: ladder.KindIKE})
	}
	add(ladder.Note{At: after(205000), Text: "cut Router Peer", Kind: ladder.KindFault, Tone: ladder.Bad})
	for i := range 3 {
		add(ladder.Message{At: after(210000 + i*2000), From: "Router", To: "Peer", Name: "INFO R_U_THERE", Number: "27", Kind: ladder.KindIKE, Lost: true, Fault: "cut", Again: i > 0})
	}
	add(ladder.Message{At: after(213000), From: "Peer", To: "Router", Name: "INFO R_U_THERE", Number: "9", Kind: ladder.KindIKE, Lost: true, Fault: "a fault with a very long name of its own"})
	add(ladder.Note{At: after(216000), Of: "Router", Text: "DPD: the peer is dead", Kind: ladder.KindTimer, Tone: ladder.Bad})
	return s
}

func TestLook(t *testing.T) {
	for _, o := range []ladder.Options{{}, {Width: 80}} {
		text, err := ladder.Draw(small(), ladder.FormatText, o)
		t.Logf("\n%s%v", text, err)
	}
	text, _ := ladder.Draw(small(), ladder.FormatMermaid, ladder.Options{})
	t.Log("\n" + text)
}
