package interop

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// easyVPN are the lines of a server for the group EZ, whose clients reach the router's own network.
var easyVPN = append(groupEZ[:len(groupEZ):len(groupEZ)],
	"crypto dynamic-map DM 10", " set transform-set Trans1", " reverse-route",
	"crypto map green client authentication list XA", "crypto map green isakmp authorization list GR",
	"crypto map green client configuration address respond", "crypto map green 10 ipsec-isakmp dynamic DM")

// templateVPN are those of a server that clones an interface for each client.
var templateVPN = append(groupEZ[:len(groupEZ):len(groupEZ)],
	"crypto isakmp profile CLIENT", " match identity group EZ", " client authentication list XA", " isakmp authorization list GR",
	" client configuration address respond", " virtual-template 1",
	"crypto ipsec profile CLIENTS", " set transform-set Trans1", " set isakmp-profile CLIENT",
	"interface Virtual-Template1 type tunnel", " ip unnumbered Loopback0", " tunnel source FastEthernet0/0", " tunnel mode ipsec ipv4",
	" tunnel protection ipsec profile CLIENTS")

var groupEZ = []string{"aaa new-model", "aaa authentication login XA local", "aaa authorization network GR local",
	"username alice password 0 secret1", "username bob password 0 secret2",
	"crypto isakmp policy 2", " encr aes 256", " authentication pre-share", " group 2",
	"crypto isakmp client configuration group EZ", " key GROUPKEY", " dns 192.0.2.53 192.0.2.54", " domain lab.example", " pool VPNPOOL",
	" acl SPLIT", " banner ^CAuthorised use only^C", "crypto logging ezvpn",
	"ip local pool VPNPOOL 10.99.0.10 10.99.0.20", "ip access-list extended SPLIT", " permit ip 192.168.1.0 0.0.0.255 any"}

// serverOf is a server of either kind, and the expression of a session's interface there.
func serverOf(template bool) (rc routerConfig, iface string) {
	rc = routerConfig{Server: easyVPN, Keepalive: "10 periodic", Template: template}
	if template {
		rc.Server = templateVPN
		return rc, `Virtual-Access\d`
	}
	return rc, `FastEthernet0/0`
}

// A vpnc is one of Debian's vpnc in the peer's namespace, in the foreground.
type vpnc struct {
	t       *testing.T
	command *exec.Cmd
	folder  string
}

// vpncScript notes what vpnc was told, and sets it up.
const vpncScript = `#!/bin/sh
{ echo "reason=$reason"; env | grep -E '^(INTERNAL|CISCO)'; } >>%s/told
if [ "$reason" = connect ]; then
	echo 1 >"/proc/sys/net/ipv6/conf/$TUNDEV/disable_ipv6" # its solicitations would be signs of life
	ip addr add "$INTERNAL_IP4_ADDRESS/32" dev "$TUNDEV" && ip link set "$TUNDEV" up
	ip route add 192.168.1.0/24 dev "$TUNDEV" src "$INTERNAL_IP4_ADDRESS" metric "1$(date +%%N | cut -c1-6)"
	echo "$TUNDEV" >%s/device
fi
`

// StartVPNC has a user call the router.
func (l *Lab) StartVPNC(user, password string, lines ...string) *vpnc {
	l.t.Helper()
	Needs(l.t, "vpnc")
	v := &vpnc{t: l.t, folder: l.t.TempDir()}
	write := func(name, text string, mode os.FileMode) string {
		path := filepath.Join(v.folder, name)
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			l.t.Fatal(err)
		}
		return path
	}
	script := write("script", fmt.Sprintf(vpncScript, v.folder, v.folder), 0o700)
	conf := []string{"IPSec gateway " + dutAddr, "IPSec ID EZ", "IPSec secret GROUPKEY", "Xauth username " + user,
		"Xauth password " + password,
		"Local Port 0", "DPD idle timeout (our side) 10", "Script " + script, "No Detach", "Debug 1", "Pidfile " + filepath.Join(v.folder, "pid")}
	for _, line := range lines { // in place of the line that begins with the same two words
		key := strings.Join(strings.Fields(line)[:2], " ")
		for i := range conf {
			if strings.HasPrefix(conf[i], key) {
				conf[i] = ""
			}
		}
		conf = append(conf, line)
	}
	path := write("conf", strings.Join(conf, "\n")+"\n", 0o600)
	log, err := os.Create(filepath.Join(v.folder, "log"))
	if err != nil {
		l.t.Fatal(err)
	}
	v.command = exec.Command(filepath.Join("..", "scripts", "interop", "strongswan-peer.sh"), "exec-peer", "--lab", l.name, "vpnc", path)
	v.command.Stdout, v.command.Stderr = log, log
	if err := v.command.Start(); err != nil {
		l.t.Fatal(err)
	}
	_ = log.Close()
	l.t.Cleanup(func() { v.kill(syscall.SIGKILL) })
	return v
}

// kill sends a signal to this vpnc, if it runs, and waits for its end.
func (v *vpnc) kill(s syscall.Signal) {
	if pid, err := strconv.Atoi(strings.TrimSpace(v.read("pid"))); err == nil {
		if p, err := os.FindProcess(pid); err == nil {
			_ = p.Signal(s)
		}
	}
	_ = v.command.Wait()
}

func (v *vpnc) read(name string) string {
	text, _ := os.ReadFile(filepath.Join(v.folder, name))
	return string(text)
}

// expect waits until a file of this vpnc has something in it.
func (v *vpnc) expect(limit time.Duration, name, want string) {
	v.t.Helper()
	for end := time.Now().Add(limit); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		if regexp.MustCompile(`(?m)` + want).MatchString(v.read(name)) {
			return
		}
	}
	v.t.Fatalf("no %s in %s:\n%s\n%s", want, name, v.read(name), v.read("log"))
}

// pingThrough counts the answers of the router's network to pings through the tunnel.
func (l *Lab) pingThrough(v *vpnc, want int) {
	l.t.Helper()
	v.expect(5*time.Second, "device", "tun")
	out, _ := l.run("exec-peer", "ping", "-c", strconv.Itoa(want), "-i", "0.2", "-W", "2", "-I",
		strings.TrimSpace(v.read("device")), "192.168.1.1")
	if !strings.Contains(out, fmt.Sprintf(" %d received", want)) {
		l.t.Errorf("pings through the tunnel: %s", out)
	}
}

// vpnc connects with either group, is told what its group says, and ESP passes both ways; probes too. When it says that it goes,
// or is killed and dead peer detection finds out, its address is free again.
func TestVPNC(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, group, nat, remote string
		idle                     int // seconds after which vpnc asks whether the router lives
		probe                    string
		signal                   syscall.Signal
		down                     time.Duration
		template                 bool
	}{
		{"group 2, it says goodbye", "dh2", "none", peerAddr, 10, "DPD/R_U_THERE", syscall.SIGTERM, 5 * time.Second, false},
		{"group 14, it is killed", "dh14", "none", peerAddr, 60, "DPD/R_U_THERE_ACK", syscall.SIGKILL, 30 * time.Second, false},
		{"behind NAT", "dh14", "peer", "10.2.80.1", 60, "DPD/R_U_THERE_ACK", syscall.SIGTERM, 5 * time.Second, false},
		{"virtual template, it says goodbye", "dh2", "none", peerAddr, 10, "DPD/R_U_THERE", syscall.SIGTERM, 5 * time.Second, true},
		{"virtual template, NAT, it is killed", "dh14", "peer", "10.2.80.1", 60, "DPD/R_U_THERE_ACK", syscall.SIGKILL,
			30 * time.Second, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			Needs(t, "vpnc")
			lab := StartLab(t, "--nat", test.nat)
			rc, iface := serverOf(test.template)
			console := lab.StartRouter(rc)
			mark := console.Mark()
			v := lab.StartVPNC("alice", "secret1", "IKE DH Group "+test.group, fmt.Sprintf("DPD idle timeout (our side) %d", test.idle))
			v.expect(10*time.Second, "told", "^INTERNAL_IP4_ADDRESS=10.99.0.10$")
			for _, want := range []string{"INTERNAL_IP4_DNS=192.0.2.53 192.0.2.54", "CISCO_DEF_DOMAIN=lab.example", "CISCO_SPLIT_INC=1",
				"CISCO_SPLIT_INC_0_ADDR=192.168.1.0", "CISCO_SPLIT_INC_0_MASK=255.255.255.0", "CISCO_BANNER=Authorised use only"} {
				v.expect(time.Second, "told", "^"+regexp.QuoteMeta(want)+"$")
			}
			lab.pingThrough(v, 5)
			session := console.Run("show crypto session detail")
			for _, want := range []string{`Interface: ` + iface, `Username: alice`, `Group: EZ`, `Assigned address: 10\.99\.0\.10`,
				`Session status: UP-ACTIVE`, `#pkts dec'ed [5-9]`, `#pkts enc'ed [5-9]`} {
				if !regexp.MustCompile(want).MatchString(session) {
					t.Errorf("no %s in:\n%s", want, session)
				}
			}
			if out := console.Run("show crypto isakmp peers config"); !strings.Contains(out, "; Client-Assigned-Addr=10.99.0.10; "+
				"Client-Group=EZ; Client-User=alice") {
				t.Errorf("the client is told of as\n%s", out)
			}
			if out := console.Run("show ip local pool"); !regexp.MustCompile(`VPNPOOL +10\.99\.0\.10 +10\.99\.0\.20 +10 +1`).MatchString(out) {
				t.Errorf("the pool is\n%s", out)
			}
			console.ExpectAfter(mark, 15*time.Second, test.probe+` received from peer `+regexp.QuoteMeta(test.remote))
			v.kill(test.signal)
			console.ExpectAfter(mark, test.down, `%CRYPTO-6-EZVPN_CONNECTION_DOWN: \(Server\) User=alice Group=EZ`)
			if out := console.Run("show ip local pool"); !regexp.MustCompile(`VPNPOOL +10\.99\.0\.10 +10\.99\.0\.20 +11 +0`).MatchString(out) {
				t.Errorf("the pool is\n%s", out)
			}
			if out := console.Run("show ip interface brief"); strings.Contains(out, "Virtual-Access") {
				t.Errorf("an interface is left of the client:\n%s", out)
			}
		})
	}
}

// Two clients at one address have each their own: one goes, and the other stays.
func TestTwoVPNCs(t *testing.T) {
	t.Parallel()
	for name, template := range map[string]bool{"crypto map": false, "virtual template": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			tryTwoVPNCs(t, template)
		})
	}
}

func tryTwoVPNCs(t *testing.T, template bool) {
	Needs(t, "vpnc")
	lab := StartLab(t, "--nat", "peer")
	rc, iface := serverOf(template)
	console := lab.StartRouter(rc)
	mark := console.Mark()
	first := lab.StartVPNC("alice", "secret1", "IKE DH Group dh14")
	first.expect(10*time.Second, "told", "^INTERNAL_IP4_ADDRESS=10.99.0.10$")
	second := lab.StartVPNC("bob", "secret2", "IKE DH Group dh14")
	second.expect(10*time.Second, "told", "^INTERNAL_IP4_ADDRESS=10.99.0.11$")
	lab.pingThrough(first, 3)
	lab.pingThrough(second, 3)
	if out := console.Run("show crypto session"); len(regexp.MustCompile("Interface: "+iface).FindAllString(out, -1)) != 2 {
		t.Errorf("the sessions are\n%s", out)
	}
	if out := console.Run("show crypto session summary"); !regexp.MustCompile(`Group EZ has 2 connections`).MatchString(out) {
		t.Errorf("the summary is\n%s", out)
	}
	first.kill(syscall.SIGTERM)
	console.ExpectAfter(mark, 5*time.Second, `EZVPN_CONNECTION_DOWN: \(Server\) User=alice`)
	lab.pingThrough(second, 3)
	console.Run("clear crypto session username bob")
	console.ExpectAfter(mark, 5*time.Second, `EZVPN_CONNECTION_DOWN: \(Server\) User=bob`)
	if out := console.Run("show ip local pool"); !regexp.MustCompile(`10\.99\.0\.20 +11 +0`).MatchString(out) {
		t.Errorf("the pool is\n%s", out)
	}
}

// A wrong password, a wrong key and a group that there is not are no way in.
func TestVPNCRefused(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, password, line, said, told string }{
		{"password", "guess", "IKE DH Group dh14", `Authentication REJECTED  User=alice`, `authentication unsuccessful`},
		{"key", "secret1", "IPSec secret WRONG", ``, `hash comparison failed|authentication failed`},
		{"group", "secret1", "IPSec ID NOBODY", `Group: NOBODY does not exist`, ``},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			Needs(t, "vpnc")
			lab := StartLab(t)
			console := lab.StartRouter(routerConfig{Server: easyVPN})
			mark := console.Mark()
			v := lab.StartVPNC("alice", test.password, "IKE DH Group dh14", test.line)
			if test.said != "" {
				console.ExpectAfter(mark, 10*time.Second, test.said)
			}
			if test.told != "" {
				v.expect(10*time.Second, "log", test.told)
			}
			if spis := showSPIs(console); len(spis) > 0 || strings.Contains(v.read("told"), "connect") {
				t.Errorf("it got in: %x", spis)
			}
		})
	}
}
