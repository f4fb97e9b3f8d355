package ios

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// What a router prints for others, by its grammar: each line, and what is left of it.
func TestEveryKindOfSecretIsRemoved(t *testing.T) {
	const shown = `service password-encryption
no service password-encryption
tacacs-server host 10.0.0.1 key 7 SECRET
tacacs-server key SECRET with blanks
radius-server host 10.0.0.1 auth-port 1645 acct-port 1646 key SECRET
radius server R
 key 7 SECRET
snmp-server community SECRET RO 10
snmp-server host 10.0.0.9 version 2c SECRET
snmp-server host 10.0.0.9 SECRET
snmp-server user u g v3 auth sha SECRET priv aes 128 SECRET
snmp-server enable traps snmp authentication linkdown
ntp authentication-key 1 md5 SECRET 7
key chain K
 key 1
  key-string 7 SECRET
crypto isakmp client configuration group G
 key SECRET
 dns 10.0.0.1
crypto keyring KR
  pre-shared-key address 192.0.2.9 key SECRET
interface GigabitEthernet0/0
 description the key to all
 ip nhrp authentication SECRET
 ip ospf authentication message-digest
 ip ospf message-digest-key 1 md5 7 SECRET
 standby 1 authentication md5 key-string SECRET
 ppp chap password 0 SECRET
router bgp 1
 neighbor 10.0.0.2 password SECRET
tacacs-server hots 10.0.0.1 key SECRET
ip ssh pasword word is not understood, password SECRET
`
	got := Language(debuglog.IOS15).RemoveSecrets(shown)
	want := strings.ReplaceAll(shown, "SECRET with blanks", "<removed>")
	want = strings.ReplaceAll(want, "SECRET", "<removed>")
	for i, line := range strings.Split(got, "\n") {
		if expected := strings.Split(want, "\n")[i]; line != expected {
			t.Errorf("%q, want %q", line, expected)
		}
	}
}

// soundsSecret matches what names or explains a secret.
var soundsSecret = regexp.MustCompile(`(?i)password|passphrase|secret|\bkey\b|key-string|community|authentication|pre-shared|\bpsk\b`)

// notSecret are arguments that sound secret: the beginnings of their commands, and why they may
// be shown.
var notSecret = []struct{ syntax, argument, why string }{
	{"login ", "list", "names a list of methods"},
	{"crypto map name:WORD client authentication list ", "methods", "names a list of methods"},
	{"client authentication list ", "methods", "names a list of methods"},
	{"ip http authentication ", "list", "names a list of methods"},
	{"aaa authorization ", "list", "names a list of methods"},
	{"aaa authentication eap ", "list", "names a list of methods"},
	{"aaa authentication password-prompt ", "text", "a prompt, shown to everybody"},
	{"aaa authentication username-prompt ", "text", "a prompt, shown to everybody"},
	{"pre-shared-key ", "addr", "the peer's address"},
	{"enable ", "number", "a privilege level"},
	{"security passwords min-length ", "characters", "a length"},
	{"ip ssh authentication-retries ", "number", "a count"},
	{"crypto key generate ", "bits", "a length"},
	{"crypto keyring ", "keyring-name", "names a key ring"},
	{"ntp server ", "key-number", "numbers a key"},
	{"ntp server ", "number", "a version"},
	{"ntp peer ", "key-number", "numbers a key"},
	{"ntp peer ", "number", "a version"},
	{"ntp authentication-key ", "number", "numbers a key"},
	{"ntp authentication-key ", "encryption", "a type"},
	{"ntp trusted-key ", "number", "numbers a key"},
	{"key chain ", "name", "names a key chain"},
	{"key ", "number", "numbers a key"},
	{"ip authentication key-chain ", "as", "an autonomous system"},
	{"ip authentication key-chain ", "keychain", "names a key chain"},
	{"ip rip authentication key-chain ", "keychain", "names a key chain"},
	{"standby ", "keychain", "names a key chain"},
	{"authentication key-chain ", "name", "names a key chain"},
	{"ip ospf message-digest-key ", "key-id", "numbers a key"},
	{"tunnel key ", "number", "tells tunnels apart, and is in clear in every packet"},
	{"ip dhcp client client-id ", "string", "an identity, in clear in every request"},
	{"ip community-list ", "number", "numbers a list of BGP communities"},
	{"ip extcommunity-list ", "number", "numbers a list of BGP communities"},
	{"match community ", "lists", "names lists of BGP communities"},
	{"match extcommunity ", "lists", "names lists of BGP communities"},
	{"set community ", "communities", "BGP communities mark routes"},
	{"route-target ", "target", "a BGP community marks routes"},
	{"radius-server {vsa ", "retries", "a count"},
	{"identity ", "key-id-text", "an identity, sent to the peer"},
	{"match identity remote ", "key-id-text", "an identity, sent to the peer"},
	{"addressed-key ", "addr", "the peer's address"},
	{"named-key ", "name", "the peer's name"},
	{"key-hash ", "kind", "the kind of a public key"},
	{"rsakeypair ", "bits", "the size of a key"},
	{"rsakeypair ", "encryption-bits", "the size of a key"},
}

// Whatever sounds secret is marked, or stands above with a reason.
func TestWhatSoundsSecretIsMarked(t *testing.T) {
	for _, m := range Language(debuglog.IOS15).Modes() {
		if m.ID == modes.ExecMode {
			continue // its lines are neither kept nor logged
		}
		for _, e := range m.Commands() {
			for _, row := range e.HelpOf() {
				name, kind, isArgument := strings.Cut(row.Item, ":")
				if !isArgument || e.SecrecyOf(name) != parser.Open ||
					!soundsSecret.MatchString(name+" "+row.Text+" "+lastKeywords(e.Syntax(), name)) || maySay(e.Syntax(), name) {
					continue
				}
				t.Errorf("%s: %s of %q, %q, is not marked", m.ID, name+":"+kind, e.Syntax(), row.Text)
			}
		}
	}
}

func maySay(syntax, argument string) bool {
	return slices.ContainsFunc(notSecret, func(n struct{ syntax, argument, why string }) bool {
		return n.argument == argument && strings.HasPrefix(syntax, n.syntax)
	})
}

// lastKeywords are the words of a syntax right before an argument, as far as no other
// argument stands between.
func lastKeywords(syntax, name string) string {
	before, _, _ := strings.Cut(syntax, name+":")
	words := strings.FieldsFunc(before, func(r rune) bool { return strings.ContainsRune(" []{}()|&~", r) })
	for at, word := range slices.Backward(words) {
		if strings.Contains(word, ":") {
			words = words[at+1:]
			break
		}
	}
	return strings.Join(words[max(len(words)-2, 0):], " ")
}

// A line may be understood in the mode before it, by an abbreviation, though it was meant for the outermost:
// here as the `autocommand` of a line.
func TestSecretOfALineTakenForAnother(t *testing.T) {
	const text = "line vty 0 4\nno auto qos password SECRET"
	if got := Language(debuglog.IOSXE).RemoveSecrets(text); strings.Contains(got, "SECRET") {
		t.Errorf("it prints %q", got)
	}
}

// Secrets planted all over a configuration are not in what is printed for others: not in
// the configuration as `show tech-support` has it, not in the list of refused lines, and not
// in a command as the log of commands keeps it.
func TestPlantedSecretsAreRemoved(t *testing.T) {
	planted := 0
	for seed := range uint64(30) {
		r := []debuglog.Release{debuglog.IOS124, debuglog.IOS15, debuglog.IOSXE}[seed%3]
		s := &sampler{Rand: rand.New(rand.NewPCG(seed, 77)), language: Language(r)}
		s.secret = func() string { planted++; return fmt.Sprintf("CANARY%d", planted) }
		s.add(s.language.Mode(modes.GlobalMode), 400, 0)
		text := strings.Join(s.lines, "\n")
		l := &loader{config: config.New(), release: r}
		complaints := modes.Load(l, text)
		for _, line := range strings.Split(s.language.RemoveSecrets(running(l.config, r)), "\n") {
			if strings.Contains(line, "CANARY") {
				t.Errorf("release %v prints %q", r, line)
			}
		}
		for _, c := range complaints {
			if strings.Contains(c.Shown, "CANARY") {
				t.Errorf("release %v complains of %q", r, c.Shown)
			}
		}
		for _, line := range strings.Split(s.language.RemoveSecrets(text), "\n") {
			if strings.Contains(line, "CANARY") {
				t.Errorf("release %v logs %q", r, line)
			}
		}
	}
	if planted < 100 {
		t.Errorf("only %d secrets were planted", planted)
	}
}
