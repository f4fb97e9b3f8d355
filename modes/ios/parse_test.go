package ios

import (
	"math/rand/v2"
	"strings"
	"testing"

	"ruthere/debuglog"
	"ruthere/modes"
)

// No command of any configuration mode asks more of a device than reading offers, with its `no`
// and `default` forms: every line is taken or refused.
func TestEveryCommandIsReadWithoutRouter(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		r := rand.New(rand.NewPCG(5, uint64(release)))
		lines := 0
		var below func(m *modes.Mode, opening []string)
		below = func(m *modes.Mode, opening []string) {
			for _, c := range m.Commands() {
				for range 2 {
					line, err := c.Sample(r)
					if err != nil {
						continue
					}
					for _, form := range []string{"", "no ", "default "} {
						text := strings.Join(append(opening[:len(opening):len(opening)], form+line), "\n")
						func() {
							defer func() {
								if p := recover(); p != nil {
									t.Errorf("%q: %v", text, p)
								}
							}()
							if read := Read(text, release); len(read.Taken)+len(read.Complaints) == 0 && !strings.Contains(text,
								"end") && !strings.HasPrefix(line, "do-exec") {
								t.Errorf("%q: neither taken nor refused", text)
							}
						}()
						lines++
					}
				}
				if c.Opens() == "" || len(opening) > 1 {
					continue
				}
				if line, err := c.Sample(r); err == nil && m != Language(release).Mode(c.Opens()) {
					below(Language(release).Mode(c.Opens()), append(opening[:len(opening):len(opening)], line))
				}
			}
		}
		below(Language(release).Mode(modes.GlobalMode), nil)
		if lines < 10_000 {
			t.Errorf("%d lines tried", lines)
		}
	}
}

// Equal texts give equal configurations, and the base of a reading stays as it was.
func TestReadingIsRepeatable(t *testing.T) {
	const text = "hostname A\nenable secret cisco\nusername u secret cisco\nip cef\n"
	first, second := Read(text, debuglog.IOS15), Read(text, debuglog.IOS15)
	if a, b := running(first.Config, debuglog.IOS15), running(second.Config, debuglog.IOS15); a != b {
		t.Errorf("first\n%ssecond\n%s", a, b)
	}
	if len(first.Taken) != 4 || first.Taken[3].Line != 4 || first.Taken[3].Entry.HasEffect() || !first.Taken[0].Entry.HasEffect() {
		t.Errorf("taken: %+v", first.Taken)
	}
}

// What config.Check refuses is told with its line, and its line is not among those taken.
func TestReadingLeavesOutWhatCannotStand(t *testing.T) {
	r := Read("interface GigabitEthernet0/0\n ip address 10.0.0.1 255.255.255.0\ninterface GigabitEthernet0/1\n"+
		" ip address 10.0.0.2 255.255.255.0\n description kept\n", debuglog.IOS15)
	if len(r.Complaints) != 1 || r.Complaints[0].Line != 4 {
		t.Errorf("complaints: %+v", r.Complaints)
	}
	for _, taken := range r.Taken {
		if taken.Line == 4 {
			t.Errorf("%q counts as taken", taken.Text)
		}
	}
	if i := r.Config.Interface("GigabitEthernet0/1"); i.Address.IsValid() || i.Description != "kept" {
		t.Errorf("interface: %+v", i)
	}
}
