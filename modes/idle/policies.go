package idle

import (
	"slices"
	"strings"

	"ruthere/config"
	"ruthere/debuglog"
	"ruthere/modes"
	"ruthere/parser"
)

// A policyMap says what is done with the packets of its classes.
type policyMap struct {
	block
	classes []block
}

func policyMaps(c *config.Config, kind string) (all []policyMap) {
	for _, b := range blocksOf(&c.Inert, strings.TrimSpace("policy-map "+kind)) {
		if kind == "" && b.first() == "type" {
			continue
		}
		all = append(all, policyMap{b, blocksOf(b.below, "class")})
	}
	return all
}

func hasPolicyMap(c *config.Config, name string) bool {
	return slices.ContainsFunc(policyMaps(c, ""), func(p policyMap) bool { return p.first() == name })
}

// actionLines is what `show policy-map` says of a line of a class.
func actionLines(d modes.Device, line *config.InertLine) (all []string) {
	words := strings.Fields(line.Text)
	value := func(at int) string {
		if at < len(words) {
			return words[at]
		}
		return ""
	}
	switch words[0] {
	case "priority", "bandwidth":
		if words[0] == "priority" && d.Release() == debuglog.IOS124 && value(1) != "" && value(1) != "percent" {
			return []string{"Strict Priority", "Bandwidth " + value(1) + " (kbps)"}
		}
		switch {
		case len(words) == 1 || value(1) == "level":
			return []string{line.Text}
		case value(1) == "percent":
			return []string{words[0] + " " + value(2) + " (%)"}
		case value(1) == "remaining":
			return []string{"bandwidth remaining " + value(3) + " (%)"}
		}
		return []string{words[0] + " " + value(1) + " (kbps)"}
	case "shape":
		if value(2) == "percent" {
			return []string{capital(value(1)) + " Rate Traffic Shaping", "cir " + value(3) + "%"}
		}
		return []string{capital(value(1)) + " Rate Traffic Shaping", "cir " + value(2) + " (bps)"}
	}
	all = []string{line.Text}
	if line.Block != nil {
		for inner := range line.Block.All() {
			all = append(all, "  "+inner.Text+" ")
		}
	}
	return all
}

func printActions(x *modes.Context, d modes.Device, class block) {
	if class.below == nil {
		return
	}
	for l := range class.below.All() {
		for _, line := range actionLines(d, l) {
			x.Println("      " + line)
		}
	}
}

// showPolicyMaps shows those of a kind, "" or "type inspect ".
func showPolicyMaps(kind string) func(x *modes.Context, d modes.Device, a parser.Args) {
	return func(x *modes.Context, d modes.Device, a parser.Args) { printPolicyMaps(x, d, a, kind) }
}

func printPolicyMaps(x *modes.Context, d modes.Device, a parser.Args, kind string) {
	if name := a.Str("name"); name != "" && strings.HasPrefix("interface", name) && !hasPolicyMap(d.Config(), name) {
		showServicePolicies(x, d, nil) // an abbreviated keyword, and no name
		return
	}
	for _, p := range policyMaps(d.Config(), kind) {
		if a.Has("name") && a.Str("name") != p.first() {
			continue
		}
		x.Println("  Policy Map " + kind + p.text)
		for _, class := range p.classes {
			x.Println("    Class " + strings.TrimPrefix(class.text, "type inspect "))
			printActions(x, d, class)
		}
		x.Println("")
	}
}

// A servicePolicy is a policy at an interface.
type servicePolicy struct {
	port
	way    string // input or output
	policy policyMap
}

func servicePolicies(d modes.Device) (all []servicePolicy) {
	for _, p := range portsOf(d) {
		for _, way := range []string{"input", "output"} {
			name := p.setting("service-policy "+way, "")
			for _, m := range policyMaps(d.Config(), "") {
				if m.first() == name {
					all = append(all, servicePolicy{p, way, m})
				}
			}
		}
	}
	return all
}

func (s servicePolicy) print(x *modes.Context, d modes.Device) {
	rate := "0000"
	if d.Release() == debuglog.IOS124 {
		rate = "0"
	}
	x.Printf(" %s \n\n  Service-policy %s: %s\n", s.Name, s.way, s.policy.first())
	classes, maps := s.policy.classes, classMaps(d.Config(), "")
	if len(classes) == 0 || classes[len(classes)-1].first() != classDefault {
		classes = append(classes[:len(classes):len(classes)], block{text: classDefault})
	}
	for _, class := range classes {
		for _, m := range maps {
			if m.name != class.first() {
				continue
			}
			x.Printf("\n    Class-map: %s (%s)\n      0 packets, 0 bytes\n      5 minute offered rate %s bps, drop rate %s bps\n", m.name, m.rule,
				rate, rate)
			for _, text := range m.matches() {
				x.Println("      Match: " + strings.Replace(text, "access-group  ", "access-group ", 1))
			}
		}
		printActions(x, d, class)
	}
	x.Println("")
}

func showServicePolicies(x *modes.Context, d modes.Device, a parser.Args) {
	for _, s := range servicePolicies(d) {
		if !a.Has("if") || a.Str("if") == s.Name {
			s.print(x, d)
		}
	}
}

func addPolicies(l *modes.Language) {
	help := modes.H{"policy-map": "Show QoS Policy Map", "name": "QoS Policy Map name", "interface": "Show Qos Policy Interface",
		"if": "Interface", "type": "type of the policy-map", "inspect": "Policy Maps of type inspect"}
	show(l, `policy-map interface [if:INTERFACE]`, help, showServicePolicies)
	show(l, `policy-map <15,xe> type inspect [name:WORD]`, help, showPolicyMaps("type inspect "))
	show(l, `policy-map [name:WORD]`, help, showPolicyMaps(""))
}
