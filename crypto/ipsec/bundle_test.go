package ipsec_test

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"strings"
	"testing"

	"ruthere/crypto/ipsec"
	"ruthere/packet"
)

var (
	bundleTransform = ipsec.Transform{Cipher: ipsec.AES, KeyBits: 256, Auth: ipsec.HMACSHA1, AH: ipsec.HMACSHA256}
	headerTransform = ipsec.Transform{AH: ipsec.HMACMD5, Mode: ipsec.Transport}
)

// bundleEnds are the two ends of one direction.
func bundleEnds(t *testing.T, transform ipsec.Transform) (from, to *ipsec.SA) {
	t.Helper()
	keys := make([]byte, 200)
	random := rand.NewChaCha8([32]byte{1})
	random.Read(keys)
	spis := ipsec.SPIs{AH: 0x1001}
	if transform.HasESP() {
		spis.ESP = 0x1000
	}
	for _, end := range []**ipsec.SA{&from, &to} {
		sa, err := ipsec.NewBundle(spis, transform, ipsec.Keys{ESP: keys[:100], AH: keys[100:]})
		if err != nil {
			t.Fatal(err)
		}
		*end = sa
	}
	return from, to
}

func outerHeader() packet.IPv4 {
	return packet.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("192.0.2.2"), ID: 0x4711, TTL: 255, TOS: 0x10}
}

// On the wire the Authentication Header is outside and ESP inside; each has its number. What routers change on the way does not
// matter, everything else does, wherever it is.
func TestBundle(t *testing.T) {
	inner := []byte("what is protected")
	for _, transform := range []ipsec.Transform{bundleTransform, headerTransform} {
		from, to := bundleEnds(t, transform)
		random := rand.NewChaCha8([32]byte{2})
		for n := 1; n <= 3; n++ {
			sealed, err := from.SealPacket(outerHeader(), inner, packet.ProtocolUDP, random)
			if err != nil || sealed.Protocol != packet.ProtocolAH {
				t.Fatalf("%s: protocol %d, %v", transform, sealed.Protocol, err)
			}
			if want := map[bool]byte{true: packet.ProtocolESP, false: packet.ProtocolUDP}[transform.HasESP()]; sealed.Payload[0] != want {
				t.Errorf("%s: protocol %d inside AH, want %d", transform, sealed.Payload[0], want)
			}
			for at := range len(sealed.Payload) {
				broken := sealed
				broken.Payload = bytes.Clone(sealed.Payload)
				broken.Payload[at] ^= 0x40
				if _, _, err := to.OpenPacket(broken); err == nil {
					t.Fatalf("%s: with byte %d changed it opens", transform, at)
				}
			}
			sealed.TTL, sealed.TOS, sealed.DontFragment = 3, 0, true
			got, next, err := to.OpenPacket(sealed)
			if err != nil || next != packet.ProtocolUDP || !bytes.Equal(got, inner) {
				t.Fatalf("%s: opens as %q, %d, %v", transform, got, next, err)
			}
			if _, _, err := to.OpenPacket(sealed); !errors.Is(err, ipsec.ErrReplay) {
				t.Errorf("%s: again: %v", transform, err)
			}
		}
		if from.Packets != 3 || from.AH.Packets != 3 || to.Packets != 3 || to.Bytes != 3*uint64(len(inner)) || to.ReplayErrors != 3 {
			t.Errorf("%s: counted %+v, %+v and %+v", transform, from.Counters, to.Counters, to.AH.Counters)
		}
		if from.LastSequence() != 3 && transform.HasESP() || from.AH.LastSequence() != 3 {
			t.Errorf("%s: numbers %d and %d", transform, from.LastSequence(), from.AH.LastSequence())
		}
	}
}

// An SA of both protocols takes neither alone, and none in the other's place.
func TestHalvesOfABundle(t *testing.T) {
	from, to := bundleEnds(t, bundleTransform)
	sealed, err := from.SealPacket(outerHeader(), []byte("inside"), 4, rand.NewChaCha8([32]byte{3}))
	if err != nil {
		t.Fatal(err)
	}
	espAlone := sealed
	espAlone.Protocol, espAlone.Payload = packet.ProtocolESP, sealed.Payload[from.AH.Overhead():]
	if _, _, err := to.OpenPacket(espAlone); !errors.Is(err, ipsec.ErrUnbundled) {
		t.Errorf("ESP without AH: %v", err)
	}
	headerAlone, err := from.AH.Seal(packet.IPv4{Src: outerHeader().Src, Dst: outerHeader().Dst, Protocol: packet.ProtocolUDP,
		Payload: []byte("in the clear")})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := to.OpenPacket(headerAlone); !errors.Is(err, ipsec.ErrUnbundled) {
		t.Errorf("AH without ESP: %v", err)
	}
	if to.Errors != 2 || to.Packets != 0 {
		t.Errorf("counted %+v", to.Counters)
	}
}

func TestBundlesThatCannotBe(t *testing.T) {
	spis, keys := ipsec.SPIs{ESP: 300, AH: 301}, ipsec.Keys{ESP: make([]byte, 100), AH: make([]byte, 100)}
	for name, c := range map[string]struct {
		spis ipsec.SPIs
		ipsec.Transform
		keys ipsec.Keys
	}{
		"AH inside UDP":        {spis, ipsec.Transform{AH: ipsec.HMACSHA1, Mode: ipsec.UDPTunnel}, keys},
		"an AH unknown":        {spis, ipsec.Transform{AH: 9}, keys},
		"ESP without a cipher": {spis, ipsec.Transform{AH: ipsec.HMACSHA1, Auth: ipsec.HMACMD5}, keys},
		"SPI 255 of AH":        {ipsec.SPIs{ESP: 300, AH: 255}, bundleTransform, keys},
		"SPI 255 of ESP":       {ipsec.SPIs{ESP: 255, AH: 300}, bundleTransform, keys},
		"AH's key too short":   {spis, bundleTransform, ipsec.Keys{ESP: keys.ESP, AH: make([]byte, 31)}},
		"ESP's key too short":  {spis, bundleTransform, ipsec.Keys{ESP: make([]byte, 51), AH: keys.AH}},
	} {
		if sa, err := ipsec.NewBundle(c.spis, c.Transform, c.keys); err == nil {
			t.Errorf("%s: made %v", name, sa)
		}
	}
	if _, err := ipsec.NewSA(300, bundleTransform, keys.ESP); err == nil {
		t.Error("a bundle is made of one SPI")
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%x"} {
		if text := fmt.Sprintf(verb, ipsec.Keys{ESP: []byte("secret"), AH: []byte("secret")}); !strings.Contains(text, "(secret)") {
			t.Errorf("%s prints %s", verb, text)
		}
	}
}

// Inbound SAs are found by protocol and SPI, each protocol with SPIs of its own.
func TestDatabaseOfTwoProtocols(t *testing.T) {
	var d ipsec.Database
	in, out := bundleEnds(t, bundleTransform)
	pair, err := d.Add(in, out)
	if err != nil {
		t.Fatal(err)
	}
	if d.InboundSPI(ipsec.SPIs{AH: 0x1001}) != pair || d.Inbound(0x1000) != pair || d.Inbound(0x1001) != nil ||
		d.InboundSPI(ipsec.SPIs{AH: 0x1000}) != nil || d.OutboundSPI(out.Remote, ipsec.SPIs{AH: 0x1001}) != pair ||
		d.OutboundSPI(out.Remote, ipsec.SPIs{AH: 0x1000}) != nil || d.SPIs() != 2 {
		t.Error("the SAs of a bundle are found wrongly")
	}
	if ids := []int{in.AH.ConnID, out.AH.ConnID, in.ConnID, out.ConnID}; ids[0] != 1 || ids[1] != 2 || ids[2] != 3 || ids[3] != 4 {
		t.Errorf("numbers %v", ids)
	}
	header, other := bundleEnds(t, headerTransform)
	if _, err := d.Add(header, other); err == nil {
		t.Error("an SPI of AH is given twice")
	}
	header.SPI, header.AH.SPI = 0x1000, 0x1000 // as ESP has it
	if _, err := d.Add(header, other); err != nil {
		t.Error(err)
	}
	d.Remove(pair)
	if d.SPIs() != 1 || d.InboundSPI(ipsec.SPIs{AH: 0x1000}) == nil {
		t.Errorf("%d SPIs are left", d.SPIs())
	}
}
