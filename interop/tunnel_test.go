package interop

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Outer addresses are those of every lab here; the tunnel has these, and a network at each end.
const (
	tunnelHere, tunnelThere = "10.99.0.1", "10.99.0.2"
	insideHere, insideThere = "192.168.1.1", "192.168.2.1"
)

// A tunnelKind is how a tunnel is configured at the router, and who is at its other end.
type tunnelKind struct {
	name      string
	clear     bool   // nothing protects it
	mapped    bool   // GRE in a crypto map, the old style; else the tunnel is protected itself
	mode      string // of the transform set: transport or tunnel
	lines     []string
	far       farEndSettings // what of it is not the same for all
	libipsec  bool           // strongSwan's own ESP, in UDP port 4500, and not that of the far end
	theyStart bool
	peer      string   // the peer's address as the router knows it; "" = peerAddr
	phase1    []string // lines of the policy
	profile   []string // lines of the profile
	dynamic   bool     // the router clones its end from a virtual template, for who has the key
}

func (k tunnelKind) isVTI() bool { return !k.far.GRE }

func (k tunnelKind) String() string {
	return k.name + map[bool]string{false: ", we start", true: ", they start"}[k.theyStart]
}

// tunnelKinds are those that are tried. strongSwan's own ESP in user space knows tunnel mode only.
var tunnelKinds = []tunnelKind{
	{name: "GRE in a map, transport mode", mapped: true, mode: "transport", far: farEndSettings{GRE: true, Transport: true}},
	{name: "GRE in a map, tunnel mode", mapped: true, mode: "tunnel", lines: greFields, far: greWithFields},
	{name: "GRE in a map, strongSwan's ESP", mapped: true, mode: "tunnel", far: farEndSettings{GRE: true}, libipsec: true},
	{name: "protected GRE, transport mode", mode: "transport", lines: greFields, far: greWithFields.inTransport()},
	{name: "protected GRE, tunnel mode", mode: "tunnel", far: farEndSettings{GRE: true}},
	{name: "protected GRE, strongSwan's ESP", mode: "tunnel", lines: greFields, far: greWithFields, libipsec: true},
	{name: "VTI", mode: "tunnel", lines: []string{"tunnel mode ipsec ipv4"}},
	{name: "VTI, strongSwan's ESP", mode: "tunnel", lines: []string{"tunnel mode ipsec ipv4"}, libipsec: true},
}

func (s farEndSettings) inTransport() farEndSettings {
	s.Transport = true
	return s
}

// greFields are all that a GRE header can have here, and what they are at the far end.
var (
	greFields     = []string{"tunnel key 4294967294", "tunnel checksum", "tunnel sequence-datagrams"}
	greWithFields = farEndSettings{GRE: true, Key: 4294967294, Checksum: true, Sequence: true}
)

// iface is the router's interface.
func (k tunnelKind) iface() string {
	if k.dynamic {
		return "Virtual-Access1"
	}
	return "Tunnel0"
}

// config is the router's. Protection begins by itself, unless it only answers.
func (k tunnelKind) config() string {
	if k.clear {
		return k.around(k.lines, nil, "")
	}
	if k.dynamic {
		return dynamicConfig
	}
	tunnel, onInterface := append(k.lines[:len(k.lines):len(k.lines)], "tunnel protection ipsec profile P"), ""
	protection := append([]string{"crypto ipsec profile P", " set transform-set T"}, k.profile...)
	if k.theyStart {
		protection = append(protection, " responder-only")
	}
	if k.mapped {
		tunnel, onInterface = k.lines, "\n crypto map green"
		protection = []string{"crypto map green 1 ipsec-isakmp", " set peer " + peerAddr, " set transform-set T", " match address 101",
			"access-list 101 permit gre host " + dutAddr + " host " + peerAddr}
	}
	return k.around(tunnel, protection, onInterface)
}

// around is a configuration with lines of the tunnel interface, what protects it, and what the interface outside has of that.
func (k tunnelKind) around(tunnel, protection []string, onInterface string) string {
	peer := cmp.Or(k.peer, peerAddr)
	return fmt.Sprintf(`hostname Router
crypto isakmp policy 1
 encr aes
 authentication pre-share
 group 14
%s
crypto isakmp key kd94j1ksldz address %s
crypto isakmp keepalive 10 periodic
crypto ipsec transform-set T esp-aes esp-sha-hmac
 mode %s
%s
interface Loopback0
 ip address %s 255.255.255.0
interface Tunnel0
 ip address %s 255.255.255.252
 tunnel source FastEthernet0/0
 tunnel destination %s
 %s
interface FastEthernet0/0
 ip address %s 255.255.255.0%s
ip route 0.0.0.0 0.0.0.0 10.1.32.1
ip route 192.168.2.0 255.255.255.0 Tunnel0
end
`, strings.Join(k.phase1, "\n"), peer, k.mode, strings.Join(protection, "\n"), insideHere, tunnelHere, peer,
		strings.Join(tunnel, "\n "), dutAddr, onInterface)
}

// A tunnelLab is a tunnel between the router and strongSwan's Linux.
type tunnelLab struct {
	*Lab
	kind    tunnelKind
	console *Console
	device  string // of the peer's Linux
}

// startTunnel builds the two ends; nothing is up yet.
func startTunnel(t *testing.T, kind tunnelKind, opts ...string) *tunnelLab {
	t.Helper()
	selectors := map[bool]string{true: "gre", false: "any"}[kind.far.GRE]
	opts = append(opts, "--selectors", selectors)
	if kind.mode == "transport" {
		opts = append(opts, "--transport")
	}
	l := &tunnelLab{kind: kind, device: farEndDevice}
	if kind.libipsec {
		l.Lab = StartDataLab(t, opts...)
	} else {
		Needs(t, "gcc") // which makes xfrmstub.so
		l.Lab = StartDataLab(t, append(opts, "--kernel", "stub")...)
	}
	far := kind.far
	far.Local = peerOuter
	if !far.Remote.IsValid() {
		far.Remote = routerOuter
	}
	far.Address, far.Behind = tunnelThere+"/30", "192.168.1.0/24"
	if !kind.libipsec && !kind.clear {
		path := strings.TrimSpace(l.Do("log"))
		far.Keys = strings.TrimSuffix(path, "log") + "esp-keys"
	}
	if kind.libipsec && kind.isVTI() { // strongSwan has a device of its own, and routes to it
		l.device = "ipsec0"
		l.Do("exec-peer", "ip", "addr", "add", tunnelThere+"/32", "dev", "lo")
		l.run("exec-peer", "sh", "-c", "echo 1 >/proc/sys/net/ipv6/conf/ipsec0/disable_ipv6") // or it solicits routers, and counts that
	} else {
		l.StartFarEnd(far)
	}
	l.console = l.StartRouterWith(kind.config())
	if !kind.isVTI() {
		l.wantLineProtocolUp()
	}
	return l
}

// wantLineProtocolUp waits until the tunnel interface is up: GRE is when a route leads to the other end, a VTI when it has its SAs.
func (l *tunnelLab) wantLineProtocolUp() {
	l.t.Helper()
	eventually(l.t, 20*time.Second, "the tunnel interface is up", func() bool {
		return strings.Contains(l.console.Run("show interfaces "+l.kind.iface()), "line protocol is up")
	})
}

// bringUp has the one begin who begins in this kind, and waits until there are SAs: a protected tunnel begins by itself, and may have
// before the console was there.
func (l *tunnelLab) bringUp() {
	l.t.Helper()
	if l.kind.theyStart {
		l.Do("initiate", "5")
	} else if l.kind.mapped {
		l.console.Run("ping " + tunnelThere + " repeat 1 timeout 1")
	}
	l.Do("wait-up", "35")
	eventually(l.t, 5*time.Second, "there are IPsec SAs", func() bool { return len(showSPIs(l.console)) >= 2 })
	l.wantLineProtocolUp()
}

// wantPassing sends pings both ways, to both ends and the networks behind them, and compares what was counted: by the router's
// tunnel interface and its SAs, and by Linux.
func (l *tunnelLab) wantPassing() {
	l.t.Helper()
	type counts struct{ routerIn, routerOut, saIn, saOut, linuxIn, linuxOut int }
	count := func() counts {
		in, out := tunnelPackets(l.console, l.kind.iface())
		encaps, decaps := saPackets(l.console)
		return counts{in, out, decaps, encaps, l.deviceCount(l.t, l.device, "rx_packets"), l.deviceCount(l.t, l.device, "tx_packets")}
	}
	before := count()
	const each = 5
	for _, to := range []string{tunnelThere, insideThere + " source Loopback0"} {
		if out := l.console.Run(fmt.Sprintf("ping %s repeat %d", to, each)); !strings.Contains(out, "100 percent") {
			l.t.Errorf("ping %s:\n%s", to, out)
		}
	}
	for _, from := range []string{tunnelHere, insideHere} {
		l.run("exec-peer", "ping", "-c", strconv.Itoa(each), "-i", "0.05", "-W", "2", "-s", "1300", "-I", tunnelThere, from)
	}
	const n = 4 * each // of two pings from here and of the answers to two from there
	want := counts{before.routerIn + n, before.routerOut + n, before.saIn + n, before.saOut + n, before.linuxIn + n, before.linuxOut + n}
	var after counts
	eventually(l.t, 3*time.Second, "all packets are counted at both ends", func() bool {
		after = count()
		return after == want
	})
	if after != want {
		l.t.Errorf("before %+v\nafter  %+v\nwant   %+v", before, after, want)
	}
}

// wantLongPassing sends packets that do not fit: into the tunnel, nor into a frame when they are in it.
func (l *tunnelLab) wantLongPassing() {
	l.t.Helper()
	for _, size := range []string{"1400", "1470", "3000"} {
		if out := l.console.Run("ping " + insideThere + " source Loopback0 repeat 3 size " + size); !strings.Contains(out, "(3/3)") {
			l.t.Errorf("pings of %s bytes:\n%s", size, out)
		}
	}
	out, _ := l.run("exec-peer", "ping", "-c", "2", "-i", "0.2", "-W", "2", "-s", "3000", "-I", tunnelThere, insideHere)
	if !strings.Contains(out, " 2 received") {
		l.t.Errorf("Linux's pings of 3000 bytes:\n%s", out)
	}
}

// Each kind of tunnel comes up, whoever begins, and carries what both ends send; nothing leaves in clear. Who begins here, does not
// when the tunnel comes back (TestTunnelDeath).
func TestTunnelPasses(t *testing.T) {
	t.Parallel()
	for n, kind := range tunnelKinds {
		kind.theyStart = n%2 == 0
		t.Run(kind.String(), func(t *testing.T) {
			t.Parallel()
			Needs(t, "tcpdump", "tshark")
			l := startTunnel(t, kind)
			trace := l.Capture()
			l.bringUp()
			l.wantPassing()
			l.wantLongPassing()
			wantUp(l.console)
			trace.Stop()
			if clear := trace.Fields("gre || icmp", "ip.src", "ip.dst", "_ws.col.Info"); len(clear) > 0 {
				t.Errorf("%d packets were not protected: %v", len(clear), clear)
			}
		})
	}
}
