package lab

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"gopkg.in/yaml.v3"
)

const schemaFile = "../docs/lab.schema.json"

// keyPaths lists the keys that the reader knows below a type: "routers[].name".
func keyPaths(t reflect.Type, path string) (paths []string) {
	switch t.Kind() {
	case reflect.Pointer:
		return keyPaths(t.Elem(), path)
	case reflect.Slice:
		return keyPaths(t.Elem(), path+"[]")
	case reflect.Struct:
	default:
		return nil
	}
	if t == reflect.TypeFor[faultEntry]() { // which reads itself
		return []string{path, path + ".at", path + ".fault"}
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			continue // what package lab/grade reads
		}
		if !f.IsExported() {
			return nil // a value
		}
		below := strings.TrimPrefix(path+"."+strings.ToLower(f.Name), ".")
		inner := keyPaths(f.Type, below)
		if len(inner) == 0 || f.Type.Kind() == reflect.Pointer {
			paths = append(paths, below)
		}
		paths = append(paths, inner...)
	}
	return paths
}

// schemaPaths lists the keys that the schema has below a part of it.
func schemaPaths(part map[string]any, path string) (paths []string) {
	if items, ok := part["items"].(map[string]any); ok {
		if one, ok := items["oneOf"].([]any); ok {
			for _, way := range one {
				paths = append(paths, schemaPaths(way.(map[string]any), path+"[]")...)
			}
			return append(paths, path+"[]")
		}
		return schemaPaths(items, path+"[]")
	}
	keys, _ := part["properties"].(map[string]any)
	for key, value := range keys {
		below := strings.TrimPrefix(path+"."+key, ".")
		inner := schemaPaths(value.(map[string]any), below)
		isList := value.(map[string]any)["items"] != nil
		if len(inner) == 0 || !isList {
			paths = append(paths, below)
		}
		paths = append(paths, inner...)
	}
	return paths
}

// The schema and the page have every key that the reader has, and no other.
func TestSchemaAndPageNameEveryKey(t *testing.T) {
	want := keyPaths(reflect.TypeFor[topologyFile](), "")
	slices.Sort(want)
	text, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(text, &schema); err != nil {
		t.Fatal(err)
	}
	got := slices.DeleteFunc(schemaPaths(schema, ""), func(path string) bool { // what package lab/grade reads, it tests
		name, _, _ := strings.Cut(path, ".")
		_, graded := reflect.TypeFor[taskKeys]().FieldByNameFunc(func(field string) bool {
			return strings.EqualFold(field, strings.TrimSuffix(name, "[]"))
		})
		return graded
	})
	slices.Sort(got)
	if !slices.Equal(got, want) {
		t.Errorf("the schema has\n%v\nthe reader\n%v", got, want)
	}
	page, err := os.ReadFile("../docs/labs.md")
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
}

// labsThatAreRead are the shipped labs and those of the page.
func labsThatAreRead(t *testing.T) map[string]string {
	t.Helper()
	labs := map[string]string{}
	names, err := filepath.Glob(scripts + "/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		labs[filepath.Base(name)] = shipped(t, filepath.Base(name))
	}
	page, err := os.ReadFile("../docs/labs.md")
	if err != nil {
		t.Fatal(err)
	}
	for i, m := range regexp.MustCompile("(?s)```lab\n(.*?)```").FindAllStringSubmatch(string(page), -1) {
		labs[fmt.Sprintf("docs/labs.md, %d", i+1)] = m[1]
	}
	return labs
}

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	schema, err := jsonschema.NewCompiler().Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// asJSON is a YAML text as the schema's library wants it.
func asJSON(t *testing.T, text string) (value any) {
	t.Helper()
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
	return value
}

// What the reader takes, the schema takes.
func TestSchemaTakesWhatIsRead(t *testing.T) {
	schema, labs := compileSchema(t), labsThatAreRead(t)
	for _, name := range slices.Sorted(maps.Keys(labs)) {
		if _, err := ParseTopology(name, []byte(labs[name]), scriptFiles); err != nil {
			t.Error(err)
		}
		if err := schema.Validate(asJSON(t, labs[name])); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	top, err := ParseTopology("page", []byte(labs["docs/labs.md, 1"]), nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New(top, Options{}); err != nil {
		t.Error(err)
	}
}

// Mistakes that an editor can see are mistakes for the reader too.
func TestSchemaRefusesWhatIsRefused(t *testing.T) {
	schema, good := compileSchema(t), labsThatAreRead(t)["docs/labs.md, 1"]
	for _, c := range [][2]string{
		{"seed:", "sead:"}, {"computing: device", "computing: fast"}, {"ios: \"15\"", "ios: \"13\""}, {"name: R1", "name: R 1"},
		{"interfaces: [FastEthernet0/0, fa0/1]", "interfaces: [none]"}, {"address: 192.168.1.10/24", "address: 192.168.1.10"},
		{"gateway: 192.168.1.1\n", "gateway: R1\n"}, {"stratum: 1", "stratum: 16"}, {"serves: [echo, http]", "serves: [gopher]"},
		{"names: {www.example.com: 192.168.2.10}", "names: {www.example.com: Server}"}, {"delay: 5ms", "delay: soon"},
		{"    fault: cut R1 R2 for 30s", "    fuult: cut R1 R2"}, {"at: 1m", "at: later"}, {"ends: [\"R1:FastEthernet0/1\", PC1]", "ends: [PC1]"},
		{"clock: 2026-03-25T15:17:00Z\ncomputing", "clocks: 2026\ncomputing"},
		{"rate: 2M", "rate: fast"}, {"queue: 20", "queue: 0"}, {"jitter: 3ms", "jitter: some"}, {"reorder: true", "reorder: often"},
		{"mtu: 1400", "mtu: 20"}, {"mapping: per-destination", "mapping: cone"}, {"udp: 30s", "udp: long"}, {"esp: drop", "esp: pass"},
		{"inside: 192.168.3.1/24", "inside: 192.168.3.1"}, {"gateway: 192.168.2.1\n    mapping", "gateway: R2\n    mapping"},
		{"udp 500 to 192.168.3.10", "500"}, {"outside: 192.168.2.3/24", "outsides: 192.168.2.3/24"},
	} {
		text := strings.Replace(good, c[0], c[1], 1)
		if text == good {
			t.Fatalf("%q is not there", c[0])
		}
		if _, err := ParseTopology("page", []byte(text), nil); err == nil {
			t.Errorf("%q is read", c[1])
		}
		if schema.Validate(asJSON(t, text)) == nil {
			t.Errorf("the schema takes %q", c[1])
		}
	}
}
