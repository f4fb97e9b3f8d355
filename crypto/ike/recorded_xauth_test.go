package ike

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"slices"
	"testing"
	"time"

	"ruthere/crypto/ike/state"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
)

// The engine stands in for the responder of a recorded tunnel with XAUTH, up to the end of phase 1, which was offered as
// XAUTHInitPreShared. From its keys every transaction is recomputed: each HASH and each IV is the one that was logged.
func TestRecordedXAuth(t *testing.T) {
	r := readRecorded(t, "xauth-aes256-sha1-modp1024")
	am1, am2, am3 := r.datagrams[0], r.datagrams[1], r.datagrams[2]
	answer, err := isakmp.ParseMessage(am2.Data)
	if err != nil {
		t.Fatal(err)
	}
	ke, _ := answer.First(isakmp.PayloadKE)
	nonce, _ := answer.First(isakmp.PayloadNonce)
	c := siteToSite(am1.Local.Addr(), am1.Remote.Addr(), "192.168.1.0/24", "192.168.2.0/24")
	c.ISAKMP.Policies[0].Group, c.ISAKMP.Policies[0].KeyBits, c.ISAKMP.Keys[0].Key = 2, 256, r.PSK
	c.SetMapXAuth("green", "XA")
	e := New(debuglog.IOS15, c, script{"cookie": bytes.NewBuffer(answer.Responder[:]), "nonce": bytes.NewBuffer(nonce.Body)}.draw)
	now := time.Date(2004, 3, 25, 15, 17, 0, 0, time.UTC)
	receive := func(d Datagram) {
		var out Out
		e.Receive(now, d, &out)
		for _, item := range out.Items {
			if job, ok := item.(Job); ok {
				e.Answer(now, Answer{ID: job.ID, Public: ke.Body, Shared: r.value(t, "shared Diffie Hellman secret")}, &Out{})
			}
		}
	}
	receive(am1)
	sa := e.allSAs()[0]
	if sa.phase != state.RespAM2 {
		t.Fatalf("an offer of XAUTHInitPreShared leads to %v", sa.phase)
	}
	sa.nonceR = nonce.Body
	if err := e.changeSA(now, sa, &Out{}).deriveKeys(); err != nil {
		t.Fatal(err)
	}
	theirs, _ := answer.First(isakmp.PayloadID)
	for name, got := range map[string][]byte{"SKEYID": sa.keys.SKEYID, "SKEYID_d": sa.keys.SKEYIDd, "SKEYID_a": sa.keys.SKEYIDa,
		"SKEYID_e": sa.keys.SKEYIDe, "encryption key Ka": sa.keys.Cipher, "initial IV": sa.keys.IV,
		"HASH_R": e.changeSA(now, sa, &Out{}).phase1Hash(state.Responder, theirs.Body),
		"HASH_I": e.changeSA(now, sa, &Out{}).phase1Hash(state.Initiator, sa.idI)} {
		if want := r.value(t, name); !bytes.Equal(got, want) {
			t.Errorf("%s is %x, want %x", name, got, want)
		}
	}
	receive(am3)
	if sa.phase != state.XAuthRequestSent {
		t.Fatalf("message 3 leads to %v", sa.phase)
	}

	logged := func(name string, b []byte) {
		t.Helper()
		if !slices.ContainsFunc(r.Values, func(v struct{ Name, Hex string }) bool { return v.Name == name && v.Hex == hex.EncodeToString(b) }) {
			t.Errorf("%s: %x was not computed then", name, b)
		}
	}
	ivs, said := map[uint32][]byte{}, []string(nil)
	for _, d := range r.datagrams[3:] {
		h, err := isakmp.ParseHeader(d.Data)
		if err != nil || h.Exchange != isakmp.Transaction {
			continue
		}
		mid := fmt.Sprintf("next IV for MID %d", h.MessageID)
		if ivs[h.MessageID] == nil {
			ivs[h.MessageID] = oakley.PhaseTwoIV(sa.suite.Hash, sa.iv, h.MessageID, sa.suite.Cipher.BlockSize())
			logged(mid, ivs[h.MessageID])
		}
		plain, next, err := oakley.Decrypt(sa.keys.Block, ivs[h.MessageID], d.Data[isakmp.HeaderLen:])
		if err != nil {
			t.Fatal(err)
		}
		payloads, err := isakmp.ParsePayloads(h.Next, plain, isakmp.PaddingAllowed)
		if err != nil || len(payloads) != 2 {
			t.Fatalf("a transaction of %d payloads: %v", len(payloads), err)
		}
		ivs[h.MessageID] = next
		logged(mid, next)
		hash := oakley.InformationalHash(sa.keys.Authenticator, h.MessageID, isakmp.AppendPayloads(nil, payloads[1:]))
		if !bytes.Equal(hash, payloads[0].Value.(*isakmp.Hash).Data) {
			t.Errorf("the HASH of a transaction is %x", hash)
		}
		logged("Hash", hash)
		cfg := payloads[1].Value.(*isakmp.Configuration)
		said = append(said, fmt.Sprint(cfg.Type, told(cfg.Attributes)))
	}
	want := []string{"REQUEST [16521= 16522=]", "REPLY [16521=626f62 16522=736563726574]", "SET [16527=1]", "ACK [16527=]",
		"REQUEST [1=]", "REPLY [1=0a630001 3=c0a80235]"}
	if !slices.Equal(said, want) {
		t.Errorf("it was said\n%q, want\n%q", said, want)
	}
}
