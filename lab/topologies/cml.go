package topologies

import (
	"fmt"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"ruthere/debuglog"
	"ruthere/lab"
)

// cmlRouters are the node definitions of CML's that our routers can be. Their ports are those that the
// file lists.
var cmlRouters = map[string]routerKind{
	"iosv":     {debuglog.IOS15, gigabitSlot},
	"csr1000v": {debuglog.IOSXE, gigabitFlat},
	"cat8000v": {debuglog.IOSXE, gigabitFlat},
	"iol":      {debuglog.IOS15, slotsOfFour},
	"iol-xe":   {debuglog.IOSXE, slotsOfFour},
}

var (
	cmlSwitches = []string{"unmanaged_switch", "iosvl2", "ioll2", "ioll2-xe"}
	cmlHosts    = []string{"alpine", "desktop", "server", "ubuntu", "trex", "wan_emulator"}
)

// cmlFile is what of a CML lab means something here (the lab's schema, version 0.0.3 to 0.3.0).
type cmlFile struct {
	Lab struct {
		Title scalar
	}
	Nodes []cmlNode
	Links []struct {
		ID             scalar
		N1, I1, N2, I2 scalar
	}
}

type cmlNode struct {
	ID            scalar
	Label         scalar
	Definition    scalar `yaml:"node_definition"`
	Image         scalar `yaml:"image_definition"`
	Configuration cmlConfiguration
	Interfaces    []struct {
		ID    scalar
		Label scalar
		Slot  scalar
	}
}

// A cmlConfiguration is a text, or a list of files of which the first is the configuration.
type cmlConfiguration struct{ scalar }

func (c *cmlConfiguration) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.SequenceNode {
		return c.scalar.UnmarshalYAML(n)
	}
	var files []struct{ Name, Content scalar }
	if err := n.Decode(&files); err != nil {
		return err
	}
	for _, f := range files {
		if c.line == 0 && f.Content.line > 0 {
			c.scalar = f.Content
		}
	}
	return nil
}

func (s *sketch) readCML(text []byte) {
	var f cmlFile
	if err := yaml.Unmarshal(text, &f); err != nil {
		s.err = fmt.Errorf("%s: %s", s.file, strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	s.title = f.Lab.Title.value
	ends := map[[2]string]sketchEnd{} // by the ids of node and interface
	for _, n := range f.Nodes {
		one := s.addCMLNode(n)
		for _, i := range n.Interfaces {
			ends[[2]string{n.ID.value, i.ID.value}] = sketchEnd{one, s.portOfCML(one, i.Label)}
		}
	}
	for _, l := range f.Links {
		w := sketchWire{line: max(l.ID.line, l.N1.line)}
		for i, id := range [][2]string{{l.N1.value, l.I1.value}, {l.N2.value, l.I2.value}} {
			end, known := ends[id]
			if !known {
				s.failAt(w.line, "there is no interface %s of a node %s", id[1], id[0])
				return
			}
			w.ends[i] = end
		}
		s.wires = append(s.wires, w)
	}
}

// portOfCML is the full name of a port: the file's label, for a router as the console would read it.
func (s *sketch) portOfCML(n *sketchNode, label scalar) string {
	if n.role == routing {
		if name, ok := n.ports.find(label.value); ok {
			return name
		}
	}
	return label.value
}

func (s *sketch) addCMLNode(n cmlNode) *sketchNode {
	kind := n.Definition.value
	one := &sketchNode{name: strings.ReplaceAll(n.Label.value, " ", "-"), kind: kind, line: n.Label.line}
	router, isRouter := cmlRouters[kind]
	switch {
	case isRouter:
		one.role, one.release, one.ports = routing, router.releaseOfImage(":"+n.Image.value), router.ports
		one.config = n.Configuration.value
		one.source = lab.SourceOfBlock(s.file, s.text, n.Configuration.line, one.config)
	case slices.Contains(cmlSwitches, kind):
		one.role = segment
		s.tellSwitch(one, strings.TrimSpace(n.Configuration.value) != "")
	case slices.Contains(cmlHosts, kind):
		one.role, one.commands = hosting, []scalar{n.Configuration.scalar}
	}
	s.addNode(one)
	return one
}
