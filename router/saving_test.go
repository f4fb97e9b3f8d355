package router

import (
	"strings"
	"testing"
	"time"

	"ruthere/debuglog"
	"ruthere/files"
)

// What the driver could not keep is never called saved: the user reads why, and the file
// is as it was, on the screen as in the driver's hands.
func TestWhatIsNotKeptIsNotSaid(t *testing.T) {
	const full = "No space left on device"
	for _, c := range []struct {
		name    string
		lines   []string
		says    string
		mustNot string
	}{
		{"write memory", []string{"write memory"}, "startup-config file open failed (" + full + ")\n", "[OK]"},
		{"copy to startup", []string{"copy running-config startup-config", ""}, "startup-config file open failed (" + full + ")\n", "[OK]"},
		{"copy a file to startup", []string{"copy flash:kept startup-config", ""}, "startup-config file open failed (" + full + ")\n", "copied"},
		{"copy", []string{"copy running-config flash:new", ""}, "%Error opening flash:new (" + full + ")\n", "copied"},
		{"copy over", []string{"copy running-config flash:kept", "", ""}, "%Error opening flash:kept (" + full + ")\n", "copied"},
		{"redirect", []string{"show clock | redirect flash:new"}, "(" + full + ")\n", ""},
		{"append", []string{"show clock | append flash:kept"}, "(" + full + ")\n", ""},
		{"tee", []string{"show clock | tee flash:new"}, "(" + full + ")\n", ""},
		{"archive", []string{"archive config"}, "(" + full + ")\n", ""},
		{"mkdir", []string{"mkdir flash:d", ""}, "%Error Creating dir flash:/d (" + full + ")\n", "Created"},
		{"delete", []string{"delete /force flash:kept"}, "%Error deleting flash:/kept (" + full + ")\n", ""},
		{"rename", []string{"rename flash:kept flash:moved", ""}, "(" + full + ")\n", ""},
		{"erase", []string{"write erase", ""}, "%Error erasing nvram: (" + full + ")\n", "[OK]"},
		{"a script", []string{"tclsh", `set f [open flash:new w]; puts $f hello; close $f`, "tclquit"}, "(" + full + ")\n", ""},
		{"revert timer", []string{"configure terminal revert timer 5"}, "(" + full + ")\n", "Backing up"},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := newRig(t, debuglog.IOS15, "hostname A\narchive\n path flash:copy\nline con 0\n privilege level 15\n")
			d.router.files.Insert(files.File{System: files.Flash, Path: "kept", Data: "as it was"})
			d.router.saves.kept.Insert(files.File{System: files.Flash, Path: "kept", Data: "as it was"})
			before := d.router.files.All()
			d.new(0)
			d.failing = full
			got := d.typed(0, c.lines...)
			d.pass(time.Minute)
			got += d.new(0)
			if !strings.Contains(got, c.says) || c.mustNot != "" && strings.Contains(got, c.mustNot) {
				t.Errorf("the user reads %q, want %q and no %q", got, c.says, c.mustNot)
			}
			if _, asked := d.asked[0]; !asked {
				t.Error("no prompt comes back")
			}
			after := d.router.files.All()
			if len(before) != len(after) {
				t.Fatalf("%d files, before there were %d", len(after), len(before))
			}
			for i, f := range after {
				if f.Path != before[i].Path || f.Data != before[i].Data {
					t.Errorf("%s has changed", f.Path)
				}
			}
			if _, _, saved := d.router.LastSave(); saved {
				t.Error("the configuration counts as saved")
			}
			d.failing = ""
			if got := d.typed(0, "write memory"); !strings.Contains(got, "[OK]") {
				t.Errorf("with room again: %q", got)
			}
		})
	}
}

// A prompt comes only when the file is kept.
func TestPromptWaitsForTheFile(t *testing.T) {
	d := newRig(t, debuglog.IOS15, "hostname A\nline con 0\n privilege level 15\n")
	d.new(0)
	delete(d.asked, 0)
	var out Out
	d.router.Step(d.now, Typed{Terminal: 0, Text: "write memory"}, &out)
	id := 0
	for _, item := range out.Items {
		switch item := item.(type) {
		case StoreFile:
			id = item.ID
		case TerminalReady:
			t.Error("asks for the next line")
		case TerminalText:
			if strings.Contains(item.Text, "[OK]") {
				t.Error("says [OK]")
			}
		}
	}
	d.do(Interrupt{Terminal: 0})
	d.do(Kept{ID: id + 7}) // of another boot
	d.want("while it is saved", d.new(0), "")
	d.do(Kept{ID: id})
	d.want("saved", d.new(0), "[OK]\nA#")
}
