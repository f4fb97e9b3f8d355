package parser

import (
	"net/netip"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

const filters = ` [\| {include re:REGEXP | begin re:REGEXP | count re:REGEXP}]`

// The captured cases: what was typed, and the offset of the caret. Each grammar
// holds the alternatives that make the device stop where it did.
func TestCaret(t *testing.T) {
	for _, c := range []struct {
		line   string
		offset int
		among  []string
	}{
		{"show foooooooo", 7, []string{"show format", "show ip"}},
		{"show ip interface brioef | include x", 21, []string{"show ip interface [brief]" + filters}},
		{"show ip ospf neighbors", 21, []string{"show ip ospf neighbor" + filters}},
		{"ip ospf area 1", 9, []string{"ip ospf authentication", "ip ospf id:<1-65535> area a:<0-10>"}},
		{"save", 2, []string{"sampler", "sasl"}},
		{"copy run start", 3, []string{"cops", "crypto"}},
		{"interface Virtual-PPP1", 1, []string{"isdn", "show ip"}},
		{"show run | hostname", 11, []string{"show running-config" + filters}},
		{"ipv6 nd raquard policy X", 10, []string{"ipv6 nd raguard policy name:WORD", "ip nd"}},
		{"ip address 10.2.2.1 255.355.255.252", 26, []string{"ip address addr:A.B.C.D mask:A.B.C.D [secondary]"}},
		{"accept-lifetime local 12:21:00 1 feb  2036", 41,
			[]string{"accept-lifetime local time:hh:mm:ss {day:<1-31> month:MONTH | month:MONTH day:<1-31>} year:<1993-2035>"}},
		{"show ip route 5.18.144.189/32", 26, []string{"show ip route [host:HOST | connected]"}},
		{"show ip route 5.18.144.189/32", 26, []string{"show ip route [addr:A.B.C.D [mask:A.B.C.D]]"}},
		{"show ip route 94.251.41.120 /32", 28, []string{"show ip route [host:HOST [mask:A.B.C.D]]" + filters}},
		{"logging 0255.255.1", 8, []string{"logging host:HOST", "logging buffered"}},

		// The rules behind them.
		{"keepalive 3601", 13, []string{"keepalive secs:<10-3600>"}}, // passes the maximum here
		{"keepalive 9", 10, []string{"keepalive secs:<10-3600>"}},    // too small: last digit
		{"keepalive 1x", 11, []string{"keepalive secs:<10-3600>"}},   // a letter in a number
		{"no  shut down", 9, []string{"no shutdown"}},                // the prefix counts
		{"  \tshutdown now", 12, []string{"shutdown"}},               // so do leading blanks
		{"clear x", 6, []string{"clear {counters | line n:<0-9>}"}},  // nothing begins like it
		{"ip address 1.2.3", 16, []string{"ip address addr:A.B.C.D"}},
		{"ip address 0010.2.3.4", 14, []string{"ip address addr:A.B.C.D"}},
		{"net 10.0.0.0/33", 14, []string{"net p:A.B.C.D/nn"}},
		{"at 24:00:00", 4, []string{"at t:hh:mm:ss"}},
		{"interface gi x", 13, []string{"interface if:INTERFACE"}},
		{"interface gig0/", 15, []string{"interface if:INTERFACE"}},
		{"interface gog0/0", 11, []string{"interface if:INTERFACE"}},
		{"interface lo1/1", 13, []string{"interface if:INTERFACE"}},
	} {
		_, err := sketch(t, c.among...).Match(c.line, 15)
		want := &Error{Kind: Invalid, Offset: c.offset, Line: c.line}
		if diff := cmp.Diff(error(want), err); diff != "" {
			t.Errorf("%q among %q (-want +got):\n%s", c.line, c.among, diff)
		}
	}
}

func TestMatching(t *testing.T) {
	g := sketch(t,
		"show ip route"+filters,
		"show ipv6 route",
		"show interfaces [if:INTERFACE]"+filters,
		"show ip route host:HOST",
		"show ip route connected",
		"set number:<1-9>",
		"set color {red | rose | blue}",
		"set mode light",
		"shutdown",
		"access-list n:<1-99> permit any",
		"access-list n:<100-199> permit ip",
		"ip access-list name:WORD",
		"ip access-list extended name:WORD",
		"match address {n:<100-199> | name:WORD}",
		"group {1 | 2 | 14}",
		"peer {addr:A.B.C.D | name:WORD} [default]",
	)
	for _, c := range []struct{ line, want string }{
		{"SHOW IP ROUTE", "show ip route" + filters},
		{"sho ip ro", "show ip route" + filters}, // exact ip wins over ipv6
		{"show i", "ambiguous"},
		{"s", "ambiguous"},
		{"s ip", "incomplete"}, // only show knows ip
		{"s ip r", "show ip route" + filters},
		{"s i r", "ambiguous"}, // ip or ipv6
		{"s ipv r", "show ipv6 route"},
		{"s 5", "set number:<1-9>"},
		{"s 0", "invalid 2"},
		{"s color bluu", "invalid 11"}, // the furthest of all tries
		{"s color r", "ambiguous"},
		{"sh", "ambiguous"},
		{"shu", "shutdown"},
		{"show ip route conne", "ambiguous"}, // a host's name, or connected
		{"show ip route connected", "show ip route connected"},
		{"show ip route core", "show ip route host:HOST"},
		{"show ip", "incomplete"},
		{"show int gi0/0|inc x", "show interfaces [if:INTERFACE]" + filters},
		{"show int gi 0/0|inc x", "show interfaces [if:INTERFACE]" + filters},
		{"show int |inc x", "show interfaces [if:INTERFACE]" + filters},
		{"show ip route|", "incomplete"},
		{"show ip route | i", "incomplete"},
		{"access-list 5 permit any", "access-list n:<1-99> permit any"},
		{"access-list 105 permit ip", "access-list n:<100-199> permit ip"},
		{"access-list 105 permit any", "invalid 23"},
		{"access-list 200 permit any", "invalid 14"},
		{"ip access-list ext", "ip access-list name:WORD"}, // a name, unless typed in full
		{"ip access-list ext X", "ip access-list extended name:WORD"},
		{"ip access-list extended", "incomplete"},
		{"match address 110", "match address {n:<100-199> | name:WORD}"},
		{"match address VPN", "match address {n:<100-199> | name:WORD}"},
		{"group 1", "group {1 | 2 | 14}"},
		{"group 15", "invalid 7"},
		{"show int gi", "incomplete"},
		{"show int gi |i x", "invalid 12"}, // a number was due
		{"show int t 0", "ambiguous"},      // Tunnel or TenGigabitEthernet
		{"", "incomplete"},
	} {
		if got := answer(g, c.line); got != c.want {
			t.Errorf("%q: %s, want %s", c.line, got, c.want)
		}
	}
}

func TestArgs(t *testing.T) {
	for _, c := range []struct {
		syntax, line string
		want         Args
	}{
		{"crypto isakmp keepalive secs:<10-3600> [retry:<2-60>] [periodic|on-demand]", "cry isa keep 10 per",
			Args{"secs": 10, "periodic": true}},
		{"crypto isakmp keepalive secs:<10-3600> [retry:<2-60>] [periodic|on-demand]", "crypto isakmp keepalive 10 3",
			Args{"secs": 10, "retry": 3}},
		{"description text:LINE", "description   two  words ", Args{"text": "two  words "}},
		{"show run" + filters, "show run | include Et0/1|Et0/2 ", Args{"|": true, "include": true, "re": "Et0/1|Et0/2 "}},
		{"show run" + filters, "show run|i  x", Args{"|": true, "include": true, "re": " x"}},
		{"interface if:INTERFACE", "interface gi 0/0", Args{"if": "GigabitEthernet0/0"}},
		{"interface if:INTERFACE", "interface GI0/00.10", Args{"if": "GigabitEthernet0/0.10"}},
		{"interface if:INTERFACE", "interface port-ch 2", Args{"if": "Port-channel2"}},
		{"route if:INTERFACE [d:<1-255>]", "route lo 0 7", Args{"if": "Loopback0", "d": 7}},
		{"hostname name:WORD", "hostname McPeer", Args{"name": "McPeer"}},
		{"transform name:WORD list:WORD...", "transform T esp-aes esp-sha-hmac", Args{"name": "T", "list": []string{"esp-aes", "esp-sha-hmac"}}},
		{"ip host name:WORD addr:A.B.C.D...", "ip host R 1.1.1.1 2.2.2.2",
			Args{"name": "R", "addr": []netip.Addr{netip.MustParseAddr("1.1.1.1"), netip.MustParseAddr("2.2.2.2")}}},
		{"ping host:HOST &{size size:<36-18024> | repeat n:<1-9> | df-bit}", "ping R1 df repeat 3 size 100",
			Args{"host": "R1", "df-bit": true, "repeat": true, "n": 3, "size": 100}},
		{"at t:hh:mm:ss d:<1-31> m:MONTH", "at 1:02:03 5 mar", Args{"t": time.Hour + 2*time.Minute + 3*time.Second, "d": 5, "m": time.March}},
		{"net p:A.B.C.D/nn", "net 10.1.2.3/8", Args{"p": netip.MustParsePrefix("10.1.2.3/8")}},
		{"permit {from-any=any | host from:A.B.C.D} {to-any=any | host to:A.B.C.D}", "permit host 1.1.1.1 any",
			Args{"host": true, "from": netip.MustParseAddr("1.1.1.1"), "to-any": true}},
		{"key [0 | 6] key:WORD", "key 6 secret", Args{"6": true, "key": "secret"}},
		{"spi n:<0-4294967295>", "spi 4294967295", Args{"n": 4294967295}},
	} {
		m, err := sketch(t, c.syntax).Match(c.line, 0)
		if err != nil {
			t.Errorf("%q: %v", c.line, err)
			continue
		}
		if diff := cmp.Diff(c.want, m.Args, cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.line, diff)
		}
	}
}

func TestAnyOrderTakesEachOnce(t *testing.T) {
	g := sketch(t, "ping h:HOST &{size s:<36-99> | repeat n:<1-9>}")
	for line, want := range map[string]string{
		"ping a size 40 size 50":          "invalid 15",
		"ping a repeat 1 size 40":         "ping h:HOST &{size s:<36-99> | repeat n:<1-9>}",
		"ping a repeat 1 size 40 repeat":  "invalid 24",
		"ping a repeat 1 size 40 verbose": "invalid 24",
	} {
		if got := answer(g, line); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

func TestLevels(t *testing.T) {
	g := NewGrammar("")
	g.Add(compileBare(t, "show version"), "version", 1, false)
	g.Add(compileBare(t, "show running-config"), "run", 15, false)
	g.Add(compileBare(t, "configure terminal"), "conf", 15, false)
	for _, c := range []struct {
		line  string
		level int
		want  error
	}{
		{"sh run", 15, nil},
		{"sh ver", 1, nil},
		{"sh run", 1, &Error{Kind: Invalid, Offset: 3, Line: "sh run"}},
		{"conf t", 14, &Error{Kind: Invalid, Offset: 0, Line: "conf t"}},
		{"sh", 0, &Error{Kind: Invalid, Offset: 0, Line: "sh"}},
	} {
		_, err := g.Match(c.line, c.level)
		if diff := cmp.Diff(c.want, err); diff != "" {
			t.Errorf("%q at level %d (-want +got):\n%s", c.line, c.level, diff)
		}
	}
	if rows := g.Help("show ", 1).Rows; len(rows) != 1 || rows[0].Item != "version" {
		t.Errorf("help at level 1 shows %v", rows)
	}
}

func TestHiddenCommands(t *testing.T) {
	g := NewGrammar("")
	g.Add(compileBare(t, "terminal"), "terminal", 0, false)
	g.Add(compileBare(t, "test crash"), "test", 0, true)
	for line, want := range map[string]string{
		"te":         "terminal", // not made ambiguous by what nobody can see
		"test crash": "test",
		"tes cr":     "test",
	} {
		if got := answer(g, line); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
	if rows := g.Help("", 0).Rows; len(rows) != 1 {
		t.Errorf("help shows the hidden command: %v", rows)
	}
	if rows := g.Help("test ", 0).Rows; len(rows) != 1 || rows[0].Item != "crash" {
		t.Errorf("who has typed test is shown %v", rows)
	}
	if got, ok := g.Complete("te", 0); got != "terminal " || !ok {
		t.Errorf("completed to %q", got)
	}
}

// Of two abbreviations that the line could follow, the one with more words in full is meant.
func TestWordsInFullDecide(t *testing.T) {
	g := NewGrammar("")
	for _, syntax := range []string{"undebug all", "udptn host:WORD", "route-map name:WORD", "router rip"} {
		g.Add(compileBare(t, syntax), syntax, 0, false)
	}
	for line, want := range map[string]string{
		"u all":  "undebug all",
		"u al":   "ambiguous",
		"u R1":   "udptn host:WORD",
		"ro rip": "router rip",
		"ro ri":  "ambiguous",
	} {
		if got := answer(g, line); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// A line that stops behind what is a number or an address and could be a free name wants more; it is no abbreviation.
func TestAddressAndNameWantMore(t *testing.T) {
	g := sketch(t, "neighbor {addr:A.B.C.D | group:WORD} weight w:<0-9>", "group {number:<1-199> | name:WORD} {in | out}")
	for _, line := range []string{"neighbor 10.0.0.1", "neighbor 10.0.0.1 weight", "neighbor 10.0.0.1 w", "group 1", "neighbor PEERS weight"} {
		_, err := g.Match(line, 15)
		if bad, ok := err.(*Error); !ok || bad.Kind != Incomplete {
			t.Errorf("%q: %v", line, err)
		}
	}
}

func TestNegatedForm(t *testing.T) {
	keepalive := compileBare(t, "crypto isakmp keepalive secs:<10-3600> [retry:<2-60>] [periodic|on-demand]")
	key := compileBare(t, "crypto isakmp key key:WORD {address addr:A.B.C.D [mask:A.B.C.D] | hostname host:WORD}")
	g := NewGrammar("")
	g.Add(keepalive.No("no"), "no keepalive", 0, false)
	g.Add(key.No("no"), "no key", 0, false)
	g.Add(keepalive.No("default"), "default keepalive", 0, false)
	for line, want := range map[string]string{
		"no crypto isakmp keepalive":               "no keepalive",
		"no crypto isakmp keepalive 10":            "no keepalive",
		"no crypto isakmp keepalive 10 3 periodic": "no keepalive",
		"default cry isa keepalive":                "default keepalive",
		"no crypto isakmp key K":                   "no key",
		"no crypto isakmp key K address":           "no key",
		"no crypto isakmp":                         "incomplete",
		"no crypto isakmp keepalive 5":             "invalid 27",
	} {
		if got := answer(g, line); got != want {
			t.Errorf("%q: %s, want %s", line, got, want)
		}
	}
}

// Lines may be matched while others make the grammar's states.
func TestMatchInParallel(t *testing.T) {
	g := sketch(t, fuzzSyntaxes...)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, line := range []string{"cr is k 10 3 p", "sh ip ro|i a", "ping a si 36 re 1", "set transform-set a b",
				"clock set 1:2:3 feb 3 1999"} {
				if _, err := g.Match(line, 15); err != nil {
					t.Error(err)
				}
				g.Help(line, 3)
			}
		})
	}
	wg.Wait()
}

func TestErrorText(t *testing.T) {
	g := sketch(t, "show ip interface [brief]", "show ip route", "show idle", "copy")
	for _, c := range []struct{ prompt, line, want string }{
		{"Cafe-R1#", "show ip interface brioef",
			"                             ^\n% Invalid input detected at '^' marker.\n\n"},
		{"R1#", "show ip", "% Incomplete command.\n\n"},
		{"R1#", "show i", "% Ambiguous command:  \"show i\"\n"},
	} {
		_, err := g.Match(c.line, 0)
		if got := err.(*Error).Text(c.prompt); got != c.want {
			t.Errorf("%s%s\n%s\nwant\n%s", c.prompt, c.line, got, c.want)
		}
	}
}

func TestParseInterface(t *testing.T) {
	for text, want := range map[string]string{
		"gi 0/0":                 "GigabitEthernet0/0",
		"Gi0/0":                  "GigabitEthernet0/0",
		"gigabitEthernet0/0":     "GigabitEthernet0/0",
		"GigabitEthernet 0/0":    "GigabitEthernet0/0",
		"te1/0/1":                "TenGigabitEthernet1/0/1",
		"null 0":                 "Null0",
		"t0":                     "", // Tunnel or TenGigabitEthernet
		"gi":                     "",
		"gi 0/0 x":               "",
		"Loopback2147483648":     "",
		"":                       "",
		"GigabitEthernet0/0.1.2": "",
	} {
		got, ok := ParseInterface(text)
		if got != want || ok != (want != "") {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
