package ruthere_test

import (
	"encoding/json"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"ruthere/lab"
	"ruthere/router"
	"ruthere/scripts"
)

// documented are the show commands of docs/json.md, and the list that each prints.
func documented(t *testing.T) (commands map[string]string) {
	t.Helper()
	commands = map[string]string{}
	for _, row := range regexp.MustCompile("(?m)^\\| `([a-z_]+)` \\| (`show .*`) \\|").FindAllStringSubmatch(readPage(t, "docs/json.md"), -1) {
		for _, command := range strings.Split(strings.ReplaceAll(row[2], "`", ""), ", ") {
			commands[command] = row[1]
		}
	}
	if len(commands) < 8 {
		t.Fatalf("the page lists %v only", commands)
	}
	return commands
}

// The page lists the commands that the program says it has JSON of, whatever the release.
func TestJSONPageIsComplete(t *testing.T) {
	var there []string
	for _, release := range []string{"12.4", "15", "xe"} {
		shown, _, err := lab.Replay("json", "@ lab\n@| routers:\n@|   - name: Router\n@|     ios: \""+release+"\"\nRouter>show clock | json\n",
			scripts.Files)
		if err != nil {
			t.Fatal(err)
		}
		there = append(there, withJSON(shown)...)
	}
	for command := range documented(t) {
		if !slices.Contains(there, command) {
			t.Errorf("the page lists %s; the program has JSON of %q", command, there)
		}
	}
	for _, command := range there {
		if documented(t)[command] == "" {
			t.Errorf("the page does not list %s", command)
		}
	}
}

// withJSON are the commands of which a router says that it has JSON.
func withJSON(refusal string) []string {
	_, listed, _ := strings.Cut(refusal, "There is of: ")
	listed, _, _ = strings.Cut(listed, "\n")
	return strings.Split(strings.TrimRight(listed, "\r"), ", ")
}

// Every document of every router of the shipped labs is as the schema says, before a tunnel and with one.
func TestStatusMeetsTheSchema(t *testing.T) {
	schema := compileSchema(t, "docs/show.schema.json")
	labs, err := fs.Glob(scripts.Files, "*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	items := map[string]int{}
	for _, name := range labs {
		text, err := fs.ReadFile(scripts.Files, name)
		if err != nil {
			t.Fatal(err)
		}
		topology, err := lab.ParseTopology(name, text, scripts.Files)
		if err != nil {
			t.Fatal(err)
		}
		checkLab(t, schema, name, topology, items)
	}
	for _, list := range documented(t) {
		if items[list] == 0 {
			t.Errorf("no router has anything in the list %s", list)
		}
	}
}

// authorityLines make a router an authority.
var authorityLines = []string{"clock set 12:00:00 25 March 2026", "configure terminal", "ip http server", "crypto pki server CA",
	"grant auto", "yes", "no shutdown", "lab-secret", "lab-secret", "end"}

// enrolmentLines have another one get a certificate of it, and its list of what was revoked.
var enrolmentLines = []string{"clock set 12:00:00 25 March 2026", "configure terminal", "crypto pki trustpoint TP",
	"enrollment url http://192.0.2.1", "rsakeypair R1KEY 1024", "auto-enroll 90", "exit", "crypto pki authenticate TP", "yes",
	"crypto pki crl request TP", "end"}

// checkLab has all routers of a lab print all documents, and counts what is in their lists.
func checkLab(t *testing.T, schema *jsonschema.Schema, name string, topology *lab.Topology, items map[string]int) {
	t.Helper()
	var out strings.Builder
	l, err := lab.New(topology, lab.Options{Refused: func(lab.RefusedLine) {}, Terminal: func(_ string, o router.TerminalOutput) {
		if text, ok := o.(router.TerminalText); ok {
			out.WriteString(text.Text)
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range l.Routers() {
		for _, in := range []router.Input{router.Attach{Terminal: lab.Console, Kind: "con"}, router.Typed{Terminal: lab.Console},
			router.Typed{Terminal: lab.Console, Text: "enable"}, router.Typed{Terminal: lab.Console, Text: "terminal length 0"}} {
			if err := l.Do(r, in); err != nil {
				t.Fatal(err)
			}
		}
	}
	if name == "certificates.yaml" {
		advance(t, l, 10*time.Second)
		for i, line := range slices.Concat(authorityLines, enrolmentLines) {
			at := "CA"
			if i >= len(authorityLines) {
				at = "R1"
			}
			if err := l.Type(at, line); err != nil {
				t.Fatal(err)
			}
			advance(t, l, time.Second)
		}
	}
	for range 2 {
		overview, err := l.Command("show --json")
		if err != nil {
			t.Fatal(err)
		}
		checkSchema(t, compileSchema(t, "docs/lab-show.schema.json"), name, []byte(overview))
		for _, r := range l.Routers() {
			out.Reset()
			if err := l.Type(r, "show clock | json"); err != nil {
				t.Fatal(err)
			}
			there := withJSON(out.String())
			for command, list := range documented(t) {
				if !slices.Contains(there, command) {
					continue // of another release
				}
				advance(t, l, time.Second)
				out.Reset()
				if err := l.Type(r, command+" | json"); err != nil {
					t.Fatal(err)
				}
				advance(t, l, time.Second)
				checkSchema(t, schema, name+", "+r, []byte(out.String()))
				var d map[string]json.RawMessage
				var rows []json.RawMessage
				if json.Unmarshal([]byte(out.String()), &d) != nil || json.Unmarshal(d[list], &rows) != nil || rows == nil {
					t.Fatalf("%s, %s: %s has no list %s:\n%s", name, r, command, list, out.String())
				}
				items[list] += len(rows)
			}
		}
		for _, h := range l.Hosts() { // a packet that wants a tunnel, in most labs
			_, _ = l.Command("ping " + h + " 192.168.2.1") // hosts that only serve names cannot
		}
		if len(l.Routers()) > 1 { // struck links, for the second time
			_, _ = l.Command("delay " + l.Routers()[0] + " " + l.Routers()[1] + " 50ms") // not every two are joined
			_, _ = l.Command("fault drop esp from " + l.Routers()[0] + " for 10m")
		}
		advance(t, l, 30*time.Second)
	}
}

func advance(t *testing.T, l *lab.Lab, d time.Duration) {
	t.Helper()
	if err := l.Advance(l.Now().Add(d)); err != nil {
		t.Fatal(err)
	}
}
