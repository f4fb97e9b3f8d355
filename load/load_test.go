package load

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"ruthere/debuglog"
	"ruthere/files"
	"ruthere/router/live"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// peerConfig is the peers' side of what gatewayConfig has.
const peerConfig = `crypto isakmp policy 1
 encr aes
 authentication pre-share
 group 14
crypto isakmp key kd94j1ksldz address {gateway}
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes esp-sha-hmac
crypto map M 1 ipsec-isakmp
 set peer {gateway}
 set transform-set T
 match address 101
interface FastEthernet0/0
 crypto map M
access-list 101 permit ip 10.{high}.{low}.0 0.0.0.255 192.168.1.0 0.0.0.255
`

var (
	gateway   = netip.MustParseAddr("127.0.0.1")
	firstPeer = netip.MustParseAddr("127.65.0.1")
)

// startGateway runs a router with a crypto map entry for each peer until the test ends.
func startGateway(t *testing.T, peers int) Ports {
	t.Helper()
	var b strings.Builder
	b.WriteString(`hostname Gateway
crypto isakmp policy 1
 encr aes
 authentication pre-share
 group 14
crypto isakmp key kd94j1ksldz address 0.0.0.0 0.0.0.0
crypto ipsec transform-set T esp-aes esp-sha-hmac
`)
	for i := range peers {
		fmt.Fprintf(&b, "ip access-list extended a%d\n permit ip 192.168.1.0 0.0.0.255 10.0.%d.0 0.0.0.255\n", i+1, i+1)
		fmt.Fprintf(&b, "crypto map M %d ipsec-isakmp\n set peer %s\n", i+1, addressAfter(firstPeer, i))
		fmt.Fprintf(&b, " set transform-set T\n match address a%d\n", i+1)
	}
	b.WriteString("interface FastEthernet0/0\n ip address 127.0.0.1 255.0.0.0\n crypto map M\nend\n")
	nvram, err := live.OpenNVRAM("")
	if err != nil {
		t.Fatal(err)
	}
	if err := nvram.Store(files.Startup(b.String())); err != nil {
		t.Fatal(err)
	}
	ports := Ports{freePort(t), freePort(t)}
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan struct{})
	d := live.New(live.Options{Release: debuglog.IOS15, NVRAM: nvram, IKEPort: ports.IKE, NATPort: ports.NAT})
	go func() { defer close(ended); d.Run(ctx) }()
	t.Cleanup(func() { stop(); <-ended })
	return ports
}

func freePort(t *testing.T) uint16 {
	t.Helper()
	c, err := net.ListenPacket("udp4", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	return netip.MustParseAddrPort(c.LocalAddr().String()).Port()
}

func options(ports Ports, peers int) Options {
	return Options{Gateway: gateway, From: firstPeer, Peers: peers, AtOnce: 8, Patience: 20 * time.Second, Ports: ports,
		Template: Template{Name: "peer.cfg", Text: peerConfig, Release: debuglog.IOS15}}
}

// Peers come up, keep asking, fall silent and come back; at the end nothing of them is left (goleak looks).
func TestPeersComeUp(t *testing.T) {
	o := options(startGateway(t, 20), 20)
	o.Hold, o.Die = 14*time.Second, 30
	r, err := Run(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	if r.Attempts != 20+r.Fell || r.Up != r.Attempts || len(r.Refused) > 0 || r.Median <= 0 || r.Longest < r.P99 || r.P99 < r.Median {
		t.Errorf("%+v", r)
	}
	if r.Asked == 0 || r.Answered != r.Asked || r.AskedAgain > 0 {
		t.Errorf("dead peer detection: %+v", r)
	}
}

// What does not come up is counted by its reason, the gateway's own words among them.
func TestRefusals(t *testing.T) {
	ports := startGateway(t, 2)
	if r, err := Run(t.Context(), options(ports, 2)); err != nil || r.Up != 2 { // it is there
		t.Fatalf("%v, %+v", err, r)
	}
	for _, c := range []struct{ from, to, reason string }{
		{"group 14", "group 5", "no tunnel within 2s (the gateway said NO-PROPOSAL-CHOSEN)"},
		{"key kd94j1ksldz", "key wrong", "no tunnel within 2s"},
		{"esp-aes esp-sha-hmac", "esp-3des esp-md5-hmac", "phase 2: refused-by-peer"},
	} {
		o := options(ports, 2)
		o.Patience, o.Template.Text = 2*time.Second, strings.Replace(peerConfig, c.from, c.to, 1)
		r, err := Run(t.Context(), o)
		if err != nil || r.Up != 0 || r.Refused[c.reason] != 2 {
			t.Errorf("%s: %v, %+v", c.to, err, r)
		}
	}
}

func TestTemplateMistakes(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{" crypto map M\n", " crypto map\n", "peer.cfg:13:"},
		{"interface FastEthernet0/0\n crypto map M\n", "", "peer.cfg: no interface has a crypto map"},
		{" crypto map M\n", " crypto map N\n", "peer.cfg: there is no crypto map N"},
		{" match address 101\n", "", "peer.cfg: crypto map M 1 needs an access list (match address) with an entry"},
	} {
		o := options(Ports{1, 2}, 1)
		if o.Template.Text = strings.Replace(peerConfig, c.from, c.to, 1); o.Template.Text == peerConfig {
			t.Fatalf("%q is not there", c.from)
		}
		if _, err := Run(t.Context(), o); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%q: %v", c.to, err)
		}
	}
	o := options(Ports{freePort(t), freePort(t)}, 2)
	o.From = netip.MustParseAddr("192.0.2.1")
	if _, err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "ip route add local NETWORK dev lo") {
		t.Errorf("an address of nobody: %v", err)
	}
	o.From = netip.MustParseAddr("255.255.255.255")
	if _, err := Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "there are no 2 addresses") {
		t.Errorf("the last address: %v", err)
	}
}

// The configuration of the page is one that peers can be made of.
func TestTemplateOfThePage(t *testing.T) {
	page, err := os.ReadFile("../docs/load.md")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(page), "```load\n")
	text, _, found := strings.Cut(text, "```")
	if !found {
		t.Fatal("the page has no configuration")
	}
	s, err := Template{Name: "docs/load.md", Text: text, Release: debuglog.IOS15}.read(300, firstPeer, gateway)
	if err != nil {
		t.Fatal(err)
	}
	if got := s.flow.Local.String(); got != "10.1.44.0/24" || s.entry.Peers[0].Addr != gateway || s.iface.Address.Addr() != firstPeer {
		t.Errorf("peer 300 protects %s, calls %v from %v", got, s.entry.Peers, s.iface.Address)
	}
}
