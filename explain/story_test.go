package explain_test

import (
	"fmt"
	"strings"
	"testing"

	"ruthere/explain"
)

// logOf is what a syslog server keeps of routers that each begin with a peer and get no answer.
func logOf(routers int) string {
	var b strings.Builder
	for _, line := range []string{"beginning Main Mode exchange", "sending packet to %s my_port 500 peer_port 500 (I) MM_NO_STATE",
		"retransmitting phase 1 MM_NO_STATE...", "sending packet to %s my_port 500 peer_port 500 (I) MM_NO_STATE"} {
		for n := range routers {
			said := strings.ReplaceAll(line, "%s", fmt.Sprintf("192.0.2.%d", n+1))
			fmt.Fprintf(&b, "2026-11-28T04:24:00.000Z r%d <191>7: *Nov 28 04:24:00.379: ISAKMP:(0): %s\n", n+1, said)
		}
	}
	return b.String()
}

// Each router of a syslog server's file has a column of its own, and what has no room is told.
func TestColumns(t *testing.T) {
	for routers, want := range map[int]string{
		1: "r1 192.0.2.1 | What the file shows: a debug log of IOS",
		3: "r1 192.0.2.1 r2 192.0.2.2 r3 192.0.2.3 | What the file shows: a debug log of IOS",
		5: "r1 192.0.2.1 r2 192.0.2.2 r3 192.0.2.3 | What the file shows: a debug log of IOS " +
			"(without 2 of 5 negotiations: more than 6 columns cannot be read)",
	} {
		file, err := explain.Read(strings.NewReader(logOf(routers)), explain.Options{})
		if err != nil {
			t.Fatal(err)
		}
		story := explain.Diagnose(file).Story()
		var names []string
		for _, p := range story.Participants {
			names = append(names, p.Name)
		}
		if got := strings.Join(names, " ") + " | " + story.Title; got != want {
			t.Errorf("%d routers: %s, want %s", routers, got, want)
		}
	}
}
