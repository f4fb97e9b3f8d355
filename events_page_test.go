package ruthere_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"ruthere/event"
	"ruthere/lab"
	"ruthere/scripts"
)

const eventsPage = "docs/events.md"

// eventsOf replays a transcript and returns its events, all or those of some kinds.
func eventsOf(t *testing.T, text string, kinds ...string) (lines []string) {
	t.Helper()
	tell := func(e event.Stamped) {
		line, err := e.AppendJSON(nil)
		if err != nil {
			t.Error(err)
		}
		if len(kinds) == 0 || slices.Contains(kinds, string(e.Kind())) {
			lines = append(lines, string(line))
		}
	}
	if _, err := lab.ReplayWith(eventsPage, text, scripts.Files, lab.ReplayOptions{Event: tell}); err != nil {
		t.Fatal(err)
	}
	return lines
}

// eventBlock is what a page says are the events, of the kinds it names, of the transcript before it.
var eventBlock = regexp.MustCompile("(?s)```events ([a-z -]+)\n(.*?)```")

// The events that the page shows are those that its transcript tells of.
func TestEventsOfThePage(t *testing.T) {
	page := readPage(t, eventsPage)
	typed := transcript.FindStringSubmatch(page)
	if typed == nil || !eventBlock.MatchString(page) {
		t.Fatal("the page has no transcript with events")
	}
	changed := eventBlock.ReplaceAllStringFunc(page, func(block string) string {
		found := eventBlock.FindStringSubmatch(block)
		got := strings.Join(eventsOf(t, typed[1], strings.Fields(found[1])...), "\n") + "\n"
		if got != found[2] && !*rewrite {
			t.Errorf("the events of the page differ; there are\n%s", got)
		}
		return "```events " + found[1] + "\n" + got + "```"
	})
	if *rewrite {
		if err := os.WriteFile(eventsPage, []byte(changed), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// The page lists the kinds there are, and the schema knows each with its states and fields.
func TestEventsPageIsComplete(t *testing.T) {
	page := readPage(t, eventsPage)
	row := regexp.MustCompile("(?m)^\\| `([a-z-]+)` \\| (.*) \\| (.*) \\|$")
	var kinds []event.Kind
	for _, found := range row.FindAllStringSubmatch(page, -1) {
		kinds = append(kinds, event.Kind(found[1]))
		for _, word := range regexp.MustCompile("`[a-z_-]+`").FindAllString(found[2]+found[3], -1) {
			if !strings.Contains(readPage(t, "docs/events.schema.json"), `"`+strings.Trim(word, "`")+`"`) {
				t.Errorf("the schema knows no %s of %s", word, found[1])
			}
		}
	}
	if !slices.Equal(kinds, event.Kinds()) {
		t.Errorf("the page lists the kinds %v; there are %v", kinds, event.Kinds())
	}
}

// Every event of every shipped transcript is as the schema says, and nearly all kinds and states are among them.
func TestEventsMeetTheSchema(t *testing.T) {
	schema := compileSchema(t, "docs/events.schema.json")
	seen := map[string]bool{}
	shipped, _ := filepath.Glob("scripts/*.transcript") // the pattern is right
	testdata, _ := filepath.Glob("lab/testdata/*.transcript")
	for _, name := range append(shipped, testdata...) {
		tell := func(e event.Stamped) {
			seen[string(e.Kind())+" "+string(e.What())] = true
			line, err := e.AppendJSON(nil)
			if err != nil {
				t.Fatal(err)
			}
			checkSchema(t, schema, name, line)
		}
		folder := os.DirFS(filepath.Dir(name))
		if _, err := lab.ReplayWith(filepath.Base(name), readPage(t, name), folder, lab.ReplayOptions{Event: tell}); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{"isakmp-sa begun", "isakmp-sa up", "isakmp-sa down", "isakmp-sa failed", "ipsec-sa up", "ipsec-sa down",
		"ipsec-sa failed", "session up", "session down", "dpd asked", "dpd asked-again", "dpd answered", "dpd dead",
		"peer current", "interface up", "interface down", "interface administratively-down", "route added", "route removed",
		"router booted", "router reloading", "router off", "log said", "fault set", "fault cleared"} {
		if !seen[want] {
			t.Errorf("no transcript tells of: %s", want)
		}
	}
}

func compileSchema(t *testing.T, path string) *jsonschema.Schema {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	text, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatalf("%s: %v", path, err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(path, text); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func checkSchema(t *testing.T, s *jsonschema.Schema, from string, text []byte) {
	t.Helper()
	v, err := jsonschema.UnmarshalJSON(strings.NewReader(string(text)))
	if err != nil {
		t.Fatalf("%s: %v in %s", from, err, text)
	}
	if err := s.Validate(v); err != nil {
		t.Errorf("%s: %s\n%v", from, text, err)
	}
}
