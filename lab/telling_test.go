package lab

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"ruthere/event"
)

// replayEvents replays a transcript and returns what it shows and its events, a line of JSON each.
func replayEvents(t *testing.T, folder, name string, listening bool) (shown string, lines []byte, all []event.Stamped) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	var o ReplayOptions
	if listening {
		o.Event = func(e event.Stamped) {
			if lines, err = e.AppendJSON(lines); err != nil {
				t.Error(err)
			}
			lines = append(lines, '\n')
			all = append(all, e)
		}
	}
	r, err := ReplayWith(name, string(text), os.DirFS(folder), o)
	if err != nil {
		t.Fatal(err)
	}
	return r.Actual, lines, all
}

// Every transcript tells the same events twice, in order, and who listens changes nothing of what is shown.
func TestEventsRepeat(t *testing.T) {
	for _, folder := range []string{scripts, "testdata"} {
		names, _ := filepath.Glob(filepath.Join(folder, "*.transcript"))
		for i, path := range names {
			if testing.Short() && i%5 > 0 {
				continue
			}
			name := filepath.Base(path)
			t.Run(name, func(t *testing.T) {
				silent, _, _ := replayEvents(t, folder, name, false)
				shown, first, all := replayEvents(t, folder, name, true)
				_, second, _ := replayEvents(t, folder, name, true)
				if shown != silent {
					t.Error("who listens to events changes what is shown")
				}
				if !bytes.Equal(first, second) {
					t.Error("the second run tells something else")
				}
				checkOrder(t, all)
			})
		}
	}
}

// checkOrder holds events against what every run keeps: numbers without gaps, time that never goes back, and SAs, sessions and
// interfaces that only change to what they are not.
func checkOrder(t *testing.T, all []event.Stamped) {
	t.Helper()
	up := map[any]bool{}
	change := func(s event.Stamped, key any, now bool) {
		if up[key] == now {
			t.Errorf("event %d: %+v tells of no change", s.Number, s.Event)
		}
		up[key] = now
	}
	for i, s := range all {
		if s.Number != uint64(i+1) {
			t.Fatalf("event %d has number %d", i+1, s.Number)
		}
		if i > 0 && s.At.Before(all[i-1].At) {
			t.Errorf("event %d is older than the one before it", s.Number)
		}
		type of struct {
			router string
			what   any
		}
		switch e := s.Event.(type) {
		case event.Router:
			if e.State != event.Reloading { // who was switched off tells of nothing
				for key := range up {
					if key.(of).router == s.Router {
						delete(up, key)
					}
				}
			}
		case event.ISAKMPSA:
			if e.State == event.Up || e.State == event.Down {
				change(s, of{s.Router, e.Initiator}, e.State == event.Up)
			}
		case event.IPsecSA:
			if e.State == event.Up || e.State == event.Down {
				change(s, of{s.Router, e.InboundSPI}, e.State == event.Up)
			}
		case event.Session:
			change(s, of{s.Router, e.VRF + e.Local.String() + e.Remote.Addr().String()}, e.State == event.Up)
		}
	}
}
