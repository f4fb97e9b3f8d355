package ios

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
)

// What stands in the files of routers is taken, and printed back as it stood: every line in its
// mode, and the lines of a mode that the files tell the order of in that order.
func TestFilesComeOutAsTheyWentIn(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "cases", "*.cfg"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	for _, name := range files {
		for _, r := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
			t.Run(filepath.Base(name)+"/"+versions[r], func(t *testing.T) {
				text, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				shown := roundTrip(t, r, string(text), true)
				if r == debuglog.IOSXE { // numbers what stands in lists
					shown = regexp.MustCompile(`(?m)^ \d+ (permit|deny|remark)`).ReplaceAllString(shown, " $1")
				}
				printed := waysOf(shown)
				for _, line := range waysOf(string(text)) {
					if r == debuglog.IOSXE { // prints numbered lists as if they had names
						line = regexp.MustCompile(`^/ access-list (\d+) `).ReplaceAllString(line, "/ ip access-list extended $1/ ")
					}
					at := slices.Index(printed, line)
					if at < 0 {
						t.Errorf("%q is not printed", line)
						continue
					}
					printed = slices.Delete(printed, at, at+1) // equal lines are as many as they were
				}
			})
		}
	}
}

// waysOf are the lines of a configuration, each with those that lead to it.
func waysOf(text string) (all []string) {
	for _, l := range placedLines(text) {
		var way string
		for _, line := range append(l.way, l.text) {
			way += "/ " + strings.TrimSpace(line)
		}
		all = append(all, way)
	}
	return all
}

// Lines without a key of their own, such as remarks, keep their order.
func TestRemarksKeepTheirPlaces(t *testing.T) {
	const text = "ip access-list extended TEST\n remark =\n remark A\n permit ip host 192.0.2.1 any\n remark =\n" +
		" remark B\n permit ip host 192.0.2.2 any\n"
	if printed := running(load(t, debuglog.IOS15, text), debuglog.IOS15); !strings.Contains(printed, text) {
		t.Error(cmp.Diff(text, printed))
	}
	twice := "ip access-list extended TEST\n remark =\n remark =\n"
	if printed := running(load(t, debuglog.IOS15, twice), debuglog.IOS15); strings.Count(printed, "remark") != 1 {
		t.Errorf("two in a row are one:\n%s", printed)
	}
}

// Probes come before what schedules them, their details as deep as their type.
func TestProbesArePrintedAsTheyLoad(t *testing.T) {
	for text, r := range map[string]debuglog.Release{
		"ip sla 1\n icmp-echo 192.0.2.1 source-ip 192.0.2.2\n threshold 3000\n frequency 10\n" +
			"ip sla schedule 1 life forever start-time now\n": debuglog.IOS15,
		"ip sla monitor 1\n type echo protocol ipIcmpEcho 192.0.2.2\n timeout 1000\n frequency 10\n" +
			"ip sla monitor schedule 1 life forever start-time now\n": debuglog.IOS124,
	} {
		if printed := running(load(t, r, text), r); !strings.Contains(printed, text) {
			t.Error(cmp.Diff(text, printed))
		}
	}
}
