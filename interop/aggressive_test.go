package interop

import (
	"regexp"
	"strings"
	"testing"
	"time"
)

// The names by which the two sides know each other in aggressive mode. No key is kept for an address.
const (
	peerName   = "peer.lab.example"
	routerName = "spoke.lab.example"
)

var (
	keyOfPeer = []string{"crypto isakmp key kd94j1ksldz hostname " + peerName}
	callsPeer = []string{"crypto isakmp peer address " + peerAddr, " set aggressive-mode password kd94j1ksldz",
		" set aggressive-mode client-endpoint fqdn " + routerName}
	callsByProfile = []string{"crypto isakmp key kd94j1ksldz hostname " + peerName, "crypto isakmp profile HUB",
		"   self-identity user-fqdn user@lab.example", "   match identity host domain lab.example", "   initiate mode aggressive",
		"crypto map green isakmp-profile HUB"}
)

// Whoever begins, by name: the tunnel comes up in three messages, and each side answers the other's probes.
func TestAggressiveMode(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		peer  []string // options of strongswan-peer.sh
		keys  []string
		start func(*Lab, *Console)
		said  string // the router's last arrow of phase 1
	}{
		{"peer-initiates", []string{"--peer-id", peerName}, keyOfPeer, peerBringsUp, `Old State = IKE_R_AM2 +New State = IKE_P1_COMPLETE`},
		{"router-initiates", []string{"--dut-id", routerName}, callsPeer, bringUp, `Old State = IKE_I_AM1 +New State = IKE_P1_COMPLETE`},
		{"router-initiates-by-profile", []string{"--dut-id", "user@lab.example", "--peer-id", peerName}, callsByProfile, bringUp,
			`peer matches HUB profile`},
		{"peer-behind-nat", []string{"--peer-id", peerName, "--nat", "peer"}, keyOfPeer, peerBringsUp, `Detected port floating to port = `},
		{"router-behind-nat", []string{"--dut-id", routerName, "--nat", "dut-ports"}, callsPeer, bringUp, `Setting UDP ENC peer struct`},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			Needs(t, "tcpdump", "tshark")
			lab := StartLab(t, append(test.peer, "--mode", "aggressive", "--dpd-delay", "2")...)
			rc := routerConfig{Keys: test.keys, Keepalive: "10 periodic"}
			remote := peerAddr
			if strings.HasPrefix(test.name, "peer-behind") {
				remote = "10.2.80.1"
				rc.Peers = []string{remote}
			}
			console := lab.StartRouter(rc)
			trace := lab.Capture()
			mark := console.Mark()
			test.start(lab, console)
			wantUp(console)
			console.ExpectAfter(mark, 5*time.Second, test.said)
			console.ExpectAfter(mark, 5*time.Second, `DPD/R_U_THERE received from peer `+regexp.QuoteMeta(remote))
			trace.Stop()
			if strings.Contains(console.After(mark), "retransmitting phase") {
				t.Log("on a busy machine a message was repeated, and tshark loses the chain of vectors there: its view is not compared")
				return
			}
			if n := len(trace.Fields("isakmp.exchangetype == 4", "frame.number")); n != 3 {
				t.Errorf("%d messages of aggressive mode, want 3", n)
			}
			if bad := trace.Fields("isakmp && (_ws.malformed || _ws.expert.severity >= 6291456)", "frame.number",
				"_ws.expert.message"); len(bad) > 0 {
				t.Errorf("tshark remarks: %v\n%s", bad, lab.Do("decode", trace.file, "-V", "-Y", "frame.number=="+bad[0][0]))
			}
			for _, f := range trace.Fields("isakmp.flag_e == 1", "isakmp.exchangetype", "isakmp.typepayload") {
				if !strings.Contains(","+f[1]+",", ","+hashPayload+",") {
					t.Errorf("a message of exchange %s does not open with the peer's keys: %s", f[0], f[1])
				}
			}
		})
	}
}

// Another name than the other side knows, or another key, is no way in; the router says nothing at all to strangers.
func TestAggressiveModeRefuses(t *testing.T) {
	t.Parallel()
	t.Run("a stranger to the router", func(t *testing.T) {
		t.Parallel()
		Needs(t, "tcpdump", "tshark")
		lab := StartLab(t, "--mode", "aggressive", "--peer-id", "stranger.example", "--retransmit", "1.0,1.0,2")
		console := lab.StartRouter(routerConfig{Keys: keyOfPeer})
		trace := lab.Capture()
		lab.Refused("initiate", "2")
		console.Expect(5*time.Second, `no pre-shared key based on hostname stranger\.example!`)
		wantNeverUp(console)
		trace.Stop()
		if n := len(trace.Fields("ip.src == "+dutAddr+" && isakmp", "frame.number")); n > 0 {
			t.Errorf("a stranger got %d answers", n)
		}
	})
	t.Run("a stranger to the peer", func(t *testing.T) {
		t.Parallel()
		lab := StartLab(t, "--mode", "aggressive", "--dut-id", "other.example")
		console := lab.StartRouter(routerConfig{Keys: callsPeer})
		mark := console.Mark()
		ping(console)
		console.ExpectAfter(mark, 5*time.Second, `Processing of Informational mode failed with peer at 10\.2\.80\.209`)
		wantNeverUp(console)
	})
	t.Run("another key", func(t *testing.T) {
		t.Parallel()
		lab := StartLab(t, "--mode", "aggressive", "--dut-id", routerName, "--psk", "somethingelse")
		console := lab.StartRouter(routerConfig{Keys: callsPeer})
		mark := console.Mark()
		ping(console)
		console.ExpectAfter(mark, 5*time.Second, `%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Aggressive mode failed with peer at 10\.2\.80\.209`)
		wantNeverUp(console)
	})
	t.Run("switched off", func(t *testing.T) {
		t.Parallel()
		lab := StartLab(t, "--mode", "aggressive", "--peer-id", peerName, "--retransmit", "1.0,1.0,2")
		console := lab.StartRouter(routerConfig{Keys: append(keyOfPeer[:1:1], "crypto isakmp aggressive-mode disable")})
		lab.Refused("initiate", "2")
		console.Expect(5*time.Second, `%CRYPTO-5-IKMP_AG_MODE_DISABLED`)
		wantNeverUp(console)
	})
}

// ike-scan asks as those do who look for gateways: with a name that has a key it gets a handshake, and with another nothing.
func TestAggressiveScan(t *testing.T) {
	t.Parallel()
	Needs(t, "ike-scan")
	lab := StartLab(t)
	lab.StartRouter(routerConfig{Policy: []string{"encr 3des", "authentication pre-share", "group 2"}, Keys: keyOfPeer})
	for id, returned := range map[string]string{peerName: "1 returned handshake", "stranger.example": "0 returned handshake"} {
		out := lab.Do("exec-peer", "ike-scan", "--sport=0", "--aggressive", "--retry=1", "--timeout=1000", "--idtype=2", "--id="+id,
			"--dhgroup=2",
			"--trans=5,2,1,2", dutAddr)
		if !strings.Contains(out, returned) {
			t.Errorf("%s: want %s:\n%s", id, returned, out)
		}
	}
}
