package incident

import (
	"strings"

	"ruthere/outline"
)

// The Truth is what is wrong in a case, for who grades.
type Truth struct {
	ID       string   `json:"id"`
	Seed     uint64   `json:"seed"`
	Scenario string   `json:"scenario"`
	Kind     string   `json:"kind"`
	Causes   []string `json:"causes"`   // IDs
	Subjects []string `json:"subjects"` // where each of them is: a router, a link, a machine, by name
	Titles   []string `json:"titles"`   // of the causes
	Repair   []Repair `json:"repair"`   // what mends it at the routers
	Others   []string `json:"others"`   // subjects that somebody else has to mend
}

// A Repair is lines for a router's configuration mode.
type Repair struct {
	Router string   `json:"router"`
	Lines  []string `json:"lines"`
}

// truth tells what was struck.
func (c *Case) truth(causes []*Cause) Truth {
	t := Truth{ID: c.ID, Seed: c.Seed, Scenario: c.Scenario, Kind: c.Kind(), Repair: []Repair{}, Others: []string{}}
	for i, cause := range causes {
		place := c.network.nameOf(c.Faults[i].Role)
		t.Causes = append(t.Causes, cause.ID)
		t.Titles = append(t.Titles, cause.Title)
		t.Subjects = append(t.Subjects, place)
		if !cause.InConfiguration() {
			t.Others = append(t.Others, place)
		}
	}
	for i, g := range c.network.gateways {
		now, wanted := outline.Parse(g.configuration()), outline.Parse(c.healthy.gateways[i].configuration())
		var lines []string
		for _, one := range outline.Commands(now, wanted, 0) {
			lines = append(lines, one.String())
		}
		if len(lines) > 0 {
			t.Repair = append(t.Repair, Repair{g.name, lines})
		}
	}
	return t
}

// Text is the repair as it is typed.
func (r Repair) Text() string { return strings.Join(r.Lines, "\n") + "\n" }
