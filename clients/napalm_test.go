package clients

import "testing"

// What NAPALM's ios driver does from open to rollback, by Netmiko as the driver does it.
func TestNAPALM(t *testing.T) {
	t.Parallel()
	need(t, python, "netmiko")
	need(t, python, "scp")
	d := start(t, "")
	run(t, t.TempDir(), python, testdata(t, "napalm.py"), port(t, d.ssh))
}
