package clients

import (
	"bufio"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A router of a lab, reached at ports of this host.
type labRouter struct{ name, ssh, telnet string }

// startLab runs a shipped lab whose consoles are open, until the test ends.
func startLab(t *testing.T, name string, count int) (routers []labRouter) {
	t.Helper()
	c := exec.Command(binary, "lab", "--ssh", "127.0.0.1:0", "--telnet", "127.0.0.1:0", name)
	c.Env = append(c.Environ(), "HOME="+t.TempDir(), "XDG_CONFIG_HOME=")
	notices, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		if err := c.Wait(); err != nil {
			t.Errorf("the lab ended: %v", err)
		}
	})
	lines := bufio.NewScanner(notices)
	for len(routers) < count {
		if !lines.Scan() {
			t.Fatal("the lab told no addresses")
		}
		var r labRouter
		text := strings.NewReplacer("ruthere: ", "", ":", " ", ",", "").Replace(lines.Text())
		var host string
		if n, _ := fmt.Sscanf(text, "%s ssh %s %s telnet %s %s", &r.name, &host, &r.ssh, &host, &r.telnet); n == 5 {
			routers = append(routers, r)
		}
	}
	go func() {
		for lines.Scan() {
		}
	}()
	return routers
}

// Netmiko goes to every console of a lab: by the router's port, by telnet, and by its name at the first port.
func TestNetmikoInALab(t *testing.T) {
	t.Parallel()
	need(t, python, "netmiko")
	var args []string
	routers := startLab(t, "failover", 5)
	for _, r := range routers {
		args = append(args, r.name+"=cisco_ios="+r.ssh+"=any", r.name+"=cisco_ios_telnet="+r.telnet+"=any",
			r.name+"=cisco_ios="+routers[0].ssh+"="+r.name+"@class")
	}
	run(t, t.TempDir(), python, append([]string{testdata(t, "use_lab.py")}, args...)...)
}

// Ansible configures all routers of a lab at once.
func TestAnsibleInALab(t *testing.T) {
	t.Parallel()
	need(t, "ansible-playbook", "")
	need(t, python, "ansible_collections.cisco.ios")
	need(t, python, "paramiko")
	folder, hosts := t.TempDir(), ""
	for _, r := range startLab(t, "failover", 5) {
		hosts += fmt.Sprintf("%s ansible_host=127.0.0.1 ansible_port=%s\n", r.name, r.ssh)
	}
	inventory := filepath.Join(folder, "inventory.ini")
	write(t, inventory, "[routers]\n"+hosts+`[routers:vars]
ansible_connection=ansible.netcommon.network_cli
ansible_network_os=cisco.ios.ios
ansible_user=class
ansible_password=any
ansible_become=yes
ansible_become_method=enable
`, 0o600)
	run(t, folder, "ansible-playbook", "-i", inventory, testdata(t, "ansible_lab.yml"))
}
