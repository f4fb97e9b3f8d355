package topologies

import (
	"fmt"
	"strings"

	"ruthere/lab"
)

// DrawMermaid is a lab as a Mermaid flowchart, which GitHub and GitLab draw.
func DrawMermaid(t *lab.Topology) string {
	var b strings.Builder
	b.WriteString("graph LR\n")
	names := numberNodes(t)
	for _, r := range t.Routers {
		fmt.Fprintf(&b, "  %s([%s])\n", names[r.Name], quoted(r.Name))
	}
	for _, h := range t.Hosts {
		fmt.Fprintf(&b, "  %s[%s]\n", names[h.Name], quoted(h.Name+"<br>"+h.Address.String()))
	}
	for _, n := range t.Translators {
		fmt.Fprintf(&b, "  %s[/%s\\]\n", names[n.Name], quoted(n.Name+"<br>"+n.Outside.String()))
	}
	for i, l := range t.Links {
		if len(l.Ends) == 2 {
			a, z := l.Ends[0], l.Ends[1]
			fmt.Fprintf(&b, "  %s ---|%s| %s\n", names[a.Node], quoted(portPair(a, z)), names[z.Node])
			continue
		}
		fmt.Fprintf(&b, "  lan%d{{%s}}\n", i, quoted(l.Name))
		for _, e := range l.Ends {
			fmt.Fprintf(&b, "  %s ---|%s| lan%d\n", names[e.Node], quoted(e.Interface), i)
		}
	}
	return strings.ReplaceAll(b.String(), `|""|`, "")
}

// DrawGraphviz is a lab as a graph in the DOT language.
func DrawGraphviz(t *lab.Topology) string {
	var b strings.Builder
	b.WriteString("graph lab {\n  node [fontname=\"sans-serif\"];\n")
	names := numberNodes(t)
	for _, r := range t.Routers {
		fmt.Fprintf(&b, "  %s [shape=ellipse, label=%s];\n", names[r.Name], quoted(r.Name))
	}
	for _, h := range t.Hosts {
		fmt.Fprintf(&b, "  %s [shape=box, label=%s];\n", names[h.Name], quoted(h.Name+`\n`+h.Address.String()))
	}
	for _, n := range t.Translators {
		fmt.Fprintf(&b, "  %s [shape=trapezium, label=%s];\n", names[n.Name], quoted(n.Name+`\n`+n.Outside.String()))
	}
	for i, l := range t.Links {
		if len(l.Ends) == 2 {
			a, z := l.Ends[0], l.Ends[1]
			fmt.Fprintf(&b, "  %s -- %s [taillabel=%s, headlabel=%s];\n", names[a.Node], names[z.Node], quoted(a.Interface), quoted(z.Interface))
			continue
		}
		fmt.Fprintf(&b, "  lan%d [shape=hexagon, label=%s];\n", i, quoted(l.Name))
		for _, e := range l.Ends {
			fmt.Fprintf(&b, "  %s -- lan%d [taillabel=%s];\n", names[e.Node], i, quoted(e.Interface))
		}
	}
	b.WriteString("}\n")
	return b.String()
}

// numberNodes gives each node a word that every drawing program takes for a name.
func numberNodes(t *lab.Topology) map[string]string {
	names := map[string]string{}
	for i, r := range t.Routers {
		names[r.Name] = fmt.Sprintf("r%d", i+1)
	}
	for i, h := range t.Hosts {
		names[h.Name] = fmt.Sprintf("h%d", i+1)
	}
	for i, n := range t.Translators {
		names[n.Name] = fmt.Sprintf("t%d", i+1)
	}
	return names
}

func portPair(a, z lab.End) string {
	var ports []string
	for _, e := range []lab.End{a, z} {
		if e.Interface != "" {
			ports = append(ports, e.Interface)
		}
	}
	return strings.Join(ports, " - ")
}

// quoted is a label, whatever a user has named his routers.
func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, "'") + `"` }
