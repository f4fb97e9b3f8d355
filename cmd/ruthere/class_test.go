//go:build unix

package main

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// A pupil is what somebody made of the lab in testdata/class, and what that is worth.
type pupil struct {
	name, cell                      string // of the folder, and in the table
	key, cipher, keepalive, renamed bool   // right
	reply                           string // to the question
	form                            string // configuration, transcript, run, nothing
}

// points are the marks that a pupil has to get, check by check.
func (p pupil) points() []int {
	tunnel := p.key && p.cipher && p.form != "nothing"
	worth := func(right bool, points int) int {
		if right {
			return points
		}
		return 0
	}
	return []int{worth(tunnel, 4), worth(tunnel && p.keepalive, 3), worth(p.renamed && p.form != "nothing", 1),
		worth(p.reply == "R_U_THERE", 2)}
}

// row is the line of the table that a pupil has to get.
func (p pupil) row() []string {
	row, total := []string{p.cell}, 0
	for _, n := range p.points() {
		row = append(row, strconv.Itoa(n))
		total += n
	}
	passed := map[bool]string{true: "yes", false: "no"}[total >= 7]
	return append(row, "0", strconv.Itoa(total), strconv.Itoa(total*10), passed)
}

// lines are what a pupil configures, mode by mode.
func (p pupil) lines() (modes [][2]string) {
	pick := func(right bool, yes, no string) string {
		if right {
			return yes
		}
		return no
	}
	modes = [][2]string{
		{"config", "crypto isakmp policy 1"}, {"config-isakmp", pick(p.cipher, "encr aes", "encr 3des")},
		{"config-isakmp", "authentication pre-share"}, {"config-isakmp", "group 2"},
		{"config-isakmp", "crypto isakmp key " + pick(p.key, "Cisco123", "Cisco124") + " address 10.0.0.2"},
	}
	if p.keepalive {
		modes = append(modes, [2]string{"config", "crypto isakmp keepalive 10 periodic"})
	}
	modes = append(modes, [][2]string{
		{"config", "crypto ipsec transform-set Strong esp-aes esp-sha-hmac"}, {"cfg-crypto-trans", "exit"},
		{"config", "access-list 101 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255"},
		{"config", "crypto map Out 10 ipsec-isakmp"}, {"config-crypto-map", "set peer 10.0.0.2"},
		{"config-crypto-map", "set transform-set Strong"}, {"config-crypto-map", "match address 101"},
		{"config-crypto-map", "interface FastEthernet0/0"}, {"config-if", "crypto map Out"}, {"config-if", "exit"},
	}...)
	if p.renamed {
		modes = append(modes, [2]string{"config", "hostname Branch"})
	}
	return modes
}

const officeConfig = `hostname Router
interface FastEthernet0/0
 ip address 10.0.0.1 255.255.255.0
interface FastEthernet0/1
 ip address 192.168.1.1 255.255.255.0
ip route 0.0.0.0 0.0.0.0 10.0.0.2
`

// configuration is the whole of a router's, with a banner that would like to be a mark.
func (p pupil) configuration() string {
	var b strings.Builder
	b.WriteString(officeConfig)
	for _, l := range p.lines() {
		if l[1] != "exit" {
			b.WriteString(strings.Repeat(" ", len(l[0])-len(strings.TrimLeft(l[0], " "))) + l[1] + "\n")
		}
	}
	b.WriteString("banner motd ^C\npassed   10/10  100 %  me\n::error::owned\n" +
		"\"me\",\"4\",\"3\",\"1\",\"2\",\"0\",\"10\",\"100\",\"yes\"\n^C\nend\n")
	return b.String()
}

// transcript is the same, typed.
func (p pupil) transcript() string {
	var b strings.Builder
	b.WriteString("Router>enable\nRouter#configure terminal\n")
	for _, l := range p.lines() {
		fmt.Fprintf(&b, "Router(%s)#%s\n", l[0], l[1])
	}
	return b.String()
}

// hostileNames are names of folders that would like to be something else, with what the table has for them.
var hostileNames = [][2]string{
	{"passed     10 of 10  100 %  me", "passed     10 of 10  100 %  me"},
	{"a\n::error::owned", `a\n::error::owned`},
	{"\x1b[2Jgone", `\x1b[2Jgone`},
	{"=1+1", "'=1+1"},
	{"@SUM(A1)", "'@SUM(A1)"},
	{"-2", "'-2"},
	{`x","10","100","yes`, `x","10","100","yes`},
	{"##[set-output name=x]y", `#\#[set-output name=x]y`},
}

// classOf makes n pupils of all kinds.
func classOf(n int) (all []pupil) {
	for i := range n {
		p := pupil{name: fmt.Sprintf("student %03d", i), form: "configuration", reply: "R_U_THERE",
			key: i&1 == 0, cipher: i&6 != 6, keepalive: i&8 == 0, renamed: i&16 == 0}
		p.cell = p.name
		if at := i % 12; at < len(hostileNames) && i < 12 {
			p.name, p.cell = hostileNames[at][0], hostileNames[at][1]
		}
		switch i % 10 {
		case 3, 4:
			p.form = "transcript"
		case 7:
			p.form = "run"
		case 9:
			p.form = "nothing"
		}
		switch i % 7 {
		case 2:
			p.reply = "HELLO"
		case 5:
			p.reply = ""
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b pupil) int { return strings.Compare(a.name, b.name) })
	return all
}

// handIn writes the folder of a pupil.
func (p pupil) handIn(t testing.TB, class, lab string) {
	t.Helper()
	folder := filepath.Join(class, p.name)
	files := map[string]string{}
	switch p.form {
	case "configuration":
		files["Router.cfg"] = p.configuration()
	case "transcript":
		files["mine.transcript"] = p.transcript()
	case "run":
		typed := filepath.Join(t.TempDir(), "typed.transcript")
		if err := os.WriteFile(typed, []byte("@ lab class.yaml\n@ 10s\n"+p.transcript()), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(lab, filepath.Join(filepath.Dir(typed), "class.yaml")); err != nil {
			t.Fatal(err)
		}
		run := filepath.Join(t.TempDir(), "mine.run")
		if out, err := exec.Command("ruthere", "replay", "--quiet", "--record", run, typed).CombinedOutput(); err != nil &&
			!strings.Contains(string(out), "differs") {
			t.Fatalf("%v: %s", err, out)
		}
		text, err := os.ReadFile(run)
		if err != nil {
			t.Fatal(err)
		}
		files["mine.run"] = string(text)
	default:
		files["notes.md"] = "I had no time.\n"
	}
	if p.reply != "" {
		files["answers.yaml"] = "probe: " + p.reply + "\n"
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// handInAll writes the folders of a class and says where.
func handInAll(t testing.TB, all []pupil) (lab, folder string) {
	t.Helper()
	lab, err := filepath.Abs("testdata/class/lab.yaml")
	if err != nil {
		t.Fatal(err)
	}
	folder = t.TempDir()
	for _, p := range all {
		p.handIn(t, folder, lab)
	}
	return lab, folder
}

// A class of a hundred, of which is known what each has made right: the table has that and nothing else, whatever names and
// banners say, and whether configurations, transcripts or runs were handed in.
func TestClass(t *testing.T) {
	n := 100
	if raceDetector || testing.Short() {
		n = 20
	}
	all := classOf(n)
	lab, folder := handInAll(t, all)
	var out, failure bytes.Buffer
	c := exec.Command("ruthere", "lab", "grade", "--csv", "-", lab, folder)
	c.Stdout, c.Stderr = &out, &failure
	_ = c.Run()
	if status := c.ProcessState.ExitCode(); status != 1 {
		t.Fatalf("status %d: %s", status, failure.String())
	}
	got, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"student", "Both offices reach each other", "A dead peer is noticed within 30 s", "The router is called Branch",
		"You name the message that asks", "hints", "total", "percent", "passed"}}
	for _, p := range all {
		want = append(want, p.row())
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if !slices.Equal(got[i], want[i]) {
			t.Errorf("row %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// How long a class of a hundred takes; ten seconds are promised.
func BenchmarkClass(b *testing.B) {
	lab, folder := handInAll(b, classOf(100))
	for b.Loop() {
		c := exec.Command("ruthere", "lab", "grade", "--csv", filepath.Join(b.TempDir(), "class.csv"), lab, folder)
		_ = c.Run() // somebody has not passed
	}
}
