package topologies

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"ruthere/debuglog"
	"ruthere/lab"
	"ruthere/parser"
)

// WriteContainerlab is a lab as a topology file of containerlab's, configurations included: routers are
// cisco_iol, whose ports are called Ethernet, so the ports of others are renamed wherever a configuration
// names them; LANs are bridges. Delays and losses of links have no place there and are left out.
func WriteContainerlab(name string, t *lab.Topology) ([]byte, error) {
	w := containerlabWriter{ports: map[lab.End]string{}}
	for _, r := range t.Routers {
		if err := w.namePorts(t, r); err != nil {
			return nil, err
		}
	}
	nodes := &yaml.Node{Kind: yaml.MappingNode}
	for _, r := range t.Routers {
		one := mapping("kind", "cisco_iol", "image", imageOf(r.Release))
		if strings.TrimSpace(r.Config) != "" {
			addNode(one, "startup-config", text(w.renamePorts(r)))
		}
		nodes.Content = append(nodes.Content, text(r.Name), one)
	}
	for _, h := range t.Hosts {
		addNode(nodes, h.Name, hostNode(h))
	}
	if len(t.Translators) > 0 {
		return nil, fmt.Errorf("%s is a translator of addresses, which containerlab has no kind for", t.Translators[0].Name)
	}
	links := &yaml.Node{Kind: yaml.SequenceNode}
	for i, l := range t.Links {
		if len(l.Ends) == 2 {
			links.Content = append(links.Content, linkNode(w.endpoint(l.Ends[0]), w.endpoint(l.Ends[1])))
			continue
		}
		bridge := fmt.Sprintf("lan%d", i+1)
		addNode(nodes, bridge, mapping("kind", "bridge"))
		for n, e := range l.Ends {
			links.Content = append(links.Content, linkNode(w.endpoint(e), fmt.Sprintf("%s:eth%d", bridge, n+1)))
		}
	}
	topology := &yaml.Node{Kind: yaml.MappingNode}
	addNode(topology, "nodes", nodes)
	addNode(topology, "links", links)
	file := mapping("name", name)
	addNode(file, "topology", topology)
	return yaml.Marshal(file)
}

// imageOf stands for the image that somebody who has containerlab must have.
func imageOf(release debuglog.Release) string {
	if release == debuglog.IOSXE {
		return "cisco_iol:17.12.01"
	}
	return "cisco_iol:L3-15.9"
}

type containerlabWriter struct {
	ports map[lab.End]string // as cisco_iol calls them
}

// namePorts gives each port of a router the next of cisco_iol's; the first is for management there.
func (w *containerlabWriter) namePorts(t *lab.Topology, r lab.Router) error {
	names := slices.Clone(r.Interfaces)
	for _, l := range t.Links {
		for _, e := range l.Ends {
			if e.Node == r.Name && !slices.Contains(names, e.Interface) {
				names = append(names, e.Interface)
			}
		}
	}
	kept := !slices.ContainsFunc(names, func(name string) bool { return slotsOfFour.numberOf(name) < 1 })
	for i, name := range names {
		if w.ports[lab.End{Node: r.Name, Interface: name}] = name; !kept {
			w.ports[lab.End{Node: r.Name, Interface: name}] = slotsOfFour.name(i + 1)
		}
	}
	if len(names) >= mostPorts {
		return fmt.Errorf("router %s has %d ports; containerlab's cisco_iol has at most %d", r.Name, len(names), mostPorts-1)
	}
	return nil
}

func (w *containerlabWriter) endpoint(e lab.End) string {
	if port := w.ports[e]; port != "" {
		return e.Node + ":" + port
	}
	return e.Node + ":eth1" // a host
}

var portWord = regexp.MustCompile(`[A-Z][A-Za-z]*Ethernet *[0-9]+(/[0-9]+)*|Ethernet *[0-9]+(/[0-9]+)*`)

// renamePorts is a router's configuration with its ports renamed.
func (w *containerlabWriter) renamePorts(r lab.Router) string {
	config := portWord.ReplaceAllStringFunc(r.Config, func(word string) string {
		if name, ok := parser.ParseInterface(word); ok {
			if port := w.ports[lab.End{Node: r.Name, Interface: name}]; port != "" {
				return port
			}
		}
		return word
	})
	return strings.TrimRight(config, "\n") + "\n"
}

func hostNode(h lab.Host) *yaml.Node {
	n := mapping("kind", "linux", "image", "alpine:latest")
	commands := []string{fmt.Sprintf("ip addr add %s dev eth1", h.Address)}
	if h.Gateway.IsValid() {
		commands = append(commands, fmt.Sprintf("ip route replace default via %s", h.Gateway))
	}
	exec := &yaml.Node{Kind: yaml.SequenceNode}
	for _, c := range commands {
		exec.Content = append(exec.Content, text(c))
	}
	addNode(n, "exec", exec)
	return n
}

func linkNode(a, z string) *yaml.Node {
	ends := &yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{text(a), text(z)}}
	n := &yaml.Node{Kind: yaml.MappingNode}
	addNode(n, "endpoints", ends)
	return n
}

// mapping is a node of keys and values in turn.
func mapping(pairs ...string) *yaml.Node {
	n := &yaml.Node{Kind: yaml.MappingNode}
	for i := 0; i < len(pairs); i += 2 {
		addNode(n, pairs[i], text(pairs[i+1]))
	}
	return n
}

func addNode(n *yaml.Node, key string, value *yaml.Node) {
	n.Content = append(n.Content, text(key), value)
}

func text(value string) *yaml.Node {
	n := &yaml.Node{}
	n.SetString(value)
	return n
}
