package ios

import (
	"slices"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
)

// keywordsOf are the words that `?` offers after a line.
func keywordsOf(r debuglog.Release, mode, line string) (words []string) {
	for _, row := range Language(r).Mode(mode).Help(line, 15).Rows {
		words = append(words, row.Item)
	}
	return words
}

// What `?` offers is what the release has.
func TestHelpIsOfOneRelease(t *testing.T) {
	for _, c := range []struct{ mode, line, words, has string }{
		{"global", "", "switchport logging-eem end-user fqdn vtp errdisable", ""},
		{"global", "", "guestshell app-hosting netconf-yang restconf access-session telemetry", "XE"},
		{"global", "", "lldp flow license object-group zone cts wsma call-home", "15 XE"},
		{"global", "", "isdn voice-card memory-size dot11 card", "12.4"},
		{"global", "", "crypto interface ip hostname logging password access-list", "12.4 15 XE"},
		{"global", "crypto ", "ikev2 gdoi", "15 XE"},
		{"global", "crypto ", "isakmp ipsec map keyring pki", "12.4 15 XE"},
		{"global", "crypto isakmp ", "default diagnose", "15 XE"},
		{"global", "crypto ipsec transform-set T ", "esp-gcm esp-sha256-hmac esp-gmac ah-sha512-hmac", "15 XE"},
		{"isakmp-policy", "group ", "15 16 19 20 21 24", "15 XE"},
		{"isakmp-policy", "group ", "1 2 5 14", "12.4 15 XE"},
		{"isakmp-policy", "hash ", "sha256 sha384 sha512", "15 XE"},
		{"crypto-map", "set pfs ", "group15 group24", "15 XE"},
		{"interface", "", "switchport spanning-tree plim dsl autonomous hold-time no-dtr", ""},
		{"global", "enable secret ", "0 5 LINE level", "12.4 15 XE"},
		{"global", "enable secret ", "4 8 9", "15 XE"},
		{"global", "enable ", "algorithm-type", "15 XE"},
		{"global", "username joe secret ", "0 5 LINE", "12.4 15 XE"},
		{"global", "username joe secret ", "4 8 9", "15 XE"},
		{"global", "username joe ", "algorithm-type", "15 XE"},
		{"exec", "show ", "lldp license vrf", "15 XE"},
		{"exec", "show crypto ", "ikev2", "15 XE"},
	} {
		for _, r := range releases {
			have := keywordsOf(r, c.mode, c.line)
			for _, word := range strings.Fields(c.words) {
				want := slices.Contains(strings.Fields(c.has), r.String())
				if slices.Contains(have, word) != want {
					t.Errorf("%v, %s: %q offers %s: %v", r, c.mode, c.line+"?", word, !want)
				}
			}
		}
	}
}

// Every mark is one that consoles know.
func TestMarksAreKnown(t *testing.T) {
	for _, m := range Language(debuglog.IOS15).Modes() {
		for _, e := range m.Commands() {
			for _, word := range e.Marks() {
				if !modes.IsMark(word) {
					t.Errorf("%s, %q: mark %q", m.ID, e.Syntax(), word)
				}
			}
		}
	}
}

// A file from a switch, or from a later release, loads and prints as it was, and its lines are
// told from a router's own.
func TestForeignLinesLoadAndAreNamed(t *testing.T) {
	const text = `vtp mode transparent
lldp run
spanning-tree mode pvst
crypto isakmp policy 10
 hash sha256
 group 19
interface FastEthernet0/0
 speed 1000
 switchport mode access
interface GigabitEthernet0/0
 speed 1000
`
	r := Read(text, debuglog.IOS124)
	if len(r.Complaints) > 0 {
		t.Fatal(r.Complaints)
	}
	var foreign []string
	for _, taken := range r.Taken {
		if taken.Foreign {
			foreign = append(foreign, strings.TrimSpace(taken.Text))
		}
	}
	want := []string{"vtp mode transparent", "lldp run", "hash sha256", "group 19", "speed 1000", "switchport mode access"}
	if !slices.Equal(foreign, want) {
		t.Errorf("foreign: %q, want %q", foreign, want)
	}
	printed := running(r.Config, debuglog.IOS124)
	for line := range strings.Lines(text) {
		if !strings.Contains(printed, line) {
			t.Errorf("not printed: %s", line)
		}
	}
}

// Without `aaa new-model` a console has no other command of AAA; a file may say them in any order.
func TestAAACommandsComeAfterNewModel(t *testing.T) {
	for _, r := range releases {
		for line, offered := range map[string]bool{"": false, "aaa new-model": true, "no aaa new-model": false} {
			l := Language(r)
			c := config.New()
			if line != "" {
				if err := l.Mode(modes.GlobalMode).Edit(c, line); err != nil {
					t.Fatal(err)
				}
			}
			for _, command := range []string{"aaa authentication login default local", "aaa authorization exec default local",
				"aaa accounting exec default start-stop group tacacs+", "aaa session-id common", "aaa group server radius R"} {
				if err := l.Mode(modes.GlobalMode).Offers(c, command); (err == nil) != offered {
					t.Errorf("%v, after %q: %s: %v", r, line, command, err)
				}
			}
			for _, command := range []string{"authorization exec default", "authorization exec A", "authorization commands 15 A",
				"authorization reverse-access A", "accounting exec A", "accounting commands 15 A", "login authentication A"} {
				if err := l.Mode("line").Offers(c, command); (err == nil) != offered {
					t.Errorf("%v, after %q: line's %s: %v", r, line, command, err)
				}
			}
			if err := l.Mode(modes.GlobalMode).Offers(c, "aaa new-model"); err != nil {
				t.Error(err)
			}
		}
		if lost := Read("aaa authentication login default local\naaa new-model\n", r).Complaints; len(lost) > 0 {
			t.Errorf("%v: a file is refused %v", r, lost)
		}
	}
}
