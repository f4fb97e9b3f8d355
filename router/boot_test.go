package router

import (
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/shell"
)

// A console sees its router start: bootstrap, software, hardware, and below "Press RETURN" what
// was logged before anybody looked.
func TestBoot(t *testing.T) {
	machine := map[debuglog.Release]string{
		debuglog.IOS124: `
System Bootstrap, Version 12.4(13r)T, RELEASE SOFTWARE (fc1)
Technical Support: http://www.cisco.com/techsupport

c2811 platform with 262144 Kbytes of main memory
Main memory is configured to 64 bit mode with parity enabled

program load complete
Self decompressing the image : ############################################ [OK]

Cisco IOS Software, 2800 Software (C2800NM-ADVENTERPRISEK9-M), Version 12.4(25d), RELEASE SOFTWARE (fc1)
`,
		debuglog.IOS15: "\nCisco IOS Software, IOSv Software (VIOS-ADVENTERPRISEK9-M), Version 15.4(3)M, RELEASE SOFTWARE (fc1)\n",
		debuglog.IOSXE: "\nCisco IOS Software [Amsterdam], Virtual XE Software (X86_64_LINUX_IOSD-UNIVERSALK9-M), Version 17.3.4, " +
			"RELEASE SOFTWARE (fc1)\n",
	}
	for release, begin := range machine {
		d := newBooted(t, release, "hostname R1\ninterface FastEthernet0/0\n ip address 10.0.0.1 255.255.255.0\n")
		shown := d.new(0)
		if !strings.HasPrefix(shown, begin) {
			t.Errorf("%v begins with %q", release, shown)
		}
		at := 0
		for _, want := range []string{"Technical Support:", "Compiled ", "bytes of memory.\n",
			"Processor board ID ", "1 FastEthernet interface\n",
			"bytes of non-volatile configuration memory.\n", "\n\nPress RETURN to get started!\n\n\n"} {
			n := strings.Index(shown[at:], want)
			if n < 0 {
				t.Fatalf("%v: no %q after byte %d of %q", release, want, at, shown)
			}
			at += n
		}
		log := strings.Join(d.logs, "\n")
		memory := strings.Index(log, "%SYS-5-CONFIG_I: Configured from memory by console")
		restart := strings.Index(log, "%SYS-5-RESTART: System restarted --\n")
		if memory < 0 || restart < memory {
			t.Errorf("%v logs %q", release, log)
		}
		version := d.typed(0, "", "show version")
		for line := range strings.Lines(shown[strings.Index(shown, "Cisco IOS Software"):strings.Index(shown, "\n\nPress")]) {
			if !strings.Contains(version, line) {
				t.Errorf("%v: show version does not have %q", release, line)
			}
		}
	}
}

// newBooted is a router at whose console somebody sat from the start.
func newBooted(t *testing.T, release debuglog.Release, startup string) *rig {
	t.Helper()
	d := &rig{t: t, now: time.Date(2026, 3, 25, 15, 0, 0, 0, time.UTC), screens: map[int]*strings.Builder{},
		asked: map[int]shell.InputRequest{}}
	o := Options{Release: release, Interfaces: []string{"FastEthernet0/0"}, Random: newRig(t, release, "").router.options.Random, Clock: d.now}
	if startup != "" {
		o.Files = []files.File{files.Startup(startup)}
	}
	d.router = New(o)
	var out Out
	d.router.Boot(d.now, &out)
	d.do(Attach{Terminal: 0, Kind: config.LineConsole, Standby: true})
	return d
}

// What was logged is shown to the first who opens the console, not to the next.
func TestBootLogIsReadOnce(t *testing.T) {
	d := newBooted(t, debuglog.IOS15, "hostname R1\n")
	before := len(d.logs)
	d.do(Detach{Terminal: 0})
	d.do(Attach{Terminal: 8, Kind: config.LineConsole, Standby: true})
	if before == 0 || len(d.logs) != before {
		t.Errorf("%d lines, then %q", before, d.logs[before:])
	}
}

// The prompt does not come back between "Proceed with reload?" and the end.
func TestReloadAsksForNothing(t *testing.T) {
	for _, release := range []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE} {
		d := newBooted(t, release, "hostname R1\nno enable secret\n")
		d.typed(0, "", "enable", "reload", "")
		if q, asked := d.asked[0]; asked {
			t.Errorf("%v asks with %q", release, q.Prompt)
		}
		log, want := strings.Join(d.logs, "\n"), "%SYS-5-RELOAD: Reload requested by console. Reload Reason: Reload Command."
		if !strings.Contains(log, want) {
			t.Errorf("%v logs %q", release, log)
		}
	}
}

func TestInitialDialogue(t *testing.T) {
	d := newBooted(t, debuglog.IOS124, "")
	title := "\n         --- System Configuration Dialog ---\n\n"
	if shown := d.new(0); !strings.Contains(shown, title) ||
		d.asked[0].Prompt != "Would you like to enter the initial configuration dialog? [yes/no]: " {
		t.Fatalf("it asks %q after %q", d.asked[0].Prompt, shown)
	}
	d.pass(time.Hour) // it waits for ever
	if shown := d.typed(0, "perhaps"); !strings.Contains(shown, "% Please answer 'yes' or 'no'.\n") {
		t.Errorf("a bad answer: %q", shown)
	}
	shown := d.typed(0, "yes", "Branch", "s3cret", "s3cret", "other", "third", "Fa0/0",
		"yes", "10.1.1.1", "255.255.255.0")
	for _, want := range []string{"% Please choose a password that is different from the enable secret\n",
		"FastEthernet0/0            unassigned",
		"The following configuration command script was created:\n\nhostname Branch\nenable secret 5 $1$",
		"\nenable password other\nline vty 0 4\n password third\n!\n" +
			"interface FastEthernet0/0\n no shutdown\n ip address 10.1.1.1 255.255.255.0\n!\nend\n",
		"[2] Save this configuration to nvram and exit.\n"} {
		if !strings.Contains(shown, want) {
			t.Errorf("no %q in %q", want, shown)
		}
	}
	if d.router.Hostname() != "Router" {
		t.Error("it is applied before it is chosen")
	}
	shown = d.typed(0, "")
	if !strings.Contains(shown, "Building configuration...\n[OK]\n") || !strings.HasSuffix(shown, "\n\nPress RETURN to get started!\n\n\n") {
		t.Errorf("the end: %q", shown)
	}
	if text, _ := d.router.Startup(); !strings.Contains(text, "hostname Branch\n") {
		t.Errorf("startup-config: %q", text)
	}
	if shown = d.typed(0, "", "enable", "s3cret", "show running-config interface FastEthernet0/0"); !strings.Contains(shown,
		"ip address 10.1.1.1 255.255.255.0\n") || strings.Contains(shown, "shutdown") {
		t.Errorf("the interface: %q", shown)
	}
}

// Declining and Ctrl-C both lead to RETURN, and nothing is configured.
func TestInitialDialogueDeclined(t *testing.T) {
	for name, leave := range map[string]func(*rig){
		"no":     func(d *rig) { d.typed(0, "n") },
		"Ctrl-C": func(d *rig) { d.typed(0, "yes", "Branch"); d.do(Typed{Terminal: 0, End: shell.CtrlC}) },
		"0":      func(d *rig) { d.typed(0, "yes", "Branch", "a", "b", "c", "FastEthernet0/0", "no", "0") },
	} {
		d := newBooted(t, debuglog.IOS15, "")
		leave(d)
		delete(d.asked, 0)
		d.do(Key{Terminal: 0, Key: '\r'})
		if _, configured := d.router.Startup(); configured || d.router.Hostname() != "Router" || d.asked[0].Prompt != "Router>" {
			t.Errorf("%s leads to %q of %s", name, d.asked[0].Prompt, d.router.Hostname())
		}
	}
}

// The EXEC command is the same dialogue; [1] begins it again.
func TestSetupCommand(t *testing.T) {
	d := newBooted(t, debuglog.IOSXE, "hostname R1\n")
	shown := d.typed(0, "", "enable", "setup", "yes", "A", "a", "b", "c", "GigabitEthernet9", "Fa0/0", "no", "1",
		"B", "a", "b", "c", "FastEthernet0/0", "no", "2")
	if !strings.Contains(shown, "Continue with configuration dialog? [yes/no]: yes\n") ||
		!strings.Contains(shown, "% Please enter the name of an interface of the summary\n") || d.router.Hostname() != "B" {
		t.Errorf("%q", shown)
	}
	if d.asked[0].Prompt != "B#" {
		t.Errorf("afterwards: %q", d.asked[0].Prompt)
	}
}

// A console at which nobody is logged in has no prompt that lines could wait for.
func TestLinesWaitForNoLogin(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "line con 0\n logging synchronous\n no login\n")
	waits := func() (waits bool) {
		d.router.After(0, "test", func() { d.router.Log(debuglog.LinkUpDown("Serial0/0", true)) })
		var out Out
		d.router.Step(d.now, Tick{}, &out)
		for _, item := range out.Items {
			if line, ok := item.(TerminalLog); ok {
				waits = line.Synchronous
			}
		}
		return waits
	}
	if !waits() {
		t.Error("at a prompt a line does not wait for the end of the output")
	}
	if d.typed(0, "exit"); waits() {
		t.Error("below `Press RETURN` it waits for a prompt")
	}
	if d.typed(0, ""); !waits() {
		t.Error("after the next login it does not wait again")
	}
}
