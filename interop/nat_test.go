package interop

import (
	"testing"
	"time"
)

// Somebody between translates addresses: both ends find that out, move to UDP 4500
// (RFC 3947), and ESP travels in UDP (RFC 3948). Probes are answered there too.
func TestAcrossNAT(t *testing.T) {
	t.Parallel()
	const natAddr = "10.2.80.1"
	kinds := []struct {
		name string
		nat  string // of strongswan-peer.sh
		rc   routerConfig
		peer string // as the router knows it
	}{
		{"the router's address", "dut", routerConfig{}, peerAddr},
		{"the router's address and ports", "dut-ports", routerConfig{}, peerAddr},
		{"the peer's address", "peer", routerConfig{Peers: []string{natAddr}, KeyFor: natAddr}, natAddr},
	}
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			t.Parallel()
			Needs(t, "nft", "tcpdump", "tshark")
			lab := StartDataLab(t, "--nat", k.nat)
			k.rc.Keepalive = "10 periodic"
			console := lab.StartRouter(k.rc)
			trace := lab.Capture()
			bringUp(lab, console)
			mark := console.Mark()
			wantPing(console, 5, "")
			console.ExpectAfter(mark, 12*time.Second, `DPD/R_U_THERE_ACK received from peer `+k.peer)
			wantUp(console)
			wantTunnelWith(console, k.peer)
			trace.Stop()

			if bare := trace.Fields("esp && !udp", "ip.src", "ip.dst"); len(bare) > 0 {
				t.Errorf("%d ESP packets travelled without UDP: %v", len(bare), bare)
			}
			if n := len(trace.Fields("udpencap && esp && udp.port == 4500", "frame.number")); n < 10 {
				t.Errorf("%d ESP packets in UDP port 4500, want 10 at least", n)
			}
		})
	}
}
