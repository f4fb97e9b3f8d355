package grade_test

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"ruthere/lab/grade"
	"ruthere/scripts"
)

// withTasks is the shipped lab of two offices with tasks. Its clock shows 15:17:10.003 when checks begin, unless the answer
// or the given steps took longer.
func withTasks(t testing.TB, tasks string) *grade.Assignment {
	t.Helper()
	text, err := fs.ReadFile(scripts.Files, "lab.yaml")
	if err != nil {
		t.Fatal(err)
	}
	a, err := grade.Read("lab.yaml", append(text, "\n"+tasks...), scripts.Files)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// oneCheck is that lab with one check, written as its keys.
func oneCheck(t testing.TB, keys string) *grade.Assignment {
	t.Helper()
	return withTasks(t, "tasks:\n  - title: T\n    checks:\n      - title: C\n        "+strings.ReplaceAll(keys, "\n", "\n        ")+"\n")
}

func checked(t testing.TB, keys string, answer grade.Answer) grade.CheckResult {
	t.Helper()
	result, err := grade.Grade(oneCheck(t, keys), answer)
	if err != nil {
		t.Fatalf("%s: %v", keys, err)
	}
	return result.Tasks[0].Checks[0]
}

// Each word about time, just in time and just too late.
func TestWordsAboutTime(t *testing.T) {
	const at20 = "15:17:30.003" // twenty seconds after the check begins
	const early = 19999 * time.Millisecond
	for _, c := range []struct {
		keys  string
		after time.Duration // the check began, it is decided
		saw   string        // "" = it passes
	}{
		{"expect: 15:17:10.003", 0, ""},
		{"expect: 15:17:10.004", 0, "it is 2004-03-25 15:17:10.003"},
		{"expect: not 15:17:10.003", 0, "it is 2004-03-25 15:17:10.003"},
		{"expect: " + at20 + "\nwithin: 20s", 20 * time.Second, ""},
		{"expect: " + at20 + "\nwithin: 19.999s", early, "it is 2004-03-25 15:17:30.002"},
		{"expect: " + at20 + "\nat: 20s", 20 * time.Second, ""},
		{"expect: " + at20 + "\nat: 19.999s", early, "it is 2004-03-25 15:17:30.002"},
		{"expect: not " + at20 + "\nat: 20s", 20 * time.Second, "it is 2004-03-25 15:17:30.003"},
		{"expect: not " + at20 + "\nfor: 19.999s", early, ""},
		{"expect: not " + at20 + "\nfor: 20s", 20 * time.Second, "it was true for 20s, and then: it is 2004-03-25 15:17:30.003"},
		{"expect: " + at20 + "\nwithin: 20s\nfor: 5s", 25 * time.Second, ""},
		{"expect: 15:17:20.003 and not " + at20 + "\nwithin: 15s\nfor: 9.999s", early, ""},
		{"expect: 15:17:20.003 and not " + at20 + "\nwithin: 15s\nfor: 10s", 20 * time.Second, "it was true for 10s, and then:"},
		{"expect: not " + at20 + "\nuntil: " + at20, 20 * time.Second, ""},
		{"expect: not " + at20 + "\nuntil: 15:17:30.004", 20 * time.Second, "it was true for 20s, and then:"},
		{"expect: not 18:00:00\nuntil: 17:00:00", time.Hour, "it was true for 1h, and 17:00:00 did not become true"},
		{"expect: " + at20 + "\nwithin: 30s\nuntil: 15:17:40", 29997 * time.Millisecond, ""},
		{"never: " + at20 + "\nfor: 19.999s", early, ""},
		{"never: " + at20 + "\nfor: 20s", 20 * time.Second, "it is 2004-03-25 15:17:30.003"},
		{"never: " + at20 + "\nwhile: not " + at20, 20 * time.Second, ""},
		{"never: " + at20 + "\nwhile: not 15:17:30.004", 20 * time.Second, "it is 2004-03-25 15:17:30.003"},
		{"never: 17:00:00\nwhile: 18:00:00", time.Hour, "18:00:00 was not true for a moment"},
		{"never: not " + at20 + "\nwhile: " + at20 + "\nfor: 30s", 30 * time.Second, ""},
	} {
		r := checked(t, c.keys, grade.Answer{})
		want := grade.Passed
		if c.saw != "" {
			want = grade.Failed
		}
		if r.Status != want || !strings.HasPrefix(r.Saw, c.saw) || r.When.Since != c.after {
			t.Errorf("%s\nis %s after %v: %s", c.keys, r.Status, r.When.Since, r.Saw)
		}
	}
}

// What happens in the lab, with faults that the check brings, and what is seen instead.
func TestChecksOfTheLab(t *testing.T) {
	const up = "ping Inside Server"
	for _, c := range []struct{ keys, saw, packet string }{
		{"expect: sa Router Peer up", "sa Router Peer is down", ""},
		{"given: [" + up + "]\nexpect: sa Router Peer up", "", ""},
		{"given: [" + up + ", cut Router Peer]\nexpect: not sa Router Peer up\nwithin: 20s", "", ""},
		{"given: [" + up + ", cut Router Peer]\nexpect: not sa Router Peer up\nwithin: 5s", "sa Router Peer is up", ""},
		{"meanwhile: [" + up + "]\nexpect: packet Router Peer quick mode\nwithin: 10s", "", "quick mode message 1"},
		{"meanwhile: [" + up + "]\nnever: packet Inside Server ICMP on access\nfor: 10s", "", ""},
		{"meanwhile: [" + up + "]\nnever: packet Inside Server ICMP on office\nfor: 10s",
			"packet Inside Server ICMP on office was seen", "ICMP type 8, from 192.168.1.10 to 192.168.2.10 on office"},
		{"meanwhile: [" + up + "]\nnever: packet Router Peer quick mode\nfor: 10s",
			"packet Router Peer quick mode was seen", "quick mode message 1"},
		{"given: [until sa Router Peer up within 10s]\nexpect: 15:00:00",
			`before the check began, "sa Router Peer up" did not become true within 10s: sa Router Peer is down`, ""},
		{"given: ['type Router: ping 192.168.2.1 source 192.168.1.1', wait 1s]\nexpect: isakmp Router Peer QM_IDLE", "", ""},
		{"given: [" + up + "]\nexpect: ping Inside Server", "", ""},
		{"given: [" + up + "]\nexpect: ping Inside Server\nfor: 30s", "", ""},
		{"expect: ping Inside 10.9.9.9\nwithin: 5s", "Inside does not reach 10.9.9.9: no answer within 2s", ""},
		{"given: [" + up + ", cut Router Peer]\nexpect: not ping Inside Server", "", ""},
		{"given: [" + up + "]\nmeanwhile: [wait 10s, cut Router Peer]\nexpect: ping Inside Server\nfor: 30s",
			"it was true for 1", ""},
		{"given: [" + up + "]\nnever: ping Inside Server\nfor: 30s", "Inside reaches Server in", ""},
		{"given: [" + up + "]\nexpect: ping Router 10.2.80.209", "", ""},
		{"given: [" + up + "]\nexpect: ping Inside Server size 1600 df", "Inside does not reach Server: longer than its own link takes", ""},
		{"given: [" + up + "]\nexpect: ping Inside Server size 1600", "", ""},
		{`expect: config Router "interface FastEthernet0/0" "ip address 10.1.32.14 255.255.255.0"`, "", ""},
		{`expect: config Router "interface FastEthernet0/0" "ip address 10.1.1.1 255.255.255.0"`,
			`config Router "interface FastEthernet0/0" "ip address 10.1.1.1 255.255.255.0" is not there; there is "ip address 10.1.32.14`, ""},
		{`expect: config Router "hostname Office"`, `config Router "hostname Office" is not there; there is "hostname Router"`, ""},
		{"given: [" + up + "]\n" + `expect: show Router "show crypto session" "any(crypto_sessions, .status == \"UP-ACTIVE\")"`, "", ""},
		{`expect: show Router "show crypto isakmp sa" "len(isakmp_sas) == 1"`,
			`Router "show crypto isakmp sa" len(isakmp_sas) == 1 is false: isakmp_sas is []`, ""},
		{`expect: not show Router "show crypto isakmp sa" "isakmp_sas[0].connection == 1"`, "", ""},
		{"expect: interface Router Tunnel7 up", "interface Router Tunnel7 is down", ""},
		{"given: [crash Peer]\nexpect: sa Peer Router up", "sa Peer Router is down", ""},
	} {
		r := checked(t, c.keys, grade.Answer{})
		want := grade.Passed
		if c.saw != "" {
			want = grade.Failed
		}
		packet := strings.HasPrefix(r.Packet, c.packet) && (c.packet == "") == (r.Packet == "")
		if r.Status != want || !strings.HasPrefix(r.Saw, c.saw) || !packet {
			t.Errorf("%s\nis %s after %v: %s\npacket %s", c.keys, r.Status, r.When.Since, r.Saw, r.Packet)
		}
	}
}

// `expect X within D` passes if and only if `never X for D` fails, at the same instant; and `expect X for D` if and only if
// `never not X for D` does.
func TestExpectAndNeverAreContrary(t *testing.T) {
	for _, x := range []string{
		"sa Router Peer up", "not sa Router Peer up", "packet Router Peer R_U_THERE", `log Router "DOWN"`, "ping Inside Server",
		"not ping Inside Server", "isakmp Router Peer QM_IDLE and not sa Router Peer up", "dpd Router Peer missed >= 2", "15:17:40",
	} {
		for _, d := range []string{"0s", "1s", "9.9s", "17s", "40s"} {
			for _, given := range []string{"[wait 1s]", "[ping Inside Server]", "[ping Inside Server, cut Router Peer]"} {
				a := withTasks(t, strings.NewReplacer("X", x, "DD", d, "GG", given).Replace(`
tasks:
  - title: T
    checks:
      - {title: within, given: GG, expect: 'X', within: DD}
      - {title: never, given: GG, never: 'X', for: DD}
      - {title: for, given: GG, expect: 'X', for: DD}
      - {title: never not, given: GG, never: 'not (X)', for: DD}
`))
				result, err := grade.Grade(a, grade.Answer{})
				if err != nil {
					t.Fatal(err)
				}
				checks := result.Tasks[0].Checks
				for i := 0; i < len(checks); i += 2 {
					one, other := checks[i], checks[i+1]
					contrary := i == 0
					if (one.Status == other.Status) == contrary {
						t.Errorf("%s, %s, %s: %s is %s (%s), %s is %s (%s)", given, x, d, one.Title, one.Status, one.Saw,
							other.Title, other.Status, other.Saw)
					}
					if one.When != other.When {
						t.Errorf("%s, %s, %s: %s at %v, %s at %v", given, x, d, one.Title, one.When, other.Title, other.When)
					}
				}
			}
		}
	}
}

// What cannot be evaluated is the lab's fault, and said with file and line.
func TestErrorsOfTheLab(t *testing.T) {
	for keys, want := range map[string]string{
		"expect: sa Ruter Peer up":                              `there is no router "Ruter" here`,
		"expect: soon":                                          `"soon" is not a time of day`,
		"expect: sa Router Peer up\nuntil: (":                   "a condition is missing",
		`expect: show Router "show clock" "true"`:               "no command that this router has JSON of; there is show crypto",
		`expect: show Router "show ip route" "rout == 1"`:       "unknown name rout",
		"given: [cut Router Nobody]\nexpect: 15:00:00":          `there is no router or host "Nobody" here`,
		"given: [fly Router]\nexpect: 15:00:00":                 `there is no lab command "fly"`,
		"given: [until sa Nobody Peer up]\nexpect: 15:00:00":    `there is no router "Nobody" here`,
		"expect: packet Router Peer quick mood":                 "mood",
		"expect: ping Nobody Server":                            `there is no router or host "Nobody" here`,
		"given: [wait 1s]\nmeanwhile: [fly]\nnever: x\nfor: 1s": `"x" is not a time of day`,
	} {
		a := oneCheck(t, keys)
		line := a.Tasks[0].Checks[0].Place.Line
		_, err := grade.Grade(a, grade.Answer{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s\n got %v\nwant %s", keys, err, want)
			continue
		}
		var at int
		if _, failed := fmt.Sscanf(err.Error(), "lab.yaml:%d:", &at); failed != nil || at < line || at > line+3 {
			t.Errorf("%s\nnames no line from %d: %v", keys, line, err)
		}
	}
}
