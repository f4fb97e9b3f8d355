package ike

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// Every notification of RFC 2408 section 3.14.1, of RFC 2407, of RFC 3706 and of Cisco's own, about the ISAKMP SA and about an IPsec
// SA: it is logged by its name, ends nothing, and is answered only where an answer is due. In the clear none counts.
func TestEveryNotification(t *testing.T) {
	names := map[isakmp.NotifyType]string{
		1: "INVALID_PAYLOAD_TYPE", 2: "DOI_NOT_SUPPORTED", 3: "SITUATION_NOT_SUPPORTED", 4: "INVALID_COOKIE", 5: "INVALID_MAJOR_VERSION",
		6: "INVALID_MINOR_VERSION", 7: "INVALID_EXCHANGE_TYPE", 8: "INVALID_FLAGS", 9: "INVALID_MESSAGE_ID", 10: "INVALID_PROTOCOL_ID",
		11: "INVALID_SPI", 12: "INVALID_TRANSFORM_ID", 13: "ATTRIBUTES_NOT_SUPPORTED", 14: "PROPOSAL_NOT_CHOSEN", 15: "BAD_PROPOSAL_SYNTAX",
		16: "PAYLOAD_MALFORMED", 17: "INVALID_KEY_INFORMATION", 18: "INVALID_ID_INFORMATION", 19: "INVALID_CERT_ENCODING",
		20: "INVALID_CERTIFICATE", 21: "CERT_TYPE_UNSUPPORTED", 22: "INVALID_CERT_AUTHORITY", 23: "INVALID_HASH_INFORMATION",
		24: "AUTHENTICATION_FAILED", 25: "INVALID_SIGNATURE", 26: "ADDRESS_NOTIFICATION", 27: "NOTIFY_SA_LIFETIME",
		28: "CERTIFICATE_UNAVAILABLE", 29: "UNSUPPORTED_EXCHANGE_TYPE", 30: "UNEQUAL_PAYLOAD_LENGTHS", 8192: "8192", 16384: "CONNECTED",
		24576: "RESPONDER_LIFETIME", 24577: "REPLAY_STATUS", 24578: "INITIAL_CONTACT", 30000: "30000", 30001: "30001", 30002: "30002",
		32768: "KEEP_ALIVE", 32769: "KEEP_ALIVE_ACK", 36136: "R_U_THERE", 36137: "R_U_THERE_ACK", 40501: "40501", 40503: "40503", 65535: "65535",
	}
	for _, release := range releases {
		for of, name := range names {
			for _, protocol := range []isakmp.ProtocolID{isakmp.ProtocolISAKMP, isakmp.ProtocolESP, isakmp.ProtocolAH} {
				probe := of == isakmp.NotifyRUThere && protocol == isakmp.ProtocolISAKMP
				notified(t, release, of, protocol, name, probe || of == isakmp.NotifyKeepalive)
			}
		}
	}
}

func notified(t *testing.T, release debuglog.Release, of isakmp.NotifyType, protocol isakmp.ProtocolID, name string, answered bool) {
	n := newNet(t, release, func(left, right *config.Config) { left.ISAKMP.Keepalive, right.ISAKMP.Keepalive = nil, nil })
	n.trigger(0)
	left := n.rigs[0]
	notify := &isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: protocol, Type: of, SPI: []byte{1, 2, 3, 4}, Data: []byte{0, 0, 0, 9}}
	spi := "16909060"
	if protocol == isakmp.ProtocolISAKMP {
		sa := left.engine.allSAs()[0]
		notify.SPI, spi = slices.Concat(sa.cookieI[:], sa.cookieR[:]), "0"
	}
	before, sent := len(left.lines), len(left.sent)
	n.peerSends(isakmp.New(notify))
	said := strings.Join(left.lines[before:], "\n")
	if release != debuglog.IOS124 && strings.HasPrefix(name, "R_U_THERE") {
		name = "DPD/" + name
	}
	for _, want := range []string{fmt.Sprintf("processing NOTIFY %s protocol %d", name, protocol), "spi " + spi + ", message ID = ",
		"New State = IKE_P1_COMPLETE"} {
		if !strings.Contains(said, want) {
			t.Errorf("%v: %v of protocol %d: not said: %s\n%s", release, of, protocol, want, said)
		}
	}
	if (len(left.sent) > sent) != answered || !left.up() || left.engine.IPsec.Len() != 1 {
		t.Errorf("%v: %v of protocol %d: %d answers, up %v", release, of, protocol, len(left.sent)-sent, left.up())
	}
	before, sent = len(left.lines), len(left.sent)
	m := isakmp.Message{Header: isakmp.Header{Initiator: left.engine.allSAs()[0].cookieI, Responder: left.engine.allSAs()[0].cookieR,
		Exchange: isakmp.Informational, MessageID: 4711}, Payloads: []isakmp.Payload{isakmp.New(notify)}}
	n.forge(left, rightAddr, m.Append(nil))
	if said := strings.Join(left.lines[before:], "\n"); strings.Contains(said, "processing NOTIFY") || len(left.sent) > sent || !left.up() {
		t.Errorf("%v: %v in the clear counts:\n%s", release, of, said)
	}
}

// A responder that sets the commit bit is waited for while there is a predecessor to use: until it says CONNECTED under the quick
// mode's own message ID, and no longer than a few seconds, for the bit is not authenticated.
func TestCommitBit(t *testing.T) {
	for _, release := range releases {
		for _, says := range []isakmp.NotifyType{0, isakmp.NotifyConnected, isakmp.NotifyReplayStatus} {
			n := newNet(t, release, nil)
			n.trigger(0)
			left, right := n.rigs[0].engine, n.rigs[1].engine
			first := left.IPsec.Pairs()[0]
			n.drop = func(d Datagram) bool {
				if h, err := isakmp.ParseHeader(d.Data); err == nil && h.Exchange == isakmp.QuickMode && d.Local.Addr() == rightAddr {
					d.Data[19] |= byte(isakmp.FlagCommit)
				}
				return false
			}
			n.run(time.Second)
			n.carry(0, "before")
			n.clear(0, func(e *Engine, out *Out) { e.renewPair(n.now, first, out) })
			pairs := left.IPsec.Pairs()
			if len(pairs) != 2 || left.newestPair(entryKey{"green", 1}, first.Flow()) != first {
				t.Fatalf("%v: %d pairs, and the new one is used at once", release, len(pairs))
			}
			n.run(2 * time.Second) // longer than without the bit
			if says != 0 {
				n.underQuickMode(says)
			}
			want := first
			if says == isakmp.NotifyConnected {
				want = pairs[1]
			}
			if left.newestPair(entryKey{"green", 1}, first.Flow()) != want {
				t.Errorf("%v: after %v the wrong pair is used", release, says)
			}
			said := count(n.rigs[0].lines, "processing NOTIFY CONNECTED protocol 3")
			if (said == 1) != (says == isakmp.NotifyConnected) {
				t.Errorf("%v: after %v CONNECTED is logged %d times", release, says, said)
			}
			n.run(commitTime)
			if left.newestPair(entryKey{"green", 1}, first.Flow()) != pairs[1] || right.IPsec.Len() != 2 {
				t.Errorf("%v: after %v the new pair is never used", release, says)
			}
		}
	}
}

// underQuickMode has rig 1 send a notification under the message ID of the newest quick mode.
func (n *testnet) underQuickMode(of isakmp.NotifyType) {
	sa := n.rigs[1].engine.allSAs()[0]
	var last *node
	for _, node := range sa.nodes {
		if node.quick != nil {
			last = node
		}
	}
	protection := sa.protection()
	notify := isakmp.New(&isakmp.Notify{DOI: isakmp.DOIIPsec, Protocol: isakmp.ProtocolESP, Type: of,
		SPI: binary.BigEndian.AppendUint32(nil, last.quick.in.ESP)})
	data, err := protection.Seal(last.id, protection.Hash(last.id, notify), notify)
	if err != nil {
		n.t.Fatal(err)
	}
	for range 2 { // the second is a replay
		n.forge(n.rigs[0], rightAddr, data)
	}
}
