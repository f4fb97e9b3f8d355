package packet

import (
	"bytes"
	"encoding/hex"
	"errors"
	"net/netip"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var (
	spokeNBMA, hubNBMA     = netip.MustParseAddr("192.0.2.2"), netip.MustParseAddr("198.51.100.1")
	spokeTunnel, hubTunnel = netip.MustParseAddr("10.0.0.2"), netip.MustParseAddr("10.0.0.1")

	registration = NHRP{Type: RegistrationRequest, HopCount: 255, Flags: RegistrationUnique | FlagNAT, RequestID: 65537, SrcNBMA: spokeNBMA,
		SrcProtocol: spokeTunnel, DstProtocol: hubTunnel, Clients: []NHRPClient{{Prefix: 32, MTU: 17916, HoldTime: 300}},
		Extensions: []NHRPExtension{{Type: ExtensionResponder, Compulsory: true}, {Type: ExtensionForwardTransit, Compulsory: true},
			{Type: ExtensionReverseTransit, Compulsory: true},
			{Type: ExtensionAuthentication, Compulsory: true, Data: []byte("\x00\x00\x00\x01secret")},
			{Type: ExtensionNAT, Compulsory: true, Clients: []NHRPClient{{Prefix: 32, NBMA: hubNBMA, Protocol: hubTunnel}}}}}
)

const registrationHex = "0001 0800 0000000000 ff 006a d727 0034 01 03 04 00" + // the fixed header, RFC 2332 section 5.2.0
	"04 04 8002 00010001 c0000202 0a000002 0a000001" + "00 20 0000 45fc 012c 00 00 00 00" + // the mandatory part
	"8003 0000 8004 0000 8005 0000 8007 000a 00000001736563726574" +
	"8009 0014 00 20 0000 0000 0000 04 00 04 00 c6336401 0a000001" + "8000 0000"

// nhrpPackets are packets and their bytes.
var nhrpPackets = []struct {
	what   string
	packet NHRP
	hex    string
}{
	{"a registration as spokes send it", registration, registrationHex},
	{"a question without extensions", NHRP{Type: ResolutionRequest, HopCount: 254, Flags: ResolutionFromRouter, RequestID: 7,
		SrcNBMA: spokeNBMA, SrcProtocol: spokeTunnel, DstProtocol: netip.MustParseAddr("192.168.3.10")},
		"0001 0800 0000000000 fe 0028 de14 0000 01 01 04 00" + "04 04 8000 00000007 c0000202 0a000002 c0a8030a"},
	{"an error about three bytes", NHRP{Type: ErrorIndication, HopCount: 1, ErrorCode: CodeAuthenticationFails, ErrorOffset: 84,
		SrcNBMA: hubNBMA, SrcProtocol: hubTunnel, DstProtocol: spokeTunnel, Contents: []byte{1, 2, 3}},
		"0001 0800 0000000000 01 002b ac2e 0000 01 07 04 00" + "04 04 0000 000b 0054 c6336401 0a000001 0a000002" + "010203"},
	{"a traffic indication", NHRP{Type: TrafficIndication, HopCount: 255, SrcNBMA: hubNBMA, SrcProtocol: hubTunnel, DstProtocol: spokeTunnel,
		Contents: []byte{0x45, 0}},
		"0001 0800 0000000000 ff 002a 6a91 0000 01 08 04 00" + "04 04 0000 00000000 c6336401 0a000001 0a000002" + "4500"},
}

var sameNHRP = cmp.Options{cmpopts.EquateComparable(netip.Addr{}), cmpopts.EquateEmpty()}

func TestNHRP(t *testing.T) {
	for _, c := range nhrpPackets {
		wire, err := hex.DecodeString(strings.ReplaceAll(c.hex, " ", ""))
		if err != nil {
			t.Fatal(err)
		}
		if got := c.packet.Append(nil); !bytes.Equal(got, wire) {
			t.Errorf("%s: is written\n%x, want\n%x", c.what, got, wire)
		}
		got, err := ParseNHRP(append(wire, "padding"...))
		if diff := cmp.Diff(c.packet, got, sameNHRP); diff != "" || err != nil {
			t.Errorf("%s: is read %v (-want +got):\n%s", c.what, err, diff)
		}
		for n := range wire {
			if _, err := ParseNHRP(wire[:n:n]); err == nil {
				t.Errorf("%s, cut to %d bytes, is a packet", c.what, n)
			}
		}
	}
}

func TestNHRPRefused(t *testing.T) {
	for _, c := range []struct {
		what   string
		change func(n *NHRP)
		at     int // of a byte of the registration, and what is put there
		to     byte
		want   error
	}{
		{"another version", nil, 16, 2, ErrHeader},
		{"addresses of IPv6", nil, 1, 2, ErrHeader},
		{"the protocol IPv6", nil, 2, 0x86, ErrHeader},
		{"a type that there is not", nil, 17, 9, ErrHeader},
		{"a source of six bytes", nil, 18, 6, ErrHeader},
		{"a subaddress", nil, 19, 4, ErrHeader},
		{"extensions in the header", nil, 15, 19, ErrHeader},
		{"extensions behind the end", nil, 15, 0x6b, ErrHeader},
		{"a size beyond the end", nil, 11, 0x6b, ErrShort},
		{"another checksum", nil, 12, 0, ErrChecksum},
		{"no last extension", func(n *NHRP) { n.Extensions[4].Data = nil }, 11, 0x66, ErrShort},
		{"a compulsory extension that nobody knows", func(n *NHRP) { n.Extensions[1] = NHRPExtension{Type: 100, Compulsory: true} }, 0, 0,
			ErrHeader},
	} {
		n := registration
		n.Extensions = append([]NHRPExtension(nil), n.Extensions...)
		if c.change != nil {
			c.change(&n)
		}
		b := n.Append(nil)
		b[c.at] = c.to
		if c.want != ErrChecksum {
			b[12], b[13] = 0, 0
			putChecksum(b[:min(len(b), int(b[10])<<8|int(b[11]))], 12, 0)
		}
		if _, err := ParseNHRP(b); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.what, err, c.want)
		}
	}
	n := registration
	n.Extensions = []NHRPExtension{{Type: 100, Data: []byte{1}}, {Type: ExtensionResponder}}
	if got, err := ParseNHRP(n.Append(nil)); err != nil || len(got.Extensions) != 2 || got.Extension(ExtensionResponder) == nil {
		t.Errorf("an extension that is not compulsory is passed over: %+v, %v", got, err)
	}
}

func FuzzNHRP(f *testing.F) {
	for _, c := range nhrpPackets {
		f.Add(c.packet.Append(nil))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) >= nhrpFixed { // most changes break the checksum, and would end there
			b = bytes.Clone(b)
			b[nhrpChecksumAt], b[nhrpChecksumAt+1] = 0, 0
			putChecksum(b[:min(len(b), max(nhrpFixed, int(b[nhrpSizeAt])<<8|int(b[nhrpSizeAt+1])))], nhrpChecksumAt, 0)
		}
		n, err := ParseNHRP(b)
		if err != nil {
			return
		}
		again, err := ParseNHRP(n.Append(nil))
		if diff := cmp.Diff(n, again, sameNHRP); diff != "" || err != nil {
			t.Errorf("%x is read, written, and read otherwise: %v\n%s", b, err, diff)
		}
	})
}
