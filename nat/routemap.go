package nat

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/parser"
)

// A routeMap is one sequence of a route map, as far as NAT asks for it.
type routeMap struct {
	name       string
	permit     bool
	lists      []string // access lists, one of which must permit the packet; none: any
	interfaces []string // by one of which it must leave; none: any
	unknown    bool     // it asks for something else besides, which no packet here is known to have
}

// The kinds of lines that a route map has, for those who read it here.
const (
	sequenceLine = iota
	addressLine
	leavingLine
	prefixLine
	otherMatch
)

// routeMapLines understands the lines of route maps. What sets something matches nothing here.
var routeMapLines = func() *parser.Grammar {
	g := parser.NewGrammar("")
	for kind, syntax := range [...]string{
		sequenceLine: `route-map name:WORD {permit | deny} sequence:<0-65535>`,
		addressLine:  `match ip address lists:WORD...`,
		leavingLine:  `match interface interface:INTERFACE`,
		prefixLine:   `match ip address prefix-list prefix-lists:WORD...`,
		otherMatch:   `match {length | tag | metric | track | as-path | community | ipv6 | route-type | source-protocol} rest:LINE`,
	} {
		g.Add(parser.MustCompile(syntax, helpless(syntax)), kind, 0, false)
	}
	return g
}()

// helpless are the words of a syntax that nobody ever asks about: what is read was understood when it was typed.
func helpless(syntax string) map[string]string {
	help := map[string]string{}
	for word := range strings.FieldsSeq(strings.NewReplacer("{", " ", "}", " ", "|", " ").Replace(syntax)) {
		name, _, _ := strings.Cut(word, ":")
		help[name] = name
	}
	return help
}

// readRouteMaps reads the route maps of the configuration, which keeps them as text, in the order of their sequences.
func readRouteMaps(c *config.Config) (maps []routeMap) {
	type numbered struct {
		routeMap
		sequence int
	}
	var all []numbered
	for l := range c.Inert.All() {
		if !strings.HasPrefix(l.Text, "route-map ") {
			continue
		}
		line, err := routeMapLines.Match(l.Text, 0)
		if err != nil || line.Tag != sequenceLine {
			continue
		}
		m := numbered{routeMap{name: line.Args.Str("name"), permit: line.Args.Has("permit")}, line.Args.Int("sequence")}
		if l.Block != nil {
			for _, text := range l.Block.Texts() {
				m.read(text)
			}
		}
		all = append(all, m)
	}
	slices.SortStableFunc(all, func(a, b numbered) int { return a.sequence - b.sequence })
	for _, m := range all {
		maps = append(maps, m.routeMap)
	}
	return maps
}

// read takes in a line below a route map.
func (m *routeMap) read(text string) {
	line, err := routeMapLines.Match(text, 0)
	switch {
	case err != nil:
		m.unknown = m.unknown || strings.HasPrefix(text, "match ")
	case line.Tag == addressLine:
		m.lists = append(m.lists, line.Args.List("lists")...)
	case line.Tag == leavingLine:
		m.interfaces = append(m.interfaces, line.Args.Str("interface"))
	default:
		m.unknown = true
	}
}

// permitsList says whether an access list permits a packet. One that is not there permits none.
func (t *Table) permitsList(name string, f config.Flow) bool {
	for _, l := range t.config.AccessLists {
		if l.Name != name {
			continue
		}
		e, met := l.Lookup(f)
		if met && t.Met != nil {
			t.Met(name, e.Sequence)
		}
		return met && e.Permit
	}
	return false
}

// permitsMap says whether a route map permits a packet that leaves by an interface: the first sequence that it matches
// decides, and none is no. An access list that denies it is no match.
func (t *Table) permitsMap(name string, f config.Flow, by string) bool {
	for _, m := range t.maps {
		if m.name != name || m.unknown || len(m.interfaces) > 0 && !slices.Contains(m.interfaces, by) {
			continue
		}
		if len(m.lists) == 0 || slices.ContainsFunc(m.lists, func(list string) bool { return t.permitsList(list, f) }) {
			return m.permit
		}
	}
	return false
}
