package parser

import (
	"fmt"
	"math/rand/v2"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

var sameArgs = cmpopts.EquateComparable(netip.Addr{}, netip.Prefix{})

// A syntaxMaker writes random syntax texts. Words are numbered, so that no two
// are alike and a line has one meaning.
type syntaxMaker struct {
	*rand.Rand
	words int
}

func (m *syntaxMaker) keyword() string { m.words++; return fmt.Sprintf("k%dk", m.words) }

func (m *syntaxMaker) argument() string {
	m.words++
	types := []string{"<10-3600>", "<0-4294967295>", "WORD", "A.B.C.D", "A.B.C.D/nn", "HOST", "hh:mm:ss", "MONTH", "INTERFACE",
		"WORD...", "A.B.C.D...", "<1-9>..."}
	return fmt.Sprintf("a%d:%s", m.words, types[m.IntN(len(types))])
}

// part is a keyword, perhaps followed by an argument, or a group of parts.
func (m *syntaxMaker) part(depth int) string {
	if depth == 0 || m.IntN(3) == 0 {
		if m.IntN(2) == 0 {
			return m.keyword()
		}
		return m.keyword() + " " + m.argument()
	}
	switch m.IntN(5) {
	case 0:
		return "[" + m.solid(depth-1) + "]"
	case 1:
		return "{" + m.solid(depth-1) + " | " + m.solid(depth-1) + "}"
	case 2:
		return "[" + m.solid(depth-1) + " | " + m.solid(depth-1) + " | " + m.keyword() + "]"
	case 3:
		return "&{" + m.solid(depth-1) + " | " + m.solid(depth-1) + " | " + m.keyword() + "}"
	}
	return "(" + m.solid(depth-1) + ")"
}

// solid is some parts of which at least the first leaves a mark.
func (m *syntaxMaker) solid(depth int) string {
	parts := []string{m.keyword()}
	for range m.IntN(3) {
		parts = append(parts, m.part(depth))
	}
	return strings.Join(parts, " ")
}

// Whatever values a syntax allows, the line printed from them reads back as they.
func TestPrintedArgsReadBack(t *testing.T) {
	for seed := range uint64(3000) {
		m := &syntaxMaker{Rand: rand.New(rand.NewPCG(seed, 1))}
		text := m.solid(3)
		s := compileBare(t, text)
		g := NewGrammar("")
		g.Add(s, nil, 0, false)
		g.Add(s.No("no"), nil, 0, false)
		for range 5 {
			a := s.Sample(m.Rand)
			checkReadsBack(t, g, s, a)
			checkReadsBack(t, g, s.No("no"), a)
		}
		if t.Failed() {
			return
		}
	}
}

func checkReadsBack(t *testing.T, g *Grammar, s *Syntax, a Args) {
	t.Helper()
	line, err := s.Print(a)
	if err != nil {
		t.Errorf("%v: %v", a, err)
		return
	}
	match, err := g.Match(line, 0)
	if err != nil {
		t.Errorf("%q printed by %q: %v", line, s, err)
		return
	}
	if diff := cmp.Diff(a, match.Args, sameArgs); diff != "" {
		t.Errorf("%q printed by %q (-printed +read):\n%s", line, s, diff)
	}
}

// A grammar of many syntaxes says the same as each syntax alone, and every
// abbreviation that the words allow is understood like the full line.
func TestMergedGrammarAgreesWithItsSyntaxes(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	m := &syntaxMaker{Rand: r}
	var all []*Syntax
	g := NewGrammar("")
	for i := range 60 {
		s := compileBare(t, []string{"show ", "show ip ", "crypto "}[i%3]+m.solid(2))
		all = append(all, s)
		g.Add(s, s, 0, false)
	}
	for range 2000 {
		s := all[r.IntN(len(all))]
		a := s.Sample(r)
		line, err := s.Print(a)
		if err != nil {
			t.Fatal(err)
		}
		line = strings.Replace(line, "crypto", "cr", 1)
		line = strings.ToUpper(line[:2]) + line[2:]
		match, err := g.Match(line, 0)
		if err != nil || match.Syntax != s {
			t.Fatalf("%q of %q: %v, %v", line, s, match.Syntax, err)
		}
		if diff := cmp.Diff(a, match.Args, sameArgs); diff != "" {
			t.Fatalf("%q (-want +got):\n%s", line, diff)
		}
	}
}

// fuzzSyntaxes have every construct, and words that quarrel.
var fuzzSyntaxes = []string{
	"crypto isakmp keepalive secs:<10-3600> [retry:<2-60>] [periodic|on-demand]",
	"crypto isakmp key [0 | 6] key:WORD {address addr:A.B.C.D [mask:A.B.C.D] | hostname host:HOST} [no-xauth]",
	"crypto map name:WORD seq:<1-65535> [ipsec-isakmp [dynamic d:WORD] | ipsec-manual]",
	"crypto map name:WORD local-address if:INTERFACE",
	"set transform-set names:WORD...",
	"set peer {addr:A.B.C.D | name:WORD} [default]",
	"show ip route [host:HOST | connected | vrf v:WORD]" + filters,
	"show ip interface [if:INTERFACE] [brief]" + filters,
	"show ipv6 route p:A.B.C.D/nn",
	"ping h:HOST &{size s:<36-18024> | repeat n:<1-99> | df-bit | source {src:A.B.C.D | if:INTERFACE}}",
	"clock set t:hh:mm:ss {d:<1-31> m:MONTH | m2:MONTH d2:<1-31>} y:<1993-2035>",
	"ip host name:WORD addrs:A.B.C.D...",
	"description text:LINE",
	"do command:LINE",
	"interface if:INTERFACE",
}

// No line can hurt; a caret stands within the line; what is accepted can be
// printed, and reads back as the same.
func FuzzLine(f *testing.F) {
	g := NewGrammar("Fuzz commands:")
	for _, text := range fuzzSyntaxes {
		s := compileBare(f, text)
		g.Add(s, text, 0, false)
		g.Add(s.No("no"), text, 0, false)
	}
	for _, seed := range []string{
		"", " ", "cr is k 10 3 p", "crypto isakmp key 6 a address 1.2.3.4 255.0.0.0", "set transform-set a b c",
		"sh ip ro|i a b ", "sh ip int gi 0/0.5 b|c  |", "ping a si 36 re 1 so lo 0", "clock set 1:2:3 feb 3 1999",
		"no description", "do sh run | i x ", "int\tte1/0|", "description \xff\x00|?", "s i r", "no cr m a 1 ipsec-i d",
		"ip host a 1.1.1.1 1.1.1.1 1.1.1", "set peer 0", "net 1.2.3.4/", "|", "| |", "||||",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, line string) {
		g.Help(line, 15).Format(80)
		g.Help(line, 0).Format(1)
		if completed, ok := g.Complete(line, 15); !ok && completed != line {
			t.Errorf("%q changed to %q", line, completed)
		}
		m, err := g.Match(line, 15)
		if err != nil {
			if e := err.(*Error); e.Offset < 0 || e.Offset > len(line) || e.Text("R1#") == "" {
				t.Errorf("%q: offset %d", line, e.Offset)
			}
			return
		}
		printed, err := m.Syntax.Print(m.Args)
		if err != nil && !strings.ContainsAny(line, "\r\n") {
			t.Fatalf("%q of %q: %v", line, m.Syntax, err)
		}
		again, err2 := g.Match(printed, 15)
		if err == nil && (err2 != nil || !cmp.Equal(m.Args, again.Args, sameArgs)) {
			t.Errorf("%q printed as %q reads %v, %v, not %v", line, printed, again.Args, err2, m.Args)
		}
	})
}

// A line that means too much is given up, not pondered: eight words in any order
// can be read in 8! ways before the last word spoils them all.
func TestTriesAreBounded(t *testing.T) {
	g := sketch(t, "x &{a1 | a2 | a3 | a4 | a5 | a6 | a7 | a8}")
	if got := answer(g, "x"+strings.Repeat(" a", 3)+" z"); got != "invalid 8" {
		t.Errorf("three: %s", got)
	}
	if got := answer(g, "x"+strings.Repeat(" a", 8)+" z"); got != "ambiguous" {
		t.Errorf("eight: %s", got)
	}
}

func BenchmarkMatch(b *testing.B) {
	for _, size := range []int{50, 500, 5000} {
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			m := &syntaxMaker{Rand: rand.New(rand.NewPCG(1, 1))}
			g := sketch(b, fuzzSyntaxes...)
			for range size - len(fuzzSyntaxes) {
				text := slices.Concat([]string{"show ", "crypto ", "ip ", ""})[m.IntN(4)] + m.solid(2)
				g.Add(compileBare(b, text), text, 0, false)
			}
			lines := []string{
				"crypto isakmp keepalive 10 3 periodic", " set transform-set AES-SHA 3DES-MD5", "crypto map VPN 10 ipsec-isakmp",
				"crypto isakmp key cisco123 address 10.0.0.2", " description  a long line of text", "interface GigabitEthernet0/0",
			}
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				if _, err := g.Match(lines[i%len(lines)], 15); err != nil {
					b.Fatal(err)
				}
				i++
			}
		})
	}
}
