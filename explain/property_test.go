package explain_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"ruthere/explain"
	"ruthere/explain/reproduction"
)

// A sample is a log and the causes that may be claimed of it with certainty.
type sample struct {
	name, text string
	allowed    map[explain.Cause]bool
}

// wide has the properties tried on many more damaged files: RUTHERE_EXPLAIN_WIDE=1.
func rounds(few, many int) int {
	if os.Getenv("RUTHERE_EXPLAIN_WIDE") != "" {
		return many
	}
	return few
}

// labLogs are the logs of both ends of a lab, in three releases.
func labLogs(t testing.TB, cause explain.Cause) (list []sample) {
	t.Helper()
	for _, release := range []string{"12.4", "15", "xe"} {
		r := &explain.Report{File: &explain.File{Kind: explain.IOS, Release: release},
			Negotiations: []*explain.Negotiation{{Role: explain.Responder}},
			Findings:     []explain.Finding{{Negotiation: 1, Cause: cause}}}
		c, err := reproduction.Make(r)
		if err != nil {
			t.Fatal(err)
		}
		if cause == explain.PeerDead {
			c.Cause = "" // it stays up
		}
		played, err := c.Run()
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"R1", "R2"} {
			list = append(list, sample{release + " " + name + " " + string(cause), played.Logs[name], map[explain.Cause]bool{c.Cause: true}})
		}
	}
	return list
}

func healthy(t testing.TB) (list []sample) {
	list = append(list, labLogs(t, explain.PeerDead)...)
	for _, f := range healthyFiles {
		if !strings.HasSuffix(f, ".gz") {
			list = append(list, sample{f, string(read(t, f)), nil})
		}
	}
	return list
}

// checkClaims fails if anything is claimed with certainty that is not allowed.
func checkClaims(t *testing.T, s sample, how, text string) {
	t.Helper()
	f, err := explain.Read(strings.NewReader(text), explain.Options{})
	if err != nil {
		return // nothing is claimed of what is no log any more
	}
	for _, x := range explain.Diagnose(f).Findings {
		if x.Sure == explain.Certain && !x.End && x.Cause != explain.NotShown && !s.allowed[x.Cause] {
			t.Errorf("%s, %s: %s is claimed with certainty at line %v", s.name, how, x.Cause, x.Evidence)
		}
	}
}

// In a healthy log nothing failed; there are thirteen, of three implementations.
func TestHealthyLogs(t *testing.T) {
	logs := healthy(t)
	if len(logs) < 12 {
		t.Errorf("only %d healthy logs", len(logs))
	}
	for _, s := range logs {
		r := diagnose(t, []byte(s.text))
		if r.Failed() || len(r.Negotiations) == 0 {
			t.Errorf("%s: %s\n%s", s.name, claim(r), s.text)
		}
	}
}

// A log that is cut, noisy, wrapped or mixed with another never leads to a wrong cause that is called certain.
func TestDamagedLogs(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine: nothing to race")
	}
	samples := healthy(t)
	failing := append(labLogs(t, explain.WrongKey), labLogs(t, explain.NoCommonPolicy)...)
	failing = append(failing, labLogs(t, explain.ProxyMismatch)...)
	failing = append(failing, labLogs(t, explain.NoKeyForPeer)...)
	samples = append(samples, failing...)
	random := rand.New(rand.NewPCG(1, 2))
	for i, s := range samples {
		checkClaims(t, s, "wrapped", wrap(s.text, 80))
		for _, words := range []string{"Checking ISAKMP transform", "no offers accepted", "deleting SA reason", "retransmitting"} {
			if at := strings.Index(s.text, words); at >= 0 {
				checkClaims(t, s, "from "+words, s.text[at:])
			}
		}
		for range rounds(3, 40) {
			from, to := random.IntN(len(s.text)), random.IntN(len(s.text))
			if from > to {
				from, to = to, from
			}
			checkClaims(t, s, fmt.Sprintf("cut from %d to %d", from, to), s.text[from:to])
			checkClaims(t, s, "noisy", noisy(s.text, random))
			checkClaims(t, s, "wrapped and cut", wrap(s.text[from:to], 80))
			other := samples[(i+random.IntN(len(samples)))%len(samples)]
			both := map[explain.Cause]bool{}
			for _, one := range []sample{s, other} {
				for c := range one.allowed {
					both[c] = true
				}
			}
			checkClaims(t, sample{s.name + " with " + other.name, "", both}, "interleaved", interleave(s.text, other.text, random))
		}
	}
}

// What a log shows stays shown when a terminal has wrapped it, a syslog server has put its own words before each line, or
// the time stamps are gone.
func TestSameCauseInEveryDress(t *testing.T) {
	if testing.Short() {
		t.Skip("one goroutine: nothing to race")
	}
	for _, cause := range []explain.Cause{explain.WrongKey, explain.NoCommonPolicy, explain.ProxyMismatch, explain.TransformMismatch} {
		for _, s := range labLogs(t, cause) {
			want := claim(diagnose(t, []byte(s.text)))
			for how, text := range map[string]string{
				"wrapped":          wrap(s.text, 80),
				"by syslog":        eachLine(s.text, func(l string) string { return "Mar 25 15:17:40 gw1.example.net 213: 000214: " + l }),
				"with priorities":  eachLine(s.text, func(l string) string { return "<191>77: " + l }),
				"without stamps":   eachLine(s.text, withoutStamp),
				"spaces collapsed": eachLine(s.text, func(l string) string { return strings.Join(strings.Fields(l), " ") }),
				"windows":          strings.ReplaceAll(s.text, "\n", "\r\n"),
			} {
				if got := claim(diagnose(t, []byte(text))); got != want {
					t.Errorf("%s, %s:\ngot  %s\nwant %s", s.name, how, got, want)
				}
			}
		}
	}
}

func wrap(text string, width int) string {
	return eachLine(text, func(l string) string {
		var b strings.Builder
		for len(l) > width {
			b.WriteString(l[:width] + "\n")
			l = l[width:]
		}
		return b.String() + l
	})
}

func eachLine(text string, change func(string) string) string {
	lines := strings.Split(text, "\n")
	for i, l := range lines {
		if l != "" {
			lines[i] = change(l)
		}
	}
	return strings.Join(lines, "\n")
}

func withoutStamp(l string) string {
	if strings.HasPrefix(l, "*Mar") {
		_, rest, _ := strings.Cut(l, ": ")
		return rest
	}
	return l
}

// noise is what stands between and within the lines of a terminal.
var noise = []string{"!!!!!", ".", "Router#show ip interface brief", "\a", "--More-- \b\b\b",
	"%SYS-5-CONFIG_I: Configured from console by console",
	"%LINK-3-UPDOWN: Interface FastEthernet0/1, changed state to up", "Success rate is 80 percent (4/5)", "ISAKMP", "no one knows", ""}

func noisy(text string, random *rand.Rand) string {
	return eachLine(text, func(l string) string {
		switch random.IntN(8) {
		case 0:
			return noise[random.IntN(len(noise))] + l
		case 1:
			return l + noise[random.IntN(len(noise))]
		case 2:
			return l + "\n" + noise[random.IntN(len(noise))]
		}
		return l
	})
}

func interleave(a, b string, random *rand.Rand) string {
	var out strings.Builder
	left, right := strings.SplitAfter(a, "\n"), strings.SplitAfter(b, "\n")
	for len(left)+len(right) > 0 {
		from := &left
		if len(left) == 0 || len(right) > 0 && random.IntN(2) == 0 {
			from = &right
		}
		out.WriteString((*from)[0])
		*from = (*from)[1:]
	}
	return out.String()
}
