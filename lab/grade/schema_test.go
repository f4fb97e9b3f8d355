package grade

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"

	"ruthere/scripts"
)

const schemaFile = "../../docs/lab.schema.json"

// places are where the mappings of a graded lab stand.
var places = map[string]string{
	"a lab": "", "a task": "tasks[].", "a hint": "tasks[].hints[].", "a check": "tasks[].checks[].", "a solution": "solution.",
	"another solution": "others[].", "a harmless change": "harmless[].",
}

// graded is the shipped graded lab, which has every mapping.
func graded(t testing.TB) string {
	t.Helper()
	text, err := fs.ReadFile(scripts.Files, "graded.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// keysRead lists the keys that the reader takes.
func keysRead(t *testing.T) (paths []string) {
	t.Helper()
	a, err := Read("graded.yaml", []byte(graded(t)), nil)
	if err != nil {
		t.Fatal(err)
	}
	met := func(what string, keys []key) {
		at, known := places[what]
		if !known {
			t.Errorf("%s: where does it stand?", what)
		}
		for _, k := range keys {
			if at == "" && slices.Contains(topologyKeys, k.name) {
				continue
			}
			paths = append(paths, at+k.name)
		}
	}
	if _, err := readTasks("graded.yaml", []byte(graded(t)), nil, a.Topology, met); err != nil {
		t.Fatal(err)
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// keysInSchema lists the keys below a part of the schema.
func keysInSchema(part map[string]any, at string) (paths []string) {
	if ways, ok := part["oneOf"].([]any); ok && part["properties"] == nil {
		for _, way := range ways {
			paths = append(paths, keysInSchema(way.(map[string]any), at)...)
		}
	}
	if items, ok := part["items"].(map[string]any); ok {
		paths = append(paths, keysInSchema(items, strings.TrimSuffix(at, ".")+"[].")...)
	}
	keys, _ := part["properties"].(map[string]any)
	for name, value := range keys {
		if at == "" && slices.Contains(topologyKeys, name) {
			continue
		}
		paths = append(paths, at+name)
		paths = append(paths, keysInSchema(value.(map[string]any), at+name+".")...)
	}
	return paths
}

// The schema and the page have every key of tasks that the reader has, and no other.
func TestSchemaAndPageNameEveryKey(t *testing.T) {
	want := keysRead(t)
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	got := keysInSchema(schema, "")
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the schema has\n%v\nthe reader\n%v", got, want)
	}
	page, err := os.ReadFile("../../docs/grading.md")
	if err != nil {
		t.Fatal(err)
	}
	var rows []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z.\\[\\]]+)` \\|").FindAllStringSubmatch(string(page), -1) {
		rows = append(rows, m[1])
	}
	slices.Sort(rows)
	if !slices.Equal(rows, want) {
		t.Errorf("the page has\n%v\nthe reader\n%v", rows, want)
	}
	if whole := regexp.MustCompile("(?s)```lab\n(.*?)```").FindStringSubmatch(string(page)); whole == nil || whole[1] != graded(t) {
		t.Error("the lab of the page is not that of scripts/graded.yaml")
	}
}

// Mistakes that an editor can see are mistakes for the reader too.
func TestSchemaRefusesWhatIsRefused(t *testing.T) {
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	valid := func(text string) error {
		var value any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Fatal(err)
		}
		data, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if value, err = jsonschema.UnmarshalJSON(strings.NewReader(string(data))); err != nil {
			t.Fatal(err)
		}
		return schema.Validate(value)
	}
	good := graded(t)
	if err := valid(good); err != nil {
		t.Error(err)
	}
	for _, c := range [][2]string{
		{"minutes: 20", "minutes: 0"}, {"pass: 80", "pass: 101"}, {"needs: [console]", "needs: console"},
		{"title: The tunnel", "tietle: The tunnel"},
		{"costs: 1", "costs: free"}, {"points: 2", "points: -2"}, {"within: 25s", "within: soon"}, {"for: 10s", "fore: 10s"},
		{"never: packet PC1 PC2 ICMP on wan", "nothing: at all"}, {"question: retry", "question: the retry"}, {"number: 2s", "nomber: 2s"},
		{"solution:", "solutions:"}, {"answers: {retry: 2}", "answers: retry"}, {"name: a key for everybody", "title: a key"},
		{", because: Within 25 seconds allows for a little more.}", "}"}, {"given: [ping PC1 PC2]", "given: [{typo Router: x}]"},
		{"        for: 10s\n", ""}, {"        text: After", "        tixt: After"},
		{"expect: not sa Router Peer up", "while: not sa Router Peer up"},
	} {
		text := strings.Replace(good, c[0], c[1], 1)
		if text == good {
			t.Fatalf("%q is not there", c[0])
		}
		if _, err := Read("page", []byte(text), nil); err == nil {
			t.Errorf("%q is read", c[1])
		}
		if valid(text) == nil {
			t.Errorf("the schema takes %q", c[1])
		}
	}
}

// The shipped lab earns nothing untouched, everything solved, and what is passed from 80 percent is passed with 4 of 5.
func TestShippedGradedLab(t *testing.T) {
	a, err := Read("graded.yaml", []byte(graded(t)), nil)
	if err != nil {
		t.Fatal(err)
	}
	without := a.Solution.Answer()
	without.Replies = nil
	for _, c := range []struct {
		name   string
		answer Answer
		points int
		passed bool
	}{
		{"untouched", Answer{}, 0, false},
		{"solved", a.Solution.Answer(), 5, true},
		{"solved otherwise", a.Others[0].Answer(), 5, true},
		{"without the question", without, 4, true},
		{"with hints", Answer{Typed: a.Solution.Routers, Hints: []int{2}}, 3, false},
	} {
		result, err := Grade(a, c.answer)
		if err != nil || result.Points != c.points || result.Passed != c.passed {
			t.Errorf("%s: %d points, passed %v, %v", c.name, result.Points, result.Passed, err)
		}
		for _, p := range result.Problems {
			t.Errorf("%s: %s", c.name, p)
		}
	}
}

// Whatever a file holds, it is read or refused with its name; what is read is graded, or an error of the lab.
func FuzzRead(f *testing.F) {
	f.Add(graded(f))
	f.Add("routers: [{name: R}]\ntasks: [{title: T, checks: [{title: C, expect: 15:00:00, within: 1s}]}]")
	f.Add("routers: [{name: R}]\ntasks: [{title: T, checks: [{title: C, question: q, text: x, number: 1..2}]}]\nsolution: {answers: {q: 1}}")
	f.Add("routers: [{name: R}]\ntasks: [{title: T, hints: [a, {text: b, costs: 2}], checks: [\n" +
		"  {title: C, given: [type R: enable], never: ping R R, while: log R x, for: 1s}]}]")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Read("fuzz.yaml", []byte(text), nil)
		if err != nil {
			if err != ErrUngraded && !strings.HasPrefix(err.Error(), "fuzz.yaml") {
				t.Errorf("an error names no file: %v", err)
			}
			return
		}
		if a.Most() < 0 || len(a.Describe()) == 0 {
			t.Errorf("%d points: %s", a.Most(), a.Describe())
		}
		for _, task := range a.Tasks {
			for _, c := range task.Checks {
				_ = fmt.Sprint(c.want(), c.Place)
			}
		}
	})
}
