package explain_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"ruthere/explain"
)

// diagnose explains a text or packed file.
func diagnose(t testing.TB, text []byte) *explain.Report {
	t.Helper()
	f, err := explain.Read(bytes.NewReader(text), explain.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return explain.Diagnose(f)
}

func read(t testing.TB, name string) []byte {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// claim is what a report says first of a failure: cause, certainty, message, differences.
func claim(r *explain.Report) string {
	for _, f := range r.Findings {
		if f.End {
			continue
		}
		var parts []string
		for _, d := range f.Differences {
			if d.Ours != "not shown" {
				parts = append(parts, d.Attribute+" "+d.Ours+"/"+d.Theirs)
			}
		}
		return strings.TrimSpace(string(f.Cause) + " " + string(f.Sure) + " at " + f.Failed + "; " + strings.Join(parts, ", "))
	}
	return ""
}

// The logs of negotiations that failed between real daemons and our routers, and what they failed of.
var failures = []struct{ file, want string }{
	{"ios/router-no-proposal.console.txt", "no-common-policy certain at main 1; hash not sha256/sha256"},
	{"ios/router-wrong-psk.console.txt", "wrong-pre-shared-key certain at main 5;"},
	{"charon/no-proposal-dut.log", "no-common-policy certain at main 1; encryption 3des/aes 128, hash md5/sha, group 2/14"},
	{"charon/no-proposal-peer.log", "no-common-policy likely at main 1;"},
	{"charon/wrongkey-dut.log", "wrong-pre-shared-key certain at main 5;"},
	{"charon/wrongkey-peer.log", "wrong-pre-shared-key certain at main 5;"},
	{"charon/wrong-key-quiet.log", "wrong-pre-shared-key likely at main 5;"},
	{"charon/networks-dut.log", "proxy-identities-mismatch certain at quick 1; " +
		"what the peer wants to reach here no entry/192.168.1.0/24, what the peer has behind it no entry/192.168.2.0/24"},
	{"charon/networks-peer.log", "proxy-identities-mismatch likely at quick 1;"},
	{"charon/transform-dut.log", "transform-set-mismatch certain at quick 1; encryption 3des/aes 128, hash md5/sha"},
	{"charon/pfs-dut.log", "pfs-mismatch certain at quick 1; group 14/none"},
	{"charon/aggressive-dut.log", "aggressive-mode-refused certain at aggressive 1;"},
	{"charon/aggressive-peer.log", "aggressive-mode-refused likely at aggressive 1;"},
	{"charon/no-answer-peer.log", "no-answer certain at main 1;"},
	{"charon/dpd-peer.log", "peer-dead certain at ;"},
	{"pluto/pluto-dpd-dead-at-peer.log.gz", "peer-dead certain at ;"},
	{"pluto/dead-without-debugging.txt", "peer-dead certain at ;"},
	{"charon/identity-dut.log", "identity-refused likely at main 5;"},
	{"charon/identity-peer.log", "identity-refused likely at main 5;"},
	{"charon/identity-mine-peer.log", "identity-refused certain at main 6; identity 10.1.32.14/other.example.net"},
	{"charon/xauth-dut.log", "xauth-refused certain at ;"},
	{"charon/xauth-peer.log", "xauth-refused certain at ;"},
	{"charon/aggressive-key-peer.log", "wrong-pre-shared-key likely at aggressive 2;"},
	{"charon/aggressive-key-dut.log", "not-shown certain at aggressive 3;"},
	// Only the other end knows which of three it was; all three are named, none is claimed.
	{"charon/refused-quick-mode.log", "transform-set-mismatch possible at quick 1;"},
	{"ios/router-pfs-refused.console.txt", "transform-set-mismatch possible at quick 1;"},
}

func TestRecordedFailures(t *testing.T) {
	for _, f := range failures {
		t.Run(f.file, func(t *testing.T) {
			r := diagnose(t, read(t, f.file))
			if got := claim(r); got != f.want {
				var b strings.Builder
				r.Print(&b)
				t.Errorf("got  %s\nwant %s\n%s", got, f.want, b.String())
			}
			for _, x := range r.Findings {
				if len(x.Evidence) == 0 {
					t.Errorf("%s is claimed without a line of evidence", x.Cause)
				}
			}
		})
	}
}

// What a peer that refused may have meant is all said.
func TestRefusalsNameEveryCandidate(t *testing.T) {
	for file, want := range map[string]string{
		"charon/refused-quick-mode.log":      "transform-set-mismatch pfs-mismatch proxy-identities-mismatch",
		"ios/router-pfs-refused.console.txt": "transform-set-mismatch pfs-mismatch",
	} {
		var got []string
		for _, f := range diagnose(t, read(t, file)).Findings {
			got = append(got, string(f.Cause))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s: got %v, want %s", file, got, want)
		}
	}
}

// healthyFiles are recorded logs in which nothing failed.
var healthyFiles = []string{"charon/healthy-dut.log", "charon/healthy-peer.log", "charon/nat-dut.log", "charon/nat-peer.log",
	"charon/deleted-dut.log", "charon/healthy-with-ios.log", "charon/identity-mine-dut.log",
	"charon/ah-dut.log", "charon/encap-dut.log", "charon/encap-peer.log", "pluto/pluto-pfs.log.gz", "pluto/pfs-without-debugging.txt"}

func TestRecordedHealthy(t *testing.T) {
	for _, file := range healthyFiles {
		r := diagnose(t, read(t, file))
		if got := claim(r); got != "" || r.Failed() || len(r.Negotiations) == 0 {
			t.Errorf("%s: %s, %d negotiations", file, got, len(r.Negotiations))
		}
	}
}

// Every quoted line is a line of the file, at the number that is said.
func TestEvidenceStandsInTheFile(t *testing.T) {
	for _, f := range failures {
		text := read(t, f.file)
		if strings.HasSuffix(f.file, ".gz") {
			continue
		}
		lines := strings.Split(string(text), "\n")
		for _, x := range diagnose(t, text).Findings {
			for _, e := range x.Evidence {
				if quoted := strings.TrimSuffix(e.Text, "..."); !strings.Contains(lines[e.Number-1], quoted) {
					t.Errorf("%s: line %d is %q, quoted as %q", f.file, e.Number, lines[e.Number-1], quoted)
				}
			}
		}
	}
}

// stampAndThread stand before the group in a file of charon's own.
var stampAndThread = regexp.MustCompile(`^[\d-]+ [\d:.]+ (\d+)(\[[A-Z]+\]) `)

// charon says the same to a file, to syslog, to the journal with the SA's name, and to who runs swanctl.
func TestCharonInEveryDress(t *testing.T) {
	for _, f := range failures {
		if !strings.HasPrefix(f.file, "charon/") {
			continue
		}
		for how, with := range map[string]string{
			"syslog": "Nov 28 18:23:11 gw charon: ${1}${2} ", "journal": "Nov 28 18:23:11 gw charon-systemd[812]: ${1}${2} ",
			"swanctl": "${2} ", "container": "${1}${2} ",
		} {
			text := eachLine(string(read(t, f.file)), func(l string) string { return stampAndThread.ReplaceAllString(l, with) })
			if got := claim(diagnose(t, []byte(text))); got != f.want {
				t.Errorf("%s, %s:\ngot  %s\nwant %s", f.file, how, got, f.want)
			}
		}
	}
}
