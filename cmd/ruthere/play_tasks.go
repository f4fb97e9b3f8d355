package main

import (
	"io/fs"
	"path"
	"strconv"
	"strings"

	"ruthere/journal"
	"ruthere/lab"
	"ruthere/lab/incident"
)

// readerOf reads the lab of a run. If it is that of an incident it has the commands that answer: those are in no file, but follow from
// the name and the seed.
func readerOf(run *journal.File) lab.TopologyReader {
	return func(name string, text []byte, files fs.FS) (*lab.Topology, error) {
		topology, err := readAnyTopology(name, text, files)
		if err != nil {
			return nil, err
		}
		return withAnswers(topology, strings.TrimSuffix(path.Base(run.Name), labSuffix))
	}
}

// withAnswers gives the lab of an incident its commands; every other lab stays as it is.
func withAnswers(topology *lab.Topology, id string) (*lab.Topology, error) {
	one, err := incident.Find(id)
	if err != nil {
		return topology, nil
	}
	seed, err := strconv.ParseUint(strings.TrimPrefix(topology.Seed, one.Scenario+"-"), 10, 64)
	if err != nil {
		return topology, nil
	}
	c, err := incident.Build(one, seed)
	if err != nil {
		return nil, err
	}
	briefing, err := c.Rehearse()
	if err != nil {
		return nil, err
	}
	a, err := c.Assignment(briefing)
	if err != nil {
		return nil, err
	}
	topology.Commands = a.Topology.Commands
	return topology, nil
}
