package ladder_test

import (
	"fmt"
	"strings"
	"time"

	"ruthere/ladder"
)

var noon = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

func after(ms int) time.Time { return noon.Add(time.Duration(ms) * time.Millisecond) }

// A teller makes stories.
type teller struct{ ladder.Story }

func (t *teller) add(i ladder.Item) { t.Items = append(t.Items, i) }

func (t *teller) ike(ms int, from, to, name string, payloads ...string) {
	t.add(ladder.Message{At: after(ms), From: from, To: to, Name: name, Payloads: payloads, Kind: ladder.KindIKE})
}

func (t *teller) lost(ms int, from, to, number, fault string, again bool) {
	t.add(ladder.Message{At: after(ms), From: from, To: to, Name: "INFO R_U_THERE", Number: number, Kind: ladder.KindIKE,
		Lost: true, Fault: fault, Again: again})
}

func (t *teller) note(ms int, of, text string, k ladder.Kind, tone ladder.Tone) {
	t.add(ladder.Note{At: after(ms), Of: of, Text: text, Kind: k, Tone: tone})
}

// small is a story with one of everything.
func small() ladder.Story {
	var t teller
	t.Title = "A tunnel that dies"
	t.Participants = []ladder.Participant{{Name: "Router", Address: "10.1.32.14"}, {Name: "Peer", Address: "10.2.80.209"}}
	t.note(0, "Router", "IKE_I_MM1", ladder.KindState, ladder.Plain)
	t.ike(0, "Router", "Peer", "MM1", "SA", "VENDOR ID x4")
	t.note(6, "Peer", "IKE_R_MM1", ladder.KindState, ladder.Plain)
	t.ike(9, "Peer", "Router", "MM2", "SA", "VENDOR ID")
	t.note(400, "Router", "ISAKMP SA is up", ladder.KindState, ladder.Good)
	t.note(440, "Router", "%CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  . Peer 10.2.80.209:500       Id: 10.2.80.209",
		ladder.KindLog, ladder.Plain)
	for i := range 120 {
		from, to := "Router", "Peer"
		if i%2 == 1 {
			from, to = to, from
		}
		t.add(ladder.Message{At: after(500 + 20*i), From: from, To: to, Name: "ESP", Kind: ladder.KindESP, Size: 136, Lost: i > 117})
	}
	for i := range 20 {
		n := fmt.Sprintf("0x%X", i)
		t.add(ladder.Message{At: after(10000 * (i + 1)), From: "Router", To: "Peer", Name: "INFO R_U_THERE", Number: n, Kind: ladder.KindIKE})
		t.add(ladder.Message{At: after(10000*(i+1) + 10), From: "Peer", To: "Router", Name: "INFO R_U_THERE_ACK", Number: n,
			Kind: ladder.KindIKE, Took: 300 * time.Millisecond})
	}
	t.note(205000, "", "cut Router Peer", ladder.KindFault, ladder.Bad)
	for i := range 3 {
		t.lost(210000+i*2000, "Router", "Peer", "0x14", "cut", i > 0)
	}
	t.lost(213000, "Peer", "Router", "0x9", "a fault with a very long name of its own", false)
	t.note(216000, "Router", "DPD: the peer is dead", ladder.KindTimer, ladder.Bad)
	t.add(ladder.Message{At: after(217000), From: "Peer", To: "Router", Name: "MM1", Kind: ladder.KindIKE, Missing: true})
	t.Lifetimes = ladder.Lifetimes{Title: "SAs", Began: noon, End: after(220000), Bars: []ladder.Bar{
		{Group: "Router, peer 10.2.80.209", Name: "ISAKMP SA 1", Begun: noon, Up: after(400), Down: after(216000), Why: "peer-dead"},
		{Group: "Router, peer 10.2.80.209", Name: "DPD", Begun: after(10000), Ticks: []ladder.Tick{{At: after(10000), What: ladder.Probe},
			{At: after(212000), What: ladder.Unanswered}, {At: after(216000), What: ladder.PeerDead}}},
		{Group: "Peer, peer 10.1.32.14", Name: "ISAKMP SA 1", Begun: noon, Up: after(410)},
		{Group: "Peer, peer 10.1.32.14", Name: "IPsec SA 0x12345678", Begun: after(219000), Down: after(219500), Why: "no-answer"},
	}}
	return t.Story
}

// hostileText is what a name or a line from outside may hold.
var hostileText = []string{
	`</text><script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, "]]>&amp;&#x3c;", "a\x1b[31mred\x07\x00\x9b", "end",
	"end;\nparticipant X",
	"%%{init: {}}%%", "#59;;#",
	"漢字かな", "a\u202eb\u0301c\ufeff", strings.Repeat("W", 900), "\xff\xfe", "", "   ", "-->>", "</style>", "--- title",
}

// hostile is a story of so many participants whose every text is one of those.
func hostile(participants, from int) ladder.Story {
	text := func(i int) string { return hostileText[(from+i)%len(hostileText)] }
	var t teller
	t.Title = text(0)
	for i := range participants {
		t.Participants = append(t.Participants, ladder.Participant{Name: fmt.Sprintf("%d%s", i, text(i+1)), Address: text(i + 2)})
	}
	for i := range 40 {
		a, b := t.Participants[i%participants].Name, t.Participants[(i*3+1)%participants].Name
		t.add(ladder.Message{At: after(i * 100), From: a, To: b, Name: text(i), Number: text(i + 1),
			Payloads: []string{text(i + 2), text(i + 3)},
			Meaning:  text(i + 4), Kind: ladder.KindIKE, Lost: i%3 == 0, Fault: text(i + 5), Again: i%5 == 0})
		t.note(i*100, a, text(i+3), ladder.KindState, ladder.Tone(i%3))
		t.note(i*100+1, "", text(i+4), ladder.KindLog, ladder.Plain)
	}
	t.Lifetimes = ladder.Lifetimes{Title: text(3), Began: noon, End: after(4000)}
	for i := range 8 {
		t.Lifetimes.Bars = append(t.Lifetimes.Bars, ladder.Bar{Group: text(i / 3), Name: text(i), Begun: after(i * 100), Up: after(i * 200),
			Down: after(i*200 + 900), Why: text(i + 2)})
	}
	return t.Story
}
