package shell

import "ruthere/modes"

// The console between two logins: it waits for RETURN.

// Standby shows what a console shows after boot, and waits for RETURN.
func (t *Terminal) Standby() {
	t.flushUnpaged()
	t.settingUp = false
	t.out.Text(t.id, "\n\nPress RETURN to get started!\n\n\n")
	t.awaitReturn()
}

// SetUp has a dialogue with whoever sits at the console of a router that has no
// configuration; ask begins it, and it ends with Standby. Nobody is logged in meanwhile.
func (t *Terminal) SetUp(ask func()) {
	t.settingUp = true
	t.collectOutput(ask)
}

// awaitReturn waits for RETURN. What the last user has set and typed is forgotten.
func (t *Terminal) awaitReturn() {
	t.standby, t.singleCommand, t.staysOpen = true, false, false
	t.history = [2][]string{}
	t.settings = modes.NewSettings(t.lineConfig(), t.height, t.width)
	t.out.Ready(t.id, InputRequest{Key: true})
}

// wakeConsole takes a key typed at a console that waits.
func (t *Terminal) wakeConsole(key byte) {
	if key != '\r' && key != '\n' {
		t.out.Ready(t.id, InputRequest{Key: true})
		return
	}
	t.standby = false
	t.Open()
}
