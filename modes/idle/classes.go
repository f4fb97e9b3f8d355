package idle

import (
	"strconv"
	"strings"

	"ruthere/config"
	"ruthere/modes"
	"ruthere/parser"
)

// A classMap sorts packets for a policy.
type classMap struct {
	block
	name, rule string // match-all or match-any
	number     int
}

const classDefault = "class-default"

// classMaps are those configured of a kind ("" or "type inspect "), and the one that is always
// there.
func classMaps(c *config.Config, kind string) (all []classMap) {
	for _, b := range blocksOf(&c.Inert, strings.TrimSpace("class-map "+kind)) {
		words := strings.Fields(b.text)
		if kind == "" && words[0] == "type" || len(words) < 2 {
			continue
		}
		all = append(all, classMap{b, words[len(words)-1], words[len(words)-2], len(all) + 1})
	}
	if kind == "" {
		all = append(all, classMap{name: classDefault, rule: "match-any"})
	}
	return all
}

// matches are what the class asks of a packet, in the words of `show`.
func (m classMap) matches() (all []string) {
	for _, text := range m.all("match") {
		all = append(all, matchText(text))
	}
	switch {
	case m.name == classDefault:
		return []string{"any "}
	case len(all) == 0:
		return []string{"none "}
	}
	return all
}

// codePoints are the names of Differentiated Services code points (RFC 2474, 2597, 3246).
var codePoints = map[string]int{"default": 0, "cs1": 8, "af11": 10, "af12": 12, "af13": 14, "cs2": 16, "af21": 18, "af22": 20, "af23": 22,
	"cs3": 24, "af31": 26, "af32": 28, "af33": 30, "cs4": 32, "af41": 34, "af42": 36, "af43": 38, "cs5": 40, "ef": 46, "cs6": 48, "cs7": 56}

func matchText(text string) string {
	words := strings.Fields(text)
	switch {
	case words[0] == "access-group" && words[1] != "name":
		return "access-group  " + words[1]
	case words[0] == "dscp", len(words) > 2 && words[0] == "ip" && words[1] == "dscp":
		at := strings.Index(text, "dscp ") + len("dscp ")
		var points []string
		for _, point := range strings.Fields(text[at:]) {
			if number, ok := codePoints[point]; ok {
				point += " (" + strconv.Itoa(number) + ")"
			}
			points = append(points, point)
		}
		return strings.TrimPrefix(text[:at-len("dscp ")], "") + " dscp " + strings.Join(points, "  ")
	}
	return text
}

// showClassMaps shows those of a kind, "" or "type inspect ".
func showClassMaps(kind string) func(x *modes.Context, d modes.Device, a parser.Args) {
	return func(x *modes.Context, d modes.Device, a parser.Args) { printClassMaps(x, d, a, kind) }
}

func printClassMaps(x *modes.Context, d modes.Device, a parser.Args, kind string) {
	for _, m := range classMaps(d.Config(), kind) {
		if a.Has("name") && a.Str("name") != m.name {
			continue
		}
		x.Printf(" Class Map %s%s %s (id %d)\n", kind, m.rule, m.name, m.number)
		if text := m.value("description", ""); text != "" {
			x.Println("  Description: " + text)
		}
		for _, text := range m.matches() {
			x.Println("   Match " + text)
		}
		x.Println("")
	}
}

func addClasses(l *modes.Language) {
	help := modes.H{"class-map": "Show QoS Class Map", "name": "QoS Class Map name", "type": "type of the class-map",
		"inspect": "Class Maps of type inspect"}
	show(l, `class-map [name:WORD]`, help, showClassMaps(""))
	show(l, `class-map <15,xe> type inspect [name:WORD]`, help, showClassMaps("type inspect "))
}
