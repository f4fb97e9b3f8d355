package lab

import (
	"net/netip"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/journal"
	"ruthere/router"
)

// entryText is an entry without its instant.
func entryText(t *testing.T, e journal.Entry) string {
	t.Helper()
	line, err := journal.Append(nil, e, e.At)
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(strings.TrimSpace(string(line)), " ")
	return text
}

// Whatever changes a lab enters by the one door, where it is written down as a command that does the same, and what only
// looks leaves no trace. A new method has to be put on one side or the other.
func TestOneDoor(t *testing.T) {
	type door struct {
		method string
		call   func(l *Lab) error
		want   string // the entry, as it is written down
	}
	doors := []door{
		{"Cut", func(l *Lab) error { return l.Cut("Router", "Peer", true) }, "@ fault cut Router Peer one-way"},
		{"Delay", func(l *Lab) error { return l.Delay("Router", "Peer", time.Second) }, "@ fault delay Router Peer 1s"},
		{"Loss", func(l *Lab) error { return l.Loss("Router", "Peer", 12.5) }, "@ fault loss Router Peer 12.5"},
		{"Duplicate", func(l *Lab) error { return l.Duplicate("Router", "Peer", 5) }, "@ fault duplicate Router Peer 5"},
		{"Restore", func(l *Lab) error { return l.Restore("Router", "Peer") }, "@ restore Router Peer"},
		{"RestoreAll", func(l *Lab) error { l.RestoreAll(); return nil }, "@ restore all"},
		{"Fault", func(l *Lab) error { _, err := l.Fault("hold ESP from Router as stuck"); return err }, "@ fault hold ESP from Router as stuck"},
		{"Release", func(l *Lab) error { return l.Release("stuck") }, "@ release stuck"},
		{"Heal", func(l *Lab) error { return l.Heal("stuck") }, "@ heal stuck"},
		{"HealAll", func(l *Lab) error { l.HealAll(); return nil }, "@ heal all"},
		{"Manners", func(l *Lab) error { return l.Manners("Peer", "late-ack", "bad-hash") }, "@ manners Peer late-ack bad-hash"},
		{"Manners", func(l *Lab) error { return l.Manners("Peer") }, "@ manners Peer good"},
		{"Name", func(l *Lab) error { return l.Name("Server", "a.example", netip.MustParseAddr("10.0.0.1")) },
			"@ name Server a.example 10.0.0.1"},
		{"Name", func(l *Lab) error { return l.Name("Server", "a.example", netip.Addr{}) }, "@ name Server a.example none"},
		{"Ping", func(l *Lab) error { return l.Ping("inside", "Server") }, "@ ping Inside Server"},
		{"Fetch", func(l *Lab) error { return l.Fetch("Inside", "http://192.168.2.10/x") }, "@ fetch Inside http://192.168.2.10/x"},
		{"Echo", func(l *Lab) error { return l.Echo("Server", "Inside") }, "@ echo Server Inside"},
		{"Crash", func(l *Lab) error { return l.Crash("ISP") }, "@ crash ISP"},
		{"Boot", func(l *Lab) error { return l.Boot("ISP") }, "@ boot ISP"},
		{"Do", func(l *Lab) error { return l.Do("router", router.Resize{Width: 132}) }, "Router resize width=132"},
		{"Type", func(l *Lab) error { return l.Type("Router", "enable") }, "Router type enable"},
		{"Command", func(l *Lab) error { _, err := l.Command("cut  Router Peer"); return err }, "@ cut Router Peer"},
	}
	l := observed(t, "lab.yaml", true).lab
	for _, d := range doors {
		before := len(l.line.entries)
		if err := d.call(l); err != nil {
			t.Errorf("%s: %v", d.method, err)
			continue
		}
		if n := len(l.line.entries) - before; n != 1 {
			t.Errorf("%s left %d entries", d.method, n)
			continue
		}
		if got := entryText(t, l.line.entries[before]); got != d.want {
			t.Errorf("%s is written down as %q, not %q", d.method, got, d.want)
		}
	}
	looking := []string{"Capture", "CaptureTo", "CaptureFrames", "StopCaptures", "ParseCondition",
		"Commands", "Expect", "Next", "Now", "Routers", "Hosts",
		"Help", "Complete", "Prompt", "Running", "Working", "Overview", "WriteRun", "EndRun", "Rate", "Underway", "Stop", "Turn", "Advance",
		"RunUntil", "TellsLater",
		"ParseLastingCondition", "Remembered", "Run", "Watch", "RunningConfig", "StartupConfig", "Story"}
	doors = append(doors, door{method: "Operate"}) // what it types enters by Do
	for i := range reflect.TypeFor[*Lab]().NumMethod() {
		name := reflect.TypeFor[*Lab]().Method(i).Name
		isDoor := slices.ContainsFunc(doors, func(d door) bool { return d.method == name })
		if isDoor == slices.Contains(looking, name) {
			t.Errorf("Lab.%s: does it change the lab, or only look?", name)
		}
	}
}
