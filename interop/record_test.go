package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// A router lives with strongSwan on real sockets: a tunnel comes up, the peer is asked whether it is there, keys are renewed,
// the peer deletes and is called again. Its run, written down, is done again afterwards on a host where nothing of that is
// there, and is the same: each event with its nanosecond, cookies and SPIs; each line of the log; the screen.
func TestRecordedRunPlaysWithoutThePeer(t *testing.T) {
	t.Parallel()
	lab := StartLab(t)
	binary, err := ruthere()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	config, record, events := filepath.Join(folder, "config"), filepath.Join(folder, "router.run"), filepath.Join(folder, "events")
	if err := os.WriteFile(config, []byte(routerConfig{}.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var shown string
	t.Run("live", func(t *testing.T) {
		console := StartConsole(t, lab.Command(binary, "run", "--config", config, "--console", "--record", record, "--events", events))
		console.Expect(10*time.Second, `^Router>`)
		startDebug(console)
		bringUp(lab, console)
		console.Expect(20*time.Second, `DPD/R_U_THERE_ACK received from peer`)
		mark := console.Mark()
		lab.Do("rekey", "child")
		console.ExpectAfter(mark, 5*time.Second, quickModeDone)
		mark = console.Mark()
		lab.Do("terminate", "ike")
		console.ExpectAfter(mark, 5*time.Second, `New State = IKE_DEST_SA`)
		wantDown(console)
		bringUp(lab, console)
		console.Run("show crypto session detail")
		console.Run("show crypto ipsec sa")
		shown = console.After(0)
	})
	play := func(arguments ...string) string {
		command := exec.Command(binary, append(append([]string{"play"}, arguments...), record)...)
		out, err := command.Output()
		if err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		return string(out)
	}
	want, err := os.ReadFile(events)
	if err != nil {
		t.Fatal(err)
	}
	again := play("--events", "-")
	if again != string(want) {
		ours, theirs := strings.Split(again, "\n"), strings.Split(string(want), "\n")
		for i := range min(len(ours), len(theirs)) {
			if ours[i] != theirs[i] {
				t.Fatalf("event %d\nlive   %s\nplayed %s", i+1, theirs[i], ours[i])
			}
		}
		t.Fatalf("%d events live, %d played", len(theirs), len(ours))
	}
	for _, kind := range []string{`"kind":"isakmp-sa","state":"up"`, `"kind":"ipsec-sa","state":"down"`, `"kind":"dpd","state":"answered"`} {
		if !strings.Contains(again, kind) {
			t.Errorf("the run has no event %s: it shows nothing", kind)
		}
	}
	logged := regexp.MustCompile(`(?m)^\*?[A-Z][a-z]{2} +\d+ [\d:.]+: .*$`)
	screen := play()
	live, played := logged.FindAllString(shown, -1), logged.FindAllString(screen, -1)
	if len(live) < 100 || len(played) < len(live) || !slices.Equal(live, played[:len(live)]) { // what it says while it ends comes after
		t.Errorf("%d lines of the log were live, %d played, or they are others", len(live), len(played))
	}
	if !strings.Contains(screen, "Router#show crypto session detail\nCrypto session current status") {
		t.Error("the played screen does not show what was typed")
	}
}
