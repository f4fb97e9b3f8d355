package lab

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/event"
)

// order has a lab told a fault, which must be understood.
func order(t *testing.T, l *Lab, sentences ...string) {
	t.Helper()
	for _, s := range sentences {
		if _, err := l.Fault(s); err != nil {
			t.Fatalf("%s: %v", s, err)
		}
	}
}

// Which packets are struck, and what becomes of them. R1 sends a, b, c, d to R2 at once; the wire takes 10 ms.
func TestFaultsStrike(t *testing.T) {
	for _, c := range []struct {
		faults string // joined by a semicolon
		want   string
	}{
		{"drop any from R1 once", "10ms b, 10ms c, 10ms d"},
		{"drop any to R2 twice", "10ms c, 10ms d"},
		{"drop any from R1 to R2 3 times", "10ms d"},
		{"drop any the 2nd", "10ms a, 10ms c, 10ms d"},
		{"drop any every 2nd on link wire", "10ms a, 10ms c"},
		{"drop any from R2", "10ms a, 10ms b, 10ms c, 10ms d"},
		{"drop any between R2 and R1 at R1", ""},
		{"drop any at R2", "10ms a, 10ms b, 10ms c, 10ms d"},
		{"drop any 100 percent", ""},
		{"drop ESP", "10ms a, 10ms b, 10ms c, 10ms d"},
		{"delay 1s any the 2nd", "10ms a, 10ms c, 10ms d, 1.01s b"},
		{"delay 1s any once;delay 2s any once", "10ms b, 10ms c, 10ms d, 3.01s a"},
		{"hold any twice", "10ms c, 10ms d"},
		{"hold any twice for 5s", "10ms c, 10ms d, 5.01s a, 5.01s b"},
		{"duplicate any once", "10ms a, 10ms a, 10ms b, 10ms c, 10ms d"},
		{"duplicate 2 times after 1s any the 2nd", "10ms a, 10ms b, 10ms c, 10ms d, 1.01s b, 1.01s b"},
		{"reorder any once", "10ms b, 10ms a, 10ms c, 10ms d"},
		{"reorder any every 2nd", "10ms a, 10ms c, 10ms b, 1.01s d"},
		{"cut R1 R2 one-way", ""},
		{"cut R2 R1 one-way", "10ms a, 10ms b, 10ms c, 10ms d"},
		{"delay R1 R2 1s", "1s a, 1s b, 1s c, 1s d"},
		{"loss R1 R2 100", ""},
		{"duplicate R1 R2 100", "10ms a, 10ms a, 10ms b, 10ms b, 10ms c, 10ms c, 10ms d, 10ms d"},
		{"rate link wire 8", "1.01s a, 2.01s b, 3.01s c, 4.01s d"},
		{"rate link wire 8 queue 1", "1.01s a, 2.01s b"},
		{"mtu link wire 68", "10ms a, 10ms b, 10ms c, 10ms d"},
		{"flap R1 Fa0/0 for 1s", ""},
	} {
		l, b := aviary(t, 3)
		order(t, l, strings.Split(c.faults, ";")...)
		say(t, l, "R1", "10.0.0.2 a", "10.0.0.2 b", "10.0.0.2 c", "10.0.0.2 d")
		advance(t, l, 10*time.Second)
		if got := strings.Join(b[1].heard, ", "); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.faults, got, c.want)
		}
	}
}

// Faults that multiply packets do not do so without end.
func TestPacketsAreNotMultipliedWithoutEnd(t *testing.T) {
	wholeOnly(t)
	l, b := aviary(t, 2)
	for range 5 {
		order(t, l, "duplicate 1000 times any")
	}
	say(t, l, "R1", "10.0.0.2 a")
	advance(t, l, time.Second)
	if len(b[1].heard) != maxLetters {
		t.Errorf("%d packets came of one", len(b[1].heard))
	}
}

// What is too long for a link is lost, and nobody is told.
func TestMTUOfALink(t *testing.T) {
	l, b := aviary(t, 2)
	order(t, l, "mtu link wire 68")
	say(t, l, "R1", "10.0.0.2 "+strings.Repeat("x", 69), "10.0.0.2 "+strings.Repeat("y", 68))
	advance(t, l, time.Second)
	if len(b[1].heard) != 1 || !strings.Contains(b[1].heard[0], "y") {
		t.Errorf("heard %q", b[1].heard)
	}
}

// A fault that holds lets go when it is told, in order, and strikes no more.
func TestHoldUntilReleased(t *testing.T) {
	l, b := aviary(t, 2)
	order(t, l, "hold any from R1 as stuck")
	say(t, l, "R1", "10.0.0.2 a", "10.0.0.2 b")
	advance(t, l, time.Minute)
	heard(t, b[1])
	if table, _ := l.Command("faults"); !strings.Contains(table, "stuck                 2  hold any from R1 (2 held)\n") {
		t.Errorf("%s", table)
	}
	if err := l.Release("stuck"); err != nil {
		t.Fatal(err)
	}
	say(t, l, "R1", "10.0.0.2 c")
	advance(t, l, time.Minute)
	heard(t, b[1], "1m0.01s a", "1m0.01s b", "1m0.01s c")
}

// Faults end: by their time, by their number, by being healed; links are then as they were, and what
// an earlier fault wants of them holds again.
func TestFaultsEnd(t *testing.T) {
	l, b := aviary(t, 2)
	order(t, l, "delay R1 R2 50ms", "delay R1 R2 20ms", "cut R1 R2 for 1s as short", "loss R1 R2 100 for 2s")
	table, _ := l.Command("faults")
	if want := "delay                 0  delay R1 R2 20ms\n" +
		"short                 0  cut R1 R2 for 1s (1s left)\n" +
		"loss                  0  loss R1 R2 100 for 2s (2s left)\n"; !strings.HasSuffix(table, want) {
		t.Errorf("%s", table)
	}
	for range 3 {
		say(t, l, "R1", "10.0.0.2 a")
		advance(t, l, time.Second)
	}
	heard(t, b[1], "2.02s a")
	l.HealAll()
	say(t, l, "R1", "10.0.0.2 a")
	advance(t, l, time.Second)
	heard(t, b[1], "3.01s a")
	if table, _ := l.Command("faults"); table != "no faults\n" {
		t.Errorf("%s", table)
	}
}

// A fault that names nothing is refused, and one whose name is taken.
func TestFaultMistakes(t *testing.T) {
	l, _ := aviary(t, 2)
	order(t, l, "drop ESP as mine")
	for line, want := range map[string]string{
		"fault drop main moed":                          `column 11: "moed" where mode is expected`,
		"fault drop ESP from R9":                        `there is no router or host "R9" here; there is R1, R2`,
		"fault drop ESP at R9":                          `there is no router or host "R9" here; there is R1, R2`,
		"fault drop ESP on link wan":                    `there is no link "wan" here; there is wire`,
		"fault drop ESP from R1 to r1":                  "no packet goes from R1 to itself",
		"fault cut R1 R1":                               "cannot find a wire from R1 to itself",
		"fault cut R1 R9":                               `there is no router or host "R9" here; there is R1, R2`,
		"fault reboot R9":                               `there is no router "R9" here; there is R1, R2`,
		"fault rate link wan 64k":                       `there is no link "wan" here; there is wire`,
		"fault flap R1 Fa0/1 for 5s":                    "no link is plugged in at Fa0/1 of R1; there is FastEthernet0/0",
		"fault drop IKE as MINE":                        "there is a fault MINE already: drop ESP",
		"release mine":                                  "the fault mine holds nothing: drop ESP",
		"release it":                                    `there is no fault "it" here; there is mine`,
		"heal it":                                       `there is no fault "it" here; there is mine`,
		"fault forge clear delete isakmp from R1 to R2": "R1 has no ISAKMP SA with R2 to forge a message of",
	} {
		if _, err := l.Command(line); err == nil || err.Error() != want {
			t.Errorf("%s:\n got %v\nwant %s", line, err, want)
		}
	}
}

// Faults of a topology strike from the start or at their time; mistakes in them are found before anything
// starts, with line and column.
func TestFaultsOfATopology(t *testing.T) {
	const text = "routers:\n  - name: R1\n    interfaces: [FastEthernet0/0]\n  - name: R2\n    interfaces: [FastEthernet0/0]\n" +
		"links:\n  - name: wire\n    ends: [\"R1:FastEthernet0/0\", \"R2:FastEthernet0/0\"]\nfaults:\n"
	for _, c := range []struct{ faults, want string }{
		{"  - drop main moed message 3\n", `lab.yaml: line 10, column 15: "moed" where mode is expected`},
		{"  - 'drop main moed message 3'\n", `lab.yaml: line 10, column 16: "moed" where mode is expected`},
		{"  - drop main mode message\n", "lab.yaml: line 10, column 27: the sentence ends where a message from 1 to 6 is expected"},
		{"  - fault: >\n      drop\n      main moed\n", `lab.yaml: line 10: "moed" where mode is expected`},
		{"  - at: soon\n    fault: drop ESP\n", `lab.yaml: line 10: at "soon" is not a time after the start such as 10s`},
		{"  - when: 10s\n", `lab.yaml: line 10: unknown key "when": a fault has the keys at and fault`},
		{"  - at: 10s\n", "lab.yaml: line 10: there is no key fault, with a sentence"},
		{"  - drop ESP from R9\n", `lab.yaml:10:5: there is no router or host "R9" here; there is R1, R2`},
		{"  - at: 10s\n    fault: cut R1 R9\n", `lab.yaml:11:12: there is no router or host "R9" here; there is R1, R2`},
		{"  - drop ESP as x\n  - drop IKE as X\n", "lab.yaml:11:5: there is another fault X"},
		{"  - drop ESP as x\n  - at: 10s\n    fault: cut R1 R2 for 5s as y\n", ""},
	} {
		top, err := ParseTopology("lab.yaml", []byte(text+c.faults), nil)
		var l *Lab
		if err == nil {
			l, err = New(top, Options{})
		}
		switch {
		case c.want != "":
			if err == nil || err.Error() != c.want {
				t.Errorf("%s got %v\nwant %s", c.faults, err, c.want)
			}
		case err != nil:
			t.Error(err)
		default:
			advance(t, l, 12*time.Second)
			if table, _ := l.Command("faults"); !strings.Contains(table, "y                     0  cut R1 R2 for 5s (3s left)\n") {
				t.Errorf("%s", table)
			}
		}
	}
}

// tunnelWith is a lab of two routers whose tunnel comes up while faults strike; it returns what they hit.
func tunnelWith(t *testing.T, sentences ...string) (l *Lab, hits []string) {
	t.Helper()
	top, err := ParseTopology("misbehaving.yaml", []byte(shipped(t, "misbehaving.yaml")), scriptFiles)
	if err != nil {
		t.Fatal(err)
	}
	l, err = New(top, Options{Event: func(s event.Stamped) {
		if f, ok := s.Event.(event.Fault); ok && f.State == event.Hit {
			hits = append(hits, fmt.Sprintf("%s: %s", f.Name, f.Text))
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	order(t, l, sentences...)
	attachConsole(t, l, "Router")
	advance(t, l, 4*time.Second)
	say(t, l, "Router", "enable", "ping 192.168.2.1 source 192.168.1.1 repeat 30")
	advance(t, l, 90*time.Second)
	return l, hits
}

// isUp says whether a tunnel is up between Router and Peer, and can be used both ways.
func isUp(t *testing.T, l *Lab) bool {
	t.Helper()
	a, b := l.machines[0].box.Engine(), l.machines[1].box.Engine()
	for _, p := range a.IPsec.Pairs() {
		for _, q := range b.IPsec.Pairs() {
			if p.Out.SPI == q.In.SPI && p.In.SPI == q.Out.SPI {
				return true
			}
		}
	}
	return false
}

// Each message is known by its place in its exchange, encrypted or not; what is struck once is sent again.
func TestMessagesAreStruckByMeaning(t *testing.T) {
	for _, c := range []struct{ fault, hit string }{
		{"drop main mode message 1 once", "drop: main mode message 1: SA, VENDOR ID"},
		{"drop main mode message 2 once", "drop: main mode message 2: SA, VENDOR ID"},
		{"drop main mode message 3 once", "drop: main mode message 3: KE, NONCE, VENDOR ID, NAT-D"},
		{"drop main mode message 4 once", "drop: main mode message 4: KE, NONCE, VENDOR ID, NAT-D"},
		{"drop main mode message 5 once", "drop: main mode message 5: ID, HASH, NOTIFY INITIAL-CONTACT"},
		{"drop main mode message 6 once", "drop: main mode message 6: ID, HASH"},
		{"drop quick mode message 1 once", "drop: quick mode message 1: SA, NONCE, ID"},
		{"drop quick mode message 2 once", "drop: quick mode message 2: SA, NONCE, ID"},
		{"drop quick mode message 3 once", "drop: quick mode message 3: HASH"},
		{"drop payload KE from Peer once", "drop: main mode message 4: KE, NONCE, VENDOR ID, NAT-D"},
		{"drop notify INITIAL-CONTACT once", "drop: main mode message 5: ID, HASH, NOTIFY INITIAL-CONTACT"},
		{"rewrite life 600 of quick mode message 1 once", "rewrite: quick mode message 1: SA, NONCE, ID"},
		{"rewrite life 600 of quick mode message 2 once", "rewrite: quick mode message 2: SA, NONCE, ID"},
		{"repeat payload NONCE of main mode message 3 once", "repeat: main mode message 3: KE, NONCE, VENDOR ID, NAT-D"},
	} {
		l, hits := tunnelWith(t, c.fault)
		if !slices.Equal(hits, []string{c.hit}) {
			t.Errorf("%s struck %q, want %q", c.fault, hits, c.hit)
		}
		if !isUp(t, l) {
			t.Errorf("%s: the tunnel does not come up", c.fault)
		}
	}
}

// Who tampers on the way with what a HASH covers is found out.
func TestTamperingIsFoundOut(t *testing.T) {
	for _, f := range []string{"rewrite life 600 of main mode message 1", "corrupt payload ID of main mode message 5",
		"corrupt hash of quick mode message 1", "rewrite group 5 of main mode message 2", "zero payload KE of main mode message 3",
		"empty payload NONCE of main mode message 4", "omit payload ID of quick mode message 1"} {
		if l, hits := tunnelWith(t, f); isUp(t, l) || len(hits) == 0 {
			t.Errorf("%s: the tunnel is up, struck %q", f, hits)
		}
	}
}

// An answer that is refused, each time it comes, makes no two routers answer each other without end.
func TestRefusedAnswersAreNotRepeated(t *testing.T) {
	for _, f := range []string{"zero payload ID of quick mode message 2", "omit payload NONCE of quick mode message 2",
		"rewrite encryption 1 of quick mode message 2", "zero payload ID of quick mode message 1", "omit payload SA of quick mode message 1",
		"empty payload KE of main mode message 3", "empty payload NONCE of main mode message 4", "rewrite group 5 of main mode message 2"} {
		if _, hits := tunnelWith(t, f); len(hits) == 0 || len(hits) > 40 {
			t.Errorf("%s strikes %d times in a minute and a half", f, len(hits))
		}
	}
}
