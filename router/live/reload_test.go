package live

import (
	"strings"
	"testing"
)

// A reload closes the connection of the user who asked for it, and no prompt comes before
// the end. The typed line after it is never run.
func TestReloadClosesSSH(t *testing.T) {
	r := start(t, Options{NVRAM: startup(withUsers)})
	out, _ := openSSH(t, r.ssh, "admin", "wonderland", "reload\n\nshow privilege\n")
	if _, after, ok := strings.Cut(out, "Proceed with reload? [confirm]"); !ok || strings.Contains(after, "R1") {
		t.Errorf("it shows\n%s", out)
	}
	if out, status := openSSH(t, r.ssh, "admin", "wonderland", "", "show version"); status != 0 ||
		!strings.Contains(out, "System returned to ROM by reload\n") {
		t.Errorf("after the reload, status %d:\n%s", status, out)
	}
}
