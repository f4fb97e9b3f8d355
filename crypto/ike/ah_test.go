package ike

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"slices"
	"testing"
	"time"

	"ruthere/config"
	"ruthere/crypto/ipsec"
	"ruthere/crypto/isakmp"
	"ruthere/crypto/oakley"
	"ruthere/debuglog"
	"ruthere/event"
	"ruthere/packet"
)

const bundleWords = "ah-sha-hmac esp-aes esp-md5-hmac"

// bundled makes two ends whose only transform set is of these words.
func bundled(t testing.TB, release debuglog.Release, words string) *testnet {
	return newNet(t, release, func(left, right *config.Config) { withSets(left, words); withSets(right, words) })
}

// A proposalOf is a proposal of a peer, with transforms that differ in what they are of: "sha" and "md5" of AH, "aes" and "des" of
// ESP with HMAC-MD5.
func proposalOf(number uint8, protocol isakmp.ProtocolID, words ...string) isakmp.Proposal {
	kinds := map[string][2]uint8{"sha": {isakmp.AH_SHA, isakmp.HMAC_SHA}, "md5": {isakmp.AH_MD5, isakmp.HMAC_MD5},
		"aes": {isakmp.ESP_AES, isakmp.HMAC_MD5}, "des": {isakmp.ESP_DES, isakmp.HMAC_MD5}}
	p := isakmp.Proposal{Number: number, Protocol: protocol, SPI: []byte{0, 1, 2, byte(protocol)}}
	for i, word := range words {
		p.Transforms = append(p.Transforms, isakmp.Transform{Number: uint8(i + 1), ID: kinds[word][0], Attributes: []isakmp.Attribute{
			isakmp.BasicAttribute(isakmp.IPsecEncapsulation, isakmp.EncapsulationTunnel),
			isakmp.BasicAttribute(isakmp.IPsecAuthentication, uint16(kinds[word][1]))}})
	}
	return p
}

// Of each protocol under a number one transform is chosen, whatever their order; and only if there are both, and nothing besides.
func TestOffersOfTwoProtocols(t *testing.T) {
	const ah, esp = isakmp.ProtocolAH, isakmp.ProtocolESP
	many := slices.Repeat([]string{"des"}, maxCombinations)
	for _, c := range []struct {
		name   string
		offer  []isakmp.Proposal
		answer string // protocol:transform of each part
	}{
		{"as IOS has it", []isakmp.Proposal{proposalOf(1, ah, "sha"), proposalOf(1, esp, "aes")}, "2:1 3:1"},
		{"ESP first", []isakmp.Proposal{proposalOf(1, esp, "aes"), proposalOf(1, ah, "sha")}, "3:1 2:1"},
		{"each the second", []isakmp.Proposal{proposalOf(1, ah, "md5", "sha"), proposalOf(1, esp, "des", "aes")}, "2:2 3:2"},
		{"apart", []isakmp.Proposal{proposalOf(1, ah, "sha"), proposalOf(2, ah, "sha"), proposalOf(1, esp, "aes")}, "2:1 3:1"},
		{"the second number", []isakmp.Proposal{proposalOf(1, ah, "md5"), proposalOf(1, esp, "aes"), proposalOf(9, ah, "sha"),
			proposalOf(9, esp, "aes")}, "2:1 3:1"},
		{"one alone", []isakmp.Proposal{proposalOf(1, ah, "sha"), proposalOf(2, esp, "aes")}, ""},
		{"the other one wrong", []isakmp.Proposal{proposalOf(1, ah, "sha"), proposalOf(1, esp, "des")}, ""},
		{"AH twice", []isakmp.Proposal{proposalOf(1, ah, "sha"), proposalOf(1, esp, "aes"), proposalOf(1, ah, "sha")}, ""},
		{"behind the bound", []isakmp.Proposal{proposalOf(1, ah, "sha"), proposalOf(1, esp, append(many, "aes")...)}, ""},
		{"just before it", []isakmp.Proposal{proposalOf(1, ah, "sha"), proposalOf(1, esp, append(many[1:], "aes")...)}, "2:1 3:64"},
	} {
		n := bundled(t, debuglog.IOS15, bundleWords)
		n.alter(1, func(body []isakmp.Payload) []isakmp.Payload {
			offer := *offerOf(body)
			offer.Proposals = c.offer
			return withOffer(body, &offer)
		})
		n.trigger(0)
		answer, right := "", n.rigs[1].engine
		for _, node := range right.allSAs()[0].nodes {
			if q := node.quick; q != nil && len(q.agreed.proposals) > 0 {
				for _, p := range q.agreed.proposals {
					answer += fmt.Sprintf(" %d:%d", p.Protocol, p.Transforms[0].Number)
				}
				answer = answer[1:]
			}
		}
		if answer != c.answer || (right.IPsec.Len() == 1) != (answer != "") {
			t.Errorf("%s: answered %q with %d pairs, want %q", c.name, answer, right.IPsec.Len(), c.answer)
		}
		if want := 2 * right.IPsec.Len(); right.IPsec.SPIs() != want {
			t.Errorf("%s: %d SPIs in use, want %d", c.name, right.IPsec.SPIs(), want)
		}
	}
}

// The keys of both protocols are what RFC 2409 section 5.5 says: of the protocol's number and its own SPI.
func TestKeysOfTwoProtocols(t *testing.T) {
	n := bundled(t, debuglog.IOS15, bundleWords)
	n.trigger(0)
	left, right := n.rigs[0].engine, n.rigs[1].engine
	sa := left.allSAs()[0]
	quick := sa.nodes[len(sa.nodes)-1].quick
	material := func(protocol isakmp.ProtocolID, spi uint32, length int) []byte {
		return oakley.KeyMaterial(sa.suite.Hash, sa.keys.SKEYIDd, nil, protocol, binary.BigEndian.AppendUint32(nil, spi),
			quick.nonceI, quick.nonceR, length)
	}
	spis := left.IPsec.Pairs()[0].Out.SPIs()
	sender, err := ipsec.NewBundle(spis, left.IPsec.Pairs()[0].Out.Transform,
		ipsec.Keys{ESP: material(isakmp.ProtocolESP, spis.ESP, 32), AH: material(isakmp.ProtocolAH, spis.AH, 20)})
	if err != nil {
		t.Fatal(err)
	}
	inner := packet.IPv4{Src: leftAddr, Dst: rightAddr, TTL: 9, Payload: []byte("inside")}.Append(nil)
	outer := packet.IPv4{Src: leftAddr, Dst: rightAddr, ID: 5, TTL: 200}
	sealed, err := sender.SealPacket(outer, inner, packet.ProtocolIPinIP, streams(3)("iv"))
	if err != nil {
		t.Fatal(err)
	}
	got, _, err := right.IPsec.InboundSPI(ipsec.SPIs{AH: spis.AH}).In.OpenPacket(sealed)
	if err != nil || !bytes.Equal(got, inner) {
		t.Errorf("what is sealed with the keys of the RFC opens as %q, %v", got, err)
	}
}

// AH does not pass a translator, and RFC 3948 has no form for it: once one is found, no set with it is offered or agreed to.
func TestHeadersAndNAT(t *testing.T) {
	for _, c := range []struct {
		left, right []string
		agreed      string
	}{
		{[]string{bundleWords}, []string{bundleWords}, ""},
		{[]string{"ah-sha-hmac"}, []string{"ah-sha-hmac"}, ""},
		{[]string{bundleWords, "esp-aes esp-sha-hmac"}, []string{bundleWords, "esp-aes esp-sha-hmac"}, "esp-aes esp-sha-hmac"},
	} {
		for _, release := range releases {
			n := newNet(t, release, func(left, right *config.Config) {
				withSets(left, c.left...)
				withSets(right, c.right...)
				left.IPsec.UDPEncapsulation, right.IPsec.UDPEncapsulation = true, true
			})
			n.nat = 1000
			n.trigger(0)
			pairs := n.rigs[1].engine.IPsec.Pairs()
			switch {
			case c.agreed == "" && (len(pairs) != 0 || n.rigs[0].engine.IPsec.SPIs() != 0 || n.rigs[0].engine.Established() != 1):
				t.Errorf("%v: %q through a NAT: %d pairs, %d SPIs", release, c.left, len(pairs), n.rigs[0].engine.IPsec.SPIs())
			case c.agreed == "":
				n.rigs[0].said(t, "%CRYPTO-4-IPSEC_NO_TRANSFORM: Crypto map green 1 ")
			case len(pairs) != 1 || pairs[0].Out.Words() != c.agreed || !pairs[0].Out.Mode.IsUDP():
				t.Errorf("%v: %q through a NAT: %d pairs", release, c.left, len(pairs))
			}
		}
	}
}

// A responder that finds a translator refuses AH too, though its initiator did not notice.
func TestHeaderOfferedThroughNAT(t *testing.T) {
	n := bundled(t, debuglog.IOS15, "ah-sha-hmac")
	n.alter(1, func(body []isakmp.Payload) []isakmp.Payload {
		n.rigs[1].engine.allSAs()[0].nat.peer = true
		return body
	})
	n.trigger(0)
	if n.rigs[1].engine.IPsec.Len() != 0 {
		t.Error("AH is agreed to behind a NAT")
	}
}

// Whichever protocol's SPI a peer deletes, both SAs go; an SPI of the other protocol is none. Our own delete names both.
func TestDeletesOfTwoProtocols(t *testing.T) {
	for _, release := range releases {
		for _, c := range []struct {
			name     string
			protocol isakmp.ProtocolID
			spi      func(ipsec.SPIs) uint32
			left     int
		}{
			{"AH", isakmp.ProtocolAH, func(s ipsec.SPIs) uint32 { return s.AH }, 0},
			{"ESP", isakmp.ProtocolESP, func(s ipsec.SPIs) uint32 { return s.ESP }, 0},
			{"ESP's SPI as AH's", isakmp.ProtocolAH, func(s ipsec.SPIs) uint32 { return s.ESP }, 1},
			{"AH's SPI as ESP's", isakmp.ProtocolESP, func(s ipsec.SPIs) uint32 { return s.AH }, 1},
		} {
			n := bundled(t, release, bundleWords)
			n.trigger(0)
			spi := c.spi(n.rigs[1].engine.IPsec.Pairs()[0].In.SPIs())
			n.peerSends(isakmp.New(&isakmp.Delete{DOI: isakmp.DOIIPsec, Protocol: c.protocol,
				SPIs: [][]byte{binary.BigEndian.AppendUint32(nil, spi)}}))
			if got := n.rigs[0].engine.IPsec.Len(); got != c.left {
				t.Errorf("%v: a delete of %s leaves %d pairs, want %d", release, c.name, got, c.left)
			}
		}
		n := bundled(t, release, bundleWords)
		n.trigger(0)
		n.clear(1, func(e *Engine, out *Out) { e.ClearIPsec(n.now, IPsecFilter{}, out) })
		if left, right := n.rigs[0].engine.IPsec, n.rigs[1].engine.IPsec; left.SPIs()+right.SPIs() != 0 {
			t.Errorf("%v: a cleared bundle leaves %d SPIs here, %d there", release, left.SPIs(), right.SPIs())
		}
		if got := count(n.rigs[0].lines, "processing DELETE payload"); got != 2 {
			t.Errorf("%v: the delete of a bundle has %d payloads, want 2", release, got)
		}
	}
}

// An SPI of AH that nobody has is told as AH's: SAs of ESP with that SPI stay.
func TestInvalidSPIOfAH(t *testing.T) {
	for words, gone := range map[string]bool{"ah-sha-hmac": true, bundleWords: true, "esp-aes esp-sha-hmac": false} {
		n := bundled(t, debuglog.IOSXE, words)
		n.trigger(0)
		left, right := n.rigs[0].engine, n.rigs[1].engine
		pair := right.IPsec.Pairs()[0]
		spi := pair.In.SPI
		if pair.In.AH != nil {
			spi = pair.In.AH.SPI
		}
		right.removePair(pair, "", &Out{})
		n.clear(1, func(e *Engine, out *Out) { e.InvalidSPI(n.now, "", rightAddr, leftAddr, ipsec.SPIs{AH: spi}, out) })
		if (left.IPsec.Len() == 0) != gone {
			t.Errorf("%s: after AH's SPI was refused there are %d pairs", words, left.IPsec.Len())
		}
	}
}

// Pairs of both protocols are renewed, run out and go for idleness as those of ESP do, and nothing is left of them.
func TestLivesOfTwoProtocols(t *testing.T) {
	for _, words := range []string{"ah-md5-hmac", bundleWords} {
		n := bundled(t, debuglog.IOS15, words)
		for _, r := range n.rigs {
			r.engine.config.IPsec.LifetimeSeconds = 120
		}
		n.trigger(0)
		first := n.rigs[0].engine.IPsec.Pairs()[0]
		for i := range n.rigs {
			n.carry(i, words)
		}
		n.run(119 * time.Second)
		pairs := n.rigs[0].engine.IPsec.Pairs()
		if len(pairs) == 0 || pairs[len(pairs)-1] == first {
			t.Fatalf("%s: no successor after 119 s", words)
		}
		n.run(time.Minute)
		if left, right := n.rigs[0].engine.IPsec, n.rigs[1].engine.IPsec; left.Has(first) || left.SPIs() != right.SPIs() || left.Len() != 1 {
			t.Errorf("%s: %d pairs and %d SPIs here, %d SPIs there after the first life", words, left.Len(), left.SPIs(), right.SPIs())
		}
		n.run(5 * time.Minute) // nothing passes, so nothing is renewed
		if left := n.rigs[0].engine.IPsec; left.SPIs() != 0 || !slices.ContainsFunc(n.rigs[0].events, endedByLifetime) {
			t.Errorf("%s: %d SPIs are left", words, left.SPIs())
		}
	}
}

func endedByLifetime(e event.Event) bool {
	sa, ok := e.(event.IPsecSA)
	return ok && sa.State == event.Down && sa.Reason == event.Lifetime
}

// carry has a packet of a rig cross its newest pair.
func (n *testnet) carry(from int, what string) {
	n.t.Helper()
	pair := n.rigs[from].engine.IPsec.Pairs()[0]
	outer := packet.IPv4{Src: pair.Out.Local, Dst: pair.Out.Remote, ID: 1, TTL: 64}
	sealed, err := pair.Out.SealPacket(outer, []byte("data"), 4, streams(9)("iv"))
	if err != nil {
		n.t.Fatal(err)
	}
	spi, _ := ipsec.SPIOf(sealed)
	to := n.rigs[1-from].engine.IPsec.InboundSPI(spi)
	if to == nil {
		n.t.Fatalf("%s: nobody has SPI %X", what, spi)
	}
	if got, _, err := to.In.OpenPacket(sealed); err != nil || string(got) != "data" {
		n.t.Fatalf("%s: opens as %q, %v", what, got, err)
	}
}
