package incident

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"ruthere/lab"
)

// A Case is an incident with a seed: a lab.
type Case struct {
	Incident
	Seed     uint64
	Text     []byte        // the lab's file
	Topology *lab.Topology // that it says
	Truth    Truth

	network *network
	healthy *network
}

// Build makes a case. Its lab stands at the start: what users saw is yet to come ([Case.Watch]).
func Build(i Incident, seed uint64) (*Case, error) {
	s := i.scenario()
	if s == nil {
		return nil, fmt.Errorf("there is no scenario %q", i.Scenario)
	}
	c := &Case{Incident: i, Seed: seed, network: i.draw(s, seed), healthy: i.draw(s, seed)}
	var causes []*Cause
	for _, f := range i.Faults {
		cause := findCause(f.Cause)
		cause.strike(c.network, f.Role, newChance(seed, "fault", s.name, f.Cause, f.Role))
		causes = append(causes, cause)
	}
	c.Truth = c.truth(causes)
	return c, c.write(c.network)
}

// Healthy is the case's twin: the same network, in which nothing is wrong.
func (c *Case) Healthy() (*Case, error) {
	twin := &Case{Incident: c.Incident, Seed: c.Seed, network: c.healthy, healthy: c.healthy}
	return twin, twin.write(c.healthy)
}

func (i *Incident) scenario() *scenario {
	for at := range scenarios {
		if scenarios[at].name == i.Scenario {
			return &scenarios[at]
		}
	}
	return nil
}

// draw makes the network, in which nothing is wrong yet.
func (i *Incident) draw(s *scenario, seed uint64) *network {
	pfs := false
	for _, f := range i.Faults {
		pfs = pfs || findCause(f.Cause).part == partPFS
	}
	n := s.network(seed, pfs)
	for _, f := range i.Faults {
		n.live(f.Cause, f.Role)
	}
	return n
}

// The shape of a lab's file, as far as it is needed here.
type labFile struct {
	Seed    string
	Clock   string
	Routers []routerEntry
	Hosts   []hostEntry

	Translators []translatorEntry `yaml:",omitempty"`
	Links       []linkEntry
	Faults      []any `yaml:",omitempty"`
}

type routerEntry struct {
	Name    string
	IOS     string `yaml:"ios"`
	Config  string
	Manners []string `yaml:",omitempty"`
}

type hostEntry struct {
	Name, Address, Gateway string
	Serves                 []string          `yaml:",omitempty,flow"`
	Files                  map[string]string `yaml:",omitempty"`
}

type translatorEntry struct{ Name, Inside, Outside, Gateway, UDP string }

type linkEntry struct {
	Name  string
	Ends  []string `yaml:",flow"`
	Delay string
}

type faultEntry struct{ At, Fault string }

// write makes the lab's file of a network, and reads it.
func (c *Case) write(n *network) (err error) {
	f := labFile{Seed: c.Scenario + "-" + strconv.FormatUint(c.Seed, 10), Clock: n.clock.Format(time.RFC3339Nano)}
	for _, g := range n.gateways {
		one := routerEntry{Name: g.name, IOS: g.release.Mark(), Config: g.configuration()}
		if manner := n.manners[g.name]; manner != "" {
			one.Manners = []string{manner}
		}
		f.Routers = append(f.Routers, one)
	}
	f.Routers = append(f.Routers, routerEntry{Name: providerName, IOS: "15", Config: n.providerConfiguration()})
	for _, h := range n.hosts {
		one := hostEntry{Name: h.name, Address: h.address.String(), Gateway: h.gateway.String()}
		if h.serves {
			one.Serves, one.Files = []string{"http"}, map[string]string{fileName: strings.Repeat("pump, cast iron, 3 inch: 412.50\n", 200)}
		}
		f.Hosts = append(f.Hosts, one)
	}
	if t := n.translator; t != nil {
		holds := fmt.Sprintf("%ds", t.mappingInSeconds)
		f.Translators = []translatorEntry{{t.name, t.inside.String(), t.outside.String(), t.gateway.String(), holds}}
		f.Links = append(f.Links, linkEntry{"home", []string{t.name + ":inside", t.insideOf}, "1ms"})
	}
	for i, a := range n.accesses {
		f.Links = append(f.Links, linkEntry{a.link, []string{providerName + ":" + providerPort(i), a.end}, fmt.Sprintf("%dms", 3+2*i)})
	}
	for _, s := range n.segments {
		f.Links = append(f.Links, linkEntry{s.link, s.ends, "1ms"})
	}
	for _, one := range n.faults {
		if one.at == 0 {
			f.Faults = append(f.Faults, one.text)
		} else {
			f.Faults = append(f.Faults, faultEntry{one.at.String(), one.text})
		}
	}
	if c.Text, err = yaml.Marshal(f); err != nil {
		return err
	}
	if c.Topology, err = lab.ParseTopology(c.ID+".yaml", c.Text, nil); err == nil {
		c.Topology.Withheld = Withheld
	}
	return err
}

func providerPort(n int) string { return "GigabitEthernet0/" + strconv.Itoa(n) }

// providerConfiguration is that of the router between the sites, whose console only the provider may use.
func (n *network) providerConfiguration() string {
	b := &configText{}
	b.line("hostname %s", providerName)
	for i, a := range n.accesses {
		b.line("interface %s", providerPort(i))
		b.line(" ip address %s %s", a.provider.Addr(), netmask(a.provider.Bits()))
	}
	b.line("line con 0")
	b.line(" password %s", newChance(uint64(n.clock.UnixNano()), "provider").secret())
	b.line(" login")
	b.line("end")
	return b.String()
}
