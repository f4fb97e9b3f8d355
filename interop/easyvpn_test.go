package interop

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// xauthClients are how strongSwan connects as a client, by group of Diffie-Hellman and by what it says; and how the router does to
// strongSwan as its server. `go test -run TestEasyVPN -v` prints them.
var (
	xauthClients = []struct{ name, ike, user, want string }{
		{"group 2", "aes256-sha1-modp1024", "alice:secret1", ""},
		{"group 14", "aes128-sha1-modp2048", "bob:secret2", ""},
		{"wrong password", "aes128-sha1-modp2048", "alice:guess", `Authentication REJECTED  User=alice`},
	}
	xauthServers = []struct {
		name, ike, password string
		policy, more        []string
		refused             bool
	}{
		{"group 2, pull", "aes256-sha1-modp1024", "secret", []string{"encr aes 256", "authentication pre-share", "group 2"}, nil, false},
		{"group 14, push", "aes128-sha1-modp2048", "secret", nil, []string{"--push"}, false},
		{"wrong password", "aes128-sha1-modp2048", "guess", nil, nil, true},
	}
)

// passesESP says whether strongSwan's machine has a kernel that does ESP; where it has none SAs are negotiated, and nothing passes.
func (l *Lab) passesESP() bool { return l.Env["KERNEL"] != "stub" }

// strongSwan connects by the key of a group and XAUTH, gets its address and the networks behind the tunnel, and ESP passes; with a
// wrong password it gets nothing.
func TestEasyVPNByStrongSwan(t *testing.T) {
	t.Parallel()
	for _, test := range xauthClients {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lab := StartLab(t, "--mode", "aggressive", "--psk", "GROUPKEY", "--peer-id", "keyid:EZ", "--ike", test.ike, "--calls", test.user,
				"--unity")
			console := lab.StartRouter(routerConfig{Server: easyVPN, Keepalive: "10 periodic"})
			mark := console.Mark()
			if test.want != "" {
				lab.Refused("initiate", "8")
				console.ExpectAfter(mark, 10*time.Second, test.want)
				if out := console.Run("show ip local pool"); !regexp.MustCompile(`10\.99\.0\.20 +11 +0`).MatchString(out) {
					t.Errorf("it got in, and an address:\n%s", out)
				}
				return
			}
			lab.Do("initiate")
			status := lab.Do("status")
			for _, want := range []string{`local .*'EZ'|'EZ'.*\[10\.99\.0\.10\]`, `10\.99\.0\.10/32`, `192\.168\.1\.0/24`} {
				if !regexp.MustCompile(want).MatchString(status) {
					t.Errorf("no %s in:\n%s", want, status)
				}
			}
			if lab.passesESP() {
				if out, _ := lab.run("exec-peer", "ping", "-c", "3", "-i", "0.2", "-W", "2", "-I", "10.99.0.10", "192.168.1.1"); !strings.Contains(
					out, " 3 received") {
					t.Errorf("pings through the tunnel: %s", out)
				}
			}
			user, _, _ := strings.Cut(test.user, ":")
			if out := console.Run("show crypto session"); !strings.Contains(out, "Username: "+user) {
				t.Errorf("the sessions are\n%s", out)
			}
			lab.Do("terminate")
			console.ExpectAfter(mark, 5*time.Second, `EZVPN_CONNECTION_DOWN: \(Server\) User=`+user)
		})
	}
}

// The router connects to strongSwan as its server, which is asked for settings or tells them unasked.
func TestEasyVPNRemote(t *testing.T) {
	t.Parallel()
	for _, test := range xauthServers {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			lab := StartLab(t, append([]string{"--mode", "aggressive", "--xauth", "bob:secret", "--ike", test.ike}, test.more...)...)
			console := lab.StartRouter(routerConfig{Policy: test.policy, Keepalive: "10 periodic", Server: []string{
				"crypto ipsec client ezvpn HQ", " connect manual", " group EZ key kd94j1ksldz", " mode client", " peer " + peerAddr,
				" username bob password " + test.password, " xauth userid mode local",
				"interface Loopback0", " crypto ipsec client ezvpn HQ inside",
				"interface FastEthernet0/0", " crypto ipsec client ezvpn HQ"}})
			console.Run("debug crypto ipsec client ezvpn")
			mark := console.Mark()
			console.Run("crypto ipsec client ezvpn connect HQ")
			if test.refused {
				console.ExpectAfter(mark, 15*time.Second, `EZVPN\(HQ\): xauth status received: Failure`)
				if spis := showSPIs(console); len(spis) > 0 {
					t.Errorf("it got in: %x", spis)
				}
				return
			}
			console.ExpectAfter(mark, 15*time.Second, `EZVPN_CONNECTION_UP: \(Client\) User=bob Group=EZ .*Assigned_client_addr=10\.99\.0\.1`)
			out := console.Run("show crypto ipsec client ezvpn")
			for _, want := range []string{`Current State: IPSEC_ACTIVE`, `Address: 10\.99\.0\.1 `, `DNS Primary: 192\.168\.2\.53`,
				`192\.168\.2\.0`} {
				if !regexp.MustCompile(want).MatchString(out) {
					t.Errorf("no %s in:\n%s", want, out)
				}
			}
			if lab.passesESP() {
				if out := console.Run("ping 192.168.2.1 source Loopback10000"); !strings.Contains(out, "(5/5)") {
					t.Errorf("pings through the tunnel:\n%s", out)
				}
			}
			console.Run("clear crypto ipsec client ezvpn")
			lab.Do("wait-down")
		})
	}
}
