package incident

import (
	"os"
	"strings"
	"testing"

	"ruthere/lab"
)

// Each cause alone shows at its places, and the twin without it works. Of two at once each shows without the other, then. Every
// second place is tried, all of them where many incidents are wanted.
func TestEverySingleShows(t *testing.T) {
	few := 2
	switch {
	case os.Getenv("RUTHERE_INCIDENTS") != "":
		few = 1
	case testing.Short():
		few = 10
	}
	for at, one := range Table() {
		if one.Kind() == "double" || at%few > 0 {
			continue
		}
		c, err := Build(one, uint64(at))
		if err != nil {
			t.Fatal(err)
		}
		if len(failures(watch(t, c))) == 0 {
			t.Errorf("%s seed %d: %v at %v does not show", c.ID, c.Seed, c.Truth.Causes, c.Truth.Subjects)
		}
		twin, err := c.Healthy()
		if err != nil {
			t.Fatal(err)
		}
		if bad := failures(watch(t, twin)); len(bad) > 0 {
			t.Errorf("%s seed %d: the twin does not work: %s", c.ID, c.Seed, strings.Join(bad, "\n"))
		}
	}
}

// watch has a case live through what users saw.
func watch(t *testing.T, c *Case) []Symptom {
	t.Helper()
	l, err := lab.New(c.Topology, lab.Options{Virtual: true})
	if err != nil {
		t.Fatalf("%s seed %d: %v\n%s", c.ID, c.Seed, err, c.Text)
	}
	list, err := c.Watch(l)
	if err != nil {
		t.Fatalf("%s seed %d: %v", c.ID, c.Seed, err)
	}
	return list
}

// failures are what did not work.
func failures(list []Symptom) (texts []string) {
	for _, s := range list {
		if !s.Works {
			texts = append(texts, s.User+": "+s.Result)
		}
	}
	return texts
}
