package incident

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"
)

// An Incident is a row of the table: where something is wrong, and what. With a seed it becomes a [Case].
type Incident struct {
	ID       string  `json:"id"` // tells nothing of the causes, and stays the same while the table grows
	Scenario string  `json:"scenario"`
	Faults   []Fault `json:"faults"` // one or two
}

// A Fault is a cause at a place of a scenario, named by its role: branch, head, access-branch.
type Fault struct {
	Cause string `json:"cause"`
	Role  string `json:"role"`
}

// Kind is single, double or healthy.
func (i *Incident) Kind() string {
	switch {
	case len(i.Faults) > 1:
		return "double"
	case findCause(i.Faults[0].Cause).IsHealthy():
		return "healthy"
	}
	return "single"
}

// Kinds are those that Kind names.
var Kinds = []string{"single", "double", "healthy"}

// Scenarios are the names of the scenarios.
func Scenarios() (names []string) {
	for _, s := range scenarios {
		names = append(names, s.name)
	}
	return names
}

// Table is all incidents: each cause in each scenario that has room for it, and each two of them that are about different
// parts of a configuration, or one of a configuration and one of the provider's.
func Table() (rows []Incident) {
	for i := range scenarios {
		singles := scenarios[i].singles()
		for _, f := range singles {
			rows = append(rows, newIncident(&scenarios[i], f))
		}
		for at, one := range singles {
			for _, other := range singles[at+1:] {
				if canMeet(one, other) {
					rows = append(rows, newIncident(&scenarios[i], one, other))
				}
			}
		}
	}
	return rows
}

// singles are the causes with their places.
func (s *scenario) singles() (list []Fault) {
	for i := range everyCause {
		if c := &everyCause[i]; c.possibleIn(s) {
			for _, role := range c.placesIn(s) {
				list = append(list, Fault{c.ID, role})
			}
		}
	}
	return list
}

// canMeet says whether two faults can be in a network at once, so that each of them still shows.
func canMeet(one, other Fault) bool {
	a, b := findCause(one.Cause), findCause(other.Cause)
	return a.part != "" && b.part != "" && a.part != b.part
}

func newIncident(s *scenario, faults ...Fault) Incident {
	return Incident{ID: s.name + "-" + mark(s.name, faults), Scenario: s.name, Faults: faults}
}

// mark is six letters and digits that follow from what an incident is.
func mark(scenario string, faults []Fault) string {
	sum := sha256.Sum256(fmt.Append(nil, scenario, faults))
	return strings.ToLower(base32.StdEncoding.EncodeToString(sum[:]))[:6]
}

// Find finds an incident by its ID.
func Find(id string) (Incident, error) {
	for _, one := range Table() {
		if strings.EqualFold(one.ID, id) {
			return one, nil
		}
	}
	return Incident{}, fmt.Errorf("there is no incident %q; ruthere incident list shows those there are", id)
}

// Has says whether a cause is in the incident.
func (i *Incident) Has(cause string) bool {
	return slices.ContainsFunc(i.Faults, func(f Fault) bool { return f.Cause == cause })
}

// Draw is one that a seed chooses.
func Draw(seed uint64) Incident {
	rows := Table()
	return rows[newChance(seed, "any").IntN(len(rows))]
}
