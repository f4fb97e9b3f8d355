package incident_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"ruthere/lab"
	"ruthere/lab/incident"
	"ruthere/router"
)

// desk is the consoles of a lab, as somebody sits before them.
type desk struct {
	lab   *lab.Lab
	shown map[string]*strings.Builder
	ready map[string]bool
}

// sitDown builds a lab, has it live through what users saw, and opens the consoles.
func sitDown(c *incident.Case) (*desk, []incident.Symptom, error) {
	d := &desk{shown: map[string]*strings.Builder{}, ready: map[string]bool{}}
	l, err := lab.New(c.Topology, lab.Options{Virtual: true, Terminal: d.take})
	if err != nil {
		return nil, nil, err
	}
	d.lab = l
	list, err := c.Watch(l)
	if err != nil {
		return nil, nil, err
	}
	for _, name := range l.Routers() {
		d.shown[name] = &strings.Builder{}
		if err := l.Do(name, router.Attach{Terminal: lab.Console, Kind: "con", Width: 80}); err != nil {
			return nil, nil, err
		}
	}
	return d, list, nil
}

func (d *desk) take(name string, out router.TerminalOutput) {
	switch out := out.(type) {
	case router.TerminalText:
		d.show(name, out.Text)
	case router.TerminalLog:
		d.show(name, out.Text+"\n")
	case router.TerminalReady:
		d.ready[name] = true
	}
}

func (d *desk) show(name, text string) {
	if b := d.shown[name]; b != nil {
		b.WriteString(text)
	}
}

// consolePatience is how long a router may take until it asks for the next line.
const consolePatience = 10 * time.Minute

func (d *desk) Type(name, line string) (string, error) {
	d.shown[name].Reset()
	d.ready[name] = false
	if err := d.lab.Type(name, line); err != nil {
		return "", err
	}
	for end := d.lab.Now().Add(consolePatience); !d.ready[name]; {
		at, _, ok := d.lab.Next()
		if !ok || at.After(end) {
			return "", fmt.Errorf("%s: %q was typed, and nothing is asked for any more", name, line)
		}
		if err := d.lab.Advance(at); err != nil {
			return "", err
		}
	}
	return d.shown[name].String(), nil
}

func (d *desk) Wait(name string, t time.Duration) (string, error) {
	d.shown[name].Reset()
	err := d.lab.Advance(d.lab.Now().Add(t))
	return d.shown[name].String(), err
}

// drawn are so many incidents with seeds, of each kind as many as of the next.
func drawn(count int, seed uint64) (list []incident.Incident, seeds []uint64) {
	byKind := map[string][]incident.Incident{}
	for _, one := range incident.Table() {
		byKind[one.Kind()] = append(byKind[one.Kind()], one)
	}
	r := rand.New(rand.NewPCG(seed, 1))
	for i := range count {
		rows := byKind[[]string{"single", "double", "single", "double", "healthy"}[i%5]]
		list, seeds = append(list, rows[r.IntN(len(rows))]), append(seeds, r.Uint64N(1e6))
	}
	return list, seeds
}

// sampleSize is how many incidents are tried: as many as RUTHERE_INCIDENTS says, or few, or fewer with -short.
func sampleSize(t *testing.T, few int) int {
	text := os.Getenv("RUTHERE_INCIDENTS")
	switch {
	case text == "" && testing.Short():
		return few / 5
	case text == "":
		return few
	}
	n, err := strconv.Atoi(text)
	if err != nil {
		t.Fatalf("RUTHERE_INCIDENTS=%s is not a number", text)
	}
	return n
}
