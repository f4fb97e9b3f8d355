package shell

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
)

// Lists of `?` as routers were seen to print them.
func TestCapturedHelp(t *testing.T) {
	in := func(line string) []string { return append(configuring[:2:2], line) }
	for _, c := range []struct {
		before []string
		text   string
		want   string
	}{
		{in("crypto isakmp policy 1"), "hash ", `  md5     Message Digest 5
  sha     Secure Hash Standard
  sha256  Secure Hash Standard 2 (256 bit)
  sha384  Secure Hash Standard 2 (384 bit)
  sha512  Secure Hash Standard 2 (512 bit)

`},
		{in("crypto isakmp policy 1"), "encryption ", `  3des  Three key triple DES
  aes   AES - Advanced Encryption Standard.
  des   DES - Data Encryption Standard (56 bit keys).

`},
		{in("crypto isakmp policy 1"), "group ", `  1   Diffie-Hellman group 1 (768 bit)
  14  Diffie-Hellman group 14 (2048 bit)
  15  Diffie-Hellman group 15 (3072 bit)
  16  Diffie-Hellman group 16 (4096 bit)
  19  Diffie-Hellman group 19 (256 bit ecp)
  2   Diffie-Hellman group 2 (1024 bit)
  20  Diffie-Hellman group 20 (384 bit ecp)
  21  Diffie-Hellman group 21 (521 bit ecp)
  24  Diffie-Hellman group 24 (2048 bit, 256 bit subgroup)
  5   Diffie-Hellman group 5 (1536 bit)

`},
		{in("crypto isakmp policy 1"), "authentication ", `  pre-share  Pre-Shared Key
  rsa-encr   Rivest-Shamir-Adleman Encryption
  rsa-sig    Rivest-Shamir-Adleman Signature

`},
		{configuring, "crypto ipsec transform-set ", "  WORD  Transform set tag\n\n"},
		{configuring, "crypto ipsec transform-set T ", `  ah-md5-hmac      AH-HMAC-MD5 transform
  ah-sha-hmac      AH-HMAC-SHA transform
  ah-sha256-hmac   AH-HMAC-SHA256 transform
  ah-sha384-hmac   AH-HMAC-SHA384 transform
  ah-sha512-hmac   AH-HMAC-SHA512 transform
  comp-lzs         IP Compression using the LZS compression algorithm
  esp-3des         ESP transform using 3DES(EDE) cipher (168 bits)
  esp-aes          ESP transform using AES cipher
  esp-des          ESP transform using DES cipher (56 bits)
  esp-gcm          ESP transform using GCM cipher
  esp-gmac         ESP transform using GMAC cipher
  esp-md5-hmac     ESP transform using HMAC-MD5 auth
  esp-null         ESP transform w/o cipher
  esp-seal         ESP transform using SEAL cipher (160 bits)
  esp-sha-hmac     ESP transform using HMAC-SHA auth
  esp-sha256-hmac  ESP transform using HMAC-SHA256 auth
  esp-sha384-hmac  ESP transform using HMAC-SHA384 auth
  esp-sha512-hmac  ESP transform using HMAC-SHA512 auth

`},
		{configuring, "ip access-list extended ", `  <100-199>    Extended IP access-list number
  <2000-2699>  Extended IP access-list number (expanded range)
  WORD         Access-list name

`},
		{in("crypto map VPN 1 ipsec-isakmp"), "set transform-set ", "  WORD  Proposal tag\n\n"},
		{in("interface gi0/0"), "crypto map ", "  WORD  Crypto Map tag\n\n"},
		{configuring, "do show running-config | ", `  append    Append redirected output to URL (URLs supporting append operation
            only)
  begin     Begin with the line that matches
  count     Count number of lines which match regexp
  exclude   Exclude lines that match
  format    Format the output using the specified spec file
  include   Include lines that match
  redirect  Redirect output to URL
  section   Filter a section of output
  tee       Copy output to URL

`},
		{nil, "show clock | include ", "  LINE  Regular Expression\n\n"},
		{nil, "show clock | section ", "  LINE     Regular Expression\n  exclude  Exclude section(s) of output\n" +
			"  include  Include section(s) of output\n\n"},
	} {
		wantHelp(t, c.before, c.text, c.want)
	}
}

// wantHelp checks what `?` answers after text, when the lines before it were typed.
func wantHelp(t *testing.T, before []string, text, want string) {
	t.Helper()
	b := newRig(t, debuglog.IOS15)
	b.typing(before...)
	if diff := cmp.Diff(want, b.term.Help(text)); diff != "" {
		t.Errorf("%s%s? (-want +got):\n%s", b.term.Prompt(), text, diff)
	}
}

// EXEC and configuration modes remember apart; a line repeated at once counts once, an
// empty one never.
func TestHistory(t *testing.T) {
	b := newRig(t, debuglog.IOS15)
	b.typing("", "show privilege", "show privilege", "show clock", "show privilege", "  ", "enable", "configure terminal",
		"hostname R1", "hostname R1", "end")
	check(t, b, []string{"show history"}, "R1#show history\n  show privilege\n  show clock\n  show privilege\n  enable\n"+
		"  configure terminal\n  show history\nR1#")
	b.typing("configure terminal")
	if diff := cmp.Diff([]string{"hostname R1", "end"}, b.request.History); diff != "" {
		t.Errorf("configuration modes recall (-want +got):\n%s", diff)
	}
	b.typing("end", "terminal history size 2")
	check(t, b, []string{"show history"}, "R1#show history\n  terminal history size 2\n  show history\nR1#")
	b.typing("terminal no history", "show clock", "show users | i x")
	check(t, b, []string{"show history"}, "R1#show history\n  show history\n  terminal no history\nR1#")
}
