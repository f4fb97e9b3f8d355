package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"ruthere/lab"
	"ruthere/lab/incident"
)

// Incidents: labs in which something is wrong, to be found out and mended.

// incidentVerbs are the words after "ruthere incident".
func incidentVerbs() map[string]func(ctx context.Context, f *flags, args []string) error {
	return map[string]func(ctx context.Context, f *flags, args []string) error{
		"list":   listIncidents,
		"start":  startIncident,
		"answer": answerIncident,
		"truth":  tellTruth,
	}
}

func runIncident(ctx context.Context, args []string) error {
	f := newFlags("incident")
	if len(args) > 0 && incidentVerbs()[args[0]] != nil {
		return incidentVerbs()[args[0]](ctx, f, args[1:])
	}
	if err := f.parseArguments(args, 0, -1); err != nil {
		return err
	}
	return f.usageError("incident needs one of list, start, answer, truth")
}

// listIncidents lists those there are, and tells what is wrong in them only if it is asked to.
func listIncidents(_ context.Context, f *flags, args []string) error {
	scenario := f.String("scenario", "", "only those of `NAME`: "+strings.Join(incident.Scenarios(), ", "))
	kind := f.String("kind", "", "only those of `KIND`: "+strings.Join(incident.Kinds, ", ")+" (nothing is wrong with the tunnels)")
	cause := f.String("cause", "", "only those in which the cause `ID` is")
	truth := f.Bool("truth", false, "tell what is wrong in them, and where")
	asJSON := f.Bool("json", false, "one JSON object an incident and line, with what is wrong")
	most := f.Int("most", 0, "no more than `N`; 0 is all")
	if err := f.parseArguments(args, 0, 0); err != nil {
		return err
	}
	if err := knownWord(f, "scenario", *scenario, incident.Scenarios()); err != nil {
		return err
	}
	if err := knownWord(f, "kind", *kind, incident.Kinds); err != nil {
		return err
	}
	var causes []string
	for _, c := range incident.Causes() {
		causes = append(causes, c.ID)
	}
	if err := knownWord(f, "cause", *cause, causes); err != nil {
		return err
	}
	var rows []incident.Incident
	for _, one := range incident.Table() {
		if (*scenario == "" || one.Scenario == *scenario) && (*kind == "" || one.Kind() == *kind) && (*cause == "" || one.Has(*cause)) {
			rows = append(rows, one)
		}
	}
	all := len(rows)
	if *most > 0 && all > *most {
		rows = rows[:*most]
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	if *asJSON {
		return encodeLines(out, rows)
	}
	printIncidents(out, rows, *truth)
	fmt.Fprintf(out, "%d of %d incidents\n", len(rows), all)
	return nil
}

// knownWord refuses what is none of some words; "" is nothing.
func knownWord(f *flags, flag, word string, known []string) error {
	if word == "" || slices.Contains(known, word) {
		return nil
	}
	return f.usageError(fmt.Sprintf("--%s %s: there is %s", flag, word, strings.Join(known, ", ")))
}

func encodeLines[T any](w io.Writer, rows []T) error {
	e := json.NewEncoder(w)
	for i := range rows {
		if err := e.Encode(rows[i]); err != nil {
			return err
		}
	}
	return nil
}

func printIncidents(w io.Writer, rows []incident.Incident, truth bool) {
	if !truth {
		fmt.Fprintf(w, "%-20s %s\n", "ID", "Scenario")
		for _, one := range rows {
			fmt.Fprintf(w, "%-20s %s\n", one.ID, one.Scenario)
		}
		return
	}
	fmt.Fprintf(w, "%-20s %-8s %s\n", "ID", "Kind", "What is wrong, and where")
	for _, one := range rows {
		var texts []string
		for _, f := range one.Faults {
			texts = append(texts, f.Cause+" at "+f.Role)
		}
		fmt.Fprintf(w, "%-20s %-8s %s\n", one.ID, one.Kind(), strings.Join(texts, ", "))
	}
}

// anyIncident is the word for one that the seed chooses.
const anyIncident = "any"

// seedFlag is the flag of those commands that are about one case.
func (f *flags) seedFlag() *uint64 {
	return f.Uint64("seed", 1, "the number `N` from which names, addresses, keys and releases follow")
}

// buildCase makes the case that is asked for.
func buildCase(id string, seed uint64) (*incident.Case, error) {
	one, err := incident.Find(id)
	if id == anyIncident {
		one, err = incident.Draw(seed), nil
	}
	if err != nil {
		return nil, err
	}
	return incident.Build(one, seed)
}

// startIncident starts the lab of an incident, once its users have seen what they tell.
func startIncident(ctx context.Context, f *flags, args []string) error {
	seed, ports, record := f.seedFlag(), f.consolePorts(), recordFlag(f)
	asJSON := f.Bool("json", false, "tell what the users saw as one JSON object")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	c, err := buildCase(f.arguments[0], *seed)
	if err != nil {
		return err
	}
	b, err := c.Rehearse()
	if err != nil {
		return err
	}
	if _, err := c.Assignment(b); err != nil { // which gives the lab its commands
		return err
	}
	if *asJSON {
		err = json.NewEncoder(os.Stdout).Encode(b)
	} else {
		_, err = fmt.Fprintf(os.Stdout, "%s\n", b.Story)
	}
	if err != nil {
		return err
	}
	return runTopology(ctx, labRun{name: c.ID, topology: c.Topology, ports: *ports, record: *record,
		prologue: func(l *lab.Lab) error {
			_, err := c.Watch(l)
			return err
		}})
}

// tellTruth tells what is wrong.
func tellTruth(_ context.Context, f *flags, args []string) error {
	seed := f.seedFlag()
	asJSON := f.Bool("json", false, "as a JSON object")
	if err := f.parseArguments(args, 1, 1); err != nil {
		return err
	}
	c, err := buildCase(f.arguments[0], *seed)
	if err != nil {
		return err
	}
	if *asJSON {
		return json.NewEncoder(os.Stdout).Encode(c.Truth)
	}
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	fmt.Fprintf(out, "%s, seed %d: %s\n", c.ID, c.Seed, c.Truth.Kind)
	for i, id := range c.Truth.Causes {
		fmt.Fprintf(out, "%s at %s: %s\n", id, c.Truth.Subjects[i], c.Truth.Titles[i])
	}
	for _, r := range c.Truth.Repair {
		fmt.Fprintf(out, "at %s:\n", r.Router)
		for _, line := range r.Lines {
			fmt.Fprintf(out, " %s\n", line)
		}
	}
	return nil
}

// errNotPassed is that an answer does not pass; what it lacks has been printed.
var errNotPassed = errors.New("the incident is not solved")
