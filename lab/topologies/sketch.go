package topologies

import (
	"fmt"
	"io/fs"
	"net/netip"
	"slices"
	"strconv"
	"strings"

	"ruthere/debuglog"
	"ruthere/lab"
)

// A sketch is a lab of another program, as its reader found it.
type sketch struct {
	file     string
	text     []string // its lines
	files    fs.FS    // what it names is read here
	title    string
	nodes    []*sketchNode
	wires    []sketchWire
	problems []Problem
	err      error // the first that leaves nothing to start
}

// A role is what a node is here.
type role uint8

const (
	absent  role = iota // left out, with its wires
	routing             // one of our routers
	hosting             // one of our hosts
	segment             // a LAN without a will of its own: a switch, a bridge
)

// A sketchNode is a machine of the other program.
type sketchNode struct {
	name, kind string
	line       int
	role       role

	// Of routers:
	release debuglog.Release
	ports   portNames
	config  string
	source  lab.Source

	// Of hosts: what a shell types when they start.
	commands []scalar
}

// A sketchWire connects two ports.
type sketchWire struct {
	line int
	ends [2]sketchEnd
}

type sketchEnd struct {
	node *sketchNode
	port string // in full, for routers
}

func (s *sketch) failAt(line int, format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("%s: line %d: %s", s.file, line, fmt.Sprintf(format, args...))
	}
}

func (s *sketch) tellProblem(line int, format string, args ...any) {
	s.problems = append(s.problems, Problem{s.file, line, fmt.Sprintf(format, args...)})
}

func (s *sketch) findNode(name string) *sketchNode {
	for _, n := range s.nodes {
		if n.name == name {
			return n
		}
	}
	return nil
}

// addNode takes a node whose name the lab's commands can tell from the others.
func (s *sketch) addNode(n *sketchNode) {
	switch {
	case n.name == "" || strings.ContainsAny(n.name, ": \t"):
		s.failAt(n.line, "a node cannot be named %q here", n.name)
	case slices.ContainsFunc(s.nodes, func(other *sketchNode) bool { return strings.EqualFold(other.name, n.name) }):
		s.failAt(n.line, "the name %s is used twice (upper and lower case are one here)", n.name)
	}
	s.nodes = append(s.nodes, n)
}

// buildTopology is the lab that a sketch means.
func (s *sketch) buildTopology() *lab.Topology {
	t := &lab.Topology{Seed: s.title, Clock: lab.DefaultClock}
	s.tellAbsent()
	for _, n := range s.nodes {
		switch n.role {
		case routing:
			t.Routers = append(t.Routers, lab.Router{Name: n.name, Release: n.release, Interfaces: s.hardwareOf(n),
				Config: n.config, HasConfig: n.config != "", Source: n.source, AlwaysLinked: true})
		case hosting:
			if h, ok := s.buildHost(n); ok {
				t.Hosts = append(t.Hosts, h)
			} else {
				n.role = absent
			}
		}
	}
	if len(t.Routers) == 0 {
		s.failAt(1, "there is no node that could be one of our routers")
	}
	t.Links = s.buildLinks()
	return t
}

// tellAbsent names the nodes that are left out though something is wired to them.
func (s *sketch) tellAbsent() {
	for _, n := range s.nodes {
		wired := len(s.wiresOf(n))
		switch {
		case n.role == absent && wired > 0:
			s.tellProblem(n.line, "%s is of the kind %s, which nothing here can be: it is left out, with its %s",
				n.name, n.kind, countOf(wired, "link"))
		case n.role == absent:
			s.tellProblem(n.line, "%s is of the kind %s, which nothing here can be: it is left out", n.name, n.kind)
		case n.role == hosting && wired == 0:
			n.role = absent // a tool beside the lab
		}
	}
}

func countOf(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return strconv.Itoa(n) + " " + what + "s"
}

func (s *sketch) wiresOf(n *sketchNode) (wires []sketchWire) {
	for _, w := range s.wires {
		if w.ends[0].node == n || w.ends[1].node == n {
			wires = append(wires, w)
		}
	}
	return wires
}

// hardwareOf lists a router's ports: all up to the last of its kind that is wired, and never fewer than
// the kind has at least.
func (s *sketch) hardwareOf(n *sketchNode) []string {
	count := n.ports.least
	for _, w := range s.wiresOf(n) {
		for _, e := range w.ends {
			if e.node == n {
				count = max(count, n.ports.numberOf(e.port)+1)
			}
		}
	}
	var names []string
	for i := range (count + n.ports.step - 1) / n.ports.step * n.ports.step {
		names = append(names, n.ports.name(i))
	}
	return names
}

// buildLinks makes a link of each wire, and one of each group of segments that are wired to one another.
func (s *sketch) buildLinks() (links []lab.Link) {
	segments := s.joinSegments()
	made := map[*sketchNode]int{} // the link of a group of segments, by its first
	used := map[lab.End]int{}
	for _, w := range s.wires {
		a, b := w.ends[0], w.ends[1]
		if a.node.role == absent || b.node.role == absent {
			continue
		}
		for _, e := range w.ends {
			s.checkEnd(used, w.line, e)
		}
		head := segments[a.node]
		if head == nil {
			head = segments[b.node]
		}
		at, begun := made[head]
		if head == nil || !begun {
			at = len(links)
			links = append(links, lab.Link{Name: linkName(len(links), head), Delay: lab.DefaultDelay})
			if head != nil {
				made[head] = at
			}
		}
		for _, e := range w.ends {
			if e.node.role != segment {
				links[at].Ends = append(links[at].Ends, e.labEnd())
			}
		}
	}
	return slices.DeleteFunc(links, func(l lab.Link) bool { return len(l.Ends) < 2 })
}

// checkEnd refuses a port that is wired twice, and a host with a second wire.
func (s *sketch) checkEnd(used map[lab.End]int, line int, e sketchEnd) {
	if e.node.role == segment {
		return
	}
	end := e.labEnd()
	if before, twice := used[end]; twice {
		s.failAt(line, "%s is wired twice: in line %d too", end, before)
	}
	used[end] = line
}

func (e sketchEnd) labEnd() lab.End {
	if e.node.role == hosting {
		return lab.End{Node: e.node.name}
	}
	return lab.End{Node: e.node.name, Interface: e.port}
}

// linkName names a LAN after its switch, and numbers the wires.
func linkName(n int, head *sketchNode) string {
	if head != nil {
		return head.name
	}
	return "link" + strconv.Itoa(n+1)
}

// joinSegments is the first segment of the group that each is wired into.
func (s *sketch) joinSegments() map[*sketchNode]*sketchNode {
	head := map[*sketchNode]*sketchNode{}
	for _, n := range s.nodes {
		if n.role == segment {
			head[n] = n
		}
	}
	for _, w := range s.wires {
		a, b := head[w.ends[0].node], head[w.ends[1].node]
		if a == nil || b == nil || a == b {
			continue
		}
		for _, n := range s.nodes {
			if head[n] == b {
				head[n] = a
			}
		}
	}
	return head
}

// buildHost finds a host's address and gateway in what its shell types; ok is false if it has
// no address and is left out.
func (s *sketch) buildHost(n *sketchNode) (h lab.Host, ok bool) {
	h.Name = n.name
	shell := readShell(n.commands)
	wires := s.wiresOf(n)
	for _, w := range wires {
		for _, e := range w.ends {
			if a, has := shell.addresses[e.port]; e.node == n && has && !ok {
				h.Address, ok = a, true
			}
		}
	}
	if !ok {
		s.tellProblem(n.line, "%s has no address on a wired interface (no \"ip addr add ADDRESS/LENGTH dev %s\"): it is left out",
			n.name, portOfNode(wires[0], n))
		return h, false
	}
	if len(wires) > 1 {
		s.keepOneWire(n, shell, h.Address)
	}
	h.Gateway = shell.gatewayIn(h.Address)
	return h, true
}

// keepOneWire leaves a host the wire of its address: hosts here have one interface.
func (s *sketch) keepOneWire(n *sketchNode, shell shellEffect, address netip.Prefix) {
	kept := false
	s.wires = slices.DeleteFunc(s.wires, func(w sketchWire) bool {
		port := portOfNode(w, n)
		if port == "" {
			return false
		}
		if !kept && shell.addresses[port] == address {
			kept = true
			return false
		}
		s.tellProblem(w.line, "%s keeps one interface here: its link at %s is left out", n.name, port)
		return true
	})
}

func portOfNode(w sketchWire, n *sketchNode) string {
	for _, e := range w.ends {
		if e.node == n {
			return e.port
		}
	}
	return ""
}
