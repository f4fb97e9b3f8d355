package ike

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/netip"
	"os"
	"testing"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/debuglog"
)

// A recorded is a tunnel between two strongSwan daemons, with what the responder computed: ../testdata/golden/README.md.
type recorded struct {
	PSK    string
	Values []struct{ Name, Hex string }

	datagrams []Datagram // from the initiator as the responder gets them, and back
}

func readRecorded(t *testing.T, name string) (r recorded) {
	t.Helper()
	values, err := os.ReadFile("../testdata/golden/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(values, &r); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile("../testdata/golden/" + name + ".pcap")
	if err != nil {
		t.Fatal(err)
	}
	const fileHeader, recordHeader, ethernet, ipHeader, udpHeader = 24, 16, 14, 20, 8
	for b := file[fileHeader:]; len(b) > 0; {
		n := int(binary.LittleEndian.Uint32(b[8:]))
		ip := b[recordHeader+ethernet : recordHeader+n]
		b = b[recordHeader+n:]
		udp := ip[ipHeader:]
		d := Datagram{Data: udp[udpHeader:binary.BigEndian.Uint16(udp[4:])]}
		src, _ := netip.AddrFromSlice(ip[12:16])
		dst, _ := netip.AddrFromSlice(ip[16:20])
		d.Local, d.Remote = netip.AddrPortFrom(dst, binary.BigEndian.Uint16(udp[2:])), netip.AddrPortFrom(src, binary.BigEndian.Uint16(udp))
		if len(d.Data) >= isakmp.HeaderLen {
			r.datagrams = append(r.datagrams, d)
		}
	}
	return r
}

// value is what the responder computed under a name, the first of several.
func (r *recorded) value(t *testing.T, name string) []byte {
	t.Helper()
	for _, v := range r.Values {
		if v.Name == name {
			b, err := hex.DecodeString(v.Hex)
			if err != nil {
				t.Fatal(err)
			}
			return b
		}
	}
	t.Fatalf("no %s was recorded", name)
	return nil
}

// A script is randomness that is known beforehand: what a purpose draws, in order; then anything.
type script map[string]*bytes.Buffer

func (s script) draw(purpose string) io.Reader {
	if b := s[purpose]; b != nil && b.Len() > 0 {
		return b
	}
	return streams(1)(purpose)
}

// The engine stands in for the recorded responder: it draws what that one drew, and computes what it computed. Message 3, and all that
// the initiator sent after it under the keys, is understood as it was.
func TestRecordedAggressiveMode(t *testing.T) {
	r := readRecorded(t, "aggressive-aes128-sha1-modp2048")
	am1, am2, am3 := r.datagrams[0], r.datagrams[1], r.datagrams[2]
	answer, err := isakmp.ParseMessage(am2.Data)
	if err != nil {
		t.Fatal(err)
	}
	ke, _ := answer.First(isakmp.PayloadKE)
	nonce, _ := answer.First(isakmp.PayloadNonce)
	if len(nonce.Body) < nonceLen {
		t.Fatalf("the responder's nonce has %d bytes", len(nonce.Body))
	}
	drawn := script{"cookie": bytes.NewBuffer(answer.Responder[:]), "nonce": bytes.NewBuffer(nonce.Body)}
	c := siteToSite(am1.Local.Addr(), am1.Remote.Addr(), "192.168.1.0/24", "192.168.2.0/24")
	c.ISAKMP.Policies[0].Group, c.ISAKMP.Keys[0].Key = 14, r.PSK
	e := New(debuglog.IOS15, c, drawn.draw)
	now := time.Date(2004, 3, 25, 15, 17, 0, 0, time.UTC)
	receive := func(d Datagram) (sent []Datagram) {
		var out Out
		e.Receive(now, d, &out)
		for len(out.Items) > 0 {
			item := out.Items[0]
			out.Items = out.Items[1:]
			switch item := item.(type) {
			case Job:
				e.Answer(now, Answer{ID: item.ID, Public: ke.Body, Shared: r.value(t, "shared Diffie Hellman secret")}, &out)
			case Datagram:
				sent = append(sent, item)
			}
		}
		return sent
	}

	sent := receive(am1)
	sa := e.allSAs()[0]
	if sa.phase != state.RespAM2 || len(sent) != 1 {
		t.Fatalf("message 1 leads to %v and %d messages", sa.phase, len(sent))
	}
	same := func(what string, got []byte) {
		t.Helper()
		if want := r.value(t, what); !bytes.Equal(got, want) {
			t.Errorf("%s is %x, want %x", what, got, want)
		}
	}
	if len(nonce.Body) != nonceLen { // ours has 20 bytes: the longer one is put in its place, and the keys made anew
		sa.nonceR = nonce.Body
		var out Out
		if err := e.changeSA(now, sa, &out).deriveKeys(); err != nil {
			t.Fatal(err)
		}
	}
	same("SKEYID", sa.keys.SKEYID)
	same("SKEYID_d", sa.keys.SKEYIDd)
	same("SKEYID_a", sa.keys.SKEYIDa)
	same("SKEYID_e", sa.keys.SKEYIDe)
	same("encryption key Ka", sa.keys.Cipher)
	same("initial IV", sa.keys.IV)
	var out Out
	theirs, _ := answer.First(isakmp.PayloadID)
	same("HASH_R", e.changeSA(now, sa, &out).phase1Hash(state.Responder, theirs.Body))
	same("HASH_I", e.changeSA(now, sa, &out).phase1Hash(state.Initiator, sa.idI))
	own, err := isakmp.ParseMessage(sent[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []isakmp.PayloadType{isakmp.PayloadSA, isakmp.PayloadKE} {
		got, _ := own.First(part)
		want, _ := answer.First(part)
		if !bytes.Equal(got.Body, want.Body) {
			t.Errorf("%v of message 2 is %x, want %x", part, got.Body, want.Body)
		}
	}

	receive(am3)
	if !sa.isEstablished() || !sa.peerDPD || sa.nat.isFound() {
		t.Fatalf("message 3 leads to %v, DPD %t, NAT %t", sa.phase, sa.peerDPD, sa.nat.isFound())
	}
	probes := 0
	for _, d := range r.datagrams[3:] {
		h, _ := isakmp.ParseHeader(d.Data)
		p := sa.protection()
		if h.Exchange != isakmp.Informational || d.Local.Addr() != am1.Local.Addr() {
			continue
		}
		_, payloads, err := p.Open(d.Data)
		if err != nil {
			t.Errorf("informational message %d: %v", h.MessageID, err)
			continue
		}
		if n, ok := payloads[0].Value.(*isakmp.Notify); ok && n.Type == isakmp.NotifyRUThere {
			probes++
			if answers := receive(d); len(answers) != 1 {
				t.Errorf("a probe has %d answers", len(answers))
			}
		}
	}
	if probes == 0 {
		t.Error("no probe of the initiator was recorded")
	}
}
