package debuglog

import (
	hexcode "encoding/hex"
	"slices"
	"testing"
)

// TestVendorID holds IOS to its one oddity: byte 14 of every vendor ID is taken for a version.
func TestVendorID(t *testing.T) {
	const (
		processing = "ISAKMP:(1001): processing vendor id payload"
		seems      = "ISAKMP:(1001): vendor ID seems Unity/DPD but major "
	)
	tests := []struct {
		name, data, next string
		isIOS            bool
		want             []string // on 15.x
	}{
		{"RFC 3947", "4a131c81070358455c5728f20e95452f", "", false,
			[]string{processing, seems + "69 mismatch", "ISAKMP (1001): vendor ID is NAT-T RFC 3947"}},
		{"draft 07", "439b59f8ba676c4c7737ae22eab8f582", "", false,
			[]string{processing, seems + "245 mismatch", "ISAKMP (1001): vendor ID is NAT-T v7"}},
		{"draft 03", "7d9419a65310ca6f2c179d9215529d56", "", false,
			[]string{processing, seems + "157 mismatch", "ISAKMP:(1001): vendor ID is NAT-T v3"}},
		{"draft 02 with its newline", "90cb80913ebb696e086381b5ec427b1f", "", false,
			[]string{processing, seems + "123 mismatch", "ISAKMP:(1001): vendor ID is NAT-T v2"}},
		{"draft 02 without it is unknown", "cd60464335df21f87cfdb2fc68b6a448", "", false,
			[]string{processing, seems + "164 mismatch"}},
		{"Unity", "12f5f28c457168a9702d9fe274cc0100", "", false, []string{processing, "ISAKMP:(1001): vendor ID is Unity"}},
		{"DPD", "afcad71368a1f1c96b8696fc77570100", "", false, []string{processing, "ISAKMP:(1001): vendor ID is DPD"}},
		{"XAUTH, DPD behind it", "09002689dfd6b712", "0d000014afcad71368a1f1c96b8696fc77570100", false,
			[]string{processing, seems + "215 mismatch", "ISAKMP:(1001): vendor ID is XAUTH"}},
		{"XAUTH at the end of the message", "09002689dfd6b712", "", false,
			[]string{processing, seems + "0 mismatch", "ISAKMP:(1001): vendor ID is XAUTH"}},
		{"fragmentation", "4048b7d56ebce88525e7de7f00d6c2d3c0000000", "", false,
			[]string{processing, "ISAKMP:(1001): processing IKE frag vendor id payload",
				"ISAKMP:(1001):Support for IKE Fragmentation not enabled"}},
		{"VPN 3000", "1f07f70eaa6514d3b0fa96542a500100", "", false,
			[]string{processing, "ISAKMP:(1001):vendor ID seems Unity/DPD but hash mismatch"}},
		{"strongSwan", "882fe56d6fd20dbc2251613b2ebe5beb", "", false, []string{processing, seems + "91 mismatch"}},
		{"another IOS", "00112233445566778899aabbccddeeff", "", true, []string{processing, "ISAKMP:(1001): speaking to another IOS box!"}},
		{"empty", "", "", false, []string{processing, seems + "0 mismatch"}},
	}
	for _, tt := range tests {
		if got := texts(IOS15, said(first, func(v *Voice) {
			v.VendorID(unhex(t, tt.data), unhex(t, tt.next),
				tt.isIOS)
		})); !slices.Equal(got, tt.want) {
			t.Errorf("%s:\n got %q\nwant %q", tt.name, got, tt.want)
		}
	}
}

func TestVendorIDFragmentationBefore15(t *testing.T) {
	got := texts(IOS124, said(first, func(v *Voice) { v.VendorID(unhex(t, "4048b7d56ebce88525e7de7f00d6c2d3"), nil, false) }))
	want := []string{
		"ISAKMP:(0:1:HW:2): processing vendor id payload",
		"ISAKMP:(0:1:HW:2): vendor ID seems Unity/DPD but major 194 mismatch",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The prefix of RFC 3947 and draft 07, which release 12.4 has as well.
func TestVendorIDOfNATTBefore15(t *testing.T) {
	for data, want := range map[string]string{
		"4a131c81070358455c5728f20e95452f": "ISAKMP (0:0): vendor ID is NAT-T RFC 3947",
		"439b59f8ba676c4c7737ae22eab8f582": "ISAKMP (0:0): vendor ID is NAT-T v7",
		"7d9419a65310ca6f2c179d9215529d56": "ISAKMP:(0:0:N/A:0): vendor ID is NAT-T v3",
	} {
		got := texts(IOS124, said(Conn{}, func(v *Voice) { v.VendorID(unhex(t, data), nil, false) }))
		if len(got) != 3 || got[2] != want {
			t.Errorf("got %q, want %q at the end", got, want)
		}
	}
}

func TestVendorIDOnXE(t *testing.T) {
	got := texts(IOSXE, said(first, func(v *Voice) { v.VendorID(unhex(t, "4a131c81070358455c5728f20e95452f"), nil, false) }))
	want := []string{
		"ISAKMP: (1001):processing vendor id payload",
		"ISAKMP: (1001):vendor ID seems Unity/DPD but major 69 mismatch",
		"ISAKMP: (1001):vendor ID is NAT-T RFC 3947",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzVendorID: a vendor ID is whatever a stranger sends.
func FuzzVendorID(f *testing.F) {
	f.Add([]byte("\x09\x00\x26\x89\xdf\xd6\xb7\x12"), []byte{13, 0, 0, 20, 0xaf}, false)
	f.Add([]byte{}, []byte{}, true)
	f.Fuzz(func(t *testing.T, data, next []byte, isIOS bool) {
		for _, r := range releases {
			if n := len(texts(r, said(first, func(v *Voice) { v.VendorID(data, next, isIOS) }))); n < 2 || n > 3 {
				t.Errorf("%d lines on %v", n, r)
			}
		}
	})
}

// texts are the lines as release r prints them.
func texts(r Release, lines []Line) []string {
	var said []string
	for _, l := range lines {
		if text, ok := l.Text(r); ok {
			said = append(said, text)
		}
	}
	return said
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hexcode.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}
