package topologies

import (
	"fmt"
	"io/fs"
	"net/netip"
	"path"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"ruthere/debuglog"
	"ruthere/lab"
)

// containerlabRouters are the kinds of containerlab's that our routers can be.
var containerlabRouters = map[string]routerKind{
	"cisco_iol":       {debuglog.IOSXE, slotsOfFour},
	"cisco_vios":      {debuglog.IOS15, gigabitSlot},
	"cisco_csr1000v":  {debuglog.IOSXE, gigabitFlat},
	"vr-cisco_csr":    {debuglog.IOSXE, gigabitFlat},
	"vr-csr":          {debuglog.IOSXE, gigabitFlat},
	"cisco_c8000v":    {debuglog.IOSXE, gigabitFlat},
	"vr-cisco_c8000v": {debuglog.IOSXE, gigabitFlat},
}

// containerlabSwitches are those kinds that only connect.
var containerlabSwitches = []string{"bridge", "ovs-bridge", "cisco_viosl2", "cisco_iosvl2"}

// containerlabFile is what of a topology file means something here (containerlab's
// documentation, "Topology definition file"). All other keys are passed over.
type containerlabFile struct {
	Name scalar
	Mgmt struct {
		Subnet scalar `yaml:"ipv4-subnet"`
	}
	Topology struct {
		Defaults containerlabNode
		Kinds    map[string]containerlabNode
		Groups   map[string]containerlabNode
		Nodes    yaml.Node
		Links    []containerlabLink
	}
}

type containerlabNode struct {
	Kind          scalar
	Type          scalar
	Group         scalar
	Image         scalar
	StartupConfig scalar `yaml:"startup-config"`
	MgmtAddress   scalar `yaml:"mgmt-ipv4"`
	Exec          []scalar
}

// over is the node with what another says where it says nothing.
func (n containerlabNode) over(below containerlabNode) containerlabNode {
	n.Kind = n.Kind.orElse(below.Kind)
	n.Type = n.Type.orElse(below.Type)
	n.Group = n.Group.orElse(below.Group)
	n.Image = n.Image.orElse(below.Image)
	n.StartupConfig = n.StartupConfig.orElse(below.StartupConfig)
	n.Exec = append(slices.Clone(below.Exec), n.Exec...)
	return n
}

// A containerlabLink is `endpoints: ["R1:eth1", "R2:eth1"]`, or the extended form, whose endpoints
// are mappings.
type containerlabLink struct {
	line      int
	kind      string
	endpoints []containerlabEnd
}

type containerlabEnd struct{ node, port string }

func (l *containerlabLink) UnmarshalYAML(n *yaml.Node) error {
	l.line = n.Line
	var raw struct {
		Type      scalar
		Endpoint  yaml.Node
		Endpoints []yaml.Node
	}
	if err := n.Decode(&raw); err != nil {
		return err
	}
	l.kind = raw.Type.value
	for _, e := range raw.Endpoints {
		var end struct{ Node, Interface scalar }
		switch e.Kind {
		case yaml.MappingNode:
			if err := e.Decode(&end); err != nil {
				return err
			}
		case yaml.ScalarNode:
			end.Node.value, end.Interface.value, _ = strings.Cut(e.Value, ":")
		}
		l.endpoints = append(l.endpoints, containerlabEnd{end.Node.value, end.Interface.value})
	}
	return nil
}

func (s *sketch) readContainerlab(text []byte) {
	var f containerlabFile
	if err := yaml.Unmarshal(text, &f); err != nil {
		s.err = fmt.Errorf("%s: %s", s.file, strings.TrimPrefix(err.Error(), "yaml: "))
		return
	}
	s.title = f.Name.value
	nodes := f.Topology.Nodes.Content
	for i := 0; i+1 < len(nodes); i += 2 {
		var n containerlabNode
		if nodes[i+1].Kind == yaml.MappingNode {
			if err := nodes[i+1].Decode(&n); err != nil {
				s.failAt(nodes[i].Line, "%v", err)
				return
			}
		}
		s.addContainerlabNode(&f, nodes[i].Value, nodes[i].Line, n)
	}
	for _, l := range f.Topology.Links {
		s.addContainerlabLink(l)
	}
}

func (s *sketch) addContainerlabNode(f *containerlabFile, name string, line int, n containerlabNode) {
	group := f.Topology.Groups[n.Group.orElse(f.Topology.Defaults.Group).value]
	kind := n.Kind.orElse(group.Kind).orElse(f.Topology.Defaults.Kind).value
	n = n.over(group).over(f.Topology.Kinds[kind]).over(f.Topology.Defaults)
	one := &sketchNode{name: name, kind: kind, line: line}
	router, isRouter := containerlabRouters[kind]
	switch {
	case kind == "":
		s.failAt(line, "%s has no kind; of those there are, these can be played here: %s", name, strings.Join(playableKinds(), ", "))
	case kind == "cisco_iol" && strings.EqualFold(n.Type.value, "l2"):
		one.role = segment
		s.tellSwitch(one, n.StartupConfig.line > 0)
	case isRouter:
		one.role, one.release, one.ports = routing, router.releaseOfImage(n.Image.value), router.ports
		one.config, one.source = s.startupOf(f, one, n)
	case slices.Contains(containerlabSwitches, kind):
		one.role = segment
		s.tellSwitch(one, n.StartupConfig.line > 0)
	case kind == "linux":
		one.role, one.commands = hosting, n.Exec
	}
	s.addNode(one)
}

// tellSwitch says that a switch's configuration means nothing here.
func (s *sketch) tellSwitch(n *sketchNode, configured bool) {
	if configured {
		s.tellProblem(n.line, "%s is one plain LAN here: its configuration is not read", n.name)
	}
}

func playableKinds() (kinds []string) {
	for k := range containerlabRouters {
		kinds = append(kinds, k)
	}
	kinds = append(kinds, containerlabSwitches...)
	kinds = append(kinds, "linux")
	slices.Sort(kinds)
	return kinds
}

// startupOf is a router's startup-config: the file or the text that the node names, or, for one whose name ends
// in .partial and where there is none, what containerlab generates.
func (s *sketch) startupOf(f *containerlabFile, one *sketchNode, n containerlabNode) (string, lab.Source) {
	base := baseConfig(one, n.MgmtAddress.value, f.Mgmt.Subnet.value)
	given := n.StartupConfig
	switch {
	case given.line == 0:
		return base, lab.Source{File: s.file, Line: one.line}
	case strings.Contains(given.value, "\n"):
		return given.value, lab.SourceOfBlock(s.file, s.text, given.line, given.value)
	}
	name := strings.NewReplacer("__clabNodeName__", one.name, "__clabDir__", "clab-"+f.Name.value).Replace(given.value)
	at := path.Join(path.Dir(s.file), name)
	if path.IsAbs(name) {
		at = name
	}
	if s.files == nil {
		s.failAt(given.line, "startup-config %s: no files can be read here", name)
		return "", lab.Source{}
	}
	text, err := fs.ReadFile(s.files, at)
	switch {
	case err != nil:
		s.failAt(given.line, "startup-config of %s: %v", one.name, err)
	case strings.Contains(path.Base(name), ".partial"):
		return base + string(text), lab.Source{File: at, Line: 1 - strings.Count(base, "\n"), Column: 1}
	}
	return string(text), lab.Source{File: at, Line: 1, Column: 1}
}

// baseConfig is what containerlab gives a router of its own: its name, the address by which it is managed, and a
// way in by SSH. Ports that a router has are not shut down by it.
func baseConfig(n *sketchNode, address, subnet string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "hostname %s\nno ip domain lookup\nip domain name lab\nusername admin privilege 15 password 0 admin\n", n.name)
	a, err := netip.ParseAddr(address)
	p, errSubnet := netip.ParsePrefix(subnet)
	if err == nil && errSubnet == nil && a.Is4() && p.Contains(a) {
		b.WriteString("vrf definition clab-mgmt\n address-family ipv4\n exit-address-family\n")
		fmt.Fprintf(&b, "interface %s\n vrf forwarding clab-mgmt\n ip address %s %s\n no shutdown\n", n.ports.name(0), a, maskOf(p.Bits()))
	}
	b.WriteString("ip ssh version 2\nline vty 0 4\n login local\n transport input ssh\n")
	return b.String()
}

func maskOf(bits int) netip.Addr {
	n := ^uint32(0) << (32 - bits)
	return netip.AddrFrom4([4]byte{byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)})
}

func (s *sketch) addContainerlabLink(l containerlabLink) {
	if l.kind != "" && l.kind != "veth" {
		s.tellProblem(l.line, "a link of the type %s leads out of the lab: it is left out", l.kind)
		return
	}
	if len(l.endpoints) != 2 {
		s.failAt(l.line, "a link has two endpoints, and this one has %d", len(l.endpoints))
		return
	}
	w := sketchWire{line: l.line}
	for i, e := range l.endpoints {
		n := s.findNode(e.node)
		if n == nil {
			if slices.Contains([]string{"host", "mgmt-net", "macvlan"}, e.node) {
				s.tellProblem(l.line, "a link to %s leads out of the lab: it is left out", e.node)
				return
			}
			s.failAt(l.line, "there is no node %q", e.node)
			return
		}
		w.ends[i] = sketchEnd{n, e.port}
		if n.role != routing {
			continue
		}
		var ok bool
		if w.ends[i].port, ok = n.ports.find(e.port); !ok {
			s.failAt(l.line, "%s of the kind %s has no port %q; it has %s, %s and so on, or eth1, eth2",
				n.name, n.kind, e.port, n.ports.name(0), n.ports.name(1))
		}
	}
	s.wires = append(s.wires, w)
}
