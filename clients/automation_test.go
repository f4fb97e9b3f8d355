package clients

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// python is the interpreter that Debian's packages are for.
const python = "/usr/bin/python3"

// run runs a client that must succeed, in a folder of its own, and returns what it says.
func run(t *testing.T, folder, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	c := exec.CommandContext(ctx, name, args...)
	c.Dir = folder
	c.Env = append(os.Environ(), "HOME="+folder, "TERM=vt100", "LC_ALL=C.UTF-8",
		"ANSIBLE_HOST_KEY_CHECKING=False", "ANSIBLE_NOCOLOR=1", "ANSIBLE_PERSISTENT_CONTROL_PATH_DIR="+filepath.Join(folder, "pc"))
	c.WaitDelay = 10 * time.Second
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", filepath.Base(name), err, out)
	}
	return string(out)
}

// need skips the test when a program, or a module of Python, is missing.
func need(t *testing.T, program, module string) {
	t.Helper()
	if _, err := exec.LookPath(program); err != nil {
		t.Skipf("%s is not installed", program)
	}
	if module != "" && exec.Command(program, "-c", "import "+module).Run() != nil {
		t.Skipf("Python's module %s is not installed", module)
	}
}

// testdata is the path of a file there.
func testdata(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

func write(t *testing.T, path, text string, mode os.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		t.Fatal(err)
	}
}

func TestNetmiko(t *testing.T) {
	t.Parallel()
	need(t, python, "netmiko")
	for kind, address := range map[string]func(*device) string{
		"cisco_ios":        func(d *device) string { return d.ssh },
		"cisco_ios_telnet": func(d *device) string { return d.telnet },
	} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			run(t, t.TempDir(), python, testdata(t, "use_netmiko.py"), kind, port(t, address(start(t, ""))))
		})
	}
}

func TestAnsible(t *testing.T) {
	t.Parallel()
	need(t, "ansible-playbook", "")
	need(t, python, "ansible_collections.cisco.ios")
	need(t, python, "paramiko")
	d, folder := start(t, ""), t.TempDir()
	inventory := filepath.Join(folder, "inventory.ini")
	write(t, inventory, fmt.Sprintf(`[routers]
r1 ansible_host=127.0.0.1 ansible_port=%s
[routers:vars]
ansible_connection=ansible.netcommon.network_cli
ansible_network_os=cisco.ios.ios
ansible_user=guest
ansible_password=rabbit
ansible_become=yes
ansible_become_method=enable
ansible_become_password=topsecret
`, port(t, d.ssh)), 0o600)
	run(t, folder, "ansible-playbook", "-i", inventory, "-e", "section="+testdata(t, "section.cfg"), testdata(t, "ansible.yml"))
}

// RANCID logs in by SSH and by telnet, enables, and keeps what the router says of itself.
func TestRANCID(t *testing.T) {
	t.Parallel()
	const folder = "/usr/lib/rancid/bin"
	need(t, filepath.Join(folder, "clogin"), "")
	for _, method := range []string{"ssh", "telnet"} {
		t.Run(method, func(t *testing.T) {
			t.Parallel()
			need(t, method, "")
			d, home := start(t, ""), t.TempDir()
			address := map[string]string{"ssh": d.ssh, "telnet": d.telnet}[method]
			client := filepath.Join(home, "client")
			write(t, client, "#!/bin/sh\nexec ssh -F none -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null \"$@\"\n", 0o700)
			write(t, filepath.Join(home, ".cloginrc"), fmt.Sprintf("add user 127.0.0.1 guest\nadd password 127.0.0.1 rabbit topsecret\n"+
				"add method 127.0.0.1 {%s:%s}\nadd cyphertype 127.0.0.1 aes256-ctr\nadd sshcmd 127.0.0.1 %s\n",
				method, port(t, address), client), 0o600)
			run(t, home, "env", "PATH="+folder+":"+os.Getenv("PATH"), "rancid", "-d", "-t", "cisco", "127.0.0.1")
			kept, err := os.ReadFile(filepath.Join(home, "127.0.0.1.new"))
			if err != nil {
				t.Fatal(err)
			}
			for _, line := range []string{"!RANCID-CONTENT-TYPE: cisco", "!Image: Software: ", "config-register 0x2102", "hostname R1",
				"interface GigabitEthernet0/0\n description uplink", "end"} {
				if !strings.Contains(string(kept), line+"\n") && !strings.Contains(string(kept), "\n"+line) {
					t.Errorf("no %q in what it kept:\n%s", line, kept)
				}
			}
		})
	}
}
