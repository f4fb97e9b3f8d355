package fault

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is written is read again as it was, over the whole grammar and with names that need quotes.
func TestSentencesComeBack(t *testing.T) {
	names := Names{Nodes: []string{"R1", "R2", "to", "two words", `a "b"`, "7"}, Routers: []string{"R1", "main", "2s"},
		Links: []string{"wan", "on", "3rd"}, Interfaces: []string{"Fa0/0", "GigabitEthernet0/0.7"}, Translators: []string{"NAT"}}
	r := rand.New(rand.NewPCG(1, 2))
	verbs := map[Verb]int{}
	for range 20000 {
		s := Sample(r, names)
		if verbs[s.Verb]++; r.IntN(3) == 0 {
			s.Name = []string{"lost-three", "as", "two words"}[r.IntN(3)]
		}
		text := s.String()
		got, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if diff := cmp.Diff(s, got); diff != "" {
			t.Fatalf("%s: %s", text, diff)
		}
	}
	if len(verbs) != len(grammar) {
		t.Errorf("sentences of %d verbs, there are %d", len(verbs), len(grammar))
	}
}

// Words may stand in several orders and be left out; there is one way of writing each sentence.
func TestSentences(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"drop main mode message 3 from R1 twice as lost-three", ""},
		{"DROP  Main Mode Message 3 as lost-three twice from R1", "drop main mode message 3 from R1 twice as lost-three"},
		{"delay 2s R_U_THERE_ACK to R1 from R2", "delay 2s R_U_THERE_ACK from R2 to R1"},
		{"delay R1 R2 50ms", ""},
		{"delay 90s ESP", "delay 1m30s ESP"},
		{"hold of quick mode message 2 on wan once", "hold quick mode message 2 on link wan once"},
		{"duplicate 3 times after 5s ESP between R1 and R2 every 2nd", ""},
		{"duplicate 1 times ESP", "duplicate ESP"},
		{"duplicate R1 R2 5%", "duplicate R1 R2 5"},
		{"reorder ICMP echo at ISP 10% for 30s", "reorder ICMP echo at ISP 10 percent for 30s"},
		{"corrupt quick mode message 1 the 11th", ""},
		{"corrupt bit 7 of ESP", ""},
		{"corrupt payload KE of main mode message 3", ""},
		{"corrupt payload KE", ""},
		{"corrupt hash of R_U_THERE_ACK sequence 0x10", ""},
		{"corrupt hash R_U_THERE_ACK sequence 16", "corrupt hash of R_U_THERE_ACK sequence 0x10"},
		{"omit payload VENDOR of main mode message 3 from R2 always", "omit payload VENDOR of main mode message 3 from R2"},
		{"rewrite life to 3600 of main mode message 1", "rewrite life 3600 of main mode message 1"},
		{"rewrite sequence by -1 of R_U_THERE_ACK", ""},
		{"rewrite address 10.0.0.9 of main mode message 5", ""},
		{"drop notify no_proposal_chosen 10 times", "drop notify NO-PROPOSAL-CHOSEN 10 times"},
		{"drop delete esp", "drop DELETE esp"},
		{"drop UDP port 53", ""},
		{"forge 100 times R_U_THERE beside R_U_THERE_ACK from R2", ""},
		{"forge clear delete isakmp from R2 to R1 as dos", ""},
		{"forge delete esp foreign beside R_U_THERE_ACK", ""},
		{"cut R1 R2 one-way for 30s as half", ""},
		{"loss R1 R2 2.5 percent", "loss R1 R2 2.5"},
		{"rate link wan 64k queue 20", ""},
		{"rate link wan 1500000", "rate link wan 1500k"},
		{"mtu link wan 1400", ""},
		{"reboot R1 without saving", ""},
		{"forget SAs of R1", "forget sas of R1"},
		{"clock of R1 +1h", ""},
		{"clock of R1 -10m", ""},
		{"flap R1 Fa0/0 for 5s", ""},
	} {
		s, err := Parse(c.text)
		if c.want == "" {
			c.want = c.text
		}
		if err != nil || s.String() != c.want {
			t.Errorf("%s: %v, %v", c.text, s, err)
		}
	}
}

// An error names the word, where it stands, and what would have been right.
func TestSentenceErrors(t *testing.T) {
	for _, c := range []struct {
		text   string
		column int
		want   string
	}{
		{"", 0, "ends where one of drop, delay"},
		{"lose ESP", 1, `"lose" where one of drop,`},
		{"drop", 0, "ends where a kind of packets (main mode"},
		{"drop main moed message 3", 11, `"moed" where mode is expected`},
		{"drop main mode message 7", 24, `"7" where a message from 1 to 6`},
		{"drop quick mode message 4", 25, "from 1 to 3"},
		{"drop ESP from", 0, "ends where the name of a router or host"},
		{"drop ESP from to R1", 15, `"to" where the name of a router`},
		{"drop ESP between R1 R2", 21, `"R2" where and is expected`},
		{"drop ESP once twice", 15, `"twice" where from A, to B`},
		{"drop ESP the third", 14, "an ordinal such as 3rd"},
		{"drop ESP 10 percents", 13, "percent"},
		{"drop ESP 0 percent", 0, "a percentage above 0"},
		{"drop ESP for ever", 14, "a time such as 30s"},
		{"drop ESP as all", 0, "a name for the fault"},
		{"drop notify NO-SUCH-THING", 13, "a notification such as NO-PROPOSAL-CHOSEN"},
		{"omit VENDOR of main mode", 6, "payload"},
		{"omit payload VENDORS of main mode", 14, "a payload: SA, KE"},
		{"rewrite lifetime 3600 of main mode", 9, "a field: life, kilobytes"},
		{"rewrite group 70000 of main mode", 15, "a value from 0 to 65535"},
		{"forge delete from R1 to R2", 14, "isakmp or esp"},
		{"forge delete esp from R1", 0, "from A to B"},
		{"reboot R1 without", 0, "saving"},
		{"reboot R1 for 5s", 11, "the end, for TIME or as NAME"},
		{"rate link wan fast", 15, "a rate in bits a second"},
		{"mtu link wan 20", 14, "an MTU from 68"},
		{"clock of R1 tomorrow", 13, "a step such as +1h"},
		{`drop ESP from "R1`, 15, "a quote at its end"},
		{"drop ESP as " + strings.Repeat("x", MaxLength), 1025, "at most 1024 bytes"},
	} {
		_, err := Parse(c.text)
		e, ok := err.(*Error)
		if !ok || e.Column != c.column || !strings.Contains(e.Error(), c.want) {
			t.Errorf("%.40s: %+v: %v", c.text, e, err)
		}
	}
}

// Whatever is typed, it is refused or comes back as it was understood.
func FuzzParse(f *testing.F) {
	for _, text := range []string{"drop main mode message 3 from R1 twice as lost-three", "duplicate 3 times after 5s ESP 10 percent",
		"rewrite address 10.0.0.9 of main mode", `cut "R 1" R2 one-way`, "forge clear delete isakmp from R2 to R1"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := Parse(text)
		if err != nil {
			return
		}
		again, err := Parse(s.String())
		if err != nil || !cmp.Equal(s, again) {
			t.Fatalf("%q is %q is %+v: %v", text, s, again, err)
		}
	})
}
