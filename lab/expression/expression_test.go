package expression_test

import (
	"net/netip"
	"strings"
	"testing"
	"time"

	"ruthere/lab/expression"
)

type session struct {
	Peer   netip.Addr `json:"peer"`
	Status string     `json:"status"`
	Misses int        `json:"misses,omitempty"`
	Rate   float64    `json:"rate"`
	Flows  []flow     `json:"flows"`
	Below  *flow      `json:"below,omitempty"`
}

type flow struct {
	Packets uint64 `json:"packets"`
	Up      bool   `json:"up"`
}

type head struct {
	Router string `json:"router"`
}

func status(sessions ...session) expression.Named {
	return expression.Named{Fields: head{"R1"}, Name: "sessions", List: append([]session{}, sessions...)}
}

func TestHolds(t *testing.T) {
	up := session{Peer: netip.MustParseAddr("10.0.0.2"), Status: "UP-ACTIVE", Misses: 2, Rate: 1.5, Flows: []flow{{7, true}, {0, false}}}
	down := session{Peer: netip.MustParseAddr("10.0.0.3"), Status: "DOWN"}
	for text, want := range map[string]bool{
		`router == "R1"`: true,
		`any(sessions, .peer == "10.0.0.2" and .status == "UP-ACTIVE")`: true,
		`all(sessions, .status startsWith "UP")`:                        false,
		`count(sessions, .status == "DOWN") == 1`:                       true,
		`len(sessions) == 2 and sessions[1].peer == "10.0.0.3"`:         true,
		`any(sessions, any(.flows, .packets >= 7 and .up))`:             true,
		`sum(map(sessions[0].flows, .packets)) == 7`:                    true,
		`sessions[0].rate > 1`:                                          true,
		`sessions[0].status in ["UP-IDLE", "UP-ACTIVE"]`:                true,
		`sessions[0].status matches "^UP-.*"`:                           true,
		`any(sessions, .misses > 1)`:                                    true,
		`sessions[0].misses > 1 ? router != "" : false`:                 true,
		`any(sessions, .below == nil)`:                                  true,
		`not (router contains "2")`:                                     true,
	} {
		e, err := expression.Compile(text, status())
		if err != nil {
			t.Error(err)
			continue
		}
		if got, err := e.Holds(status(up, down)); err != nil || got != want {
			t.Errorf("%s is %v, %v", text, got, err)
		}
	}
}

// Of what is not there nothing is so, and it is said why.
func TestNothingToSay(t *testing.T) {
	for text, want := range map[string]string{
		`sessions[0].status == "UP"`:     "out of range",
		`sessions[0].misses > 1`:         "out of range",
		`first(sessions).status == "UP"`: "",
	} {
		e, err := expression.Compile(text, status())
		if err != nil {
			t.Error(err)
			continue
		}
		is, err := e.Holds(status())
		if is || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s is %v, %v", text, is, err)
		}
	}
	e, err := expression.Compile(`sessions[0].misses < 1`, status())
	if err != nil {
		t.Fatal(err)
	}
	if is, err := e.Holds(status(session{})); is || err == nil {
		t.Errorf("a field that is left out is %v, %v", is, err)
	}
}

// What is misspelt, and what could run long or grow, is an error when it is read.
func TestCompileErrors(t *testing.T) {
	for text, want := range map[string]string{
		`sesions == []`:                             "unknown name sesions, at column 1; there is router, sessions",
		`any(sessions, .stat == "UP")`:              "unknown field stat, at column 16",
		`any(sessions, .status == 7)`:               "mismatched types string and int",
		`router`:                                    "expected bool",
		`router ==`:                                 "unexpected token",
		`1..1000000 == []`:                          ".. has no place here",
		`2 ** 3 == 8`:                               "** has no place here",
		`let x = router; x == ""`:                   "VariableDeclarator has no place here",
		`repeat(router, 1000000) == ""`:             "",
		`reduce(sessions, #acc + #acc, "aa") == ""`: "reduce has no place here",
		strings.Repeat("len(", 60) + "sessions" + strings.Repeat(")", 60) + " == 1": "",
		`now() == now()`:       "",
		`{"a": 1} == {"a": 1}`: "Map has no place here",
		`any(sessions, any(sessions, any(sessions, true)))`: "any more than 2 deep has no place here",
		`router == "` + strings.Repeat("x", 1000) + `"`:     "at most 1000 bytes",
		strings.Repeat("!", 300) + "true":                   "",
	} {
		if _, err := expression.Compile(text, status()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.60s\n got %v\nwant %s", text, err, want)
		}
	}
}

// Whatever is written is refused or done soon.
func FuzzExpression(f *testing.F) {
	f.Add(`any(sessions, any(.flows, .packets > 1)) and router + router != ""`)
	f.Add(`len(filter(sessions, .status matches "(a*)*")) == 1`)
	f.Add(`sum(map(sessions, .rate)) > 1 ? true : false`)
	some := make([]session, 100)
	for i := range some {
		some[i] = session{Status: strings.Repeat("UP", 100), Flows: make([]flow, 10)}
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := expression.Compile(text, status())
		if err != nil {
			return
		}
		start := time.Now()
		_, _ = e.Holds(status(some...))
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%q took %v", text, took)
		}
	})
}
