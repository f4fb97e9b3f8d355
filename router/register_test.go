package router

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
)

var releases = []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE}

// bootWith is a router with a startup configuration and a register, and somebody at its console from the start.
func bootWith(t *testing.T, release debuglog.Release, register string) *rig {
	t.Helper()
	d := newBooted(t, release, "")
	d.router = New(Options{Release: release, Interfaces: []string{"FastEthernet0/0"}, Random: d.router.options.Random, Clock: d.now,
		Files: []files.File{files.Startup("hostname R1\nenable secret forgotten\n")}, Register: register})
	clear(d.asked)
	var out Out
	d.router.Boot(d.now, &out)
	d.do(Attach{Terminal: 0, Kind: config.LineConsole, Standby: true})
	return d
}

// Bit 6 of the register has a router boot as one without a configuration; no other bit does.
func TestRegisterIgnoresStartup(t *testing.T) {
	for _, release := range releases {
		for register, ignored := range map[string]bool{"": false, "0x2102": false, "0x2142": true, "0x40": true, "0xffbf": false,
			"0xFFFF": true, "0x0": false, "banana": false} {
			d := bootWith(t, release, register)
			name := map[bool]string{true: "Router", false: "R1"}[ignored]
			asked := strings.Contains(d.asked[0].Prompt, "initial configuration dialog")
			if d.router.Hostname() != name || asked != ignored || strings.Contains(strings.Join(d.logs, "\n"), "from memory") == ignored {
				t.Errorf("%v, %q: %s, which asks %q", release, register, d.router.Hostname(), d.asked[0].Prompt)
			}
			if text, ok := d.router.Startup(); !ok || !strings.Contains(text, "hostname R1\n") {
				t.Errorf("%v, %q: the startup-config is %q", release, register, text)
			}
		}
	}
}

// All pages that name the register agree, it is kept at once, and the running-config does not show it.
func TestRegisterIsShownAlike(t *testing.T) {
	for _, release := range releases {
		d := newRig(t, release, "hostname A\nline con 0\n privilege level 15\n")
		for _, c := range []struct{ line, line2 string }{
			{"config-register 0x2142", "0x2102 (will be 0x2142 at next reload)"},
			{"config-register 0xABC", "0x2102 (will be 0xabc at next reload)"},
			{"no config-register", "0x2102"},
			{"config-register 0x0", "0x2102 (will be 0x0 at next reload)"},
			{"default config-register", "0x2102"},
			{"config-register 0x2102", "0x2102"},
		} {
			d.typed(0, "configure terminal", c.line, "end")
			for _, page := range []string{"show version", "show bootvar", "show boot", "show hardware"} {
				if shown := d.typed(0, page); !strings.Contains(shown, "\nConfiguration register is "+c.line2+"\n") {
					t.Errorf("%v, %s: %s is %q", release, c.line, page, shown)
				}
			}
			for _, page := range []string{"show running-config", "show running-config all"} {
				if shown := d.typed(0, page); strings.Contains(shown, "config-register") {
					t.Errorf("%v, %s: %s has it", release, c.line, page)
				}
			}
		}
		if want := []string{"0x2142", "0xabc", "0x2102", "0x0", "0x2102"}; !slices.Equal(d.register, want) {
			t.Errorf("%v: kept are %q", release, d.register)
		}
	}
}

// Wherever a text is loaded, a line that sets the register sets it; a text without one leaves it alone.
func TestRegisterOfALoadedText(t *testing.T) {
	const other = "hostname A\nline con 0\n privilege level 15\n"
	for _, c := range []struct {
		name, startup, file string
		lines               []string
		want                []string
	}{
		{"startup-config", "config-register 0x2142\n" + other, "", nil, []string{"0x2142"}},
		{"copied", other, "config-register 0x2142\n", []string{"copy flash:f running-config", ""}, []string{"0x2142"}},
		{"replaced", other, "config-register 0x2142\n" + other, []string{"configure replace flash:f force"}, []string{"0x2142"}},
		{"replaced without", "config-register 0x2142\n" + other, other + "ip host x 192.0.2.1\n", []string{"configure replace flash:f force"},
			[]string{"0x2142"}},
		{"only compared", other, "config-register 0x2142\n" + other, []string{"show archive config differences flash:f"}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newRig(t, debuglog.IOS15, c.startup)
			d.router.files.Insert(files.File{System: files.Flash, Path: "f", Data: c.file})
			shown := d.typed(0, c.lines...)
			d.pass(time.Minute)
			if !slices.Equal(d.register, c.want) {
				t.Errorf("kept are %q, want %q: %q", d.register, c.want, shown)
			}
			want := config.DefaultRegister
			if c.want != nil {
				want = 0x2142
			}
			if got := d.router.Config().Register; got != want {
				t.Errorf("it will be %v, want %v", got, want)
			}
		})
	}
}

// A register that could not be kept is as it was, and can be set again.
func TestRegisterThatIsNotKept(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "hostname A\nline con 0\n privilege level 15\n")
	d.failing = "No space left on device"
	shown := d.typed(0, "configure terminal", "config-register 0x2142", "hostname B")
	if !strings.Contains(shown, d.failing) {
		t.Errorf("nobody is told: %q", shown)
	}
	if got := d.router.Config().Register; got != config.DefaultRegister || d.router.Hostname() != "B" {
		t.Errorf("it will be %v, of %s", got, d.router.Hostname())
	}
	d.failing = ""
	d.typed(0, "config-register 0x2142")
	if got := d.router.Config().Register; got != 0x2142 {
		t.Errorf("then it will be %v", got)
	}
}
