package parser

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// helpGrammar has the commands whose help was captured on devices.
func helpGrammar(t testing.TB) *Grammar {
	g := NewGrammar("Interface configuration commands:")
	add := func(syntax string, help map[string]string) {
		s, err := Compile(syntax, help)
		if err != nil {
			t.Fatal(err)
		}
		g.Add(s, syntax, 0, false)
	}
	add("encryption {des | 3des | aes [128 | 192 | 256]}", map[string]string{
		"encryption": "Set encryption algorithm for protection suite",
		"3des":       "Three key triple DES",
		"aes":        "AES - Advanced Encryption Standard.",
		"des":        "DES - Data Encryption Standard (56 bit keys).",
		"128":        "128 bit keys.", "192": "192 bit keys.", "256": "256 bit keys.",
	})
	add("ip ospf {authentication | id:<1-65535> area a:<0-9> | resync-timeout s:<1-9> | transmit-delay s2:<1-9>}", map[string]string{
		"ip":             "Interface Internet Protocol config commands",
		"ospf":           "OSPF interface commands",
		"authentication": "Enable authentication",
		"id":             "Process ID", "area": "Area", "a": "Area number",
		"resync-timeout": "Interval after which adjacency is reset if oob-resync is not started", "s": "Seconds",
		"transmit-delay": "Link state transmit delay", "s2": "Seconds",
	})
	add("match address {n:<100-199> | x:<2000-2699> | name:WORD}", map[string]string{
		"match": "Match values.", "address": "Match address of packets to encrypt.",
		"n": "IP access-list number", "x": "IP access-list number (expanded range)", "name": "Access-list name",
	})
	add("tunnel source if:INTERFACE", map[string]string{"tunnel": "protocol-over-protocol tunneling", "source": "source of tunnel packets"})
	add("description text:LINE", map[string]string{"description": "Interface specific description",
		"text": "A character string describing this interface"})
	add("ping host:HOST", map[string]string{"ping": "Send echo messages", "host": "Ping destination"})
	add(`show run [\| include re:REGEXP]`, map[string]string{"show": "Show", "run": "Run", "|": "Output modifiers",
		"include": "Include lines that match", "re": "Regular Expression"})
	return g
}

// Lines are typed up to the question mark; the rest is what the device shows.
// The blank line that ends a list is written as an empty one.
func TestHelp(t *testing.T) {
	g := helpGrammar(t)
	for _, transcript := range []string{`
?
Interface configuration commands:
  description  Interface specific description
  encryption   Set encryption algorithm for protection suite
  ip           Interface Internet Protocol config commands
  match        Match values.
  ping         Send echo messages
  show         Show
  tunnel       protocol-over-protocol tunneling

`, `
ip ospf ?
  <1-65535>       Process ID
  authentication  Enable authentication
  resync-timeout  Interval after which adjacency is reset if oob-resync is not
                  started
  transmit-delay  Link state transmit delay

`, `
encr ?
  3des  Three key triple DES
  aes   AES - Advanced Encryption Standard.
  des   DES - Data Encryption Standard (56 bit keys).

`, `
encryption aes ?
  128  128 bit keys.
  192  192 bit keys.
  256  256 bit keys.
  <cr>

`, `
encryption des ?
  <cr>

`, `
match address ?
  <100-199>    IP access-list number
  <2000-2699>  IP access-list number (expanded range)
  WORD         Access-list name

`, `
ping ?
  Hostname or A.B.C.D  Ping destination

`, `
description some te ?
  LINE  A character string describing this interface
  <cr>

`, `
show run ?
  |  Output modifiers
  <cr>

`, `
show run | include ?
  LINE  Regular Expression

`, `
show run|?
|  

`, `
show run |?
|  

`, `
show run |inc?
include  

`, `
tunnel source Gig ?
  <0-9>  GigabitEthernet interface number

`, `
tunnel source Gig0?
<0-9>  

`, `
tunnel source g?
GigabitEthernet  

`, `
tunnel source v?
Virtual-Access  Virtual-PPP  Virtual-Template  Vlan  

`, `
i?
ip  

`, `
match address 10?
<100-199>  WORD  

`, `
match address 2?
<2000-2699>  WORD  

`, `
match address 3?
WORD  

`, `
D?
description  

`, `
ip x?
% Unrecognized command
`, `
ip x ?
% Unrecognized command
`, `
e aes 128 aes ?
% Unrecognized command
`,
	} {
		typed, want, _ := strings.Cut(strings.TrimPrefix(transcript, "\n"), "\n")
		lines := g.Help(strings.TrimSuffix(typed, "?"), 0).Format(80)
		if diff := cmp.Diff(want, strings.Join(lines, "\n")+"\n"); diff != "" {
			t.Errorf("%s (-want +got):\n%s", typed, diff)
		}
	}
}

// Some words have a heading of their own for what may follow.
func TestHeadings(t *testing.T) {
	g := sketch(t, "ip address dhcp", "ip mtu n:<68-1500>", "shutdown")
	g.Heading("ip", "Interface IP configuration subcommands:")
	for line, want := range map[string]string{
		"":         "Test commands:",
		"  ":       "Test commands:",
		"IP ":      "Interface IP configuration subcommands:",
		"ip addr ": "",
		"ip a":     "",
	} {
		if got := g.Help(line, 0).Title; got != want {
			t.Errorf("help after %q is headed %q, want %q", line, got, want)
		}
	}
}

func TestHelpIsAmbiguous(t *testing.T) {
	g := sketch(t, "show ip route", "show interfaces", "shutdown")
	for line, want := range map[string]string{
		"show i ":   `% Ambiguous command:  "show i "`,
		"sh ":       `% Ambiguous command:  "sh "`,
		"sh ip ":    "",
		"show i ro": `% Ambiguous command:  "show i ro"`,
	} {
		if got := g.Help(line, 0).Failure; got != want {
			t.Errorf("%q: %q, want %q", line, got, want)
		}
	}
}

// Every line of help but its heading keeps off the last column.
func TestHelpWraps(t *testing.T) {
	h := Help{Rows: []Row{
		{"append", "Append redirected output to URL (URLs supporting append operation only)"},
		{"begin", "Begin with the line that matches"},
	}}
	for _, c := range []struct {
		width int
		want  string
	}{
		{80, `  append  Append redirected output to URL (URLs supporting append operation
          only)
  begin   Begin with the line that matches
`},
		{0, `  append  Append redirected output to URL (URLs supporting append operation only)
  begin   Begin with the line that matches
`},
		{8, `  append  Append
          redirected
          output
          to
          URL
          (URLs
          supporting
          append
          operation
          only)
  begin   Begin
          with
          the
          line
          that
          matches
`},
	} {
		if diff := cmp.Diff(c.want, strings.Join(h.Format(c.width), "\n")); diff != "" {
			t.Errorf("width %d (-want +got):\n%s", c.width, diff)
		}
	}
}

func TestNamesInColumns(t *testing.T) {
	h := Help{Names: []string{"send", "set", "setup", "show", "slip", "systat"}}
	want := []string{
		"send  set   setup   ",
		"show  slip  systat  ",
		"",
	}
	if diff := cmp.Diff(want, h.Format(24)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestComplete(t *testing.T) {
	g := sketch(t, "crypto isakmp", "crypto ipsec [x]", "copy", "ip route", "ipv6 route", "interface if:INTERFACE", "name n:WORD",
		`show run [\| include re:REGEXP]`)
	for _, c := range []struct {
		line, want string
		ok         bool
	}{
		{"cr", "crypto ", true},
		{"  cr", "  crypto ", true},
		{"cr is", "cr isakmp ", true},
		{"CR IS", "CR isakmp ", true},
		{"crypto i", "crypto i", false},
		{"c", "c", false},
		{"crypto ", "crypto ", false},
		{"", "", false},
		{"ip", "ip ", true},
		{"int g", "int GigabitEthernet ", true},
		{"int gi0/0", "int gi0/0", false},
		{"int gi 0", "int gi 0", false},
		{"name x", "name x", false},
		{"zzz", "zzz", false},
		{"zzz cr", "zzz cr", false},
		{"sh run |inc", "sh run |include ", true},
		{"sh run | include x", "sh run | include x", false},
	} {
		if got, ok := g.Complete(c.line, 0); got != c.want || ok != c.ok {
			t.Errorf("%q: %q %v, want %q %v", c.line, got, ok, c.want, c.ok)
		}
	}
}

// Words whose marks a grammar does not keep are not there: neither typed nor offered, nor in
// the way of an abbreviation.
func TestRestricted(t *testing.T) {
	g := NewGrammar("")
	for text, words := range map[string]string{"access-list": "access-list", "<new> access-session": "access-session",
		"speed {10 | <fast> 1000 | <new> <fast> auto}": "speed 10 1000 auto"} {
		help := map[string]string{}
		for word := range strings.FieldsSeq(words) {
			help[word] = word
		}
		g.Add(MustCompile(text, help), text, 0, false)
	}
	old := g.Restricted("old", func(mark string) bool { return mark == "fast" })
	for _, c := range []struct {
		line string
		all  bool
		old  bool
	}{{"acc", false, true}, {"access-session", true, false},
		{"speed 1000", true, true}, {"speed auto", true, false}, {"speed 10", true, true}} {
		for g, want := range map[*Grammar]bool{g: c.all, old: c.old} {
			if _, err := g.Match(c.line, 15); (err == nil) != want {
				t.Errorf("%q: %v, want taken %v", c.line, err, want)
			}
		}
	}
	if got := Unmarked("<a> <b,c> speed {<d> 10 | n:<1-2>}"); got != "speed {10 | n:<1-2>}" {
		t.Errorf("unmarked: %q", got)
	}
}
