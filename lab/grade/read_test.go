package grade_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"ruthere/lab/grade"
)

// twoOffices is a lab with everything that can be said of tasks.
const twoOffices = `
seed: grading
routers:
  - name: Router
    config: |
      hostname Router
      interface FastEthernet0/0
       ip address 10.0.0.1 255.255.255.0
  - name: Peer
    config: |
      hostname Peer
      interface FastEthernet0/0
       ip address 10.0.0.2 255.255.255.0
links:
  - ends: ["Router:FastEthernet0/0", "Peer:FastEthernet0/0"]
title: Two offices
minutes: 20
needs: [console]
story: |
  Two offices want to speak.
pass: 80
tasks:
  - title: Names
    text: Give the router its name.
    hints:
      - Look at the prompt.
      - {text: The command is hostname., costs: 1}
    checks:
      - title: The router is called Office
        points: 2
        given: [wait 10s, type Router: show clock, "reach Router Peer"]
        meanwhile: [cut Router Peer]
        expect: config Router "hostname Office"
        within: 20s
        advice: Type hostname Office.
      - {title: No probe, never: packet Router Peer R_U_THERE, for: 60s}
      - title: You know the cipher
        question: cipher
        text: Which cipher is it?
        choices: [des, 3des, aes]
        accept: [3des]
      - {title: You can count, question: seconds, text: How long is it, number: 12s .. 14s}
solution:
  routers:
    router: |
      hostname Office
  transcript: solution.transcript
  answers: {cipher: 3des, seconds: 13}
others:
  - name: by another console
    routers: {Router: hostname Office}
harmless:
  - {router: Router, line: hostname Office, change: number, because: There is none.}
after: |
  Now you know.
`

var files = fstest.MapFS{"labs/solution.transcript": {Data: []byte("Router>enable\n")}}

func TestRead(t *testing.T) {
	a, err := grade.Read("labs/two.yaml", []byte(twoOffices), files)
	if err != nil {
		t.Fatal(err)
	}
	if a.Title != "Two offices" || a.Minutes != 20 || a.Pass != 80 || a.Most() != 5 || len(a.Topology.Routers) != 2 {
		t.Errorf("it was read as %+v", a)
	}
	task := a.Tasks[0]
	if len(task.Hints) != 2 || task.Hints[1].Costs != 1 || len(task.Checks) != 4 {
		t.Errorf("the task was read as %+v", task)
	}
	c := task.Checks[0]
	if len(c.Given) != 3 || !c.Given[0].Waits || c.Given[1].Router != "Router" || c.Given[1].Line != "show clock" ||
		c.Within.Seconds() != 20 || c.For.Given || c.Expect.Place.String() != "labs/two.yaml:33" {
		t.Errorf("the check was read as %+v", c)
	}
	if q := task.Checks[3].Question; q == nil || *q.Number != (grade.Range{Least: 12, Most: 14}) {
		t.Errorf("the question was read as %+v", q)
	}
	s := a.Solution
	if s.Routers[0].Router != "Router" || s.Routers[0].Source.Line != 46 ||
		s.Transcript.Name != "labs/solution.transcript" || len(s.Replies) != 2 {
		t.Errorf("the solution was read as %+v", s)
	}
}

// What is wrong is said with file, line and word, and with what would be right.
func TestReadErrors(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"minutes: 20", "minuts: 20", `labs/two.yaml: line 17: unknown key "minuts"; there are seed,`},
		{"minutes: 20", "minutes: long", `labs/two.yaml: line 17: minutes is a whole number from 1 to 600, and here is "long"`},
		{"needs: [console]", "needs: console", `line 18: needs is a list, and here is "console"`},
		{"pass: 80", "pass: 101", `line 21: pass is a whole number from 1 to 100, and here is "101"`},
		{"  - title: Names", "  - titel: Names", `line 23: unknown key "titel": a task has title, text, hints, checks`},
		{"costs: 1", "costs: -1", `line 27: costs is a whole number from 0 to 1000, and here is "-1"`},
		{"points: 2", "points: 2\n        points: 3", `the key points stands twice`},
		{"wait 10s, type", "wait long, type", `line 31: "wait long" is not ` + "`wait TIME`, such as wait 10s"},
		{"type Router: show clock", "type Rooter: show clock", `line 31: there is no router "Rooter" here; there is Router, Peer`},
		{"within: 20s", "within: soon", `line 34: within is a time such as 20s or 5m, at most 168h, and here is "soon"`},
		{"within: 20s", "at: 20s\n        for: 20s", `line 29: at is one instant, and goes with none of within, for, until`},
		{"for: 60s", "within: 60s", `line 36: never goes with for or while, not with within, at or until`},
		{"for: 60s", "expect: isakmp", `line 36: a check needs one of expect, never, question`},
		{", for: 60s", "", `line 36: never needs for, with how long it is watched, or while, with a condition`},
		{"title: No probe", "title: You can count", `line 42: two checks have the title "You can count"`},
		{"accept: [3des]", "accept: [4des]", `line 37: accept has "4des", which is none of the choices`},
		{"number: 12s .. 14s", "number: 14..12", `line 42: "14..12" is not a number or two, the lower first, such as 12..14`},
		{"accept: [3des]", "until: x", `line 37: a question has no key until: it is answered in words`},
		{"question: cipher", "question: the cipher", `line 37: the key "the cipher" of a question is not one word`},
		{"router: |", "Rooter: |", `line 45: there is no router "Rooter" here; there is Router, Peer`},
		{"cipher: 3des", "cypher: 3des", `line 44: the solution answers "cypher", and no question has that key`},
		{"solution.transcript", "salution.transcript", `line 47: open labs/salution.transcript: file does not exist`},
		{"name: by another", "nome: by another", `line 50: unknown key "nome": another solution has routers, transcript, answers, name`},
		{", because: There is none.", "", `line 53: a harmless change needs the key because`},
		{"expect: config Router", "expect: type: config Router", `line 33: mapping values are not allowed in this context`},
		{"advice: Type hostname Office.", "advice: {Type: hostname}", `line 35: advice is a text, and here is the key "Type"`},
		{"after: |\n", "after: &x |\n", ""},
		{"story: |\n  Two offices want to speak.", "story: &x a\npass: *x\nother: *x", "line"},
	} {
		text := strings.Replace(twoOffices, c.from, c.to, 1)
		if text == twoOffices {
			t.Fatalf("%q is not there", c.from)
		}
		_, err := grade.Read("labs/two.yaml", []byte(text), files)
		if c.want == "" && err == nil {
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: the error is\n%v\nand not\n%s", c.to, err, c.want)
		}
	}
}

func TestReadUngraded(t *testing.T) {
	text, _, _ := strings.Cut(twoOffices, "title: Two offices")
	if _, err := grade.Read("two.yaml", []byte(text), nil); err != grade.ErrUngraded {
		t.Errorf("a lab without tasks gives %v", err)
	}
}

func TestReplies(t *testing.T) {
	a, err := grade.Read("labs/two.yaml", []byte(twoOffices), files)
	if err != nil {
		t.Fatal(err)
	}
	for reply, points := range map[string]int{"3DES": 1, " 3 des ": 1, "aes": 0, "": 0, "3des aes": 0} {
		result, err := grade.Grade(a, grade.Answer{Replies: []grade.Reply{{Key: "cipher", Text: reply}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := result.Tasks[0].Checks[2].Points; err != nil || got != points {
			t.Errorf("%q earns %d, %v", reply, got, err)
		}
	}
	for reply, points := range map[string]int{"12": 1, "14 s": 1, "13.5s": 1, "11.9": 0, "14.1": 0, "NaN": 0, "thirteen": 0, "0x0d": 0} {
		result, err := grade.Grade(a, grade.Answer{Replies: []grade.Reply{{Key: "seconds", Text: reply}}})
		if err != nil {
			t.Fatal(err)
		}
		if got := result.Tasks[0].Checks[3].Points; err != nil || got != points {
			t.Errorf("%q earns %d, %v", reply, got, err)
		}
	}
}
