package interop

import (
	"fmt"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// FRR's nhrpd wants a kernel with multipoint GRE, which the host's may not have: it runs in user-mode Linux, whose one wire is a
// device of the host. Our routers, in this process, are on that wire too.

// frrInit is the first process of that Linux. It carries out what is put into FOLDER/N.sh, in order, and leaves the output in N.out.
const frrInit = `#!/bin/bash
mount -t proc proc /proc; mount -t sysfs sys /sys; mount -t tmpfs tmp /run; mount -t tmpfs tmp /var/tmp; mount -t tmpfs tmp /etc/frr
M=/usr/lib/uml/modules/$(uname -r)/kernel
for m in lib/crc-ccitt net/ipv6/ipv6 net/ipv4/ip_tunnel net/ipv4/gre net/ipv4/ip_gre; do insmod $M/$m.ko; done
ip link set lo up; ip addr add ADDRESS/24 dev vec0; ip link set vec0 up
ip link add gre1 type gre key 100 ttl 64 local ADDRESS dev vec0
ip addr add TUNNEL/32 dev gre1; ip link set gre1 up
echo 1 >/proc/sys/net/ipv4/ip_forward
echo 0 >/proc/sys/net/ipv4/conf/all/send_redirects; echo 0 >/proc/sys/net/ipv4/conf/gre1/send_redirects
mkdir -p /run/frr; chown frr:frr /run/frr /etc/frr
echo 'log stdout' >/etc/frr/zebra.conf
printf 'log stdout\ndebug nhrp all\ninterface gre1\n ip nhrp network-id 1\n ip nhrp holdtime 30\nLINES' >/etc/frr/nhrpd.conf
echo ' tunnel source vec0' >>/etc/frr/nhrpd.conf
touch /etc/frr/vtysh.conf
/usr/lib/frr/zebra -f /etc/frr/zebra.conf -i /run/zebra.pid & sleep 0.5
/usr/lib/frr/nhrpd -f /etc/frr/nhrpd.conf -i /run/nhrpd.pid &
for ((n = 0; ; n++)); do
	while [ ! -e FOLDER/$n.sh ]; do sleep 0.1; done
	bash FOLDER/$n.sh >/run/out 2>&1; cat /run/out >FOLDER/$n.tmp; mv FOLDER/$n.tmp FOLDER/$n.out
done
`

// An frr is a Linux with nhrpd.
type frr struct {
	t      *testing.T
	folder string
	log    string // what it writes to its console
	n      int
}

// startFRR starts one with an address on the wire, one in the tunnel, and lines for the tunnel in nhrpd's configuration.
func startFRR(t *testing.T, device string, address, tunnel string, lines ...string) *frr {
	t.Helper()
	f := &frr{t: t, folder: t.TempDir()}
	f.log = filepath.Join(f.folder, "console")
	var config strings.Builder
	for _, line := range lines {
		config.WriteString(" " + line + `\n`)
	}
	text := strings.NewReplacer("FOLDER", f.folder, "ADDRESS", address, "TUNNEL", tunnel, "LINES", config.String()).Replace(frrInit)
	init := filepath.Join(f.folder, "init")
	if err := os.WriteFile(init, []byte(text), 0o755); err != nil {
		t.Fatal(err)
	}
	console, err := os.Create(f.log)
	if err != nil {
		t.Fatal(err)
	}
	defer console.Close()
	c := exec.Command("linux.uml", "mem=96M", "rootfstype=hostfs", "rootflags=/", "rw", "init="+init, "con0=fd:0,fd:1", "con=null",
		"uml_dir="+f.folder, "vec0:transport=tap,ifname="+device+",depth=32")
	c.Stdout, c.Stderr = console, console
	ownGroup(c)
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		endGroup(c)
		_ = c.Wait()
		if t.Failed() {
			all, _ := os.ReadFile(f.log)
			t.Logf("console of FRR:\n%s", all[max(0, len(all)-6000):])
		}
	})
	if _, answers := f.ask("ip link show gre1", 20*time.Second); !answers {
		all, _ := os.ReadFile(f.log)
		t.Skipf("user-mode Linux does not run here:\n%s", all[max(0, len(all)-1000):])
	}
	return f
}

// run runs a command there and returns its output.
func (f *frr) run(command string) string {
	f.t.Helper()
	out, ends := f.ask(command, 30*time.Second)
	if !ends {
		f.t.Fatalf("%s does not end", command)
	}
	return out
}

// ask runs a command there, if it ends within a time.
func (f *frr) ask(command string, within time.Duration) (out string, ends bool) {
	f.t.Helper()
	name := filepath.Join(f.folder, fmt.Sprint(f.n))
	f.n++
	if err := os.WriteFile(name+".new", []byte(command+"\n"), 0o644); err != nil {
		f.t.Fatal(err)
	}
	if err := os.Rename(name+".new", name+".sh"); err != nil {
		f.t.Fatal(err)
	}
	for began := time.Now(); time.Since(began) < within; time.Sleep(30 * time.Millisecond) {
		if out, err := os.ReadFile(name + ".out"); err == nil {
			return string(out), true
		}
	}
	return "", false
}

// runUntil runs a command until its output has all of some words.
func (f *frr) runUntil(within time.Duration, command string, words ...string) string {
	f.t.Helper()
	out := ""
	for began := time.Now(); time.Since(began) < within; time.Sleep(100 * time.Millisecond) {
		if out = f.run(command); hasAll(out, words) {
			return out
		}
	}
	f.t.Fatalf("%s: no %q in\n%s", command, words, out)
	return ""
}

func hasAll(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// needsFRR skips where there is no user-mode Linux with multipoint GRE, or no nhrpd.
func needsFRR(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("takes long")
	}
	Needs(t, "linux.uml", "insmod", "ip", "vtysh", "tcpdump", "tshark")
	if _, err := os.Stat("/usr/lib/frr/nhrpd"); err != nil {
		t.Skip("nhrpd of FRR is not installed")
	}
	if os.Geteuid() != 0 {
		t.Skip("must run as root")
	}
}

const spokeLines = `interface Tunnel0
 ip address TUNNEL 255.255.255.0
 ip nhrp network-id 1
 ip nhrp holdtime 30
 ip nhrp nhs 10.0.0.1 nbma 10.9.9.1 multicast
 ip nhrp shortcut
 tunnel source FastEthernet0/0
 tunnel mode gre multipoint
 tunnel key 100
ip route 192.168.0.0 255.255.0.0 10.0.0.1
`

// FRR is the hub: our spokes register with it and find one another by it.
func TestNHRPHubOfFRR(t *testing.T) {
	needsFRR(t)
	t.Parallel()
	w := newWire(t)
	f := startFRR(t, w.device, "10.9.9.1", "10.0.0.1")
	f.run("sleep 0.5")
	a := w.addRouter("10.9.9.11", strings.Replace(spokeLines, "TUNNEL", "10.0.0.11", 1))
	b := w.addRouter("10.9.9.12", strings.Replace(spokeLines, "TUNNEL", "10.0.0.12", 1))
	w.find(netip.MustParseAddr("10.9.9.1"))
	trace := w.capture()
	f.runUntil(20*time.Second, "vtysh -c 'show ip nhrp cache'", "10.0.0.11", "10.9.9.11", "10.0.0.12", "10.9.9.12")
	for _, r := range []*ourRouter{a, b} {
		r.until(5*time.Second, "show ip nhrp nhs", "10.0.0.1  RE")
		r.until(5*time.Second, "ping 10.0.0.1 repeat 3 timeout 1", "!!!")
	}
	a.until(10*time.Second, "ping 10.0.0.12 repeat 5 timeout 1", "!!!!!")
	a.until(5*time.Second, "show ip nhrp 10.0.0.12", "Type: dynamic", "NBMA address: 10.9.9.12")
	b.until(5*time.Second, "show dmvpn", "10.9.9.11")
	if out := f.run("ping -c 2 -i 0.2 10.0.0.11"); !strings.Contains(out, " 0% packet loss") {
		t.Errorf("the hub does not reach a spoke:\n%s", out)
	}
	trace.check("nhrp.hdr.op.type == 3", "nhrp.hdr.op.type == 4", "nhrp.hdr.op.type == 1", "nhrp.hdr.op.type == 2")
}

// FRR is a spoke of our hub: it registers, and takes the shortcut to what is behind a spoke of ours that the hub tells it of.
func TestNHRPSpokeOfFRR(t *testing.T) {
	needsFRR(t)
	t.Parallel()
	w := newWire(t)
	f := startFRR(t, w.device, "10.9.9.21", "10.0.0.21", "ip nhrp nhs 10.0.0.1 nbma 10.9.9.1", "ip nhrp shortcut")
	hub := w.addRouter("10.9.9.1", `interface Tunnel0
 ip address 10.0.0.1 255.255.255.0
 ip nhrp map multicast dynamic
 ip nhrp network-id 1
 ip nhrp holdtime 30
 ip nhrp redirect
 tunnel source FastEthernet0/0
 tunnel mode gre multipoint
 tunnel key 100
ip route 192.168.11.0 255.255.255.0 10.0.0.11
`)
	a := w.addRouter("10.9.9.11", strings.Replace(spokeLines, "TUNNEL", "10.0.0.11", 1)+
		"interface Loopback0\n ip address 192.168.11.1 255.255.255.0\n")
	w.find(netip.MustParseAddr("10.9.9.21"))
	trace := w.capture()
	hub.until(20*time.Second, "show dmvpn", "10.9.9.21", "10.0.0.21", "10.9.9.11")
	f.runUntil(5*time.Second, "vtysh -c 'show ip nhrp nhs' -c 'show ip nhrp cache'", "10.0.0.1", "10.9.9.1")
	f.runUntil(5*time.Second, "ping -c 3 -i 0.2 10.0.0.1", " 0% packet loss")
	f.run("ip route add 192.168.0.0/16 via 10.0.0.1 dev gre1 onlink")
	f.runUntil(10*time.Second, "ping -c 5 -i 0.2 -I 10.0.0.21 192.168.11.1", " 0% packet loss")
	f.runUntil(10*time.Second, "vtysh -c 'show ip nhrp shortcut'", "192.168.11.1/32", "10.0.0.11")
	a.until(5*time.Second, "show ip nhrp detail", "192.168.11.1/32 via 10.0.0.11", "Requester: 10.0.0.21")
	if out := f.run("ip route get 192.168.11.1"); !strings.Contains(out, "via 10.0.0.11") {
		t.Errorf("FRR goes by: %s", out)
	}
	a.until(10*time.Second, "ping 10.0.0.21 repeat 5 timeout 1", "!!!!!")
	a.until(5*time.Second, "show ip nhrp 10.0.0.21", "NBMA address: 10.9.9.21")
	trace.check("nhrp.hdr.op.type == 3", "nhrp.hdr.op.type == 4", "nhrp.hdr.op.type == 1", "nhrp.hdr.op.type == 2", "nhrp.hdr.op.type == 8")
}
