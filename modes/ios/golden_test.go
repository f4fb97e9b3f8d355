package ios

import (
	"net/netip"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"ruthere/debuglog"
	"ruthere/modes/storage"
)

// emptyHooks are separators that follow one another: features that have nothing to say.
// Routers differ in how many there are, and nothing follows from it.
var emptyHooks = regexp.MustCompile(`(?m)(^!\n){2,}`)

// A configuration in a router's own order, with its separators, trailing blanks and hidden
// defaults, comes out as it went in. It says `no aaa new-model`, since its lines have
// `login local`, which a router with AAA refuses.
func TestGoldenConfiguration(t *testing.T) {
	text, err := os.ReadFile("testdata/golden.cfg")
	if err != nil {
		t.Fatal(err)
	}
	printed := "!\n" + running(load(t, debuglog.IOS15, string(text)), debuglog.IOS15)
	if diff := cmp.Diff(emptyHooks.ReplaceAllString(string(text), "!\n"), emptyHooks.ReplaceAllString(printed, "!\n")); diff != "" {
		t.Error(diff)
	}
}

// What equals its default is left out, however it was typed.
func TestHiddenDefaults(t *testing.T) {
	bare := running(load(t, debuglog.IOS15, "crypto isakmp policy 10\ncrypto ipsec transform-set T esp-aes\n"), debuglog.IOS15)
	typed := running(load(t, debuglog.IOS15, `crypto isakmp policy 10
 encryption des
 hash sha
 authentication rsa-sig
 group 1
 lifetime 86400
crypto isakmp enable
crypto isakmp identity address
no crypto isakmp keepalive
no crypto isakmp invalid-spi-recovery
no crypto isakmp aggressive-mode disable
crypto ipsec security-association lifetime seconds 3600
crypto ipsec security-association lifetime kilobytes 4608000
crypto ipsec security-association replay window-size 64
crypto ipsec nat-transparency udp-encapsulation
crypto ipsec df-bit copy
crypto ipsec transform-set T esp-aes
 mode tunnel
ip domain lookup
ip routing
ip cef
logging console debugging
line con 0
 exec-timeout 10 0
`), debuglog.IOS15)
	if diff := cmp.Diff(bare, typed); diff != "" {
		t.Errorf("(-hidden +typed):\n%s", diff)
	}
	keepalive := running(load(t, debuglog.IOS15, "crypto isakmp keepalive 10 2 on-demand\n"), debuglog.IOS15)
	if !regexp.MustCompile(`(?m)^crypto isakmp keepalive 10$`).MatchString(keepalive) {
		t.Errorf("retries of 2 s and on-demand are hidden:\n%s", keepalive)
	}
}

// A key of type 6 is kept, and fits no peer without the master key.
func TestEncryptedKeys(t *testing.T) {
	const text = "crypto isakmp key 6 DgBZUZ address 10.0.0.2        no-xauth\ncrypto isakmp key known address 0.0.0.0        \n"
	c := load(t, debuglog.IOS15, text)
	if printed := running(c, debuglog.IOS15); !strings.Contains(printed, text) {
		t.Errorf("the running-config lacks the keys:\n%s", printed)
	}
	if key, ok := c.KeyAt(nil, "", netip.Addr{}, netip.MustParseAddr("10.0.0.2")); ok {
		t.Errorf("%v is used for a peer whose key cannot be read", key)
	}
	if _, ok := c.KeyAt(nil, "", netip.Addr{}, netip.MustParseAddr("10.0.0.3")); !ok {
		t.Error("the other key is lost")
	}
}

// Sessions are logged when the configuration says so, and it says so in every release.
func TestSessionsAreLoggedWhenTold(t *testing.T) {
	for _, r := range releases {
		if silent := load(t, r, "no crypto logging session\n"); silent.CryptoLogging || strings.Contains(running(silent, r), "crypto logging") ||
			storage.Blank(r, nil).CryptoLogging {
			t.Errorf("%v: sessions are logged unasked", r)
		}
		told := load(t, r, "crypto logging session\n")
		if printed := running(told, r); !told.CryptoLogging || !strings.Contains(printed, "\ncrypto logging session\n") {
			t.Errorf("%v: what was typed is not printed:\n%s", r, printed)
		}
	}
}
