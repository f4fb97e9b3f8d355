package lab

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"ruthere/journal"
)

// A memoryFile is a RecordFile.
type memoryFile struct{ data []byte }

func (f *memoryFile) Write(b []byte) (int, error) {
	f.data = append(f.data, b...)
	return len(b), nil
}

func (f *memoryFile) Seek(to int64, whence int) (int64, error) {
	if whence != io.SeekStart || to != int64(len(f.data)) {
		return 0, fmt.Errorf("a seek to %d of %d", to, len(f.data))
	}
	return to, nil
}

func (f *memoryFile) Truncate(size int64) error {
	f.data = f.data[:size]
	return nil
}

// Every shipped transcript is written down as a run, and the run is the transcript again: what is shown, sent and
// told is the same, byte for byte. And from whichever instant it goes back to, it runs on as it did before.
func TestEveryRunGoesBack(t *testing.T) {
	for _, folder := range []string{scripts, "testdata"} {
		names, err := filepath.Glob(filepath.Join(folder, "*.transcript"))
		if err != nil || len(names) == 0 {
			t.Fatal(folder, err)
		}
		for _, path := range names {
			t.Run(filepath.Base(path), func(t *testing.T) {
				t.Parallel()
				goBackAndOn(t, folder, filepath.Base(path))
			})
		}
	}
}

// backInstants is to how many instants each run goes back.
const backInstants = 10

func goBackAndOn(t *testing.T, folder, name string) {
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	first, record := &observation{}, &memoryFile{}
	if _, err := ReplayWith(name, string(text), os.DirFS(folder), ReplayOptions{
		Record: record, Packets: &first.packets, change: first.hear, Refused: func(RefusedLine) {}}); err != nil {
		t.Fatal(err)
	}
	f, err := journal.Parse("run", record.data)
	if err != nil {
		t.Fatalf("%v\n%s", err, record.data)
	}
	topology, err := readRecorded("run", f, ReplayOptions{})
	if err != nil {
		t.Fatal(err)
	}
	shown, packets := backAndForth(t, topology, f.Virtual, f.Entries)
	if want := first.shown.String(); shown != want {
		t.Errorf("the run is another one: %s", differ(want, shown))
	}
	if !bytes.Equal(packets, first.packets.Bytes()) {
		t.Error("the run sends other packets")
	}
}

// Every shipped lab with some life in it goes back, too, also those that no transcript plays in.
func TestEveryLabGoesBack(t *testing.T) {
	labs, err := filepath.Glob(filepath.Join(scripts, "*.yaml"))
	if err != nil || len(labs) == 0 {
		t.Fatal(err)
	}
	for _, path := range labs {
		t.Run(filepath.Base(path), func(t *testing.T) {
			o := observed(t, filepath.Base(path), true)
			routers := o.lab.Routers()
			for i := range 40 {
				o.must(t, fmt.Sprintf("advance %dms", 1+i*i*13))
				switch hosts := o.lab.Hosts(); {
				case i%4 == 0:
					_ = o.lab.Type(routers[i%len(routers)], []string{"enable", "", "show crypto session", "ping 192.168.2.1 source 192.168.1.1"}[i/4%4])
				case i%4 == 1 && len(hosts) > 1:
					_ = o.lab.Ping(hosts[0], hosts[1])
				case i == 14 || i == 30:
					o.must(t, "crash "+routers[i%len(routers)])
				case i == 18 || i == 34:
					o.must(t, "boot "+routers[(i-4)%len(routers)])
				}
			}
			o.must(t, "run 2m")
			here := o.lab.here()
			shown, _ := backAndForth(t, o.lab.line.topology, true, append(here.entries, journal.Entry{At: here.at, After: here.after}))
			if shown != o.shown.String() {
				t.Errorf("the run is another one: %s", differ(o.shown.String(), shown))
			}
		})
	}
}

// backAndForth does a run again, goes back to ten instants of it, and looks that it runs on from there as before.
func backAndForth(t *testing.T, topology *Topology, virtual bool, entries []journal.Entry) (shown string, packets []byte) {
	t.Helper()
	again := observe(t, topology, virtual)
	again.deaf = func(notice string) bool {
		return strings.HasPrefix(notice, "back at ") || strings.HasPrefix(notice, "paused at ")
	}
	marks := again.rerunWithMarks(t, entries)
	shown, packets = again.shown.String(), bytes.Clone(again.packets.Bytes())
	for i := range marks {
		if testing.Short() && i%5 > 0 {
			continue
		}
		m := marks[(i*7)%len(marks)] // forth and back
		again.must(t, "back "+m.at.Format("2006-01-02 15:04:05.000000000"))
		if !again.lab.Now().Equal(m.at) {
			t.Fatalf("it is %v, not %v", again.lab.Now(), m.at)
		}
		again.shown.Reset()
		again.packets.Reset()
		again.rerun(t, entries[m.entries:])
		if got := again.shown.String(); got != shown[m.shown:] {
			t.Fatalf("after going back to %v it runs on otherwise: %s", m.at, differ(shown[m.shown:], got))
		}
		if !bytes.Equal(again.packets.Bytes(), packets[m.packets:]) {
			t.Fatalf("after going back to %v it sends other packets", m.at)
		}
	}
	return shown, packets
}

// A mark is how much was seen and done when a run had reached an instant.
type mark struct {
	at                      time.Time
	entries, shown, packets int
}

// rerunWithMarks runs entries in a fresh lab and marks instants of the run at like distances.
func (o *observation) rerunWithMarks(t *testing.T, entries []journal.Entry) (marks []mark) {
	t.Helper()
	start, end := o.lab.Now(), entries[len(entries)-1].At
	next := 0
	for i := range backInstants {
		at := start.Add(end.Sub(start) * time.Duration(i) / backInstants)
		for next < len(entries) && !entries[next].At.After(at) {
			o.rerun(t, entries[next:next+1])
			next++
		}
		if err := o.lab.goTo(at, journal.All); err != nil {
			t.Fatal(err)
		}
		marks = append(marks, mark{at, next, o.shown.Len(), o.packets.Len()})
	}
	o.rerun(t, entries[next:])
	return marks
}

// rerun has entries enter in their time, as a driver would that goes to their instants.
func (o *observation) rerun(t *testing.T, entries []journal.Entry) {
	t.Helper()
	for _, e := range entries {
		if err := o.lab.goTo(e.At, e.After); err != nil {
			t.Fatal(err)
		}
		if e.Input == nil && e.Command == "" {
			continue
		}
		o.lab.hand.rerun = true // what asks for time to pass has had its answer
		o.lab.line.entries = append(o.lab.line.entries, e)
		_, _ = o.lab.apply(e)
		o.lab.hand.rerun = false
	}
}

// A lab that is done again must be deaf and dumb, but otherwise the same: whoever adds an option says which.
func TestMutedOptionsKnowAll(t *testing.T) {
	known := "Terminal Notice Power Connect Exit Refused Event Packets Transitions Restored CreatePicture CreateCapture " +
		"OpenRecord Program Virtual Bounds"
	options := reflect.TypeFor[Options]()
	for i := range options.NumField() {
		if name := options.Field(i).Name; !strings.Contains(" "+known+" ", " "+name+" ") {
			t.Errorf("Options.%s: does (Options).muted treat it well?", name)
		}
	}
}
