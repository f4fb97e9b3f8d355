package clients

import (
	"bufio"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	_ "ruthere/router/live" // so that results are not kept when it changes
)

// binary is the program, built once for all tests.
var binary string

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "ruthere")
	if err != nil {
		panic(err)
	}
	binary = filepath.Join(folder, "ruthere")
	build := exec.Command("go", "build", "-o", binary, "ruthere/cmd/ruthere")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "cannot build the program:", err)
		os.Exit(1)
	}
	flag.Parse()
	_ = flag.Set("test.parallel", "8") // the clients mostly wait
	status := m.Run()
	os.RemoveAll(folder)
	os.Exit(status)
}

// A device is a router of this host with users, reached by SSH and telnet.
type device struct {
	ssh, telnet string // addresses
	log         string // the file of what its console shows
}

// base is the configuration of every device here.
const base = `hostname R1
enable secret topsecret
ip domain name lab.example
username admin privilege 15 secret wonderland
username guest secret rabbit
crypto isakmp policy 10
 encr aes
 authentication pre-share
 group 14
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
interface GigabitEthernet0/0
 description uplink
 ip address 10.0.0.1 255.255.255.0
line vty 0 15
 login local
 transport input ssh telnet
`

// start runs a device until the test ends. More is added to its configuration.
func start(t *testing.T, more string) *device {
	t.Helper()
	folder := t.TempDir()
	d := &device{log: filepath.Join(folder, "console")}
	config := filepath.Join(folder, "config")
	if err := os.WriteFile(config, []byte(base+more+"end\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	console, err := os.Create(d.log)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(binary, "run", "--config", config, "--nvram", filepath.Join(folder, "nvram"), "--ios", "15",
		"--ike-port", freePort(t), "--nat-port", freePort(t), "--ssh", "127.0.0.1:0", "--telnet", "127.0.0.1:0")
	c.Stdout = console
	notices, err := c.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		giveUp := time.AfterFunc(20*time.Second, func() { _ = c.Process.Kill() })
		if err := c.Wait(); err != nil {
			t.Errorf("the router ended: %v", err)
		}
		giveUp.Stop()
		console.Close()
	})
	lines := bufio.NewScanner(notices)
	for d.ssh == "" || d.telnet == "" {
		if !lines.Scan() {
			t.Fatal("the router told no addresses")
		}
		if _, address, ok := strings.Cut(lines.Text(), "SSH at "); ok {
			d.ssh = address
		}
		if _, address, ok := strings.Cut(lines.Text(), "telnet at "); ok {
			d.telnet = address
		}
	}
	go func() {
		for lines.Scan() {
		}
	}()
	return d
}

// console is what the console has shown so far.
func (d *device) console(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(d.log)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// freePort is a UDP port that was free a moment ago.
func freePort(t *testing.T) string {
	t.Helper()
	c, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, port, _ := net.SplitHostPort(c.LocalAddr().String())
	return port
}

// port is the port of an address.
func port(t *testing.T, address string) string {
	t.Helper()
	_, p, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
