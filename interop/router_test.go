package interop

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"text/template"
	"time"
)

// routerConfig is the part of the router's configuration that tests change; the
// zero value is the DPD example of the chapter, made complete.
type routerConfig struct {
	Policy    []string // lines of crypto isakmp policy 1
	Transform string   // transforms of the set
	Key       string   // pre-shared key
	KeyFor    string   // address and mask that it is for
	Keys      []string // lines in place of that key's
	Keepalive string   // all that follows "crypto isakmp keepalive"; "-" for none
	Peers     []string // of the crypto map entry, in order
	Flags     []string // of ruthere run, besides
	Server    []string // lines of an Easy VPN server in place of the crypto map entry
	Template  bool     // it clones an interface for each client, and needs no crypto map
	Lifetime  string   // seconds after "crypto ipsec security-association lifetime seconds"
}

var configText = template.Must(template.New("config").Parse(`hostname Router
!
crypto isakmp policy 1
{{- range .Policy}}
 {{.}}
{{- end}}
{{- if .Keys}}
{{- range .Keys}}
{{.}}
{{- end}}
{{- else}}
crypto isakmp key {{.Key}} address {{.KeyFor}}
{{- end}}
{{- if ne .Keepalive "-"}}
crypto isakmp keepalive {{.Keepalive}}
{{- end}}
!
crypto ipsec transform-set Trans1 {{.Transform}}
!
{{- if .Lifetime}}
crypto ipsec security-association lifetime seconds {{.Lifetime}}
!
{{- end}}
{{- if .Server}}
{{- range .Server}}
{{.}}
{{- end}}
{{- else}}
crypto map green 1 ipsec-isakmp
{{- range .Peers}}
 set peer {{.}}
{{- end}}
 set transform-set Trans1
 match address 101
{{- end}}
!
interface Loopback0
 ip address 192.168.1.1 255.255.255.0
!
interface FastEthernet0/0
 ip address 10.1.32.14 255.255.255.0
 speed auto
{{- if not .Template}}
 crypto map green
{{- end}}
!
ip route 0.0.0.0 0.0.0.0 10.1.32.1
!
access-list 101 permit ip 192.168.1.0 0.0.0.255 192.168.2.0 0.0.0.255
!
end
`))

func (rc routerConfig) String() string {
	if rc.Policy == nil {
		rc.Policy = []string{"encr aes", "authentication pre-share", "group 14"}
	}
	if rc.Transform == "" {
		rc.Transform = "esp-aes esp-sha-hmac"
	}
	if rc.Key == "" {
		rc.Key = "kd94j1ksldz"
	}
	if rc.KeyFor == "" {
		rc.KeyFor = peerAddr + " 255.255.255.0"
	}
	if rc.Peers == nil {
		rc.Peers = []string{peerAddr}
	}
	if rc.Keepalive == "" {
		rc.Keepalive = "10 periodic"
	}
	var b strings.Builder
	if err := configText.Execute(&b, rc); err != nil {
		panic(err)
	}
	return b.String()
}

// StartRouter starts ruthere in the lab's empty namespace and brings its console
// to the privileged prompt, unpaged, with ISAKMP debugging on.
func (l *Lab) StartRouter(rc routerConfig) *Console {
	l.t.Helper()
	return l.StartRouterWith(rc.String(), rc.Flags...)
}

// StartRouterWith is StartRouter with the text of a startup-config.
func (l *Lab) StartRouterWith(config string, flags ...string) *Console {
	l.t.Helper()
	binary, err := ruthere()
	if err != nil {
		l.t.Fatal(err)
	}
	file := filepath.Join(l.t.TempDir(), "startup-config")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		l.t.Fatal(err)
	}
	c := StartConsole(l.t, l.Command(binary, append([]string{"run", "--config", file, "--console"}, flags...)...))
	l.t.Cleanup(func() {
		if l.t.Failed() {
			l.t.Log(l.peerLog())
		}
	})
	c.Expect(10*time.Second, `^Router>`)
	startDebug(c)
	return c
}

// startDebug brings a fresh console to the privileged prompt, unpaged, with ISAKMP
// debugging on.
func startDebug(c *Console) {
	c.t.Helper()
	c.Run("enable")
	c.Run("terminal length 0")
	c.Run("debug crypto isakmp")
}

// ping makes the router send one packet into the tunnel. The packet itself may
// be lost: it is what asks for the tunnel.
func ping(c *Console) {
	c.t.Helper()
	c.Run("ping 192.168.2.1 source Loopback0 repeat 1 timeout 1")
}

// bringUp lets the router initiate, and waits until both sides have their SAs.
func bringUp(l *Lab, c *Console) {
	l.t.Helper()
	mark := c.Mark()
	ping(c)
	l.Do("wait-up", "10")
	c.ExpectAfter(mark, 5*time.Second, quickModeDone)
}

// Tunnel starts the router and brings its tunnel up. Spis are those the router shows.
func (l *Lab) Tunnel(rc routerConfig) (c *Console, spis []uint64) {
	l.t.Helper()
	c = l.StartRouter(rc)
	bringUp(l, c)
	return c, showSPIs(c)
}

// quickModeDone is the router's word for a pair of IPsec SAs it has agreed on.
const quickModeDone = `New State = IKE_QM_PHASE2_COMPLETE`

var (
	sessionUp   = regexp.MustCompile(`(?m)^Session status: UP-ACTIVE\s*$`)
	sessionDown = regexp.MustCompile(`(?m)^Session status: DOWN\s*$`)
	qmIdle      = regexp.MustCompile(`(?m)^[\d.]+ +[\d.]+ +QM_IDLE .*ACTIVE\s*$`)
	spiLine     = regexp.MustCompile(`(?m)^\s+spi: 0x([0-9A-F]+)\(\d+\)`)
)

// wantUp checks that the router shows a finished phase 1 and IPsec SAs.
func wantUp(c *Console) {
	c.t.Helper()
	if out := c.Run("show crypto isakmp sa"); !qmIdle.MatchString(out) {
		c.t.Errorf("no active ISAKMP SA in QM_IDLE:\n%s", out)
	}
	if out := c.Run("show crypto session"); !sessionUp.MatchString(out) {
		c.t.Errorf("the session is not UP-ACTIVE:\n%s", out)
	}
	if spis := showSPIs(c); len(spis) < 2 {
		c.t.Errorf("not a pair of IPsec SAs: %x", spis)
	}
}

// wantDown checks that the router shows neither.
func wantDown(c *Console) {
	c.t.Helper()
	if out := c.Run("show crypto isakmp sa"); qmIdle.MatchString(out) { // not a log line in between
		c.t.Errorf("an ISAKMP SA is left in QM_IDLE:\n%s", out)
	}
	if out := c.Run("show crypto session"); !sessionDown.MatchString(out) {
		c.t.Errorf("the session is not DOWN:\n%s", out)
	}
	if spis := showSPIs(c); len(spis) > 0 {
		c.t.Errorf("IPsec SAs are left: %x", spis)
	}
}

// showSPIs is the SPIs that the router shows, ours and the peer's.
func showSPIs(c *Console) []uint64 {
	c.t.Helper()
	var spis []uint64
	for _, m := range spiLine.FindAllStringSubmatch(c.Run("show crypto ipsec sa"), -1) {
		spi, err := strconv.ParseUint(m[1], 16, 32)
		if err != nil {
			c.t.Fatal(err)
		}
		spis = append(spis, spi)
	}
	return spis
}

// wantSPIs checks that the IPsec SAs are those they were.
func wantSPIs(c *Console, before []uint64) {
	c.t.Helper()
	if after := showSPIs(c); !slices.Equal(before, after) {
		c.t.Errorf("the IPsec SAs changed from %x to %x", before, after)
	}
}
