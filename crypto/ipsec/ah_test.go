package ipsec_test

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"math"
	"net/netip"
	"reflect"
	"strings"
	"testing"

	"ruthere/crypto/ipsec"
	"ruthere/packet"
)

func newAH(t testing.TB, auth ipsec.Auth) *ipsec.AH {
	t.Helper()
	keymat := make([]byte, auth.KeyLen())
	for i := range keymat {
		keymat[i] = byte(i + 1)
	}
	ah, err := ipsec.NewAH(testSPI, auth, keymat)
	if err != nil {
		t.Fatal(err)
	}
	return ah
}

// datagram is what the vectors below protect.
func datagram() packet.IPv4 {
	return packet.IPv4{Src: netip.MustParseAddr("192.0.2.1"), Dst: netip.MustParseAddr("198.51.100.2"), Protocol: packet.ProtocolUDP,
		TTL: 255, TOS: 0xc0, ID: 0x1234, DontFragment: true, Payload: []byte("ABCDEFGHijk")}
}

func sealAH(t testing.TB, ah *ipsec.AH, p packet.IPv4) packet.IPv4 {
	t.Helper()
	sealed, err := ah.Seal(p)
	if err != nil {
		t.Fatal(err)
	}
	return sealed
}

// headers were computed with another implementation (Python's hmac and struct) from the key 01 02 03 ...
var headers = []struct {
	auth    ipsec.Auth
	payload string
}{
	{ipsec.HMACMD5, "110400003a7b69bf0000000118335baf881f2edba18380bb4142434445464748696a6b"},
	{ipsec.HMACSHA1, "110400003a7b69bf000000012bd595363eeec874a2c1c3c54142434445464748696a6b"},
	{ipsec.HMACSHA256, "110500003a7b69bf0000000194cf09b17b8d503965706009a4bb200e4142434445464748696a6b"},
	{ipsec.HMACSHA384, "110700003a7b69bf000000017fa6eb96c12563221b94696ee8e5360f1ed64df5a99f5b1b4142434445464748696a6b"},
	{ipsec.HMACSHA512, "110900003a7b69bf000000016ffba455879dae807cfeabf9b8e79fa4376ba6cd0266c2acb0bb9a5f6a29b61d4142434445464748696a6b"},
}

func TestHeaderVectors(t *testing.T) {
	for _, v := range headers {
		sealed := sealAH(t, newAH(t, v.auth), datagram())
		if got := hex.EncodeToString(sealed.Payload); got != v.payload || sealed.Protocol != packet.ProtocolAH {
			t.Errorf("%d: sealed as protocol %d\n%s, want\n%s", v.auth, sealed.Protocol, got, v.payload)
		}
		opened, err := newAH(t, v.auth).Open(sealed)
		if err != nil || !reflect.DeepEqual(opened, datagram()) {
			t.Errorf("%d: opened as %+v, %v", v.auth, opened, err)
		}
	}
}

// correctChecksum does what a router does that changed an IP header.
func correctChecksum(wire []byte) {
	const at = 10
	clear(wire[at : at+2])
	sum := uint32(0)
	for i := 0; i < min(int(wire[0]&15)*4, len(wire)-1); i += 2 {
		sum += uint32(binary.BigEndian.Uint16(wire[i:]))
	}
	sum = sum>>16 + sum&0xffff
	binary.BigEndian.PutUint16(wire[at:], ^uint16(sum>>16+sum))
}

// Routers change some of the header on the way, RFC 4302 section 3.3.3.1.1.1; everything else is covered to the bit.
func TestEveryBitOfAHeaderIsCoveredOrMutable(t *testing.T) {
	mutable := func(at, bit int) bool {
		const typeOfService, flags, ttl, checksum = 1, 6, 8, 10
		return at == typeOfService || at == ttl || at == checksum || at == checksum+1 || at == flags && bit >= 6
	}
	for _, v := range headers {
		wire := sealAH(t, newAH(t, v.auth), datagram()).Append(nil)
		for at := range wire {
			for bit := range 8 {
				changed := append([]byte(nil), wire...)
				changed[at] ^= 1 << bit
				correctChecksum(changed)
				p, err := packet.ParseIPv4(changed)
				ah := newAH(t, v.auth)
				if err == nil {
					_, err = ah.Open(p)
				}
				if (err == nil) != mutable(at, bit) {
					t.Errorf("%d: bit %d of byte %d changed: %v", v.auth, bit, at, err)
				}
				if err != nil && ah.Packets != 0 {
					t.Errorf("%d: a packet was counted that failed: %v", v.auth, err)
				}
			}
		}
	}
}

func TestHeaderRefusals(t *testing.T) {
	good := sealAH(t, newAH(t, ipsec.HMACSHA1), datagram())
	changed := func(change func(p *packet.IPv4)) packet.IPv4 {
		p := good
		p.Payload = append([]byte(nil), good.Payload...)
		change(&p)
		return p
	}
	for _, row := range []struct {
		because string
		p       packet.IPv4
		want    error
	}{
		{"a NAT changed the source", changed(func(p *packet.IPv4) { p.Src = netip.MustParseAddr("203.0.113.9") }), ipsec.ErrIntegrity},
		{"a NAT changed the destination", changed(func(p *packet.IPv4) { p.Dst = netip.MustParseAddr("203.0.113.9") }), ipsec.ErrIntegrity},
		{"another SPI", changed(func(p *packet.IPv4) { p.Payload[7]++ }), ipsec.ErrIntegrity},
		{"cut", changed(func(p *packet.IPv4) { p.Payload = p.Payload[:23] }), ipsec.ErrShort},
		{"empty", changed(func(p *packet.IPv4) { p.Payload = nil }), ipsec.ErrShort},
		{"a length that is not its own", changed(func(p *packet.IPv4) { p.Payload[1]++ }), ipsec.ErrShort},
		{"another protocol", changed(func(p *packet.IPv4) { p.Protocol = packet.ProtocolESP }), ipsec.ErrShort},
		{"first fragment", changed(func(p *packet.IPv4) { p.MoreFragments = true }), ipsec.ErrFragment},
		{"later fragment", changed(func(p *packet.IPv4) { p.FragmentOffset = 8 }), ipsec.ErrFragment},
		{"nobody's source", changed(func(p *packet.IPv4) { p.Src = netip.MustParseAddr("2001:db8::1") }), ipsec.ErrIntegrity},
	} {
		ah := newAH(t, ipsec.HMACSHA1)
		_, err := ah.Open(row.p)
		wantError(t, row.because, err, row.want)
		if verify := row.want == ipsec.ErrIntegrity; ah.Errors != 1 || (ah.VerifyErrors == 1) != verify || ah.Packets != 0 {
			t.Errorf("%s: counted %+v", row.because, ah.Counters)
		}
	}
}

func TestHeaderReplay(t *testing.T) {
	from, to := newAH(t, ipsec.HMACSHA256), newAH(t, ipsec.HMACSHA256)
	first := sealAH(t, from, datagram())
	for range ipsec.DefaultReplayWindow - 1 {
		sealAH(t, from, datagram())
	}
	last := sealAH(t, from, datagram())
	for _, row := range []struct {
		because string
		p       packet.IPv4
		want    error
	}{{"the newest", last, nil}, {"again", last, ipsec.ErrReplay}, {"older than the window", first, ipsec.ErrReplay}} {
		_, err := to.Open(row.p)
		wantError(t, row.because, err, row.want)
	}
	if to.Packets != 1 || to.ReplayErrors != 2 || to.Errors != 2 || to.LastSequence() != ipsec.DefaultReplayWindow+1 {
		t.Errorf("counted %+v, last number %d", to.Counters, to.LastSequence())
	}
	if err := to.SetReplayWindow(0); err != nil || to.ReplayWindow() != 0 {
		t.Fatal(err)
	}
	_, err := to.Open(first)
	wantError(t, "without a window", err, nil)
}

func TestHeaderIsNotSealed(t *testing.T) {
	piece, long, foreign := datagram(), datagram(), datagram()
	piece.MoreFragments = true
	long.Payload = make([]byte, packet.MaxIPv4Payload-23)
	foreign.Dst = netip.MustParseAddr("2001:db8::1")
	for _, row := range []struct {
		because string
		p       packet.IPv4
		last    uint32
		want    error
	}{
		{"a fragment", piece, 0, ipsec.ErrFragment},
		{"too long with the header", long, 0, ipsec.ErrShort},
		{"not IPv4", foreign, 0, ipsec.ErrShort},
		{"the last number was used", datagram(), math.MaxUint32, ipsec.ErrExhausted},
	} {
		ah := newAH(t, ipsec.HMACSHA1)
		ah.SetSequence(row.last)
		_, err := ah.Seal(row.p)
		wantError(t, row.because, err, row.want)
		if ah.LastSequence() != row.last || ah.Errors != 1 || ah.Packets != 0 {
			t.Errorf("%s: last number %d, counted %+v", row.because, ah.LastSequence(), ah.Counters)
		}
	}
}

// A bundle in transport mode: AH is the outer, and authenticates the ESP packet (RFC 2401 section 4.3).
func TestHeaderAroundESP(t *testing.T) {
	transform := ipsec.Transform{Cipher: ipsec.AES, Auth: ipsec.HMACSHA1, Mode: ipsec.Transport}
	p := datagram()
	p.Payload, p.Protocol = seal(t, newSA(t, transform), p.Payload), packet.ProtocolESP
	opened, err := newAH(t, ipsec.HMACSHA256).Open(sealAH(t, newAH(t, ipsec.HMACSHA256), p))
	if err != nil || opened.Protocol != packet.ProtocolESP {
		t.Fatalf("opened as protocol %d: %v", opened.Protocol, err)
	}
	if inner, _, err := newSA(t, transform).Open(opened.Payload); err != nil || string(inner) != "ABCDEFGHijk" {
		t.Errorf("inside is %q: %v", inner, err)
	}
}

func TestNewAHRefuses(t *testing.T) {
	for _, row := range []struct {
		spi  uint32
		auth ipsec.Auth
		key  int
		want string
	}{
		{255, ipsec.HMACSHA1, 20, "cannot use SPI 255: below 256 are reserved"},
		{256, ipsec.None, 20, "cannot use integrity algorithm number 0: AH needs one that is known"},
		{256, ipsec.HMACSHA512 + 1, 99, "cannot use integrity algorithm number 6: AH needs one that is known"},
		{256, ipsec.HMACSHA256, 31, "cannot key ah-sha256-hmac with 31 bytes: want 32"},
	} {
		if _, err := ipsec.NewAH(row.spi, row.auth, make([]byte, row.key)); err == nil || err.Error() != row.want {
			t.Errorf("error is %v, want %s", err, row.want)
		}
	}
}

func TestHeaderKeyIsNotPrinted(t *testing.T) {
	ah := newAH(t, ipsec.HMACSHA1)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s"} {
		if got := fmt.Sprintf(verb, ah); strings.Contains(got, "1 2 3 4") || strings.Contains(got, "0x1, 0x2, 0x3") {
			t.Errorf("%s prints the key: %s", verb, got)
		}
	}
}

// What opens seals to the same packet again.
func FuzzAuthenticationHeader(f *testing.F) {
	for _, v := range headers {
		payload, _ := hex.DecodeString(v.payload)
		f.Add(payload, uint8(v.auth))
	}
	f.Add([]byte{}, uint8(ipsec.HMACMD5))
	f.Fuzz(func(t *testing.T, payload []byte, number uint8) {
		auth := ipsec.Auth(number%uint8(ipsec.HMACSHA512)) + ipsec.HMACMD5
		p := datagram()
		p.Protocol, p.Payload = packet.ProtocolAH, payload
		ah := newAH(t, auth)
		opened, err := ah.Open(p)
		if err != nil {
			return
		}
		again := newAH(t, auth)
		again.SetSequence(ah.LastSequence() - 1)
		if sealed := sealAH(t, again, opened); string(sealed.Payload) != string(payload) {
			t.Errorf("% x opens, and seals to % x", payload, sealed.Payload)
		}
	})
}
