package parser

import "time"

// A Chooser picks a number from 0 to n-1, as a *rand.Rand does.
type Chooser interface{ IntN(n int) int }

// Sample returns values that a line of the syntax could have, chosen at random: printed,
// they make a line that the syntax reads. Tests go through whole grammars with it.
func (s *Syntax) Sample(r Chooser) Args {
	s.Ready()
	a := Args{}
	sampleLine(r, s.root, a)
	return a
}

func sampleLine(r Chooser, n *node, a Args) {
	switch n.kind {
	case leaf:
		switch {
		case n.tok.typ != nil && n.tok.list:
			for range 1 + r.IntN(3) {
				a.addValue(n.tok, sampleValue(r, n.tok.typ))
			}
		case n.tok.typ != nil:
			a[n.tok.name] = sampleValue(r, n.tok.typ)
		case n.tok.name != "":
			a[n.tok.name] = true
		}
	case choice:
		sampleLine(r, n.kids[r.IntN(len(n.kids))], a)
	default:
		for _, kid := range n.kids {
			if n.kind == sequence || r.IntN(2) == 0 {
				sampleLine(r, kid, a)
			}
		}
	}
}

// sampleWords are words of many kinds; each type takes some of them.
var sampleWords = []string{"VPN", "x", "1", "10", "esp-aes", `"q`, "a.b", "10.1.2.3", "192.168.0.0", "255.255.255.0",
	"0.0.0.255", "10.0.0.0/8", "2001:DB8::1", "2001:DB8::/32",
	"0011.2233.4455", "AABB01", "0x2102",
	"10:30", "GigabitEthernet0/1", "Loopback7", "Serial0/0/0", "peer.example.net", "tcp", "www", "warnings", "-5"}

func sampleValue(r Chooser, t Type) any {
	switch t := t.(type) {
	case rangeType:
		return t.lo + r.IntN(t.hi-t.lo+1)
	case clockType:
		return time.Duration(r.IntN(86400)) * time.Second
	case monthType:
		return time.Month(1 + r.IntN(12))
	}
	var values []any
	for _, word := range sampleWords {
		if value, _, ok := t.Accept(word); ok && t.Print(value) != "" {
			values = append(values, value)
		}
	}
	if len(values) == 0 {
		if lister, ok := t.(Lister); ok {
			for _, row := range lister.Rows() {
				if value, _, ok := t.Accept(row.Item); ok {
					values = append(values, value)
				}
			}
		}
	}
	if len(values) == 0 {
		return nil
	}
	return values[r.IntN(len(values))]
}

// Plant gives the secret arguments that a has the values that secret makes, and the free
// text in which one may stand a word that says so and such a value.
func (s *Syntax) Plant(a Args, secret func() string) {
	s.Ready()
	for _, t := range s.tokens {
		if _, isText := a[t.name].(string); !isText || t.typ == nil {
			continue
		}
		switch t.secrecy {
		case Hidden:
			a[t.name] = secret()
		case FreeText:
			a[t.name] = "password " + secret()
		}
	}
}
