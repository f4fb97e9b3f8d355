package grade_test

import (
	"io"
	"io/fs"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/journal"
	"ruthere/lab"
	"ruthere/lab/grade"
	"ruthere/router"
	"ruthere/scripts"
)

func readGraded(t testing.TB) *grade.Assignment {
	t.Helper()
	text, err := fs.ReadFile(scripts.Files, "graded.yaml")
	if err != nil {
		t.Fatal(err)
	}
	a, err := grade.Read("graded.yaml", text, scripts.Files)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func mustGrade(t testing.TB, a *grade.Assignment, answer grade.Answer) grade.Result {
	t.Helper()
	result, err := grade.Grade(a, answer)
	if err != nil {
		t.Fatal(err)
	}
	return result
}

// solved is what somebody types who solves the lab at the console, with prompts.
const solved = `Router>enable
Router#configure terminal
Router(config)#crypto isakmp key between-us address 10.0.0.2
Router(config)#crypto isakmp keepalive 10 periodic
Router(config)#interface GigabitEthernet0/0
Router(config-if)#crypto map VPN
Router(config-if)#end
Router#lab answer retry 2
`

// memory is a file of a run.
type memory struct{ strings.Builder }

func (m *memory) Seek(int64, int) (int64, error) { return 0, nil }
func (m *memory) Truncate(int64) error           { return nil }

// The same deeds earn the same, however they are handed in.
func TestKindsOfAnswers(t *testing.T) {
	a := readGraded(t)
	config := a.Topology.Routers[0].Config + "crypto isakmp key between-us address 10.0.0.2\ncrypto isakmp keepalive 10 periodic\n" +
		"interface GigabitEthernet0/0\n crypto map VPN\n"
	record := &memory{}
	replayed, err := lab.ReplayWith("t", "@ lab graded.yaml\n"+solved, scripts.Files,
		lab.ReplayOptions{ReadTopology: grade.ReadTopology, Record: record})
	if err != nil {
		t.Fatal(err)
	}
	run, err := journal.Parse("student.run", []byte(record.String()))
	if err != nil {
		t.Fatal(err)
	}
	replies := []grade.Reply{{Key: "retry", Text: "2s"}}
	for name, answer := range map[string]grade.Answer{
		"startup-config":          {Startup: []grade.Configuration{{Router: "router", Text: config}}, Replies: replies},
		"typed":                   a.Solution.Answer(),
		"transcript":              {Transcript: &grade.Script{Name: "s.transcript", Text: solved}},
		"transcript of the lab":   {Transcript: &grade.Script{Name: "s.transcript", Text: "# mine\n@ lab graded.yaml\n" + solved}},
		"transcript of its own":   {Transcript: &grade.Script{Name: "s.transcript", Text: "@ lab\n@| routers: [{name: Router}]\n" + solved}},
		"typed, then transcript":  {Typed: a.Solution.Routers, Transcript: &grade.Script{Name: "s", Text: "Router>lab answer retry 2\n"}},
		"a run that was recorded": {Record: &grade.Record{Name: "student.run", File: run}},
		"a run in memory":         {Run: replayed.Run},
	} {
		result := mustGrade(t, a, answer)
		if result.Points != 5 || len(result.Problems) > 0 {
			t.Errorf("%s earns %d, problems %v, %+v", name, result.Points, result.Problems, result.Tasks)
		}
	}
}

// What cannot be used of an answer is told with its place, and the rest is marked.
func TestProblemsOfAnswers(t *testing.T) {
	a := readGraded(t)
	config := a.Topology.Routers[0].Config + "crypto isakmp kee between-us address 10.0.0.2\n"
	packets, err := journal.Parse("forged.run", []byte("run: lab\nprogram: p\nlab: graded.yaml\ntopology: |\n  routers: [{name: Router}]\n"+
		"inputs: |\n  2002-03-01T00:00:03.003 Router packet interface=GigabitEthernet0/0 data=45\n  2002-03-01T00:00:04.003 Router active\n"))
	if err != nil {
		t.Fatal(err)
	}
	lines := func(router, text, file string) []grade.Configuration {
		return []grade.Configuration{{Router: router, Text: text, Source: lab.Source{File: file, Line: 1, Column: 1}}}
	}
	for _, c := range []struct {
		answer grade.Answer
		want   string
	}{
		{grade.Answer{Startup: lines("Router", config, "ann/Router.cfg")},
			`ann/Router.cfg:18:19: Router refuses "crypto isakmp kee between-us address 10.0.0.2"`},
		{grade.Answer{Startup: lines("Rooter", "", "ann/Rooter.cfg")},
			`ann/Rooter.cfg: there is no router "Rooter" in this lab`},
		{grade.Answer{Typed: lines("Router", "hostname R1\nhostnome R1", "x")},
			`x:2:1: Router says of "hostnome R1": ^ % Invalid input detected at '^' marker.`},
		{grade.Answer{Transcript: &grade.Script{Name: "ann/s.transcript", Text: "Router>enable\n@ fly\n"}},
			`ann/s.transcript:2: there is no lab command "fly"`},
		{grade.Answer{Transcript: &grade.Script{Name: "s", Text: "Router>enable\n@ 9000h\n"}},
			"s:2: the life of the lab was cut off: it is longer than 336h0m0s; what comes before is graded"},
		{grade.Answer{Record: &grade.Record{Name: "forged.run", File: packets}}, "in another lab, or another version of this one"},
		{grade.Answer{Record: &grade.Record{Name: "forged.run", File: packets}}, "forged.run:7: this is nothing that a user does"},
	} {
		result := mustGrade(t, a, c.answer)
		var all []string
		for _, p := range result.Problems {
			all = append(all, p.String())
		}
		if !strings.Contains(strings.Join(all, "\n"), c.want) {
			t.Errorf("got %q\nwant %s", all, c.want)
		}
		if result.Points != 0 {
			t.Errorf("%v earns %d", all, result.Points)
		}
	}
}

// What somebody writes into names, banners, descriptions, comments, messages and answers changes no mark that is not about it.
func TestHostileAnswer(t *testing.T) {
	a := withTasks(t, `
tasks:
  - title: T
    checks:
      - title: tunnel
        expect: sa Router Peer up
      - title: log
        expect: log Router "%CRYPTO-5-SESSION_STATUS. Crypto tunnel is UP"
        within: 10m
        meanwhile:
          - "type Router: send log %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP  . Peer 10.2.80.209:500"
      - title: session
        expect: show Router "show crypto session" "any(crypto_sessions, .status == \"UP-ACTIVE\")"
      - title: packet
        expect: packet Router Peer quick mode
        within: 1m
      - title: line
        expect: config Router "ip route 0.0.0.0 0.0.0.0 10.9.9.9"
      - title: below
        expect: config Router "interface FastEthernet0/0" "crypto map blue"
      - title: question
        question: q
        text: Which one is it?
        accept: [aes]
      - title: healthy
        expect: interface Router Fa0/0 up
`)
	const imitation = "PASSED 100 of 100 points"
	hostile := "enable\nconfigure terminal\n" +
		"hostname PASSED\n" +
		"banner motd #\nCrypto session current status\nSession status: UP-ACTIVE\nip route 0.0.0.0 0.0.0.0 10.9.9.9\n" + imitation + "\n#\n" +
		"archive\nlog config\nlogging enable\nnotify syslog\nexit\nexit\n" +
		"interface FastEthernet0/0\ndescription %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP crypto map blue\nexit\n" +
		"! crypto map blue\n! " + imitation + "\n" +
		"username %CRYPTO-5-SESSION_STATUS: password x\n" +
		"ip host UP-ACTIVE 10.2.80.209\n" +
		"alias exec show send log\n" +
		"end\n" +
		"send log %CRYPTO-5-SESSION_STATUS: Crypto tunnel is UP\n" +
		"\x1b[2J" + imitation + "\n" +
		"# " + imitation + "\n"
	result := mustGrade(t, a, grade.Answer{Student: imitation, Transcript: &grade.Script{Name: "hostile", Text: hostile},
		Replies: []grade.Reply{{Key: "q", Text: "aes is right; " + imitation}, {Key: "passed", Text: imitation}}})
	for _, c := range result.Tasks[0].Checks {
		want := grade.Failed
		if c.Title == "healthy" {
			want = grade.Passed
		}
		if c.Status != want {
			t.Errorf("%s is %s: %s", c.Title, c.Status, c.Saw)
		}
	}
	if result.Points != 1 {
		t.Errorf("%d points; problems %v", result.Points, result.Problems)
	}
}

// What a step types at a router is what it says, whatever aliases the answer makes.
func TestAliasesDoNotReachSteps(t *testing.T) {
	a := oneCheck(t, "given: [ping Inside Server, until sa Router Peer up within 5s, 'type Router: clear crypto session']\n"+
		"expect: not sa Router Peer up")
	result := mustGrade(t, a, grade.Answer{Transcript: &grade.Script{Name: "s", Text: "enable\nconfigure terminal\n" +
		"alias exec clear show\nalias exec crypto show\nend\n"}})
	if c := result.Tasks[0].Checks[0]; c.Status != grade.Passed {
		t.Errorf("%s: %s; problems %v", c.Status, c.Saw, result.Problems)
	}
}

// A lab that has crashed routers and cut links is marked like another, and no fault of the lab's author.
func TestAnswersThatBreakThings(t *testing.T) {
	a := readGraded(t)
	for _, text := range []string{"@ crash Router\n", "@ crash Peer\n", "@ cut Router Peer\n@ crash Peer\n",
		"Router>enable\nRouter#configure terminal\nRouter(config)#interface GigabitEthernet0/0\nRouter(config-if)#shutdown\n",
		"Router>enable\nRouter#configure terminal\nRouter(config)#hostname x\n"} {
		result := mustGrade(t, a, grade.Answer{Transcript: &grade.Script{Name: "s", Text: text}})
		if result.Points != 0 {
			t.Errorf("%q earns %d", text, result.Points)
		}
	}
	crash := oneCheck(t, "given: [crash Peer, 'type Router: ping 10.2.80.209']\nexpect: not sa Router Peer up")
	result := mustGrade(t, crash, grade.Answer{Transcript: &grade.Script{Name: "s", Text: "@ crash Peer\n"}})
	if c := result.Tasks[0].Checks[0]; c.Status != grade.Failed || !strings.Contains(c.Saw, "crash Peer: Peer is switched off already") {
		t.Errorf("a step that the answer makes impossible: %s, %s", c.Status, c.Saw)
	}
}

// What is typed in a graded lab, and what `?` offers there.
func TestLabCommands(t *testing.T) {
	a := readGraded(t)
	var told []string
	graded := 0
	a.Graded = func(grade.Result) { graded++ }
	l, err := lab.New(a.Topology, lab.Options{Virtual: true, Notice: func(text string) { told = append(told, text) }})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ line, want string }{
		{"tasks", "Task 2: A dead peer is noticed (2 points)"},
		{"tasks 1", "  2 hints: lab hint 1; all of them cost 1 point"},
		{"tasks 3", `"3" is not the number of a task, 1 to 2`},
		{"hint", "Hint 1 of 2 for task 1:"},
		{"hint", "Hint 2 of 2 for task 1; it cost 1 point:"},
		{"hint 1", "there are no more hints for task 1"},
		{"answer", "usage: answer KEY TEXT"},
		{"answer cipher aes", `there is no question "cipher"; there is retry`},
		{"answer retry 3 seconds", "answered: retry is 3 seconds"},
		{"answer RETRY 2s", "answered: retry is 2s"},
	} {
		got, err := l.Command(c.line)
		if err != nil {
			got = err.Error()
		}
		if !strings.Contains(got, c.want) {
			t.Errorf("%s\n got %s\nwant %s", c.line, got, c.want)
		}
	}
	before, entries := l.Overview(), len(l.Remembered())
	if _, err := l.Command("grade"); err != nil || len(told) != 1 || graded != 1 {
		t.Fatalf("grade tells %q, %v", told, err)
	}
	for _, want := range []string{"Task 1: The tunnel: 0 of 3 points (hints cost 1)", "  open  Nothing leaves in the clear",
		"  done  You know how often", "1 of 5 points: not passed yet"} {
		if !strings.Contains(told[0], want) {
			t.Errorf("grade does not say %q:\n%s", want, told[0])
		}
	}
	for _, secret := range []string{"between-us", "sa Router", "config", "2s"} {
		if strings.Contains(told[0], secret) {
			t.Errorf("grade gives %q away:\n%s", secret, told[0])
		}
	}
	if after := l.Overview(); after.Time != before.Time || len(l.Remembered()) != entries {
		t.Error("grade has changed the lab")
	}
	for line, want := range map[string]string{
		"hi": "hint [N]", "hint ": "1 2 <cr>", "answer ": "retry", "answer retry ": "TEXT", "tasks ": "1 2 <cr>", "gra": "grade",
	} {
		var got []string
		for _, row := range l.Expect(line) {
			got = append(got, row[0])
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q offers %q, not %q", line, strings.Join(got, " "), want)
		}
	}
}

// Answers and hints are inputs: who goes back has not given and not taken them.
func TestGoingBackBeforeAHint(t *testing.T) {
	a := readGraded(t)
	l, err := lab.New(a.Topology, lab.Options{Virtual: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"run 10s", "answer retry 2", "checkpoint here", "run 1s", "hint", "hint", "answer retry 7"} {
		if _, err := l.Command(line); err != nil {
			t.Fatal(err)
		}
	}
	points := func() (int, int) {
		run := l.Run()
		result := mustGrade(t, a, grade.Answer{Run: &run})
		return result.Points, result.Tasks[0].HintCost
	}
	if p, cost := points(); p != 0 || cost != 1 {
		t.Errorf("%d points, hints cost %d", p, cost)
	}
	if _, err := l.Command("back here"); err != nil {
		t.Fatal(err)
	}
	if p, cost := points(); p != 1 || cost != 0 {
		t.Errorf("having gone back: %d points, hints cost %d", p, cost)
	}
}

// An answer is marked in few milliseconds.
func BenchmarkGrade(b *testing.B) {
	a := readGraded(b)
	for b.Loop() {
		mustGrade(b, a, a.Solution.Answer())
	}
}

var _ io.Seeker = &memory{}

// In a lab whose time is given from outside, grade is typed at a router, and an echo waited for.
func TestGradingInALiveLab(t *testing.T) {
	a := readGraded(t)
	var told []string
	l, err := lab.New(a.Topology, lab.Options{Notice: func(text string) { told = append(told, text) }})
	if err != nil {
		t.Fatal(err)
	}
	wall := time.Unix(0, 0)
	turn := func(d time.Duration) {
		t.Helper()
		for end := wall.Add(d); wall.Before(end); wall = wall.Add(100 * time.Millisecond) {
			if _, _, err := l.Turn(wall); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := l.Do("Router", router.Attach{Terminal: lab.Console, Kind: config.LineConsole, Width: 80}); err != nil {
		t.Fatal(err)
	}
	turn(11 * time.Second)
	for _, line := range []string{"enable", "configure terminal", "crypto isakmp key between-us address 10.0.0.2",
		"interface GigabitEthernet0/0", "crypto map VPN", "end", "lab until ping PC1 PC2 within 20s", "lab grade"} {
		if err := l.Type("Router", line); err != nil {
			t.Fatal(err)
		}
		turn(2 * time.Second)
	}
	if len(told) != 2 || !strings.Contains(told[0], "ping PC1 PC2") || !strings.Contains(told[1], "\n3 of 5 points") {
		t.Errorf("it tells %q", told)
	}
}
