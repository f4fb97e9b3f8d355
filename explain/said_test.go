package explain_test

import (
	"strings"
	"testing"

	"ruthere/explain"
)

// Logs of things that our labs do not bring about, in the words that devices and daemons have for them, and what is said first.
var said = []struct{ name, log, want string }{
	{"release 12.2, without ports, Input or stamps", `
ISAKMP (0:0): received packet from 192.0.2.9 (N) NEW SA
ISAKMP: local port 500, remote port 500
ISAKMP (0:1): processing SA payload. message ID = 0
ISAKMP (0:1): Checking ISAKMP transform 1 against priority 10 policy
ISAKMP:      encryption 3DES-CBC
ISAKMP:      hash MD5
ISAKMP:      default group 2
ISAKMP:      auth pre-share
ISAKMP (0:1): Diffie-Hellman group offered does not match policy!
ISAKMP (0:1): atts are not acceptable. Next payload is 0
ISAKMP (0:1): no offers accepted!
ISAKMP (0:1): phase 1 SA policy not acceptable!`, "no-common-policy certain at main 1; group not 2/2"},
	{"no map entry", `
ISAKMP:(1002): processing SA payload. message ID = 1234
IPSEC(validate_transform_proposal): no IPSEC cryptomap exists for local address 192.0.2.1
ISAKMP:(1002): phase 2 SA policy not acceptable! (local 192.0.2.1 remote 192.0.2.9)`, "no-crypto-map-entry certain at quick 1;"},
	{"busy", `%CRYPTO-4-IKE_DENY_SA_REQ: IKE denied an INCOMING SA request from 192.0.2.9 to 192.0.2.1 due to IKE SA LIMIT REACHED`,
		"responder-busy certain at ;"},
	{"invalid SPI", `%CRYPTO-4-RECVD_PKT_INV_SPI: decaps: rec'd IPSEC packet has invalid spi for destaddr=192.0.2.1, prot=50, ` +
		`spi=0x12345678(305419896), srcaddr=192.0.2.9`, "stale-sa certain at ;"},
	{"stale ISAKMP SA", `%CRYPTO-4-IKMP_NO_SA: IKE message from 192.0.2.9 has no SA and is not an initialization offer`,
		"stale-sa likely at ;"},
	{"aggressive mode disabled", `%CRYPTO-6-IKMP_AGGRESSIVE_DISABLED: Unable to initiate or respond to Aggressive Mode while disabled`,
		"aggressive-mode-refused certain at ;"},
	{"certificate", `
ISAKMP (0): received packet from 192.0.2.9 dport 500 sport 500 Global (N) NEW SA
%CRYPTO-5-IKMP_INVAL_CERT: Certificate received from 192.0.2.9 is bad: CA request failed!`,
		"certificate-refused likely at authentication of phase 1;"},
	{"UDP 4500", `
ISAKMP:(0): SA request profile is (NULL)
ISAKMP: Created a peer struct for 192.0.2.9, peer port 500
ISAKMP:(0): sending packet to 192.0.2.9 my_port 500 peer_port 500 (I) MM_NO_STATE
ISAKMP (0): received packet from 192.0.2.9 dport 500 sport 500 Global (I) MM_NO_STATE
ISAKMP:(0): sending packet to 192.0.2.9 my_port 500 peer_port 500 (I) MM_SA_SETUP
ISAKMP (0): received packet from 192.0.2.9 dport 500 sport 500 Global (I) MM_SA_SETUP
ISAKMP (1001): NAT found, both nodes inside NAT
ISAKMP:(1001): sending packet to 192.0.2.9 my_port 4500 peer_port 4500 (I) MM_KEY_EXCH
ISAKMP:(1001): retransmitting phase 1 MM_KEY_EXCH...
ISAKMP:(1001): sending packet to 192.0.2.9 my_port 4500 peer_port 4500 (I) MM_KEY_EXCH
ISAKMP:(1001): retransmitting phase 1 MM_KEY_EXCH...`, "udp-4500-blocked likely at main 5;"},
	{"charon, large message", `
05[IKE] initiating Main Mode IKE_SA gw[1] to 192.0.2.9
05[ENC] generating ID_PROT request 0 [ SA V ]
05[NET] sending packet: from 192.0.2.1[500] to 192.0.2.9[500] (180 bytes)
06[NET] received packet: from 192.0.2.9[500] to 192.0.2.1[500] (160 bytes)
06[ENC] parsed ID_PROT response 0 [ SA V ]
06[ENC] generating ID_PROT request 0 [ KE No CERTREQ ]
06[NET] sending packet: from 192.0.2.1[500] to 192.0.2.9[500] (1900 bytes)
07[IKE] sending retransmit 1 of request message ID 0, seq 2
07[NET] sending packet: from 192.0.2.1[500] to 192.0.2.9[500] (1900 bytes)`, "large-message-lost likely at main 3;"},
	{"charon, as stroke prints it", `
initiating Main Mode IKE_SA gw[1] to 192.0.2.9
generating ID_PROT request 0 [ SA V V V V ]
sending packet: from 192.0.2.1[500] to 192.0.2.9[500] (176 bytes)
received packet: from 192.0.2.9[500] to 192.0.2.1[500] (40 bytes)
parsed INFORMATIONAL_V1 request 12 [ N(NO_PROP) ]
received NO_PROPOSAL_CHOSEN error notify`, "no-common-policy likely at main 1;"},
	{"charon, no connection", `
05[NET] received packet: from 192.0.2.9[500] to 192.0.2.1[500] (180 bytes)
05[ENC] parsed ID_PROT request 0 [ SA V ]
05[IKE] no IKE config found for 192.0.2.1...192.0.2.9, sending NO_PROPOSAL_CHOSEN`,
		"no-connection-for-peer certain at main 1 of the peer was not accepted;"},
	{"charon, half-open limit", `05[IKE] ignoring IKE_SA setup from 192.0.2.9, peer too aggressive`, "responder-busy certain at ;"},
	{"pluto, wrong key", `
"gw" #1: responding to Main Mode
"gw" #1: sent Main Mode R1
"gw" #1: sent Main Mode R2
"gw" #1: next payload type of ISAKMP Identification Payload has an unknown value: 212 (0xd4)
"gw" #1: probable authentication failure (mismatch of preshared secrets?): malformed payload in packet
"gw" #1: probable authentication failure (mismatch of preshared secrets?): malformed payload in packet`,
		"wrong-pre-shared-key certain at main 5;"},
	{"pluto, no policy", `
"gw" #1: responding to Main Mode
"gw" #1: Oakley Transform [3DES_CBC (192), HMAC_MD5, MODP1536] refused
"gw" #1: no acceptable Oakley Transform
"gw" #1: sending notification NO_PROPOSAL_CHOSEN to 192.0.2.9:500`,
		"no-common-policy certain at main 1; encryption /3des, hash /md5, group /5"},
	{"pluto, networks", `
"gw" #1: responding to Main Mode
"gw" #1: IKE SA established {auth=PRESHARED_KEY cipher=AES_CBC_128 integ=HMAC_SHA1 group=MODP2048}
"gw" #1: the peer proposed: 198.51.100.0/24 -<all>-> 203.0.113.0/24
"gw" #1: cannot respond to IPsec SA request because no connection is known for ` +
		`198.51.100.0/24===192.0.2.1...192.0.2.9===203.0.113.0/24`,
		"proxy-identities-mismatch certain at quick 1; what the peer wants to reach here no entry/198.51.100.0/24, " +
			"what the peer has behind it no entry/203.0.113.0/24"},
	{"pluto, no answer", `
"gw" #1: initiating IKEv1 Main Mode connection
"gw" #1: sent Main Mode request
"gw" #1: STATE_MAIN_I1: retransmission; will wait 0.5 seconds for response
"gw" #1: STATE_MAIN_I1: retransmission; will wait 1 seconds for response
"gw" #1: STATE_MAIN_I1: 60 second timeout exceeded after 7 retransmits.  No response`,
		"no-answer certain at main 1;"},
	// What the file does not say.
	{"only that it failed", `%CRYPTO-6-IKMP_MODE_FAILURE: Processing of Informational mode failed with peer at 192.0.2.9`,
		"not-shown certain at ;"},
	{"rejected, and no reason", `
ISAKMP:(1001): processing SA payload. message ID = 77
ISAKMP:(1001): phase 2 SA policy not acceptable! (local 192.0.2.1 remote 192.0.2.9)
ISAKMP:(1001):deleting node 77 error TRUE reason "QM rejected"`, "not-shown certain at quick 1;"},
	{"it ends in the middle", `
ISAKMP (0): received packet from 192.0.2.9 dport 500 sport 500 Global (N) NEW SA
ISAKMP:(0): sending packet to 192.0.2.9 my_port 500 peer_port 500 (R) MM_SA_SETUP`, "not-shown certain at main 3;"},
	{"no packet met the access list", "Router#debug crypto isakmp\nCrypto ISAKMP debugging is on\nRouter#ping 10.0.0.1",
		"never-begun possible at ;"},
}

func TestWhatIsSaid(t *testing.T) {
	for _, c := range said {
		t.Run(c.name, func(t *testing.T) {
			r := diagnose(t, []byte(c.log))
			if got := claim(r); got != c.want {
				var b strings.Builder
				r.Print(&b)
				t.Errorf("got  %s\nwant %s\n%s", got, c.want, b.String())
			}
		})
	}
}

// Two peers at once, line by line: each negotiation keeps its own.
func TestTwoPeersAtOnce(t *testing.T) {
	bad, good := labLogs(t, explain.WrongKey), labLogs(t, explain.PeerDead)
	for i := range bad {
		if !strings.Contains(bad[i].name, "R2") {
			continue
		}
		other := strings.NewReplacer("192.0.2.1", "192.0.2.77", "(1001)", "(1002)", "(0:1:HW", "(0:2:HW", "268435457", "268435458").
			Replace(good[i].text)
		text := byTime(bad[i].text, other)
		for _, n := range diagnose(t, []byte(text)).Negotiations {
			switch n.Peer {
			case "192.0.2.1":
				if n.Established {
					t.Errorf("%s: the negotiation that failed is shown as up\n%s", bad[i].name, text)
				}
			case "192.0.2.77":
				if !n.Established || len(n.Signs) > 0 {
					t.Errorf("%s: the negotiation that succeeded is shown with %v\n%s", bad[i].name, n.Signs, text)
				}
			}
		}
	}
}

// byTime merges two logs by their time stamps, as one router with two peers would have written them.
func byTime(a, b string) string {
	records := func(text string) (list []string) {
		for _, l := range strings.SplitAfter(text, "\n") {
			if len(list) > 0 && !strings.HasPrefix(l, "*Mar") {
				list[len(list)-1] += l
			} else {
				list = append(list, l)
			}
		}
		return list
	}
	stamp := func(s string) string { return s[:min(len(s), 20)] }
	left, right := records(a), records(b)
	var out strings.Builder
	for len(left) > 0 || len(right) > 0 {
		from := &left
		if len(left) == 0 || len(right) > 0 && stamp(right[0]) < stamp(left[0]) {
			from = &right
		}
		out.WriteString((*from)[0])
		*from = (*from)[1:]
	}
	return out.String()
}
